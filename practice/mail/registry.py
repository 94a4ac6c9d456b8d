"""The kinds of messages, and who renders each. Apps register theirs when they are ready."""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise

from practice.mail.compose import Mail
from practice.models import OutgoingMessage

type Render = Callable[[OutgoingMessage, datetime], Mail | None]

KINDS: dict[str, Render] = {}
TITLES: dict[str, str | Promise] = {}


def register(kind: str, render: Render, title: str | Promise = "") -> None:
    """Name the function that decides about and renders messages of `kind`, and what the desk calls such a message.

    It is called right before each attempt, outside any transaction, and returns None where the message is no longer
    due. It may be called several times for one message and changes nothing. What it raises counts as a failed attempt.
    """
    KINDS[kind] = render
    TITLES[kind] = title


def title_of(kind: str) -> str:
    """Return what the desk calls a message of this kind: its title, else its id."""
    return str(TITLES.get(kind) or kind.replace("_", " "))
