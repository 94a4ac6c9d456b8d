"""A time for somebody whose request came to nothing: a new row with her words, on the terms of today."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from accounts.models import Client, User
from bookings import selectors
from bookings.errors import SlotTakenError, StatusError
from bookings.models import Booking, SessionType
from bookings.scheduling.lifecycle import UNMET, has_started
from bookings.scheduling.policy import Asker, Reason
from bookings.services.answering import weigh
from bookings.services.calendar import locked_calendar
from bookings.services.moving import offer_deadline
from bookings.services.recording import By, fresh, tell
from bookings.services.writing import FirstEvent, Row, person_as_known, terms_of_today, write_row
from bookings.waiting import is_from_list
from practice.texts import current_text

OFFER_AGAIN = "offer_again"


def offer_again(
    *, booking: Booking, starts_at: datetime, by: User, now: datetime, override_reason: str = ""
) -> Booking:
    """Offer a time after a request that came to nothing, and return the row that holds it; the old one stays as it is.

    Locks the calendar. `starts_at` is in UTC. Person, words and the texts that she agreed to are those of the request,
    length, fee, time for cancelling and its policy those of today: her page says so before she accepts. After one
    request a time is offered once; what comes of the offer can be followed by another. The same time sent twice returns
    the row already made.

    Raises:
        StatusError: no time can be offered after it, or one was already.
        SlotTakenError, NeedsOverrideError: as for `confirm_booking`.
    """
    with locked_calendar(booking.practitioner_id, now) as practitioner:
        current = fresh(booking)
        made = offered_after(current)
        if made and (made.status, made.starts_at) == (Booking.Status.PROPOSED, starts_at):
            return made
        if current.client is None or not can_offer_again(current):
            raise StatusError(current)
        session_type = current.session_type
        session_type.practitioner = practitioner
        _require_allowed(session_type, starts_at.astimezone(UTC), current.mode, now, override_reason)
        terms = terms_of_today(
            session_type,
            practitioner,
            cancellation_policy=current_text("cancellation"),
            notice_text=current.notice_text,
            confidentiality_text=current.confidentiality_text,
        )
        row = Row(
            status=Booking.Status.PROPOSED,
            mode=current.mode,
            starts_at=starts_at,
            hold_until=offer_deadline(current, starts_at, now),
            request_key=key_after(current),
        )
        first = FirstEvent(act=OFFER_AGAIN, by=By.PRACTICE, user=by, reason_code=current.status, note=override_reason)
        offered = write_row(terms, person_as_known(current), row, first, now)
        tell(offered, "booking_proposed", now)
    return offered


def can_offer_again(booking: Booking) -> bool:
    """Tell whether a time can be offered after a booking: a request of somebody proved that came to nothing.

    Not once her care has ended. A move leaves its session, a changed request the row of its new time, and an offer from
    the waiting list the place on it.
    """
    client = booking.client
    if booking.status not in UNMET or client is None or client.status == Client.Status.ENDED:
        return False
    if booking.replaces_id is not None or is_from_list(booking):
        return False
    return selectors.current_row(booking.session_id) == booking and offered_after(booking) is None


def offered_after(booking: Booking) -> Booking | None:
    """Return the row of the time that was offered after a request; None where none was."""
    rows = Booking.objects.select_related("practitioner", "session_type", "client")
    return rows.filter(request_key=key_after(booking)).first()


def request_before(booking: Booking) -> Booking | None:
    """Return the request after which a time was offered; None for a booking that began in another way."""
    if not was_offered_again(booking):
        return None
    rows = Booking.objects.filter(client=booking.client, status__in=UNMET).select_related("practitioner")
    return next((row for row in rows if key_after(row) == booking.request_key), None)


def was_offered_again(booking: Booking) -> bool:
    """Tell whether a booking began as a time offered after a request that came to nothing."""
    return OFFER_AGAIN in {event.act for event in booking.events.all()}


def key_after(booking: Booking) -> UUID:
    """Return the key of the one row that may be offered after a request: worked out, so that there is never a second.

    The column is unique, so the database holds to it too.
    """
    return uuid5(booking.uuid, OFFER_AGAIN)


def _require_allowed(
    session_type: SessionType, start: datetime, mode: str, now: datetime, override_reason: str
) -> None:
    """Refuse a start as the practice is refused one; it has said why, where it may do so."""
    if has_started(now, start):
        raise SlotTakenError([Reason.IN_THE_PAST])
    reasons = selectors.reasons_against(
        session_type=session_type, start=start, mode=mode, now=now, asker=Asker.PRACTICE
    )
    weigh(reasons, override_reason)
