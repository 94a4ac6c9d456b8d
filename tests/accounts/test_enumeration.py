"""Nobody learns whether an address is known here: same answer, same work."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.adapter import in_dress
from accounts.models import User
from practice.mail.forwarding import html_of, queue_email
from practice.models import OutgoingMessage
from tests.cast import PASSWORD

pytestmark = pytest.mark.gate

UNKNOWN = "nobody@example.com"
FIND = "/book/manage/find/"
CODE, RESET, LOGIN, ENTER = (
    "/account/login/code/",
    "/account/password/reset/",
    "/account/login/",
    "/account/login/code/confirm/",
)

type Answer = tuple[int, dict[str, str], str]


def answer_to(path: str, address: str, **fields: str) -> tuple[list[Answer], list[int]]:
    """Return what a fresh browser gets for an address, redirects followed, and the queries of each step."""
    browser = Browser()
    browser.get(path)
    answers, counts = [], []
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = browser.post(path, {"email": address, "login": address, **fields})
    counts.append(len(queries))
    answers.append(plain(response, address))
    if response.status_code == 302:
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(response.headers["Location"])
        counts.append(len(queries))
        answers.append(plain(response, address))
    return answers, counts


def plain(response: Any, address: str) -> Answer:
    """Return status, headers and body without the address itself and the token against forged forms."""
    body = response.content.decode().replace(address, "ADDRESS")
    headers = dict(response.headers)
    # Of the address and of the token, which is another one every time; and of the second in which it was asked.
    for name in ["Content-Length", "ETag", "Expires"]:
        headers.pop(name, None)
    cookies = " ".join(sorted(response.cookies))
    token = r'name="csrfmiddlewaretoken" value="[^"]+"'
    return response.status_code, {**headers, "cookies": cookies}, re.sub(token, "TOKEN", body)


@pytest.mark.parametrize("path", [CODE, RESET, FIND])
@pytest.mark.usefixtures("asha")
def test_asking_for_a_message_is_answered_alike_for_known_and_unknown_addresses(path: str) -> None:
    known, queries_known = answer_to(path, "asha@example.com")
    unknown, queries_unknown = answer_to(path, UNKNOWN)
    assert known == unknown
    assert queries_known == queries_unknown


@pytest.mark.parametrize("path", [CODE, RESET, LOGIN, FIND])
@pytest.mark.usefixtures("asha")
def test_the_answers_are_of_one_length(path: str) -> None:
    """To the byte: the two addresses are as long as each other."""
    lengths = [length_of_answer(path, address) for address in ("asha@example.com", "noha@example.com")]
    assert lengths[0] == lengths[1]


def length_of_answer(path: str, address: str) -> list[int]:
    """Return the length of each page that a fresh browser is sent for an address."""
    given = {"email": address, "login": address, "password": "wrong horses at noon"}
    answer = Browser().post(path, given, follow=True)
    return [len(answer.content), len(answer.redirect_chain)]


@pytest.mark.usefixtures("asha")
def test_allauths_own_form_does_more_work_for_an_unknown_address(settings: Any) -> None:
    """The control: the same count, with the library's own look-up."""
    settings.ACCOUNT_FORMS = {}
    assert answer_to(CODE, "asha@example.com")[1] != answer_to(CODE, UNKNOWN)[1]


@pytest.mark.usefixtures("asha")
def test_a_wrong_password_is_answered_alike_for_known_and_unknown_addresses() -> None:
    known, queries_known = answer_to(LOGIN, "asha@example.com", password="wrong horses at noon")
    unknown, queries_unknown = answer_to(LOGIN, UNKNOWN, password="wrong horses at noon")
    assert known == unknown
    assert queries_known == queries_unknown


@pytest.mark.parametrize("address", ["asha@example.com", "staff@example.com", UNKNOWN])
@pytest.mark.usefixtures("asha", "staff")
def test_one_password_is_hashed_for_every_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answer_to(LOGIN, address, password="wrong horses at noon")
    assert len(hashed) == 1


@pytest.mark.usefixtures("asha")
def test_a_wrong_code_is_answered_alike_for_known_and_unknown_addresses() -> None:
    results = []
    for address in ["asha@example.com", UNKNOWN]:
        browser = Browser()
        browser.post(CODE, {"email": address})
        browser.get(ENTER)
        with CaptureQueriesContext(connection) as queries:
            response = browser.post(ENTER, {"code": "-"})
        results.append((plain(response, address), len(queries)))
    assert results[0] == results[1]


@pytest.mark.usefixtures("staff")
def test_staff_that_may_not_reset_by_mail_is_answered_like_nobody(settings: Any) -> None:
    settings.IS_HTTPS = True
    known, _ = answer_to(RESET, "staff@example.com")
    unknown, _ = answer_to(RESET, UNKNOWN)
    assert known == unknown


@pytest.mark.django_db
@pytest.mark.parametrize("path", [CODE, RESET])
def test_a_message_to_nobody_is_written_and_never_sent(path: str) -> None:
    answer_to(path, UNKNOWN)
    message = OutgoingMessage.objects.get()
    assert message.body["until"] < message.due_at.isoformat()


@pytest.mark.usefixtures("asha")
def test_the_message_to_somebody_is_sent() -> None:
    answer_to(CODE, "asha@example.com")
    message = OutgoingMessage.objects.get()
    assert message.body["until"] > message.due_at.isoformat()


@pytest.mark.django_db
def test_signing_up_is_closed_and_says_how_a_login_comes_about(client: Browser) -> None:
    page = client.get(reverse("account_signup"))
    assert page.status_code == 200
    assert "nothing to sign up for" in page.content.decode()


@pytest.mark.parametrize("address", ["asha@example.com", "new@example.com"])
@pytest.mark.usefixtures("asha")
def test_a_posted_sign_up_makes_nobody_and_tells_nothing(client: Browser, address: str) -> None:
    given = {"email": address, "password1": PASSWORD, "password2": PASSWORD, "is_staff": "1"}
    page = client.post(reverse("account_signup"), given)
    assert "nothing to sign up for" in page.content.decode()
    assert User.objects.count() == 1
    assert not OutgoingMessage.objects.exists()


def test_a_message_to_what_is_no_address_is_left_as_it_is_and_not_queued(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    message = EmailMessage("Your code", "Code 314159", to=["nobody at all"])
    assert in_dress(message) is message
    queue_email(in_dress(message), cause="account")
    assert not OutgoingMessage.objects.exists()
    assert "nobody at all" not in caplog.text


def test_a_message_to_an_address_is_dressed_as_a_letter(db: None) -> None:
    """The control: text and HTML with the same words."""
    dressed = in_dress(EmailMessage("Your code", "Code 314159", to=["asha@example.com"]))
    assert "Code 314159" in str(dressed.body)
    assert "Code 314159" in html_of(dressed)
