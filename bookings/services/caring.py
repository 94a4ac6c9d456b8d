"""The end of somebody's care: the one place where all that is arranged with her ends, or is kept on purpose."""

from contextlib import nullcontext
from datetime import datetime

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings import selectors
from bookings.models import Booking, BookingQuerySet
from bookings.scheduling.lifecycle import Act
from bookings.services.answering import decline_locked
from bookings.services.calendar import locked_calendar
from bookings.services.leaving import cancel_locked
from bookings.services.recording import By, move_on

WITH_CARE = "care_ended"


def end_care(*, client: Client, cancels: bool, by: User, now: datetime) -> list[Booking]:
    """End a client's care, and return the bookings that were cancelled or declined with it.

    One transaction under the calendar's lock. With `cancels`, every agreed session to come is cancelled and every
    request that waits is declined, each with its usual message, and every time offered to her is released, of which
    nobody is written to; without, all stays as it is. An offer made before is not accepted any more in either case
    (`accept_proposal`). Standing times and places on the waiting list, with what was offered from them, always end.
    """
    practitioner = selectors.first_practitioner()
    ended = []
    with locked_calendar(practitioner.pk, now) if practitioner else nullcontext():
        set_client_status(client=client, status=Client.Status.ENDED, by=by, now=now)
        for booking in list(arranged_with(client, now)) if cancels else []:
            if booking.status == Booking.Status.CONFIRMED:
                cancel_locked(booking, by=By.PRACTICE, user=by, now=now)
            else:
                decline_locked(booking, by=by, now=now)
            ended.append(booking)
        for offer in list(offered_to(client, now)) if cancels else []:
            _release(offer, by, now)
            ended.append(offer)
    return ended


def _release(offer: Booking, by: User, now: datetime) -> None:
    move_on(offer, Act.EXPIRE, by=By.PRACTICE, now=now, user=by, reason_code=WITH_CARE, blocks=False, hold_until=None)


def offered_to(client: Client, now: datetime) -> BookingQuerySet:
    """Return the times that wait for a client's yes, moves of a session included."""
    rows = Booking.objects.filter(client=client, status=Booking.Status.PROPOSED, hold_until__gt=now)
    return rows.select_related("practitioner", "session_type").order_by("starts_at", "pk")


def arranged_with(client: Client, now: datetime) -> BookingQuerySet:
    """Return a client's agreed sessions to come and the requests that wait, the soonest first.

    A move that waits is left out: it ends with its session.
    """
    asked = [Booking.Status.CONFIRMED, Booking.Status.REQUESTED]
    rows = Booking.objects.filter(client=client, status__in=asked, starts_at__gt=now).exclude(hold_until__lte=now)
    waiting_moves = {"replaces__status": Booking.Status.CONFIRMED}
    return rows.exclude(**waiting_moves).select_related("practitioner", "session_type").order_by("starts_at", "pk")
