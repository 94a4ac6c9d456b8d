"""What the desk shows of the sessions: requests by their deadline, and the day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Client
from accounts.reach import Reaching, how_to_reach
from bookings import desk_week, selectors
from bookings.arrival import said_late_at
from bookings.guardians import DeskGuardian, desk_part
from bookings.models import Booking, Mode
from bookings.scheduling.policy import Reason
from bookings.services.answering import concerns
from bookings.services.changing import CHANGED
from practice import desk
from practice.models import Practice
from practice.times import Place, home_of, place_of, say_day, say_elsewhere, say_moment, say_short, say_time

NEAR = timedelta(hours=3)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in the inbox, in the words in which the therapist decides."""

    booking: Booking
    day: str
    short_day: str
    time: str
    deadline: str
    how: str
    elsewhere: str
    standing: str
    is_first: bool
    other_name: str
    neighbours: list[str]
    warnings: list[str]
    moves_from: str
    page: str
    reaching: Reaching
    guardian: DeskGuardian | None


def register_sections() -> None:
    """Put the day and the week on the desk."""
    desk.register_section(desk.Section("today", "admin/desk_today.html", today_section, order=12, is_wide=False))
    desk.register_section(desk.Section("week", "admin/desk_week.html", desk_week.week_section, order=30))
    desk.register_pages(desk.Page("week", "week/", desk_week.show_week))


def requests_section(now: datetime) -> dict[str, Any]:
    """Return the requests for one session that wait for an answer, the soonest deadline first."""
    waiting = Booking.objects.waiting(now).select_related(
        "client", "session_type__practitioner", "practitioner", "replaces"
    )
    proposed = Booking.objects.filter(status=Booking.Status.PROPOSED, hold_until__gt=now, waiting_offer=None)
    proposed = proposed.select_related("practitioner")
    return {
        "requests": [request_row(booking, now) for booking in waiting if booking.waiting_series is None],
        "is_waiting": bool(waiting),
        "proposals": [moment_of(booking) for booking in proposed.order_by("hold_until")],
    }


def request_row(booking: Booking, now: datetime) -> RequestRow:
    """Return what the inbox says of one request."""
    home = home_place(booking)
    client = booking.client
    return RequestRow(
        booking=booking,
        day=say_day(booking.starts_at, home.zone),
        short_day=short_day(booking, home),
        time=say_time(booking.starts_at, home.zone),
        deadline=say_moment(booking.hold_until, home) if booking.hold_until else "",
        how=how_of(booking),
        elsewhere=elsewhere_of(booking),
        standing=str(client.get_status_display()) if client else "",
        is_first=is_first_session(client),
        other_name=client.name if client and client.name != booking.name else "",
        neighbours=neighbours_of(booking, now, home),
        warnings=[reason_words(reason) for reason in concerns(booking, now)],
        moves_from=say_short(booking.replaces.starts_at, home) if booking.replaces else "",
        page=page_of(booking),
        reaching=how_to_reach(client or booking),
        guardian=desk_part(booking),
    )


def short_day(booking: Booking, home: Place) -> str:
    """Return the day of a session in short, such as Mon 23 Nov."""
    return dateformat.format(booking.starts_at.astimezone(home.zone), "D j M")


@dataclass(frozen=True, slots=True)
class Kin:
    """Another row of the same session, as a session's page points to it."""

    words: str
    page: str


