"""Coming to a session: when the way in is open, and what stands there. Never in a mail: links there are forwarded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.urls import reverse

from bookings.doors import own_door_of
from bookings.models import Booking, BookingEvent, Mode
from bookings.pages import places, times_address
from practice.times import Place, say_moment, say_time

OPENS_BEFORE = timedelta(minutes=15)
FALLBACK_AFTER = timedelta(minutes=10)
LATE = "running_late"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the page of an agreed session says of coming to it; times are said in the client's zone."""

    mode: str
    starts: str
    opens: str
    closes: str
    is_open: bool
    is_over: bool
    link: str
    company: str
    has_fallback: bool
    fallback_from: str
    again_url: str
    late_url: str
    late_at: str


def is_way_open(booking: Booking, now: datetime) -> bool:
    """Tell whether the way in is open: from 15 minutes before the start of an agreed session until its end."""
    is_agreed = booking.status == Booking.Status.CONFIRMED
    return is_agreed and booking.starts_at - OPENS_BEFORE <= now < booking.ends_at


def arrival_of(booking: Booking, now: datetime, late_url: str) -> Arrival | None:
    """Return what is said of coming to a session; None where it is not agreed.

    The link is given only while the way in is open. `late_url` is where "I am running late" is posted to.
    """
    if booking.status != Booking.Status.CONFIRMED:
        return None
    place, _home = places(booking.practitioner, booking.client_zone)
    is_open = is_way_open(booking, now)
    link = video_link_of(booking) if is_open and booking.mode == Mode.VIDEO else ""
    late = said_late_at([booking]).get(booking.pk) if is_open else None
    return Arrival(
        mode=booking.mode,
        starts=say_time(booking.starts_at, place.zone),
        opens=say_moment(booking.starts_at - OPENS_BEFORE, place),
        closes=say_moment(booking.ends_at, place),
        is_open=is_open,
        is_over=booking.ends_at <= now,
        link=link,
        company=company_of(booking, link) if link else "",
        has_fallback=is_open and booking.starts_at + FALLBACK_AFTER <= now,
        fallback_from=say_time(booking.starts_at + FALLBACK_AFTER, place.zone),
        again_url=new_request_url(booking),
        late_url=late_url,
        late_at=_said(late, place),
    )


def new_request_url(booking: Booking) -> str:
    """Return where whoever has this session asks for another one: a session that has begun is not moved any more."""
    door = own_door_of(booking.client)
    if booking.session_type.is_offered and booking.session_type.audience != door.hidden:
        return times_address(booking.session_type, door, tz=booking.client_zone)
    return reverse(door.types_name)


def _said(instant: datetime | None, place: Place) -> str:
    return say_time(instant, place.zone) if instant else ""


def video_link_of(booking: Booking) -> str:
    """Return the link of a session: its own, else that of the practitioner's room; empty where there is neither."""
    return str(booking.video_link or booking.practitioner.video_link)


def company_of(booking: Booking, link: str) -> str:
    """Return who carries the video: as the practitioner names her room's company, else the host of the link."""
    is_room = link == booking.practitioner.video_link
    return (booking.practitioner.video_company if is_room else "") or urlsplit(link).hostname or ""


def said_late_at(bookings: Iterable[Booking]) -> dict[int, datetime]:
    """Return when the clients of these bookings said that they come later, by booking. One query."""
    said = BookingEvent.objects.filter(booking__in=list(bookings), act=LATE)
    return dict(said.values_list("booking_id", "at"))
