"""What is noted once a session has started: that it took place, that nobody came, that a late mark does not count.

Each is one event and can be taken back. Nothing is noted by itself: a session that nobody marks stays confirmed.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from bookings.errors import NotStartedError, StatusError
from bookings.models import Booking
from bookings.scheduling.lifecycle import Act, Status, has_started
from bookings.services.recording import By, move_on, record

EXCUSE_LATE = "excuse_late"
MARK_LATE = "mark_late"


def complete_session(*, booking: Booking, by: User, now: datetime) -> Booking:
    """Note that a session took place; also instead of a mark that nobody came.

    Raises:
        NotStartedError: it has not started.
        StatusError: it is neither confirmed nor marked as missed.
    """
    return _mark(booking, Act.COMPLETE, by, now)


def mark_no_show(*, booking: Booking, by: User, now: datetime) -> Booking:
    """Note that the client did not come; also instead of a mark that it took place. Nobody is told.

    Raises:
        NotStartedError: it has not started.
        StatusError: it is neither confirmed nor marked as held; a cancelled session was never missed.
    """
    return _mark(booking, Act.MARK_NO_SHOW, by, now)


def undo_mark(*, booking: Booking, by: User, now: datetime) -> Booking:
    """Take a mark back: the session is confirmed again, as before.

    Raises:
        StatusError: there is no mark.
    """
    with transaction.atomic(durable=True):
        current = Booking.objects.get(pk=booking.pk)
        return move_on(current, Act.UNDO, by=By.PRACTICE, now=now, user=by)


def set_late_mark(*, booking: Booking, is_late: bool, by: User, now: datetime) -> Booking:
    """Take the late mark off a cancellation, or put back one that was taken off.

    Raises:
        StatusError: there is no mark to take off, or none that was taken off before.
    """
    with transaction.atomic(durable=True):
        current = Booking.objects.get(pk=booking.pk)
        cancelled = Booking.objects.filter(pk=booking.pk, status=Booking.Status.CANCELLED)
        if is_late and not was_excused(current):
            raise StatusError(current)
        changed = cancelled.filter(is_late_cancellation=not is_late).update(is_late_cancellation=is_late)
        current.refresh_from_db()
        if changed != 1:
            raise StatusError(current)
        act = MARK_LATE if is_late else EXCUSE_LATE
        record(current, act, by=By.PRACTICE, now=now, user=by, came_from=Status(current.status))
    return current


def was_excused(booking: Booking) -> bool:
    """Tell whether a late mark was taken off a cancellation and not put back."""
    return not booking.is_late_cancellation and booking.events.filter(act=EXCUSE_LATE).exists()


def _mark(booking: Booking, act: Act, by: User, now: datetime) -> Booking:
    with transaction.atomic(durable=True):
        current = Booking.objects.get(pk=booking.pk)
        if current.status == Booking.Status.CONFIRMED and not has_started(now, current.starts_at):
            raise NotStartedError
        return move_on(current, act, by=By.PRACTICE, now=now, user=by)
