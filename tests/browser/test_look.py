"""Every page template with its sample, in a real browser: axe, no sideways scroll, targets, policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.holding import Held
from tests.browser.looking import COLOURS, NARROW, WIDE, bring_axe, resize, violations
from tests.browser.watching import Visitor
from tests.practice.sample_pages import ERRORS, PAGES, VARIANTS

pytestmark = pytest.mark.urls("tests.practice.page_urls")
GROUPS = {"pages": list(PAGES), "variants": list(VARIANTS), "errors": ERRORS}
TARGET = 44  # pixels; links within sentences are left out, as in WCAG 2.5.8
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, summary, select, textarea, input")]
  .filter(each => each.type !== "hidden")
  .filter(each => each.checkVisibility() && !each.matches(".skip-link"))
  .filter(each => !each.closest(".prose, .card--link, a[tabindex='-1'], [aria-hidden='true']"))
  .filter(each => each.matches(".tall-link") || getComputedStyle(each).display !== "inline")
  .map(each => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < least - .1 || box.height < least - .1).map(([words]) => words)"""


def open_sample(visitor: Visitor, name: str) -> None:
    """Open one sample page."""
    visitor.page.goto(f"/sample/{name}")


def look_for_faults(page: Page) -> list[str]:
    """Return what is wrong with a page that is wide and light: by axe, and narrow also for thumbs; it is left so."""
    found = [f"wide: {each}" for each in violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, COLOURS)]
    resize(page, NARROW)
    found += [f"narrow and dark: {each}" for each in violations(page)]
    if (width := page.evaluate("document.documentElement.scrollWidth")) != NARROW["width"]:
        found.append(f"narrow: {width} px wide")
    found += [f"small target: {each}" for each in page.evaluate(SMALL_TARGETS, TARGET)]
    page.emulate_media(color_scheme="light")
    resize(page, WIDE)
    return found


@pytest.mark.long
@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_wide_dark_and_narrow_and_narrow_pages_suit_thumbs(visit: Visit, group: str) -> None:
    wide = visit(reduced_motion="reduce")  # else axe would measure colours on their way
    bring_axe(wide.context)
    faults = {}
    for name in GROUPS[group]:
        open_sample(wide, name)
        faults[name] = look_for_faults(wide.page)
    assert {name: found for name, found in faults.items() if found} == {}


def test_a_page_that_is_wrong_is_found_wrong(visit: Visit) -> None:
    wide = visit(reduced_motion="reduce")
    open_sample(wide, "practice/home.html")
    assert look_for_faults(wide.page) == []
    wide.page.evaluate("""() => {
      const main = document.querySelector("main");
      main.innerHTML = "<button>x</button><input><p>pale</p><p>wide</p>";
      main.children[2].style.cssText = "color: light-dark(black, #eee); background: white";
      main.children[3].style.cssText = "inline-size: 30rem";
    }""")
    found = look_for_faults(wide.page)
    for fault in ("wide: label", "dark: color-contrast", "narrow and dark: label", "narrow: ", "small target: x"):
        assert any(each.startswith(fault) for each in found), found
    assert "small target: " in found
    assert not any(each.startswith("wide: color-contrast") for each in found)


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


def test_a_summary_that_comes_late_takes_the_focus_from_nobody_who_writes(wide: Visitor) -> None:
    """On a slow phone the script comes seconds after the page."""
    script = Held(wide.context, "**/js/error-summary*")
    wide.page.goto("/sample/details-with-errors", wait_until="commit")
    field = wide.page.locator("input[name=email]")
    field.focus()
    expect(field).to_be_focused()
    script.let_go(wide.page)
    wide.page.wait_for_load_state()
    expect(field).to_be_focused()


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
