"""Time off on the desk: the holidays to tick, and the sessions that lie inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Practitioner
from bookings import selectors
from bookings.closed import say_calendar_day
from bookings.desk import page_of, say_with_name
from bookings.desk_views import no_rules_yet
from bookings.desk_week import local_midnight
from bookings.models import Booking, DateOverride, TimeOff, WorkingHours
from bookings.public_holidays import coming_holidays
from bookings.scheduling.intervals import LAST_YEAR
from bookings.scheduling.policy import Reason
from bookings.services import keep_holidays
from bookings.services.answering import concerns
from practice import desk
from practice.keeping import keep_words
from practice.times import say_clock


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day to tick, with the sessions that are agreed for it."""

    value: str
    day: str
    name: str
    is_ticked: bool
    sessions: list[tuple[str, str]]


class HolidaysForm(forms.Form):
    """The days that were ticked, of those that are listed."""

    days = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("The list has changed meanwhile. Look at it once more.")},
    )

    def __init__(self, data: Any, *, listed: Iterable[date]) -> None:
        super().__init__(data)
        days = cast("forms.MultipleChoiceField", self.fields["days"])
        days.choices = [(day.isoformat(), "") for day in listed]

    @property
    def ticked(self) -> set[date]:
        """The days chosen."""
        return {date.fromisoformat(day) for day in self.cleaned_data["days"]}


def listed_holidays(practitioner: Practitioner, now: datetime) -> dict[date, str]:
    """Return what is proposed for the next twelve months, and what was ticked for days to come; in order."""
    today = now.astimezone(practitioner.zone).date()
    ticked = TimeOff.objects.filter(practitioner=practitioner, holiday__gte=today)
    named = {day: label for day, label in ticked.values_list("holiday", "label") if day is not None}
    named |= {each.day: each.name for each in coming_holidays(today)}
    return dict(sorted(named.items()))


def rows_of(practitioner: Practitioner, named: dict[date, str]) -> list[HolidayRow]:
    """Return the list as the page shows it; two queries, however long it is."""
    ticked = set(TimeOff.objects.filter(practitioner=practitioner, holiday__in=named).values_list("holiday", flat=True))
    by_day: dict[date, list[tuple[str, str]]] = {}
    agreed = Booking.objects.filter(practitioner=practitioner, status="confirmed", ends_at__gt=timezone.now())
    for booking in agreed.select_related("practitioner").order_by("starts_at"):
        day = booking.starts_at.astimezone(practitioner.zone).date()
        by_day.setdefault(day, []).append((say_with_name(booking), page_of(booking)))
    return [
        HolidayRow(day.isoformat(), say_calendar_day(day), name, day in ticked, by_day.get(day, []))
        for day, name in named.items()
    ]


@keep_words(hidden=["days"])
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the holidays to come (GET); take the ticked ones off and give the others back (POST)."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    if practitioner is None:
        return no_rules_yet(request)
    named = listed_holidays(practitioner, now)
    form = HolidaysForm(request.POST if request.method == "POST" else None, listed=named)
    if not form.is_valid():
        context = {
            **desk.context_of(request),
            "title": _("Public holidays"),
            "form": form,
            "rows": rows_of(practitioner, named),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "admin/desk_holidays.html", context, status=status)
    new = keep_holidays(practitioner=practitioner, named=named, ticked=form.ticked, now=now)
    messages.success(request, _("Saved. The ticked days are taken out of your hours, no others."))
    for row in new:
        name_sessions_inside(request, row)
    return redirect("admin:holidays")


def name_sessions_inside(request: HttpRequest, row: TimeOff) -> None:
    """Name the confirmed sessions that lie inside time off: none is touched."""
    inside = (
        Booking.objects.filter(practitioner=row.practitioner, status="confirmed")
        .filter(starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
        .select_related("practitioner")
        .order_by("starts_at")
    )
    named = [say_with_name(each) for each in inside]
    if named:
        words = ngettext(
            "A confirmed session lies inside this time off. It stays as it is until you cancel it: %(list)s.",
            "Confirmed sessions lie inside this time off. They stay as they are until you cancel them: %(list)s.",
            len(named),
        )
        messages.warning(request, words % {"list": "; ".join(named)})


def name_sessions_outside(request: HttpRequest, row: DateOverride) -> None:
    """Name the confirmed sessions of a date that its hours leave outside: none is touched."""
    if row.date.year > LAST_YEAR:
        return
    now, zone = timezone.now(), row.practitioner.zone
    begins, ends = (local_midnight(day, zone) for day in (row.date, row.date + timedelta(days=1)))
    agreed = Booking.objects.filter(
        practitioner=row.practitioner, status="confirmed", starts_at__gte=max(begins, now), starts_at__lt=ends
    ).select_related("practitioner", "session_type__practitioner")
    outside = {Reason.OUTSIDE_HOURS, Reason.WRONG_MODE}
    named = [say_with_name(each) for each in agreed.order_by("starts_at") if outside & {*concerns(each, now)}]
    if named:
        words = ngettext(
            "A confirmed session lies outside the hours of that date. It stays as it is until you cancel it: %(list)s.",
            "Confirmed sessions lie outside the hours of that date. They stay as they are until you cancel them: "
            "%(list)s.",
            len(named),
        )
        messages.warning(request, words % {"list": "; ".join(named)})


def warn_of_overlaps(request: HttpRequest, row: WorkingHours) -> None:
    """Say which other hours of the same day a row overlaps."""
    others = WorkingHours.objects.filter(practitioner=row.practitioner, weekday=row.weekday).exclude(pk=row.pk)
    named = [say_hours(each) for each in others if overlaps(row, each)]
    if named:
        words = _("These hours overlap others of that day: %(list)s. You are open in both, in the ways of either.")
        messages.warning(request, words % {"list": "; ".join(named)})


def say_hours(row: WorkingHours) -> str:
    """Return a row of hours, such as Monday 10:00 am to 6:00 pm."""
    values = {"day": row.get_weekday_display(), "from": say_clock(row.starts), "to": say_clock(row.ends)}
    return _("%(day)s %(from)s to %(to)s") % values


def overlaps(one: WorkingHours, other: WorkingHours) -> bool:
    """Tell whether two rows of one weekday share time on some date; 00:00 as the end is midnight."""
    if (one.valid_to or date.max) < (other.valid_from or date.min):
        return False
    if (other.valid_to or date.max) < (one.valid_from or date.min):
        return False
    return _is_before(one.starts, other.ends) and _is_before(other.starts, one.ends)


def _is_before(start: time, end: time) -> bool:
    return end == time() or start < end
