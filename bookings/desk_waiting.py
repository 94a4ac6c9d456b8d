"""The waiting list on the desk: who waits, in order, what each was offered and why nothing is offered now."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import desk_times, desk_views, pages, selectors, waiting
from bookings.desk import reason_words
from bookings.desk_forms import OfferForm
from bookings.desk_night import with_hour
from bookings.emails_waiting import was_told
from bookings.errors import BookingError, NeedsOverrideError, NoPlaceError, OfferOpenError, SlotTakenError
from bookings.models import Mode, WaitingEntry
from bookings.models.waiting import MODE_ORDER
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from bookings.services import let_in, offer_by_hand, set_urgent, take_off_list
from bookings.waiting_words import NEXT_RUN, TO_PRACTICE, OfferLine, offer_lines, rules_of, suits_words
from practice import desk
from practice.fields import ParagraphField
from practice.keeping import keep_words
from practice.times import say_moment, say_short


class UrgentForm(forms.Form):
    """Why somebody stands first."""

    reason = ParagraphField(
        label=gettext_lazy("Why; only you read it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write a word for yourself: you will want to know it later.")},
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the list."""

    entry: WaitingEntry
    number: int
    standing: str
    since: str
    suits: list[str]
    zone: str
    why: str | Promise
    held: str
    drops_at: str
    is_new: bool
    offers: list[OfferLine]


def waiting_section(now: datetime) -> dict[str, Any]:
    """Return what the front page says of the list."""
    practitioner = selectors.first_practitioner()
    entries = list(waiting.waiting_for(practitioner)) if practitioner else []
    return {"count": len(entries), "new": sum(waiting.is_new(entry) for entry in entries)}


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Show everyone who waits, in the order in which times are offered."""
    practitioner, now = selectors.first_practitioner(), timezone.now()
    rows: list[Row] = []
    if practitioner is not None:
        look = waiting.Look(practitioner, now)
        rows = [row_of(entry, number, look) for number, entry in enumerate(waiting.waiting_for(practitioner), start=1)]
    context = {
        **desk.context_of(request),
        "title": _("Waiting list"),
        "rows": rows,
        "practitioner": practitioner,
        "rules": rules_of(practitioner) if practitioner else [],
    }
    return render(request, "admin/desk_waiting_list.html", context)


def row_of(entry: WaitingEntry, number: int, look: waiting.Look) -> Row:
    """Return what the desk says of one person."""
    _there, home = pages.places(entry.practitioner, entry.zone_name)
    choice = look.choice_for(entry)
    offer = waiting.open_offer_of(entry, look.now)
    held = ""
    if offer and offer.hold_until:
        values = {"when": say_short(offer.starts_at, home), "until": say_short(offer.hold_until, home)}
        held = _("%(when)s is held for them until %(until)s.") % values
    return Row(
        entry=entry,
        number=number,
        standing=str(entry.client.get_status_display()),
        since=say_moment(entry.created_at, home),
        suits=suits_words(entry),
        zone="" if _there.is_same_clock_as(home) else pages.zone_label(_there, look.now),
        why=NEXT_RUN if isinstance(choice, Slot) else TO_PRACTICE[choice],
        held=held,
        drops_at=say_moment(entry.drops_at, home) if entry.drops_at else "",
        is_new=waiting.is_new(entry),
        offers=offer_lines(entry, home, look.now),
    )


def get_entry(pk: int) -> WaitingEntry:
    """Return a place with what the acts need."""
    rows = WaitingEntry.objects.select_related("practitioner", "session_type__practitioner", "client__user")
    return get_object_or_404(rows, pk=pk)


def back_to_list() -> HttpResponse:
    """Go back to the list."""
    return redirect("admin:waiting")


@require_POST
def waiting_let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the list offer times to somebody new."""
    entry = let_in(entry=get_entry(pk), now=timezone.now())
    words = _("From now on the list offers times to %(name)s.")
    if entry.ended_at is not None:
        words = _("Nothing was changed: %(name)s no longer waits.")
    messages.success(request, words % {"name": entry.client.name})
    return back_to_list()


@keep_words(written=["reason"])
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why (GET), then put somebody first (POST)."""
    entry = get_entry(pk)
    form = UrgentForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        words = _("Times are offered to them before anybody else. The others read that you can do so, not for whom.")
        return question_page(request, entry, form, _("Put first"), words)
    return mark(request, entry, is_urgent=True, reason=form.cleaned_data["reason"])


@require_POST
def waiting_not_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody back to the turn of their day."""
    return mark(request, get_entry(pk), is_urgent=False, reason="")


def mark(request: HttpRequest, entry: WaitingEntry, *, is_urgent: bool, reason: str) -> HttpResponse:
    """Set or take off the mark, and say how it went."""
    try:
        set_urgent(entry=entry, is_urgent=is_urgent, reason=reason, now=timezone.now())
    except NoPlaceError:
        explain(request, entry, NoPlaceError())
    else:
        words = _("%(name)s now stands first.") if is_urgent else _("%(name)s is back in the turn of their day.")
        messages.success(request, words % {"name": entry.client.name})
    return back_to_list()


