"""How the list of sessions is ordered and narrowed."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from bookings.models import Booking

UNPROVED = frozenset({Booking.Status.DRAFT, Booking.Status.LAPSED})


def nearest_first(now: datetime) -> list[Any]:
    """Return the order: what is to come or goes on, the nearest first, then what is past, the latest first."""
    nearness = Case(When(Q(ends_at__gt=now), then=F("starts_at")))
    return [nearness.asc(nulls_last=True), "-starts_at", "pk"]


class StatusFilter(admin.SimpleListFilter):
    """By status; those of an address that was not proved are not listed, so they cannot be chosen."""

    title = gettext_lazy("status")
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the statuses in which a session is listed."""
        return [(status.value, str(status.label)) for status in Booking.Status if status not in UNPROVED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Booking]) -> QuerySet[Booking]:
        """Keep those in the status that was chosen."""
        return queryset.filter(status=self.value()) if self.value() else queryset
