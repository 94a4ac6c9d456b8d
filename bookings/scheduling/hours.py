"""Working hours, and the one place where the clock on the practice's wall becomes UTC.

Rule for the days on which clocks change: the practice is open at an instant when its wall clock then shows
a date and a time inside its hours. A time that the clock skips is never open; a time that it shows twice
is open both times. So 00:30-09:00 in London lasts 7.5 hours on one day of the year and 9.5 on another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bookings.scheduling.intervals import Span, join_spans

MIDNIGHT = time(0)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours on the wall of one day: `start` belongs to them, `end` does not; midnight as `end` ends the day.

    Raises:
        ValueError: a time carries a zone, or the hours do not start before they end.
    """

    start: time
    end: time
    modes: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse hours that cannot be read off a wall clock within one day."""
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("working hours are wall times, without a zone")
        if self.end != MIDNIGHT and self.start >= self.end:
            raise ValueError("hours must start before they end; hours past midnight are two entries")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Weekly hours: `weekday` counts from Monday as 0; `valid_from` and `valid_to` are dates of the practice.

    Both dates belong to the time of validity; None leaves that side open.

    Raises:
        ValueError: no such weekday, or hours as `Opening` refuses them.
    """

    weekday: int
    start: time
    end: time
    modes: frozenset[str]
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown weekday and impossible hours."""
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekdays count from Monday as 0 to Sunday as 6")
        Opening(self.start, self.end, self.modes)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether these hours apply on `day`; the weekday is not looked at."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class DateOverride:
    """What replaces the weekly hours of one date; no openings close it. Several for one date add up."""

    date: date
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of time within one local date during which nobody touches the clock.

    An ordinary date is one stretch, a date with a clock change two or more. `start` and `end` are in UTC,
    `wall` is what the clock shows at `start`, counted from midnight.
    """

    date: date
    start: datetime
    end: datetime
    wall: timedelta

    def span_of(self, since: timedelta, until: timedelta) -> Span:
        """Return when the clock shows from `since` to `until` within this stretch; empty if start >= end."""
        return (
            self.start if since <= self.wall else self.start + (since - self.wall),
            min(self.end, self.start + (until - self.wall)),
        )

    def first_on_step(self, earliest: datetime, step: timedelta) -> datetime:
        """Return the first instant from `earliest`, which lies in this stretch, with the clock on the step.

        The step counts from the midnight on the wall; the result may lie past the end of the stretch.
        """
        return earliest + -(self.wall + (earliest - self.start)) % step


@dataclass(frozen=True, slots=True)
class OpenTime:
    """The time during which exactly these modes are worked, in normal form."""

    modes: frozenset[str]
    spans: list[Span]


def expand_hours(
    hours: Iterable[WorkingHours], overrides: Iterable[DateOverride], days: Sequence[Stretch]
) -> list[OpenTime]:
    """Return the open time of `days`: one entry for each set of modes that are worked at the same times.

    A mode occurs in one entry at most. Time off is not taken out.
    """
    weekly = [[(row, *_wall(row)) for row in hours if row.weekday == weekday] for weekday in range(7)]
    special: dict[date, list[tuple[frozenset[str], timedelta, timedelta]]] = {}
    for override in overrides:
        rows = special.setdefault(override.date, [])
        rows += [(opening.modes, *_wall(opening)) for opening in override.openings]
    found: dict[frozenset[str], list[Span]] = {}
    for day in days:
        entries = special.get(day.date)
        if entries is None:
            entries = [
                (row.modes, since, until)
                for row, since, until in weekly[day.date.weekday()]
                if row.is_valid_on(day.date)
            ]
        for modes, since, until in entries:
            span = day.span_of(since, until)
            if span[0] < span[1]:
                found.setdefault(modes, []).append(span)
    return _by_mode(found)


def local_days(zone: ZoneInfo, start: datetime, end: datetime) -> list[Stretch]:
    """Return the local dates of `zone` from `start` to `end`, cut where its clock changes, in order.

    Both ends are in UTC. The first stretch begins at `start`, the last may run on past `end`.
    """
    stretches = []
    while start < end:
        stretch = _stretch_from(zone, start)
        stretches.append(stretch)
        start = stretch.end
    return stretches


def local_day(zone: ZoneInfo, instant: datetime) -> Stretch:
    """Return the rest of the local date that runs at `instant`, up to midnight or the next clock change."""
    return local_days(zone, instant, instant + SECOND)[0]


def instant_at(zone: ZoneInfo, day: date, wall: time) -> datetime | None:
    """Return the instant (UTC) at which the clock of `zone` shows `wall` on `day`; None where the clock skips it.

    Of a time that it shows twice, the first.
    """
    local = datetime.combine(day, wall)
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    return instant if _wall_clock(zone, instant) == local else None


@lru_cache(maxsize=4096)  # all but the first of a list begin at the same midnights whenever they are asked for
def _stretch_from(zone: ZoneInfo, start: datetime) -> Stretch:
    """Return what is left of the local date at `start`, up to a clock change.

    The zone is asked at both ends; a change taken back within the same date would go unnoticed, and no zone does that.
    """
    wall = _wall_clock(zone, start)
    midnight = datetime.combine(wall.date(), MIDNIGHT)
    stop = start + (midnight + DAY - wall)
    if _wall_clock(zone, stop) - wall != stop - start:
        stop = _first_change(zone, start, stop)
    return Stretch(wall.date(), start, stop, wall - midnight)


def _wall_clock(zone: ZoneInfo, instant: datetime) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _wall(row: WorkingHours | Opening) -> tuple[timedelta, timedelta]:
    midnight = datetime.combine(date.min, MIDNIGHT)
    since, until = (datetime.combine(date.min, each) - midnight for each in (row.start, row.end))
    return since, until or DAY


def _first_change(zone: ZoneInfo, start: datetime, stop: datetime) -> datetime:
    """Return when, after `start` and not after `stop`, the clock first leaves the offset it had at `start`.

    Searched in whole seconds back from `stop`: changes fall on whole seconds, `start` need not.
    """
    offset = _wall_clock(zone, start) - start.replace(tzinfo=None)
    changed, unchanged = 0, (stop - start) // SECOND + 1
    while unchanged - changed > 1:
        middle = (changed + unchanged) // 2
        instant = stop - middle * SECOND
        if instant > start and _wall_clock(zone, instant) - instant.replace(tzinfo=None) != offset:
            changed = middle
        else:
            unchanged = middle
    return stop - changed * SECOND


def _by_mode(found: dict[frozenset[str], list[Span]]) -> list[OpenTime]:
    """Turn rows listed by their sets of modes into disjoint groups of modes with the same rows."""
    groups: dict[frozenset[frozenset[str]], set[str]] = {}
    for mode in {mode for modes in found for mode in modes}:
        groups.setdefault(frozenset(modes for modes in found if mode in modes), set()).add(mode)
    return [
        OpenTime(frozenset(group), join_spans(span for modes in rows for span in found[modes]))
        for rows, group in groups.items()
    ]
