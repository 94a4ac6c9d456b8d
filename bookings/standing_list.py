"""The dates of a standing time as its client and the desk list them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client
from bookings import pages, selectors
from bookings.closed import say_calendar_day
from bookings.models import Booking, StandingDate, StandingTime
from bookings.services.leaving import is_late
from bookings.services.standing_dates import has_ended, horizon_day
from bookings.standing import standing_of
from bookings.standing_words import say_left_out, say_rhythm_there

MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date: when it is for the client, how it stands, and where it can be given up."""

    when: str
    label: str
    page: str = ""
    skip_url: str = ""


@dataclass(frozen=True, slots=True)
class StandingCard:
    """One standing time as its client sees it."""

    rhythm: str
    lines: list[DateLine]
    ends: str
    end_url: str


def running_of(client: Client, now: datetime) -> list[StandingTime]:
    """Return the standing times of a client that go on, or end on a day still to come."""
    rows = StandingTime.objects.filter(client=client).select_related("practitioner", "client", "session_type")
    return [row for row in rows if not has_ended(row, today_of(row, now))]


def today_of(standing: StandingTime, now: datetime) -> date:
    """Return the date at the practice."""
    return now.astimezone(standing.practitioner.zone).date()


def coming_dates(standing: StandingTime, now: datetime) -> list[StandingDate]:
    """Return the next dates up to the horizon; those beyond are decided too, but nobody can rely on them yet."""
    rows = standing.dates.filter(
        date__gte=today_of(standing, now), date__lte=horizon_day(standing.practitioner, now)
    ).select_related("booking__practitioner", "booking__client", "booking__session_type")
    return [row for row in rows if not has_ended(standing, row.date)][:MOST_LISTED]


def card_of(standing: StandingTime, now: datetime) -> StandingCard:
    """Return a standing time as its client sees it."""
    is_open = standing.ended_on is None
    return StandingCard(
        rhythm=say_rhythm_there(standing, today_of(standing, now)),
        lines=[line_of(row, now, standing.client.zone_name) for row in coming_dates(standing, now)],
        ends=say_calendar_day(standing.ended_on) if standing.ended_on else "",
        end_url=reverse("space_standing_end", args=[standing.uuid]) if is_open else "",
    )


def line_of(row: StandingDate, now: datetime, zone_name: str) -> DateLine:
    """Return one date: its session as it stands today, also where it was moved, or why it is left out.

    All dates of a standing time are said by one clock, that of `zone_name`, whatever zone each was made in.
    """
    if row.booking is None:
        return DateLine(say_calendar_day(row.date), _("left out: %(why)s") % {"why": say_left_out(row)})
    current = selectors.current_row(row.booking.session_id) or row.booking
    view = pages.session_view(current, now, zone_name)
    page = reverse("book_asked", args=[row.booking.uuid])
    can_skip = current.status == Booking.Status.CONFIRMED and current.starts_at > now
    skip = reverse("book_asked_act", args=[row.booking.uuid, "cancel"]) if can_skip else ""
    return DateLine(when_of(view), standing_of(view, now).label, page, skip)


def when_of(view: pages.SessionView) -> str:
    """Return when a session is, with the practice's hour where clocks differ."""
    return f"{view.when}; {view.elsewhere}" if view.elsewhere else view.when


@dataclass(frozen=True, slots=True)
class EndChoice:
    """A date from which a standing time can end."""

    value: str
    words: str
    is_late: bool


def end_choices(standing: StandingTime, now: datetime) -> list[EndChoice]:
    """Return the dates from which a standing time can end: that of each session to come; without any, today."""
    rows = Booking.objects.filter(series=standing.uuid, status=Booking.Status.CONFIRMED, starts_at__gt=now)
    zone = standing.practitioner.zone
    found = [
        EndChoice(
            row.starts_at.astimezone(zone).date().isoformat(),
            when_of(pages.session_view(row, now, standing.client.zone_name)),
            is_late(row, now),
        )
        for row in rows.select_related("practitioner", "client", "cancellation_policy").order_by("starts_at")
    ]
    today = today_of(standing, now)
    return found or [EndChoice(today.isoformat(), say_calendar_day(today), is_late=False)]
