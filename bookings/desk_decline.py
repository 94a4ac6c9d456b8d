"""Declining a request at the desk: a sentence for the client if she likes, and the message as it would be sent."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.addresses import address_of
from bookings.desk_forms import DeclineForm
from bookings.desk_night import with_hour
from bookings.desk_questions import DECLINE, with_told
from bookings.desk_views import back_to_desk, explain, get_booking, question_page, user_of
from bookings.emails import words_of
from bookings.errors import BookingError
from bookings.lock_screen import first_words
from bookings.models import Booking
from bookings.services import decline_booking
from bookings.wording import Wording, wording_of, write_worded
from practice.keeping import keep_words

KIND = "booking_declined"
LOOK = "look"  # what the button sends that shows the message and does nothing


@dataclass(frozen=True, slots=True)
class Letter:
    """The message as the client would get it."""

    subject: str
    first_words: str
    text: str
    is_bare: bool
    is_open: bool


@keep_words(written=["word", "note"])
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), show the message or decline a request (POST)."""
    booking, now = get_booking(pk), timezone.now()
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return decline_page(request, booking, form, now)
    if LOOK in request.POST:
        return decline_page(request, booking, form, now, HTTPStatus.OK)
    note, word = form.cleaned_data["note"], form.cleaned_data["word"]
    try:
        decline_booking(booking=booking, by=user_of(request), now=now, note=note, word=word)
    except BookingError as error:
        explain(request, booking, error)
        if note or word:
            return decline_page(request, get_booking(pk), form, now, HTTPStatus.CONFLICT)
    else:
        told = _("The client gets a kind word and other times.")
        words = with_told(_("Declined."), told, address=address_of(booking))
        if address_of(booking):
            words = with_hour(words, cause=f"booking:{booking.uuid}", kinds=[KIND], now=now)
        messages.success(request, words)
    return back_to_desk()


def decline_page(
    request: HttpRequest, booking: Booking, form: DeclineForm, now: datetime, status: int | None = None
) -> HttpResponse:
    """Ask, with the message beneath: as it would be now, with the sentence if there is one."""
    word = form.cleaned_data.get("word", "") if form.is_bound else ""
    is_looking = form.is_bound and status == HTTPStatus.OK
    letter = letter_of(booking, word, now, is_open=is_looking)
    return question_page(request, booking, form, DECLINE, status=status, also={"letter": letter, "look": LOOK})


def letter_of(booking: Booking, word: str, now: datetime, *, is_open: bool) -> Letter | None:
    """Return the message that a decline would send; None where no address is known.

    The link to the client's own page is left out: it opens that page for whoever has it.
    """
    to, wording = address_of(booking), wording_of(booking)
    if not to:
        return None
    mail = write_worded(KIND, {**words_of(booking, now), "manage_url": "…", "word": word}, wording, to=to)
    return Letter(mail.subject, first_words(mail.text), mail.text, wording == Wording.BARE, is_open)
