"""When people are reminded of a session: while cancelling it is still free, and once more when it is near.

The first reminder comes a day before the start, or earlier where cancelling is no longer free by then: two hours before
that ends, and in the evening before where that hour is a quiet one. Where the first comes days ahead, another one comes
the day before.

The second reminder comes two hours before the start: late enough to be of help on the way, early enough to say that
one cannot come. Where that hour is a quiet one (a session before ten in the morning, or at night for someone far
away), it comes at eight in the evening before: nobody is woken for a reminder, and nobody learns of it too late.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Booking
from practice.mail.quiet import end_of_quiet, evening_before, is_quiet
from practice.zones import zone_names

DAY_BEFORE = timedelta(days=1)
NEAR = timedelta(hours=2)


def zone_of_client(booking: Booking) -> ZoneInfo:
    """Return the zone in which the client asked; where it is not known, the practice's."""
    return ZoneInfo(booking.client_zone) if booking.client_zone in zone_names() else booking.practitioner.zone


def free_until(booking: Booking) -> datetime:
    """Return the instant from which on a cancellation is marked late."""
    return booking.starts_at - timedelta(hours=booking.cancellation_hours)


def first_reminders_at(booking: Booking, now: datetime) -> list[datetime]:
    """Return when a session agreed by `now` is reminded of before it is near: none within a day of its start.

    A session agreed too late for a reminder while cancelling is free has the one of the day before.
    """
    first, day_before = free_reminder_at(booking), booking.starts_at - DAY_BEFORE
    is_days_ahead = first < day_before - DAY_BEFORE
    wanted = [first, day_before] if is_days_ahead or first <= now else [first]
    return [at for at in wanted if at > now]


def free_reminder_at(booking: Booking) -> datetime:
    """Return when the first reminder is due, so that it comes while cancelling is free.

    In a quiet hour it waits for the morning, where that is still early enough; otherwise it comes the evening before.
    """
    latest, zone = free_until(booking) - NEAR, zone_of_client(booking)
    at = min(booking.starts_at - DAY_BEFORE, latest)
    return evening_before(at, zone) if is_quiet(at, zone) and end_of_quiet(at, zone) > latest else at


def near_reminder_at(booking: Booking) -> datetime:
    """Return when the second reminder is due: always after the first, never in a quiet hour, before the start."""
    at, zone = booking.starts_at - NEAR, zone_of_client(booking)
    return evening_before(at, zone) if is_quiet(at, zone) else at
