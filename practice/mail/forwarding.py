"""Messages that a library has rendered already, such as allauth's: they travel like all others."""

import logging
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from practice.mail.compose import Mail, UnfitMailError
from practice.mail.outbox import queue
from practice.models import OutgoingMessage

log = logging.getLogger("practice.mail")

KIND = "account"
CAUSE_LENGTH = 80


def queue_email(
    email: EmailMessage, *, cause: str, useful_for: timedelta | None = None, now: datetime | None = None
) -> None:
    """Queue a rendered message to one person, its content encrypted; sender, headers and attachments are not kept.

    Each call is a message of its own, also for the same `cause` (a reference, never an address). After `useful_for`,
    such as the life of a code, it is no longer sent. Without exactly one proper recipient nothing is queued, which is
    logged: a stranger types what they like, and the page answers the same for every address.
    """
    now = now or timezone.now()
    try:
        mail = Mail(",".join(email.recipients()), str(email.subject), str(email.body), html_of(email))
    except UnfitMailError:
        log.warning("an account message was not queued: UnfitMailError")
        return
    queue(
        kind=KIND,
        cause=f"{cause[:CAUSE_LENGTH]}:{uuid4().hex}",
        due_at=now,
        body={
            "to": mail.to,
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "until": (now + useful_for).isoformat() if useful_for else "",
        },
    )


def html_of(email: EmailMessage) -> str:
    """Return the HTML part of a message, empty where it has none."""
    alternatives = email.alternatives if isinstance(email, EmailMultiAlternatives) else []
    return next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")


def render_account(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Return the stored message; None once it is of no use any more."""
    body = message.body
    if not body or (body["until"] and datetime.fromisoformat(body["until"]) <= now):
        return None
    return Mail(to=body["to"], subject=body["subject"], text=body["text"], html=body["html"])
