"""What a client can do with a booking, by whichever door she came: asked first, carried out, and back to its page."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import calendars, consent, pages, selectors, waiting
from bookings.care import is_offer_void
from bookings.errors import BookingError, GuardianMissingError, NoPlaceError, SlotTakenError, StartedError
from bookings.forms import CancelForm
from bookings.models import Booking, BookingEvent
from bookings.services import (
    accept_proposal,
    cancel_booking,
    leave_list,
    refuse_proposal,
    say_running_late,
    withdraw_request,
)
from bookings.services.changing import can_change
from bookings.standing import status_at
from bookings.views.guardian import ask_for_consent
from bookings.views.moving import change_time, move_session
from practice.mail.compose import sender
from practice.naming import therapist_in_sentence

ACTS = frozenset({"withdraw", "cancel", "accept", "refuse", "leave", "late"})
ANSWERS = {Booking.Status.REQUESTED: ["withdraw"], Booking.Status.PROPOSED: ["accept", "refuse"]}


def acts_for(booking: Booking, now: datetime) -> list[str]:
    """Return what the client may do with a booking as it stands at `now`."""
    status = Booking.Status(status_at(booking, now))
    if status != Booking.Status.CONFIRMED:
        is_offer = status == Booking.Status.PROPOSED and waiting.entry_of_offer(booking) is not None
        further = {"leave": is_offer, "change": can_change(booking, now)}
        acts = [*ANSWERS.get(status, []), *(act for act, can in further.items() if can)]
        if is_offer_void(booking) or consent.is_to_weigh(booking):
            return [act for act in acts if act != "accept"]
        if status not in ANSWERS or not consent.lacks_guardian(booking):
            return acts
        return [*(act for act in acts if act != "accept"), "guardian"]
    if booking.starts_at <= now:
        return []
    move = selectors.open_move_of(booking, now)
    return ["cancel", *(ANSWERS[Booking.Status(move.status)] if move else ["move"])]


def meant_by(booking: Booking, act: str, now: datetime) -> Booking:
    """Return the row that an act on a session is about: an answer to a move that waits is about its new row."""
    move = selectors.open_move_of(booking, now) if act != "cancel" else None
    return move or booking


def act_on(request: HttpRequest, booking: Booking, act: str, back: str) -> HttpResponse:
    """Ask before an act (GET), carry it out (POST), and go back to the booking's page, whatever came of it."""
    if act == "calendar" and request.method in {"GET", "HEAD"}:
        return calendar_answer(booking)
    if act == "move":
        return move_session(request, booking, back)
    if act == "change":
        return change_time(request, booking, back)
    if act == "guardian":
        return ask_for_consent(request, booking, back)
    if act not in ACTS:
        raise Http404
    if act == "late":
        return running_late(request, booking, back)
    if act == "cancel" and request.method != "POST" and (words := why_not_cancelled(booking, timezone.now())):
        messages.error(request, words)
        return redirect(back)
    booking = meant_by(booking, act, timezone.now())
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return question_page(request, booking, act, form, back)
    try:
        carry_out(booking, act, user_of(request), form.cleaned_data["note"])
        say_what_stays(request, booking, act)
    except SlotTakenError:
        messages.error(request, _("This time has been taken meanwhile. Please choose another one."))
    except GuardianMissingError:
        messages.error(request, _("A parent or guardian has to agree first. This page says how they are asked."))
    except StartedError:
        messages.error(request, started_words())
    except BookingError:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
    return redirect(back)


def question_page(request: HttpRequest, booking: Booking, act: str, form: CancelForm, back: str) -> HttpResponse:
    """Ask before an act, with what was typed where it came back."""
    context = {
        "form": form,
        "act": act,
        "back_url": back,
        "session": pages.session_view(booking, timezone.now()),
        "has_move": selectors.open_move_of(booking, timezone.now()) is not None,
        "is_skip": act == "cancel" and selectors.is_of_standing(booking),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "bookings/booking_cancel.html", context, status=status)


def say_what_stays(request: HttpRequest, booking: Booking, act: str) -> None:
    """Say after a no to another time for a session, whichever side had named it, that the session stays."""
    if booking.replaces_id is None:
        return
    if act == "withdraw":
        messages.success(request, _("The move is withdrawn. Your session stays at the time agreed."))
    elif act == "refuse":
        messages.success(request, _("The other time is released. Your session stays at the time agreed."))


def started_words() -> str:
    """Return why a session that has begun is not cancelled."""
    return _("The session has started, so it can no longer be cancelled here.")


def why_not_cancelled(booking: Booking, now: datetime) -> str:
    """Return why the question whether to cancel is not asked; "" where it is."""
    if "cancel" in acts_for(booking, now):
        return ""
    if booking.status == Booking.Status.CONFIRMED:
        return started_words()
    return _("Nothing was changed: this page now shows how things stand.")


def running_late(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    """Tell the therapist that the client comes later (POST), and go back; the button on the page asks nothing."""
    if request.method == "POST":
        try:
            say_running_late(booking=booking, by=user_of(request), now=timezone.now())
            words = _("A message to %(therapist)s is on its way: you are running late.")
            messages.success(request, words % {"therapist": therapist_in_sentence()})
        except BookingError:
            messages.info(request, _("Nothing was changed: this page now shows how things stand."))
    return redirect(back)


def user_of(request: HttpRequest) -> User | None:
    """Return who is signed in; None for whoever came by a link or in the browser that asked."""
    return request.user if isinstance(request.user, User) else None


def carry_out(booking: Booking, act: str, user: User | None, note: str) -> None:
    """Call the service of a client's act."""
    now = timezone.now()
    if act == "withdraw":
        withdraw_request(booking=booking, by=user, now=now, note=note)
    elif act == "accept":
        accept_proposal(booking=booking, by=user, now=now)
    elif act == "refuse":
        refuse_proposal(booking=booking, by=user, now=now)
    elif act == "leave":
        leave_by_offer(booking, user, now)
    else:
        cancel_booking(booking=booking, by=BookingEvent.By.CLIENT, user=user, now=now, note=note)


def leave_by_offer(booking: Booking, user: User | None, now: datetime) -> None:
    """Say no to a time from the waiting list and leave it."""
    entry = waiting.entry_of_offer(booking)
    if entry is None or status_at(booking, now) != Booking.Status.PROPOSED:
        raise NoPlaceError
    leave_list(entry=entry, by=user, now=now)


def calendar_answer(booking: Booking) -> HttpResponse:
    """Return the file of an agreed session as a download; a request that is not agreed has none."""
    try:
        content = calendars.calendar_file(booking, now=timezone.now(), sender=sender().addr_spec)
    except ValueError:
        raise Http404 from None
    response = HttpResponse(
        content, content_type=f"text/calendar; charset=utf-8; method={calendars.method_of(booking)}"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{calendars.file_name(booking)}"'
    return response
