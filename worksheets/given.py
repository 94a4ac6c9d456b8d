"""The message that something was given to a client: neutral, because a lock screen shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Client
from practice import mail
from practice.mail import Mail, causes
from practice.mail.causes import About
from practice.mail.compose import SUBJECT_LENGTH, clean_line
from practice.mail.letters import write_letter
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from worksheets.measures.models import MeasurePlan
from worksheets.models import Assignment
from worksheets.selectors import zone_of

KIND = "something_given"


def register_kind() -> None:
    """Tell the outgoing messages how it is written, and that it can wait for the morning."""
    mail.register(KIND, render, gettext_lazy("Something new waits in a client's space"), rest=rest_of)
    causes.register("assignment", of_assignments)


def of_assignments(references: Sequence[str]) -> Mapping[str, About]:
    """Say for the desk to whom something was given: never what, and the page is the client's own."""
    return about_clients(Assignment.objects.filter(pk__in=keys_in(references)).select_related("client"))


def about_clients(rows: Iterable[Assignment | MeasurePlan]) -> Mapping[str, About]:
    """Say of rows by their keys whose they are, with the client's own page."""
    pages = ((row, reverse("admin:accounts_client_change", args=[row.client_id])) for row in rows)
    return {str(row.pk): About(row.client.name, "", page) for row, page in pages}


def keys_in(references: Sequence[str]) -> list[str]:
    """Return those that are keys of a row at all."""
    return [reference for reference in references if reference.isdecimal()]


def tell_of(assignment: Assignment, now: datetime) -> None:
    """Queue the message, in the transaction that stores what was given."""
    mail.queue(kind=KIND, cause=f"assignment:{assignment.pk}", due_at=now)


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write it in the client's wording; None for whoever cannot open it any more: taken back, or no longer in care."""
    client = client_of(message)
    if client is None or client.status != Client.Status.ACTIVE:
        return None
    return write_news(client)


def write_news(client: Client) -> Mail | None:
    """Write that something new waits in a client's space, in her wording; None for whoever has no address."""
    if client.user is None or not client.has_address:
        return None
    therapist = Practice.load().therapist_name
    words = {"name": client.name, "space_url": settings.SITE_URL + reverse("space")}
    letter = write_letter("emails/something_given.txt", words, to=client.user.email)
    if client.wording == Client.Wording.BARE:
        return replace(letter, subject=_("News for you"))
    if client.wording == Client.Wording.PLAIN:
        subject = _("Something new from %(therapist)s waits in your space") % {"therapist": therapist}
        return replace(letter, subject=clean_line(subject, SUBJECT_LENGTH), from_name=therapist)
    return letter


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return the client's own clock; None where it was taken back."""
    client = client_of(message)
    return Recipient(zone_of(client)) if client else None


def client_of(message: OutgoingMessage) -> Client | None:
    """Return to whom something was given; None where it was taken back."""
    given = Assignment.objects.filter(pk=message.cause.partition(":")[2]).select_related("client__user").first()
    return given.client if given else None
