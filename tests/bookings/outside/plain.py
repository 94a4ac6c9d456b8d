"""Calendar files as text, and when they are busy by plain arithmetic on the clock of a wall."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.outside.reading import Reading, read_calendar
from bookings.scheduling.intervals import Interval

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HOME = ZoneInfo("Asia/Kolkata")
WINDOW = Interval(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 12, 25, tzinfo=UTC))
OWN = "practice.example"

# A zone of nobody's list: five hours ahead of UTC, six from the last Sunday of March to the last of October.
OWN_ZONE = """\
BEGIN:VTIMEZONE
TZID:Office of the moon
BEGIN:STANDARD
DTSTART:20201025T030000
TZOFFSETFROM:+0600
TZOFFSETTO:+0500
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20200329T020000
TZOFFSETFROM:+0500
TZOFFSETTO:+0600
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""

type Span = tuple[datetime, datetime]


def event(*lines: str, uid: str = "one@elsewhere.example") -> str:
    """Return one entry."""
    return "\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT", ""])


def calendar(*parts: str, head: Iterable[str] = ()) -> bytes:
    """Return a file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hand//EN", *head, ""]
    return ("\n".join(lines) + "".join(parts) + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


def read(content: bytes, zone: ZoneInfo = HOME, window: Interval = WINDOW) -> Reading:
    """Read a file as the practice does."""
    return read_calendar(content, zone=zone, window=window, own_host=OWN)


def spans(reading: Reading) -> list[Span]:
    """Return the busy times as pairs."""
    return [each.span for each in reading.busy]


def at(zone: str, *parts: int) -> datetime:
    """Return a wall time as an instant in UTC."""
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


def wall(zone: str, day: date, hour: int, minute: int = 0, *, lasts: timedelta = HOUR) -> Span:
    """Return the busy time that begins at a wall time of a day."""
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return start, start + lasts


def whole_days(zone: str, first: date, days: int = 1) -> Span:
    """Return the time from midnight to midnight."""
    last = first + days * DAY
    return tuple(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC) for day in (first, last))  # type: ignore[return-value]


def days_from(first: date, step: int, count: int) -> list[date]:
    """Return `count` days, each `step` days after the one before."""
    return [first + number * step * DAY for number in range(count)]
