"""What is not shared is never scanned: no list of telling words is held against it, whoever opens which page."""

import pytest
from django.test import Client as Browser

from accounts.models import Client
from practice import danger
from tests.factories import make_booking, make_practitioner, make_session_type
from tests.worksheets.shared import SHARE, page
from tests.worksheets.sheets import LIST, PAGE, PAPER, SAVE, make_sheet, typed
from worksheets.models import Answer

pytestmark = pytest.mark.gate

WORDS = "I want to die"


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is held against the list of words about danger, whoever asks."""
    seen: list[str] = []

    def note(words: str) -> list[str]:
        seen.append(words)
        return []

    monkeypatch.setattr(danger, "words_in", note)
    return seen


def test_nothing_that_is_written_in_a_worksheet_is_scanned(
    browser: Browser, desk: Browser, ashas: Client, scanned: list[str]
) -> None:
    make_sheet()
    assert browser.post(SAVE, typed(ashas, words=WORDS)).status_code == 200
    assert browser.post(PAGE, typed(ashas, 1, words=f"{WORDS} today")).status_code == 302
    assert WORDS in Answer.objects.get().body["words"]
    for path in (PAGE, LIST, PAPER, SHARE, "/space/", "/space/data/all/"):
        page(browser, path)
    for path in ("/admin/", "/admin/shared/", f"/admin/accounts/client/{ashas.pk}/change/"):
        page(desk, path)
    assert scanned == []


def test_the_note_of_a_request_is(desk: Browser, ashas: Client, scanned: list[str]) -> None:
    """The control: the therapist was told of it beforehand, and so was the client."""
    make_booking(make_session_type(make_practitioner()), client=ashas, status="requested", note=WORDS)
    page(desk, "/admin/")
    assert WORDS in scanned
