"""The messages that something was shared, and that a reply waits: neutral, because a lock screen shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Practitioner
from bookings import selectors
from practice import mail
from practice.mail import Mail, causes
from practice.mail.causes import About
from practice.mail.letters import write_letter
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from worksheets.given import keys_in, write_news
from worksheets.models import Snapshot
from worksheets.selectors import zone_of

SHARED, REPLIED = "something_shared", "something_replied"


def register_kinds() -> None:
    """Tell the outgoing messages how they are written, and that they can wait for the morning."""
    mail.register(SHARED, render_shared, _("A client shared something with you"), rest=rest_of_therapist)
    mail.register(REPLIED, render_replied, _("Your reply waits in a client's space"), rest=rest_of_client)
    causes.register("copy", of_copies)


def of_copies(references: Sequence[str]) -> Mapping[str, About]:
    """Say for the desk whose copy a message is about; nothing of one that was taken back."""
    rows = Snapshot.objects.live().filter(pk__in=keys_in(references)).defer("body", "reply").select_related("client")
    return {str(row.pk): About(row.client.name, "", reverse("admin:shared_copy", args=[row.uuid])) for row in rows}


def tell_therapist(copy: Snapshot, now: datetime) -> None:
    """Queue the message to the therapist, in the transaction that stores the copy."""
    mail.queue(kind=SHARED, cause=f"copy:{copy.pk}", due_at=now)


def untell_therapist(copy: Snapshot) -> None:
    """Take back the message that has not gone: listed as one not sent, it would tell of a copy that was taken back."""
    mail.unqueue(kind=SHARED, cause=f"copy:{copy.pk}")


def tell_client(copy: Snapshot, now: datetime) -> None:
    """Queue the message to the client, in the transaction that stores the reply."""
    mail.queue(kind=REPLIED, cause=f"copy:{copy.pk}", due_at=now)


def render_shared(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write that something new waits at the desk; None where it was taken back or opened meanwhile."""
    copy = copy_of(message)
    return None if copy is None or copy.withdrawn_at or copy.opened_at else write_to_therapist()


def write_to_therapist() -> Mail | None:
    """Write that something new waits at the desk; None where the therapist has no address."""
    therapist = selectors.first_practitioner()
    to = therapist.user.email if therapist and therapist.user else Practice.load().email
    if not to:
        return None
    words = {"desk_url": settings.SITE_URL + reverse("admin:index")}
    return write_letter("emails/something_shared.txt", words, to=to)


def render_replied(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write that something new waits in the client's space; None where this reply was taken back."""
    copy = copy_of(message)
    if copy is None or copy.replied_at != message.due_at or copy.client.status == Client.Status.PROSPECT:
        return None
    return write_news(copy.client)


def rest_of_therapist(message: OutgoingMessage) -> Recipient | None:
    """Return the therapist's clock."""
    therapist: Practitioner | None = selectors.first_practitioner()
    return Recipient(therapist.zone) if therapist else None


def rest_of_client(message: OutgoingMessage) -> Recipient | None:
    """Return the client's own clock; None where there is nothing to tell of any more."""
    copy = copy_of(message)
    return Recipient(zone_of(copy.client)) if copy else None


def copy_of(message: OutgoingMessage) -> Snapshot | None:
    """Return the copy that a message is about."""
    copies = Snapshot.objects.filter(pk=message.cause.partition(":")[2]).defer("body", "reply")
    return copies.select_related("client__user").first()
