"""A worksheet is done anew: the sheet before is kept, read and taken up again; no page writes over another sheet."""

import re
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.at_once import at_once
from tests.factories import NOW
from tests.worksheets.shared import ROOM, SHARED, begin, opened, page, share
from tests.worksheets.sheets import LIST, PAGE, PAPER, SAVE, html, make_sheet, typed
from tests.worksheets.test_admin import without_token
from worksheets import services
from worksheets.models import Answer, Assignment, Version
from worksheets.services import copy_version, put_aside, save_answer, start_answer, take_up_again

pytestmark = pytest.mark.gate

FRESH = f"{PAGE}fresh/"
FIRST = "What I wrote first"
HOUR = timedelta(hours=1)


def press(browser: Browser, answer: Answer, **changes: Any) -> Any:
    """Send the form of the page on which a fresh sheet is begun."""
    sent = {**typed(answer.client, answer.revision), "sheet": str(answer.uuid)}
    return browser.post(FRESH, {**sent, **changes})


def earlier(answer: Answer, more: str = "") -> str:
    return f"{PAGE}earlier/{answer.uuid}/{more}"


def filled_page(client: Client, answer: Answer | None, **answers: Any) -> dict[str, Any]:
    """Return what the page of a sheet sends."""
    fields = typed(client, answer.revision if answer else 0, **answers)
    return {**fields, "sheet": str(answer.uuid) if answer else ""}


@pytest.fixture
def aside(answer: Answer) -> Answer:
    """Asha's first sheet, put aside an hour ago."""
    assert put_aside(answer=answer, revision=1, now=NOW - HOUR)
    answer.refresh_from_db()
    return answer


def test_a_fresh_sheet_is_asked_for_first_and_a_visit_puts_nothing_aside(browser: Browser, answer: Answer) -> None:
    assert f'data-onwards="{FRESH}"' in page(browser, PAGE)
    asked = page(browser, FRESH)
    assert "Nothing of it is lost." in asked
    assert f'name="sheet" value="{answer.uuid}"' in asked
    assert Answer.objects.get().put_aside_at is None


def test_a_press_keeps_the_sheet_and_shows_an_empty_one(browser: Browser, answer: Answer) -> None:
    response = press(browser, answer)
    assert response.headers["Location"] == PAGE
    shown = page(browser, PAGE)
    assert "among your earlier sheets" in shown
    assert FIRST not in shown
    assert earlier(answer) in shown
    assert FIRST in page(browser, earlier(answer))
    kept = Answer.objects.get()
    assert (kept.put_aside_at, kept.revision, kept.body["words"]) == (NOW, 1, FIRST)


def test_what_is_typed_is_saved_on_the_way_to_a_fresh_sheet(browser: Browser, ashas: Client, answer: Answer) -> None:
    response = browser.post(PAGE, {**filled_page(ashas, answer, words="To the end"), "onwards": "fresh"})
    assert response.headers["Location"] == FRESH
    assert Answer.objects.get().body["words"] == "To the end"


def test_both_sheets_are_kept_apart(browser: Browser, ashas: Client, aside: Answer) -> None:
    assert browser.post(PAGE, filled_page(ashas, None, words="The second week")).status_code == 302
    assert "The second week" in page(browser, PAGE)
    assert FIRST in page(browser, earlier(aside))
    assert sorted(each.body["words"] for each in Answer.objects.all()) == ["The second week", FIRST]


def test_a_fresh_sheet_is_of_the_newest_version_and_the_one_before_stays_on_its_own(
    browser: Browser, aside: Answer
) -> None:
    newer = copy_version(version=aside.version, now=NOW)
    newer.prompts = [{"id": "new", "kind": "long", "label": "Only in the newer one"}]
    newer.is_draft = False
    newer.save()
    assert "Only in the newer one" in page(browser, PAGE)
    assert "Only in the newer one" not in page(browser, earlier(aside))


def test_nothing_written_is_nothing_to_put_aside(browser: Browser, ashas: Client, version: Version) -> None:
    assert "Begin a fresh sheet" not in page(browser, PAGE)
    assert browser.get(FRESH).headers["Location"] == PAGE
    empty = start_answer(client=ashas, version=version, now=NOW)
    assert browser.get(FRESH).headers["Location"] == PAGE
    assert press(browser, empty).headers["Location"] == PAGE
    assert not put_aside(answer=empty, revision=0, now=NOW)
    assert Answer.objects.get().put_aside_at is None


@pytest.mark.parametrize("changes", [{"revision": "0"}, {"sheet": str(uuid4())}])
def test_a_sheet_that_is_not_as_it_was_shown_is_not_put_aside(
    browser: Browser, answer: Answer, changes: dict[str, str]
) -> None:
    response = press(browser, answer, **changes)
    assert response.status_code == 409
    assert "Nothing was done" in html(response)
    assert Answer.objects.get().put_aside_at is None


