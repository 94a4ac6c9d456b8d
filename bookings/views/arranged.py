"""What has been arranged: the same page and the same acts for the browser that asked, the client, and the link."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require_sign_in_or
from accounts.models import User
from accounts.own_browser import is_own
from bookings import access, calendars, consent, guardians, pages, selectors, waiting
from bookings.arrival import arrival_of
from bookings.care import is_offer_void
from bookings.doors import door_to, own_door_of
from bookings.emails import MANAGE_LINK
from bookings.errors import BookingError, GuardianMissingError, NoPlaceError, SlotTakenError, StartedError
from bookings.forms import CancelForm, FindForm
from bookings.help_first import help_first
from bookings.keeping import BY_LINK, BY_SIGN_IN, has_no_link, has_signed_out
from bookings.models import Booking, BookingEvent
from bookings.request_limits import may_mail
from bookings.services import (
    accept_proposal,
    cancel_booking,
    leave_list,
    refuse_proposal,
    say_running_late,
    withdraw_request,
)
from bookings.services.changing import can_change
from bookings.services.codes import waiting_token
from bookings.standing import move_words, past_move_words, standing_of, status_at
from bookings.views.guardian import ask_for_consent
from bookings.views.moving import change_time, move_session
from practice import mail
from practice.errors import error_page
from practice.keeping import give_words_back, keep_words
from practice.limits import client_address, spend
from practice.mail.compose import sender
from practice.naming import therapist_in_sentence
from practice.nearest_help import young_help_near

ACTS = frozenset({"withdraw", "cancel", "accept", "refuse", "leave", "late"})
ANSWERS = {Booking.Status.REQUESTED: ["withdraw"], Booking.Status.PROPOSED: ["accept", "refuse"]}
LINKS_A_MAILBOX = 6
Status = Booking.Status
ENDED_UNMET = frozenset({Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.CANCELLED})
WITH_FEE = frozenset({Status.REQUESTED, Status.PROPOSED, Status.CONFIRMED, Status.COMPLETED})  # to come, or held


@require_safe
@require_sign_in_or(access.BROWSER)
def book_asked(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Say what happens next with a booking, and by when; a draft waits for its code first."""
    booking = access.get_booking_for(request, reference)
    if status_at(booking, timezone.now()) == Booking.Status.DRAFT:
        return redirect("book_verify")
    return booking_page(request, booking, lambda act: reverse("book_asked_act", args=[reference, act]))


@keep_words(written=["note", "name", "relation", "email"], hidden=["start", "tz"])
@require_http_methods(["GET", "HEAD", "POST"])
@give_words_back(has_signed_out, BY_SIGN_IN)
@require_sign_in_or(access.BROWSER)
def book_asked_act(request: HttpRequest, reference: UUID, act: str) -> HttpResponse:
    """Carry out an act on a booking; a GET only asks."""
    booking = access.get_booking_for(request, reference)
    return act_on(request, booking, act, reverse("book_asked", args=[reference]))


