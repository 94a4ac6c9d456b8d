"""What the worker deletes once its period is over."""

from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet

from practice.models import ContactMessage, OutgoingMessage


def contact_messages(before: datetime) -> int:
    """Delete messages of the contact page that were answered before a moment."""
    return delete(ContactMessage.objects.filter(answered_at__lt=before))


def sent_messages(before: datetime) -> int:
    """Delete the records of messages that went out, or that nobody wants any more."""
    ended = [OutgoingMessage.State.SENT, OutgoingMessage.State.NOT_DUE]
    return delete(OutgoingMessage.objects.filter(state__in=ended, due_at__lt=before))


def desk_log(before: datetime) -> int:
    """Delete old lines of the desk's log."""
    return delete(LogEntry.objects.filter(action_time__lt=before))


def delete(rows: QuerySet) -> int:  # type: ignore[type-arg]
    """Delete rows and return how many of them there were."""
    count = rows.count()
    rows.delete()
    return count
