"""Somebody who finds a space open cannot make it his own: how she signs in is changed only right after signing in."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser

from accounts.models import Client, User
from practice.models import OutgoingMessage
from tests.browser.furnished import pocket_key
from tests.cast import PASSWORD, code_sent_to, prove, sign_in

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

EMAIL, SET, APP, KEY = (
    "/account/email/",
    "/account/password/set/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
)
HIS: dict[str, Any] = {"action_add": "", "email": "husband@example.com"}
OLD = 301


def prove_page(back: str) -> str:
    """Return where one is led, to come back to a page."""
    return f"/space/data/prove/?next={back.replace('/', '%2F')}"


@pytest.fixture
def found(client: Browser, asha: User) -> Browser:
    """Her own phone, as she left it lying: signed in by a code, some minutes ago."""
    prove(client, asha, ago=OLD)
    client.post("/space/phone/", {"answer": "yes"})
    return client


def test_an_address_found_open_is_not_changed(found: Browser, asha: User) -> None:
    answer = found.post(EMAIL, HIS)
    assert answer.headers["Location"] == prove_page(EMAIL)
    assert not OutgoingMessage.objects.exists()
    asha.refresh_from_db()
    assert asha.email == "asha@example.com"


def test_control_without_the_guard_it_would_be(found: Browser, asha: User, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ways_in" not in name]
    browser = Browser()
    browser.cookies = found.cookies
    browser.post(EMAIL, HIS)
    browser.post("/account/confirm-email/", {"code": code_sent_to("husband@example.com")})
    asha.refresh_from_db()
    assert asha.email == "husband@example.com"


def test_nor_is_a_password_set(found: Browser, asha: User) -> None:
    answer = found.post(SET, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"] == prove_page(SET)
    asha.refresh_from_db()
    assert not asha.has_usable_password()


@pytest.mark.parametrize("page", [APP, KEY])
def test_nor_is_a_passkey_or_an_app_added(found: Browser, page: str) -> None:
    for ask in (found.get, found.post):
        assert ask(page).headers["Location"] == prove_page(page)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", [EMAIL, SET])
def test_what_stands_there_can_be_read(found: Browser, page: str) -> None:
    said = found.get(page)
    assert said.status_code == 200
    assert "more than five minutes ago" in said.content.decode()


@pytest.mark.parametrize("page", [APP, KEY])
def test_right_after_signing_in_they_are_open(client: Browser, asha: User, page: str) -> None:
    prove(client, asha, ago=60).post("/space/phone/", {"answer": "yes"})
    assert client.get(page).status_code == 200


def test_signing_in_anew_leads_back_and_the_address_is_changed(found: Browser, asha: User) -> None:
    asked = found.post(found.post(EMAIL, HIS).headers["Location"])
    sent = found.post(asked.headers["Location"], {"email": "asha@example.com"})
    done = found.post(sent.headers["Location"], {"code": code_sent_to("asha@example.com")})
    assert done.headers["Location"] == EMAIL
    assert found.post(EMAIL, HIS).headers["Location"] == "/account/confirm-email/"


@pytest.mark.parametrize("back", ["", "https://example.com/", "//example.com", "/admin/", "/account/email/../"])
def test_one_is_led_back_to_no_other_page(found: Browser, back: str) -> None:
    answer = found.post(f"/space/data/prove/?next={back}")
    assert answer.headers["Location"] == "/account/login/code/?next=%2Fspace%2Fdata%2F"


def test_the_page_says_what_it_is_asked_for(found: Browser) -> None:
    assert "Before the way you sign in is changed" in found.get(prove_page(EMAIL)).content.decode()
    assert "Before everything about you leaves" in found.get("/space/data/prove/").content.decode()


def test_whoever_has_a_password_is_asked_for_that_as_before(client: Browser, asha: User) -> None:
    asha.set_password(PASSWORD)
    asha.save()
    sign_in(client, asha)
    assert client.post(EMAIL, HIS).headers["Location"].startswith("/account/reauthenticate/")


def test_a_client_without_an_address_needs_a_new_link(client: Browser) -> None:
    user = User.objects.create_user("")
    Client.objects.create(name="Gita", user=user, status=Client.Status.ACTIVE)
    prove(client, user, ago=OLD)
    answer = client.post(EMAIL, HIS)
    assert answer.headers["Location"] == prove_page(EMAIL)
    assert "for a new link" in client.get(answer.headers["Location"]).content.decode()


def test_with_a_second_step_the_mailbox_alone_opens_nothing(asha: User) -> None:
    """As the page about her sign-ins says."""
    Authenticator.objects.create(user=asha, type="webauthn", data={"name": "k", "credential": pocket_key()})
    browser = Browser()
    browser.post("/account/login/code/", {"email": "asha@example.com"})
    answer = browser.post("/account/login/code/confirm/", {"code": code_sent_to("asha@example.com")})
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert browser.get("/space/").status_code == 302
    assert (
        "Whoever reads your email can sign in as you"
        in sign_in(Browser(), asha).get("/space/sign-ins/").content.decode()
    )
