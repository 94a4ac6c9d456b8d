"""Writing an essay on the desk: what is made is what an essay holds, and what is not touched stays as it is stored."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Essay, Revision
from articles.shipped import load_essays
from tests.browser.editing import (
    FULL,
    body_of,
    caret_after,
    expect_sent,
    open_essay,
    replace,
    save,
    sign_in,
    use,
    written,
)
from tests.browser.watching import Visitor
from tests.factories import make_essay

COUNT_INPUTS = """() => {
  window.heard = [];
  const note = ({target}) => target.name && window.heard.push(`${target.name}: ${target.value}`);
  document.forms.essay_form.addEventListener("input", note);
}"""


@pytest.fixture
def desk(wide: Visitor) -> Visitor:
    """The therapist at the desk."""
    sign_in(wide)
    return wide


@pytest.fixture
def blank(desk: Visitor) -> Page:
    """The page of an essay without a text, the cursor in it."""
    page = open_essay(desk, make_essay(body=""))
    written(page).click()
    return page


def test_no_shipped_essay_is_changed_by_opening_and_saving_it(desk: Visitor) -> None:
    assert load_essays() == 5
    before = dict(Essay.objects.values_list("pk", "body"))
    for essay in Essay.objects.all():
        save(open_essay(desk, essay))
    assert dict(Essay.objects.values_list("pk", "body")) == before
    assert not Revision.objects.exists()


def test_writing_at_the_end_of_a_shipped_essay_leaves_all_else_as_it_was(desk: Visitor) -> None:
    load_essays()
    for essay in Essay.objects.all():
        page = open_essay(desk, essay)
        caret_after(page, "")
        page.keyboard.type("One line more.")
        save(page)
        before, now = essay.body, Essay.objects.get(pk=essay.pk).body
        assert now in (f"{before}\n<p>One line more.</p>", f"{before.removesuffix('</p>')}One line more.</p>")


def test_everything_an_essay_may_hold_comes_through_unchanged(desk: Visitor) -> None:
    essay = make_essay(body=FULL)
    page = open_essay(desk, essay)
    caret_after(page, "The last line.")
    page.keyboard.type("!")
    expect(body_of(page)).not_to_have_value(essay.body)
    page.keyboard.press("Backspace")
    expect_sent(page, essay.body)  # taken back, it is sent as it came
    page.keyboard.type("!")
    save(page)
    essay.refresh_from_db()
    assert essay.body == FULL.replace("The last line.", "The last line.!")


def test_the_tools_make_paragraphs_headings_and_words_with_weight(blank: Page) -> None:
    use(blank, "Heading")
    blank.keyboard.type("Why it stays")
    blank.keyboard.press("Enter")
    blank.keyboard.type("It is ")
    use(blank, "Strong")
    blank.keyboard.type("loud")
    use(blank, "Strong")
    blank.keyboard.type(" and ")
    blank.keyboard.press("Control+i")
    blank.keyboard.type("near")
    blank.keyboard.press("Enter")
    use(blank, "Subheading")
    blank.keyboard.type("At night")
    expect_sent(
        blank,
        "<h2>Why it stays</h2>",
        "<p>It is <strong>loud</strong> and <em>near</em></p>",
        "<h3>At night</h3>",
    )


def test_lists_and_steps_are_nested_by_buttons_and_the_tab_key_goes_on(blank: Page) -> None:
    use(blank, "List")
    blank.keyboard.type("Outer")
    blank.keyboard.press("Enter")
    use(blank, "Under the item above")
    blank.keyboard.type("Inner")
    blank.keyboard.press("Enter")
    use(blank, "One level up")
    use(blank, "One level up")
    use(blank, "Steps")
    blank.keyboard.type("First")
    blank.keyboard.press("Tab")
    expect(blank.locator(":focus")).not_to_have_class("writing__text")
    expect_sent(blank, "<ul><li>Outer<ul><li>Inner</li></ul></li></ul>", "<ol><li>First</li></ol>")


def test_a_pull_quote_has_room_for_its_explanation_and_is_taken_away_whole(blank: Page) -> None:
    blank.keyboard.type("Be on your own side.")
    use(blank, "Pull quote, with words that explain it")
    expect_sent(blank, "<blockquote><p>Be on your own side.</p></blockquote>")
    hint = written(blank).locator("blockquote p").nth(1)
    expect(hint).to_have_attribute("data-placeholder", "Whose words they are, or what they mean here. May stay empty.")
    blank.keyboard.press("ArrowDown")
    blank.keyboard.type("A rule for the night.")
    quote = "<blockquote><p>Be on your own side.</p><p>A rule for the night.</p></blockquote>"
    expect_sent(blank, quote)
    use(blank, "Pull quote, with words that explain it")
    expect_sent(blank, "<p>Be on your own side.</p>", "<p>A rule for the night.</p>")
    use(blank, "Take back")
    expect_sent(blank, quote)


def test_steps_begin_with_a_number_that_is_typed(blank: Page) -> None:
    blank.keyboard.type("1. Sit down")
    expect_sent(blank, "<ol><li>Sit down</li></ol>")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("www.example.org/a", "https://www.example.org/a"),
        ("https://example.org", "https://example.org"),
        ("help@example.org", "mailto:help@example.org"),
        ("tel:+91 11 2345", "tel:+91 11 2345"),
        ("/essays/", "/essays/"),
    ],
)
def test_a_link_leads_where_a_reader_can_follow(blank: Page, typed: str, stored: str) -> None:
    use(blank, "Link")
    blank.get_by_label("Address", exact=True).fill(typed)
    blank.get_by_label("Words of the link").fill("a page")
    blank.get_by_role("button", name="Set the link").click()
    expect_sent(blank, f'<p><a href="{stored}">a page</a></p>')
    expect(written(blank)).to_be_focused()


NOWHERE = ["javascript:alert(1)", "a page of mine", "//example.org", "https://", "data:text/html,x"]


@pytest.mark.parametrize("typed", NOWHERE)
def test_an_address_that_leads_nowhere_is_not_taken(blank: Page, typed: str) -> None:
    blank.keyboard.type("a page")
    blank.keyboard.press("Control+a")
    blank.keyboard.press("Control+k")
    address = blank.get_by_label("Address", exact=True)
    address.fill(typed)
    blank.get_by_role("button", name="Set the link").click()
    expect(address).to_be_visible()
    assert "no address that a reader could follow" in str(address.evaluate("each => each.validationMessage"))
    blank.get_by_role("button", name="Cancel").click()
    expect_sent(blank, "<p>a page</p>")


def test_a_link_is_changed_and_taken_away_at_its_words(desk: Visitor) -> None:
    page = open_essay(desk, make_essay(body='<p>Read <a href="/essays/">more</a> here.</p>'))
    caret_after(page, "mor")
    use(page, "Link")
    expect(page.get_by_label("Address", exact=True)).to_have_value("/essays/")
    page.get_by_label("Address", exact=True).fill("/about/")
    page.keyboard.press("Enter")
    expect_sent(page, '<p>Read <a href="/about/">more</a> here.</p>')
    use(page, "Link")
    page.get_by_role("button", name="Take the link away").click()
    expect_sent(page, "<p>Read more here.</p>")


def test_each_change_is_told_to_the_form_with_the_text_as_it_stands(blank: Page) -> None:
    blank.evaluate(COUNT_INPUTS)
    blank.keyboard.type("ab")
    assert blank.evaluate("window.heard") == ["body: <p>a</p>", "body: <p>ab</p>"]


def test_whoever_puts_another_text_into_the_area_is_followed(blank: Page) -> None:
    replace(blank, "<p>Kept before.</p>")
    expect(written(blank)).to_have_text("Kept before.")
    expect_sent(blank, "<p>Kept before.</p>")


def test_an_essay_that_was_read_says_on_the_desk_that_it_was_changed_since(desk: Visitor) -> None:
    essay = make_essay(body="<p>One.</p>")
    page = open_essay(desk, essay)
    page.get_by_role("button", name="I have read this as a clinician").click()
    expect(page.get_by_text("Noted: you have read this essay")).to_be_visible()
    expect(page.get_by_role("button", name="I have read this as a clinician")).to_have_count(0)
    caret_after(open_essay(desk, essay), "One")
    page.keyboard.type(" more")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Changed since")).to_be_visible()


def test_without_scripts_the_text_is_typed_as_html_and_saved(no_javascript: Visitor) -> None:
    sign_in(no_javascript)
    essay = make_essay(body="<p>Old.</p>")
    no_javascript.page.goto(f"/admin/articles/essay/{essay.pk}/change/")
    page = no_javascript.page
    expect(page.get_by_text("This is the text as HTML")).to_be_visible()
    page.locator("textarea[name=body]").fill("<p>New.</p>\n<h2>And</h2><script>x</script>")
    save(page)
    essay.refresh_from_db()
    assert essay.body == '<p>New.</p>\n<h2 id="s-and">And</h2>'


def test_without_the_engine_the_text_is_still_there_to_be_typed_in(desk: Visitor) -> None:
    desk.context.route("**/django_prose_editor/**", lambda route: route.abort())
    desk.watch.expect("ERR_FAILED")
    essay = make_essay(body="<p>Old.</p>")
    desk.page.goto(f"/admin/articles/essay/{essay.pk}/change/")
    desk.page.locator("textarea[name=body]").fill("<p>New.</p>")
    save(desk.page)
    essay.refresh_from_db()
    assert essay.body == "<p>New.</p>"