def test_pressed_twice_it_leads_to_the_empty_sheet(browser: Browser, answer: Answer) -> None:
    assert [press(browser, answer).headers["Location"] for _press in range(2)] == [PAGE, PAGE]
    assert Answer.objects.count() == 1


def test_a_form_that_was_made_for_someone_else_puts_nothing_aside(
    client: Browser, bela: User, answer: Answer, version: Version
) -> None:
    hers = begin(Client.objects.get(user=bela), version, "Bela’s")
    cast.sign_in(client, bela)
    sent = {**typed(answer.client, 1), "sheet": str(hers.uuid)}
    assert client.post(FRESH, sent).status_code == 400
    assert not Answer.objects.exclude(put_aside_at=None).exists()


# Pages that were open


@pytest.mark.parametrize("path", [PAGE, SAVE])
def test_a_page_of_a_sheet_that_was_put_aside_saves_nothing_and_keeps_its_words(
    browser: Browser, ashas: Client, answer: Answer, path: str
) -> None:
    old = filled_page(ashas, answer, words="Typed in the other tab")
    press(browser, answer)
    response = browser.post(path, old)
    assert response.status_code == 403
    assert "take it up again" in html(response)
    assert path == SAVE or "Typed in the other tab</textarea>" in html(response)
    assert [each.body["words"] for each in Answer.objects.all()] == [FIRST]


def test_nor_over_another_sheet_of_the_same_revision(browser: Browser, ashas: Client, answer: Answer) -> None:
    old = filled_page(ashas, answer, words="Typed in the other tab")
    press(browser, answer)
    browser.post(PAGE, filled_page(ashas, None, words="The second week"))
    assert {each.revision for each in Answer.objects.all()} == {1}
    for _press in range(2):  # the page that comes back is of that sheet too
        response = browser.post(PAGE, old)
        assert response.status_code == 403
        sheet = re.search(r'name="sheet" value="([\w-]*)"', html(response))
        assert sheet
        assert sheet.group(1) == str(answer.uuid)
    assert sorted(each.body["words"] for each in Answer.objects.all()) == ["The second week", FIRST]


