"""The desk's lists on a phone: each row is a card with the words of its columns, and nothing scrolls sideways."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.furnished import Stage
from tests.browser.looking import NARROW, WIDE, resize
from tests.browser.pages import of_models
from tests.browser.test_every_page import Walk, stage

__all__ = ["stage"]

PHONE = {**NARROW, "width": 390, "height": 844}
# Boxes whose content is wider than they are: in one that scrolls no text is cut, so the look at every page lets it be.
SCROLLS = """() => [...document.querySelectorAll("#changelist, #changelist *")]
  .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .filter(each => ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
  .map(each => `${each.tagName}.${each.className}: ${each.scrollWidth} in ${each.clientWidth}`)"""
LAID_OUT = """() => {
  const row = document.querySelector("#result_list tbody tr");
  const shown = [...row.querySelectorAll("td:not(.action-checkbox)")].filter(each => each.checkVisibility());
  const label = each => getComputedStyle(each, "::before").content.includes(each.dataset.label);
  return {row: getComputedStyle(row).display, cells: shown.length, labelled: shown.filter(label).length};
}"""
AS_TABLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`#result_list tbody tr { display: table-row !important }
    #result_list tbody :is(td, th) { display: table-cell !important; white-space: nowrap !important }
    #changelist .results { overflow-x: auto !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Their cells say by themselves what they are: who, how, where it stands.
SPEAK_FOR_THEMSELVES = {"list: bookings_booking", "list: practice_outgoingmessage"}


def laid_out(page: Page) -> Any:
    return page.evaluate(LAID_OUT)


@pytest.mark.long
def test_on_a_phone_no_list_scrolls_sideways_and_each_row_is_a_card_with_its_words(stage: Stage, visit: Visit) -> None:
    walk, scrolls, wrong = Walk(stage, visit), {}, {}
    lists = [entry for entry in of_models() if entry.name.startswith("list: ")]
    for entry in lists:
        page = walk.open(entry)
        resize(page, PHONE)
        if found := page.evaluate(SCROLLS):
            scrolls[entry.name] = found
        if page.locator("#result_list").count():
            seen = laid_out(page)
            labelled = 0 if entry.name in SPEAK_FOR_THEMSELVES else seen["cells"]
            if (seen["row"], seen["labelled"]) != ("grid", labelled):
                wrong[entry.name] = seen
        resize(page, WIDE)
    assert (scrolls, wrong) == ({}, {})


@pytest.mark.long
def test_control_wide_it_is_a_table_and_a_table_on_a_phone_is_found_to_scroll(stage: Stage, visit: Visit) -> None:
    page = Walk(stage, visit).open(next(each for each in of_models() if each.name == "list: bookings_workinghours"))
    seen = laid_out(page)
    assert (seen["row"], seen["labelled"]) == ("table-row", 0)
    resize(page, PHONE)
    assert page.evaluate(SCROLLS) == []
    page.evaluate(AS_TABLE)
    assert page.evaluate(SCROLLS) != []
