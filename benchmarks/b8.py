"""B8 at full size: 5,000 sessions around the changes of sixteen clocks in eleven years shift nowhere.

    python -m benchmarks.b8

prints one line of JSON: how often the list of free times, the row, a page, a letter, the calendar file or the desk
named another instant than the one that was chosen. It makes a database of its own and removes it.
"""

import logging
import sys

from benchmarks.stage import database
from tests.reporting import report

CASES = 5_000
TARGET = 0


def main() -> int:
    """Measure, print the line and return 0 if nothing shifted."""
    with database() as session_type:
        logging.disable(logging.CRITICAL)
        from tests.bookings.clock_changes import Round, some_changes

        round_ = Round(session_type.practitioner)
        round_.go(some_changes(CASES))
    wrong = round_.shifted.total()
    report("B8", wrong, TARGET, cases=round_.cases, zones=16, where=dict(round_.shifted))
    return 1 if wrong or round_.cases < CASES else 0


if __name__ == "__main__":
    sys.exit(main())
