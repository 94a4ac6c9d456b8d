"""What the page is told while one writes."""

import pytest
from django.test import Client as Browser

from accounts.models import Client
from tests.worksheets.sheets import LIST, PAGE, PAPER, SAVE, typed
from worksheets.models import Answer, Version


def test_autosave_says_when_and_the_new_revision(browser: Browser, ashas: Client, version: Version) -> None:
    response = browser.post(SAVE, typed(ashas, words="a"))
    sheet = str(Answer.objects.get().uuid)
    assert response.json() == {"revision": 1, "sheet": sheet, "said": "Saved at 10:00 am"}


def test_autosave_says_the_hour_where_the_client_is(browser: Browser, ashas: Client, version: Version) -> None:
    ashas.zone_name = "Europe/London"
    ashas.save()
    assert browser.post(SAVE, typed(ashas, words="a")).json()["said"] == "Saved at 4:30 am"


def test_autosave_names_what_it_could_not_save(browser: Browser, ashas: Client, version: Version) -> None:
    said = browser.post(SAVE, typed(ashas, line="kept", words="x" * 10_001)).json()["said"]
    assert said.startswith("Saved at 10:00 am. Except: “In your words”: Shorten this to 10000")


def test_autosave_over_an_old_revision_gives_the_stored_version(
    browser: Browser, ashas: Client, begun: Version
) -> None:
    response = browser.post(SAVE, typed(ashas, 0, words="typed here"))
    assert response.status_code == 409
    assert response.json()["revision"] == 1
    assert "What I wrote first" in response.json()["stored"]
    assert Answer.objects.get().body["words"] == "What I wrote first"


def test_an_answer_lost_on_its_way_can_be_asked_for_again(browser: Browser, ashas: Client, version: Version) -> None:
    for _time in range(2):
        assert browser.post(SAVE, typed(ashas, words="a")).json()["revision"] == 1


def test_a_renewed_sign_in_gives_the_page_a_new_token(browser: Browser, begun: Version) -> None:
    given = browser.get(SAVE).json()
    assert given["revision"] == 1
    assert len(given["token"]) == 64


@pytest.mark.parametrize("path", [LIST, PAGE, PAPER, SAVE])
def test_nothing_of_it_is_kept_by_a_cache(browser: Browser, begun: Version, path: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == "private, no-store"
