"""The rules once more, written slot by booking and minute by minute, to compare the core with.

Nothing of the core's arithmetic is used here, only its value classes: each rule is read off the wall clock
or off a single pair of a slot and a booking. Slow on purpose.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Audience, Reason, SessionShape, Weight
from bookings.scheduling.timetable import Busy, Timetable

MINUTE = timedelta(minutes=1)

type Overlap = Callable[[datetime, datetime, datetime, datetime], bool]


def half_open_overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start < other_end and other_start < end


def closed_overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    return start <= other_end and other_start <= end


class NaiveRules:
    """One timetable asked by one asker for one shape."""

    def __init__(
        self,
        timetable: Timetable,
        *,
        shape: SessionShape,
        mode: str | None,
        now: datetime,
        asker: Asker,
        ignore_session: UUID | None = None,
        overlap: Overlap = half_open_overlap,
    ) -> None:
        self.timetable = timetable
        self.policy = timetable.policy
        self.shape = shape
        self.mode = mode
        self.now = now
        self.asker = asker
        self.overlap = overlap
        self.busy = [b for b in timetable.busy if ignore_session is None or b.session_id != ignore_session]
        self.modes_at: dict[datetime, frozenset[str]] = {}

    def offered(self, window: Interval) -> list[Slot]:
        return [
            Slot(start, start + self.shape.length, self.free_modes(start))
            for start in self.candidates(window)
            if not self.reasons(start)
        ]

    def candidates(self, window: Interval) -> Iterator[datetime]:
        """Return every instant of the window at which the wall clock shows a multiple of the step."""
        start = window.start.replace(second=0, microsecond=0)
        step = self.shape.step or self.policy.step
        while start < window.end:
            if start >= window.start and self.is_on(start, step):
                yield start
            start += MINUTE

    def is_on(self, start: datetime, step: timedelta) -> bool:
        wall = start.astimezone(self.policy.zone)
        shown = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        return not shown % step

    def open_modes(self, instant: datetime) -> frozenset[str]:
        """Return the modes worked in the minute of `instant`, read off the wall clock."""
        minute = instant.replace(second=0, microsecond=0)
        if minute not in self.modes_at:
            wall = minute.astimezone(self.policy.zone)
            overrides = [o for o in self.timetable.overrides if o.date == wall.date()]
            weekly = [
                row
                for row in self.timetable.hours
                if row.weekday == wall.weekday()
                and (row.valid_from is None or wall.date() >= row.valid_from)
                and (row.valid_to is None or wall.date() <= row.valid_to)
            ]
            rows = [opening for o in overrides for opening in o.openings] if overrides else weekly
            self.modes_at[minute] = frozenset(
                mode
                for row in rows
                if row.start <= wall.time() and (wall.time() < row.end or not any((row.end.hour, row.end.minute)))
                for mode in row.modes
            )
        return self.modes_at[minute]

    def minutes(self, start: datetime) -> Iterator[frozenset[str]]:
        instant = start
        while instant < start + self.shape.length:
            yield self.open_modes(instant)
            instant = instant.replace(second=0, microsecond=0) + MINUTE

    def free_modes(self, start: datetime) -> frozenset[str]:
        asked = self.shape.modes if self.mode is None else self.shape.modes & {self.mode}
        return asked.intersection(*self.minutes(start))

    def reasons(self, start: datetime) -> set[Reason]:
        found = {
            *self.door(),
            *self.clock(start),
            *self.hours(start),
            *self.calendar(start),
            *self.limits(start),
        }
        step = MINUTE if self.asker is Asker.PRACTICE else self.shape.step or self.policy.step
        if not self.is_on(start, step):
            found.add(Reason.NOT_ON_STEP)
        if self.asker is Asker.PRACTICE:
            found = {reason for reason in found if reason.binds_practice is not Weight.EXEMPT}
        return found

    def door(self) -> Iterator[Reason]:
        if self.policy.paused:
            yield Reason.PAUSED
        if self.policy.intake_closed and self.asker is Asker.STRANGER:
            yield Reason.INTAKE_CLOSED
        if self.shape.audience is Audience.CLIENTS and self.asker is Asker.STRANGER:
            yield Reason.CLIENTS_ONLY
        if self.shape.audience is Audience.NEW_CLIENTS and self.asker is Asker.CLIENT:
            yield Reason.NEW_CLIENTS_ONLY

    def clock(self, start: datetime) -> Iterator[Reason]:
        if start <= self.now:
            yield Reason.IN_THE_PAST
        if start - self.now < self.policy.notice:
            yield Reason.BEFORE_NOTICE
        if start - self.now > self.policy.horizon:
            yield Reason.BEYOND_HORIZON

    def hours(self, start: datetime) -> Iterator[Reason]:
        if not all(self.minutes(start)):
            yield Reason.OUTSIDE_HOURS
        elif not self.free_modes(start):
            yield Reason.WRONG_MODE
        if self.mode is not None and self.mode not in self.shape.modes:
            yield Reason.WRONG_MODE

    def calendar(self, start: datetime) -> Iterator[Reason]:
        end = start + self.shape.length
        for off in self.timetable.time_off:
            if self.overlap(start, end, off.start, off.end):
                yield Reason.TIME_OFF
        for busy in self.busy:
            if self.overlap(start, end, busy.interval.start, busy.interval.end):
                yield Reason.BUSY if busy.session_id else Reason.BUSY_ELSEWHERE
            elif not self.keeps_gap(start, end, busy):
                yield Reason.BUFFER

    def keeps_gap(self, start: datetime, end: datetime, busy: Busy) -> bool:
        if busy.interval.end <= start:
            return start - busy.interval.end >= max(busy.buffer_after, self.shape.buffer_before)
        return busy.interval.start - end >= max(self.shape.buffer_after, busy.buffer_before)

    def limits(self, start: datetime) -> Iterator[Reason]:
        zone = self.policy.zone
        day = start.astimezone(zone).date()
        walls = [
            (busy.interval.start.astimezone(zone).date(), busy.session_id or object())
            for busy in self.busy
            if busy.counts
        ]
        same_day = {session for date, session in walls if date == day}
        same_week = {session for date, session in walls if date.isocalendar()[:2] == day.isocalendar()[:2]}
        if self.policy.sessions_a_day is not None and len(same_day) >= self.policy.sessions_a_day:
            yield Reason.DAY_FULL
        if self.policy.sessions_a_week is not None and len(same_week) >= self.policy.sessions_a_week:
            yield Reason.WEEK_FULL
