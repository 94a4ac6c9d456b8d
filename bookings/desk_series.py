"""A series on the desk: one item of the inbox, one table to tick, one answer."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.reach import Reaching, how_to_reach
from bookings import desk, selectors
from bookings.addresses import address_of
from bookings.desk_questions import with_told
from bookings.desk_views import back_to_desk, explain, user_of
from bookings.errors import GuardianMissingError, SeriesRefusedError, StatusError
from bookings.models import Booking
from bookings.services import answer_series
from bookings.services.answering import concerns
from practice.fields import ParagraphField
from practice.keeping import keep_words
from practice.times import say_moment, say_short

SURE = "sure"  # what the button under the question sends as `none`


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date to tick: what is near it, and what speaks against it."""

    value: str
    when: str
    elsewhere: str
    page: str
    neighbours: list[str]
    warnings: list[str]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class SeriesItem:
    """One series in the inbox, in the words in which the therapist decides."""

    series: UUID
    booking: Booking
    short_day: str
    how: str
    standing: str
    deadline: str
    rows: list[DateRow]
    has_warnings: bool
    reaching: Reaching


class AnswerForm(forms.Form):
    """The dates that are confirmed, and why if a rule of one's own speaks against one."""

    dates = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("The dates have changed meanwhile. Look at them once more.")},
    )
    override_reason = ParagraphField(
        label=gettext_lazy("If your own rules speak against a ticked date: why you confirm it all the same"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def list_dates(self, rows: list[Booking]) -> "AnswerForm":
        """Take the ticks of these dates."""
        self.fields["dates"].choices = [(str(row.uuid), "") for row in rows]  # type: ignore[attr-defined]
        return self

    @property
    def ticked(self) -> set[UUID]:
        """The dates chosen."""
        return {UUID(value) for value in self.cleaned_data["dates"]}

    def want_a_tick(self) -> None:
        """Say that none is ticked: what goes to nobody in particular must not decline them all."""
        words = _("No date is ticked. Tick those that you confirm, or decline them all.")
        self.add_error("dates", words)


def inbox_section(now: datetime) -> dict[str, Any]:
    """Return what waits for an answer, the soonest deadline first: single requests, and each series as one."""
    part = desk.requests_section(now)
    rows = (
        Booking.objects.waiting(now)
        .exclude(series=None)
        .select_related("client", "session_type__practitioner", "practitioner")
    )
    singles = [(each.booking.hold_until or now, each) for each in part["requests"]]
    series = [(each.booking.hold_until or now, each) for each in waiting_items(list(rows), now)]
    both = sorted([*singles, *series], key=lambda pair: pair[0])
    return {**part, "requests": [each for _deadline, each in both]}


def waiting_items(rows: list[Booking], now: datetime) -> list[SeriesItem]:
    """Return the series among requests that wait, each once."""
    found: dict[UUID, list[Booking]] = {}
    for row in sorted(rows, key=lambda each: each.starts_at):
        if row.waiting_series:
            found.setdefault(row.waiting_series, []).append(row)
    return [item_of(series, together, now) for series, together in found.items()]


def item_of(series: UUID, rows: list[Booking], now: datetime, ticked: set[str] | None = None) -> SeriesItem:
    """Return what the desk says of a series; without `ticked` every date is that nothing speaks against."""
    first = rows[0]
    home = desk.home_place(first)
    dates = [date_row(row, now, ticked) for row in rows]
    return SeriesItem(
        series=series,
        booking=first,
        short_day=desk.short_day(first, home),
        how=desk.how_of(first),
        standing=str(first.client.get_status_display()) if first.client else "",
        deadline=say_moment(first.hold_until, home) if first.hold_until else "",
        rows=dates,
        has_warnings=any(row.warnings for row in dates),
        reaching=how_to_reach(first.client or first),
    )


def date_row(row: Booking, now: datetime, ticked: set[str] | None) -> DateRow:
    """Return one date of a series as the desk lists it."""
    home = desk.home_place(row)
    warnings = [desk.reason_words(reason) for reason in concerns(row, now)]
    return DateRow(
        value=str(row.uuid),
        when=say_moment(row.starts_at, home),
        elsewhere=desk.elsewhere_of(row),
        page=desk.page_of(row),
        neighbours=desk.neighbours_of(row, now, home),
        warnings=warnings,
        is_ticked=str(row.uuid) in ticked if ticked is not None else not warnings,
    )


@keep_words(written=["override_reason"], hidden=["dates", "none"])
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, series: UUID) -> HttpResponse:
    """Show the dates of a series that waits (GET); confirm the ticked ones and decline the others (POST).

    To decline them all is asked first, on a page of its own: nothing ticked is never taken for it.
    """
    rows = list(selectors.series_rows(series))
    if not rows:
        raise Http404
    if request.method != "POST":
        return decline_page(request, series) if "none" in request.GET else series_page(request, series, AnswerForm())
    if "none" in request.POST:
        return decline_all(request, series, rows)
    form = AnswerForm(request.POST).list_dates(rows)
    if form.is_valid() and not form.ticked and selectors.waiting_rows(series, timezone.now()):
        form.want_a_tick()
    if not form.is_valid():
        return series_page(request, series, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return answer(request, series, rows, form)


def answer(request: HttpRequest, series: UUID, rows: list[Booking], form: AnswerForm) -> HttpResponse:
    """Confirm the ticked dates and decline the others, and say how it went."""
    by, reason = user_of(request), form.cleaned_data["override_reason"]
    try:
        answer_series(series=series, ticked=form.ticked, by=by, now=timezone.now(), override_reason=reason)
    except SeriesRefusedError as error:
        explain_refused(request, rows[0], error)
        return series_page(request, series, form, HTTPStatus.CONFLICT)
    except (StatusError, GuardianMissingError) as error:
        explain(request, rows[0], error)
        return redirect("admin:booking_series", series)
    say_answered(request, len(form.ticked), len(rows), address=address_of(rows[0]))
    return back_to_desk()


def decline_all(request: HttpRequest, series: UUID, rows: list[Booking]) -> HttpResponse:
    """Lead to the question, or with its answer decline every date that waits."""
    if request.POST["none"] != SURE:
        return redirect(f"{reverse('admin:booking_series', args=[series])}?none=yes")
    try:
        answer_series(series=series, ticked=[], by=user_of(request), now=timezone.now())
    except StatusError as error:
        explain(request, rows[0], error)
        return redirect("admin:booking_series", series)
    say_answered(request, 0, len(rows), address=address_of(rows[0]))
    return back_to_desk()


def decline_page(request: HttpRequest, series: UUID) -> HttpResponse:
    """Ask before every date is declined, naming them; where nothing waits any more say how it stands."""
    waiting = list(selectors.waiting_rows(series, timezone.now()))
    if not waiting:
        return series_page(request, series, AnswerForm())
    home = desk.home_place(waiting[0])
    context = {
        **admin.site.each_context(request),
        "title": _("Decline them all"),
        "booking": waiting[0],
        "dates": [say_moment(row.starts_at, home) for row in waiting],
        "sure": SURE,
        "has_address": bool(address_of(waiting[0])),
        "back": reverse("admin:booking_series", args=[series]),
    }
    return render(request, "admin/desk_series_decline.html", context)


def say_answered(request: HttpRequest, ticked: int, listed: int, *, address: str) -> None:
    """Say what the answer did, and who tells the client."""
    if not ticked:
        told = _("The client gets a kind word and other times.")
        messages.success(request, with_told(_("Declined."), told, address=address))
        return
    words = ngettext("Confirmed: %(count)d of %(all)d date.", "Confirmed: %(count)d of %(all)d dates.", listed)
    told = ngettext("The client gets one message.", "The client gets one message about all of them.", listed)
    messages.success(request, with_told(words % {"count": ticked, "all": listed}, told, address=address))


def explain_refused(request: HttpRequest, booking: Booking, error: SeriesRefusedError) -> None:
    """Say of each date that stood in the way why; nothing was written."""
    home = desk.home_place(booking)
    for start, reasons in error.refused.items():
        said = {"when": say_short(start, home), "reasons": ", ".join(desk.reason_words(each) for each in reasons)}
        messages.error(request, _("%(when)s: not done, because %(reasons)s.") % said)
    if error.can_override:
        messages.error(request, _("Nothing was confirmed. Untick these dates, or say why you confirm them."))


def series_page(request: HttpRequest, series: UUID, form: AnswerForm, status: int = HTTPStatus.OK) -> HttpResponse:
    """Render the table of a series, with what was ticked and typed; or how it stands once nothing waits."""
    now = timezone.now()
    waiting, rows = list(selectors.waiting_rows(series, now)), list(selectors.series_rows(series))
    ticked = set(request.POST.getlist("dates")) if form.is_bound else None
    context = {
        **admin.site.each_context(request),
        "title": _("Several dates, %(name)s") % {"name": rows[0].name},
        "item": item_of(series, waiting, now, ticked) if waiting else None,
        "form": form,
        "rows": [] if waiting else [desk.moment_of(row) for row in rows],
    }
    return render(request, "admin/desk_series.html", context, status=status)
