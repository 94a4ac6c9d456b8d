"""What has been arranged: the same page for the browser that asked, the client, and the link. Its acts: `acting`."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require_sign_in_or
from accounts.own_browser import is_own
from bookings import access, guardians, pages, selectors, waiting
from bookings.arrival import arrival_of
from bookings.doors import door_to, own_door_of
from bookings.emails import MANAGE_LINK
from bookings.forms import FindForm
from bookings.help_first import help_first
from bookings.keeping import BY_LINK, BY_SIGN_IN, has_no_link, has_signed_out
from bookings.models import Booking
from bookings.request_limits import may_mail
from bookings.services.codes import waiting_token
from bookings.standing import move_words, past_move_words, standing_of, status_at
from bookings.views.acting import act_on, acts_for, calendar_answer
from practice import mail
from practice.errors import error_page
from practice.keeping import give_words_back, keep_words
from practice.limits import client_address, spend
from practice.nearest_help import young_help_near

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