@require_safe
@require_sign_in_or(access.BROWSER)
def book_calendar(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return the calendar file of an agreed session."""
    return calendar_answer(access.get_booking_for(request, reference))


@require_safe
def book_manage_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the link's token in the session and go on to an address without it. Changes nothing else."""
    access.open_manage_link(request, token)
    return redirect("book_manage")


@require_safe
def book_manage(request: HttpRequest) -> HttpResponse:
    """Show the booking whose link this browser opened."""
    if access.MANAGED not in request.session:
        return redirect("book_find")
    booking = access.get_managed(request)
    return booking_page(request, booking, lambda act: reverse("book_manage_act", args=[act]))


@keep_words(written=["note", "name", "relation", "email"], hidden=["start", "tz"])
@require_http_methods(["GET", "HEAD", "POST"])
@give_words_back(has_no_link, BY_LINK)
def book_manage_act(request: HttpRequest, act: str) -> HttpResponse:
    """Carry out an act on the booking whose link this browser opened; a GET only asks."""
    if access.MANAGED not in request.session:
        messages.info(request, _("This page was open too long. Open the link in your email again."))
        return redirect("book_find")
    return act_on(request, access.get_managed(request), act, reverse("book_manage"))


@require_safe
def book_manage_calendar(request: HttpRequest) -> HttpResponse:
    """Return the calendar file of the booking whose link this browser opened."""
    return calendar_answer(access.get_managed(request))


@require_http_methods(["GET", "HEAD", "POST"])
def book_find(request: HttpRequest) -> HttpResponse:
    """Mail the links again. The answer is the same whether or not the address is known."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if not is_own(request):
        form.fields["email"].widget.attrs["autocomplete"] = "off"
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "bookings/booking_find.html", {"form": form}, status=status)
    if not spend("find", client_address(request), limit=10, per=timedelta(hours=1)):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    email = form.cleaned_data["email"]
    if may_mail(email, request, limit=LINKS_A_MAILBOX):
        now = timezone.now()
        mail.queue(kind=MANAGE_LINK, cause=f"links:{uuid4()}", due_at=now, body={"email": email})
    return render(request, "bookings/booking_find.html", {"form": FindForm(), "is_sent": True})


def booking_page(request: HttpRequest, booking: Booking, act_address: Callable[[str], str]) -> HttpResponse:
    """Render the page of one booking with the acts that its status allows."""
    now = timezone.now()
    view = pages.session_view(booking, now)
    status = status_at(booking, now)
    acts = acts_for(booking, now)
    is_waiting = status in {Booking.Status.REQUESTED, Booking.Status.PROPOSED}
    is_agreed = status == Booking.Status.CONFIRMED and now < booking.ends_at
    move = selectors.open_move_of(booking, now)
    guardian = guardians.standing_of(booking, now)
    has_ended_for_child = booking.is_minor and status in ENDED_UNMET
    door = door_to(booking.session_type, own_door_of(booking.client).asker)
    times_url = pages.times_address(booking.session_type, door, tz=booking.client_zone)
    # While a request waits, another one would only be a second: it is withdrawn or answered first.
    has_other_times = not is_agreed and not is_waiting and booking.session_type.is_offered
    entry = None if is_waiting or is_agreed else waiting.entry_of_offer(booking)
    asks_for_child = guardian.can_ask if guardian else has_ended_for_child
    context = {
        "session": view,
        "place_url": reverse("book_place_link", args=[waiting_token(entry.uuid)]) if entry else "",
        "standing": standing_of(view, now),
        "acts": {act: act_address(act) for act in acts},
        "move_words": move_words(pages.session_view(move, now)) if move else "",
        "past_move": past_move_words(booking, now) if is_agreed and move is None else "",
        "calendar_url": act_address("calendar") if is_agreed else "",
        "guardian": guardian,
        "young_help": young_help_near(booking.client_zone) if asks_for_child else None,
        "has_fee": booking.fee_rupees is not None and status in WITH_FEE,
        "arrival": arrival_of(booking, now, act_address("late")),
        "is_waiting": is_waiting,
        "waits_for_answer": status == Booking.Status.REQUESTED,
        "times_url": times_url if has_other_times else "",
        "space_url": reverse("space") if status == Status.CANCELLED and selectors.is_of_standing(booking) else "",
        "help_first": help_first([booking], now),
    }
    return render(request, "bookings/booking_asked.html", context)


def acts_for(booking: Booking, now: datetime) -> list[str]:
    """Return what the client may do with a booking as it stands at `now`."""
    status = Booking.Status(status_at(booking, now))
    if status != Booking.Status.CONFIRMED:
        is_offer = status == Booking.Status.PROPOSED and waiting.entry_of_offer(booking) is not None
        further = {"leave": is_offer, "change": can_change(booking, now)}
        acts = [*ANSWERS.get(status, []), *(act for act, can in further.items() if can)]
        if is_offer_void(booking):
            return [act for act in acts if act != "accept"]
        if consent.is_to_weigh(booking):
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
        view = pages.session_view(booking, timezone.now())
        has_move = selectors.open_move_of(booking, timezone.now()) is not None
        context = {"form": form, "act": act, "back_url": back, "session": view, "has_move": has_move}
        context["is_skip"] = act == "cancel" and selectors.is_of_standing(booking)
        is_wrong = request.method == "POST"
        return render(
            request,
            "bookings/booking_cancel.html",
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
        )
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
