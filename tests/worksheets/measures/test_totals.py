"""Totals and their course are off until the one who looks switches them on; each has her own switch."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from accounts.models import LedgerEntry, User
from tests import cast
from tests.factories import NOW
from tests.worksheets.measures.acts import (
    LIST,
    NEVER,
    OFTEN,
    SOMETIMES,
    TODAY,
    begin,
    give_weekly,
    make_measure,
    share,
)
from tests.worksheets.measures.test_sharing import at_desk, press_open, words
from tests.worksheets.measures.texts import TEXT
from tests.worksheets.sheets import html
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureTotals, MeasureVersion
from worksheets.measures.sharing import hide_totals, show_totals, take_back

pytestmark = pytest.mark.gate
WEEK = timedelta(weeks=1)


def totals_of(plan: MeasurePlan) -> str:
    return f"{LIST}{plan.uuid}/totals/"


def two_weeks(plan: MeasurePlan) -> None:
    """Answer in full twice, and once in part; the totals are 3 and 5."""
    begin(plan, SOMETIMES, NEVER, NEVER)
    begin(plan, OFTEN, SOMETIMES, OFTEN, asked_on=TODAY + WEEK, at=NOW + WEEK)
    begin(plan, OFTEN, "", "", asked_on=TODAY + 2 * WEEK, at=NOW + 2 * WEEK)


def table_of(page: str) -> list[list[str]]:
    """Return the rows of the table beside the picture."""
    rows = BeautifulSoup(page, "lxml").select(".course__table tbody tr")
    return [[cell.get_text() for cell in row.select("th, td")] for row in rows]


def test_totals_are_off_for_the_client_until_she_switches_them_on_and_off_again(
    browser: Browser, plan: MeasurePlan
) -> None:
    two_weeks(plan)
    page = html(browser.get(totals_of(plan)))
    assert "<svg" not in BeautifulSoup(page, "lxml").select_one("main").decode()  # type: ignore[union-attr]
    assert table_of(page) == []
    assert browser.post(totals_of(plan), {"show": "yes"}).status_code == 302
    page = html(browser.get(totals_of(plan)))
    assert table_of(page) == [["20 Nov 2026", "3", "High"], ["27 Nov 2026", "5", "High"]]
    browser.post(totals_of(plan), {"show": "no"})
    assert table_of(html(browser.get(totals_of(plan)))) == []


def test_the_picture_has_a_name_and_words_and_says_no_more_than_the_table(browser: Browser, plan: MeasurePlan) -> None:
    two_weeks(plan)
    browser.post(totals_of(plan), {"show": "yes"})
    page = BeautifulSoup(html(browser.get(totals_of(plan))), "lxml")
    picture = page.select_one("main svg")
    assert picture
    assert picture["role"] == "img"
    named = [page.find(id=name) for name in str(picture["aria-labelledby"]).split()]
    assert [each.get_text() for each in named if each] == [
        "Totals of Window and walk over time",
        "Totals from 0 to 6. The table below has every total with its day.",
    ]
    assert len(picture.select("circle")) == len(table_of(str(page))) == 2
    assert not picture.select("[style]")
    assert "A total is a number to talk about. It is no finding" in words(browser.get(totals_of(plan)))


def test_numbers_in_the_picture_are_written_for_the_browser_in_every_language(
    browser: Browser, plan: MeasurePlan, settings: Any
) -> None:
    settings.USE_THOUSAND_SEPARATOR, settings.LANGUAGE_CODE = True, "de"
    two_weeks(plan)
    browser.post(totals_of(plan), {"show": "yes"})
    picture = BeautifulSoup(html(browser.get(totals_of(plan))), "lxml").select_one("main svg")
    assert picture
    for dot in picture.select("circle"):
        assert float(str(dot["cx"])) > 0


def test_with_no_total_yet_it_says_so(browser: Browser, plan: MeasurePlan) -> None:
    begin(plan, OFTEN)
    browser.post(totals_of(plan), {"show": "yes"})
    assert "There is no total yet. One needs an answer to every question." in words(browser.get(totals_of(plan)))


def test_another_wording_is_not_compared(browser: Browser, plan: MeasurePlan, opened: MeasureVersion) -> None:
    begin(plan, SOMETIMES, NEVER, NEVER)
    newer = make_measure(TEXT.replace("the window", "the door"), title="Other", opened_at=NOW)
    newer.measure, newer.number = opened.measure, 2
    newer.save()
    begin(plan, OFTEN, OFTEN, OFTEN, asked_on=TODAY + WEEK, at=NOW + WEEK)
    browser.post(totals_of(plan), {"show": "yes"})
    page = html(browser.get(totals_of(plan)))
    assert table_of(page) == [["27 Nov 2026", "4", "High"]]
    assert "What was asked in an earlier wording is not shown" in page


def test_hers_are_nobody_elses(plan: MeasurePlan, bela: User, desk: Browser) -> None:
    two_weeks(plan)
    other = cast.sign_in(Browser(), bela)
    for ask in (other, desk):
        assert ask.get(totals_of(plan)).status_code == 404
        assert ask.post(totals_of(plan), {"show": "yes"}).status_code == 404
    assert not MeasureTotals.objects.exists()


def shared_weeks(plan: MeasurePlan) -> list[MeasureCopy]:
    """Share the answers of two weeks."""
    begun = [
        begin(plan, SOMETIMES, NEVER, NEVER),
        begin(plan, OFTEN, SOMETIMES, OFTEN, asked_on=TODAY + WEEK, at=NOW + WEEK),
    ]
    return [share(each, NOW + number * WEEK) for number, each in enumerate(begun)]


def test_at_the_desk_it_is_off_by_default_and_has_only_what_was_opened_and_not_taken_back(
    desk: Browser, plan: MeasurePlan
) -> None:
    first, second = shared_weeks(plan)
    begin(plan, OFTEN, NEVER, OFTEN, asked_on=TODAY + 2 * WEEK)  # never shared
    assert "Off for this client." in press_open(desk, second)
    desk.post(at_desk(second, "course/"), {"show": "yes"})
    assert table_of(html(desk.get(at_desk(second)))) == [["27 Nov 2026", "5", "High"]]
    press_open(desk, first)
    assert len(table_of(html(desk.get(at_desk(second))))) == 2
    take_back(copy=first, now=NOW)
    assert len(table_of(html(desk.get(at_desk(second))))) == 1
    desk.post(at_desk(second, "course/"), {"show": "no"})
    assert table_of(html(desk.get(at_desk(second)))) == []


def test_of_an_asking_shared_twice_the_newer_copy_counts(desk: Browser, plan: MeasurePlan) -> None:
    begun = begin(plan, SOMETIMES, NEVER, NEVER)
    press_open(desk, share(begun))
    begun.body, begun.revision = {"q1": OFTEN, "q2": NEVER, "q3": OFTEN}, 2
    begun.save()
    newer = share(begun, NOW + timedelta(hours=1))
    press_open(desk, newer)
    desk.post(at_desk(newer, "course/"), {"show": "yes"})
    assert [row[1] for row in table_of(html(desk.get(at_desk(newer))))] == ["6"]


def test_a_closed_copy_shows_no_course(desk: Browser, plan: MeasurePlan) -> None:
    first, second = shared_weeks(plan)
    press_open(desk, first)
    desk.post(at_desk(first, "course/"), {"show": "yes"})
    assert table_of(html(desk.get(at_desk(second)))) == []


def test_the_client_reads_in_her_list_that_it_was_switched_on_at_the_desk(
    browser: Browser, desk: Browser, plan: MeasurePlan
) -> None:
    copy, _second = shared_weeks(plan)
    for _press in range(2):
        desk.post(at_desk(copy, "course/"), {"show": "yes"})
    assert LedgerEntry.objects.filter(act="course").count() == 1
    assert "chose to see how totals change that you share." in words(browser.get("/space/ledger/"))
    browser.post("/space/phone/", {"answer": "yes"})
    assert "chose to see how the totals change that you share of “Window and walk”." in words(
        browser.get("/space/ledger/")
    )


def test_one_switch_is_not_the_other(browser: Browser, desk: Browser, plan: MeasurePlan, therapist: User) -> None:
    copy, _second = shared_weeks(plan)
    which: dict[str, Any] = {"client": plan.client, "measure": plan.measure}
    show_totals(**which, side="client", by=None, now=NOW)
    assert "Off for this client." in press_open(desk, copy)
    assert not LedgerEntry.objects.filter(act="course").exists()
    show_totals(**which, side="desk", by=therapist, now=NOW)
    hide_totals(**which, side="client")
    assert table_of(html(browser.get(totals_of(plan)))) == []
    assert len(table_of(html(desk.get(at_desk(copy))))) == 1


def test_a_switch_is_for_one_client_alone(desk: Browser, plan: MeasurePlan, opened: MeasureVersion, bela: User) -> None:
    copy, _second = shared_weeks(plan)
    other = share(begin(give_weekly(bela.client, opened), OFTEN, NEVER, NEVER))
    desk.post(at_desk(copy, "course/"), {"show": "yes"})
    assert "Off for this client." in press_open(desk, other)


def test_what_cannot_be_opened_any_more_is_left_out(browser: Browser, plan: MeasurePlan, settings: Any) -> None:
    two_weeks(plan)
    browser.post(totals_of(plan), {"show": "yes"})
    settings.FIELD_KEYS = {"k9": bytes(32)}
    assert table_of(html(browser.get(totals_of(plan)))) == []
