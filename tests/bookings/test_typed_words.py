"""What people type: kept as typed, or refused in words."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Booking, SessionType
from tests.bookings.browsing import ask, text

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


BAD_NAMES = [
    "a\0b",
    "a\x07b",
    "a\r\nBcc: x@y.z",
    "\u200b\u2060",
    "\u3164",
    "e" + "\u0301" * 500,
    "x" * 121,
    "a\u2028b",
    "a\u202eb",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_cannot_be_shown_is_refused_in_words(client: Browser, session_type: SessionType, name: str) -> None:
    assert ask(client, session_type, name=name).status_code == 422
    assert not Booking.objects.exists()


GOOD_NAMES = ["null", "None", "O'Brien", "A", "ர" * 90, "👩🏽‍⚕️" * 10, "{{7*7}}", "%s%n", "' OR 1=1--", "=HYPERLINK(1)"]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_is_kept_as_typed(client: Browser, session_type: SessionType, name: str) -> None:
    assert ask(client, session_type, name=name).status_code == 302
    assert Booking.objects.get().name == name


def test_one_name_has_one_spelling(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, name="Rene\u0301")
    assert Booking.objects.get().name == "Ren\u00e9"


BAD_ADDRESSES = [
    "a@b",
    '"x y"@b.co',
    "a@b.co\r\nBcc: x@y.z",
    "x" * 300 + "@b.co",
    "a" * 65 + "@example.com",
    "a b@c.de",
]


@pytest.mark.parametrize("email", BAD_ADDRESSES)
def test_an_address_that_mail_could_not_reach_is_refused(
    client: Browser, session_type: SessionType, email: str
) -> None:
    assert ask(client, session_type, email=email).status_code == 422


def test_an_address_is_stored_in_one_form(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, email=" USER@Bücher.example ")
    assert Booking.objects.get().email == "user@xn--bcher-kva.example"


def test_a_megabyte_in_one_field_is_a_length_error(client: Browser, session_type: SessionType) -> None:
    assert ask(client, session_type, note="x" * 1_000_000).status_code == 422


def test_a_note_of_despair_is_accepted(client: Browser, session_type: SessionType) -> None:
    response = ask(client, session_type, note="I want to die. मैं मरना चाहती हूँ")
    assert response.status_code == 302
    assert "14416" in text(client.get(reverse("book_verify")))
