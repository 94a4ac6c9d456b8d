"""When people are reminded of a session: the day before, and once more when it is near.

The second reminder comes two hours before the start: late enough to be of help on the way, early enough to say that
one cannot come. Where that hour is a quiet one (a session before ten in the morning, or at night for someone far
away), it comes at eight in the evening before: nobody is woken for a reminder, and nobody learns of it too late.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Booking
from practice.mail.quiet import evening_before, is_quiet
from practice.zones import zone_names

DAY_BEFORE = timedelta(days=1)
NEAR = timedelta(hours=2)


def zone_of_client(booking: Booking) -> ZoneInfo:
    """Return the zone in which the client asked; where it is not known, the practice's."""
    return ZoneInfo(booking.client_zone) if booking.client_zone in zone_names() else booking.practitioner.zone


def day_reminder_at(booking: Booking) -> datetime:
    """Return when the first reminder is due; if that is a quiet hour, it waits for the morning."""
    return booking.starts_at - DAY_BEFORE


def near_reminder_at(booking: Booking) -> datetime:
    """Return when the second reminder is due: always after the first, never in a quiet hour, before the start."""
    at, zone = booking.starts_at - NEAR, zone_of_client(booking)
    return evening_before(at, zone) if is_quiet(at, zone) else at
