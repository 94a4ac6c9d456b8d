"""Calendars of one's own on the desk: the list, one calendar, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Practitioner
from bookings import selectors
from bookings.desk_outside_rows import home, page_of, row_of
from bookings.desk_views import no_rules_yet
from bookings.models import OutsideCalendar
from bookings.outside.addresses import BadAddressError, parse_address
from bookings.outside.apart import ask_apart
from bookings.outside.fetching import LARGEST
from bookings.outside_words import problem_of, say_busy, say_unreadable
from bookings.services import (
    add_calendar,
    ask_to_read,
    change_calendar,
    keep_draft,
    make_draft,
    note_seen,
    remove_calendar,
)
from bookings.services import switch_calendar as switch
from bookings.services.outside import MOST_CALENDARS, PARTLY, wish_of_file
from practice import desk
from practice.fields import LineField
from practice.keeping import keep_words

FILE_SECONDS = 20.0


class AddressForm(forms.Form):
    """A calendar that is read from an address."""

    name = LineField(label=gettext_lazy("Name, for yourself"), max_length=60)
    address = forms.CharField(
        label=gettext_lazy("Secret address in iCal format"),
        max_length=2000,
    )

    def clean_address(self) -> str:
        """Refuse what could never be fetched; the rest shows when it is."""
        address = str(self.cleaned_data["address"])
        try:
            return parse_address(address).address if address else ""
        except BadAddressError as error:
            raise forms.ValidationError(str(problem_of(error.code).words), code=error.code) from None


class ChangeForm(AddressForm):
    """Another name, or another address; empty, the address stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].required = False
        self.fields["address"].label = _("New address; leave it empty to keep the present one")


class FileForm(forms.Form):
    """A calendar file."""

    name = LineField(label=gettext_lazy("Name, for yourself"), max_length=60)
    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics, up to 5 MB)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before any of it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(str(problem_of("too_big").words), code="too_big")
        return file


class NewFileForm(FileForm):
    """A newer file of a calendar that is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


@keep_words(written=["name"])
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """Show the calendars (GET); add one by its address or from a file (POST)."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    if practitioner is None:
        return no_rules_yet(request)
    if request.method == "POST" and OutsideCalendar.objects.filter(is_draft=False).count() >= MOST_CALENDARS:
        messages.error(request, _("There are as many calendars as can be read. Remove one first."))
        return redirect("admin:calendars")
    is_file = request.method == "POST" and "address" not in request.POST
    address_form = AddressForm(request.POST if request.method == "POST" and not is_file else None)
    file_form = FileForm(request.POST, request.FILES) if is_file else FileForm()
    if is_file and file_form.is_valid():
        draft = read_file(practitioner, file_form, file_form.cleaned_data["name"], now)
        if draft:
            return redirect(page_of(draft))
    if address_form.is_valid():
        added = add_calendar(practitioner=practitioner, now=now, **address_form.cleaned_data)
        messages.success(request, _("Added. It is read for the first time within a minute."))
        return redirect(page_of(added))
    rows = OutsideCalendar.objects.filter(practitioner=practitioner, is_draft=False)
    context = {
        **desk.context_of(request),
        "title": _("Calendars of your own"),
        "rows": [row_of(calendar) for calendar in rows],
        "address_form": address_form,
        "file_form": file_form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "admin/desk_calendars.html", context, status=status)


def read_file(
    practitioner: Practitioner,
    form: FileForm,
    name: str,
    now: datetime,
    stands_in_for: OutsideCalendar | None = None,
) -> OutsideCalendar | None:
    """Read the file of a valid form; return the draft, or None with the reason as an error of the form."""
    content = form.cleaned_data["file"].read(LARGEST + 1)
    answer = ask_apart(wish_of_file(practitioner, content, now), seconds=FILE_SECONDS)
    if answer.problem:
        form.add_error("file", str(problem_of(answer.problem).words))
        return None
    return make_draft(practitioner=practitioner, name=name, answer=answer, now=now, stands_in_for=stands_in_for)


