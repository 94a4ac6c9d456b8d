"""What the home page and the page about the therapist show of the sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from bookings import pages, selectors
from bookings.doors import PUBLIC
from bookings.models import SessionType
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from practice import opening
from practice.times import Place, say_day, say_time, say_zone

register = template.Library()


@dataclass(frozen=True, slots=True)
class FreeTime:
    """One of the next free times."""

    day: str
    time: str
    zone: str
    url: str


@register.inclusion_tag("bookings/_times_this_week.html")
def times_this_week(count: int = 4) -> dict[str, object]:
    """Show the next free times of the first session type, in the practice's zone; a week without any is passed over."""
    types = SessionType.objects.filter(is_offered=True).exclude(audience=SessionType.Audience.CLIENTS)
    session_type = types.select_related("practitioner").first()
    if session_type is None or not opening.is_open_for_requests():
        return {"times": [], "is_sample": False}
    slots = next_free(session_type, timezone.now())
    _place, home = pages.places(session_type.practitioner, "")
    times = [
        FreeTime(
            say_day(slot.start, home.zone),
            say_time(slot.start, home.zone),
            say_zone(slot.start, home.zone),
            times_with(session_type, slot, home),
        )
        for slot in slots[:count]
    ]
    is_sample = session_type.is_sample or session_type.practitioner.is_sample
    return {"times": times, "type": session_type, "is_sample": is_sample}


def next_free(session_type: SessionType, now: datetime) -> list[Slot]:
    """Return the free times of the next seven days; where there are none, of all the days that can be asked for."""
    ahead = timedelta(days=7), timedelta(days=session_type.practitioner.horizon_days)
    found: list[Slot] = []
    for window in (Interval(now, now + each) for each in ahead):
        found = found or selectors.offered_slots(
            session_type=session_type, mode=None, window=window, now=now, asker=Asker.STRANGER
        )
    return found


def times_with(session_type: SessionType, slot: Slot, home: Place) -> str:
    """Return the address of the times with this one chosen: there its zone, its session and its way can be changed."""
    day = slot.start.astimezone(home.zone).date().isoformat()
    way = next(mode.value for mode in session_type.modes if mode in slot.modes)  # as the page of times shows them
    query = {"start": pages.utc_value(slot.start), "mode": way, "from": day}
    return pages.times_address(session_type, PUBLIC, **query)


@register.simple_tag
def session_fees() -> list[SessionType]:
    """Return what can be asked for, with length, ways and fee: the very rows that a booking uses."""
    return list(SessionType.objects.filter(is_offered=True).exclude(audience=SessionType.Audience.CLIENTS))
