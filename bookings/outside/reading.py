"""When the entries of a calendar file are busy. Pure: bytes, zone and window in, intervals out.

What an entry means is the library's business: values, zones, recurrence, exceptions. Here is what it leaves open:
one bad entry must not take the others with it, nothing may be left out in silence, and nobody's file may keep the
machine at work for ever.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import recurring_ical_events
from icalendar import Calendar, vPeriod
from icalendar.timezone import tzp

from bookings.outside.cutting import Entry, Sheet, cut, decode, value_of
from bookings.scheduling.intervals import Interval, Span, join_spans

DAY = timedelta(days=1)
MARGIN = 2 * DAY  # how far apart the same hour can be on two clocks, and more
MOST_TIMES = 20_000  # of one entry, and of a whole file once joined: an hour in every hour for more than a year
TOO_OFTEN = frozenset(["SECONDLY", "MINUTELY"])
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cut//EN\r\n"
TZID = re.compile(r';TZID=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
MARKED_FREE = re.compile(r";FBTYPE=FREE(?=[;:])", re.IGNORECASE)
DAY_WRITTEN = re.compile(r"\d{8}")

type Limit = Callable[[], AbstractContextManager[Any]]


class NotACalendarError(ValueError):
    """The bytes are no calendar file at all."""


class TooMuchError(ValueError):
    """The file, or one entry, is busy more often than anyone is."""


class UnreadableError(ValueError):
    """An entry contradicts itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: the busy time, in normal form and whole minutes; how many entries could be read, how many not.

    An entry in a zone that nobody knows is read by the clock of the calendar and counted as unreadable.
    """

    busy: tuple[Interval, ...]
    entries: int
    unreadable: int


def read_calendar(
    content: bytes, *, zone: tzinfo, window: Interval, own_host: str, limit: Limit = nullcontext
) -> Reading:
    """Return when the file's entries are busy within `window`.

    `zone` is the clock for whole days and for hours without a zone, unless the calendar names its own
    (X-WR-TIMEZONE). Entries whose UID ends in `@own_host` are the practice's own sessions and are left out.
    `limit` is entered around each entry and may raise to give it up.

    Raises:
        NotACalendarError: it is no calendar file.
        TooMuchError: it is busy in more than MOST_TIMES pieces.
    """
    sheets = cut(decode(content))
    if not sheets:
        raise NotACalendarError
    tally = Tally(zone, window, f"@{own_host}".lower(), limit)
    with warnings.catch_warnings(action="ignore"):
        for sheet in sheets:
            tally.read_sheet(sheet)
    joined = join_spans(tally.spans)
    if len(joined) > MOST_TIMES:
        raise TooMuchError
    return Reading(tuple(Interval(*span) for span in joined), tally.entries, tally.unreadable)


class Tally:
    """What has been read so far."""

    def __init__(self, zone: tzinfo, window: Interval, own: str, limit: Limit) -> None:
        self.zone, self.window, self.own, self.limit = zone, window, own, limit
        self.spans: list[Span] = []
        self.entries = self.unreadable = 0

    def read_sheet(self, sheet: Sheet) -> None:
        """Read one calendar."""
        self.unreadable += sheet.torn
        if sheet.scale not in {"", "GREGORIAN"}:
            self.unreadable += len(sheet.entries)
            return
        learn_zones(sheet)
        clock = zone_named(sheet.zone_name)
        for group in groups_of(sheet.entries):
            if not group[0].value_of("UID").lower().endswith(self.own):
                self.read_group(group, clock)

    def read_group(self, group: list[Entry], clock: tzinfo | None) -> None:
        """Read the entries of one UID; if any of them cannot be read, none is."""
        if len(group) == 1 and is_elsewhen(group[0], self.window):
            self.entries += 1
            return
        try:
            with self.limit():
                found = list(times_of(group, clock, self.zone, self.window))
                is_placed = all(zone_named(name) for entry in group for name in zones_in(entry))
        except Exception:  # noqa: BLE001  bytes from outside: whatever the library meets, this entry cannot be read
            self.unreadable += len(group)
            return
        self.spans += found
        self.entries += len(group)
        self.unreadable += 0 if is_placed else 1


def learn_zones(sheet: Sheet) -> None:
    """Teach the library the zones that a calendar brings along, and nothing of those of calendars read before.

    It keeps zones by name for as long as the process lives: a name would mean what the first file meant by it.
    """
    tzp.use_default()
    for text in sheet.zones:
        try:
            Calendar.from_ical(f"{HEAD}{text}END:VCALENDAR\r\n")
        except Exception:  # noqa: BLE001  entries in this zone are then in an unknown one, which is counted
            continue


def zone_named(name: str) -> tzinfo | None:
    """Return the zone of a name: of the world's list, of Windows, or one that the calendar brought along."""
    return tzp.timezone(name) if name else None


def zones_in(entry: Entry) -> set[str]:
    """Return the names of the zones that an entry uses."""
    return {quoted or plain for line in entry.lines for quoted, plain in TZID.findall(line.partition(":")[0] + ":")}


