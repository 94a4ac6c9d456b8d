"""Pasting into an essay: what the desk makes of it goes in where the cursor is; without the desk the page takes it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from articles.importing.pasted import read_pasted
from tests.browser.editing import body_of, caret_after, expect_sent, open_essay, paste, save, sign_in, use, written
from tests.browser.watching import Visitor
from tests.factories import make_essay

PASTES = Path(__file__).parent.parent / "articles" / "pastes"
WORD = (PASTES / "word-desktop.html").read_text(encoding="utf-8")
DONE = "Pasted, without the dress it came in."


@pytest.fixture
def page(wide: Visitor) -> Page:
    """The page of an essay of one line, the cursor after its first words."""
    sign_in(wide)
    page = open_essay(wide, make_essay(body="<p>Before and after.</p>"))
    caret_after(page, "Before")
    return page


@pytest.mark.parametrize("name", sorted(path.name for path in PASTES.glob("*.html")))
def test_each_program_pastes_what_the_importer_makes_of_it(page: Page, name: str) -> None:
    html = (PASTES / name).read_text(encoding="utf-8")
    made = read_pasted(html).html.replace(' rel="noreferrer noopener"', "")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    paste(page, html, "plain words")
    expect(page.locator("[data-writing-status]")).to_contain_text("Pasted")
    expect_sent(page, made.replace("\n\n", "\n"))


def test_a_pasted_essay_is_stored_as_it_stands_there(page: Page) -> None:
    page.keyboard.press("Control+a")
    paste(page, WORD)
    expect(page.get_by_text("A picture was left out")).to_be_visible()
    expect(body_of(page)).to_have_value(re.compile("^<h2>When the house is quiet</h2>"))
    save(page)
    page.goto("/essays/a-lamp-on-water/")
    expect(page.locator(".prose ul ul li")).to_have_text("not the one overhead")


def test_words_of_a_line_go_into_the_line(page: Page) -> None:
    paste(
        page, "<b style='font-weight:normal' id='docs-internal-guid-1'><span style='font-weight:700'>, here,</span></b>"
    )
    expect(page.get_by_text(DONE)).to_be_visible()
    expect_sent(page, "<p>Before<strong>, here,</strong> and after.</p>")
    use(page, "Take back")
    expect_sent(page, "<p>Before and after.</p>")


def test_lines_of_plain_text_become_paragraphs_and_a_list(page: Page) -> None:
    page.keyboard.press("Control+a")
    paste(page, "", "One thing.\n\n- a lamp\n- a chair")
    expect(page.get_by_text(DONE)).to_be_visible()
    expect_sent(page, "<p>One thing.</p>\n<ul><li>a lamp</li><li>a chair</li></ul>")


def test_what_is_copied_within_the_page_keeps_its_shape_and_asks_nobody(page: Page) -> None:
    asked = [url for url in requests_of(page) if "paste" in url]
    paste(page, '<p data-pm-slice="1 1 []">, <em>here</em>,</p>')
    expect(written(page).locator("em")).to_have_text("here")
    expect_sent(page, "<p>Before, <em>here</em>, and after.</p>")
    assert asked == []


def requests_of(page: Page) -> list[str]:
    """Return the list to which each further request of a page is added."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_without_the_desk_the_page_takes_what_an_essay_may_hold(page: Page, wide: Visitor) -> None:
    wide.context.set_offline(True)
    wide.watch.expect("ERR_INTERNET_DISCONNECTED")
    page.keyboard.press("Control+a")
    dressed = (
        "<h1 style='color:red'>A title</h1><p onclick='x()'><u>One</u> <b>two</b><font color=red> three</font></p>"
    )
    paste(
        page,
        dressed + "<hr><script>alert(1)</script><style>p{}</style><img src='https://example.org/x.png'><pre>four</pre>",
    )
    expect(page.get_by_text("Pasted as it came")).to_be_visible()
    wide.context.set_offline(False)
    expect_sent(page, "<h2>A title</h2>", "<p>One <strong>two</strong> three</p>", "<p>four</p>")


def test_a_style_that_is_dragged_in_breaks_no_policy(page: Page) -> None:
    paste(page, '<p data-pm-slice="1 1 []" style="color: red">, <span style="color: red">here</span>,</p>')
    expect(written(page)).to_have_text("Before, here, and after.")


def test_what_is_written_while_the_desk_cleans_stays_before_what_is_pasted(page: Page) -> None:
    def write_on(route: Route) -> None:
        page.keyboard.type(" long")
        route.continue_()

    page.route("**/essays/paste/", write_on)
    paste(page, "<p>, <i>pasted</i></p>")
    expect(page.get_by_text(DONE)).to_be_visible()
    expect_sent(page, "<p>Before long, <em>pasted</em> and after.</p>")
