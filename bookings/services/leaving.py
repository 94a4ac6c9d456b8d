"""Giving a time back: withdrawing a request, cancelling a session."""

from datetime import datetime, timedelta

from accounts.models import User
from bookings.errors import StartedError
from bookings.models import Booking
from bookings.scheduling.lifecycle import Act, has_started, is_late_cancellation
from bookings.services.calendar import locked_calendar
from bookings.services.moving import end_open_move
from bookings.services.recording import By, move_on, tell


def withdraw_request(*, booking: Booking, by: User | None, now: datetime, note: str = "") -> Booking:
    """Take a request back before it is answered; its time is free at once. `note` is a word to the therapist.

    Locks the calendar, so that a request whose deadline has passed has expired first, and its letter goes out.

    Raises:
        StatusError: it no longer waits for an answer.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = Booking.objects.get(pk=booking.pk)
        move_on(current, Act.WITHDRAW, by=By.CLIENT, now=now, user=by, note=note, blocks=False, hold_until=None)
        tell(current, "booking_withdrawn", now)
    return current


def cancel_booking(*, booking: Booking, by: By, user: User | None, now: datetime, note: str = "") -> Booking:
    """Cancel a confirmed session, free its time and tell its client; a move of it that waits ends with it.

    Possible until the start. Inside the window agreed at the time of asking, a client's cancellation is marked
    late; the practice's own never is. Locks the calendar, so that nobody asks for a move meanwhile.

    Raises:
        StatusError: the session is not confirmed, or was cancelled meanwhile.
        StartedError: it has started.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = Booking.objects.get(pk=booking.pk)
        cancel_locked(current, by=by, user=user, now=now, note=note)
    return current


def cancel_locked(
    current: Booking, *, by: By, user: User | None, now: datetime, note: str = "", tells: bool = True
) -> None:
    """Cancel as `cancel_booking` does, for a caller that holds the calendar and has read the row under the lock.

    Without `tells` nobody is written to: the caller does so, of all that ends at once.
    """
    if has_started(now, current.starts_at) and current.status == Booking.Status.CONFIRMED:
        raise StartedError
    late = by is By.CLIENT and is_late(current, now)
    move_on(current, Act.CANCEL, by=by, now=now, user=user, note=note, blocks=False, is_late_cancellation=late)
    end_open_move(current, by=by, user=user, now=now)
    if tells:
        tell(current, "booking_cancelled", now)
    if tells and by is not By.PRACTICE:  # her own act is no news to the therapist
        tell(current, "booking_cancelled_desk", now)


def is_late(booking: Booking, now: datetime) -> bool:
    """Tell whether cancelling now would be marked late under the policy agreed for this booking."""
    return is_late_cancellation(now, booking.starts_at, window=timedelta(hours=booking.cancellation_hours))
