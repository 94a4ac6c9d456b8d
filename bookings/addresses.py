"""Where messages about a booking go, and whether somebody who agreed is reached in the same mailbox."""

from django.db.models import Q

from accounts.mailboxes import is_same_mailbox
from accounts.models import Client
from bookings.models import Booking, Guardian


def address_of(booking: Booking) -> str:
    """Return the address that a client signs in with today; of whoever has no login, the one given when asking.

    "" where there is neither. Somebody who changes her address has given up the old mailbox: nothing goes there.
    """
    user = booking.client.user if booking.client else None
    return user.email if user else booking.email


def is_written_to(client: Client) -> bool:
    """Tell whether messages about a client's sessions have an address to go to, as `address_of` finds it."""
    if client.user is not None:
        return client.has_address
    return Booking.objects.filter(client=client).exclude(email="").exists()


def is_reached_at(address: str) -> Q:
    """Return what finds the bookings whose messages go to an address, as `address_of` has it."""
    return Q(client__user__email=address) | Q(client__user=None, email=address)


def is_from_own_address(client: Client | None) -> bool:
    """Tell whether nobody has agreed but by a link that went to the client's own mailbox: families share addresses.

    She may have answered herself, so nothing follows from it before the therapist has heard it otherwise.
    """
    agreeing = list(
        Guardian.objects.agreeing().filter(client=client, client__isnull=False).select_related("booking__client__user")
    )
    return bool(agreeing) and all(row.how == Guardian.How.LINK and is_to_own_address(row) for row in agreeing)


def is_to_own_address(guardian: Guardian) -> bool:
    """Tell whether somebody is reached in the mailbox of the request itself, or of its client."""
    own = guardian.booking.email, address_of(guardian.booking)
    return any(is_same_mailbox(guardian.contact, address) for address in own)
