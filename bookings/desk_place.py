"""The therapist places a session that was agreed by telephone or in person: for whom and what, then when."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Client
from bookings import desk_times, selectors, services
from bookings.addresses import address_of
from bookings.desk import page_of
from bookings.desk_views import user_of
from bookings.desk_why import Cause, Question, causes_against
from bookings.errors import (
    BookingError,
    GuardianMissingError,
    KeyReusedError,
    NeedsOverrideError,
    NotInCareError,
    SlotTakenError,
)
from bookings.models import Booking, Mode, SessionType
from bookings.place_forms import PlaceForm, WhatForm
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from bookings.whatsapp import number_of
from practice import desk
from practice.keeping import keep_words
from practice.models import Practice
from practice.times import home_of, place_of, say_session, say_short


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a time was not placed, each reason with its cause; `is_final` where no word of hers overrides it."""

    when: str
    causes: list[Cause]
    is_final: bool


@keep_words(written=["other", "override_reason"], hidden=["client", "type", "mode", "slot", "is_over_rules", "key"])
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Ask for whom and what (GET), then when, and place it (POST); hours are read in the practitioner's zone."""
    practitioner = selectors.first_practitioner()
    zone = practitioner.zone if practitioner else timezone.get_default_timezone()
    sent = request.POST if request.method == "POST" else None
    what, form = WhatForm(sent or wanted(request)), PlaceForm(sent)
    with timezone.override(zone):
        if not what.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY if what.is_bound else HTTPStatus.OK
            return place_page(request, what, form, status)
        form.offer(free_choices(what, request.POST.get("slot", "")))
        if sent is None:
            return place_page(request, what, form)
        if not form.is_valid():
            return place_page(request, what, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        return carry_out(request, what, form)


def wanted(request: HttpRequest) -> Any:
    """Return what the address says; of somebody named alone, the session that she usually has."""
    if "client" not in request.GET:
        return None
    if "type" in request.GET:
        return request.GET
    return {"client": request.GET["client"], **usual_of(request.GET["client"])}


def usual_of(reference: str) -> dict[str, str]:
    """Return type and way of somebody's newest session; the first that there are for whoever had none."""
    try:
        sessions = Booking.objects.filter(client=UUID(reference))
    except ValueError:
        return {}
    newest = sessions.select_related("session_type").order_by("-starts_at").first()
    session_type = newest.session_type if newest else SessionType.objects.first()
    if session_type is None:
        return {}
    modes = [mode.value for mode in session_type.modes]
    mode = newest.mode if newest and newest.mode in modes else modes[0]
    return {"type": str(session_type.pk), "mode": mode}


def carry_out(request: HttpRequest, what: WhatForm, form: PlaceForm) -> HttpResponse:
    """Place the session that was chosen and go to its page, or show the form again with what stands in the way."""
    given, now = what.cleaned_data, timezone.now()
    try:
        booking = services.place_session(
            client=given["client"],
            session_type=given["type"],
            starts_at=form.start,
            mode=given["mode"],
            request_key=form.cleaned_data["key"],
            by=user_of(request),
            now=now,
            override_reason=form.reason,
        )
    except (SlotTakenError, NeedsOverrideError) as error:
        refused = refused_of(what, form, now, is_final=isinstance(error, SlotTakenError))
        return place_page(request, what, form, HTTPStatus.CONFLICT, refused)
    except BookingError as error:
        explain(request, given["client"], error)
        return place_page(request, what, form, HTTPStatus.CONFLICT)
    messages.success(request, said_of(booking))
    return redirect(page_of(booking))


def refused_of(what: WhatForm, form: PlaceForm, now: datetime, *, is_final: bool) -> Refused:
    """Return every reason against the time that was chosen, as the page “why is this time not offered?” says it."""
    given = what.cleaned_data
    question = Question(given["type"], form.start, given["mode"], Asker.PRACTICE, now)
    home = home_of(Practice.load(), given["type"].practitioner.zone_name)
    return Refused(say_session(question.start, question.end, home), causes_against(question), is_final)


def said_of(booking: Booking) -> str:
    """Return that a session stands, and who tells the client: a message, or else the therapist."""
    home = home_of(Practice.load(), booking.practitioner.zone_name)
    said = _("Placed and confirmed: %(when)s.") % {"when": say_short(booking.starts_at, home)}
    told = _("The client is told by email, with the calendar file.")
    if not address_of(booking):
        told = _("There is no email address, so nothing is sent: tell the client yourself.")
    ready = _("A line for WhatsApp stands ready on this page.") if number_of(booking.client) else ""
    return " ".join(filter(None, [said, told, ready]))


def explain(request: HttpRequest, client: Client, error: BookingError) -> None:
    """Say why nothing was placed, where it is not the time."""
    values = {"name": client.name}
    if isinstance(error, NotInCareError):
        messages.error(request, _("Not placed: the care of %(name)s has ended.") % values)
    elif isinstance(error, GuardianMissingError):
        words = _("Not placed: %(name)s is under 18, and no parent or guardian agrees at present.")
        messages.error(request, words % values)
    elif isinstance(error, KeyReusedError):
        when = say_short(error.booking.starts_at, home_of(Practice.load(), error.booking.practitioner.zone_name))
        words = _("This page was sent before: %(when)s was placed then. Open it anew to place another session.")
        messages.error(request, words % {"when": when})
    else:
        messages.error(request, _("Nothing was placed."))


def free_choices(what: WhatForm, chosen: str = "") -> list[tuple[str, str]]:
    """Return free times of the next two weeks, as the practice may place a session then; `chosen` as well if free."""
    given, now = what.cleaned_data, timezone.now()
    session_type = given["type"]
    home = home_of(Practice.load(), session_type.practitioner.zone_name)
    there = place_of(given["client"].zone_name, home=home)
    slots = selectors.offered_slots(
        session_type=session_type,
        mode=given["mode"],
        window=Interval(now, now + desk_times.AHEAD),
        now=now,
        asker=Asker.PRACTICE,
    )
    starts = [slot.start for slot in slots]
    shown = desk_times.spread(starts, home.zone)
    return [
        (start.isoformat(), desk_times.say_choice(start, home, there))
        for start in starts
        if start in shown or start.isoformat() == chosen
    ]


def place_page(
    request: HttpRequest,
    what: WhatForm,
    form: PlaceForm,
    status: int = HTTPStatus.OK,
    refused: Refused | None = None,
) -> HttpResponse:
    """Show both questions, with whatever was typed."""
    practitioner = selectors.first_practitioner()
    home = home_of(Practice.load(), practitioner.zone_name) if practitioner else None
    given = what.cleaned_data if what.is_bound and what.is_valid() else {}
    context = {
        **desk.context_of(request),
        "title": _("Place a session"),
        "what": what,
        "form": form,
        "given": given,
        "how": str(Mode(given["mode"]).label).lower() if given else "",
        "address": given["client"].user.email if given and given["client"].user else "",
        "refused": refused,
        "has_types": SessionType.objects.exists(),
        "hours": practitioner.cancellation_hours if practitioner else 0,
        "place": home.name if home else "",
        "typed": desk_times.typed_words(form, home) if home and not given else [],
        "button": _("Place this session"),
    }
    return render(request, "admin/desk_place.html", context, status=status)
