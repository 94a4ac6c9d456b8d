"""The messages about erasures, and the worker's part in them."""

from datetime import datetime

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from accounts.models import Erasure
from accounts.rights.erasing import finish_due, scrub
from practice.contact import desk_address
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.models import OutgoingMessage


def render_done(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Confirm an erasure to whom it was about, without any word of what was held."""
    erasure = erasure_of(message)
    content = message.body
    if erasure is None or not content:
        return None
    words = {"day": format_date(localtime(erasure.due_at), "j F Y")}
    return write_letter("emails/erasure_done.txt", words, to=content["to"])


def render_desk(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Tell the therapist that somebody was erased, and which times are free again; not who."""
    if erasure_of(message) is None:
        return None
    content = message.body or {}
    words = {"freed": content.get("freed", []), "desk_url": f"{settings.SITE_URL}/admin/"}
    return write_letter("emails/erasure_desk.txt", words, to=desk_address())


def erasure_of(message: OutgoingMessage) -> Erasure | None:
    """Return the erasure that a message is about."""
    return Erasure.objects.filter(uuid=message.cause.partition(":")[2]).first()


def finish_and_scrub(now: datetime) -> None:
    """Delete the sealed copies whose day has come, then have the file written anew where anything was erased."""
    finish_due(now)
    scrub(now)
