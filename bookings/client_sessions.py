"""The sessions of one client as the therapist reads them: what is ahead, and what is past or has ended."""

from datetime import datetime

from django.db.models import Q

from accounts.models import Client
from bookings.models import Booking, BookingQuerySet, WaitingEntry
from bookings.scheduling.lifecycle import OPEN

Status = Booking.Status
# Never proved, so from nobody; or moved, so that another row speaks for the session.
UNTOLD = frozenset({Status.DRAFT, Status.LAPSED, Status.MOVED})


def ahead_at(now: datetime) -> Q:
    """Return what is still ahead at `now`: agreed and not over, or waiting for an answer under a deadline to come."""
    return Q(status=Status.CONFIRMED, ends_at__gt=now) | Q(status__in=OPEN, hold_until__gt=now)


def rows_ahead(client: Client, now: datetime) -> list[Booking]:
    """Return what is ahead for a client, the soonest first. One query."""
    return list(_rows(client).filter(ahead_at(now)).order_by("starts_at", "pk"))


def rows_behind(client: Client, now: datetime, *, most: int) -> list[Booking]:
    """Return at most so many of a client's sessions that are past or have ended, the latest first. One query."""
    return list(_rows(client).exclude(ahead_at(now)).order_by("-starts_at", "-pk")[:most])


def is_on_list(client: Client) -> bool:
    """Tell whether a client has a place on the waiting list."""
    return WaitingEntry.objects.live().filter(client=client).exists()


def _rows(client: Client) -> BookingQuerySet:
    rows = Booking.objects.filter(client=client).exclude(status__in=UNTOLD)
    return rows.select_related("practitioner", "session_type")
