"""A standing time on the desk: begun from a session, its dates with those left out, and its end."""

from datetime import datetime
from http import HTTPStatus
from itertools import islice, takewhile

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Client
from bookings import desk
from bookings.addresses import address_of
from bookings.closed import say_calendar_day
from bookings.desk_night import with_hour
from bookings.desk_questions import with_told
from bookings.desk_views import back_to, explain, get_booking, user_of
from bookings.errors import BookingError, GuardianMissingError, NotInCareError
from bookings.models import Booking, BookingEvent, StandingDate, StandingTime
from bookings.scheduling.policy import Reason
from bookings.scheduling.series import dates_of
from bookings.services import end_standing, start_standing, take_in
from bookings.services.standing_dates import CLOCK_SKIPS, NO_CONSENT, Decision, decide, has_ended, last_day
from bookings.services.standing_times import AGREED, plan_standing, running_standing
from bookings.standing_forms import EndForm, StartForm
from bookings.standing_list import end_choices, today_of
from bookings.standing_words import say_rhythm
from practice.keeping import keep_words
from practice.times import say_short

MOST = 10


def can_stand(booking: Booking) -> bool:
    """Tell whether a standing time can begin with a session: agreed, of a client in care, and not of one already."""
    is_client = booking.client is not None and booking.client.status == Client.Status.ACTIVE
    return is_client and booking.status in AGREED and running_standing(booking, timezone.now()) is None


