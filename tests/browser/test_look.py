"""Every page template with its sample, in a real browser: axe, no sideways scroll, targets, policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.watching import Visitor
from tests.practice.sample_pages import ERRORS, PAGES, VARIANTS

pytestmark = pytest.mark.urls("tests.practice.page_urls")
EVERY = [*PAGES, *VARIANTS, *ERRORS]
NARROW = {"viewport": {"width": 320, "height": 640}}
TARGET = 44  # pixels; links within sentences are left out, as in WCAG 2.5.8
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, summary, select, textarea, input")]
  .filter(each => each.type !== "hidden")
  .filter(each => each.checkVisibility() && !each.matches(".skip-link"))
  .filter(each => !each.closest(".prose, .card--link, a[tabindex='-1']"))
  .filter(each => each.matches(".tall-link") || getComputedStyle(each).display !== "inline")
  .map(each => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < least - .1 || box.height < least - .1).map(([words]) => words)"""


def open_sample(visitor: Visitor, name: str) -> None:
    """Open one sample page."""
    visitor.page.goto(f"/sample/{name}", wait_until="networkidle")


def violations(visitor: Visitor) -> list[str]:
    """Return what axe finds, each with the first place."""
    found = Axe().run(visitor.page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


@pytest.mark.parametrize("name", EVERY)
def test_axe_finds_nothing_wide_dark_and_narrow_and_narrow_pages_suit_thumbs(visit: Visit, name: str) -> None:
    wide = visit(reduced_motion="reduce")  # else axe would measure colours on their way
    open_sample(wide, name)
    assert violations(wide) == []
    wide.page.emulate_media(color_scheme="dark")
    assert violations(wide) == []
    wide.page.set_viewport_size({"width": 320, "height": 640})
    assert violations(wide) == []
    assert wide.page.evaluate("document.documentElement.scrollWidth") == 320
    assert wide.page.evaluate(SMALL_TARGETS, TARGET) == []


def test_a_page_that_is_wrong_is_found_wrong(visit: Visit) -> None:
    narrow = visit(**NARROW)
    open_sample(narrow, "practice/home.html")
    narrow.page.evaluate("document.querySelector('main').innerHTML = '<button>x</button><input>'")
    assert violations(narrow) != []
    assert narrow.page.evaluate(SMALL_TARGETS, TARGET) == ["x", ""]


def test_choosing_a_time_shows_it_in_the_panel_and_in_the_bar(phone: Visitor) -> None:
    open_sample(phone, "bookings/booking_times.html?tz=Europe/London")
    phone.page.get_by_label("11:30 am").first.check(force=True)
    bar = phone.page.locator("[data-sticky-bar]")
    expect(bar.locator("[data-chosen-time]")).to_have_text("Wed 25 Nov, 11:30 am")
    expect(phone.page.locator("[data-chosen-long]")).to_contain_text("11:30 am London")


def test_the_summary_of_mistakes_has_the_focus_and_leads_to_the_field(wide: Visitor) -> None:
    open_sample(wide, "details-with-errors")
    assert wide.page.evaluate("document.activeElement.matches('[data-error-summary]')")
    wide.page.locator("[data-error-summary] a").first.click()
    assert wide.page.evaluate("document.activeElement.name") == "email"


def test_focus_is_always_seen_and_never_under_the_bar(phone: Visitor) -> None:
    open_sample(phone, "bookings/booking_times.html?tz=Europe/London")
    hidden = []
    for _ in range(24):
        phone.page.keyboard.press("Tab")
        hidden += phone.page.evaluate(
            """() => {
              const at = document.activeElement, box = at.getBoundingClientRect();
              const bar = document.querySelector("[data-sticky-bar]");
              if (at === document.body || bar.contains(at)) return [];
              const face = at.nextElementSibling?.matches(".slot__face") ? at.nextElementSibling : at;
              const seen = getComputedStyle(face).outlineStyle !== "none";
              const over = bar.getBoundingClientRect();
              const covered = bar.checkVisibility() && box.bottom > over.top + 1 && box.top < over.bottom - 1;
              return seen && !covered ? [] : [at.outerHTML.slice(0, 100)];
            }"""
        )
    assert hidden == []
