"""F3 and F4: the free times of 90 days and the inbox, asked of the database, and what stored bookings cost them.

    python -m benchmarks.f3

prints one line of JSON for each figure. CPU time over that of a Django view that does nothing, called in turn with it;
growth is that figure with 100,000 stored bookings over that with 100.
"""

import sys

from benchmarks.stage import DAY, NOW, bare_view, cpu_side_by_side, database, store_bookings
from tests.reporting import report

MOST_QUERIES, MOST_RATIO, MOST_GROWTH = 4, 10, 1.3
FEW, MANY = 100, 100_000
ROUNDS = 100


def main() -> int:
    """Measure, print the lines and return 0 if every target is met."""
    with database() as session_type:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from bookings import desk, selectors
        from bookings.scheduling.intervals import Interval
        from bookings.scheduling.policy import Asker
        from tests.factories import make_booking

        def free_times() -> object:
            return selectors.offered_slots(
                session_type=session_type,
                mode="video",
                window=Interval(NOW, NOW + 90 * DAY),
                now=NOW,
                asker=Asker.STRANGER,
            )

        def inbox() -> object:
            return desk.requests_section(NOW)

        for number in range(40):
            make_booking(session_type, starts_at=NOW + (number + 2) * DAY)
        for number in range(5):
            start = NOW + (number + 2) * DAY + DAY / 6
            make_booking(session_type, starts_at=start, status="requested", email=f"p{number}@example.com")
        store_bookings(session_type, FEW)
        acts = bare_view(), free_times, inbox
        bare, *few = cpu_side_by_side(*acts, rounds=ROUNDS)
        with CaptureQueriesContext(connection) as asked:
            free_times()
        store_bookings(session_type, MANY - FEW, until=NOW - FEW * 2 * DAY)
        bare_then, *many = cpu_side_by_side(*acts, rounds=ROUNDS)
    ratio = few[0] / bare
    growth = [round(after / before * bare / bare_then, 2) for before, after in zip(few, many, strict=True)]
    figures = {"queries": len(asked), "bare_ms": round(bare, 3), "free_times_ms": round(few[0], 3)}
    is_quick = ratio <= MOST_RATIO and len(asked) <= MOST_QUERIES
    report("F3", round(ratio, 1), MOST_RATIO, ok=is_quick, **figures)
    for name, grown in zip(("free times", "inbox"), growth, strict=True):
        report("F4", grown, MOST_GROWTH, what=name, bookings=[FEW, MANY])
    return 0 if is_quick and max(growth) <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
