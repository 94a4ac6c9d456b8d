"""The test mail: proof that what the practice sends arrives, given by opening its link.

The link works once, for a day, and only at the desk. Opening it changes nothing: mail programs open links by
themselves.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from practice import mail
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.meta import absolute
from practice.models import OutgoingMessage, Practice

KIND = "test_mail"
WAITING, SEEN = "test", "test-seen"
SALT = "practice.trial_mail"
LASTS = timedelta(days=1)


def send_test_mail(*, to: str, now: datetime) -> None:
    """Queue a test mail to an address of the desk, with a link of its own."""
    mail.queue(kind=KIND, cause=f"{WAITING}:{uuid4()}", due_at=now, body={"to": to})


def render_test_mail(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Return the test mail; None once it is older than its link may be."""
    if not message.body or now - message.due_at > LASTS:
        return None
    token = signing.dumps(message.cause, salt=SALT)
    link = absolute(reverse("admin:test_mail_arrived", args=[token]))
    return write_letter("emails/test_mail.txt", {"link": link}, to=message.body["to"])


def cause_of(token: str) -> str | None:
    """Return the cause of the test mail that a link came with; None where the link is wrong, old or used."""
    try:
        cause = str(signing.loads(token, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return None
    return cause if OutgoingMessage.objects.filter(kind=KIND, cause=cause).exists() else None


def note_arrival(*, token: str, now: datetime) -> bool:
    """Note that the test mail arrived, and use its link up; return False where the link is wrong, old or used."""
    cause = cause_of(token)
    if cause is None:
        return False
    with transaction.atomic():
        seen = cause.replace(WAITING, SEEN, 1)
        if not OutgoingMessage.objects.filter(kind=KIND, cause=cause).update(cause=seen):
            return False
        practice, _is_new = Practice.objects.get_or_create(pk=1)
        practice.test_mail_seen_on = timezone.localdate(now)
        practice.save(update_fields=["test_mail_seen_on"])
    return True
