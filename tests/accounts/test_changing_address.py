"""Changing one's own address: proved by a code, and no way to learn who has an account here."""

import re
from typing import Any

import pytest
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.test import Client as Browser
from django.test import RequestFactory

from accounts import sign_ins
from accounts.models import User
from accounts.services import stay_signed_in_here
from tests.cast import PASSWORD, code_sent_to, make_patron

pytestmark = pytest.mark.gate

EMAIL, CONFIRM = "/account/email/", "/account/confirm-email/"


@pytest.fixture
def signed_in(client: Browser, db: None) -> Browser:
    """A client who has signed in and just given her password once more."""
    asha = make_patron("asha@example.com", "Asha")
    asha.set_password(PASSWORD)
    asha.save()
    client.force_login(asha)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def page_after_asking_for(browser: Browser, address: str) -> tuple[int, str]:
    """Ask to change to an address; return the page that takes the code, without the address and its token."""
    answer = browser.post(EMAIL, {"action_add": "", "email": address})
    assert answer.headers["Location"] == CONFIRM
    page = browser.get(CONFIRM)
    return page.status_code, re.sub(r'value="\w{64}"', "", page.content.decode().replace(address, "ADDRESS"))


def test_the_page_that_takes_the_code_of_a_new_address_opens(signed_in: Browser) -> None:
    status, page = page_after_asking_for(signed_in, "new@example.com")
    assert status == 200
    assert "ADDRESS" in page


def test_the_page_says_what_becomes_of_a_new_address_and_not_that_it_is_known(signed_in: Browser) -> None:
    form = signed_in.get(EMAIL).content.decode()
    assert "New email address" in form
    assert "It counts once you have entered the code." in form
    _status, page = page_after_asking_for(signed_in, "new@example.com")
    assert "If this address can be used here, a code is on its way to" in page
    assert "is known here" not in page


def test_an_address_that_has_an_account_is_answered_like_one_that_has_none(signed_in: Browser, bela: User) -> None:
    assert page_after_asking_for(signed_in, bela.email) == page_after_asking_for(signed_in, "nobody@example.com")


def test_a_code_for_a_new_address_gets_three_tries_also_side_by_side(signed_in: Browser) -> None:
    """Each of these requests reads the session as it was before the first try, as parallel ones do."""
    signed_in.post(EMAIL, {"action_add": "", "email": "new@example.com"})
    before = signed_in.session[EMAIL_VERIFICATION_CODE_SESSION_KEY]
    statuses = []
    for _ in range(4):
        session = signed_in.session
        session[EMAIL_VERIFICATION_CODE_SESSION_KEY] = before
        session.save()
        statuses.append(signed_in.post(CONFIRM, {"code": "none"}).status_code)
    assert statuses == [200, 200, 200, 429]


def test_without_a_code_under_way_there_is_nothing_to_count(signed_in: Browser) -> None:
    assert {signed_in.post(CONFIRM, {"code": "none"}).status_code for _ in range(5)} == {302}


def signed_in_elsewhere() -> Browser:
    """Return another browser that is signed in as the same person: somebody once read a code in her mailbox."""
    elsewhere = Browser()
    elsewhere.force_login(User.objects.get(email="asha@example.com"))
    assert elsewhere.get("/space/").status_code == 200
    return elsewhere


def change_to(browser: Browser, address: str) -> None:
    """Ask for another address and prove it."""
    browser.post(EMAIL, {"action_add": "", "email": address})
    browser.post(CONFIRM, {"code": code_sent_to(address)})
    assert User.objects.get().email == address


def test_another_address_signs_out_every_other_browser(signed_in: Browser) -> None:
    elsewhere = signed_in_elsewhere()
    change_to(signed_in, "new@example.com")
    assert signed_in.get("/space/").status_code == 200
    assert elsewhere.get("/space/").status_code == 302


def test_a_code_in_the_mailbox_that_she_left_signs_nobody_in(signed_in: Browser) -> None:
    """Whoever reads it asked for the code before she changed, and enters it after."""
    reader_of_the_old = Browser()
    reader_of_the_old.post("/account/login/code/", {"email": "asha@example.com"})
    code = code_sent_to("asha@example.com")
    change_to(signed_in, "new@example.com")
    answer = reader_of_the_old.post("/account/login/code/confirm/", {"code": code})
    assert answer.headers["Location"] == "/account/login/code/"
    assert "This code works no more." in reader_of_the_old.get("/account/login/code/").content.decode()
    assert reader_of_the_old.get("/space/").status_code == 302


def test_control_had_she_stayed_the_code_would_sign_in(signed_in: Browser) -> None:
    elsewhere = Browser()
    elsewhere.post("/account/login/code/", {"email": "asha@example.com"})
    elsewhere.post("/account/login/code/confirm/", {"code": code_sent_to("asha@example.com")})
    assert elsewhere.get("/space/").status_code == 200


def test_control_held_against_the_password_alone_and_not_ended_the_other_browser_stays(
    signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "get_session_auth_hash", AbstractBaseUser.get_session_auth_hash)
    monkeypatch.setattr(sign_ins, "end_others", lambda request, user: None)
    signed_in.force_login(User.objects.get())
    signed_in.post("/account/reauthenticate/", {"password": PASSWORD})
    elsewhere = signed_in_elsewhere()
    change_to(signed_in, "new@example.com")
    assert elsewhere.get("/space/").status_code == 200


def test_where_nobody_is_signed_in_nobody_becomes_so(bela: User) -> None:
    request = RequestFactory().post(CONFIRM)
    request.user = AnonymousUser()
    stay_signed_in_here(request, bela)
    assert not hasattr(request, "session")


def test_a_new_secret_key_signs_nobody_out_and_the_one_before_counts_as_long_as_it_is_kept(
    signed_in: Browser, settings: Any
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert signed_in.get("/space/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert signed_in.get("/space/").status_code == 200  # held against the new key since


def test_without_the_key_before_everybody_signs_in_anew(signed_in: Browser, settings: Any) -> None:
    settings.SECRET_KEY = "n" * 50
    assert signed_in.get("/space/").status_code == 302


def test_under_the_key_before_another_address_ends_the_other_browser_too(signed_in: Browser, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    User.objects.update(email="new@example.com")
    assert signed_in.get("/space/").status_code == 302