def kin_of(booking: Booking, now: datetime) -> list[Kin]:
    """Return what a session's page says of its other times: what it moves, what waits, what took its place."""
    home = home_place(booking)
    found = []
    if series := booking.waiting_series:
        words = _("It was asked for together with other dates, which are best answered together.")
        found.append(Kin(words, reverse("admin:booking_series", args=[series])))
    if old := booking.replaces:
        is_still = old.status == Booking.Status.CONFIRMED
        words = _("It would take the place of %(when)s.") if is_still else _("The earlier time was %(when)s.")
        found.append(Kin(words % {"when": say_short(old.starts_at, home)}, page_of(old)))
    if waiting := selectors.open_move_of(booking, now):
        asked = waiting.status == Booking.Status.REQUESTED
        words = _("The client asks to move it to %(when)s.") if asked else _("You offered to move it to %(when)s.")
        found.append(Kin(words % {"when": say_short(waiting.starts_at, home)}, page_of(waiting)))
    if booking.events.filter(reason_code=CHANGED).exists():
        row = selectors.current_row(booking.session_id) or booking
        words = _("The client has asked for another time since: %(when)s.")
        found.append(Kin(words % {"when": say_short(row.starts_at, home)}, page_of(row)))
    if booking.status == Booking.Status.MOVED:
        row = selectors.current_row(booking.session_id) or booking
        words = _("It was moved to %(when)s.")
        found.append(Kin(words % {"when": say_short(row.starts_at, home)}, page_of(row)))
    return found


def page_of(booking: Booking) -> str:
    """Return the address of a session's page."""
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def say_with_name(booking: Booking) -> str:
    """Return when a session is and whose, as a list names it."""
    return f"{say_short(booking.starts_at, home_place(booking))} ({booking.name})"


def elsewhere_of(booking: Booking) -> str:
    """Return the hour where the client is; empty where the clocks are the practice's own."""
    home = home_place(booking)
    return say_elsewhere(booking.starts_at, home, place_of(booking.client_zone, home=home))


def neighbours_of(booking: Booking, now: datetime, home: Place) -> list[str]:
    """Return the sessions around a request: what it overlaps, else what is near before and after."""
    around = (
        Booking.objects.taking_time(now)
        .filter(practitioner_id=booking.practitioner_id)
        .overlapping(booking.starts_at - NEAR, booking.ends_at + NEAR)
        .exclude(session_id=booking.session_id)
        .exclude(status=Booking.Status.DRAFT)
        .order_by("starts_at")
    )
    return [_neighbour(other, booking, home) for other in around]


def _neighbour(other: Booking, booking: Booking, home: Place) -> str:
    at = say_time(other.starts_at, home.zone)
    if other.starts_at < booking.ends_at and booking.starts_at < other.ends_at:
        return _("Overlaps %(name)s at %(time)s.") % {"name": other.name, "time": at}
    if other.ends_at <= booking.starts_at:
        gap = (booking.starts_at - other.ends_at) // timedelta(minutes=1)
        words = ngettext("%(count)d minute after %(other)s.", "%(count)d minutes after %(other)s.", gap)
    else:
        gap = (other.starts_at - booking.ends_at) // timedelta(minutes=1)
        words = ngettext("%(count)d minute before %(other)s.", "%(count)d minutes before %(other)s.", gap)
    return words % {"count": gap, "other": OTHERS.get(Booking.Status(other.status), YOURS) % {"time": at}}


YOURS = gettext_lazy("your session at %(time)s")
OTHERS = {
    Booking.Status.REQUESTED: gettext_lazy("a request at %(time)s"),
    Booking.Status.PROPOSED: gettext_lazy("a time that you offered, %(time)s"),
}


