"""Where messages about a booking go."""

from django.db.models import Q

from bookings.models import Booking


def address_of(booking: Booking) -> str:
    """Return the address that a client signs in with today; of whoever has no login, the one given when asking.

    "" where there is neither. Somebody who changes her address has given up the old mailbox: nothing goes there.
    """
    user = booking.client.user if booking.client else None
    return user.email if user else booking.email


def is_reached_at(address: str) -> Q:
    """Return what finds the bookings whose messages go to an address, as `address_of` has it."""
    return Q(client__user__email=address) | Q(client__user=None, email=address)
