"""The rows of outgoing messages: written once, claimed by one worker at a time, recorded.

A claim is a conditional update: whoever changed the row has it, on both engines, with any number of workers. It
lapses after `LEASE`, so that a message whose worker died is tried again.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from practice.models import OutgoingMessage

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE_AT_FIRST = timedelta(seconds=100)  # all is out within two minutes of a recovery, the sending included
EAGER_FOR = timedelta(hours=1)
LATER_PAUSE = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(hours=24)
KEEP_DEAD_BODIES = timedelta(days=30)

State = OutgoingMessage.State


def queue(*, kind: str, cause: str, due_at: datetime, body: dict[str, Any] | None = None) -> None:
    """Write one message, to be sent at `due_at` (aware) or soon after; call it in the transaction of its cause.

    A second call with the same cause, kind and time does nothing. `body` is plain data for the renderer, stored
    encrypted and blanked once the message is sent.

    Raises:
        ValueError: `due_at` has no zone.
    """
    if timezone.is_naive(due_at):
        raise ValueError("A message is due at an instant: give the time its zone.")
    content: Any = body or ""
    message = OutgoingMessage(
        kind=kind, cause=cause, due_at=due_at, next_try_at=due_at, message_id=new_message_id(), body=content
    )
    OutgoingMessage.objects.bulk_create([message], ignore_conflicts=True)


def unqueue(*, kind: str, cause: str) -> None:
    """Forget a message that has not gone, in the transaction of what makes it untrue; one being sent may still go.

    Where it may be listed as no longer due, leave that to its renderer.
    """
    OutgoingMessage.objects.filter(kind=kind, cause=cause, state=State.QUEUED).delete()


def new_message_id() -> str:
    """Return a Message-ID that nothing else has; its right side is the site's host, cut to fit the column."""
    return f"<{uuid4().hex}@{settings.SITE_HOST[-80:].lstrip('.-')}>"


def due(now: datetime, *, limit: int, takes_over: bool = True) -> list[int]:
    """Return the keys of up to `limit` messages to be tried, the longest waiting first."""
    waiting = OutgoingMessage.objects.filter(claimable(takes_over, now), state=State.QUEUED, next_try_at__lte=now)
    return list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit])


def claimable(takes_over: bool, now: datetime) -> Q:
    """Return the condition of being nobody's; with `takes_over` also of a claim that has lapsed."""
    free = Q(claimed_until=None)
    return free | Q(claimed_until__lte=now) if takes_over else free


def claim(pk: int, now: datetime, *, takes_over: bool = True) -> OutgoingMessage | None:
    """Take one message for `LEASE`; return None where another worker was faster or it is not due any more."""
    until = now + LEASE
    changed = OutgoingMessage.objects.filter(
        claimable(takes_over, now), pk=pk, state=State.QUEUED, next_try_at__lte=now
    ).update(
        claimed_until=until,
        attempts=F("attempts") + 1,
        first_tried_at=Coalesce(F("first_tried_at"), Value(now, output_field=DateTimeField())),
    )
    return OutgoingMessage.objects.filter(pk=pk, claimed_until=until).first() if changed else None


def hold(message: OutgoingMessage, now: datetime) -> bool:
    """Renew the claim right before sending; return False where it was lost, and the message is not to be sent."""
    until = now + LEASE
    changed = mine(message).update(claimed_until=until)
    message.claimed_until = until
    return bool(changed)


def mine(message: OutgoingMessage) -> Any:
    """Return the row as a queryset, empty once the claim was lost."""
    return OutgoingMessage.objects.filter(pk=message.pk, state=State.QUEUED, claimed_until=message.claimed_until)


def record_sent(message: OutgoingMessage, now: datetime) -> None:
    """Note that the mail server took the message, even where the claim lapsed meanwhile: it must not go again."""
    OutgoingMessage.objects.filter(pk=message.pk, state=State.QUEUED).update(
        state=State.SENT, sent_at=now, claimed_until=None, body="", failure=""
    )


def record_not_due(message: OutgoingMessage) -> None:
    """Note that the message is no longer wanted."""
    mine(message).update(state=State.NOT_DUE, claimed_until=None, body="", failure="")


def put_off(message: OutgoingMessage, until: datetime) -> None:
    """Let a message wait until a later hour, as if it had not been tried: waiting is no failure."""
    mine(message).update(next_try_at=until, claimed_until=None, attempts=0, first_tried_at=None, failure="")


def is_put_off(message: OutgoingMessage, now: datetime) -> bool:
    """Tell whether a message that was due already waits for a later hour, without having failed."""
    is_waiting = message.state == State.QUEUED and message.next_try_at > now
    return is_waiting and message.due_at <= now and message.attempts == 0


def record_dead(message: OutgoingMessage, failure: str) -> None:
    """Note that no further attempt is made. The body is kept, for `try_again`."""
    mine(message).update(state=State.DEAD, claimed_until=None, failure=failure[:60])


def record_failure(message: OutgoingMessage, failure: str, now: datetime) -> None:
    """Note a failed attempt and when the next one is; a day after the first attempt there is none."""
    tried_for = now - (message.first_tried_at or now)
    if tried_for >= GIVE_UP_AFTER:
        record_dead(message, failure)
        return
    pause = pause_after(message.attempts, tried_for)
    mine(message).update(next_try_at=now + pause, claimed_until=None, failure=failure[:60])


def pause_after(attempts: int, tried_for: timedelta) -> timedelta:
    """Return the time to the next attempt: 15 seconds, doubling to 100 for an hour, then 15 minutes."""
    if tried_for >= EAGER_FOR:
        return LATER_PAUSE
    return min(FIRST_PAUSE * (1 << min(max(attempts, 1) - 1, 10)), LONGEST_PAUSE_AT_FIRST)


def try_again(message: OutgoingMessage, now: datetime) -> bool:
    """Start over with a dead message, under its old Message-ID; return False where it is not dead."""
    dead = OutgoingMessage.objects.filter(pk=message.pk, state=State.DEAD)
    return bool(dead.update(state=State.QUEUED, attempts=0, first_tried_at=None, next_try_at=now, failure=""))


def set_aside(message: OutgoingMessage) -> bool:
    """Give up a dead message for good, so that it stops showing; return False where it is not dead."""
    dead = OutgoingMessage.objects.filter(pk=message.pk, state=State.DEAD)
    return bool(dead.update(state=State.NOT_DUE, body=""))


def blank_old_bodies(now: datetime) -> None:
    """Blank what dead messages would have said, once nobody can be expected to try them again."""
    old = OutgoingMessage.objects.filter(state=State.DEAD, first_tried_at__lt=now - KEEP_DEAD_BODIES)
    old.exclude(body="").update(body="")
