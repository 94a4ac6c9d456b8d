"""A client fills in a questionnaire in her space: private, saved as she goes, with help at once where it is needed."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.worksheets.measures.acts import (
    LIST,
    NEVER,
    OFTEN,
    SOMETIMES,
    TODAY,
    answered,
    begin,
    path_of,
    sent,
)
from tests.worksheets.sheets import html
from tests.worksheets.test_access import as_seen
from worksheets.measures.models import MeasurePlan, MeasureRound

pytestmark = pytest.mark.gate
HELP = "You do not have to carry this alone"


def shown_helps(page: str) -> list[str]:
    """Return where help is shown whatever the style sheet does: outside of what an answer alone uncovers."""
    soup = BeautifulSoup(page, "lxml")
    found = soup.select(".crisis h2")
    return [str(each["id"]) for each in found if not each.find_parent(class_="measure__hidden")]


def test_it_is_filled_in_and_stored_encrypted(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    response = browser.post(path_of(plan), sent(ashas, SOMETIMES, NEVER, NEVER), follow=True)
    assert response.redirect_chain == [(path_of(plan), 302)]
    begun = MeasureRound.objects.get()
    assert (begun.body, begun.revision, begun.asked_on) == (answered(SOMETIMES, NEVER, NEVER), 1, TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM worksheets_measureround")
        assert cursor.fetchone()[0].startswith("1:k1:")
    checked = BeautifulSoup(html(response), "lxml").select("input[checked]")
    assert [(each["name"], each["value"]) for each in checked] == [("w-q1", "1"), ("w-q2", "0"), ("w-q3", "0")]


def test_no_total_and_no_band_is_shown_or_stored(browser: Browser, plan: MeasurePlan) -> None:
    begin(plan, OFTEN, NEVER, OFTEN)
    page = BeautifulSoup(html(browser.get(path_of(plan))), "lxml").get_text()
    assert "High" not in page
    assert "Total" not in page
    columns = {field.name for field in MeasureRound._meta.get_fields()}
    assert not {"total", "score", "band", "flag", "mark"} & columns


def test_before_she_begins_she_is_told_what_a_safety_answer_does(browser: Browser, plan: MeasurePlan) -> None:
    page = " ".join(BeautifulSoup(html(browser.get(path_of(plan))), "lxml").get_text().split())
    assert "Question 3, answered with “Sometimes”, “Often”" in page
    assert "Dr Bhatt's desk shows a mark beside your name, before she opens the copy" in page
    assert "Until you share, nothing is shown to her" in page
    assert "Nobody watches what is answered here or what is shared, and it is not known when it will be read" in page
    assert "The wording is from: Made up." in page


@pytest.mark.parametrize(
    ("place", "helps"), [("", []), (NEVER, []), (SOMETIMES, ["help-first"]), (OFTEN, ["help-first"])]
)
def test_an_answer_about_safety_shows_help_at_once_after_saving(
    browser: Browser, ashas: Client, plan: MeasurePlan, place: str, helps: list[str]
) -> None:
    page = html(browser.post(path_of(plan), sent(ashas, "", "", place), follow=True))
    assert shown_helps(page) == helps


def test_without_saving_the_style_alone_uncovers_help_beside_the_question(browser: Browser, plan: MeasurePlan) -> None:
    soup = BeautifulSoup(html(browser.get(path_of(plan))), "lxml")
    asks = soup.select(".measure__asks")
    assert len(asks) == 1
    assert [each["value"] for each in asks[0].select("input[data-asks]")] == [SOMETIMES, OFTEN]
    assert HELP in asks[0].select(".measure__hidden")[0].get_text()
    assert soup.select("input[data-asks]") == asks[0].select("input[data-asks]")


def test_the_style_sheet_uncovers_it_by_the_answer_and_covers_it_otherwise() -> None:
    style = (Path(settings.BASE_DIR) / "static" / "css" / "measures.css").read_text()
    covered, uncovered = (
        ".measure__hidden { display: none; }",
        "[data-asks]:checked) .measure__hidden { display: block;",
    )
    assert covered in style.split(uncovered)[0]
    assert len(style.split(uncovered)) == 2


def test_autosave_saves_and_tells_two_tabs_apart(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    url = path_of(plan, more="save/")
    assert set(browser.get(url).json()) == {"token", "revision"}
    assert browser.post(url, sent(ashas, SOMETIMES)).json()["revision"] == 1
    conflict = browser.post(url, sent(ashas, OFTEN))
    assert conflict.status_code == 409
    assert "Sometimes" in conflict.json()["stored"]
    assert browser.post(url, sent(ashas, OFTEN, revision=1)).json()["revision"] == 2
    assert browser.post(url, {**sent(ashas, OFTEN, revision=2), "page": "x"}).status_code == 403
    cut_off = sent(ashas, NEVER, revision=2)
    del cut_off["whole"]
    assert browser.post(url, cut_off).status_code == 400
    assert MeasureRound.objects.get().body == answered(OFTEN)


def test_without_javascript_both_versions_are_shown_and_the_second_is_chosen_by_saving(
    browser: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    begin(plan, SOMETIMES)
    response = browser.post(path_of(plan), sent(ashas, OFTEN))
    assert response.status_code == 409
    assert "Saved from elsewhere" in html(response)
    assert 'name="revision" value="1"' in html(response)
    assert MeasureRound.objects.get().body == answered(SOMETIMES)


def test_an_empty_page_leaves_no_trace(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    assert browser.post(path_of(plan), sent(ashas, "", "", "")).status_code == 302
    assert not MeasureRound.objects.exists()


@pytest.mark.parametrize("place", ["7", "-1", "x", "<b>"])
def test_an_answer_that_is_not_offered_is_refused_and_the_others_are_kept(
    browser: Browser, ashas: Client, plan: MeasurePlan, place: str
) -> None:
    response = browser.post(path_of(plan), sent(ashas, SOMETIMES, place, NEVER))
    assert response.status_code == 422
    assert "Choose from the answers that are offered." in html(response)
    assert MeasureRound.objects.get().body == answered(SOMETIMES, "", NEVER)


def test_a_page_that_was_cut_off_or_made_for_someone_else_stores_nothing(
    browser: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    cut_off = sent(ashas, SOMETIMES)
    del cut_off["whole"]
    response = browser.post(path_of(plan), cut_off)
    assert response.status_code == 400
    assert 'value="1"' in html(response)
    assert browser.post(path_of(plan), {**sent(ashas, SOMETIMES), "page": "x"}).status_code == 403
    assert not MeasureRound.objects.exists()


def test_a_page_that_was_refused_is_not_made_for_whoever_is_signed_in(
    browser: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    begin(plan, SOMETIMES, NEVER, OFTEN)
    page = html(browser.post(path_of(plan), {**sent(ashas, OFTEN, revision=7), "page": "of-another"}))
    assert 'name="page" value="of-another"' in page
    assert 'name="revision" value="7"' in page


def test_a_page_that_was_cut_off_saves_over_nothing_that_was_not_on_it(
    browser: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    begin(plan, SOMETIMES, NEVER, OFTEN)
    old = sent(ashas, OFTEN)
    del old["whole"]
    page = html(browser.post(path_of(plan), old))
    assert 'name="revision" value="0"' in page
    assert browser.post(path_of(plan), sent(ashas, OFTEN)).status_code == 409
    assert MeasureRound.objects.get().body == answered(SOMETIMES, NEVER, OFTEN)


def test_words_come_back_where_the_sign_in_has_ended(ashas: Client, plan: MeasurePlan) -> None:
    response = Browser().post(path_of(plan), sent(ashas, SOMETIMES), headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert 'name="w-q1" value="1"' in html(response)


def test_onwards_saves_and_goes_to_sharing(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    response = browser.post(path_of(plan), {**sent(ashas, SOMETIMES), "onwards": "share"})
    assert response.headers["Location"] == path_of(plan, more="share/")
    assert MeasureRound.objects.get().body == answered(SOMETIMES)


@pytest.mark.parametrize("more", ["", "save/", "share/"])
def test_for_anyone_else_hers_is_like_one_that_is_not_there(
    more: str, plan: MeasurePlan, bela: User, reader: User, therapist: User
) -> None:
    begin(plan, SOMETIMES, NEVER, OFTEN)
    absent = f"{LIST}00000000-0000-4000-8000-000000000000/{TODAY}/{more}"
    for user in (bela, reader, therapist):
        other = cast.sign_in(Browser(), user, second_factor=user == therapist)
        hers, none = other.get(path_of(plan, more=more)), other.get(absent)
        assert (hers.status_code, none.status_code) == (404, 404)
        assert as_seen(hers) == as_seen(none)
    assert "/account/login/" in Browser().get(path_of(plan, more=more)).headers["Location"]


def test_without_the_guard_bela_would_read_it(plan: MeasurePlan, bela: User, monkeypatch: Any) -> None:
    """The control: the schedules of everybody."""
    from worksheets.measures import access, asking

    begin(plan, SOMETIMES, NEVER, OFTEN)
    monkeypatch.setattr(access, "plans_of", lambda client, now: asking.plans_of(plan.client, now))
    assert cast.sign_in(Browser(), bela).get(path_of(plan)).status_code == 200
