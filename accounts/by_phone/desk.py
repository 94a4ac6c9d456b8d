"""The desk's page on which a client without email gets a PIN, told in person, and a link, sent by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Kind, who_is_asking
from accounts.by_phone import services
from accounts.by_phone.records import PhoneEntry
from accounts.models import Client
from accounts.reach import how_to_reach
from practice import desk
from practice.times import Place, say_short


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client's way in stands, each as the end until which it works; "" where there is none that works."""

    pin_until: str = ""
    link_until: str = ""
    is_tried: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show how the way in stands (GET); make a PIN or a link, shown this once, or take all back (POST).

    The therapist's alone: PIN and link together open what no page of the desk shows.
    """
    client, asker = get_object_or_404(Client.objects.select_related("user"), pk=reference), who_is_asking(request)
    if client.has_address or asker.kind is not Kind.THERAPIST or asker.user is None:
        raise Http404
    now, made = timezone.now(), {}
    given: Any = {"client": client, "by": asker.user, "now": now}
    if "pin" in request.POST:
        made["pin"] = spaced(services.make_pin(**given))
    elif "link" in request.POST:
        try:
            made["message"] = message_for(client, services.make_link(**given))
        except services.NoPinError:
            messages.error(request, _("Make a PIN first: without one a link opens nothing."))
    elif "back" in request.POST:
        services.take_back(**given)
        messages.success(request, _("Taken back: nothing opens this space any more, and nobody is signed in to it."))
        return redirect("admin:accounts_client_change", client.pk)
    context = {
        **desk.context_of(request),
        "title": _("Sign-in without email"),
        "client": client,
        "standing": standing_of(client, now),
        "reaching": how_to_reach(client),
        "pin_days": services.PIN_LASTS.days,
        **made,
    }
    return render(request, "admin/desk_way_in.html", context)


def spaced(pin: str) -> str:
    """Return a PIN as it is said aloud."""
    return f"{pin[:3]} {pin[3:]}"


def message_for(client: Client, token: str) -> str:
    """Return the words to send: they say nothing but that there is a link."""
    url = settings.SITE_URL + reverse("phone_link", args=[token])
    return _("Hello %(name)s, here is your link. It works once, in the next two days: %(url)s") % {
        "name": client.name,
        "url": url,
    }


def standing_of(client: Client, now: datetime) -> Standing:
    """Return how the way in stands now."""
    entry = PhoneEntry.objects.filter(client=client).first()
    if entry is None:
        return Standing()
    pin = say(entry.pin_until) if services.has_pin(entry, now) else ""
    link = say(entry.link_until) if services.has_link(entry, now) else ""
    return Standing(pin, link, is_tried=entry.pin_tries > 0)


def say(instant: datetime | None) -> str:
    """Return an end as the desk reads it."""
    return say_short(instant, Place(ZoneInfo(settings.TIME_ZONE), "")) if instant else ""
