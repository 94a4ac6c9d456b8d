"""Moving a confirmed session safely: a second row of the same session waits while the old time stays the client's."""

from datetime import datetime

from accounts.models import User
from bookings import selectors
from bookings.errors import MoveOpenError, SlotTakenError, StartedError, StatusError
from bookings.models import Booking
from bookings.scheduling.lifecycle import Act, Status, has_started, hold_deadline, next_status
from bookings.scheduling.policy import NOTHING, Asker, Reason
from bookings.services.asking import request_deadline, tell_of_request
from bookings.services.calendar import locked_calendar
from bookings.services.caps import require_room
from bookings.services.recording import By, fresh, move_on
from bookings.services.writing import FirstEvent, Person, Row, Terms, write_row

ASK_MOVE = "ask_move"
OFFER_MOVE = "offer_move"
WITH_SESSION = "cancelled_with_session"
KEPT_OF_ROW = ("mode", "session_id", "series", "video_link", "browser_key")
AGREED_BEFORE = (*Terms.names(), *Person.names(), *KEPT_OF_ROW)


def request_move(
    *, booking: Booking, starts_at: datetime, by: User | None, now: datetime, zone_name: str = ""
) -> Booking:
    """Ask for another time for a confirmed session, and return the row that waits; the old time stays the client's.

    Locks the calendar. `starts_at` is in UTC. Length, way and terms are those agreed; a closed intake does not count,
    for this person has been taken. The same time asked for again returns the row already made. `zone_name` is the zone
    in which it was chosen, by which the new time is told; "" for that of the old time.

    Raises:
        StatusError, StartedError, MoveOpenError: the session cannot be moved, or another move of it waits already.
        SlotTakenError: the time is not free.
        TooManyOpenError: the client already has as many open requests as one person may.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        try:
            require_movable(current, starts_at, now)
        except MoveOpenError as error:
            if error.booking.status == Booking.Status.REQUESTED and error.booking.starts_at == starts_at:
                return error.booking
            raise
        if reasons := reasons_against_move(current, starts_at, now):
            raise SlotTakenError(reasons)
        if current.client is not None:
            require_room(current.client, now)
        deadline = min(request_deadline(current.practitioner, starts_at, now), current.starts_at)
        first = FirstEvent(act=ASK_MOVE, by=By.CLIENT, user=by)
        row = write_successor(current, starts_at, Booking.Status.REQUESTED, deadline, first, now, zone_name)
        tell_of_request(row, now)
    return row


def require_movable(booking: Booking, starts_at: datetime, now: datetime) -> None:
    """Refuse to move what is not confirmed, has started, or waits to be moved; and a move to the time it has."""
    if booking.status != Booking.Status.CONFIRMED:
        raise StatusError(booking)
    if has_started(now, booking.starts_at):
        raise StartedError
    if waiting := selectors.open_move_of(booking, now):
        raise MoveOpenError(waiting)
    if starts_at == booking.starts_at:
        raise SlotTakenError([Reason.BUSY])


def offer_deadline(booking: Booking, starts_at: datetime, now: datetime) -> datetime:
    """Return until when a time that the practice offers is held.

    Never past its own start; of a confirmed session never past the old one, for then there is nothing left to move.
    """
    deadline = hold_deadline(now, starts_at, hold=booking.practitioner.hold, notice=NOTHING)
    return min(deadline, booking.starts_at) if booking.status == Booking.Status.CONFIRMED else deadline


def write_successor(
    booking: Booking,
    starts_at: datetime,
    status: Booking.Status,
    hold_until: datetime,
    first: FirstEvent,
    now: datetime,
    zone_name: str = "",
) -> Booking:
    """Write the second row of a session: everything as agreed, at another time, held until its deadline.

    `zone_name` is the client's zone from now on; "" for that of the old time.

    Its calendar number starts above the old one's, so that the file sent on agreement replaces the old entry.
    """
    row = Row(
        **{name: getattr(booking, name) for name in KEPT_OF_ROW},
        replaces=booking,
        status=status,
        starts_at=starts_at,
        hold_until=hold_until,
        sequence=booking.sequence + 1,
    )
    return write_row(Terms.agreed_in(booking), Person.agreed_in(booking).at(zone_name), row, first, now)


def end_predecessor(booking: Booking, act: Act, *, by: By, user: User | None, now: datetime) -> None:
    """End the old time of a session that is being moved, just before `act` confirms the new one; none: do nothing.

    Raises:
        StatusError: `act` is not possible for the new row, or the old one is no longer confirmed.
        StartedError: the old session has begun; it took place, or will be marked as missed.
    """
    if booking.replaces is None:
        return
    if next_status(Status(booking.status), act) is None:
        raise StatusError(booking)
    if has_started(now, booking.replaces.starts_at):
        raise StartedError
    move_on(booking.replaces, Act.MOVE, by=by, now=now, user=user, blocks=False)


def end_open_move(booking: Booking, *, by: By, user: User | None, now: datetime) -> None:
    """End a move that waits, because the session itself is cancelled. Nobody is told twice."""
    if row := selectors.open_move_of(booking, now):
        act = Act.WITHDRAW if row.status == Booking.Status.REQUESTED else Act.REFUSE
        move_on(row, act, by=by, now=now, user=user, reason_code=WITH_SESSION, blocks=False, hold_until=None)


def reasons_against_move(booking: Booking, starts_at: datetime, now: datetime) -> list[Reason]:
    """Return what speaks against another time (UTC) for a session, as its client may ask for it."""
    if starts_at == booking.starts_at:
        return [Reason.BUSY]
    return selectors.reasons_against(
        session_type=booking.session_type,
        start=starts_at,
        mode=booking.mode,
        now=now,
        asker=Asker.CLIENT,
        ignore_session=booking.session_id,
        shape=selectors.frozen_shape(booking),
    )
