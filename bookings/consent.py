"""Who has to agree before a session of somebody under 18 is agreed, and whether that consent stands."""

from accounts.models import Client
from bookings.addresses import is_from_own_address
from bookings.models import Booking, BookingEvent, Guardian

OF_AGE = "of_age"


def has_guardian(client: Client | None) -> bool:
    """Tell whether a parent or guardian of this client has agreed, and has not taken it back."""
    return client is not None and Guardian.objects.agreeing().filter(client=client).exists()


def is_disputed(client: Client | None) -> bool:
    """Tell whether a yes by a link stands beside a no: then nothing follows from it, and the therapist decides.

    Consent that she has noted herself is such a decision.
    """
    rows = Guardian.objects.filter(client=client, client__isnull=False, ended_at=None)
    if not rows.filter(has_agreed=False).exists():
        return False
    yes = rows.filter(has_agreed=True)
    return yes.exists() and not yes.exclude(how=Guardian.How.LINK).exists()


def is_to_weigh(booking: Booking) -> bool:
    """Tell whether the therapist has to weigh a yes before a booking's client agrees to anything.

    Against a no, or because it came from the client's own mailbox.
    """
    if booking.client is None or not booking.is_minor:
        return False
    is_open = is_disputed(booking.client) or is_from_own_address(booking.client)
    return is_open and is_under_age(booking.client)


def consent_stands(client: Client | None) -> bool:
    """Tell whether somebody has agreed for a client so that a session may be agreed without the therapist's hand."""
    return has_guardian(client) and not is_disputed(client) and not is_from_own_address(client)


def is_under_age(client: Client) -> bool:
    """Tell whether any proved request of a client said under 18, and the therapist has not noted since: of age.

    Ticking “18 or older” once changes nothing of that. A move repeats what its session said, so it counts for nothing.
    """
    said = Booking.objects.filter(client=client, is_minor=True, replaces=None).exclude(status=Booking.Status.DRAFT)
    noted = BookingEvent.objects.filter(booking__client=client, act=OF_AGE).order_by("-at")
    of_age_at = noted.values_list("at", flat=True).first()
    return (said.filter(created_at__gt=of_age_at) if of_age_at else said).exists()


def lacks_guardian(booking: Booking) -> bool:
    """Tell whether a booking cannot be confirmed because it is for somebody under 18 and nobody has agreed."""
    if not booking.is_minor or has_guardian(booking.client):
        return False
    return booking.client is None or is_under_age(booking.client)


def lacks_consent(client: Client) -> bool:
    """Tell whether nothing may be agreed for a client by itself: she is under 18, and no consent stands."""
    return is_under_age(client) and not consent_stands(client)
