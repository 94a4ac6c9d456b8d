"""Another time for a request that still waits: the new one is taken and the old one given up together, or neither."""

from datetime import datetime

from accounts.models import User
from bookings import selectors
from bookings.errors import SlotTakenError, StatusError
from bookings.models import Booking, Guardian
from bookings.scheduling.lifecycle import Act
from bookings.scheduling.policy import Reason
from bookings.services.asking import request_deadline, tell_of_request
from bookings.services.calendar import locked_calendar
from bookings.services.caps import asker_of
from bookings.services.recording import By, fresh, move_on
from bookings.services.writing import FirstEvent, Row, Terms, person_as_known, write_row

CHANGED = "another_time"  # why the row of the old time ended
ASK_CHANGE = "ask_change"  # how the row of the new time began


def can_change(booking: Booking, now: datetime) -> bool:
    """Tell whether the client may choose another time for a request: it waits by itself, and no session stands by it.

    A move that waits is withdrawn and asked for again; the dates of a series wait for one answer together.
    """
    waits = booking.status == Booking.Status.REQUESTED and booking.hold_until is not None and booking.hold_until > now
    return waits and booking.replaces_id is None and booking.series is None


def change_request(
    *, booking: Booking, starts_at: datetime, by: User | None, now: datetime, zone_name: str = ""
) -> Booking:
    """Choose another time for a waiting request, and return the row that waits now.

    It is a second row of the same session, so that an answer to the time that the therapist has read can never agree
    to the other one. Terms, words and the guardian's part go along; the deadline is that of a request made now.
    Locks the calendar. `starts_at` is in UTC. The time that it has already changes nothing. `zone_name` is the zone in
    which it was chosen, by which it is told; "" for that of the old time.

    Raises:
        StatusError: it no longer waits, or is part of something else.
        SlotTakenError: the time is not free; the request stays as it is.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if not can_change(current, now):
            raise StatusError(current)
        if starts_at == current.starts_at:
            return current
        if reasons := reasons_against_change(current, starts_at, now):
            raise SlotTakenError(reasons)
        give_up_time(current, by, now)
        row = write_row(
            Terms.agreed_in(current),
            person_as_known(current).at(zone_name),
            Row(
                status=Booking.Status.REQUESTED,
                mode=current.mode,
                starts_at=starts_at,
                hold_until=request_deadline(current.practitioner, starts_at, now),
                session_id=current.session_id,
                video_link=current.video_link,
                browser_key=current.browser_key,
                sequence=current.sequence + 1,
            ),
            FirstEvent(act=ASK_CHANGE, by=By.CLIENT, user=by),
            now,
        )
        Guardian.objects.filter(booking=current, ended_at=None).update(booking=row)
        tell_of_request(row, now)
    return row


def give_up_time(booking: Booking, by: User | None, now: datetime) -> None:
    """End the row of the old time, of which nobody is told: the one of the new time is."""
    move_on(booking, Act.WITHDRAW, by=By.CLIENT, now=now, user=by, reason_code=CHANGED, blocks=False, hold_until=None)


def reasons_against_change(booking: Booking, starts_at: datetime, now: datetime) -> list[Reason]:
    """Return what speaks against another time (UTC) for a request, as whoever asked may ask for it."""
    return selectors.reasons_against(
        session_type=booking.session_type,
        start=starts_at,
        mode=booking.mode,
        now=now,
        asker=asker_of(booking.client),
        ignore_session=booking.session_id,
        shape=selectors.frozen_shape(booking),
    )
