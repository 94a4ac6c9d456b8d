"""Reads about sessions that took place; other rooms find them in `selectors`."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from bookings.models import Booking


def last_session_of(ref: str, now: datetime) -> Subquery:
    """Return, for a query, when the last session began that took place, of the client to whom `ref` leads."""
    kept = [Booking.Status.CONFIRMED, Booking.Status.COMPLETED]
    past = Booking.objects.filter(client=OuterRef(ref), status__in=kept, starts_at__lte=now)
    return Subquery(past.order_by("-starts_at").values("starts_at")[:1])
