"""What the desk shows of the calendars of her own in short: in their list, and as a warning on the front page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bookings import selectors
from bookings.desk import page_of as desk_page_of
from bookings.desk import say_with_name
from bookings.models import OutsideCalendar
from bookings.outside_words import say_left_over, say_source, say_standing
from bookings.services.outside import PARTLY
from practice.models import Practice
from practice.times import Place, home_of


@dataclass(frozen=True, slots=True)
class Row:
    """One calendar of the list."""

    name: str
    source: str
    standing: str
    is_faulty: bool
    page: str


@dataclass(frozen=True, slots=True)
class Session:
    """An agreed session, as the front page points to it."""

    words: str
    page: str


def home() -> Place:
    """Return the practice's place."""
    practitioner = selectors.first_practitioner()
    return home_of(Practice.load(), practitioner.zone_name if practitioner else settings.TIME_ZONE)


def row_of(calendar: OutsideCalendar) -> Row:
    """Return what the list says of a calendar; what she has seen of it stands there without a warning."""
    standing = say_standing(calendar, home())
    if calendar.is_on and calendar.problem == PARTLY:
        standing = f"{standing} {say_left_over(calendar, timezone.now(), home())}"
    return Row(
        name=calendar.name,
        source=say_source(calendar),
        standing=standing,
        is_faulty=bool(calendar.is_on and calendar.problem and calendar.seen_at is None),
        page=page_of(calendar),
    )


def page_of(calendar: OutsideCalendar) -> str:
    """Return the address of a calendar's page."""
    return reverse("admin:calendar", args=[calendar.uuid])


def calendars_section(now: datetime) -> dict[str, Any]:
    """Return what the front page says: the calendars that could not be read, and the sessions that they overlap."""
    practitioner = selectors.first_practitioner()
    if practitioner is None:
        return {"faulty": [], "overlapped": []}
    counting = OutsideCalendar.objects.filter(practitioner=practitioner, is_draft=False, is_on=True)
    kept = counting.filter(seen_at=None).exclude(problem="")
    return {
        "faulty": [row_of(calendar) for calendar in kept],
        "overlapped": [
            Session(say_with_name(booking), desk_page_of(booking))
            for booking in selectors.sessions_overlapped_elsewhere(practitioner, now)
        ],
    }
