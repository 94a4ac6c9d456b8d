"""The consent of a parent or guardian at the desk: noting what was given to the therapist, and that it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings import consent
from bookings.desk_questions import Question
from bookings.desk_views import back_to, explain, get_booking, question_page, user_of
from bookings.errors import BookingError
from bookings.guardian_forms import NoteGuardianForm, NothingForm
from bookings.guardians import is_known_under_age
from bookings.services import end_guardian, note_guardian, note_of_age
from bookings.services.guardians import can_note_consent
from practice.keeping import keep_words

NOTE = Question(
    gettext_lazy("Note the consent of a parent or guardian"),
    gettext_lazy(
        "For consent that was given to you: in person, on paper or by phone. It counts for every session of this "
        "client. Nobody is written to."
    ),
    gettext_lazy("Note it"),
    "",
)
END = Question(
    gettext_lazy("The consent no longer counts"),
    gettext_lazy(
        "It was taken back, or noted by mistake. What is agreed already stays as it is; nothing more can be confirmed "
        "until somebody agrees again. Nobody is written to."
    ),
    gettext_lazy("Note that it no longer counts"),
    "",
)
OF_AGE = Question(
    gettext_lazy("The client is 18 or older"),
    gettext_lazy(
        "For somebody who has turned 18, or whose earlier request said under 18 by mistake. Nobody at home has to "
        "agree any more. A later request that says under 18 counts again. Nobody is written to."
    ),
    gettext_lazy("Note it"),
    "",
)


@keep_words(written=["name", "relation", "contact", "given_on"], hidden=["how"])
@require_http_methods(["GET", "HEAD", "POST"])
def note_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask who agreed, how and when (GET), then note it (POST)."""
    booking = get_booking(pk)
    now = timezone.now()
    today = now.astimezone(booking.practitioner.zone).date()
    form = NoteGuardianForm(request.POST if request.method == "POST" else None, today=today)
    is_open = can_note_consent(booking)
    if not form.is_valid():
        return question_page(request, booking, form, NOTE, is_open=is_open)
    how, given_on = form.cleaned_data["how"], form.cleaned_data["given_on"]
    try:
        note_guardian(booking=booking, details=form.details, how=how, given_on=given_on, by=user_of(request), now=now)
    except BookingError as error:
        explain(request, booking, error)
    else:
        messages.success(request, _("Noted. The sessions of this client can be confirmed."))
    return back_to(booking)


@require_http_methods(["GET", "HEAD", "POST"])
def end_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then note that the consent ended (POST)."""
    booking = get_booking(pk)
    if request.method != "POST":
        is_open = booking.is_minor and consent.has_guardian(booking.client)
        return question_page(request, booking, NothingForm(), END, is_open=is_open)
    end_guardian(booking=booking, by=user_of(request), now=timezone.now())
    messages.success(request, _("Noted. Nothing more is confirmed for this client until somebody agrees again."))
    return back_to(booking)


@require_http_methods(["GET", "HEAD", "POST"])
def of_age(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), then note that the client is of age (POST)."""
    booking = get_booking(pk)
    if request.method != "POST":
        return question_page(request, booking, NothingForm(), OF_AGE, is_open=is_known_under_age(booking))
    note_of_age(booking=booking, by=user_of(request), now=timezone.now())
    messages.success(request, _("Noted. The client counts as 18 or older from now on."))
    return back_to(booking)
