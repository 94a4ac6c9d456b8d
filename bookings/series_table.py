"""The table of a series: each of its dates free or taken, with the nearest alternatives of those that cannot be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import selectors
from bookings.closed import say_calendar_day
from bookings.models import SessionType
from bookings.pages import utc_value
from bookings.scheduling.availability import Slot, offered, reasons_against
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason, bookable_window
from bookings.scheduling.series import DAYS_BESIDE, beside, planned_starts, reasons_in_turn, with_sessions
from bookings.scheduling.timetable import Timetable
from bookings.services.standing_dates import horizon_day
from practice.times import Place, say_day, say_elsewhere, say_time

OUT = "out"
TAKEN = gettext_lazy("Taken")
CLOSED = gettext_lazy("The practice is closed then")
FULL = gettext_lazy("No further session fits in")
WORDS: Mapping[Reason, str | Promise] = {
    Reason.BUSY: TAKEN,
    Reason.BUFFER: TAKEN,
    Reason.BUSY_ELSEWHERE: TAKEN,
    Reason.TIME_OFF: CLOSED,
    Reason.OUTSIDE_HOURS: CLOSED,
    Reason.WRONG_MODE: gettext_lazy("Not held in this way then"),
    Reason.DAY_FULL: FULL,
    Reason.WEEK_FULL: FULL,
    Reason.IN_THE_PAST: gettext_lazy("Past"),
    Reason.BEFORE_NOTICE: gettext_lazy("Too soon to be asked for"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a series is to be: its first start (UTC), its rhythm, and how many dates."""

    session_type: SessionType
    mode: str
    first: datetime
    every_weeks: int
    number: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a date: the time as planned, another one, or leaving the date out."""

    value: str
    label: str
    other: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date: its day where the client is, what is said of it, and what can be chosen."""

    name: str
    day: str
    time: str
    other: str
    words: str
    is_free: bool
    is_gone: bool
    shift: str
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """Every date of a series."""

    rows: list[DateRow]
    horizon: str
    has_beyond: bool

    @property
    def free(self) -> int:
        """How many dates are free as planned."""
        return sum(row.is_free for row in self.rows)


def name_of(number: int) -> str:
    """Return the name of the form's field for a date."""
    return f"date-{number}"


def table_of(
    plan: Plan, place: Place, home: Place, now: datetime, chosen: Mapping[int, datetime | None] | None = None
) -> Table:
    """Return the table of a plan, by the practice's clock, with the hours where the client is.

    `chosen` is what was sent, by number: None leaves a date out. What of it cannot be had any more is marked as gone.
    """
    return _Builder(plan, place, home, now).build(chosen)


