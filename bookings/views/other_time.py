"""Another time chosen from the details page: the words typed there go along in the form, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings import pages
from bookings.forms import RequestForm
from bookings.views.choosing import chosen_monday

if TYPE_CHECKING:
    from bookings.views.asking import DetailsPage

SHOW_TIMES = "other_times"
TAKE_TIME = "take_time"


def typed_words(request: HttpRequest) -> dict[str, str | bool]:
    """Return what was typed in the form so far, to stand in it again without being judged yet."""
    names = [name for name in RequestForm.base_fields if name in request.POST]
    return {name: request.POST[name] for name in names}


def times_page(page: DetailsPage) -> HttpResponse:
    """Show one week of free times, first that of the time chosen before, with every typed word going along."""
    request, place, home = page.request, page.place, page.home
    slots = page.free_slots()
    own_week = page.start.astimezone(place.zone).date().isoformat()
    monday = chosen_monday(request.POST[SHOW_TIMES] or own_week, slots, place)
    window = pages.week_window(monday, place)
    here = [slot for slot in slots if window.start <= slot.start < window.end]
    today, chosen = page.now.astimezone(place.zone).date(), pages.utc_value(page.start)
    context = {
        "form_action": pages.details_address(page.session_type, start=page.start, mode=page.mode, tz=place.zone.key),
        "typed": typed_words(request),
        "is_signed_in": page.client is not None,
        "chosen": pages.chosen_time(page.session_type, page.start, place, home),
        "zone_label": pages.week_zone_label(place, monday),
        "home_label": "" if place.is_same_clock_as(home) else home.name,
        "days": pages.week_of_days(here, monday, place, home, chosen, today=today),
        "week_label": pages.week_label(monday),
        "has_times": bool(slots),
        **pages.weeks_beside(slots, monday, place, lambda week: week.isoformat()),
    }
    return render(request, "bookings/booking_other_time.html", context)
