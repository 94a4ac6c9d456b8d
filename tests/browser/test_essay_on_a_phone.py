"""The therapist at an essay's form on a phone: days that can be pressed, signs that are seen, a place that is kept."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.editing import open_essay, sign_in
from tests.browser.watching import Visitor
from tests.factories import NOW, make_essay

TARGET = 44  # px that a finger needs
DAYS = """calendar => {
  const box = calendar.getBoundingClientRect();
  const days = [...calendar.querySelectorAll("td a")].map(day => day.getBoundingClientRect());
  return days.filter(day => day.left >= box.left && day.right <= box.right && day.height >= %d).length;
}"""

AS_WIDE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".calendar td a { min-inline-size: 56px !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

HEIGHTS = "all => all.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height)"
PRESS = "button => button.click()"  # without first moving the page to where the button is easier to reach


@pytest.fixture
def desk(phone: Visitor) -> Visitor:
    """The therapist on a phone."""
    sign_in(phone)
    return phone


def test_every_day_of_the_calendar_can_be_pressed(desk: Visitor) -> None:
    page = open_essay(desk, make_essay())
    page.locator("#calendarlink0").click()
    calendar = page.locator(".calendarbox")
    expect(calendar).to_be_in_viewport(ratio=1)
    assert calendar.evaluate(DAYS % TARGET) == 30  # of November
    page.evaluate(AS_WIDE)
    assert calendar.evaluate(DAYS % TARGET) < 30, "the control: as wide as other links of lists"


def test_back_from_the_preview_one_is_where_one_was(desk: Visitor) -> None:
    page = open_essay(desk, make_essay(body="<p>A line.</p>" * 60))
    page.locator("#id_tonight").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.get_by_role("button", name="Preview", exact=True).evaluate(PRESS)
    page.get_by_role("button", name="Back to writing").evaluate(PRESS)
    expect(page.locator("#id_tonight")).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) <= 1


def test_taking_it_off_instead_leads_to_the_state_under_its_name(desk: Visitor) -> None:
    essay = make_essay()
    page = desk.page
    page.goto(reverse("admin:articles_essay_delete", args=[essay.pk]))
    page.get_by_role("link", name="Take it off instead").click()
    expect(page.locator("#id_state")).to_be_focused()
    expect(page.get_by_text("State:", exact=True)).to_be_in_viewport(ratio=1)


def test_days_and_filters_of_the_list_can_be_pressed(desk: Visitor) -> None:
    for month in (10, 11):
        make_essay(f"Of {month}", publish_at=NOW.replace(month=month))
    page = desk.page
    page.goto(reverse("admin:articles_essay_changelist") + "?q=Of")
    links = "#changelist .toplinks a, #changelist-filter li a, #changelist-search .quiet a"
    heights = page.locator(links).evaluate_all(HEIGHTS)
    assert len(heights) > 5
    assert min(heights) >= TARGET


def test_in_the_dark_the_sign_of_what_went_well_is_there(visit: Visit) -> None:
    dark: Any = visit(**PHONE, color_scheme="dark")
    sign_in(dark)
    page = open_essay(dark, make_essay())
    with page.expect_response(lambda answer: "icon-yes-dark" in answer.url) as sign:
        page.get_by_role("button", name="Save and continue editing").click()
    assert sign.value.status == 200
