"""The page on which essays are written: as readers see it, for keyboard and thumb, within the site's policy."""

import pytest
from django.test import Client as Browser
from playwright.sync_api import Locator, Page, expect

from tests import cast
from tests.browser.conftest import PHONE, Visit
from tests.browser.editing import FULL, caret_after, change_path, open_essay, sign_in, use, written
from tests.browser.looking import look_at, violations
from tests.browser.watching import Visitor
from tests.factories import make_essay

LOOKS = """(root) => Object.fromEntries([
  "p", "p + p", "h2", "h2 + p", "h3", "ul", "ul > li", "ul > li + li", "ul > li > ul > li", "ol", "ol > li",
  "ol > li + li", "blockquote", "blockquote > p:first-child", "blockquote > p:last-child", "strong", "em", "a",
  "table", "th", "td", "table + p"
].map((selector) => {
  const style = getComputedStyle(root.querySelector(selector));
  const names = ["fontFamily", "fontSize", "fontStyle", "fontWeight", "color", "lineHeight", "letterSpacing",
    "listStyleType", "marginBlockStart", "marginBlockEnd", "paddingInlineStart", "paddingBlockStart",
    "borderBlockEndWidth"];
  return [selector, names.map((name) => style[name]).join(" | ")];
}))"""
WIDTH = "each => parseFloat(getComputedStyle(each).width) - 2 * parseFloat(getComputedStyle(each).paddingInlineStart)"
TOO_SMALL = """row => [...row.querySelectorAll("button")].filter(each => each.checkVisibility())
  .map(each => each.getBoundingClientRect()).filter(box => box.width < 44 || box.height < 44).length"""


@pytest.fixture
def page(wide: Visitor) -> Page:
    """The page of an essay with everything in it; nothing moves on it."""
    sign_in(wide)
    wide.page.emulate_media(reduced_motion="reduce")
    wide.page.set_viewport_size({"width": 1600, "height": 900})  # so that the preview beside it leaves room
    return open_essay(wide, make_essay(body=FULL))


def test_the_text_is_set_as_readers_see_it(page: Page) -> None:
    here, width = written(page).evaluate(LOOKS), written(page).evaluate(WIDTH)
    page.goto("/essays/a-lamp-on-water/")
    prose = page.locator(".prose")
    assert here == prose.evaluate(LOOKS)
    assert abs(width - prose.evaluate("each => each.clientWidth")) < 2


def test_a_text_begins_at_the_same_height_whatever_it_begins_with(wide: Visitor) -> None:
    sign_in(wide)
    page = open_essay(wide, make_essay(body="<h2>First</h2>\n<h3>Second</h3>\n<p>Third.</p>"))
    margins = written(page).evaluate("each => [...each.children].map(one => getComputedStyle(one).marginBlockStart)")
    assert margins == ["0px", "0px", "0px"]


def test_the_page_of_an_essay_passes_axe_in_every_look(page: Page) -> None:
    seen = look_at(page)
    assert (seen.by_axe, seen.cuts, seen.on_paper) == ([], [], [])


def test_its_policy_is_that_of_every_page(page: Page, client: Browser) -> None:
    essay_page = cast.sign_in(client, cast.make_therapist("second@example.com"))
    header = essay_page.get(page.url.removeprefix(page.url.split("/admin")[0])).headers["Content-Security-Policy"]
    assert header == client.get("/essays/").headers["Content-Security-Policy"]
    assert "unsafe" not in header
    assert "nonce" not in header


def test_control_a_style_written_into_the_page_would_be_seen(page: Page, wide: Visitor) -> None:
    wide.watch.expect("style-src")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("style-src" in fault for fault in wide.watch.faults)


def test_what_is_asked_about_a_link_passes_axe_too(page: Page) -> None:
    use(page, "Link")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(written(page)).to_be_focused()


def test_the_text_has_the_label_and_the_hint_of_its_field(page: Page) -> None:
    text = page.get_by_role("textbox", name="Text:", exact=True)
    expect(text).to_have_class("tiptap ProseMirror writing__text")
    expect(text).to_have_accessible_description(
        "What you see is what readers see. What you paste comes in clean: headings, lists, strong words, links."
    )
    expect(text).to_have_attribute("lang", "en-gb")
    page.get_by_text("Text:", exact=True).click()
    expect(text).to_be_focused()
    page.get_by_label("Language").select_option("Hindi")
    expect(text).to_have_attribute("lang", "hi")


def test_an_error_of_the_field_is_told_of_the_text(wide: Visitor) -> None:
    sign_in(wide)
    page = open_essay(wide, make_essay())
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_be_visible()
    assert violations(page) == []


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_tools_are_one_stop_with_arrows_within(page: Page) -> None:
    page.get_by_label("Title").focus()
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Text")
    page.keyboard.press("ArrowRight")
    expect(focused(page)).to_have_text("Heading")
    page.keyboard.press("End")
    expect(focused(page)).to_have_attribute("data-tool", "redo")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(focused(page)).to_have_attribute("data-tool", "undo")
    page.keyboard.press("Tab")
    expect(written(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(focused(page)).to_have_attribute("data-tool", "undo")


def test_a_tool_says_whether_it_stands_and_whether_it_can_be_used(page: Page) -> None:
    tools = page.get_by_role("toolbar")
    caret_after(page, "strong")
    expect(tools.get_by_role("button", name="Strong")).to_have_attribute("aria-pressed", "true")
    expect(tools.get_by_role("button", name="Under the item above")).to_be_disabled()
    caret_after(page, "Fourth")
    expect(tools.get_by_role("button", name="Steps")).to_have_attribute("aria-pressed", "true")
    expect(tools.get_by_role("button", name="Under the item above")).to_be_enabled()
    page.keyboard.press("Control+]")
    expect(written(page).locator("ol ol li").last).to_have_text("Fourth")


def test_on_a_phone_the_tools_are_large_stay_in_sight_and_scroll_in_themselves(visit: Visit) -> None:
    phone = visit(**PHONE)
    sign_in(phone)
    page = open_essay(phone, make_essay(body=FULL + "<p>More of it.</p>" * 30))
    row = page.get_by_role("toolbar")
    assert row.evaluate(TOO_SMALL) == 0
    assert row.evaluate("each => each.scrollWidth > each.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    caret_after(page, "")
    page.keyboard.type("Here")
    assert abs(row.evaluate("each => each.getBoundingClientRect().top")) < 1
    use(page, "Take back")
    expect(written(page)).not_to_contain_text("Here")


def test_without_the_page_of_an_essay_no_tool_is_loaded(wide: Visitor) -> None:
    sign_in(wide)
    wide.page.goto(change_path(make_essay()).replace("essay", "topic").rsplit("/", 3)[0] + "/add/")
    assert [url for url in wide.watch.requests if "writing" in url or "prose" in url] == []
