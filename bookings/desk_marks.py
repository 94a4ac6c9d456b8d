"""The desk once a session has started: what its page offers to note, and the acts, each a POST that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from bookings import desk, desk_views, history
from bookings.errors import BookingError
from bookings.models import Booking
from bookings.scheduling.lifecycle import has_started
from bookings.services import complete_session, mark_no_show, set_late_mark, undo_mark
from bookings.services.marking import was_excused

Status = Booking.Status


@dataclass(frozen=True, slots=True)
class Mark:
    """One button: what it does, what stands on it, and what is said once it is done."""

    carry_out: Callable[[Booking, User, datetime], Booking]
    button: Promise
    done: Promise


MARKS = {
    "complete": Mark(
        lambda booking, by, now: complete_session(booking=booking, by=by, now=now),
        gettext_lazy("It took place"),
        gettext_lazy("Noted: the session took place."),
    ),
    "no-show": Mark(
        lambda booking, by, now: mark_no_show(booking=booking, by=by, now=now),
        gettext_lazy("Did not come"),
        gettext_lazy("Noted: the client did not come. Nobody is told."),
    ),
    "undo": Mark(
        lambda booking, by, now: undo_mark(booking=booking, by=by, now=now),
        gettext_lazy("Undo"),
        gettext_lazy("Taken back: the session is confirmed, as before."),
    ),
    "not-late": Mark(
        lambda booking, by, now: set_late_mark(booking=booking, is_late=False, by=by, now=now),
        gettext_lazy("Not late after all"),
        gettext_lazy("The late mark is off."),
    ),
    "late": Mark(
        lambda booking, by, now: set_late_mark(booking=booking, is_late=True, by=by, now=now),
        gettext_lazy("Undo: late after all"),
        gettext_lazy("The late mark is back."),
    ),
}
NEXT_MARKS = {Status.COMPLETED: ["undo"], Status.NO_SHOW: ["undo"]}


@dataclass(frozen=True, slots=True)
class Button:
    """One act as the page shows it."""

    label: Promise
    url: str


@dataclass(frozen=True, slots=True)
class AfterPart:
    """What the page of a session says and offers about how it went."""

    words: str
    buttons: list[Button]


def after_part(booking: Booking, now: datetime) -> AfterPart | None:
    """Return what can be noted of a session at `now`; None while there is nothing."""
    names = _possible(booking, now)
    if not names:
        return None
    buttons = [Button(MARKS[name].button, reverse("admin:booking_mark", args=[booking.pk, name])) for name in names]
    return AfterPart(_words(booking), buttons)


def _possible(booking: Booking, now: datetime) -> list[str]:
    status = Status(booking.status)
    if status == Status.CONFIRMED and has_started(now, booking.starts_at):
        return ["complete", "no-show"]
    if status == Status.CANCELLED and booking.is_late_cancellation:
        return ["not-late"]
    if status == Status.CANCELLED and was_excused(booking):
        return ["late"]
    return NEXT_MARKS.get(status, [])


def _words(booking: Booking) -> str:
    status = Status(booking.status)
    if status == Status.CONFIRMED:
        return _("It has started. Nothing is noted by itself, and each note can be taken back.")
    if status == Status.CANCELLED and booking.is_late_cancellation:
        return _("It is marked as cancelled late. Nothing is charged automatically.")
    if status == Status.CANCELLED:
        return _("You took the late mark off.")
    return history.last_mark(booking, desk.home_place(booking))


@require_POST
def mark(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Note how a session went, or take a note back."""
    if name not in MARKS:
        raise Http404
    booking = desk_views.get_booking(pk)
    try:
        MARKS[name].carry_out(booking, desk_views.user_of(request), timezone.now())
    except BookingError as error:
        desk_views.explain(request, booking, error)
    else:
        messages.success(request, str(MARKS[name].done))
    return desk_views.back_to(booking)
