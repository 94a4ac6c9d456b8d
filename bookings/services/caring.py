"""The end of somebody's care: the one place where all that is arranged with her ends, or is kept on purpose."""

from contextlib import nullcontext
from datetime import datetime

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings import selectors
from bookings.models import Booking, BookingQuerySet
from bookings.services.answering import decline_locked
from bookings.services.calendar import locked_calendar
from bookings.services.leaving import cancel_locked
from bookings.services.recording import By


def end_care(*, client: Client, cancels: bool, by: User, now: datetime) -> list[Booking]:
    """End a client's care, and return the bookings that were cancelled or declined with it.

    One transaction under the calendar's lock. With `cancels`, every agreed session to come is cancelled and every
    request that waits is declined, each with its usual message; without, all stays as it is. Offers that wait for the
    client are left to their deadline. Whatever else somebody can hold has to end here too, not beside it.
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
    return ended


def arranged_with(client: Client, now: datetime) -> BookingQuerySet:
    """Return a client's agreed sessions to come and the requests that wait, the soonest first.

    A move that waits is left out: it ends with its session.
    """
    asked = [Booking.Status.CONFIRMED, Booking.Status.REQUESTED]
    rows = Booking.objects.filter(client=client, status__in=asked, starts_at__gt=now).exclude(hold_until__lte=now)
    waiting_moves = {"replaces__status": Booking.Status.CONFIRMED}
    return rows.exclude(**waiting_moves).select_related("practitioner", "session_type").order_by("starts_at", "pk")
