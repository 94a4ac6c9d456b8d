"""The kinds of messages, and who renders each. Apps register theirs when they are ready."""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise

from practice.mail.compose import Mail
from practice.mail.quiet import Rest, wait_until
from practice.models import OutgoingMessage

type Render = Callable[[OutgoingMessage, datetime], Mail | None]

KINDS: dict[str, Render] = {}
TITLES: dict[str, str | Promise] = {}
RESTS: dict[str, Rest] = {}


def register(kind: str, render: Render, title: str | Promise = "", *, rest: Rest | None = None) -> None:
    """Name the function that decides about and renders messages of `kind`, and what the desk calls such a message.

    It is called right before each attempt, outside any transaction, and returns None where the message is no longer
    due. It may be called several times for one message and changes nothing. What it raises counts as a failed attempt.

    With `rest` messages of this kind wait through the quiet hours of the recipient that it returns. Without it they
    go at any hour: they answer something that was just done.
    """
    KINDS[kind] = render
    TITLES[kind] = title
    RESTS.pop(kind, None)
    if rest is not None:
        RESTS[kind] = rest


def title_of(kind: str) -> str:
    """Return what the desk calls a message of this kind: its title, else its id."""
    return str(TITLES.get(kind) or kind.replace("_", " "))


def rests_until(message: OutgoingMessage, now: datetime) -> datetime | None:
    """Return until when (UTC) a message is put off for the night; None where it goes at once."""
    rest = RESTS.get(message.kind)
    recipient = rest(message) if rest else None
    return wait_until(now, recipient) if recipient else None
