"""What the desk says of a message that waits for the morning: when it goes, by the clock of whoever gets it."""

from datetime import datetime

from django.utils.translation import gettext as _

from practice.mail.registry import RESTS, rests_until
from practice.models import OutgoingMessage


def with_hour(words: str, *, cause: str, kinds: list[str], now: datetime) -> str:
    """Return words about an act, and after them when its message goes if that is not at once.

    `cause` and `kinds` are those of the message that the act has queued.
    """
    queued = OutgoingMessage.objects.filter(cause=cause, kind__in=kinds, state=OutgoingMessage.State.QUEUED)
    message = queued.order_by("-due_at", "-pk").first()
    rest = RESTS.get(message.kind) if message else None
    recipient = rest(message) if rest and message else None
    until = rests_until(message, now) if recipient and message else None
    if recipient is None or until is None:
        return words
    is_today = until.astimezone(recipient.zone).date() == now.astimezone(recipient.zone).date()
    hour = _("It is night where they are: the email goes at 8 am tomorrow, by their clock.")
    if is_today:
        hour = _("It is night where they are: the email goes at 8 am today, by their clock.")
    return f"{words} {hour}"
