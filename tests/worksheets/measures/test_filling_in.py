"""A client fills in a questionnaire in her space: private, saved as she goes, with help at once where it is needed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, User
from tests import cast
from tests.factories import MONDAY, NOW, make_booking, make_practitioner, make_session_type
from tests.worksheets.measures.acts import (
    LIST,
    NEVER,
    OFTEN,
    SOMETIMES,
    TODAY,
    answered,
    begin,
    give_weekly,
    later,
    make_measure,
    path_of,
    sent,
    share,
)
from tests.worksheets.measures.texts import TEXT
from tests.worksheets.sheets import html
from tests.worksheets.test_access import as_seen
from worksheets.measures.models import MeasurePlan, MeasureRound, MeasureVersion

pytestmark = pytest.mark.gate
HELP = "You do not have to carry this alone"
WEEK = timedelta(weeks=1)


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


def test_words_come_back_where_the_sign_in_has_ended(ashas: Client, plan: MeasurePlan) -> None:
    response = Browser().post(path_of(plan), sent(ashas, SOMETIMES), headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert 'name="w-q1" value="1"' in html(response)


def test_onwards_saves_and_goes_to_sharing(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    response = browser.post(path_of(plan), {**sent(ashas, SOMETIMES), "onwards": "share"})
    assert response.headers["Location"] == path_of(plan, more="share/")
    assert MeasureRound.objects.get().body == answered(SOMETIMES)


def test_what_was_begun_stays_in_the_wording_in_which_it_was_begun(
    browser: Browser, plan: MeasurePlan, opened: MeasureVersion
) -> None:
    begin(plan, SOMETIMES)
    newer = make_measure(TEXT.replace("the window", "the door"), title="Other", opened_at=NOW)
    newer.measure, newer.number = opened.measure, 2
    newer.save()
    assert "out of the window" in html(browser.get(path_of(plan)))
    with later(browser, NOW + WEEK):
        assert "out of the door" in html(browser.get(path_of(plan, TODAY + WEEK)))
        assert "out of the window" in html(browser.get(path_of(plan)))


def test_a_week_that_was_not_begun_is_over_and_one_that_was_stays(browser: Browser, plan: MeasurePlan) -> None:
    begin(plan, SOMETIMES)
    with later(browser, NOW + 2 * WEEK):
        assert browser.get(path_of(plan)).status_code == 200
        assert browser.get(path_of(plan, TODAY + WEEK)).status_code == 404
        assert browser.get(path_of(plan, TODAY + 2 * WEEK)).status_code == 200
        assert browser.get(path_of(plan, TODAY + 3 * WEEK)).status_code == 404


@pytest.mark.parametrize("day", ["2026-11-19", "20261120", "2026-W47-5", "today", "2026-13-01", "0000-00-00"])
def test_an_address_of_no_asking_is_a_404(browser: Browser, plan: MeasurePlan, day: str) -> None:
    assert browser.get(path_of(plan, day)).status_code == 404


def test_after_its_end_nothing_is_asked_and_what_was_begun_stays(browser: Browser, plan: MeasurePlan) -> None:
    begin(plan, SOMETIMES)
    plan.ended_at = NOW
    plan.save()
    assert browser.get(path_of(plan)).status_code == 200
    with later(browser, NOW + WEEK):
        assert browser.get(path_of(plan, TODAY + WEEK)).status_code == 404
        assert "Nothing is asked at present." in html(browser.get("/space/"))


@pytest.mark.parametrize("status", [Client.Status.PAUSED, Client.Status.ENDED])
def test_out_of_care_she_reads_what_she_began_and_nothing_else(
    browser: Browser, ashas: Client, plan: MeasurePlan, status: str
) -> None:
    begin(plan, SOMETIMES, "", OFTEN)
    Client.objects.update(status=status)
    page = html(browser.get(path_of(plan)))
    assert "At present questionnaires can be read, not changed." in page
    assert shown_helps(page) == ["help-first"]
    assert browser.post(path_of(plan), sent(ashas, OFTEN, revision=1)).status_code == 403
    assert browser.post(path_of(plan, more="save/"), sent(ashas, OFTEN, revision=1)).status_code == 403
    with later(browser, NOW + WEEK):
        assert browser.get(path_of(plan, TODAY + WEEK)).status_code == 404
    assert MeasureRound.objects.get().body == answered(SOMETIMES, "", OFTEN)


def test_before_each_session_it_is_asked_anew_and_a_moved_session_takes_it_along(
    browser: Browser, ashas: Client, opened: MeasureVersion
) -> None:
    plan = give_weekly(ashas, opened, every="sessions")
    page = html(browser.get(LIST))
    assert "Asked at present" not in page  # no session is agreed
    session_type = make_session_type(make_practitioner())
    booking = make_booking(session_type, client=ashas, starts_at=MONDAY)
    assert "Before your next session, on Monday 23 November." in html(browser.get(LIST))
    begin(plan, SOMETIMES)
    booking.starts_at, booking.ends_at = booking.starts_at + timedelta(days=2), booking.ends_at + timedelta(days=2)
    booking.save()
    page = html(browser.get(LIST))
    assert "Before your next session, on Wednesday 25 November." in page
    assert "Begun. Private until you share a copy." in page
    make_booking(session_type, client=ashas, starts_at=MONDAY + WEEK)
    after = MONDAY + timedelta(days=3)
    with later(browser, after):
        page = html(browser.get(LIST))
        assert "Before your next session, on Monday 30 November." in page
        assert "New." in page
        assert browser.get(path_of(plan, "2026-11-25")).status_code == 200


def test_a_session_that_was_missed_or_cancelled_asks_nothing_anew(
    browser: Browser, ashas: Client, opened: MeasureVersion
) -> None:
    plan = give_weekly(ashas, opened, every="sessions")
    session_type = make_session_type(make_practitioner())
    make_booking(session_type, client=ashas, starts_at=MONDAY, status="cancelled")
    make_booking(session_type, client=ashas, starts_at=MONDAY + timedelta(days=1), status="no_show")
    make_booking(session_type, client=ashas, starts_at=MONDAY + WEEK)
    begin(plan, SOMETIMES)
    with later(browser, MONDAY + timedelta(days=3)):
        assert "Begun. Private until you share a copy." in html(browser.get(LIST))


def test_the_space_and_the_list_say_what_is_asked_and_until_when(browser: Browser, plan: MeasurePlan) -> None:
    plan.note = "When you have a quiet moment."
    plan.save()
    for address in ("/space/", LIST):
        page = html(browser.get(address))
        assert path_of(plan) in page
        assert "When you have a quiet moment." in page
        assert "Open until Thursday 26 November." in page
        assert "Asked every week, the last time by 18 December 2026." in page


def test_on_a_phone_that_others_may_use_no_list_names_it_at_once(browser: Browser, plan: MeasurePlan) -> None:
    share(begin(plan, SOMETIMES))
    begin(plan, SOMETIMES, asked_on=TODAY - WEEK)
    for address, names in (("/space/", 1), (LIST, 4)):
        page = BeautifulSoup(html(browser.get(address)), "lxml")
        shown = [each for each in page.select(".sheets li") if "Window and walk" in each.get_text()]
        assert len(shown) == names
        assert all(each.select("details.sheets__name > p") for each in shown)
        assert "Window" not in "".join(link.get_text() for link in page.select("main a"))
    browser.post("/space/phone/", {"answer": "yes"})
    page = BeautifulSoup(html(browser.get(LIST)), "lxml")
    assert [link.get_text() for link in page.select(".sheets a")][:2] == [
        "Window and walk",
        "Window and walk, 13 November 2026",
    ]


def test_the_lists_ask_as_few_questions_for_many_as_for_one(browser: Browser, ashas: Client, plan: MeasurePlan) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        return len(asked)

    share(begin(plan, SOMETIMES))
    few = [queries(address) for address in ("/space/", LIST)]
    for number in range(4):
        other = make_measure(title=f"Another {number}", opened_at=NOW)
        share(begin(give_weekly(ashas, other), OFTEN))
    assert [queries(address) for address in ("/space/", LIST)] == few


def test_whoever_was_never_given_one_sees_no_card(browser: Browser, opened: MeasureVersion) -> None:
    assert "Questionnaires" not in html(browser.get("/space/"))
    assert "Nothing here yet" in html(browser.get(LIST))


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
