"""The hours in which nobody's phone should light up, by the clock where the recipient is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from practice.models import OutgoingMessage

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
EVENING = time(20)  # an hour before the quiet begins: enough to get through to a mail server that is down for a while
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where the one who gets a message is, and until when (aware) it is of use to them; None: for as long as ever."""

    zone: ZoneInfo
    useful_until: datetime | None = None


type Rest = Callable[[OutgoingMessage], Recipient | None]


def is_quiet(instant: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clock in `zone` stands between nine in the evening and eight in the morning."""
    clock = instant.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def end_of_quiet(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the next eight o'clock in the morning in `zone` after a quiet instant, in UTC."""
    local = instant.astimezone(zone)
    morning = local.date() if local.time() < QUIET_UNTIL else local.date() + DAY
    return datetime.combine(morning, QUIET_UNTIL, zone).astimezone(UTC)


def evening_before(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the last eight o'clock in the evening in `zone` at or before an instant, in UTC."""
    local = instant.astimezone(zone)
    day = local.date() if local.time() >= EVENING else local.date() - DAY
    return datetime.combine(day, EVENING, zone).astimezone(UTC)


def last_waking(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant as it is, or nine o'clock of the evening before if it lies in the quiet hours; in UTC."""
    local = instant.astimezone(zone)
    if not is_quiet(instant, zone):
        return instant.astimezone(UTC)
    day = local.date() if local.time() >= QUIET_FROM else local.date() - DAY
    return datetime.combine(day, QUIET_FROM, zone).astimezone(UTC)


def waking_time(start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """Return how much of the time between two instants is not quiet in `zone`: what `waking_deadline` counts."""
    total, day = timedelta(0), start.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        morning, evening = (datetime.combine(day, clock, zone).astimezone(UTC) for clock in (QUIET_UNTIL, QUIET_FROM))
        total += max(min(end, evening) - max(start, morning), timedelta(0))
        day += DAY
    return total


def waking_deadline(now: datetime, hours: timedelta, zone: ZoneInfo) -> datetime:
    """Return when `hours` have gone by from `now` on, if those of the quiet are not counted; in UTC.

    It never lies in the quiet hours, and it is the same whether the message that names it goes now or in the morning.
    """
    left, day = hours, now.astimezone(zone).date()
    while True:
        morning, evening = (datetime.combine(day, clock, zone).astimezone(UTC) for clock in (QUIET_UNTIL, QUIET_FROM))
        begins = max(now, morning)
        if begins + left <= evening:
            return begins + left
        left -= max(evening - begins, timedelta(0))
        day += DAY


def wait_until(now: datetime, recipient: Recipient) -> datetime | None:
    """Return the end of the quiet hours (UTC) if a message is to wait for it; None where it is to go now.

    It does not wait where the morning would come after it is of use: a message late at night is better than none.
    """
    if not is_quiet(now, recipient.zone):
        return None
    morning = end_of_quiet(now, recipient.zone)
    is_too_late = recipient.useful_until is not None and morning > recipient.useful_until
    return None if is_too_late else morning
