"""When a client is asked, what her lists say of it, and what stays when it is over or care has ended."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import Client
from tests.factories import MONDAY, NOW, make_booking, make_practitioner, make_session_type
from tests.worksheets.measures.acts import (
    LIST,
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
from tests.worksheets.measures.test_filling_in import shown_helps
from tests.worksheets.measures.texts import TEXT
from tests.worksheets.sheets import html
from worksheets.measures.models import MeasurePlan, MeasureRound, MeasureVersion

pytestmark = pytest.mark.gate
WEEK = timedelta(weeks=1)


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
