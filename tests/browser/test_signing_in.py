"""Signing in and leaving with a real browser: code, passkey, Back after leaving."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from practice.leaving import NEUTRAL_SITE
from tests.browser.watching import Visitor
from tests.cast import code_sent_to, make_patron


@pytest.fixture
def asha(transactional_db: None) -> User:
    """A client in care."""
    return make_patron("asha@example.com", "Asha")


def sign_in_with_code(visitor: Visitor, address: str) -> None:
    """Go the way of someone without a password."""
    visitor.page.goto("/space/")
    visitor.page.get_by_role("link", name="Send me a sign-in code").click()
    visitor.page.get_by_label("Email").fill(address)
    visitor.page.get_by_role("button", name="Send the code").click()
    expect(visitor.page.get_by_label("Code")).to_be_visible()  # by then it is sent
    visitor.page.get_by_label("Code").fill(code_sent_to(address))
    visitor.page.get_by_role("button", name="Continue").click()
    visitor.page.wait_for_url("**/space/")


def test_a_code_leads_to_the_space(phone: Visitor, asha: User) -> None:
    sign_in_with_code(phone, asha.email)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Your space")


def test_a_passkey_signs_in_without_anything_typed(wide: Visitor, asha: User) -> None:
    session = wide.context.new_cdp_session(wide.page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    ready = {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **ready}})
    sign_in_with_code(wide, asha.email)
    wide.page.get_by_role("button", name="Yes, only I use it").click()
    expect(wide.page.get_by_text("Noted: only you use this phone.")).to_be_visible()
    wide.page.goto("/account/2fa/webauthn/add/")
    wide.page.get_by_label("Passwordless").check()
    wide.page.get_by_role("button", name="Add it").click()
    wide.page.wait_for_url("**/2fa/webauthn/reauthenticate/**")  # before the recovery codes are shown
    wide.page.get_by_role("button", name="Use a passkey or key").click()
    wide.page.wait_for_url("**/2fa/recovery-codes/")
    wide.context.clear_cookies()
    wide.page.goto("/account/login/")
    wide.page.get_by_role("button", name="Use a passkey").click()
    wide.page.wait_for_url("**/space/")


def test_leaving_quickly_goes_elsewhere_and_back_shows_nothing(phone: Visitor, asha: User) -> None:
    phone.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    phone.watch.expect(f"^request to another origin: {re.escape(NEUTRAL_SITE)}")
    sign_in_with_code(phone, asha.email)
    phone.page.get_by_role("button", name="Leave this page quickly").click()
    phone.page.wait_for_url(NEUTRAL_SITE)
    assert phone.context.cookies(phone.watch.origin) == []
    phone.page.go_back()
    phone.page.wait_for_url("**/account/login/**")
