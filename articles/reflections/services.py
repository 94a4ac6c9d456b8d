"""Every write to reflections. Nothing here changes a word of what was sent: it is shown whole, or not at all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from articles.models import Essay, Reflection
from articles.reflections import messages
from articles.reflections.errors import ClosedError, FullError, OtherReplyError, OtherWordsError
from articles.reflections.selectors import is_full, is_open
from practice.models import Practice

State = Reflection.State
PERIOD = "reflections"  # how long one that is not shown is kept


def leave_reflection(*, essay: Essay, name: str, body: str, request_key: UUID, now: datetime) -> Reflection:
    """Store what a reader wrote, and have the therapist told in the morning; a second call with its key does nothing.

    Raises:
        ClosedError: readers may not write under this essay (any more).
        FullError: too many wait to be read.
        OtherWordsError: this key was used for other words.
    """
    with transaction.atomic():
        if stored := Reflection.objects.filter(request_key=request_key).first():
            return _same(stored, essay, name, body)
        current = Essay.objects.filter(pk=essay.pk).first()
        if current is None or not is_open(current, Practice.load()):
            raise ClosedError
        if is_full():
            raise FullError
        given = {"essay": essay, "name": name, "body": body, "sent_at": now}
        stored, is_new = Reflection.objects.get_or_create(request_key=request_key, defaults=given)
        if is_new:
            messages.queue_note(now)
    return _same(stored, essay, name, body)


def _same(stored: Reflection, essay: Essay, name: str, body: str) -> Reflection:
    if (stored.essay_id, stored.name, stored.body) != (essay.pk, name, body):
        raise OtherWordsError
    return stored


def decide(*, reflection: Reflection, seen: str, to: State, now: datetime) -> bool:
    """Show a reflection, or take it off the page; return False where it is no longer in the state that was `seen`.

    One that was decided about in another tab is not shown by a page that knows nothing of it.
    """
    found = Reflection.objects.filter(pk=reflection.pk, state=seen).exclude(state=to)
    return bool(found.update(state=to, decided_at=now))


def reply_to(*, reflection: Reflection, words: str, now: datetime) -> bool:
    """Store the therapist's reply, which stands under the reflection wherever that is shown; the same twice is one.

    Returns False where the reflection is gone.

    Raises:
        OtherReplyError: there is a reply with other words; it is taken back first.
    """
    with transaction.atomic():
        stored = Reflection.objects.select_for_update().filter(pk=reflection.pk).first()
        if stored is None:
            return False
        if stored.replied_at is None:
            stored.reply, stored.replied_at = words, now
            stored.save(update_fields=["reply", "replied_at"])
        elif stored.reply != words:
            raise OtherReplyError
    return True


def take_reply_back(*, reflection: Reflection) -> None:
    """Delete the therapist's reply."""
    with transaction.atomic():
        stored = Reflection.objects.select_for_update().filter(pk=reflection.pk).first()
        if stored is not None:
            stored.reply, stored.replied_at = "", None
            stored.save(update_fields=["reply", "replied_at"])


def erase_reflection(*, reflection: Reflection) -> None:
    """Delete a reflection and the reply to it, for whoever wrote it or by the therapist; twice is no fault."""
    Reflection.objects.filter(pk=reflection.pk).delete()


def open_site(*, is_open: bool) -> None:
    """Let readers write under the essays that take reflections, or under none; what is shown stays."""
    Practice.objects.update_or_create(pk=1, defaults={"takes_reflections": is_open})


def delete_not_shown(before: datetime) -> int:
    """Delete those not shown that were decided about before a moment; return how many."""
    deleted, _each = Reflection.objects.filter(state=State.NOT_SHOWN, decided_at__lt=before).delete()
    return deleted
