"""The worker's part in closing a space: two weeks before one message says it, on the day it is done."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import closing
from accounts.models import Client
from accounts.services import close_space
from practice import mail
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.models import OutgoingMessage

KIND = "space_closes"
AT = time(10)


def register_kind() -> None:
    """Tell the outgoing messages how it is written."""
    mail.register(KIND, render, gettext_lazy("A space closes soon after the end of care"))


def close_and_remind(now: datetime) -> None:
    """Close what is due, and queue the messages about what soon will be; each is queued once."""
    ended = Client.objects.filter(status=Client.Status.ENDED, closed_at=None, closes_on__isnull=False)
    for client in ended.filter(closes_on__lte=localdate(now)):
        close_space(client=client, now=now)
    soon = ended.filter(closes_on__gt=localdate(now), closes_on__lte=localdate(now) + closing.REMINDED_BEFORE)
    for client in soon:
        mail.queue(kind=KIND, cause=f"client:{client.pk}", due_at=due_at(client), body={"day": day_of(client)})


def due_at(client: Client) -> datetime:
    """Return the instant at which it is said: the same at every call, so that it is said once."""
    assert client.closes_on
    day = client.closes_on - closing.REMINDED_BEFORE
    return datetime.combine(day, AT, tzinfo=ZoneInfo(settings.TIME_ZONE))


def day_of(client: Client) -> str:
    """Return the day on which a space closes, "" for none."""
    return client.closes_on.isoformat() if client.closes_on else ""


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write it in the client's wording; None where care was granted again, or there is no address to write to."""
    client = client_of(message)
    if client is None or client.user is None or not client.user.email:
        return None
    if client.status != Client.Status.ENDED or day_of(client) != message.body["day"] or closing.is_over(client, now):
        return None
    letter = write_letter("emails/space_closes.txt", words_of(client), to=client.user.email)
    return replace(letter, subject=_("News for you")) if client.wording == Client.Wording.BARE else letter


def words_of(client: Client) -> dict[str, Any]:
    """Return what the text says."""
    day = formats.date_format(client.closes_on, "j F Y") if client.closes_on else ""
    return {"name": client.name, "day": day, "space_url": settings.SITE_URL + reverse("space")}


def client_of(message: OutgoingMessage) -> Client | None:
    """Return whose space it is; None where she was erased."""
    reference = UUID(message.cause.partition(":")[2])
    return Client.objects.filter(pk=reference).select_related("user").first()
