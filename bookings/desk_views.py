"""The therapist's acts on one session, each its own POST. Whatever comes of it is said in a message."""

from datetime import datetime
from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from bookings import desk, selectors
from bookings.addresses import address_of
from bookings.desk_forms import NoteForm, OverrideForm, ProposeForm
from bookings.desk_night import with_hour
from bookings.desk_questions import CANCEL, CONFIRM, DECLINE, Question, question_for, with_told
from bookings.desk_times import free_choices, typed_words
from bookings.errors import (
    BookingError,
    GuardianMissingError,
    MoveOpenError,
    NeedsOverrideError,
    NotStartedError,
    SlotTakenError,
    StartedError,
    StatusError,
)
from bookings.models import Booking, BookingEvent, StandingDate
from bookings.services import cancel_booking, confirm_booking, offer_move, propose_time
from bookings.services.moving import offer_deadline
from practice.keeping import keep_words
from practice.times import say_session, say_short


def user_of(request: HttpRequest) -> User:
    """Return the signed-in user; the desk's views are reached by nobody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def explain(request: HttpRequest, booking: Booking, error: BookingError, *, at: datetime | None = None) -> None:
    """Say why an act was not carried out. `at` is the time that it was about, if not the booking's own."""
    when = say_short(at or booking.starts_at, desk.home_place(booking))
    if isinstance(error, StatusError):
        words = _("%(when)s: nothing was changed. It is now: %(status)s.")
        messages.error(request, words % {"when": when, "status": error.booking.get_status_display()})
    elif isinstance(error, SlotTakenError | NeedsOverrideError):
        reasons = ", ".join(desk.reason_words(reason) for reason in error.reasons)
        messages.error(request, _("%(when)s: not done, because %(reasons)s.") % {"when": when, "reasons": reasons})
    elif isinstance(error, GuardianMissingError):
        words = _("%(when)s: not confirmed. %(name)s is under 18, and no parent or guardian has agreed yet.")
        messages.error(request, words % {"when": when, "name": booking.name})
    elif isinstance(error, StartedError):
        messages.error(request, _("%(when)s: the session has started.") % {"when": when})
    elif isinstance(error, MoveOpenError):
        messages.error(request, _("%(when)s: another time for this session waits already.") % {"when": when})
    elif isinstance(error, NotStartedError):
        messages.error(request, _("%(when)s: the session has not started yet.") % {"when": when})
    else:
        messages.error(request, _("%(when)s: nothing was changed.") % {"when": when})


def get_booking(pk: int) -> Booking:
    """Return a booking with what the acts need."""
    return get_object_or_404(Booking.objects.select_related("practitioner", "session_type__practitioner"), pk=pk)


def back_to_desk() -> HttpResponse:
    """Go back to the front page of the desk."""
    return redirect("admin:index")


def back_to(booking: Booking) -> HttpResponse:
    """Go back to the session's page."""
    return redirect("admin:bookings_booking_change", booking.pk)


def no_rules_yet(request: HttpRequest) -> HttpResponse:
    """Say that there is no practice yet whose rules could be changed."""
    messages.info(request, _("There are no rules to change yet."))
    return redirect("admin:index")


@keep_words(written=["override_reason"])
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a request; over her own rules only with a reason, which the session's page asks for."""
    booking = get_booking(pk)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return question_page(request, booking, form, CONFIRM)
    reason = form.cleaned_data["override_reason"]
    try:
        confirm_booking(booking=booking, by=user_of(request), now=timezone.now(), override_reason=reason)
    except BookingError as error:
        explain(request, booking, error)
        if reason:
            return stale_page(request, pk, form, CONFIRM)
        is_hers = isinstance(error, NeedsOverrideError | GuardianMissingError)
        return back_to(booking) if is_hers else back_to_desk()
    when = say_short(booking.starts_at, desk.home_place(booking))
    done, told = _("Confirmed: %(when)s.") % {"when": when}, _("The calendar file is on its way.")
    messages.success(request, with_told(done, told, address=address_of(booking)))
    return back_to_desk()


