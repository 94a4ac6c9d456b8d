"""A change of hours: which agreed sessions a change of them leaves outside. None is touched."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Practitioner
from bookings import selectors
from bookings.desk import say_with_name
from bookings.models import Booking
from bookings.scheduling import availability
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason

MOST_NAMED = 8
OUTSIDE = frozenset({Reason.OUTSIDE_HOURS, Reason.WRONG_MODE})


@contextmanager
def naming_sessions_left_outside(request: HttpRequest) -> Iterator[None]:
    """Name the agreed sessions to come that lie outside the hours after a change of them, and did not before."""
    before = {row.pk for row in sessions_outside()}
    yield
    left = [row for row in sessions_outside() if row.pk not in before]
    if not left:
        return
    words = ngettext(
        "A confirmed session now lies outside your hours. It stays as it is until you move or cancel it: %(list)s.",
        "Confirmed sessions now lie outside your hours. They stay as they are until you move or cancel them: %(list)s.",
        len(left),
    )
    said = "; ".join(say_with_name(row) for row in left[:MOST_NAMED])
    if len(left) > MOST_NAMED:
        said = _("%(list)s; and %(count)d more") % {"list": said, "count": len(left) - MOST_NAMED}
    messages.warning(request, words % {"list": said})


def sessions_outside() -> list[Booking]:
    """Return the agreed sessions to come that lie outside the hours as they are now, in order of time.

    Six queries for a practitioner, however many sessions there are.
    """
    return [row for practitioner in Practitioner.objects.all() for row in _outside_hours_of(practitioner)]


def _outside_hours_of(practitioner: Practitioner) -> list[Booking]:
    now = timezone.now()
    rows = list(
        Booking.objects.filter(practitioner=practitioner, status=Booking.Status.CONFIRMED, starts_at__gt=now)
        .select_related("practitioner", "session_type")
        .order_by("starts_at")
    )
    if not rows:
        return []
    times = selectors.timetable_of(practitioner, Interval(now, max(row.ends_at for row in rows)), now)

    def reasons(row: Booking) -> set[Reason]:
        found = availability.reasons_against(
            times,
            shape=selectors.frozen_shape(row),
            start=row.starts_at,
            mode=row.mode,
            now=now,
            asker=Asker.PRACTICE,
            ignore_session=row.session_id,
        )
        return {*found}

    return [row for row in rows if OUTSIDE & reasons(row)]
