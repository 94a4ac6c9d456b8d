"""Ending somebody's care at the desk: first a page that names what is still to come, then the act."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Client
from bookings import services
from bookings.addresses import address_of, is_written_to
from bookings.desk import home_place, how_of, page_of
from bookings.desk_night import with_hour
from bookings.desk_questions import with_told
from bookings.desk_views import user_of
from bookings.models import Booking, StandingTime, WaitingEntry
from bookings.services.caring import WITH_CARE, arranged_with, ended_with_care, offered_to
from bookings.services.standing_dates import has_ended
from bookings.standing_list import today_of
from bookings.standing_words import say_rhythm
from bookings.waiting import open_offer_of
from practice import desk
from practice.times import say_short

CANCEL, KEEP = "cancel", "keep"


class EndCareForm(forms.Form):
    """What becomes of the sessions to come; not asked where there are none."""

    sessions = forms.ChoiceField(
        label=gettext_lazy("What becomes of them?"),
        choices=[
            (
                CANCEL,
                gettext_lazy("Cancel the sessions, decline the requests and release the times offered"),
            ),
            (KEEP, gettext_lazy("Keep them as they are")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what becomes of what is still to come.")},
    )

    def __init__(self, data: Any, *, has_sessions: bool) -> None:
        super().__init__(data)
        if not has_sessions:
            del self.fields["sessions"]

    @property
    def cancels(self) -> bool:
        """Whether the sessions end too."""
        return bool(self.cleaned_data.get("sessions") == CANCEL)


@dataclass(frozen=True, slots=True)
class Anyway:
    """What ends whatever is chosen, in a sentence, with the dates that go with it."""

    words: str
    sessions: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Ending:
    """One client whose care is to end, with what is still to come: what can be kept, and what ends in any case.

    Without `is_written_to` no message finds her, and the therapist tells her.
    """

    client: Client
    is_written_to: bool
    sessions: list[dict[str, str]]
    anyway: list[Anyway]
    counted: str


@require_http_methods(["GET", "HEAD", "POST"])
def end_care(request: HttpRequest) -> HttpResponse:
    """Name the sessions to come and ask (GET), then end the care of each (POST)."""
    now = timezone.now()
    chosen = chosen_clients(request)
    endings = [ending_of(client, now) for client in chosen]
    if not endings:
        messages.info(request, _("Choose somebody from the list first."))
        return redirect("admin:accounts_client_changelist")
    has_sessions = any(ending.sessions for ending in endings)
    form = EndCareForm(request.POST if request.method == "POST" else None, has_sessions=has_sessions)
    if not form.is_valid():
        context = {**desk.context_of(request), "title": _("End care"), "endings": endings, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "admin/desk_end_care.html", {**context, "has_sessions": has_sessions}, status=status)
    for client in chosen:
        end_one(request, client, cancels=form.cancels, now=now)
    return redirect("admin:accounts_client_changelist")


def ending_of(client: Client, now: datetime) -> Ending:
    """Return what is still to come for a client: what can be kept, and what ends in any case."""
    begun = StandingTime.objects.filter(client=client).select_related("practitioner")
    standing = [each for each in begun if not has_ended(each, today_of(each, now))]
    rows = list(arranged_with(client, now).exclude(series__in=[each.uuid for each in standing]))
    offers = list(offered_to(client, now).filter(replaces=None, waiting_offer=None))
    anyway = [ending_standing(each, now) for each in standing]
    anyway += [ending_place(each, now) for each in WaitingEntry.objects.live().filter(client=client)]
    agreed = sum(row.status == Booking.Status.CONFIRMED for row in rows)
    counts = Counts(
        sessions=agreed + sum(len(part.sessions) for part in anyway[: len(standing)]),
        requests=len(rows) - agreed,
        offers=len(offers) + sum(len(part.sessions) for part in anyway[len(standing) :]),
        places=len(anyway) - len(standing),
    )
    sessions = [say_booking(booking) for booking in (*rows, *offers)]
    return Ending(client, is_written_to(client), sessions, anyway, counts.in_words())


def ending_standing(standing: StandingTime, now: datetime) -> Anyway:
    """Return a standing time that ends with care, and its sessions to come."""
    rows = Booking.objects.filter(series=standing.uuid, status=Booking.Status.CONFIRMED, starts_at__gt=now)
    listed = [say_booking(row) for row in rows.select_related("practitioner").order_by("starts_at")]
    words = ngettext(
        "The standing time (%(rhythm)s) ends, and with it %(count)d session to come:",
        "The standing time (%(rhythm)s) ends, and with it %(count)d sessions to come:",
        len(listed),
    )
    return Anyway(words % {"rhythm": say_rhythm(standing), "count": len(listed)}, listed)


def ending_place(entry: WaitingEntry, now: datetime) -> Anyway:
    """Return a place on the waiting list that ends with care, and the time that is held from it."""
    offer = open_offer_of(entry, now)
    if offer is None:
        return Anyway(_("The place on the waiting list ends."), [])
    return Anyway(
        _("The place on the waiting list ends, and the time held from it is free again:"), [say_booking(offer)]
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How much ends with somebody's care."""

    sessions: int
    requests: int
    offers: int
    places: int

    def in_words(self) -> str:
        """Return the counts that are not nought, such as 3 sessions, 1 request."""
        said = [
            (self.sessions, ngettext("%(count)d session", "%(count)d sessions", self.sessions)),
            (self.requests, ngettext("%(count)d request", "%(count)d requests", self.requests)),
            (self.offers, ngettext("%(count)d time offered", "%(count)d times offered", self.offers)),
            (
                self.places,
                ngettext("%(count)d place on the waiting list", "%(count)d places on the waiting list", self.places),
            ),
        ]
        return ", ".join(words % {"count": count} for count, words in said if count)


def end_one(request: HttpRequest, client: Client, *, cancels: bool, now: datetime) -> None:
    """End the care of one client, and say what came of it."""
    bookings = services.end_care(client=client, cancels=cancels, by=user_of(request), now=now)
    ended = ended_with_care(client, now)
    counts = Counts(len(ended.sessions), len(ended.requests), len(ended.offers), ended.places).in_words()
    words = _("%(name)s: now “%(status)s”.") % {"name": client.name, "status": Client.Status.ENDED.label}
    if counts:
        words = f"{words} {_('Ended with it: %(counts)s.') % {'counts': counts}}"
    if bookings:
        told = _("One email tells the client of all of it.")
        words = with_told(words, told, address=address_of(bookings[0]))
    if bookings and address_of(bookings[0]):
        words = with_hour(words, cause=f"client:{client.pk}", kinds=[WITH_CARE], now=now)
    messages.success(request, words)


def chosen_clients(request: HttpRequest) -> list[Client]:
    """Return whom the page is about, as its address says; what is no client is left out."""
    known = [each for each in request.GET.getlist("client") if is_uuid(each)]
    return list(Client.objects.filter(pk__in=known))


def is_uuid(text: str) -> bool:
    """Tell whether a text is the key of a client's row, by its shape."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def say_booking(booking: Booking) -> dict[str, str]:
    """Return a session to come as the page lists it."""
    return {
        "when": say_short(booking.starts_at, home_place(booking)),
        "how": how_of(booking),
        "status": booking.get_status_display(),
        "page": page_of(booking),
    }
