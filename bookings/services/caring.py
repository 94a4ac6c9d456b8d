"""The end of somebody's care: the one place where all that is arranged with her ends, or is kept on purpose."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings import selectors
from bookings.models import Booking, BookingEvent, BookingQuerySet, StandingTime, WaitingEntry
from bookings.scheduling.lifecycle import Act
from bookings.services.answering import decline_locked
from bookings.services.calendar import locked_calendar
from bookings.services.joining import WITH_PLACE
from bookings.services.leaving import cancel_locked
from bookings.services.recording import By, move_on
from bookings.services.standing_times import ENDED
from practice import mail

WITH_CARE = "care_ended"


def end_care(*, client: Client, cancels: bool, by: User, now: datetime) -> list[Booking]:
    """End a client's care, and return the bookings that were cancelled, declined or released with it.

    One transaction under the calendar's lock. With `cancels`, every agreed session to come is cancelled, every request
    that waits is declined and every time offered to her is released; without, all stays as it is. An offer made before
    is not accepted any more in either case (`accept_proposal`). Standing times and places on the waiting list, with
    what was offered from them, always end. One message tells the client of all of it, the therapist is sent none.
    """
    practitioner = selectors.first_practitioner()
    with locked_calendar(practitioner.pk, now) if practitioner else nullcontext():
        set_client_status(client=client, status=Client.Status.ENDED, by=by, now=now)
        for booking in list(arranged_with(client, now)) if cancels else []:
            if booking.status == Booking.Status.CONFIRMED:
                cancel_locked(booking, by=By.PRACTICE, user=by, now=now, tells=False)
            else:
                decline_locked(booking, by=by, now=now, tells=False)
        for offer in list(offered_to(client, now)) if cancels else []:
            _release(offer, by, now)
        ended = ended_with_care(client, now)
        if ended.bookings:
            mail.queue(kind=WITH_CARE, cause=f"client:{client.pk}", due_at=now)
    return ended.bookings


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended with somebody's care, at one instant."""

    sessions: list[Booking]
    requests: list[Booking]
    offers: list[Booking]
    standing: list[StandingTime]
    places: int

    @property
    def bookings(self) -> list[Booking]:
        """All that is no longer held: agreed sessions, requests, offers."""
        return [*self.sessions, *self.requests, *self.offers]


def ended_with_care(client: Client, at: datetime) -> Ended:
    """Return what ended when a client's care ended at an instant; a move that waited goes with its session."""
    events = BookingEvent.objects.filter(booking__client=client, at=at, by=By.PRACTICE)

    def rows(**about: object) -> list[Booking]:
        found = Booking.objects.filter(pk__in=events.filter(**about).values("booking"))
        return list(found.select_related("practitioner__user", "client__user", "session_type").order_by("starts_at"))

    series = events.filter(reason_code=ENDED).values("booking__series")
    places = WaitingEntry.objects.filter(client=client, end=WaitingEntry.End.CARE_ENDED, ended_at=at)
    return Ended(
        sessions=rows(act=Act.CANCEL),
        requests=rows(act=Act.DECLINE),
        offers=rows(reason_code__in=[WITH_CARE, WITH_PLACE]),
        standing=list(StandingTime.objects.filter(uuid__in=series).select_related("practitioner")),
        places=places.count(),
    )


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
