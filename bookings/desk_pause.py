"""The pause switch on the desk: what it does is said before it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Practitioner
from bookings import selectors
from bookings.admin_forms import DayInput
from bookings.closed import say_calendar_day
from bookings.desk import home_place
from bookings.desk_views import no_rules_yet, user_of
from bookings.models import Booking
from bookings.scheduling.lifecycle import deadline_in_pause
from bookings.services import pause_practice, resume_practice
from bookings.services.pausing import running
from practice import desk
from practice.keeping import keep_words
from practice.times import say_moment, say_short

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One running request, how long a pause can keep it at most, and whether that is longer than without one."""

    name: str
    when: str
    latest: str
    is_put_off: bool
    page: str


class PauseForm(forms.Form):
    """The day on which she is back, if she knows it."""

    back_on = forms.DateField(
        label=gettext_lazy("The day on which you hope to be back. Visitors read it. You may leave it empty."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": gettext_lazy("Write a day such as 2026-12-07.")},
    )

    def __init__(self, data: Any, *, practitioner: Practitioner, now: datetime) -> None:
        super().__init__(data, initial={"back_on": practitioner.back_on})
        self.today = now.astimezone(practitioner.zone).date()

    def clean_back_on(self) -> object:
        """Want a day to come, within a year."""
        day = self.cleaned_data["back_on"]
        if day and not self.today < day <= self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day from tomorrow on, within a year."), code="day")
        return day


def pause_section(now: datetime) -> dict[str, Any]:
    """Return what the front page says of the pause."""
    practitioner = selectors.first_practitioner()
    day = practitioner.back_on if practitioner else None
    return {
        "practitioner": practitioner,
        "back_day": say_calendar_day(day) if day else "",
        "is_overdue": bool(practitioner and day and day <= now.astimezone(practitioner.zone).date()),
    }


def waiting_rows(practitioner: Practitioner) -> list[Waiting]:
    """Return the running requests and proposals with the last instant up to which a pause can keep them."""
    return [_waiting(booking, practitioner) for booking in running(practitioner).select_related("practitioner")]


def _waiting(booking: Booking, practitioner: Practitioner) -> Waiting:
    home = home_place(booking)
    deadline = booking.hold_until or booking.starts_at
    latest = deadline_in_pause(deadline, booking.starts_at, notice=practitioner.notice)
    return Waiting(
        name=booking.name,
        when=say_short(booking.starts_at, home),
        latest=say_moment(latest, home),
        is_put_off=practitioner.is_paused or latest > deadline,
        page=reverse("admin:bookings_booking_change", args=[booking.pk]),
    )


@keep_words(written=["back_on"])
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """Ask (GET), then pause, or in a pause change the day that is told (POST)."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    if practitioner is None:
        return no_rules_yet(request)
    form = PauseForm(request.POST if request.method == "POST" else None, practitioner=practitioner, now=now)
    if not form.is_valid():
        return pause_page(request, practitioner, form)
    by = user_of(request)
    pause_practice(practitioner=practitioner, back_on=form.cleaned_data["back_on"], by=by, now=now)
    messages.success(request, _("Paused. No requests are taken, and nobody was written to."))
    return redirect("admin:index")


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Ask (GET), then end the pause (POST)."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    if practitioner is None:
        return no_rules_yet(request)
    if request.method != "POST":
        return pause_page(request, practitioner, None)
    if practitioner.is_paused:
        resume_practice(practitioner=practitioner, by=user_of(request), now=now)
        messages.success(request, _("The pause is over. Requests are taken again."))
    else:
        messages.info(request, _("Nothing was changed: the practice is not paused."))
    return redirect("admin:index")


def pause_page(request: HttpRequest, practitioner: Practitioner, form: PauseForm | None) -> HttpResponse:
    """Show the question; without a form it is about the end of the pause."""
    titles = {True: _("Change the day of return"), False: _("Pause the practice")}
    context = {
        **desk.context_of(request),
        "title": titles[practitioner.is_paused] if form else _("End the pause"),
        "practitioner": practitioner,
        "form": form,
        "waiting": waiting_rows(practitioner),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.is_bound else HTTPStatus.OK
    return render(request, "admin/desk_pause_question.html", context, status=status)
