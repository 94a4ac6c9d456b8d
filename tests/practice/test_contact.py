"""A message is stored once, encrypted, and the therapist is told without a word of it."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from practice.contact import NobodyToTellError, desk_address, leave_message, render_note
from practice.limits import spend
from practice.models import ContactMessage, OutgoingMessage, Practice
from tests.factories import NOW, make_user
from tests.mail_rules import missing_facts

pytestmark = [pytest.mark.django_db, pytest.mark.gate]
CANARY = "Heron in the reeds at dusk"
KEY = UUID("6f8e2c1a-0000-4000-8000-000000000001")


def typed(**changes: object) -> dict[str, object]:
    """Return the form as it is sent."""
    return {"name": "Asha", "email": "asha@example.com", "body": CANARY, "request_key": str(KEY), **changes}


def queued() -> OutgoingMessage:
    return OutgoingMessage.objects.get(kind="contact_message")


def test_a_message_is_stored_and_the_note_queued_with_it(client: Browser) -> None:
    response = client.post("/contact/", typed())
    assert (response.status_code, response.headers["Location"]) == (302, "/contact/sent/")
    stored = ContactMessage.objects.get()
    assert (stored.name, stored.email, stored.body) == ("Asha", "asha@example.com", CANARY)
    assert queued().cause == f"contact:{stored.uuid}"
    assert "Your message has arrived" in client.get("/contact/sent/").content.decode()


def test_the_text_is_not_in_the_database_as_typed(client: Browser) -> None:
    client.post("/contact/", typed())
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, name FROM practice_contactmessage")
        body, name = cursor.fetchone()
    assert CANARY not in body
    assert name == "Asha"  # the control: what is not encrypted would be seen


def test_the_form_gives_each_visit_a_key_of_its_own(client: Browser) -> None:
    keys = [re.findall(r'name="request_key" value="([^"]+)"', client.get("/contact/").content.decode()) for _ in "ab"]
    assert len(keys[0]) == 1
    assert keys[0] != keys[1]


def test_sending_twice_stores_once(client: Browser) -> None:
    for _turn in range(2):
        assert client.post("/contact/", typed()).status_code == 302
    assert ContactMessage.objects.count() == OutgoingMessage.objects.count() == 1


def test_another_text_under_the_same_key_is_asked_for_again(client: Browser) -> None:
    client.post("/contact/", typed())
    response = client.post("/contact/", typed(body="Another"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Your first message has arrived" in page
    assert "Another" in page
    assert str(KEY) not in page
    assert ContactMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "Write your message."),
        ({"body": "\u200b\u2060"}, "Write your message."),
        ({"body": "x" * 4001}, "too long"),
        ({"body": "a\0b"}, "cannot be shown"),
        ({"body": "\x1b[31m"}, "cannot be shown"),
        ({"email": ""}, "Enter an email address"),
        ({"email": "asha"}, "Enter an email address"),
        ({"email": "a@b.co\r\nBcc: x@y.z"}, "email address"),
        ({"name": "a\r\nBcc: x@y.z"}, "cannot be shown"),
        ({"name": "x" * 121}, "120"),
        ({"body": "e" + "\u0301" * 500}, "too many marks"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_the_rest_stays(
    client: Browser, changes: dict[str, object], words: str
) -> None:
    response = client.post("/contact/", typed(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert str(KEY) in page
    assert "asha@example.com" in page or "email" in changes
    assert CANARY in page or "body" in changes
    assert not ContactMessage.objects.exists()
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "' OR 1=1--"])
def test_a_broken_key_is_replaced(client: Browser, key: str) -> None:
    page = client.post("/contact/", typed(request_key=key)).content.decode()
    assert CANARY in page
    assert re.search(r'name="request_key" value="[0-9a-f-]{36}"', page)
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("name", ["null", "O'Brien", "x", "அ" * 90, "👩🏽‍⚕️" * 20, "=HYPERLINK(1)", ""])
def test_people_are_called_many_things(client: Browser, name: str) -> None:
    assert client.post("/contact/", typed(name=name)).status_code == 302
    assert ContactMessage.objects.get().name == name


def test_what_is_typed_is_shown_as_text(client: Browser) -> None:
    page = client.post("/contact/", typed(email="x", body="</textarea><script>alert(1)</script>")).content.decode()
    assert "<script>alert" not in page


def test_more_than_the_form_asks_for_is_ignored(client: Browser) -> None:
    client.post("/contact/", typed(answered_at="2026-01-01", uuid=str(uuid4()), is_staff="1"))
    assert ContactMessage.objects.get().answered_at is None


@time_machine.travel(NOW, tick=False)
def test_the_sixth_message_in_an_hour_waits_and_is_kept_in_the_form(client: Browser) -> None:
    for _turn in range(5):
        assert client.post("/contact/", typed(request_key=str(uuid4()))).status_code == 302
    response = client.post("/contact/", typed())
    assert response.status_code == 429
    assert CANARY in response.content.decode()
    assert ContactMessage.objects.count() == 5
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert client.post("/contact/", typed()).status_code == 302


@time_machine.travel(NOW, tick=False)
def test_a_repeat_or_a_mistake_counts_for_nothing_and_others_are_not_kept_waiting(client: Browser) -> None:
    for _turn in range(9):
        client.post("/contact/", typed())
        client.post("/contact/", typed(email="x"))
    assert client.post("/contact/", typed(request_key=str(uuid4()))).status_code == 302
    for _turn in range(9):
        spend("contact", "127.0.0.1", limit=5, per=timedelta(hours=1))
    other = client.post("/contact/", typed(request_key=str(uuid4())), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_the_page_is_private_and_guarded() -> None:
    browser = Browser(enforce_csrf_checks=True)
    response = browser.get("/contact/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert browser.post("/contact/", typed()).status_code == 403
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(client: Browser, method: str) -> None:
    assert getattr(client, method)("/contact/").status_code == 405


def test_the_note_says_nothing_of_the_message() -> None:
    make_user("therapist@example.com", is_staff=True)
    stored = leave_message(name="Asha", email="asha@example.com", body=CANARY, request_key=KEY, now=NOW)
    note = render_note(queued(), NOW)
    assert note is not None
    assert note.to == "therapist@example.com"
    said = f"{note.subject} {note.text} {note.html}"
    assert f"{settings.SITE_URL}/admin/practice/contactmessage/{stored.pk}/change/" in said
    assert not re.search("Heron|Asha|asha@", said)
    assert missing_facts(note) == set()


def test_no_note_is_sent_once_the_message_was_answered_or_is_gone() -> None:
    make_user("therapist@example.com", is_staff=True)
    stored = leave_message(name="", email="asha@example.com", body=CANARY, request_key=KEY, now=NOW)
    ContactMessage.objects.update(answered_at=NOW)
    assert render_note(queued(), NOW) is None
    stored.delete()
    assert render_note(queued(), NOW) is None


def test_the_note_goes_to_the_desk_then_to_the_practice_then_nowhere() -> None:
    with pytest.raises(NobodyToTellError):
        desk_address()
    Practice(email="practice@example.com").save()
    assert desk_address() == "practice@example.com"
    make_user("reader@example.com")
    make_user("gone@example.com", is_staff=True, is_active=False)
    make_user("therapist@example.com", is_staff=True)
    assert desk_address() == "therapist@example.com"
