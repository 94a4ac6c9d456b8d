"""What stands in the tab and in the history of a shared phone: no title of a private page says what it is about."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking
from practice.mail.discretion import find_telling_words
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.bookings.test_titles_of_errors import title_of
from tests.factories import NOW

pytestmark = pytest.mark.gate
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TITLE = re.compile(r"{% block title %}(.*?){% endblock title %}", re.DOTALL)
WORDS = (
    *("session", "appointment", "cancel", "confirmed", "declined", "waiting list"),
    *("guardian", "parent", "standing", "serein"),
)


def private_titles() -> dict[str, str]:
    """Return the title, as it is written, of every template for pages of one person."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        source = path.read_text()
        if '{% extends "base_private.html" %}' in source and (title := TITLE.search(source)):
            found[str(path.relative_to(TEMPLATES))] = title[1]
    return found


def tells(title: str) -> bool:
    """Tell whether a title holds a telling word, or words that are known only when the page is shown."""
    said = title.lower()
    return "{{" in title or any(word in said for word in WORDS) or bool(find_telling_words(said))


def test_no_private_title_tells_what_the_page_is_about() -> None:
    titles = private_titles()
    assert len(titles) > 20
    assert {name: title for name, title in titles.items() if tells(title)} == {}


@pytest.mark.parametrize("title", ["Cancel this session?", "{{ standing.title }}", "The waiting list", "Therapy"])
def test_control_a_title_that_tells_is_found(title: str) -> None:
    assert tells(title)


@pytest.mark.usefixtures("clock")
def test_a_session_is_not_named_by_its_page_nor_by_the_question_that_ends_it(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    booking: Booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    client.force_login(User.objects.get(email="asha@example.com"))
    Client.objects.update(status=Client.Status.ACTIVE)
    assert title_of(client.get(reverse("space_book"))) == "Your page"
    page = client.get(reverse("book_asked", args=[booking.uuid]))
    assert "Your session is confirmed" in text(page)
    assert title_of(page) == "Your page"
    assert title_of(client.get(reverse("book_asked_act", args=[booking.uuid, "cancel"]))) == "Please confirm"
