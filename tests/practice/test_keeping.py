"""What was written is given back where a form's token no longer counts; nothing is done, nothing else is shown."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import Client as Browser
from django.test import RequestFactory

from bookings.models import Booking, SessionType
from practice.keeping import is_own_form
from practice.models import ContactMessage
from tests.bookings import browsing
from tests.bookings.conftest import clock, practitioner, session_type, therapist

__all__ = ["clock", "practitioner", "session_type", "therapist"]

pytestmark = pytest.mark.django_db
OWN = {"origin": "http://testserver"}
EVIL = "<script>alert(1)</script>"
WORDS = "Heron in the reeds"


@pytest.fixture
def strict() -> Browser:
    """A browser whose forms are checked for their token, with none yet."""
    return Browser(enforce_csrf_checks=True)


def message(**changes: str) -> dict[str, str]:
    return {"name": "Asha", "email": "asha@example.com", "body": WORDS, "request_key": str(uuid4()), **changes}


def text(response: Any) -> str:
    return str(response.content.decode())


def fields(page: str) -> dict[str, str]:
    """Return what the page would send: it names each field once."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.split("<main")[1])
    assert len(found) == len(dict(found))
    return dict(found)


def test_a_contact_message_is_given_back_and_sent_by_one_press(strict: Browser) -> None:
    given_back = strict.post("/contact/", message(), headers=OWN)
    assert given_back.status_code == 403
    assert given_back.headers["Cache-Control"] == "private, no-store"
    assert f'<div class="kept" translate="no">{WORDS}</div>' in text(given_back)
    assert not ContactMessage.objects.exists()
    assert strict.post("/contact/", fields(text(given_back)), headers=OWN).status_code == 302
    assert ContactMessage.objects.get().body == WORDS


@pytest.mark.usefixtures("clock")
def test_a_request_is_given_back_and_made_by_one_press(strict: Browser, session_type: SessionType) -> None:
    address = browsing.details_url(session_type)
    given_back = strict.post(address, browsing.form(note=WORDS), headers=OWN)
    assert given_back.status_code == 403
    assert WORDS in text(given_back)
    assert not Booking.objects.exists()
    assert strict.post(address, fields(text(given_back)), headers=OWN).headers["Location"] == "/book/verify/"
    assert Booking.objects.get().note == WORDS


def test_a_token_of_another_session_is_no_better_than_none(strict: Browser) -> None:
    strict.get("/contact/")
    assert strict.post("/contact/", message(csrfmiddlewaretoken="x" * 64), headers=OWN).status_code == 403
    other = fields(text(Browser().get("/contact/")))["csrfmiddlewaretoken"]
    given_back = strict.post("/contact/", message(csrfmiddlewaretoken=other), headers=OWN)
    assert given_back.status_code == 403
    assert fields(text(given_back))["csrfmiddlewaretoken"] != other
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver.evil.test"},
        {"origin": "http://testserver:81"},
        {"origin": "http://[evil"},
        {"origin": "https://evil.test", "referer": "http://testserver/contact/"},
        {"referer": "https://evil.test/http://testserver/"},
    ],
)
def test_a_form_of_another_site_gets_a_plain_refusal_with_nothing_of_what_it_sent(
    strict: Browser, headers: dict[str, str]
) -> None:
    response = strict.post("/contact/", message(name=EVIL), headers=headers)
    assert response.status_code == 403
    for sent in ("alert(1)", WORDS, "asha@example.com", "csrfmiddlewaretoken"):
        assert sent not in text(response)
    assert strict.cookies == {}


def test_a_browser_that_tells_only_where_it_was_is_believed(strict: Browser) -> None:
    response = strict.post("/contact/", message(), headers={"referer": "http://testserver/contact/"})
    assert WORDS in text(response)


def test_what_is_given_back_is_text(strict: Browser) -> None:
    page = text(
        strict.post("/contact/", message(name=f'"><svg onload=1>{EVIL}', body=f"</div>{EVIL}{{{{7*7}}}}"), headers=OWN)
    )
    assert "<script>alert" not in page
    assert "<svg" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_only_the_fields_of_the_form_are_given_back(strict: Browser) -> None:
    page = text(
        strict.post("/contact/", message(is_staff="1", next="//evil.test", password="four calm horses"), headers=OWN)
    )
    assert set(fields(page)) == {"csrfmiddlewaretoken", "name", "email", "body", "request_key"}
    assert "four calm horses" not in page


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/account/login/", {"login": "asha@example.com", "password": "four calm horses"}),
        ("/account/login/code/confirm/", {"code": "123456"}),
        ("/book/verify/", {"code": "123456"}),
        ("/book/manage/find/", {"email": "asha@example.com"}),
    ],
)
def test_passwords_codes_and_all_other_forms_are_not_given_back(
    strict: Browser, path: str, sent: dict[str, str]
) -> None:
    response = strict.post(path, sent, headers=OWN)
    assert response.status_code == 403
    for value in sent.values():
        assert value not in text(response)


def test_more_than_a_form_can_be_is_not_given_back(strict: Browser) -> None:
    assert strict.post("/contact/", {f"f{number}": "x" for number in range(1200)}, headers=OWN).status_code == 400


@pytest.mark.parametrize(
    ("secure", "origin", "is_own"),
    [
        (True, "https://testserver", True),
        (True, "http://testserver", False),
        (False, "http://testserver", True),
    ],
)
def test_the_scheme_belongs_to_the_site(secure: bool, origin: str, is_own: bool) -> None:
    request: HttpRequest = RequestFactory().post("/", secure=secure, headers={"origin": origin})
    assert is_own_form(request) is is_own


def test_a_page_with_its_token_is_not_disturbed(strict: Browser) -> None:
    token: dict[str, str] = {"csrfmiddlewaretoken": fields(text(strict.get("/contact/")))["csrfmiddlewaretoken"]}
    assert strict.post("/contact/", message(**token), headers=OWN).status_code == 302
