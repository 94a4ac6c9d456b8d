"""The health page of the desk: every light in plain words, and the messages that could not be sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from practice import desk, health
from practice.mail import causes, outbox, registry
from practice.mail.causes import About
from practice.models import OutgoingMessage, Practice
from practice.times import home_of, say_short

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LightRow:
    """One light as the page shows it. `name` is the id under which it is registered."""

    name: str
    title: str
    ok: bool
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class DeadRow:
    """One message that could not be sent: for whom, as far as a room knows it; never the address, nor what it says."""

    uuid: UUID
    kind: str
    about: About | None
    due: str
    why: str


FAILURES: dict[str, str | Promise] = {
    "UnfitMailError": gettext_lazy("The address cannot be written to."),
    "NobodyToTellError": gettext_lazy("The practice has no address to send this to."),
    "SMTPRecipientsRefused": gettext_lazy("The mail server did not take the address."),
    "SMTPSenderRefused": gettext_lazy("The mail server did not take the practice's own address as sender."),
    "SMTPDataError": gettext_lazy("The mail server did not take the message."),
    "SMTPAuthenticationError": gettext_lazy("The mail server did not accept the practice's password."),
    "SMTPServerDisconnected": gettext_lazy("The mail server hung up."),
    "SMTPConnectError": gettext_lazy("The mail server did not answer."),
    "SSL": gettext_lazy("The mail server could not prove who it is."),
    "ConnectionResetError": gettext_lazy("The mail server hung up."),
    "ConnectionRefusedError": gettext_lazy("The mail server did not answer."),
    "TimeoutError": gettext_lazy("The mail server took too long."),
    "gaierror": gettext_lazy("The mail server was not found."),
    "unknown kind": gettext_lazy("The program does not know how to write it."),
}


def failure_words(failure: str) -> str:
    """Return why a message failed, from the class that was recorded: `SMTPDataError 554`, say."""
    known = next((words for name, words in FAILURES.items() if failure.startswith(name)), None)
    return str(known) if known else _("The program met a fault of its own (%s).") % (failure or "?")


def light_rows(now: datetime) -> list[LightRow]:
    """Return every light, those that are not green first."""
    rows = [
        LightRow(light.name, str(watch.title), light.ok, light.text, "" if light.ok else str(watch.advice))
        for light in health.lights(now)
        if (watch := health.WATCHES[light.name])
    ]
    return sorted(rows, key=lambda row: row.ok)


def dead_rows() -> list[DeadRow]:
    """Return the messages that could not be sent, the newest first."""
    home = home_of(Practice.load(), settings.TIME_ZONE)
    dead = OutgoingMessage.objects.filter(state=OutgoingMessage.State.DEAD).order_by("-due_at", "-pk")[:MOST_SHOWN]
    known = causes.about(message.cause for message in dead)
    return [
        DeadRow(
            uuid=message.uuid,
            kind=registry.title_of(message.kind),
            about=known.get(message.cause),
            due=say_short(message.due_at, home),
            why=failure_words(message.failure),
        )
        for message in dead
    ]


def summary(now: datetime) -> dict[str, Any]:
    """Return what the desk's front page says of the site's health."""
    sent = OutgoingMessage.objects.aggregate(last=Max("sent_at"))["last"]
    rows = light_rows(now)
    faults = sorted((row for row in rows if not row.ok), key=lambda row: row.name != "worker")
    return {
        "lights": rows,
        "faults": faults,
        "sends_nothing": any(row.name == "worker" for row in faults),
        "last_sent": say_short(sent, home_of(Practice.load(), settings.TIME_ZONE)) if sent else "",
    }


def register_section() -> None:
    """Put the light on the desk."""
    section = desk.Section("health", "admin/desk_health_light.html", summary, order=90, is_wide=False)
    desk.register_section(section)


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """Show the lights and the messages that could not be sent."""
    context = {
        **desk.context_of(request),
        "title": _("Is all well?"),
        "lights": light_rows(timezone.now()),
        "dead": dead_rows(),
    }
    return render(request, "admin/health.html", context)


@require_POST
def try_again(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Let a message be tried again."""
    message, now = get_object_or_404(OutgoingMessage, uuid=reference), timezone.now()
    return answer(request, outbox.try_again(message, now), say_next_try(message, now))


def say_next_try(message: OutgoingMessage, now: datetime) -> str:
    """Return when a message that is tried again will go: at once, or after the night of whoever gets it."""
    until = registry.rests_until(message, now)
    if until is None:
        return _("It is tried again within a minute.")
    home = home_of(Practice.load(), settings.TIME_ZONE)
    words = _("It is night where it goes to, so it is tried again when that is over: on %(when)s.")
    return words % {"when": say_short(until, home)}


@require_POST
def set_aside(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give a message up for good."""
    message = get_object_or_404(OutgoingMessage, uuid=reference)
    return answer(request, outbox.set_aside(message), _("It is set aside and will not be sent."))


def answer(request: HttpRequest, is_done: bool, words: str) -> HttpResponse:
    """Say what became of the message, and go back to the page."""
    if is_done:
        messages.success(request, words)
    else:
        messages.error(request, _("Nothing was changed: this message had been dealt with before."))
    return redirect("admin:health")
