"""The therapist pauses, ends or grants care: it holds for pages that are open, in every tab, and for autosave."""

import pytest
from django.test import Client as Browser

from accounts.models import Client, User
from accounts.services import set_client_status
from tests.factories import NOW
from tests.worksheets.sheets import PAGE, SAVE, html, typed
from worksheets.models import Answer, Version

pytestmark = pytest.mark.gate

PAUSED, ENDED, ACTIVE = Client.Status.PAUSED, Client.Status.ENDED, Client.Status.ACTIVE


@pytest.fixture
def tabs(ashas: Client, version: Version) -> tuple[Browser, Browser]:
    """Two browsers in which Asha has the worksheet open, with words that are saved."""
    assert ashas.user
    browsers = (Browser(), Browser())
    for browser in browsers:
        browser.force_login(ashas.user)
        assert browser.get(PAGE).status_code == 200
    assert browsers[0].post(SAVE, typed(ashas, words="before")).status_code == 200
    return browsers


def set_standing(client: Client, status: str, by: User) -> None:
    """Change a standing as the desk does."""
    set_client_status(client=client, status=status, by=by, now=NOW)


@pytest.mark.parametrize("status", [PAUSED, ENDED])
def test_it_reaches_autosave_and_the_form_in_every_open_tab(
    tabs: tuple[Browser, Browser], ashas: Client, therapist: User, status: str
) -> None:
    set_standing(ashas, status, therapist)
    for tab in tabs:
        saved = tab.post(SAVE, typed(ashas, 1, words="after"))
        assert saved.status_code == 403
        assert "can only be read at present" in saved.json()["said"]
        sent = tab.post(PAGE, typed(ashas, 1, words="after"))
        assert (sent.status_code, "after" in html(sent)) == (403, True)  # given back, not stored
        assert "data-autosave=" not in html(tab.get(PAGE))
        assert "before" in html(tab.get(PAGE))
    assert Answer.objects.get().body["words"] == "before"


def test_granting_it_again_lets_the_open_page_save_at_once(
    tabs: tuple[Browser, Browser], ashas: Client, therapist: User
) -> None:
    set_standing(ashas, PAUSED, therapist)
    set_standing(ashas, ACTIVE, therapist)
    assert tabs[1].post(SAVE, typed(ashas, 1, words="after")).status_code == 200
    assert Answer.objects.get().body["words"] == "after"


def test_a_login_that_is_closed_opens_nothing_from_the_next_request_on(
    tabs: tuple[Browser, Browser], ashas: Client
) -> None:
    User.objects.filter(client=ashas).update(is_active=False)
    for tab in tabs:
        assert tab.post(SAVE, typed(ashas, 1, words="after")).status_code == 302
        assert tab.get(PAGE).status_code == 302
    assert Answer.objects.get().body["words"] == "before"