def test_by_the_revision_alone_it_would_be_written_over(
    browser: Browser, ashas: Client, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr("worksheets.views.is_of_other_sheet", lambda *_what: False)
    old = filled_page(ashas, answer, words="Typed in the other tab")
    press(browser, answer)
    browser.post(PAGE, filled_page(ashas, None, words="The second week"))
    assert browser.post(PAGE, old).status_code == 302
    assert "The second week" not in [each.body["words"] for each in Answer.objects.all()]


def test_taken_up_again_that_page_saves(browser: Browser, ashas: Client, answer: Answer) -> None:
    old = filled_page(ashas, answer, words="Typed in the other tab")
    press(browser, answer)
    browser.post(earlier(answer))
    assert browser.post(PAGE, old).status_code == 302
    assert Answer.objects.get().body["words"] == "Typed in the other tab"


def test_an_old_page_on_which_nothing_stood_begins_no_sheet_by_a_later_revision(
    browser: Browser, ashas: Client, aside: Answer
) -> None:
    assert browser.post(SAVE, {**typed(ashas, 3, words="x"), "sheet": ""}).status_code == 403
    assert Answer.objects.count() == 1


def test_two_empty_pages_meet_as_two_versions_of_one_sheet(browser: Browser, ashas: Client, aside: Answer) -> None:
    browser.post(SAVE, filled_page(ashas, None, words="from the desk"))
    response = browser.post(SAVE, filled_page(ashas, None, words="from the phone"))
    assert response.status_code == 409
    seen = response.json()
    again = {**filled_page(ashas, None, words="from the phone"), "revision": seen["revision"], "sheet": seen["sheet"]}
    assert browser.post(SAVE, again).status_code == 200
    assert [each.body["words"] for each in Answer.objects.filter(put_aside_at=None)] == ["from the phone"]


def test_a_save_that_was_under_way_writes_nothing_on_what_is_put_aside(aside: Answer) -> None:
    outcome = save_answer(answer=aside, body={"words": "late"}, revision=1, now=NOW)
    assert isinstance(outcome, services.Conflict)
    assert Answer.objects.get().body["words"] == FIRST


# Taking one up again


def test_taken_up_again_it_changes_places_with_the_open_one(browser: Browser, ashas: Client, aside: Answer) -> None:
    second = start_answer(client=ashas, version=aside.version, now=NOW)
    save_answer(answer=second, body={"words": "The second week"}, revision=0, now=NOW)
    assert "Take this one up again" in page(browser, earlier(aside))
    assert browser.post(earlier(aside)).headers["Location"] == PAGE
    shown = page(browser, PAGE)
    assert "This sheet is open again." in shown
    assert FIRST in shown
    assert "The second week" in page(browser, earlier(second))
    assert browser.get(earlier(aside)).status_code == 404  # it is open


def test_of_one_version_one_sheet_is_open(aside: Answer) -> None:
    start_answer(client=aside.client, version=aside.version, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(client=aside.client, version=aside.version)


def test_a_sheet_that_is_open_can_be_taken_up_without_harm(answer: Answer) -> None:
    take_up_again(answer=answer, now=NOW)
    assert Answer.objects.get().put_aside_at is None


# Who sees it


@pytest.mark.parametrize("status", [Client.Status.PAUSED, Client.Status.ENDED])
def test_whose_care_rests_reads_every_sheet_and_moves_none(
    browser: Browser, ashas: Client, aside: Answer, status: str
) -> None:
    Client.objects.update(status=status)
    assert FIRST in page(browser, PAGE)  # nothing is open: the last one is read
    assert "First sheet" in page(browser, LIST)
    assert "Take this one up again" not in page(browser, earlier(aside))
    assert browser.post(earlier(aside)).status_code == 200
    assert browser.get(FRESH).headers["Location"] == PAGE
    assert Answer.objects.get().put_aside_at == NOW - HOUR


def test_an_earlier_sheet_is_printed_and_kept_as_a_pdf(browser: Browser, aside: Answer) -> None:
    assert earlier(aside, "pdf/") in page(browser, earlier(aside))
    kept = browser.get(earlier(aside, "pdf/"), {"sure": "yes"})
    assert kept.headers["Content-Disposition"] == 'attachment; filename="page.pdf"'
    assert kept.content.startswith(b"%PDF")
    assert "Last saved on" in page(browser, PAPER)


@pytest.mark.parametrize("more", ["", "pdf/"])
@pytest.mark.parametrize("who", ["bela", "reader", "therapist"])
def test_for_anyone_else_it_is_what_is_not_there(
    request: pytest.FixtureRequest, client: Browser, aside: Answer, who: str, more: str
) -> None:
    cast.sign_in(client, request.getfixturevalue(who), second_factor=who == "therapist")
    nothing = f"{PAGE}earlier/{uuid4()}/{more}"
    for method in (client.get, client.post):
        hers, none = method(earlier(aside, more)), method(nothing)
        assert (hers.status_code, hers.content) == (none.status_code, none.content)
    assert client.get(earlier(aside, more)).status_code == 404


def test_under_another_worksheets_address_it_is_not_there(browser: Browser, aside: Answer) -> None:
    make_sheet("other-sheet")
    assert browser.get(f"{LIST}other-sheet/earlier/{aside.uuid}/").status_code == 404


def test_the_desk_is_the_same_before_and_after(browser: Browser, desk: Browser, answer: Answer, ashas: Client) -> None:
    paths = ["/admin/", ROOM, f"/admin/accounts/client/{ashas.pk}/change/"]
    before = [without_token(page(desk, path)) for path in paths]
    press(browser, answer)
    assert [without_token(page(desk, path)) for path in paths] == before


# What it leaves alone


def test_a_copy_that_was_shared_stays_and_is_called_neither_older_nor_lost(
    browser: Browser, answer: Answer, therapist: User
) -> None:
    copy = opened(answer, therapist)
    press(browser, answer)
    browser.post(PAGE, filled_page(answer.client, None, words="The second week"))
    shown = page(browser, f"{SHARED}{copy.uuid}/")
    assert FIRST in shown
    assert "Share a new copy" not in shown
    assert "A copy shared on 20 November" in page(browser, LIST)
    assert "A copy is shared" not in page(browser, PAGE)  # not of this sheet


def test_the_fresh_sheet_is_shared_by_itself(browser: Browser, ashas: Client, aside: Answer) -> None:
    browser.post(PAGE, filled_page(ashas, None, words="The second week"))
    assert "The second week" in page(browser, f"{PAGE}share/")
    assert FIRST not in page(browser, f"{PAGE}share/")
    copy = share(Answer.objects.get(put_aside_at=None))
    assert copy.body == {"words": "The second week"}


def test_given_once_more_it_is_still_the_sheet_that_she_has(browser: Browser, ashas: Client, answer: Answer) -> None:
    Assignment.objects.create(client=ashas, worksheet=answer.version.worksheet, note="Once more, if you like.")
    shown = page(browser, PAGE)
    assert FIRST in shown
    assert "Once more, if you like." in shown


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_one_moment_one_sheet_is_left_open(ashas: Client, version: Version) -> None:
    sheets = []
    for number in range(4):
        begun = start_answer(client=ashas, version=version, now=NOW)
        save_answer(answer=begun, body={"words": str(number)}, revision=0, now=NOW)
        assert put_aside(answer=begun, revision=1, now=NOW)
        sheets.append(begun)
    at_once([partial(take_up_again, answer=sheet, now=NOW) for sheet in sheets])
    assert Answer.objects.filter(put_aside_at=None).count() == 1
    assert sorted(each.body["words"] for each in Answer.objects.all()) == ["0", "1", "2", "3"]