def groups_of(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Give the entries that belong together: a recurring entry with its changed occurrences has one UID."""
    by_uid: dict[str, list[Entry]] = {}
    for number, entry in enumerate(entries):
        uid = entry.value_of("UID") if entry.kind == "VEVENT" else ""
        by_uid.setdefault(uid or f"\0{number}", []).append(entry)
    yield from by_uid.values()


def is_elsewhen(entry: Entry, window: Interval) -> bool:
    """Tell, by the days as they are written, whether an entry that comes once is far from the window.

    Most of a file is its past: nothing is asked of the library for it, and an old fault in it troubles nobody.
    """
    if entry.kind != "VEVENT" or entry.has("RRULE", "RDATE", "RECURRENCE-ID", "DURATION"):
        return False
    start = DAY_WRITTEN.match(entry.value_of("DTSTART"))
    end = DAY_WRITTEN.match(entry.value_of("DTEND"))
    first, last = f"{window.start - MARGIN:%Y%m%d}", f"{window.end + MARGIN:%Y%m%d}"
    if start is None or (entry.has("DTEND") and end is None):
        return False
    return start[0] > last or max(start[0], end[0] if end else "") < first


def times_of(group: list[Entry], clock: tzinfo | None, zone: tzinfo, window: Interval) -> Iterator[Span]:
    """Give the busy times of the entries of one UID, clipped to the window and in whole minutes."""
    home = clock or zone
    found = periods_of(group[0], home) if group[0].kind == "VFREEBUSY" else occurrences_of(group, clock, home, window)
    for number, (start, end) in enumerate(found):
        if number >= MOST_TIMES:
            raise TooMuchError
        if end < start:
            raise UnreadableError
        first, last = max(whole_minute(start), window.start), min(next_minute(end), window.end)
        if start < end and first < last:
            yield first, last


def occurrences_of(group: list[Entry], clock: tzinfo | None, home: tzinfo, window: Interval) -> Iterator[Span]:
    """Give start and end of every occurrence that is busy."""
    changed = [entry for entry in group if entry.has("RECURRENCE-ID")]
    for cores in [[core] for core in cores_of(group)] or [[]]:
        calendar = calendar_of([*cores, *changed], clock)
        for event in calendar.walk("VEVENT"):
            check(event, home)
        query = recurring_ical_events.of(calendar)
        for each in query.between(window.start - MARGIN, window.end + MARGIN):
            if is_busy(each):
                yield in_utc(each["DTSTART"].dt, home), in_utc(each["DTEND"].dt, home)


def cores_of(group: list[Entry]) -> list[Entry]:
    """Return the entries of a UID that are no changed occurrences: the newest version by its number.

    Some programs give one UID to several entries. The library would take one of them; none may be lost.
    """
    plain = {entry: int(entry.value_of("SEQUENCE") or 0) for entry in group if not entry.has("RECURRENCE-ID")}
    newest = max(plain.values(), default=0)
    return [entry for entry, sequence in plain.items() if sequence == newest]


def calendar_of(entries: list[Entry], clock: tzinfo | None) -> Calendar:
    """Return a calendar with nothing but these entries, as the library has it."""
    key = getattr(clock, "key", "")
    own_clock = f"X-WR-TIMEZONE:{key}\r\n" if key else ""
    body = "".join("\r\n".join(["BEGIN:VEVENT", *entry.lines, "END:VEVENT", ""]) for entry in entries)
    calendar = Calendar.from_ical(f"{HEAD}{own_clock}{body}END:VCALENDAR\r\n")
    assert isinstance(calendar, Calendar)
    return calendar


def check(event: Any, home: tzinfo) -> None:
    """Refuse an entry that contradicts itself or comes too often; put right how its recurrence ends.

    Raises:
        UnreadableError: a value is broken, it ends before it starts, or start and end are of two kinds.
        TooMuchError: it comes every second or every minute.
    """
    if event.errors:
        raise UnreadableError
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    if type(start) is not type(end) or in_utc(end, home) < in_utc(start, home):
        raise UnreadableError
    if "DURATION" in event and event["DURATION"].dt < timedelta():
        raise UnreadableError
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if str(rule["FREQ"][0]).upper() in TOO_OFTEN:
            raise TooMuchError
        if "UNTIL" in rule and isinstance(start, datetime):
            rule["UNTIL"] = [last_start(rule["UNTIL"][0], start, home)]


def last_start(until: date | datetime, start: datetime, home: tzinfo) -> datetime:
    """Return the end of a recurrence on the clock of its start: in UTC, or without zone where that has none.

    A mere date means all of that day; hours without a zone mean the clock of the start. The library would take both
    for UTC, and the last occurrence would be lost.
    """
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if start.tzinfo is None:
        return until if until.tzinfo is None else until.astimezone(home).replace(tzinfo=None)
    return (until if until.tzinfo else until.replace(tzinfo=start.tzinfo)).astimezone(UTC)


def is_busy(event: Any) -> bool:
    """Tell whether an occurrence keeps its time: not if it is called off or marked as free."""
    return str(event.get("TRANSP", "")).upper() != "TRANSPARENT" and str(event.get("STATUS", "")).upper() != "CANCELLED"


def periods_of(entry: Entry, home: tzinfo) -> Iterator[Span]:
    """Give the periods of an entry that lists nothing but busy time."""
    for line in entry.lines_of("FREEBUSY"):
        if MARKED_FREE.search(line):
            continue
        for period in value_of(line).split(","):
            start, end = vPeriod.from_ical(period)  # type: ignore[no-untyped-call]
            yield in_utc(start, home), in_utc(end if isinstance(end, datetime) else start + end, home)


def in_utc(moment: date | datetime, home: tzinfo) -> datetime:
    """Return an instant in UTC. A day is its midnight; that, and hours without a zone, are by the clock of `home`."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)


def whole_minute(instant: datetime) -> datetime:
    """Return the minute that holds an instant."""
    return instant.replace(second=0, microsecond=0)


def next_minute(instant: datetime) -> datetime:
    """Return the first whole minute that is not before an instant."""
    minute = whole_minute(instant)
    return minute if minute == instant else minute + timedelta(minutes=1)
