"""B1 at full size: 64 clients ask for one slot at once, 200 rounds, on both engines.

    python -m benchmarks.b1

prints one line of JSON for each engine.
"""

import sys

from benchmarks.deep import run_tests


def main() -> int:
    """Measure on both engines; return 0 if the target is met."""
    return run_tests(
        "tests/bookings/test_crowd.py::test_one_wins_each_round_and_the_others_get_the_form_with_other_times",
        B1_ROUNDS=200,
    )


if __name__ == "__main__":
    sys.exit(main())