class _Builder:
    """What the rows of one table share."""

    def __init__(self, plan: Plan, place: Place, home: Place, now: datetime) -> None:
        self.plan, self.place, self.home, self.now = plan, place, home, now
        self.was_sent = False
        self.shape = selectors.shape_of(plan.session_type)
        zone = plan.session_type.practitioner.zone
        self.planned = planned_starts(zone, plan.first, every_weeks=plan.every_weeks, number=plan.number)
        self.wall: time = plan.first.astimezone(zone).time()
        reach = timedelta(days=DAYS_BESIDE + 1)
        noons = [datetime.combine(day, time(12), UTC) for day, _start in self.planned]
        self.window = Interval(noons[0] - reach, noons[-1] + reach)

    def build(self, chosen: Mapping[int, datetime | None] | None) -> Table:
        """Return the rows, each judged with the others as they are wanted."""
        self.was_sent = chosen is not None
        wanted = chosen if chosen is not None else {n: start for n, (_day, start) in enumerate(self.planned)}
        timetable = selectors.timetable_of(self.plan.session_type.practitioner, self.window, self.now)
        starts = sorted(start for start in wanted.values() if start is not None)
        judged = reasons_in_turn(
            timetable, shape=self.shape, starts=starts, mode=self.plan.mode, now=self.now, asker=Asker.CLIENT
        )
        had = [start for start, reasons in judged if not reasons]
        timetable = with_sessions(timetable, self.shape, had)
        slots = self.offered(timetable)
        rows, before = [], ""
        for number, (day, start) in enumerate(self.planned):
            row = self.row(number, day, start, wanted.get(number), set(had), timetable, slots, before)
            rows.append(row)
            before = row.time or before
        last = horizon_day(self.plan.session_type.practitioner, self.now)
        has_beyond = any(day > last for day, _start in self.planned)
        return Table(rows, say_calendar_day(last), has_beyond)

    def offered(self, timetable: Timetable) -> list[Slot]:
        """Return what else is free around the dates."""
        rules = timetable.policy
        if rules.horizon <= rules.notice:
            return []
        asked = bookable_window(rules, now=self.now, asker=Asker.CLIENT)
        return [
            slot
            for slot in offered(
                timetable,
                shape=self.shape,
                mode=self.plan.mode,
                window=self.window,
                now=self.now,
                asker=Asker.CLIENT,
            )
            if asked.start <= slot.start < asked.end
        ]

    def row(
        self,
        number: int,
        day: date,
        start: datetime | None,
        wanted: datetime | None,
        had: set[datetime],
        timetable: Timetable,
        slots: Sequence[Slot],
        before: str,
    ) -> DateRow:
        """Return one date; `before` is the hour of the one before it, where the client is."""
        reasons = self.reasons(start, had, timetable)
        is_free = start is not None and not reasons
        kept = wanted if wanted in had else None
        near = [] if is_free or Reason.BEYOND_HORIZON in reasons else self.near(day, slots)
        times = {*near, *([kept] if kept else []), *([start] if start and is_free else [])}
        choices = [self.choice(each, is_chosen=each == kept) for each in sorted(times)]
        hour = say_time(start, self.place.zone) if start else ""
        return DateRow(
            name=name_of(number),
            day=say_day(start, self.place.zone) if start else dateformat.format(day, "l j F"),
            time=hour,
            other=say_elsewhere(start, self.place, self.home) if start else "",
            words="" if is_free else say_refusal(start, reasons),
            is_free=is_free,
            is_gone=self.was_sent and wanted is not None and kept is None,
            shift=hour if before and hour and hour != before else "",
            choices=[*choices, Choice(OUT, _("Leave this date out"), is_chosen=kept is None)] if choices else [],
        )

    def reasons(self, start: datetime | None, had: set[datetime], timetable: Timetable) -> list[Reason]:
        """Return what speaks against a date as it was planned."""
        if start is None or start in had:
            return []
        return reasons_against(
            timetable, shape=self.shape, start=start, mode=self.plan.mode, now=self.now, asker=Asker.CLIENT
        )

    def near(self, day: date, slots: Sequence[Slot]) -> list[datetime]:
        """Return the nearest times instead of a date."""
        zone = self.plan.session_type.practitioner.zone
        return [slot.start for slot in beside(slots, day=day, wall=self.wall, zone=zone)]

    def choice(self, start: datetime, *, is_chosen: bool) -> Choice:
        """Return the button of one time; another day than the planned one is named."""
        zone = self.place.zone
        label = say_time(start, zone)
        if start not in {planned for _day, planned in self.planned}:
            label = f"{dateformat.format(start.astimezone(zone), 'D j M')}, {label}"
        other = "" if self.place.is_same_clock_as(self.home) else f"{say_time(start, self.home.zone)} {self.home.name}"
        return Choice(utc_value(start), label, other, is_chosen)


def say_refusal(start: datetime | None, reasons: Sequence[Reason]) -> str:
    """Return why a date cannot be had, in words for the client."""
    if start is None:
        return _("The clocks change that day, and this hour does not exist")
    if Reason.BEYOND_HORIZON in reasons:
        return _("Too far ahead to be asked for yet")
    return next((str(WORDS[reason]) for reason in reasons if reason in WORDS), _("This time cannot be offered"))