@keep_words(written=["note"])
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then cancel a confirmed session (POST)."""
    booking = get_booking(pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return question_page(request, booking, form, CANCEL)
    by, note = BookingEvent.By.PRACTICE, form.cleaned_data["note"]
    try:
        cancel_booking(booking=booking, by=by, user=user_of(request), now=timezone.now(), note=note)
    except BookingError as error:
        explain(request, booking, error)
        if note:
            return stale_page(request, pk, form, CANCEL)
    else:
        told = _("The client is told, and the calendar entry is taken out.")
        messages.success(request, with_told(_("Cancelled."), told, address=address_of(booking)))
    return back_to(booking)


def stale_page(request: HttpRequest, pk: int, form: forms.Form, question: Question) -> HttpResponse:
    """Show the page as things stand now, with what was typed on one that was older."""
    return question_page(request, get_booking(pk), form, question, status=HTTPStatus.CONFLICT)


def question_page(
    request: HttpRequest,
    booking: Booking,
    form: forms.Form,
    question: Question,
    *,
    is_open: bool | None = None,
    status: int | None = None,
    also: dict[str, object] | None = None,
) -> HttpResponse:
    """Ask before an act, or bring back what was typed with what is wrong about it.

    `is_open` says whether the act is possible where the status alone does not; `also` is what the page shows besides.
    """
    home = desk.home_place(booking)
    has_status = booking.status == question.possible_while
    has_started = question is CANCEL and has_status and booking.starts_at <= timezone.now()
    by_status = has_status and not has_started
    context = {
        **admin.site.each_context(request),
        "form": form,
        "booking": booking,
        "question": question_for(booking, question),
        "more": more_words(booking, question),
        "is_open": by_status if is_open is None else is_open,
        "has_started": has_started,
        "when": say_session(booking.starts_at, booking.ends_at, home),
        "title": question.title,
        "back": reverse("admin:bookings_booking_change", args=[booking.pk]),
        **(also or {}),
    }
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "admin/desk_question.html", context, status=status or usual)


def more_words(booking: Booking, question: Question) -> str:
    """Return what an act leaves as it is, where that could be doubted; "" where there is nothing to add."""
    old = booking.replaces
    if question is DECLINE and old is not None and is_agreed(old):
        return _("The session stays at the time agreed.")
    if question is not CANCEL:
        return ""
    found = []
    if StandingDate.objects.filter(booking=booking).exists():
        found.append(_("Only this date; the later ones stay."))
    if move := selectors.open_move_of(booking, timezone.now()):
        found.append(ends_too(move))
    return " ".join(found)


def ends_too(move: Booking) -> str:
    """Say of another time that waits that it ends with its session: who offers one and then cancels loses both."""
    asked = move.status == Booking.Status.REQUESTED
    words = _("The client's wish for another time (%(when)s) ends with it, and that time is free too.")
    if not asked:
        words = _("The other time that you offered (%(when)s) ends with it: the client then has neither.")
    return words % {"when": say_short(move.starts_at, desk.home_place(move))}


@keep_words(written=["other", "override_reason"], hidden=["slot", "moves"])
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer another time for a request or a confirmed session; hours are read in the practitioner's zone."""
    booking = get_booking(pk)
    with timezone.override(booking.practitioner.zone):
        form = ProposeForm(request.POST if request.method == "POST" else None)
        form.offer(free_choices(booking, request.POST.get("slot", "")))
        if not form.is_bound:
            return propose_page(request, booking, form)
        if not form.is_valid():
            return propose_page(request, booking, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if not offer_time(request, booking, form):
            return propose_page(request, get_booking(pk), form, HTTPStatus.CONFLICT)
    return back_to_desk()


def offer_time(request: HttpRequest, booking: Booking, form: ProposeForm) -> bool:
    """Offer the time that was chosen, and say how it went; return False where it could not be offered."""
    reason = form.cleaned_data["override_reason"]
    by, now = user_of(request), timezone.now()
    # As the page was shown: what was a request then and is agreed by now is not moved in passing.
    offer = offer_move if "moves" in request.POST else propose_time
    try:
        row = offer(booking=booking, starts_at=form.start, by=by, now=now, override_reason=reason)
    except StatusError as error:
        explain(request, booking, error)
        return False
    except BookingError as error:
        explain(request, booking, error, at=form.start)
        if isinstance(error, NeedsOverrideError):
            messages.info(request, _("You can offer it all the same: say why in the last field."))
        return False
    words = _("The time is held for the client. There is no email address, so nothing is sent: tell them yourself.")
    if address_of(row):
        words = _("The new time is held for the client, who is asked by email.")
        kinds = ["booking_proposed", "booking_move_offered"]
        words = with_hour(words, cause=f"booking:{row.uuid}", kinds=kinds, now=now)
    messages.success(request, words)
    return True


def propose_page(
    request: HttpRequest, booking: Booking, form: ProposeForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the form, with whatever was typed."""
    home = desk.home_place(booking)
    now = timezone.now()
    moves = is_agreed(booking) and (request.method != "POST" or "moves" in request.POST)
    context = {
        **admin.site.each_context(request),
        "form": form,
        "booking": booking,
        "is_open": can_move(booking, now) if moves else booking.status == Booking.Status.REQUESTED,
        "latest": say_short(latest_answer(booking, now), home),
        "has_started": moves and booking.starts_at <= now,
        "has_move": selectors.open_move_of(booking, now) is not None,
        "is_agreed": is_agreed(booking),
        "has_address": bool(address_of(booking)),
        "when": say_session(booking.starts_at, booking.ends_at, home),
        "place": home.name,
        "typed": typed_words(form, home),
        "title": _("Another time"),
        "back": reverse("admin:bookings_booking_change", args=[booking.pk]),
    }
    return render(request, "admin/desk_propose.html", context, status=status)


def latest_answer(booking: Booking, now: datetime) -> datetime:
    """Return until when, at the latest, the client may answer a time that is offered `now`."""
    return offer_deadline(booking.replaces or booking, now + booking.practitioner.hold, now)


def is_agreed(booking: Booking) -> bool:
    """Tell whether another time would move a session rather than answer a request."""
    return booking.status == Booking.Status.CONFIRMED


def can_move(booking: Booking, now: datetime) -> bool:
    """Tell whether a confirmed session can be offered another time: it has not started, and no move of it waits."""
    return is_agreed(booking) and booking.starts_at > now and selectors.open_move_of(booking, now) is None
