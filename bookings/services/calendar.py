"""The lock on a practitioner's calendar, and the release of holds past their deadline."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Practitioner
from bookings import guards
from bookings.calendar_queries import LAPSED
from bookings.errors import SlotTakenError, StatusError
from bookings.models import Booking, WaitingOffer
from bookings.scheduling.lifecycle import Act
from bookings.scheduling.policy import Reason
from bookings.services.recording import By, move_on, tell, tell_together
from bookings.services.settling import settle_offer
from bookings.services.standing_dates import top_up


@contextmanager
def locked_calendar(practitioner_id: int, now: datetime) -> Iterator[Practitioner]:
    """Hold the calendar of one practitioner for the length of one outermost transaction.

    PostgreSQL locks the practitioner's row; SQLite's transaction is IMMEDIATE and holds the whole file. Lapsed
    holds are released first, and standing times take the dates that have come into reach, so what is read afterwards
    is what counts at `now`.

    Raises:
        SlotTakenError: the database itself refused an overlap.
    """
    try:
        with transaction.atomic(durable=True):
            practitioner = Practitioner.objects.select_for_update().get(pk=practitioner_id)
            release_lapsed(practitioner, now)
            top_up(practitioner, now)
            yield practitioner
    except IntegrityError as error:
        if guards.CLASH in str(error):
            raise SlotTakenError([Reason.BUSY]) from None
        raise


def release_lapsed(practitioner: Practitioner, now: datetime) -> int:
    """Free the time of holds whose deadline has passed and tell the people once; return how many rows changed.

    To be called under the lock, or inside any transaction: each row is changed by conditional update. Rows are
    never deleted. A draft keeps its status until it is a day old, so that a late code may take the time again.
    """
    due = Booking.objects.filter(practitioner=practitioner, hold_until__lte=now)
    freed = due.filter(status=Booking.Status.DRAFT, blocks=True).update(blocks=False)
    ended = LAPSED.all(owner=practitioner.pk, now=now)
    for booking in ended:
        deadline, series = booking.hold_until or now, booking.waiting_series
        act = Act.LAPSE if booking.status == Booking.Status.DRAFT else Act.EXPIRE
        try:
            move_on(booking, act, by=By.CLOCK, now=now, blocks=False, hold_until=None)
        except StatusError:
            continue  # its client withdrew it meanwhile, which takes no lock: nobody else's request may fail by that
        if act is Act.EXPIRE:
            tell_of_expiry(booking, series, deadline, now)
    return freed + len(ended)


def tell_of_expiry(booking: Booking, series: UUID | None, deadline: datetime, now: datetime) -> None:
    """Queue what the client is told of a request that nobody answered: of a series once, however many dates it has.

    Who is asked whether she still waits on the list is not written to twice.
    """
    if series is not None:
        tell_together(series, "series_expired", deadline)
        return
    offer = settle_offer(booking, WaitingOffer.Outcome.PASSED, now)
    if offer is None or offer.entry.rests_since is None:
        tell(booking, "booking_expired", deadline)


def release_all_lapsed(now: datetime) -> None:
    """Release every practitioner's lapsed holds: the worker's job. Nothing depends on when it runs."""
    for practitioner in Practitioner.objects.all():
        with locked_calendar(practitioner.pk, now):
            pass
