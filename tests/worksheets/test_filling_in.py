"""A worksheet is filled in and saved without JavaScript."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.worksheets.sheets import PAGE, SAVE, html, typed
from worksheets.models import Answer, Version

pytestmark = pytest.mark.gate

OWN = {"origin": "http://testserver"}  # what a browser says of a form of this site


def test_a_worksheet_is_filled_in_and_saved(browser: Browser, ashas: Client, version: Version) -> None:
    page = html(browser.get(PAGE))
    mark = re.search(r'name="page" value="(\w+)"', page)
    assert mark
    assert mark.group(1) == typed(ashas)["page"]
    response = browser.post(
        PAGE, typed(ashas, line="a", words="b", tone="0", place="home", found=["glad"]), follow=True
    )
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Saved. Only you can see it." in html(response)
    assert Answer.objects.get().body == {"line": "a", "words": "b", "tone": 0, "place": "home", "found": ["glad"]}
    assert '<input type="hidden" name="revision" value="1"' in html(response)


def test_opening_a_worksheet_stores_nothing(browser: Browser, version: Version) -> None:
    browser.get(PAGE)
    assert not Answer.objects.exists()


def test_saving_an_empty_page_leaves_no_trace(browser: Browser, ashas: Client, version: Version) -> None:
    assert browser.post(PAGE, typed(ashas)).status_code == 302
    assert not Answer.objects.exists()


def test_what_is_too_long_comes_back_as_typed_and_the_rest_is_saved(
    browser: Browser, ashas: Client, version: Version
) -> None:
    response = browser.post(PAGE, typed(ashas, line="kept", words="x" * 10_001))
    assert response.status_code == 422
    assert "Shorten this to 10000 characters or fewer" in html(response)
    assert "<title>Error: " in html(response)
    assert "x" * 10_001 in html(response)
    assert Answer.objects.get().body == {"line": "kept"}
    assert 'name="revision" value="1"' in html(response)


def test_five_thousand_characters_are_saved_whole(browser: Browser, ashas: Client, version: Version) -> None:
    text = "अ é 🌧 word\n" * 500
    browser.post(PAGE, typed(ashas, words=text))
    assert Answer.objects.get().body["words"] == text.strip()


def test_in_a_conflict_both_versions_stand_on_the_page_and_nothing_is_written(
    browser: Browser, asha: User, ashas: Client, begun: Version
) -> None:
    phone = cast.sign_in(Browser(), asha)
    phone.post(PAGE, typed(ashas, 1, words="From the phone"))
    response = browser.post(PAGE, typed(ashas, 1, words="From the desk"))
    assert response.status_code == 409
    assert "From the phone" in html(response)
    assert "From the desk</textarea>" in html(response)
    assert Answer.objects.get().body["words"] == "From the phone"


def test_after_a_conflict_save_keeps_what_was_chosen(
    browser: Browser, asha: User, ashas: Client, begun: Version
) -> None:
    phone = cast.sign_in(Browser(), asha)
    phone.post(PAGE, typed(ashas, 1, words="From the phone"))
    response = browser.post(PAGE, typed(ashas, 1, words="From the desk"))
    revision = re.search(r'name="revision" value="(\d+)"', html(response))
    assert revision
    assert browser.post(PAGE, typed(ashas, int(revision.group(1)), words="From the desk")).status_code == 302
    assert Answer.objects.get().body["words"] == "From the desk"


def test_words_sent_after_the_sign_in_ended_are_given_back(client: Browser, ashas: Client, version: Version) -> None:
    response = client.post(PAGE, typed(ashas, words="Not to be lost"), headers=OWN)
    assert response.status_code == 403
    assert 'name="w-words" value="Not to be lost"' in html(response)
    assert "First sheet" not in html(response)
    assert "In your words" not in html(response)


def test_the_page_of_one_client_is_never_saved_for_another(
    client: Browser, bela: User, ashas: Client, version: Version
) -> None:
    cast.sign_in(client, bela)
    for path in (PAGE, SAVE):
        assert client.post(path, typed(ashas, words="Asha’s words")).status_code == 403
    assert not Answer.objects.exists()


def sent_again(page: str) -> dict[str, str]:
    """Return what the form of a page sends when its button is pressed, untouched."""
    form = BeautifulSoup(page, "lxml").select_one("form#worksheet")
    assert form
    fields = {str(each["name"]): str(each.get("value", "")) for each in form.select("input:not([type=radio])[name]")}
    return fields | {str(each["name"]): each.get_text().strip() for each in form.select("textarea")}


def test_however_often_it_is_sent_and_never_over_her_own_words(
    client: Browser, bela: User, ashas: Client, version: Version
) -> None:
    cast.sign_in(client, bela)
    hers = Answer.objects.create(client=Client.objects.get(user=bela), version=version, revision=3)
    hers.body = {"words": "Bela’s words"}
    hers.save()
    sent = typed(ashas, 1, words="Asha’s words")
    for _press in range(3):
        response = client.post(PAGE, sent)
        assert response.status_code == 403
        sent = sent_again(html(response))
        assert sent["w-words"] == "Asha’s words"
    hers.refresh_from_db()
    assert (hers.revision, hers.body) == (3, {"words": "Bela’s words"})


def test_once_she_is_signed_in_again_that_page_saves_for_her(
    client: Browser, asha: User, bela: User, ashas: Client, version: Version
) -> None:
    """The control: the very page that was refused."""
    cast.sign_in(client, bela)
    page = sent_again(html(client.post(PAGE, typed(ashas, words="Asha’s words"))))
    cast.sign_in(client, asha)
    assert client.post(PAGE, page).status_code == 302
    assert Answer.objects.get().client == ashas


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.0", "٣", "9" * 30])
def test_a_revision_that_is_no_number_is_not_understood(
    browser: Browser, ashas: Client, version: Version, revision: str
) -> None:
    assert browser.post(PAGE, {**typed(ashas), "revision": revision}).status_code == 400


def test_words_from_before_the_last_sign_in_are_given_back_and_saved_by_one_press(
    asha: User, ashas: Client, version: Version
) -> None:
    strict = cast.sign_in(Browser(enforce_csrf_checks=True), asha)
    given_back = strict.post(PAGE, typed(ashas, words="Not to be lost"), headers=OWN)
    assert given_back.status_code == 403
    assert not Answer.objects.exists()
    fields = dict(
        re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html(given_back).split("<main")[1])
    )
    assert fields["w-words"] == "Not to be lost"
    assert strict.post(PAGE, fields).status_code == 302
    assert Answer.objects.get().body == {"words": "Not to be lost"}


def test_a_page_without_its_token_saves_nothing(asha: User, ashas: Client, version: Version) -> None:
    strict = cast.sign_in(Browser(enforce_csrf_checks=True), asha)
    for path in (PAGE, SAVE):
        assert strict.post(path, typed(ashas, words="x"), headers=OWN).status_code == 403
    assert not Answer.objects.exists()


def test_a_megabyte_in_one_answer_is_refused_with_a_sentence(browser: Browser, ashas: Client, version: Version) -> None:
    response = browser.post(PAGE, typed(ashas, line="kept", words="x" * 1_000_000))
    assert response.status_code == 422
    assert "It has 1000000, and is not saved yet." in html(response)
    assert Answer.objects.get().body == {"line": "kept"}


def urlencoded(fields: dict[str, Any]) -> dict[str, Any]:
    return {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "fields",
    [{"w-words": "x" * 3_000_000}, {f"w-{number}": "x" for number in range(1200)}],
    ids=["3 MB", "1,200 fields"],
)
@pytest.mark.parametrize("path", [PAGE, SAVE])
def test_more_than_a_form_can_be_is_not_understood(
    browser: Browser, ashas: Client, version: Version, path: str, fields: dict[str, Any]
) -> None:
    assert browser.post(path, **urlencoded({**typed(ashas), **fields})).status_code == 400
    assert not Answer.objects.exists()


def test_bytes_that_are_no_text_are_stored_as_something_that_is(
    browser: Browser, ashas: Client, version: Version
) -> None:
    sent = urlencode(typed(ashas)) + "&w-line=%FF%FE"
    response = browser.post(PAGE, data=sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert Answer.objects.get().body == {"line": "\N{REPLACEMENT CHARACTER}" * 2}


def cut(sent: dict[str, Any], last: str, *, letters: int = 0) -> dict[str, Any]:
    """Return what arrives of a page whose request was cut off inside the field `last`."""
    names = list(sent)
    came = {name: sent[name] for name in names[: names.index(last) + 1]}
    return {**came, last: str(came[last])[:letters]} if letters else came


@pytest.fixture
def ticked(browser: Browser, ashas: Client, version: Version) -> Answer:
    """An answer with a tick in its list, and words."""
    browser.post(PAGE, typed(ashas, words="All of it", found=["glad"]))
    return Answer.objects.get()


@pytest.mark.parametrize("path", [PAGE, SAVE])
def test_a_request_that_was_cut_off_neither_empties_a_list_nor_shortens_a_text(
    browser: Browser, ashas: Client, ticked: Answer, path: str
) -> None:
    came = cut(typed(ashas, 1, line="new", words="All of it and more", found=["glad"]), "w-words", letters=4)
    response = browser.post(path, came)
    assert response.status_code == 400
    assert "Only a part of this page arrived" in html(response)
    ticked.refresh_from_db()
    assert (ticked.revision, ticked.body) == (1, {"words": "All of it", "found": ["glad"]})


def test_with_the_end_of_the_page_the_same_request_counts(browser: Browser, ashas: Client, ticked: Answer) -> None:
    browser.post(SAVE, {**cut(typed(ashas, 1, line="new", words="All of it and more"), "w-words"), "whole": "1"})
    ticked.refresh_from_db()
    assert ticked.body == {"line": "new", "words": "All of it and more"}


def test_a_page_that_was_cut_off_comes_back_with_what_arrived_and_what_is_stored(
    browser: Browser, ashas: Client, ticked: Answer
) -> None:
    page = html(browser.post(PAGE, cut(typed(ashas, 1, line="new"), "w-line")))
    assert 'value="new"' in page
    assert "All of it</textarea>" in page
    assert re.search(r'value="glad"[^>]* checked', page)
    assert 'name="revision" value="1"' in page


def test_the_end_mark_is_the_last_field_of_the_form(browser: Browser, version: Version) -> None:
    form = html(browser.get(PAGE)).split('class="worksheet__form"')[1].split("</form>")[0]
    assert re.findall(r'<(?:input|textarea|select)[^>]* name="([\w-]+)"', form)[-1] == "whole"


def test_the_page_says_how_much_is_answered(browser: Browser, ashas: Client, version: Version) -> None:
    assert "0 of 5 answered" in html(browser.get(PAGE))
    response = browser.post(PAGE, typed(ashas, line="a", tone="0", found=["sad", "glad"]), follow=True)
    assert "3 of 5 answered" in html(response)
    refused = browser.post(PAGE, typed(ashas, 1, line="a", words="x" * 10_001))
    assert "1 of 5 answered" in html(refused)
