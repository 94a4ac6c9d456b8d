"""The note that something waits to be read: one a day at most, in the morning, and nothing of what it is."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import get_default_timezone

from articles.models import Reflection
from practice import mail
from practice.contact import desk_address
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.meta import absolute
from practice.models import OutgoingMessage

KIND = "reflections_wait"
MORNING = time(9)


def queue_note(now: datetime) -> None:
    """Queue the note of the next morning, once however many wait; in the transaction of what waits."""
    due_at = next_morning(now)
    mail.queue(kind=KIND, cause=f"reflections:{due_at:%Y-%m-%d}", due_at=due_at)


def next_morning(now: datetime) -> datetime:
    """Return the next nine o'clock where the practice is."""
    local = now.astimezone(get_default_timezone())
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, local.tzinfo)


def render_note(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Return the note; None where all was read meanwhile."""
    waiting = Reflection.objects.waiting().count()
    if not waiting:
        return None
    words = {"waiting": waiting, "link": absolute(reverse("admin:reflections"))}
    return write_letter("emails/reflections_wait.txt", words, to=desk_address())
