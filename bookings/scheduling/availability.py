"""The one answer to "is this time free?", for every path of the project.

`offered` lists, `reasons_against` explains. Law: a start is listed exactly when it is on the step and
nothing speaks against it. Both stand on the same parts: the open time, the padded busy time, the full
days, the limits of the clock and the door.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from typing import NamedTuple
from uuid import UUID

from bookings.scheduling.hours import OpenTime, Stretch, local_day
from bookings.scheduling.intervals import Interval, Span, cut_spans, join_spans, require_utc
from bookings.scheduling.policy import (
    MINUTE,
    Asker,
    Reason,
    SessionShape,
    clock_reasons,
    door_reasons,
    start_limits,
)
from bookings.scheduling.timetable import (
    Timetable,
    days_around,
    full_time,
    open_time,
    other_busy,
    padded,
)


class Slot(NamedTuple):  # a list has a thousand: a checked object for each would be half of its time
    """A start at which the session can be asked for, in UTC, and the modes it can be asked for in."""

    start: datetime
    end: datetime
    modes: frozenset[str]


def offered(
    timetable: Timetable,
    *,
    shape: SessionShape,
    mode: str | None,
    window: Interval,
    now: datetime,
    asker: Asker,
    ignore_session: UUID | None = None,
) -> list[Slot]:
    """Return the free slots that start in `window`, in order of time.

    A slot may end after the window. `mode` None asks for any mode of `shape`; a slot names those asked for
    that are free at its start. `ignore_session` is a session being moved: it neither stands in its own way
    nor counts.

    Raises:
        ValueError: `now` is not in UTC.
    """
    policy = timetable.policy
    earliest, end = start_limits(policy, now=require_utc(now), asker=asker)
    earliest = max(earliest, window.start)
    end = min(end or window.end, window.end)
    if earliest >= end or door_reasons(policy, shape, asker):
        return []
    days = days_around(policy, earliest, end + shape.length)
    blocked = join_spans([*padded(timetable, shape, ignore_session), *(off.span for off in timetable.time_off)])
    full = full_time(timetable, days, ignore_session)
    closed = [(day.start, day.end) for day in days if full.has_date(day.date) or full.has_week_of(day.date)]
    found: list[tuple[list[datetime], frozenset[str]]] = []
    for time in open_time(timetable, days, earliest, end + shape.length):
        if modes := time.modes & _asked_modes(shape, mode):
            free = _possible_starts(cut_spans(time.spans, blocked), shape.length, earliest, end)
            found.append((_on_step(cut_spans(free, closed), days, shape.step or policy.step), modes))
    starts, modes_at = _in_order(found)
    length = shape.length
    return [*map(Slot._make, zip(starts, [start + length for start in starts], modes_at, strict=False))]


def reasons_against(
    timetable: Timetable,
    *,
    shape: SessionShape,
    start: datetime,
    mode: str | None,
    now: datetime,
    asker: Asker,
    ignore_session: UUID | None = None,
) -> list[Reason]:
    """Return every reason against a session at `start`, each once, in the order of `Reason`.

    Arguments mean what they mean for `offered`. The practice is told only what forbids or warns it, and
    may start on any whole minute.

    Raises:
        ValueError: `start` or `now` is not in UTC, or of a year out of reach.
    """
    policy = timetable.policy
    session = Interval(require_utc(start), start + shape.length)
    days = days_around(policy, session.start, session.end)
    full = full_time(timetable, days, ignore_session)
    today = local_day(policy.zone, start)
    step = MINUTE if asker is Asker.PRACTICE else shape.step or policy.step
    found = {
        *door_reasons(policy, shape, asker),
        *clock_reasons(policy, start, now=require_utc(now), asker=asker),
        *_hours_reasons(open_time(timetable, days, *session.span), session, shape, mode),
        *_busy_reasons(timetable, session, shape, ignore_session),
    }
    checks = (
        (Reason.NOT_ON_STEP, today.first_on_step(start, step) != start),
        (Reason.TIME_OFF, any(off.overlaps(session) for off in timetable.time_off)),
        (Reason.DAY_FULL, full.has_date(today.date)),
        (Reason.WEEK_FULL, full.has_week_of(today.date)),
    )
    found.update(reason for reason, refused in checks if refused)
    return [reason for reason in Reason if reason in found]


def nearest(slots: Iterable[Slot], *, around: datetime, count: int = 5) -> list[Slot]:
    """Return the `count` slots nearest to `around`, itself left out, in order of time.

    Of two equally near the earlier counts as nearer.
    """
    others = sorted(slot for slot in slots if slot.start != around)
    return sorted(sorted(others, key=lambda slot: abs(slot.start - around))[:count])


def _asked_modes(shape: SessionShape, mode: str | None) -> frozenset[str]:
    return shape.modes if mode is None else shape.modes & {mode}


def _possible_starts(free: list[Span], length: timedelta, earliest: datetime, end: datetime) -> list[Span]:
    """Return, as half-open spans in [earliest, end), where a session that fits into `free` may start."""
    found = []
    for start, stop in free:
        first, past_last = max(start, earliest), min(stop - length + timedelta.resolution, end)
        if first < past_last:
            found.append((first, past_last))
    return found


def _in_order(found: list[tuple[list[datetime], frozenset[str]]]) -> tuple[list[datetime], Iterable[frozenset[str]]]:
    """Return each start once, in order of time, and beside them all the modes that each was found in."""
    if len(found) == 1:  # the usual case, whose starts are in order already
        return found[0][0], repeat(found[0][1])
    modes_at: dict[datetime, frozenset[str]] = {}
    for starts, modes in found:
        modes_at.update((start, modes_at.get(start, modes) | modes) for start in starts)
    starts = sorted(modes_at)
    return starts, [modes_at[start] for start in starts]


def _on_step(starts: list[Span], days: Sequence[Stretch], step: timedelta) -> list[datetime]:
    """Return the instants of `starts` at which the clock on the wall shows a multiple of `step`."""
    found = []
    index = 0
    for start, end in starts:
        while start < end:
            while days[index].end <= start:
                index += 1
            stop = min(end, days[index].end)
            instant = days[index].first_on_step(start, step)
            while instant < stop:
                found.append(instant)
                instant += step
            start = stop
    return found


def _hours_reasons(times: list[OpenTime], session: Interval, shape: SessionShape, mode: str | None) -> list[Reason]:
    """Return whether the session leaves the open time of every mode, or only of those asked for."""
    asked = _asked_modes(shape, mode)
    if not _fits([span for time in times for span in time.spans], session):
        known = mode is None or mode in shape.modes
        return [Reason.OUTSIDE_HOURS] if known else [Reason.OUTSIDE_HOURS, Reason.WRONG_MODE]
    return [] if any(_fits(time.spans, session) for time in times if time.modes & asked) else [Reason.WRONG_MODE]


def _fits(spans: Iterable[Span], session: Interval) -> bool:
    return any(start <= session.start and session.end <= end for start, end in join_spans(spans))


def _busy_reasons(
    timetable: Timetable, session: Interval, shape: SessionShape, ignore_session: UUID | None
) -> set[Reason]:
    found = set()
    others = zip(other_busy(timetable, ignore_session), padded(timetable, shape, ignore_session), strict=True)
    for busy, (start, end) in others:
        if start < session.end and session.start < end:
            if not busy.interval.overlaps(session):
                found.add(Reason.BUFFER)
            else:
                found.add(Reason.BUSY_ELSEWHERE if busy.session_id is None else Reason.BUSY)
    return found
