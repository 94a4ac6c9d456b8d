"""B7 at full size: server and worker killed 200 times while clients book, on both engines.

    python -m benchmarks.b7

prints one line of JSON for each engine: what was acknowledged and lost, half written or written twice.
"""

import sys

from benchmarks.deep import run_tests


def main() -> int:
    """Measure on both engines; return 0 if the target is met."""
    return run_tests("tests/bookings/test_kills.py::test_what_was_acknowledged_is_there_whole_and_once", B7_KILLS=200)


if __name__ == "__main__":
    sys.exit(main())