def today_section(now: datetime) -> dict[str, Any]:
    """Return the sessions of today, in the practice's zone, and the next one after; with the day as the headline."""
    practitioner = selectors.first_practitioner()
    if practitioner is None:
        return {"today": [], "next": None}
    day = now.astimezone(practitioner.zone).date()
    start, end = (desk_week.local_midnight(day + number * DAY, practitioner.zone) for number in range(2))
    agreed = Booking.objects.filter(
        practitioner=practitioner, status__in=["confirmed", "completed", "no_show"]
    ).select_related("practitioner")
    rows = list(agreed.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at"))
    later = agreed.filter(starts_at__gte=end).order_by("starts_at").first()
    late = said_late_at(rows)
    today = [moment_of(booking, is_over=booking.ends_at <= now, late_at=late.get(booking.pk)) for booking in rows]
    left = [moment for booking, moment in zip(rows, today, strict=True) if now < booking.ends_at]
    is_running = any(booking.starts_at <= now < booking.ends_at for booking in rows)
    words = headline_words(len(today), left, now, is_running=is_running)
    paused = _("Paused.") + " " if practitioner.is_paused else ""
    return {
        "headline": {"title": say_day(now, practitioner.zone), "words": f"{paused}{words}"},
        "today": today,
        "next": moment_of(later) if later else None,
    }


def headline_words(sessions: int, left: list[dict[str, Any]], now: datetime, *, is_running: bool = False) -> str:
    """Return the day in one line: how many sessions, how many requests, and what is on now or comes next.

    `left` are the sessions that are not over, in order of time; with `is_running`, the first of them has begun.
    """
    requests = len({row.waiting_series or row.uuid for row in Booking.objects.waiting(now)})
    counts = [
        ngettext("%d session", "%d sessions", sessions) % sessions,
        ngettext("%d request", "%d requests", requests) % requests,
    ]
    said = [", ".join(counts) + "."]
    if is_running:
        said.append(_("Now: %(time)s, %(how)s, until %(until)s.") % left[0])
    if coming := left[is_running:]:
        said.append(_("Next: %(time)s, %(how)s.") % coming[0])
    return " ".join(said)


def moment_of(booking: Booking, *, is_over: bool = False, late_at: datetime | None = None) -> dict[str, Any]:
    """Return one session as the desk lists it; `late_at` is when its client said that they come later."""
    home = home_place(booking)
    return {
        "time": say_time(booking.starts_at, home.zone),
        "until": say_time(booking.ends_at, home.zone),
        "day": say_day(booking.starts_at, home.zone),
        "name": booking.name,
        "how": how_of(booking),
        "status": booking.get_status_display(),
        "deadline": say_moment(booking.hold_until, home) if booking.hold_until else "",
        "is_over": is_over,
        "late_at": say_time(late_at, home.zone) if late_at else "",
        "page": page_of(booking),
    }


def how_of(booking: Booking) -> str:
    """Return the way in which a session is held, as it stands within a sentence."""
    return str(Mode(booking.mode).label).lower()


def home_place(booking: Booking) -> Place:
    """Return the practice's place, as a booking's practitioner has it."""
    return home_of(Practice.load(), booking.practitioner.zone_name)


def clock_of(booking: Booking) -> Place:
    """Return the practice's clock; unlike `home_place` it asks nothing for each row of a list."""
    return Place(booking.practitioner.zone, "")


def is_first_session(client: Client | None) -> bool:
    """Tell whether someone has never had a confirmed session."""
    agreed = ["confirmed", "completed"]
    return client is None or not Booking.objects.filter(client=client, status__in=agreed).exists()


REASON_WORDS = {
    Reason.PAUSED: gettext_lazy("the practice is paused"),
    Reason.INTAKE_CLOSED: gettext_lazy("new clients are not taken at present"),
    Reason.CLIENTS_ONLY: gettext_lazy("this session is for clients only"),
    Reason.NEW_CLIENTS_ONLY: gettext_lazy("this session is for new clients only"),
    Reason.IN_THE_PAST: gettext_lazy("this time has passed"),
    Reason.BEFORE_NOTICE: gettext_lazy("it is sooner than your minimum notice"),
    Reason.BEYOND_HORIZON: gettext_lazy("it is further ahead than can be booked"),
    Reason.NOT_ON_STEP: gettext_lazy("it does not start on one of your steps"),
    Reason.OUTSIDE_HOURS: gettext_lazy("it is outside your working hours"),
    Reason.WRONG_MODE: gettext_lazy("you do not work in this way at that time"),
    Reason.TIME_OFF: gettext_lazy("you have time off then"),
    Reason.BUSY: gettext_lazy("another session has this time"),
    Reason.BUSY_ELSEWHERE: gettext_lazy("your other calendar is busy then"),
    Reason.BUFFER: gettext_lazy("it leaves too little time beside another session"),
    Reason.DAY_FULL: gettext_lazy("that day has as many sessions as you allow"),
    Reason.WEEK_FULL: gettext_lazy("that week has as many sessions as you allow"),
}


def reason_words(reason: Reason) -> str:
    """Return why a time is refused, in words."""
    return str(REASON_WORDS[reason])