@require_http_methods(["GET", "HEAD", "POST"])
def waiting_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then take somebody off the list (POST)."""
    entry, now = get_entry(pk), timezone.now()
    offer = waiting.open_offer_of(entry, now)
    has_offer = offer is not None and was_told(offer)
    if request.method != "POST":
        words = _("Their place ends. Nobody is written to.")
        if offer and not has_offer:
            words = _(
                "Their place ends, and the time that is held for them is free at once. The email that offers it has "
                "not gone out yet and never will: nobody is written to."
            )
        if has_offer:
            words = _("Their place ends, and the time that is held for them is free at once. One email tells them so.")
        return question_page(request, entry, forms.Form(), _("Take off the list"), words)
    take_off_list(entry=entry, by=desk_views.user_of(request), now=now)
    words = _("%(name)s is off the list. Nobody was written to.")
    if has_offer:
        words = _("%(name)s is off the list, and is told by email that the time is no longer held.")
    said = words % {"name": entry.client.name}
    cause = f"waiting:{entry.uuid}"
    if has_offer:
        said = with_hour(said, cause=cause, kinds=["waiting_taken_back"], now=now)
    messages.success(request, said)
    return back_to_list()


def question_page(request: HttpRequest, entry: WaitingEntry, form: forms.Form, title: str, words: str) -> HttpResponse:
    """Ask before an act on a place."""
    context = {**desk.context_of(request), "title": title, "entry": entry, "form": form, "words": words}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "admin/desk_waiting_question.html", context, status=status)


@keep_words(written=["other", "override_reason"], hidden=["slot", "mode"])
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer somebody a time by hand; hours are read in the practitioner's zone."""
    entry = get_entry(pk)
    with timezone.override(entry.practitioner.zone):
        form = OfferForm(request.POST if request.method == "POST" else None)
        form.offer_ways([(each, say_way(each)) for each in ways_of(entry)])
        form.offer(free_choices(entry, request.POST.get("slot", "")))
        if not form.is_bound:
            return offer_page(request, entry, form)
        if not form.is_valid():
            return offer_page(request, entry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if not carry_out(request, entry, form):
            return offer_page(request, entry, form, HTTPStatus.CONFLICT)
    return back_to_list()


def carry_out(request: HttpRequest, entry: WaitingEntry, form: OfferForm) -> bool:
    """Offer the time that was chosen, and say how it went; return False where it could not be offered."""
    reason, by, now = form.cleaned_data["override_reason"], desk_views.user_of(request), timezone.now()
    try:
        offer = offer_by_hand(
            entry=entry,
            starts_at=form.start,
            by=by,
            now=now,
            override_reason=reason,
            mode=form.cleaned_data.get("mode", ""),
        )
    except BookingError as error:
        explain(request, entry, error)
        return False
    words = _("The time is held for %(name)s (%(how)s), who is asked by email.")
    words %= {"name": entry.client.name, "how": say_way(offer.booking.mode)}
    cause = f"booking:{offer.booking.uuid}"
    messages.success(request, with_hour(words, cause=cause, kinds=["waiting_offer"], now=now))
    return True


def explain(request: HttpRequest, entry: WaitingEntry, error: BookingError) -> None:
    """Say why an act was not carried out."""
    values = {"name": entry.client.name}
    if isinstance(error, SlotTakenError | NeedsOverrideError):
        reasons = ", ".join(reason_words(reason) for reason in error.reasons)
        messages.error(request, _("Not done, because %(reasons)s.") % {"reasons": reasons})
    elif isinstance(error, OfferOpenError):
        words = _("A time is held for %(name)s already, or this one was offered to them before.")
        messages.error(request, words % values)
    else:
        messages.error(request, _("Nothing was changed: %(name)s no longer waits.") % values)


def offer_page(request: HttpRequest, entry: WaitingEntry, form: OfferForm, status: int = HTTPStatus.OK) -> HttpResponse:
    """Show the form, with whatever was typed."""
    _there, home = pages.places(entry.practitioner, entry.zone_name)
    now = timezone.now()
    context = {
        **desk.context_of(request),
        "title": _("Offer a time"),
        "entry": entry,
        "form": form,
        "place": home.name,
        "typed": desk_times.typed_words(form, home),
        "suits": suits_words(entry),
        "is_open": entry.ended_at is None and waiting.open_offer_of(entry, now) is None,
    }
    return render(request, "admin/desk_waiting_offer.html", context, status=status)


def free_choices(entry: WaitingEntry, chosen: str = "") -> list[tuple[str, str]]:
    """Return the next free times that suit and were not offered to them before, as the practice may offer them."""
    there, home = pages.places(entry.practitioner, entry.zone_name)
    now = timezone.now()
    window = Interval(now, now + desk_times.AHEAD)
    slots = selectors.offered_slots(
        session_type=entry.session_type, mode=None, window=window, now=now, asker=Asker.PRACTICE
    )
    before = set(entry.offers.values_list("starts_at", flat=True))
    suiting = [slot for slot in slots if entry.wanted.takes(slot) and slot.start not in before]
    shown = desk_times.spread([slot.start for slot in suiting], home.zone)
    return [
        (slot.start.isoformat(), f"{desk_times.say_choice(slot.start, home, there)}: {say_ways(entry, slot)}")
        for slot in suiting
        if slot.start in shown or slot.start.isoformat() == chosen
    ]


def ways_of(entry: WaitingEntry) -> list[str]:
    """Return the ways that suit somebody and in which the session can be held."""
    held_in = {mode.value for mode in entry.session_type.modes}
    return [mode for mode in MODE_ORDER if mode in entry.wanted.modes and mode in held_in]


def say_way(mode: str) -> str:
    """Return a way of meeting as it stands within a sentence."""
    return str(Mode(mode).label).lower()


def say_ways(entry: WaitingEntry, slot: Slot) -> str:
    """Return the ways that suit somebody in which a free time can be had."""
    return ", ".join(say_way(mode) for mode in ways_of(entry) if mode in slot.modes)
