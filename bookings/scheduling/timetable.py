"""What is open and what is taken: the parts on which listing and explaining both stand."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from bookings.scheduling.hours import DateOverride, OpenTime, Stretch, WorkingHours, expand_hours, local_days
from bookings.scheduling.intervals import Interval, Span
from bookings.scheduling.policy import NOTHING, Policy, SessionShape

# Both ends of the week or the day that holds an instant are nearer to it, clock changes and buffers included.
WEEK_REACH = timedelta(days=8)
DAY_REACH = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Busy:
    """Time that is taken, with the buffers that its own session type asks for.

    `session_id` is None for the busy time of an outside calendar. Rows of one session count once towards
    a limit, and only those with `counts`.
    """

    interval: Interval
    buffer_before: timedelta = NOTHING
    buffer_after: timedelta = NOTHING
    session_id: UUID | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides whether a time is free. `busy` must reach as far as `busy_window` says."""

    policy: Policy
    hours: tuple[WorkingHours, ...] = ()
    overrides: tuple[DateOverride, ...] = ()
    time_off: tuple[Interval, ...] = ()
    busy: tuple[Busy, ...] = ()


@dataclass(frozen=True, slots=True)
class FullTime:
    """The local dates, and the weeks by the number `_week` gives them, that take no further session."""

    dates: frozenset[date]
    weeks: frozenset[int]

    def has_date(self, day: date) -> bool:
        """Tell whether `day` itself has reached its limit."""
        return day in self.dates

    def has_week_of(self, day: date) -> bool:
        """Tell whether the week that holds `day` has reached its limit."""
        return _week(day) in self.weeks


def busy_window(policy: Policy, window: Interval) -> Interval:
    """Return how far a timetable's busy time must reach for starts in `window` to be judged.

    It spans the whole days or weeks that have a limit, and the buffers; sessions that only partly lie in it belong
    to it too.
    """
    reach = _reach_of(policy)
    return Interval(window.start - reach, window.end + reach)


def days_around(policy: Policy, start: datetime, end: datetime) -> list[Stretch]:
    """Return the local days from `start` to `end`, with those around that count towards a limit."""
    counted = policy.sessions_a_day is not None or policy.sessions_a_week is not None
    reach = _reach_of(policy) if counted else NOTHING
    return local_days(policy.zone, start - reach, end + reach)


def _reach_of(policy: Policy) -> timedelta:
    return DAY_REACH if policy.sessions_a_week is None else WEEK_REACH


def open_time(timetable: Timetable, days: Iterable[Stretch], start: datetime, end: datetime) -> list[OpenTime]:
    """Return the open time of those `days` that touch the time from `start` to `end`."""
    wanted = [day for day in days if day.end > start and day.start < end]
    return expand_hours(timetable.hours, timetable.overrides, wanted)


def other_busy(timetable: Timetable, ignore_session: UUID | None) -> Iterable[Busy]:
    """Return the busy time of everything but `ignore_session`; None leaves nothing out."""
    if ignore_session is None:
        return timetable.busy
    return [busy for busy in timetable.busy if busy.session_id != ignore_session]


def padded(timetable: Timetable, shape: SessionShape, ignore_session: UUID | None) -> list[Span]:
    """Return the time that a session of `shape` must not touch: the larger buffer on each side counts."""
    before, after = shape.buffer_before, shape.buffer_after
    return [
        (
            busy.interval.start - (after if after > busy.buffer_before else busy.buffer_before),
            busy.interval.end + (before if before > busy.buffer_after else busy.buffer_after),
        )
        for busy in other_busy(timetable, ignore_session)
    ]


def full_time(timetable: Timetable, days: Sequence[Stretch], ignore_session: UUID | None) -> FullTime:
    """Return which of `days` and their weeks have reached their limit; a session counts once in each."""
    policy = timetable.policy
    if policy.sessions_a_day is None and policy.sessions_a_week is None:
        return FullTime(frozenset(), frozenset())
    by_date: dict[date, list[UUID | None]] = {}
    by_day = [by_date.setdefault(day.date, []) for day in days]
    begins = [day.start for day in days]
    first, last = begins[0], days[-1].end
    for busy in other_busy(timetable, ignore_session):
        start = busy.interval.start
        if busy.counts and first <= start < last:
            by_day[bisect_right(begins, start) - 1].append(busy.session_id)
    by_week: dict[int, list[UUID | None]] = {}
    for day, sessions in by_date.items():
        by_week.setdefault(_week(day), []).extend(sessions)
    return FullTime(
        frozenset(day for day, ids in by_date.items() if _is_reached(policy.sessions_a_day, ids)),
        frozenset(week for week, ids in by_week.items() if _is_reached(policy.sessions_a_week, ids)),
    )


def _is_reached(limit: int | None, sessions: list[UUID | None]) -> bool:
    # Most days are far from their limit, and comparing identifiers is slow.
    if limit is None or len(sessions) < limit:
        return False
    known = [session for session in sessions if session is not None]
    return len(set(known)) + len(sessions) - len(known) >= limit


def _week(day: date) -> int:
    """Return the number of the week, Monday to Sunday, that holds `day`; the first day ever was a Monday."""
    return (day.toordinal() - 1) // 7
