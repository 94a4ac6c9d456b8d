"""One step in a booking's life: the conditional update, its event and its messages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import User
from bookings import consent
from bookings.calendar_queries import FRESH
from bookings.errors import GuardianMissingError, StatusError
from bookings.models import Booking, BookingEvent
from bookings.reminders import first_reminders_at, near_reminder_at
from bookings.scheduling.lifecycle import OPEN, Act, Status, next_status
from practice import mail

By = BookingEvent.By


def move_on(
    booking: Booking,
    act: Act,
    *,
    by: BookingEvent.By,
    now: datetime,
    user: User | None = None,
    reason_code: str = "",
    note: str = "",
    **changes: Any,
) -> Booking:
    """Take a booking to the status that `act` leads to, if it still is where the caller saw it, and write the event.

    To be called inside the caller's transaction. `changes` are further columns to set; a hold that ends or begins
    anew is no longer one whose clock stands still.

    Raises:
        StatusError: the act is not allowed in this status, or someone else was quicker; it holds the row as it is.
        GuardianMissingError: it would be agreed for somebody under 18 without the consent of a parent or guardian.
    """
    before = Status(booking.status)
    after = next_status(before, act)
    if after is None:
        raise StatusError(booking)
    # Here, not in each service: no path to an agreed session goes past it. A mark taken back agrees nothing anew.
    if after is Status.CONFIRMED and before in OPEN and consent.lacks_guardian(booking):
        raise GuardianMissingError
    clock = {"hold_left": None} if "hold_until" in changes else {}
    columns = {"status": after.value, "sequence": F("sequence") + 1, **clock, **changes}
    if Booking.objects.filter(pk=booking.pk, status=before.value).update(**columns) != 1:
        booking.refresh_from_db()
        raise StatusError(booking)
    booking.refresh_from_db()
    record(booking, act, by=by, now=now, user=user, came_from=before, reason_code=reason_code, note=note)
    return booking


def record(
    booking: Booking,
    act: Act | str,
    *,
    by: BookingEvent.By,
    now: datetime,
    user: User | None = None,
    came_from: Status | None = None,
    reason_code: str = "",
    note: str = "",
) -> None:
    """Write one event, with the time that the booking has by then: offering another one changes it."""
    BookingEvent.objects.create(
        booking=booking,
        at=now,
        by=by,
        by_user=user,
        act=str(act),
        from_status=came_from.value if came_from else "",
        to_status=booking.status,
        starts_at=booking.starts_at,
        reason_code=reason_code,
        note=note,
    )


def fresh(booking: Booking) -> Booking:
    """Read a booking again under the lock: what the caller holds may be a page old.

    Raises:
        Booking.DoesNotExist: it was deleted meanwhile.
    """
    row = FRESH.first(pk=booking.pk)
    if row is None:
        raise Booking.DoesNotExist
    return row


def tell(booking: Booking, kind: str, due_at: datetime, *, body: dict[str, str] | None = None) -> None:
    """Queue a message about a booking, in the transaction of its cause."""
    mail.queue(kind=kind, cause=f"booking:{booking.uuid}", due_at=due_at, body=body)


def tell_together(series: UUID, kind: str, due_at: datetime) -> None:
    """Queue one message about all the dates of a series or a standing time, in the transaction of its cause."""
    mail.queue(kind=kind, cause=f"series:{series}", due_at=due_at)


def tell_of_confirmation(booking: Booking, now: datetime) -> None:
    """Queue what follows from an agreed time: the calendar file now, and the reminders in their time."""
    tell(booking, "booking_moved" if booking.replaces_id else "booking_confirmed", now)
    remind(booking, now)


def remind(booking: Booking, now: datetime) -> None:
    """Queue the reminders of an agreed session, as far as they are still to come."""
    for due_at in first_reminders_at(booking, now):
        tell(booking, "booking_reminder", due_at)
    if (near := near_reminder_at(booking)) > now:
        tell(booking, "booking_reminder_near", near)
