"""Pausing somebody's care at the desk: first a page that names what ends with it, then the act."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Client
from accounts.services import StandingError, set_client_status
from bookings.addresses import is_written_to
from bookings.desk_care import Anyway, chosen_clients, ending_standing, say_booking
from bookings.desk_night import with_hour
from bookings.desk_questions import unsent
from bookings.desk_views import user_of
from bookings.emails_waiting import was_told
from bookings.models import Booking, StandingTime, WaitingEntry
from bookings.services.caring import ended_with_care
from bookings.services.standing_dates import has_ended
from bookings.standing_list import today_of
from bookings.waiting import open_offer_of
from practice import desk


@dataclass(frozen=True, slots=True)
class Pausing:
    """One client whose care is to be paused, with what ends by it."""

    client: Client
    is_written_to: bool
    parts: list[Anyway]


@require_http_methods(["GET", "HEAD", "POST"])
def pause_care(request: HttpRequest) -> HttpResponse:
    """Name what ends with it and ask (GET), then pause the care of each (POST)."""
    now = timezone.now()
    chosen = chosen_clients(request)
    if not chosen:
        messages.info(request, _("Choose somebody from the list first."))
        return redirect("admin:accounts_client_changelist")
    if request.method != "POST":
        pausings = [pausing_of(client, now) for client in chosen]
        context = {**desk.context_of(request), "title": _("Pause care"), "pausings": pausings}
        return render(request, "admin/desk_pause_care.html", context)
    for client in chosen:
        pause_one(request, client, now)
    return redirect("admin:accounts_client_changelist")


def pausing_of(client: Client, now: datetime) -> Pausing:
    """Return what a pause ends: each standing time with its sessions, and what the waiting list holds."""
    begun = StandingTime.objects.filter(client=client).select_related("practitioner")
    parts = [ending_standing(each, now) for each in begun if not has_ended(each, today_of(each, now))]
    for _entry, offer in held_from_list(client, now):
        words = _(
            "The time held from the waiting list is free again. The email that offers it has not gone out yet and "
            "never will; the place is kept:"
        )
        if was_told(offer):
            words = _(
                "The time held from the waiting list is free again, and one email tells them so; the place is kept:"
            )
        parts.append(Anyway(words, [say_booking(offer)]))
    return Pausing(client, is_written_to(client), parts)


def held_from_list(client: Client, now: datetime) -> list[tuple[WaitingEntry, Booking]]:
    """Return the places of a client that a time is held for, each with that time."""
    places = [(entry, open_offer_of(entry, now)) for entry in WaitingEntry.objects.live().filter(client=client)]
    return [(entry, offer) for entry, offer in places if offer]


def pause_one(request: HttpRequest, client: Client, now: datetime) -> None:
    """Pause the care of one client, and say what came of it."""
    said = {"name": client.name, "status": Client.Status.PAUSED.label, "now": client.get_status_display()}
    held = held_from_list(client, now)
    try:
        set_client_status(client=client, status=Client.Status.PAUSED, by=user_of(request), now=now)
    except StandingError:
        messages.error(request, _("%(name)s: not changed; this does not follow “%(now)s”.") % said)
        return
    words = _("%(name)s: now “%(status)s”.") % said
    ended = ended_with_care(client, now)
    if ended.standing:
        count = len(ended.sessions)
        sessions = ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}
        words = f"{words} {_('The standing time ended, with %(sessions)s to come.') % {'sessions': sessions}}"
        if not is_written_to(client):
            words = f"{words} {unsent()}"
    for standing in ended.standing if is_written_to(client) else []:
        words = with_hour(words, cause=f"series:{standing.uuid}", kinds=["standing_ended"], now=now)
    for entry, offer in held:
        if was_told(offer):
            words = f"{words} {_('One email tells them that the time from the waiting list is no longer held.')}"
            words = with_hour(words, cause=f"waiting:{entry.uuid}", kinds=["waiting_taken_back"], now=now)
    messages.success(request, words)
