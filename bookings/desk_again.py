"""The therapist offers a time after a request that came to nothing: not answered, declined or withdrawn."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import selectors
from bookings.addresses import address_of
from bookings.desk import Kin, home_place, page_of
from bookings.desk_forms import ProposeForm
from bookings.desk_night import with_hour
from bookings.desk_times import free_choices, typed_words
from bookings.desk_views import explain, get_booking, latest_answer, user_of
from bookings.errors import BookingError, NeedsOverrideError, StatusError
from bookings.models import Booking
from bookings.services import offer_again
from bookings.services.offering_again import can_offer_again, offered_after, request_before
from bookings.standing import status_at
from practice import desk
from practice.keeping import keep_words
from practice.times import say_session, say_short


def can_offer(booking: Booking, now: datetime) -> bool:
    """Tell whether a time can be offered after a booking as it stands at `now`; a deadline that has passed counts."""
    shown = Booking.objects.select_related("client").get(pk=booking.pk)
    shown.status = status_at(booking, now)
    return can_offer_again(shown)


def again_kin(booking: Booking) -> list[Kin]:
    """Return what a session's page says of a time that was offered after it, or of the request before it."""
    found = []
    home = home_place(booking)
    if later := offered_after(booking):
        words = _("You offered a time after this: %(when)s.")
        found.append(Kin(words % {"when": say_short(later.starts_at, home)}, page_of(later)))
    if before := request_before(booking):
        words = _("It follows an earlier request, for %(when)s.")
        found.append(Kin(words % {"when": say_short(before.starts_at, home)}, page_of(before)))
    return found


@keep_words(written=["other", "override_reason"], hidden=["slot"])
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a time after a request; hours are read in the practitioner's zone."""
    booking = get_booking(pk)
    with timezone.override(booking.practitioner.zone):
        form = ProposeForm(request.POST if request.method == "POST" else None)
        shape = selectors.shape_of(booking.session_type)
        form.offer(free_choices(booking, request.POST.get("slot", ""), shape=shape))
        if not form.is_bound:
            return again_page(request, booking, form)
        if not form.is_valid():
            return again_page(request, booking, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        row = offer_time(request, booking, form)
        if row is None:
            return again_page(request, get_booking(pk), form, HTTPStatus.CONFLICT)
    return redirect(page_of(row))


def offer_time(request: HttpRequest, booking: Booking, form: ProposeForm) -> Booking | None:
    """Offer the time that was chosen, and say how it went; return None where it could not be offered."""
    now = timezone.now()
    try:
        row = offer_again(
            booking=booking,
            starts_at=form.start,
            by=user_of(request),
            now=now,
            override_reason=form.cleaned_data["override_reason"],
        )
    except BookingError as error:
        explain(request, booking, error, at=None if isinstance(error, StatusError) else form.start)
        if isinstance(error, NeedsOverrideError):
            messages.info(request, _("You can offer it all the same: say why in the last field."))
        return None
    words = _("The time is held for the client. There is no email address, so nothing is sent: tell them yourself.")
    if address_of(row):
        words = _("The time is held for the client, who is asked by email.")
        words = with_hour(words, cause=f"booking:{row.uuid}", kinds=["booking_proposed"], now=now)
    messages.success(request, words)
    return row


def again_page(request: HttpRequest, booking: Booking, form: ProposeForm, status: int = HTTPStatus.OK) -> HttpResponse:
    """Show the form, with whatever was typed."""
    home, now = home_place(booking), timezone.now()
    later = offered_after(booking)
    context = {
        **desk.context_of(request),
        "title": _("Offer a time"),
        "form": form,
        "booking": booking,
        "is_open": can_offer(booking, now),
        "later": page_of(later) if later else "",
        "standing": Booking.Status(status_at(booking, now)).label,
        "latest": say_short(latest_answer(booking, now), home),
        "has_address": bool(address_of(booking)),
        "hours": booking.practitioner.cancellation_hours,
        "when": say_session(booking.starts_at, booking.ends_at, home),
        "place": home.name,
        "typed": typed_words(form, home),
        "back": page_of(booking),
    }
    return render(request, "admin/desk_again.html", context, status=status)
