"""Who may see or change which booking. Not yours and not there are the same 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.crypto import get_random_string, salted_hmac

from accounts.access import who_is_asking
from bookings.models import Booking
from bookings.selectors import current_row
from bookings.services.codes import hash_token

BROWSER = "booking_browser"
MANAGED = "booking_managed"


def browser_key(request: HttpRequest) -> str:
    """Return the keyed hash by which this browser's drafts are known; a new browser gets one with its session."""
    secret = request.session.get(BROWSER)
    if not secret:
        secret = request.session[BROWSER] = get_random_string(32)
    return salted_hmac("bookings.browser", secret, algorithm="sha256").hexdigest()


def draft_of(request: HttpRequest) -> Booking | None:
    """Return the newest booking asked for in this browser; None if there is none."""
    if BROWSER not in request.session:
        return None
    asked = Booking.objects.filter(browser_key=browser_key(request), replaces=None)  # a move was asked for elsewhere
    return asked.order_by("-pk").first()


def get_booking_for(request: HttpRequest, reference: UUID) -> Booking:
    """Return a booking that the asker may see: in the browser that asked, or signed in as its client.

    Of a session with several rows it is the one that speaks for it today: after a move, while one waits, or
    after another time was chosen for a request.
    """
    booking = Booking.objects.filter(uuid=reference).select_related("session_type", "practitioner", "client").first()
    if booking is None or not (_is_same_browser(request, booking) or _is_own(request, booking)):
        raise Http404
    if booking.replaces_id or booking.status in {Booking.Status.MOVED, Booking.Status.WITHDRAWN}:
        return current_row(booking.session_id) or booking
    return booking


def get_managed(request: HttpRequest) -> Booking:
    """Return the booking whose manage link this browser opened, or its successor after a move."""
    token_hash = request.session.get(MANAGED)
    booking = Booking.objects.filter(manage_token_hash=token_hash).first() if token_hash else None
    current = current_row(booking.session_id) if booking else None
    if current is None:
        raise Http404
    return current


def open_manage_link(request: HttpRequest, token: str) -> None:
    """Remember a manage link in the session; a token that opens nothing is a 404."""
    token_hash = hash_token(token)
    if not Booking.objects.filter(manage_token_hash=token_hash).exists():
        raise Http404
    request.session[MANAGED] = token_hash


def _is_same_browser(request: HttpRequest, booking: Booking) -> bool:
    return BROWSER in request.session and bool(booking.browser_key) and booking.browser_key == browser_key(request)


def _is_own(request: HttpRequest, booking: Booking) -> bool:
    client = who_is_asking(request).client
    return client is not None and booking.client_id == client.pk
