"""Every form of the public and private pages that takes words: how to send one, and what of it was stored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from articles.models import Essay, Reflection
from bookings.models import Booking, BookingEvent, SessionType
from practice.models import ContactMessage
from tests.articles import reflecting
from tests.bookings.browsing import details_url
from tests.bookings.browsing import form as details
from tests.worksheets.sheets import PAGE, typed
from worksheets.models import Answer

KEPT = "heron at dusk"  # typed into another field of the same form
STORED_NOTHING: list[str] = []


@dataclass(frozen=True)
class Stage:
    """Who types: a stranger, and Asha, a client with a confirmed session."""

    stranger: Browser
    ashas: Browser
    asha: Client
    session_type: SessionType
    booking: Booking


@dataclass(frozen=True)
class Door:
    """One field of one form."""

    name: str
    send: Callable[[Stage, str], Any]
    stored: Callable[[], list[str]]
    longest: int
    is_line: bool = False
    has_others: bool = True
    is_required: bool = False

    def accepts(self, stage: Stage, words: str) -> bool:
        """Send words; say whether they were taken."""
        return bool(self.send(stage, words).status_code == 302)

    def refusal(self, stage: Stage, words: str) -> str:
        """Send words that must not be taken; return the page that came back, with the form and what else was typed."""
        response = self.send(stage, words)
        page = str(response.content.decode())
        assert response.status_code in {200, 422}
        assert "</form>" in page
        assert words not in self.stored()
        assert KEPT in page or not self.has_others
        return page


def send_contact(stage: Stage, **changes: str) -> Any:
    """Send the contact form."""
    given = {"name": KEPT, "email": "asha@example.com", "body": KEPT, "request_key": str(uuid4())}
    return stage.stranger.post("/contact/", {**given, **changes})


def send_request(stage: Stage, **changes: str) -> Any:
    """Ask for a session."""
    given = details(**{"name": KEPT, "note": KEPT, "email": "new@example.com", **changes})
    return stage.stranger.post(details_url(stage.session_type), given)


def send_cancel(stage: Stage, words: str) -> Any:
    """Cancel Asha's session with a word."""
    return stage.ashas.post(reverse("book_asked_act", args=[stage.booking.uuid, "cancel"]), {"note": words})


def send_sheet(stage: Stage, **answers: str) -> Any:
    """Save Asha's worksheet."""
    given: dict[str, Any] = {"line": KEPT, "words": KEPT, **answers}
    return stage.ashas.post(PAGE, typed(stage.asha, **given))


def send_reflection(stage: Stage, **changes: str) -> Any:
    """Write under an essay, which is there from the first time on."""
    if not Essay.objects.filter(slug="reeds").exists():
        reflecting.open_essay("Reeds")
    given = reflecting.typed(**{"name": KEPT, "body": KEPT, "request_key": str(uuid4()), **changes})
    return stage.stranger.post("/essays/reeds/reflect/", given)


def reflections(field: str) -> list[str]:
    """Return what is stored of a field of every reflection."""
    return [getattr(each, field) for each in Reflection.objects.all()]


def requests(field: str) -> list[str]:
    """Return what is stored of a field of every request but the one of the stage."""
    return [getattr(each, field) for each in Booking.objects.filter(email="new@example.com")]


def answers(prompt: str) -> list[str]:
    """Return what is stored of a prompt."""
    return [each.body[prompt] for each in Answer.objects.all() if prompt in each.body]


def messages(field: str) -> list[str]:
    """Return what is stored of a field of the contact form."""
    return [getattr(each, field) for each in ContactMessage.objects.all()]


def cancel_notes() -> list[str]:
    """Return the words that came with cancellations."""
    return [each.note for each in BookingEvent.objects.filter(act="cancel")]


DOORS = [
    Door("contact-name", lambda s, words: send_contact(s, name=words), lambda: messages("name"), 120, is_line=True),
    Door(
        "contact-message",
        lambda s, words: send_contact(s, body=words),
        lambda: messages("body"),
        4000,
        is_required=True,
    ),
    Door(
        "request-name",
        lambda s, words: send_request(s, name=words),
        lambda: requests("name"),
        120,
        is_line=True,
        is_required=True,
    ),
    Door("request-note", lambda s, words: send_request(s, note=words), lambda: requests("note"), 1000),
    Door("cancel-note", send_cancel, cancel_notes, 500, has_others=False),
    Door("worksheet-line", lambda s, words: send_sheet(s, line=words), lambda: answers("line"), 300, is_line=True),
    Door(
        "reflection-name",
        lambda s, words: send_reflection(s, name=words),
        lambda: reflections("name"),
        120,
        is_line=True,
    ),
    Door(
        "reflection-words",
        lambda s, words: send_reflection(s, body=words),
        lambda: reflections("body"),
        3000,
        is_required=True,
    ),
    Door("worksheet-words", lambda s, words: send_sheet(s, words=words), lambda: answers("words"), 10_000),
]
LINES = [door for door in DOORS if door.is_line]
TEXTS = [door for door in DOORS if not door.is_line]
