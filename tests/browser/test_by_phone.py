"""A client without email, in a real browser: by link and PIN, then by a passkey."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Client
from tests.accounts.phones import open_ways
from tests.browser.watching import Visitor
from tests.cast import make_staff
from tests.factories import make_client


@pytest.fixture
def ways(transactional_db: None) -> tuple[str, str]:
    """A PIN, and the address of a link."""
    pin, token = open_ways(make_client("Gita"), make_staff(), timezone.now())
    return pin, f"/in/{token}/"


def come_in(visitor: Visitor, ways: tuple[str, str]) -> None:
    """Open the link and enter the PIN."""
    visitor.page.goto(ways[1])
    visitor.page.wait_for_url("**/in/")
    visitor.page.get_by_label("PIN").fill(ways[0])
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/space/")


def test_after_that_a_passkey_on_her_own_phone_needs_neither(wide: Visitor, ways: tuple[str, str]) -> None:
    session = wide.context.new_cdp_session(wide.page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    ready = {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **ready}})
    come_in(wide, ways)
    wide.page.get_by_role("button", name="Yes, only I use it").click()
    wide.page.get_by_role("link", name="Add a passkey").click()
    wide.page.wait_for_url("**/2fa/webauthn/add/")  # wholly there, with the script that the button needs
    wide.page.get_by_label("Passwordless").check()
    wide.page.get_by_role("button", name="Add it").click()
    wide.page.wait_for_url("**/2fa/webauthn/reauthenticate/**")
    wide.context.clear_cookies()
    wide.page.goto("/account/login/")
    wide.page.get_by_role("button", name="Use a passkey").click()
    wide.page.wait_for_url("**/space/")
    user = Client.objects.select_related("user").get().user
    assert user
    assert user.email == ""


def test_it_works_without_javascript_and_the_link_only_once(no_javascript: Visitor, ways: tuple[str, str]) -> None:
    page = no_javascript.page
    come_in(no_javascript, ways)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your space")
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").tap()
    page.wait_for_url("**/signed-out/")
    page.goto("/space/")
    page.wait_for_url("**/account/login/**")
    no_javascript.watch.expect("404")
    page.goto(ways[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
