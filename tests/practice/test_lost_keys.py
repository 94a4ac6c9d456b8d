"""A lost key is a clear refusal: on every page that needs it, with nothing shown, changed or told."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from accounts.models import Client, User
from practice.crypto import KeyMissingError
from tests import cast
from tests.worksheets.sheets import LIST, PAGE, PAPER, SAVE, html, make_sheet, typed
from worksheets.models import Answer

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

WORDS = "Not for anyone else"


@pytest.fixture
def asha() -> User:
    """A client in care."""
    return cast.make_patron("asha@example.com", "Asha")


@pytest.fixture
def browser(asha: User) -> Browser:
    """Her browser, with a worksheet that she wrote."""
    browser = cast.sign_in(Browser(), asha)
    make_sheet()
    assert browser.post(PAGE, typed(Client.objects.get(user=asha), words=WORDS)).status_code == 302
    return browser


def stored() -> str:
    """Return the answer as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM worksheets_answer")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("path", [PAGE, PAPER, f"{PAGE}pdf/", f"{PAGE}share/", f"{PAGE}fresh/"])
def test_a_page_that_needs_it_says_so_and_shows_nothing(browser: Browser, settings: Any, path: str) -> None:
    settings.FIELD_KEYS = {"k9": bytes(32)}
    response = browser.get(path)
    assert response.status_code == 503
    assert "This cannot be opened at present" in html(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert WORDS not in html(response)
    assert "k1" not in html(response)


@pytest.mark.parametrize("path", [PAGE, SAVE])
def test_nothing_is_written_over_what_cannot_be_read(browser: Browser, asha: User, settings: Any, path: str) -> None:
    before, keys = stored(), settings.FIELD_KEYS
    settings.FIELD_KEYS = {"k9": bytes(32)}
    assert browser.post(path, typed(Client.objects.get(user=asha), 1, words="New")).status_code == 503
    assert stored() == before
    settings.FIELD_KEYS = keys
    assert WORDS in html(browser.get(PAGE))  # the key is back
    assert Answer.objects.get().revision == 1


def test_what_needs_no_key_goes_on(browser: Browser, settings: Any) -> None:
    settings.FIELD_KEYS = {"k9": bytes(32)}
    for path in ("/space/", LIST, "/space/shared/", "/space/ledger/"):
        assert browser.get(path).status_code == 200, path


def test_the_log_says_that_it_happened_and_nothing_else(
    browser: Browser, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FIELD_KEYS = {"k9": bytes(32)}
    with caplog.at_level(logging.INFO):
        browser.get(PAGE)
    assert "Something stored cannot be opened: KeyMissingError" in caplog.text
    assert not [word for word in (WORDS, "Asha", "first-sheet", "k1") if word in caplog.text]


def test_without_it_the_error_is_one_of_the_program(browser: Browser, settings: Any) -> None:
    """The control."""
    settings.FIELD_KEYS = {"k9": bytes(32)}
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "lost_keys" not in each]
    with pytest.raises(KeyMissingError):
        cast.sign_in(Browser(), User.objects.get()).get(PAGE)
