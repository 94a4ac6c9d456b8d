"""Changing one's own address: proved by a code, and no way to learn who has an account here."""

import re

import pytest
from django.test import Client as Browser

from accounts.models import User
from tests.cast import PASSWORD, make_patron

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


def test_an_address_that_has_an_account_is_answered_like_one_that_has_none(signed_in: Browser, bela: User) -> None:
    assert page_after_asking_for(signed_in, bela.email) == page_after_asking_for(signed_in, "nobody@example.com")
