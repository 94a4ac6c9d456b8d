"""R3 at full size: four workers, 300 reminders and a clock that jumps, on both engines.

    python -m benchmarks.r3

prints one line of JSON for each engine.
"""

import sys

from benchmarks.deep import run_tests


def main() -> int:
    """Measure on both engines; return 0 if the target is met."""
    return run_tests(
        "tests/practice/mail/test_several_workers.py::test_four_workers_send_every_reminder_once_through_a_jump_of_the_clock",
        R3_REMINDERS=300,
    )


if __name__ == "__main__":
    sys.exit(main())
