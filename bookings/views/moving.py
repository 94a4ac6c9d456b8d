"""Another time for one's own session or request: free times of the same kind, on a private page.

Nothing changes until one is asked for.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import pages, selectors
from bookings.errors import BookingError, SlotTakenError, TooManyOpenError
from bookings.models import Booking
from bookings.request_limits import requests_of
from bookings.scheduling.availability import Slot
from bookings.scheduling.policy import Asker, bookable_window
from bookings.services import change_request, request_move
from bookings.services.caps import asker_of
from bookings.services.changing import can_change, reasons_against_change
from bookings.services.moving import reasons_against_move
from bookings.views.choosing import chosen_monday, parse_instant
from practice.errors import error_page
from practice.limits import Allowance, spend, spend_in_turn
from practice.times import Place
from practice.zones import is_zone

MOVES_A_SESSION_A_DAY = 6


def can_move(booking: Booking, now: datetime) -> bool:
    """Tell whether its client may ask to move a session: agreed, still to come, and no move of it waits."""
    is_coming = booking.status == Booking.Status.CONFIRMED and booking.starts_at > now
    return is_coming and selectors.open_move_of(booking, now) is None


def move_session(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    """Show the free times of one week (GET), or ask for one (POST) and go back to the session's page."""
    if not can_move(booking, timezone.now()):
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect(back)
    if request.method != "POST":
        return times_page(request, booking, back)
    start = parse_instant(request.POST.get("start", ""))
    if start is None:
        return times_page(request, booking, back, _("Choose a time"), HTTPStatus.UNPROCESSABLE_ENTITY)
    if reasons_against_move(booking, start, timezone.now()):
        return taken_page(request, booking, back)
    if not spend("move", str(booking.session_id), limit=MOVES_A_SESSION_A_DAY, per=timedelta(days=1)):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    done = _("Asked. Your session stays where it is until the new time is confirmed.")
    return ask_for(request, booking, start, back, ask=request_move, done=done)


def change_time(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    """Show the free times of one week (GET), or choose one for a request that waits (POST) and go back to its page."""
    now = timezone.now()
    start = parse_instant(request.POST.get("start", ""))
    if not can_change(booking, now):
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect(back)
    if request.method != "POST":
        return times_page(request, booking, back)
    if start is None:
        return times_page(request, booking, back, _("Choose a time"), HTTPStatus.UNPROCESSABLE_ENTITY)
    if start == booking.starts_at:
        return redirect(back)  # the button pressed twice
    if reasons_against_change(booking, start, now):
        return taken_page(request, booking, back)
    of_session = Allowance("move", str(booking.session_id), MOVES_A_SESSION_A_DAY, timedelta(days=1))
    if not spend_in_turn([of_session, *([requests_of(booking.client)] if booking.client else [])]):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    done = _("Changed. The new time is held for you; the one before is free again.")
    return ask_for(request, booking, start, back, ask=change_request, done=done)


def ask_for(
    request: HttpRequest, booking: Booking, start: datetime, back: str, *, ask: Callable[..., Booking], done: str
) -> HttpResponse:
    """Ask for the time that was chosen; where it went meanwhile all stays as it is, and those still free are shown."""
    user = request.user if isinstance(request.user, User) else None
    zone_name = chosen_zone(request, booking)
    try:
        ask(booking=booking, starts_at=start, by=user, now=timezone.now(), zone_name=zone_name)
    except SlotTakenError:
        return taken_page(request, booking, back)
    except TooManyOpenError:
        messages.error(request, _("Two of your requests are waiting already. Once one is answered, you can ask again."))
    except BookingError:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
    else:
        messages.success(request, done)
    return redirect(back)


def chosen_zone(request: HttpRequest, booking: Booking) -> str:
    """Return the zone that was chosen on the page; one that is not known counts for nothing."""
    named = request.POST.get("tz") or request.GET.get("tz", "")
    return named if is_zone(named) else booking.client_zone


def taken_page(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    """Say that the time has gone, with those still free."""
    words = _("This time has been taken meanwhile. Please choose another one.")
    return times_page(request, booking, back, words, HTTPStatus.CONFLICT)


def times_page(
    request: HttpRequest, booking: Booking, back: str, error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Render one week of free times, first the session's own, in the zone in which it was asked for or a chosen one."""
    place, home = pages.places(booking.practitioner, chosen_zone(request, booking))
    slots = free_slots(booking)
    own_week = booking.starts_at.astimezone(place.zone).date().isoformat()
    monday = chosen_monday(request.GET.get("from", own_week), slots, place)
    window = pages.week_window(monday, place)
    here = [slot for slot in slots if window.start <= slot.start < window.end]
    now = timezone.now()
    context = {
        "session": pages.session_view(booking, now, place.zone.key),
        "is_request": booking.status == Booking.Status.REQUESTED,
        "back_url": back,
        "error": error,
        "zone_label": pages.week_zone_label(place, monday),
        "zone_name": place.zone.key,
        "zone_choices": pages.zone_choices(place, home, now),
        "from_day": monday.isoformat(),
        "home_label": "" if place.is_same_clock_as(home) else home.name,
        "days": pages.week_of_days(here, monday, place, home, "", today=now.astimezone(place.zone).date()),
        "week_label": pages.week_label(monday),
        "has_times": bool(slots),
        **pages.weeks_beside(slots, monday, place, lambda week: week_query(booking, place, week)),
    }
    return render(request, "bookings/booking_move.html", context, status=status)


def week_query(booking: Booking, place: Place, monday: date) -> str:
    """Return the query of another week of the page, in the zone that was chosen on it."""
    zone = {} if place.zone.key == booking.client_zone else {"tz": place.zone.key}
    return f"?{urlencode({**zone, 'from': monday.isoformat()})}"


def free_slots(booking: Booking) -> list[Slot]:
    """Return every other time, up to the horizon, to which a session or a request can be moved."""
    rules = selectors.policy_of(booking.practitioner)
    if rules.horizon <= rules.notice:
        return []
    now = timezone.now()
    is_request = booking.status == Booking.Status.REQUESTED
    asker = asker_of(booking.client) if is_request else Asker.CLIENT  # whose session is agreed has been taken
    slots = selectors.offered_slots(
        session_type=booking.session_type,
        mode=booking.mode,
        window=bookable_window(rules, now=now, asker=asker),
        now=now,
        asker=asker,
        ignore_session=booking.session_id,
        shape=selectors.frozen_shape(booking),
    )
    return [slot for slot in slots if slot.start != booking.starts_at]
