"""B6 at full size: offered and accepted must not disagree on 50,000 random timetables.

    python -m benchmarks.b6

prints one line of JSON and the seeds of the first cases that disagree. The same seeds make the same cases.
"""

import sys
from random import Random

from tests.bookings.scheduling.cases import disagreements, random_case
from tests.reporting import report

CASES = 50_000
TARGET = 0


def main() -> int:
    """Measure, print the line and return 0 if nothing disagrees."""
    wrong = [seed for seed in range(CASES) if disagreements(random_case(Random(seed)))]
    report("B6", len(wrong), TARGET, cases=CASES, seeds=wrong[:5])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
