"""Help that stands first on a page: where the words of a request speak of danger."""

from collections.abc import Iterable
from datetime import datetime

from bookings.models import Booking
from practice.danger import has_danger_words
from practice.nearest_help import NearestHelp, help_near


def help_first(bookings: Iterable[Booking], now: datetime) -> NearestHelp | None:
    """Return whom to call, by the client's clock, for the first of these whose words speak of danger; None for none.

    What is over says nothing any more.
    """
    for booking in bookings:
        if booking.ends_at > now and has_danger_words(booking.note):
            return help_near(booking.client_zone)
    return None
