"""Why a time is not offered: the one availability function's answer in words, each with where it is changed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.forms.utils import from_current_timezone
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Practitioner
from bookings import selectors
from bookings.admin_forms import DayInput, HourInput
from bookings.desk import home_place, reason_words
from bookings.desk_forms import FIRST_YEAR, LAST_YEAR
from bookings.models import Booking, DateOverride, Mode, SessionType, TimeOff
from bookings.scheduling.policy import Asker, Reason, Weight
from bookings.views.choosing import parse_date
from practice import desk, opening
from practice.models import Practice
from practice.times import home_of, say_session, say_short

FOR_WHOM = [
    (Asker.STRANGER.value, gettext_lazy("someone new")),
    (Asker.CLIENT.value, gettext_lazy("a client of yours")),
    (Asker.PRACTICE.value, gettext_lazy("yourself, when you offer a time")),
]
CLOCK_WORDS = gettext_lazy("The clocks change on that day: this hour does not exist, or comes twice.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cause is changed: the words of a link and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a time is not offered, and where that is changed; nowhere, where nothing can be."""

    words: str
    places: list[Place] = field(default_factory=list)
    can_be_overridden: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: this type, at this start in UTC, in this way, for this kind of person, at `now`."""

    session_type: SessionType
    start: datetime
    mode: str
    asker: Asker
    now: datetime

    @property
    def end(self) -> datetime:
        """When the session would end."""
        return self.start + self.session_type.length


class WhyForm(forms.Form):
    """Day and hour by the clock of the zone that is active, type, way, and for whom."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    hour = forms.TimeField(label=gettext_lazy("Hour"), widget=HourInput)
    type = forms.ModelChoiceField(label=gettext_lazy("Session"), queryset=SessionType.objects.none(), empty_label=None)
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Mode.choices)
    asker = forms.ChoiceField(label=gettext_lazy("For whom"), choices=FOR_WHOM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = SessionType.objects.select_related("practitioner")
        cast("forms.ModelChoiceField[SessionType]", self.fields["type"]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """Turn the wall time into an instant, or say that it is none."""
        cleaned = super().clean() or {}
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.add_error("day", _("That is too far away."))
        elif day and hour is not None:
            try:
                local = from_current_timezone(datetime.combine(day, hour.replace(second=0, microsecond=0)))
            except forms.ValidationError:
                self.add_error("hour", CLOCK_WORDS)
            else:
                cleaned["start"] = local.astimezone(UTC)
        return cleaned

    def question(self, now: datetime) -> Question:
        """Return what was asked; the form is valid."""
        given = self.cleaned_data
        return Question(given["type"], given["start"], given["mode"], Asker(given["asker"]), now)


def causes_against(question: Question) -> list[Cause]:
    """Return all that keeps a time from being offered; an empty list means that it is."""
    reasons = selectors.reasons_against(
        session_type=question.session_type,
        start=question.start,
        mode=question.mode,
        now=question.now,
        asker=question.asker,
    )
    is_own = question.asker is Asker.PRACTICE
    found = [] if is_own else _before_any_time(question.session_type)
    return found + [
        Cause(reason_words(reason), places_of(reason, question), is_own and reason.binds_practice is Weight.WARNS)
        for reason in reasons
    ]


def _before_any_time(session_type: SessionType) -> list[Cause]:
    """Return what keeps a session type from the public pages altogether."""
    found = []
    if not opening.is_open_for_requests():
        found.append(Cause(_("requests are not open yet"), [Place(_("What is still to be done"), _page("index"))]))
    if not session_type.is_offered:
        found.append(Cause(_("this session is not offered at present"), [_to_type(session_type)]))
    return found


def places_of(reason: Reason, question: Question) -> list[Place]:
    """Return where a reason is changed."""
    session_type = question.session_type
    rules = Place(_("Your rules"), _change(session_type.practitioner))
    if reason in {
        Reason.TIME_OFF,
        Reason.BUSY,
        Reason.BUSY_ELSEWHERE,
        Reason.BUFFER,
        Reason.OUTSIDE_HOURS,
        Reason.WRONG_MODE,
    }:
        return _rows_behind(reason, question)
    if reason in {Reason.CLIENTS_ONLY, Reason.NEW_CLIENTS_ONLY}:
        return [_to_type(session_type)]
    if reason is Reason.NOT_ON_STEP and session_type.step_minutes:
        return [_to_type(session_type)]
    if reason in {Reason.DAY_FULL, Reason.WEEK_FULL}:
        return [rules, Place(_("That week"), f"{_page('week')}?{urlencode({'from': _local(question).date()})}")]
    if reason is Reason.PAUSED:
        return [Place(_("End the pause"), _page("resume"))]
    return [] if reason is Reason.IN_THE_PAST else [rules]


def _rows_behind(reason: Reason, question: Question) -> list[Place]:
    if reason is Reason.TIME_OFF:
        return _times_off(question)
    if reason is Reason.BUSY_ELSEWHERE:
        return _elsewhere(question.session_type.practitioner, question.start, question.end)
    if reason in {Reason.BUSY, Reason.BUFFER}:
        sessions = [_to_session(row) for row in _sessions_near(question) if _is_cause(row, question, reason)]
        return sessions + (_elsewhere_too_close(question) if reason is Reason.BUFFER else [])
    if reason is Reason.WRONG_MODE and question.mode not in question.session_type.modes:
        return [_to_type(question.session_type)]
    return _hours_of(question)


def _times_off(question: Question) -> list[Place]:
    rows = TimeOff.objects.filter(
        practitioner=question.session_type.practitioner, starts_at__lt=question.end, ends_at__gt=question.start
    )
    return [Place(_("Time off: %(when)s") % {"when": row}, _change(row)) for row in rows.select_related("practitioner")]


def _elsewhere(practitioner: Practitioner, start: datetime, end: datetime) -> list[Place]:
    """Return each calendar of her own that is busy between two instants."""
    found = {row.calendar for row in selectors.busy_elsewhere(practitioner, start, end)}
    said = _("Your calendar “%(name)s”")
    return [
        Place(said % {"name": calendar.name}, reverse("admin:calendar", args=[calendar.uuid]))
        for calendar in sorted(found, key=lambda calendar: calendar.pk)
    ]


def _elsewhere_too_close(question: Question) -> list[Place]:
    """Return the calendars that are busy within the buffers of the session itself; an outside entry asks for none."""
    own = question.session_type
    before, after = timedelta(minutes=own.buffer_before_minutes), timedelta(minutes=own.buffer_after_minutes)
    near = [(question.start - before, question.start), (question.end, question.end + after)]
    found = [place for start, end in near for place in _elsewhere(own.practitioner, start, end)]
    return list(dict.fromkeys(found))


def _sessions_near(question: Question) -> list[Booking]:
    reach = timedelta(hours=12)  # the longest buffer there is
    return list(
        Booking.objects.taking_time(question.now)
        .filter(practitioner=question.session_type.practitioner)
        .overlapping(question.start - reach, question.end + reach)
        .select_related("practitioner")
        .order_by("starts_at")
    )


def _is_cause(row: Booking, question: Question, reason: Reason) -> bool:
    """Tell whether a row overlaps the time, or for BUFFER, is only too close: the larger buffer on each side counts."""
    if row.starts_at < question.end and question.start < row.ends_at:
        return reason is Reason.BUSY
    own = question.session_type
    before = timedelta(minutes=max(row.buffer_before_minutes, own.buffer_after_minutes))
    after = timedelta(minutes=max(row.buffer_after_minutes, own.buffer_before_minutes))
    is_close = row.starts_at - before < question.end and question.start < row.ends_at + after
    return is_close and reason is Reason.BUFFER


def _hours_of(question: Question) -> list[Place]:
    """Return the rows that give the hours of that date: its own, or else those of its weekday."""
    day = _local(question).date()
    own = DateOverride.objects.filter(practitioner=question.session_type.practitioner, date=day)
    if own.exists():
        return [Place(_("Hours of this one date"), _change(row)) for row in own]
    hours = reverse("admin:bookings_workinghours_changelist")
    return [Place(_("Hours of this weekday"), f"{hours}?weekday__exact={day.weekday()}")]


def _to_session(row: Booking) -> Place:
    if row.status == Booking.Status.DRAFT:
        return Place(_("Someone is asking for it at this moment; it may be free again soon"), "")
    words = f"{row.name}, {say_short(row.starts_at, home_place(row))}, {row.get_status_display()}"
    return Place(words, _change(row))


def _to_type(session_type: SessionType) -> Place:
    return Place(_("The session “%(name)s”") % {"name": session_type.name}, _change(session_type))


def _change(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _page(name: str) -> str:
    return reverse(f"admin:{name}")


def _local(question: Question) -> datetime:
    return question.start.astimezone(question.session_type.practitioner.zone)


@require_safe
def show_why(request: HttpRequest) -> HttpResponse:
    """Ask about one time and answer; hours are read in the practitioner's zone. A GET: nothing is changed."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    zone = practitioner.zone if practitioner else timezone.get_default_timezone()
    with timezone.override(zone):
        is_asked = "hour" in request.GET
        day = parse_date(request.GET.get("day", "")) or now.astimezone(zone).date()
        form = WhyForm(request.GET if is_asked else None, initial={"day": day, "hour": time(12)})
        answer = answer_of(form.question(now), practitioner) if practitioner and form.is_valid() else {}
        context = {
            **desk.context_of(request),
            "title": _("Why is this time not offered?"),
            "form": form,
            "has_types": SessionType.objects.exists(),
            **answer,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_asked and not answer else HTTPStatus.OK
        return render(request, "admin/desk_why.html", context, status=status)


def answer_of(question: Question, practitioner: Practitioner) -> dict[str, Any]:
    """Return what the page answers."""
    home = home_of(Practice.load(), practitioner.zone_name)
    return {
        "is_answered": True,
        "when": say_session(question.start, question.end, home),
        "is_own": question.asker is Asker.PRACTICE,
        "causes": causes_against(question),
    }
