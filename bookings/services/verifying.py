"""Proving an address: the code turns a draft into a request, and an address into a person."""

from datetime import datetime
from uuid import UUID

from accounts import second_factor
from accounts.models import Client
from accounts.reach import EMAIL, wishes_of
from accounts.services import find_or_create_user_for, set_reach
from bookings import selectors
from bookings.errors import BookingError, SlotTakenError, StatusError
from bookings.models import Booking
from bookings.scheduling.lifecycle import Act
from bookings.services.asking import hold_columns, record_consent, send_code, tell_of_request
from bookings.services.calendar import locked_calendar
from bookings.services.caps import asker_of, require_intake, require_room
from bookings.services.codes import try_code, was_sent_just_now
from bookings.services.recording import By, move_on


def verify_request(*, booking_uuid: UUID, browser_key: str, code: str, now: datetime) -> Booking:
    """Turn a draft into a request with the code that was mailed for it; make the user and client on the way.

    One transaction under the calendar's lock. The code works once, for ten minutes, three tries, in the browser
    that asked. A code entered after the draft's hold has lapsed takes the time again if it is free and can still be
    asked for in this way. Sent twice, the second finds the request made and returns it.

    Raises:
        Booking.DoesNotExist: no such draft in this browser.
        WrongCodeError, CodeExpiredError: the code does not open it; a wrong try is counted.
        SlotTakenError: the time went meanwhile; the draft stays, so that another time can be chosen.
        StatusError: the draft was superseded or has lapsed.
        FullError: people who are no clients hold as many open requests as they may.
        TooManyOpenError: the person has as many open requests as one person may.
    """
    found = Booking.objects.get(uuid=booking_uuid, browser_key=browser_key)
    refusal: BookingError | None = None
    with locked_calendar(found.practitioner_id, now):
        joined = ("session_type", "practitioner", "notice_text", "confidentiality_text")
        booking = Booking.objects.select_related(*joined).get(pk=found.pk)
        if booking.status == Booking.Status.REQUESTED:
            return booking
        if booking.status != Booking.Status.DRAFT:
            raise StatusError(booking)
        refusal = try_code(booking, code, now)
        if refusal is None:
            return _prove(booking, now)
    raise refusal


def send_new_code(*, booking_uuid: UUID, browser_key: str, now: datetime) -> Booking:
    """Mail a fresh code for a draft; within half a minute of the last one, nothing is sent.

    Raises:
        Booking.DoesNotExist: no such draft in this browser.
        StatusError: it is no longer a draft.
    """
    found = Booking.objects.get(uuid=booking_uuid, browser_key=browser_key)
    with locked_calendar(found.practitioner_id, now):
        booking = Booking.objects.get(pk=found.pk)
        if booking.status != Booking.Status.DRAFT:
            raise StatusError(booking)
        if not was_sent_just_now(booking, now):
            send_code(booking, now)
    return booking


def _prove(booking: Booking, now: datetime) -> Booking:
    user = find_or_create_user_for(booking.email)
    client, is_new = Client.objects.get_or_create(
        user=user, defaults={"name": booking.name, "zone_name": booking.client_zone}
    )
    # Chosen in this request; the default says nothing against an earlier choice. The mailbox alone is not enough where
    # somebody has a second factor: whoever reads her mail would have the therapist call another number.
    if booking.reach != EMAIL and (is_new or not second_factor.is_enrolled(user)):
        set_reach(client=client, wishes=wishes_of(booking))
    require_room(client, now)
    require_intake(booking.practitioner, client, now)
    is_held = booking.blocks and booking.hold_until is not None and booking.hold_until > now
    if not is_held:
        _require_still_free(booking, client, now)
    record_consent(client, [booking.notice_text, booking.confidentiality_text], now)
    move_on(
        booking,
        Act.VERIFY,
        by=By.CLIENT,
        now=now,
        user=user,
        client=client,
        code_hash="",
        blocks=True,
        **hold_columns(booking.practitioner, booking.starts_at, now),
    )
    tell_of_request(booking, now)
    return booking


def _require_still_free(booking: Booking, client: Client, now: datetime) -> None:
    reasons = selectors.reasons_against(
        session_type=booking.session_type,
        start=booking.starts_at,
        mode=booking.mode,
        now=now,
        asker=asker_of(client),
        ignore_session=booking.session_id,
        shape=selectors.shape_of_late_draft(booking),
    )
    if reasons:
        raise SlotTakenError(reasons)
