"""What a client's page at the desk says of her sessions: to come and past, her standing time, what waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import client_page
from accounts.models import Client
from bookings.client_sessions import is_on_list, rows_ahead, rows_behind
from bookings.desk import clock_of, how_of, page_of
from bookings.models import Booking, StandingTime
from bookings.scheduling.lifecycle import OPEN
from bookings.standing import status_at
from bookings.standing_list import running_of
from bookings.standing_words import say_rhythm
from practice.times import say_short

MOST_PAST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One session, in one line that leads to its page."""

    when: str
    what: str
    how: str
    status: str
    page: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One standing time, in one line that leads to its page."""

    rhythm: str
    page: str


def register_part() -> None:
    """Put the sessions on the page of every client."""
    client_page.register(client_page.Part("sessions", "admin/desk_client.html", sessions_part, order=10))


def sessions_part(client: Client, now: datetime) -> dict[str, Any]:
    """Return what is to come, what waits for an answer, the newest of what is past, and the standing times."""
    ahead = rows_ahead(client, now)
    past = rows_behind(client, now, most=MOST_PAST + 1)
    all_url = f"{reverse('admin:bookings_booking_changelist')}?client__exact={client.pk}"
    return {
        "coming": [line_of(row, now) for row in ahead if row.status not in OPEN],
        "waiting": [line_of(row, now) for row in ahead if row.status in OPEN],
        "past": [line_of(row, now) for row in past[:MOST_PAST]],
        "standing": [standing_line(row) for row in running_of(client, now)],
        "is_on_list": is_on_list(client),
        "all_url": all_url if len(past) > MOST_PAST else "",
        "place_url": place_url_of(client),
    }


def place_url_of(client: Client) -> str:
    """Return where a session is placed for a client; "" once her care has ended."""
    if client.status == Client.Status.ENDED:
        return ""
    return f"{reverse('admin:place')}?client={client.pk}"


def line_of(row: Booking, now: datetime) -> Line:
    """Return one session as the page lists it; its hour is by the practice's clock, as everywhere at the desk."""
    return Line(
        when=say_short(row.starts_at, clock_of(row)),
        what=row.session_type.name,
        how=how_of(row),
        status=say_status(row, now),
        page=page_of(row),
    )


def say_status(row: Booking, now: datetime) -> str:
    """Return how a session stands by now, and of what waits until when and for whom."""
    if row.status in OPEN and row.hold_until is not None and row.hold_until > now:
        asked = row.status == Booking.Status.REQUESTED
        words = _("waits for you, answer by %(until)s") if asked else _("you offered it, held until %(until)s")
        return words % {"until": say_short(row.hold_until, clock_of(row))}
    if row.status == Booking.Status.CANCELLED and row.is_late_cancellation:
        return _("cancelled late")
    return str(Booking.Status(status_at(row, now)).label)


def standing_line(row: StandingTime) -> Standing:
    """Return one standing time as the page names it."""
    return Standing(say_rhythm(row), reverse("admin:bookings_standingtime_change", args=[row.pk]))
