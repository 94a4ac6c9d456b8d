"""Proving the address: the page that takes the code."""

from datetime import UTC, timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services import sign_in_by_proof
from bookings import access, pages
from bookings.errors import CodeExpiredError, FullError, SlotTakenError, StatusError, TooManyOpenError, WrongCodeError
from bookings.forms import CodeForm
from bookings.help_first import help_first
from bookings.models import Booking
from bookings.request_limits import may_mail
from bookings.services import send_new_code, verify_request, was_sent_just_now
from bookings.views.asking import DetailsPage
from bookings.views.drafts import draft_words
from practice.errors import error_page
from practice.limits import client_address, spend


@require_http_methods(["GET", "HEAD", "POST"])
def book_verify(request: HttpRequest) -> HttpResponse:
    """Take the code; the right one makes the request and signs the person in."""
    booking = access.draft_of(request)
    if booking is None:
        return nothing_to_prove(request)
    if booking.status != Booking.Status.DRAFT:
        return redirect("book_asked", reference=booking.uuid)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return verify_page(request, booking, form)
    if not may_try_code(request):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    return check_code(request, booking, form)


def nothing_to_prove(request: HttpRequest, *, is_place: bool = False) -> HttpResponse:
    """Say that this browser keeps nothing that waits for a code, and what to do; the same whoever asks.

    `is_place` where it would be a place on the waiting list.
    """
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "bookings/booking_code_gone.html", {"is_place": is_place}, status=status)


def check_code(request: HttpRequest, booking: Booking, form: CodeForm) -> HttpResponse:
    """Prove the address, or say what is wrong with the code."""
    now = timezone.now()
    try:
        proved = verify_request(
            booking_uuid=booking.uuid,
            browser_key=access.browser_key(request),
            code=form.cleaned_data["code"],
            now=now,
        )
    except (WrongCodeError, CodeExpiredError) as error:
        form.add_error("code", say_of_code(error))
        return verify_page(request, booking, form)
    except SlotTakenError:
        return choose_again(request, booking)
    except TooManyOpenError:
        return verify_page(request, booking, form, refusal="too many")
    except FullError:
        return verify_page(request, booking, form, refusal="full")
    except StatusError:
        return redirect("book_asked", reference=booking.uuid)
    page = reverse("book_asked", args=[proved.uuid])
    user = proved.client.user if proved.client else None
    return sign_in_by_proof(request, user, next_url=page) if user else redirect(page)


def may_try_code(request: HttpRequest) -> bool:
    """Count a try from this place, whatever the code is for; False where there were too many within the hour."""
    return spend("code", client_address(request), limit=30, per=timedelta(hours=1))


def say_of_code(error: WrongCodeError | CodeExpiredError) -> str:
    """Return what is said of a code that does not count."""
    if isinstance(error, CodeExpiredError):
        return _("This code is more than ten minutes old. Ask for a new one below.")
    if error.tries_left == 0:
        return _("That was not the code, three times. Ask for a new one below.")
    return ngettext(
        "That is not the code. You can try %(count)d more time.",
        "That is not the code. You can try %(count)d more times.",
        error.tries_left,
    ) % {"count": error.tries_left}


def verify_page(request: HttpRequest, booking: Booking, form: CodeForm, *, refusal: str = "") -> HttpResponse:
    """Render the page that asks for the code. `refusal` of a right one: "too many" or "full"."""
    now = timezone.now()
    context = {
        "form": form,
        "booking": booking,
        "session": pages.session_view(booking, now),
        "is_kept": booking.blocks and booking.hold_until is not None and booking.hold_until > now,
        "has_too_many": refusal == "too many",
        "is_full": refusal == "full",
        "help_first": help_first([booking], timezone.now()),
        "again_url": pages.details_address(
            booking.session_type, start=booking.starts_at, mode=booking.mode, tz=booking.client_zone
        ),
    }
    wrong = form.is_bound and not form.is_valid()
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "bookings/booking_verify.html", context, status=status)


def choose_again(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Bring the form back, filled, where the time went while the code was under way."""
    session_type = booking.session_type
    place, home = pages.places(session_type.practitioner, booking.client_zone)
    page = DetailsPage(request, session_type, booking.starts_at.astimezone(UTC), booking.mode, place, home, None)
    typed = {"is_adult": "yes", **draft_words(booking)}
    return page.page(page.form(initial=typed), HTTPStatus.CONFLICT)


@require_POST
def book_new_code(request: HttpRequest) -> HttpResponse:
    """Mail a fresh code for the draft of this browser."""
    booking = access.draft_of(request)
    if booking is None:
        return nothing_to_prove(request)
    if booking.status != Booking.Status.DRAFT:
        return redirect("book_asked", reference=booking.uuid)
    now = timezone.now()
    if not was_sent_just_now(booking, now) and not may_mail(booking.email, request):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        send_new_code(booking_uuid=booking.uuid, browser_key=access.browser_key(request), now=now)
    except StatusError:
        return redirect("book_asked", reference=booking.uuid)
    messages.success(request, _("A new code is on its way."))
    return redirect("book_verify")