@keep_words(hidden=["every_weeks", "is_over_hours"])
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the dates would be (GET), then make a session's hour its client's own (POST)."""
    booking = get_booking(pk)
    form = StartForm(request.POST if request.method == "POST" else request.GET or {"every_weeks": "1"})
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return start_page(request, booking, form, status)
    given, by, now = form.cleaned_data, user_of(request), timezone.now()
    try:
        standing = start_standing(
            booking=booking,
            every_weeks=given["every_weeks"],
            is_over_hours=given["is_over_hours"],
            by=by,
            now=now,
        )
    except NotInCareError:
        messages.error(request, _("Only someone who is a client at present can have a standing time."))
        return back_to(booking)
    except BookingError as error:
        explain(request, booking, error)
        return back_to(booking)
    told = _("The client gets one message with all its dates.")
    words = with_told(_("The standing time begins."), told, address=address_for(standing))
    say_with_hour(request, words, standing, "standing_started", now)
    return redirect("admin:bookings_standingtime_change", standing.pk)


def say_with_hour(request: HttpRequest, words: str, standing: StandingTime, kind: str, now: datetime) -> None:
    """Say what was done, and when its message goes if there is somebody to write to."""
    if address_for(standing):
        words = with_hour(words, cause=f"series:{standing.uuid}", kinds=[kind], now=now)
    messages.success(request, words)


def address_for(standing: StandingTime) -> str:
    """Return where messages about a standing time go; "" where there is no address."""
    row = Booking.objects.filter(series=standing.uuid).select_related("client__user").order_by("starts_at").last()
    return address_of(row) if row else ""


def start_page(request: HttpRequest, booking: Booking, form: StartForm, status: int) -> HttpResponse:
    """Render the question, with the first dates as they would be."""
    context = {
        **admin.site.each_context(request),
        "title": _("A standing time"),
        "booking": booking,
        "form": form,
        "is_open": can_stand(booking),
        "has_address": bool(address_of(booking)),
        "preview": preview(booking, form) if form.is_valid() and can_stand(booking) else [],
        "back": reverse("admin:bookings_booking_change", args=[booking.pk]),
    }
    return render(request, "admin/desk_standing.html", context, status=status)


def preview(booking: Booking, form: StartForm) -> list[tuple[str, str]]:
    """Return the first dates that a standing time would have, each with why it would be left out."""
    now, given = timezone.now(), form.cleaned_data
    plan = plan_standing(booking, every_weeks=given["every_weeks"], is_over_hours=given["is_over_hours"], now=now)
    until = last_day(booking.practitioner, now)
    dates = takewhile(lambda day: day <= until, dates_of(plan.first_date, every_weeks=plan.every_weeks))
    days = list(islice(dates, MOST))
    # The session itself is the first date, unless it is over: then nothing stands in the way of that date but itself.
    own = days[:1] if booking.starts_at > now else []
    decided = decide(plan, booking, days[len(own) :], now)
    return [*((say_calendar_day(day), "") for day in own), *(line_of(each) for each in decided)]


def line_of(decision: Decision) -> tuple[str, str]:
    """Return one date, and why it would be left out; "" where it would be kept."""
    day, start, reasons = decision
    why = ", ".join(reason_of(each) for each in reasons) if start else reason_of(CLOCK_SKIPS)
    return say_calendar_day(day), why


def reason_of(code: str) -> str:
    """Return why a date is left out, in words for the therapist."""
    if code == CLOCK_SKIPS:
        return _("the clocks change, and this hour does not exist")
    if code == NO_CONSENT:
        return _("the client is under 18, and no parent or guardian agrees at present")
    return desk.reason_words(Reason(code))


@keep_words(hidden=["first_day"])
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask from which date (GET), then end a standing time with its later sessions (POST)."""
    standing, now = get_standing(pk), timezone.now()
    back = reverse("admin:bookings_standingtime_change", args=[standing.pk])
    form = EndForm(request.POST if request.method == "POST" else None, listed=end_choices(standing, now))
    if standing.ended_on is not None or not form.is_valid():
        context = {
            **admin.site.each_context(request),
            "title": _("End this standing time"),
            "standing": standing,
            "rhythm": say_rhythm(standing),
            "form": form,
            "has_address": bool(address_for(standing)),
            "back": back,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
        return render(request, "admin/desk_standing_end.html", context, status=status)
    by = BookingEvent.By.PRACTICE
    end_standing(standing=standing, first_day=form.day, by=by, user=user_of(request), now=now)
    told = _("The client is told once, and the calendar entries are taken out.")
    words = with_told(_("Ended."), told, address=address_for(standing))
    say_with_hour(request, words, standing, "standing_ended", now)
    return redirect(back)


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a date that was left out."""
    row = get_object_or_404(StandingDate.objects.select_related("standing_time__practitioner"), pk=pk)
    try:
        booking = take_in(row=row, by=user_of(request), now=timezone.now())
    except GuardianMissingError:
        messages.error(request, _("Not taken in: the client is under 18, and no parent or guardian agrees at present."))
    except BookingError:
        messages.error(request, _("This date cannot be taken in: it is past, or another session has the time."))
    else:
        when = say_short(booking.starts_at, desk.home_place(booking))
        done, told = _("Confirmed: %(when)s.") % {"when": when}, _("The calendar file is on its way.")
        messages.success(request, with_told(done, told, address=address_of(booking)))
    return redirect("admin:bookings_standingtime_change", row.standing_time_id)


def get_standing(pk: int) -> StandingTime:
    """Return a standing time with what the acts need."""
    rows = StandingTime.objects.select_related("practitioner", "session_type", "client")
    return get_object_or_404(rows, pk=pk)


def dates_on_desk(standing: StandingTime) -> list[dict[str, object]]:
    """Return every date from today on that is decided: its session, or why it is left out and the way to take it in."""
    now = timezone.now()
    rows = standing.dates.filter(date__gte=today_of(standing, now)).select_related("booking__practitioner")
    return [date_line(row) for row in rows if row.booking or not has_ended(standing, row.date)]


def date_line(row: StandingDate) -> dict[str, object]:
    """Return one date as the desk lists it."""
    if row.booking is None:
        keep_url = reverse("admin:standing_keep", args=[row.pk])
        return {"day": say_calendar_day(row.date), "why": reason_of(row.reason_code), "keep_url": keep_url}
    return {"day": say_calendar_day(row.date), "moment": desk.moment_of(row.booking)}


def standing_page_of(booking: Booking) -> str:
    """Return the address of the standing time that a session belongs to; "" where it belongs to none."""
    row = StandingDate.objects.filter(booking=booking).first()
    return reverse("admin:bookings_standingtime_change", args=[row.standing_time_id]) if row else ""