@keep_words(written=["name"])
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one calendar, or what a file says before it is kept (GET); change its name or address (POST)."""
    row = get_object_or_404(OutsideCalendar.objects.select_related("stands_in_for"), uuid=reference)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    if form.is_valid():
        change_calendar(calendar=row, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(page_of(row))
    return show(request, row, form=form)


def show(
    request: HttpRequest, row: OutsideCalendar, *, form: forms.Form | None = None, file_form: FileForm | None = None
) -> HttpResponse:
    """Show the page of one calendar, with the form that was filled in."""
    context = {
        **desk.context_of(request),
        "title": row.name,
        "calendar": row,
        "row": row_of(row),
        "busy": say_busy(row, timezone.now(), home()),
        "unreadable": say_unreadable(row.unreadable) if row.unreadable else "",
        "can_be_seen": row.is_file and row.is_on and row.problem == PARTLY and row.seen_at is None,
        "form": form or ChangeForm(initial={"name": row.name}),
        "file_form": file_form or NewFileForm(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "admin/desk_calendar.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done with a calendar; what frees time is asked about first."""

    do: Callable[[HttpRequest, OutsideCalendar, datetime], HttpResponse]
    for_draft: bool = False
    title: str | Promise = ""
    question: str | Promise = ""


def read_now(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Have it read at the worker's next turn."""
    ask_to_read(calendar=row, now=now)
    messages.success(request, _("It is read within a minute."))
    return redirect(page_of(row))


def switch_on(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Let it count again."""
    switch(calendar=row, is_on=True, now=now)
    messages.success(request, _("Switched on. Its times count again."))
    return redirect(page_of(row))


def switch_off(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Let it count no longer."""
    switch(calendar=row, is_on=False, now=now)
    messages.success(request, _("Switched off. Its times are free again."))
    return redirect(page_of(row))


def see(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Note that she has seen what of a file cannot be read."""
    note_seen(calendar=row, now=now)
    messages.success(request, _("Noted. The desk warns of it again with the next file that cannot be read wholly."))
    return redirect(page_of(row))


def remove(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Remove it."""
    remove_calendar(calendar=row)
    messages.success(request, _("Removed, with every time that was read from it."))
    return redirect("admin:calendars")


def upload(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Read a newer file of it."""
    form = NewFileForm(request.POST, request.FILES)
    if row.is_file and form.is_valid():
        draft = read_file(row.practitioner, form, row.name, now, stands_in_for=row)
        if draft:
            return redirect(page_of(draft))
    return show(request, row, file_form=form)


def keep(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Keep what a file says."""
    kept = keep_draft(draft=row, now=now)
    messages.success(request, _("Kept. Its times are no longer offered."))
    return redirect(page_of(kept) if kept else reverse("admin:calendars"))


def drop(request: HttpRequest, row: OutsideCalendar, now: datetime) -> HttpResponse:
    """Forget what a file says."""
    remove_calendar(calendar=row)
    messages.success(request, _("Nothing of the file was kept."))
    return redirect("admin:calendars")


ACTS = {
    "read": Act(read_now),
    "seen": Act(see),
    "on": Act(switch_on),
    "off": Act(
        switch_off,
        title=gettext_lazy("Switch this calendar off"),
        question=gettext_lazy(
            "Every time that only this calendar blocks is offered again at once, until you switch it on."
        ),
    ),
    "remove": Act(
        remove,
        title=gettext_lazy("Remove this calendar"),
        question=gettext_lazy(
            "Every time that only this calendar blocks is offered again at once. It cannot be taken back."
        ),
    ),
    "upload": Act(upload),
    "keep": Act(keep, for_draft=True),
    "drop": Act(drop, for_draft=True),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: UUID, name: str) -> HttpResponse:
    """Ask (GET), where an act frees time, then do it (POST)."""
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    row = get_object_or_404(
        OutsideCalendar.objects.select_related("practitioner"), uuid=reference, is_draft=chosen.for_draft
    )
    if request.method == "POST":
        return chosen.do(request, row, timezone.now())
    if not chosen.question:
        return HttpResponseNotAllowed(["POST"])
    context = {
        **desk.context_of(request),
        "title": chosen.title,
        "question": chosen.question,
        "calendar": row,
        "busy": say_busy(row, timezone.now(), home()),
        "back": page_of(row),
    }
    return render(request, "admin/desk_calendar_question.html", context)
