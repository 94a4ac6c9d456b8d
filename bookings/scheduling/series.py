"""Several sessions at once: their dates by the clock on the wall, and the reasons against them counted as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from uuid import UUID
from zoneinfo import ZoneInfo

from bookings.scheduling.availability import Slot, reasons_against
from bookings.scheduling.hours import instant_at
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason, SessionShape
from bookings.scheduling.timetable import Busy, Timetable

WEEK = timedelta(weeks=1)
DAYS_BESIDE = 3  # of a weekly series, every day is then nearer to one of its dates than to any other
MOST_ON_DAY = 2
MOST_BESIDE = 4


def dates_of(first: date, *, every_weeks: int) -> Iterator[date]:
    """Yield the dates of a series from its first on, without an end."""
    day = first
    while True:
        yield day
        day += every_weeks * WEEK


def planned_starts(
    zone: ZoneInfo, first: datetime, *, every_weeks: int, number: int
) -> list[tuple[date, datetime | None]]:
    """Return the `number` dates of a series that begins at `first`, each with its start (UTC) by the clock of `zone`.

    None stands for a start that the clock skips on that date.
    """
    local = first.astimezone(zone)
    days = dates_of(local.date(), every_weeks=every_weeks)
    return [(day, instant_at(zone, day, local.time())) for day in islice(days, number)]


def with_sessions(timetable: Timetable, shape: SessionShape, starts: Iterable[datetime]) -> Timetable:
    """Return the timetable as it would be with further sessions of `shape`, each of which counts towards limits."""
    numbers = count(len(timetable.busy))  # any that are not given yet: identifiers of rows are random
    more = [
        Busy(Interval(start, start + shape.length), shape.buffer_before, shape.buffer_after, UUID(int=next(numbers)))
        for start in starts
    ]
    return replace(timetable, busy=(*timetable.busy, *more))


def reasons_in_turn(
    timetable: Timetable,
    *,
    shape: SessionShape,
    starts: Sequence[datetime],
    mode: str | None,
    now: datetime,
    asker: Asker,
    tolerated: frozenset[Reason] = frozenset(),
) -> list[tuple[datetime, list[Reason]]]:
    """Return each of `starts` (UTC) with the reasons against it; those before it with none count as agreed.

    So the limits of a day and a week count a series as a whole, and none of its sessions overlaps another. The
    timetable must reach over all of them. Reasons that are `tolerated` do not speak against a start.
    """
    found, kept = [], timetable
    for start in starts:
        all_reasons = reasons_against(kept, shape=shape, start=start, mode=mode, now=now, asker=asker)
        reasons = [reason for reason in all_reasons if reason not in tolerated]
        if not reasons:
            kept = with_sessions(kept, shape, [start])
        found.append((start, reasons))
    return found


def beside(slots: Iterable[Slot], *, day: date, wall: time, zone: ZoneInfo) -> list[Slot]:
    """Return the free slots nearest to a date that cannot be had, in order of time.

    First two of the day itself, then one of each day around it, always the hours nearest to `wall`; four in all at
    most. `day` and `wall` are by the clock of `zone`.
    """

    def distance(slot: Slot) -> tuple[int, timedelta]:
        local = slot.start.astimezone(zone)
        wanted = datetime.combine(local.date(), wall)
        return abs((local.date() - day).days), abs(local.replace(tzinfo=None) - wanted)

    chosen: list[Slot] = []
    a_day: dict[date, int] = {}
    for slot in sorted(slots, key=distance):
        local_day = slot.start.astimezone(zone).date()
        most = MOST_ON_DAY if local_day == day else 1
        if abs((local_day - day).days) <= DAYS_BESIDE and a_day.get(local_day, 0) < most:
            a_day[local_day] = a_day.get(local_day, 0) + 1
            chosen.append(slot)
    return sorted(chosen[:MOST_BESIDE])
