"""The consent of a parent or guardian: the page on which one asks for it, and the page on which they answer."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from bookings import guardians, pages
from bookings.errors import GuardianSettledError
from bookings.guardian_forms import AnswerForm, AskGuardianForm
from bookings.models import Booking, Guardian
from bookings.request_limits import mails_to
from bookings.services import answer_as_guardian, ask_guardian
from bookings.services.codes import hash_token
from bookings.services.guardians import TEXT, is_answer_awaited, is_to_ask
from practice.errors import error_page
from practice.keeping import keep_words
from practice.limits import Allowance, client_address, spend, spend_in_turn
from practice.nearest_help import young_help_near
from practice.texts import current_text

OPENED = "guardian_opened"
MAILS_A_CLIENT_A_DAY = 3
MAILS_A_GUARDIAN = 2
ANSWERS_AN_ADDRESS = 20


def ask_for_consent(request: HttpRequest, booking: Booking, back: str) -> HttpResponse:
    """Say what would be sent (GET), then write to a parent or guardian (POST); never from a draft."""
    now = timezone.now()
    if not is_to_ask(booking, now):
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect(back)
    form = AskGuardianForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return ask_page(request, booking, form, back)
    if not may_write(request, booking, form.details.contact):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    by = request.user if isinstance(request.user, User) else None
    try:
        ask_guardian(booking=booking, details=form.details, by=by, now=now)
    except GuardianSettledError:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
    else:
        messages.success(request, _("The email to them is on its way. This page shows when they have answered."))
    return redirect(back)


def may_write(request: HttpRequest, booking: Booking, address: str) -> bool:
    """Count a message to a guardian: against whoever has it sent, and against the mailbox. The same again is free."""
    if any(row.contact == address for row in booking.guardians.waiting()):
        return True
    own = Allowance("guardian mail", str(booking.client_id), MAILS_A_CLIENT_A_DAY, timedelta(days=1))
    return spend_in_turn([own, *mails_to(address, request, limit=MAILS_A_GUARDIAN)])


def ask_page(request: HttpRequest, booking: Booking, form: AskGuardianForm, back: str) -> HttpResponse:
    """Render the form, with whom to call first."""
    now = timezone.now()
    context = {
        "form": form,
        "back_url": back,
        "session": pages.session_view(booking, now),
        "standing": guardians.standing_of(booking, now),
        "young_help": young_help_near(booking.client_zone),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "bookings/booking_guardian_ask.html", context, status=status)


@require_safe
def book_guardian_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the link's token in the session and go on to an address without it. Changes nothing else."""
    token_hash = hash_token(token)
    if not Guardian.objects.filter(token_hash=token_hash).exists():
        raise Http404
    request.session[OPENED] = token_hash
    return redirect("book_guardian")


@keep_words(hidden=["answer", "is_guardian"])
@require_http_methods(["GET", "HEAD", "POST"])
def book_guardian(request: HttpRequest) -> HttpResponse:
    """Show what a parent or guardian is asked (GET), and take the answer (POST)."""
    now = timezone.now()
    guardian = opened_by(request)
    if guardian is None or not is_answer_awaited(guardian, now):
        return render(request, "bookings/booking_guardian_over.html", {"guardian": guardian})
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return answer_page(request, guardian, form)
    if not spend("guardian answer", client_address(request), limit=ANSWERS_AN_ADDRESS, per=timedelta(hours=1)):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    today = now.astimezone(guardian.booking.practitioner.zone).date()
    try:
        answer_as_guardian(guardian=guardian, agrees=form.agrees, today=today, now=now)
    except GuardianSettledError:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
    return redirect("book_guardian")


def opened_by(request: HttpRequest) -> Guardian | None:
    """Return whose link this browser opened; None for none."""
    token_hash = request.session.get(OPENED)
    rows = Guardian.objects.select_related("booking__client", "booking__practitioner", "booking__session_type")
    return rows.filter(token_hash=token_hash).first() if token_hash else None


def answer_page(request: HttpRequest, guardian: Guardian, form: AnswerForm) -> HttpResponse:
    """Render what is asked: for whom, for what time, on what terms. Nothing of what the young person wrote."""
    context = {
        "form": form,
        "guardian": guardian,
        "session": pages.session_view(guardian.booking, timezone.now()),
        "text": current_text(TEXT),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "bookings/booking_guardian.html", context, status=status)
