"""What the tests of the essay's editor share: the therapist at the page of an essay, and what they do there."""

from typing import Any

from django.conf import settings as site_settings
from django.test.client import Client as SigningIn
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from articles.models import Essay
from tests import cast
from tests.browser.watching import Visitor

# Everything that an essay may hold, as it is stored.
FULL = "\n".join(
    [
        "<p>One <strong>strong</strong> word, one <em>soft</em>, <strong><em>both</em></strong>.</p>",
        "<p>A line,<br>a new one &amp; more.</p>",
        '<h2 id="s-a-heading">A heading</h2>',
        '<p>A <a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer noopener">link</a>.</p>',
        '<p>And <a href="/about/">ours</a>.</p>',
        "<ul><li>One<ul><li>Inner<ol><li>Innermost</li></ol></li></ul></li><li><p>Two.</p><p>With more.</p></li></ul>",
        '<ol start="3" type="a"><li>Third</li><li>Fourth</li></ol>',
        "<blockquote><p>Be on your own side.</p><p>What it means.</p></blockquote>",
        '<table><thead><tr><th scope="col">Day</th><th scope="col">Hour</th></tr></thead>'
        '<tbody><tr><td colspan="2">Rest &lt;here&gt;</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
        "<p>हिंदी में एक पंक्ति।</p>",
        '<h3 id="s-a-subheading">A subheading</h3>',
        "<p>The last line.</p>",
    ]
)
CARET_AFTER = """(page, words) => {
  let at = page.editor.state.doc.content.size;
  page.editor.state.doc.descendants((node, place) => {
    const found = words && node.isText ? node.text.indexOf(words) : -1;
    if (found !== -1) at = place + found + words.length;
  });
  page.editor.commands.focus(at);
}"""
REPLACE = "(area, html) => { area.value = html; area.dispatchEvent(new Event('writing:replaced')); }"
PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  document.querySelector(".writing__text").dispatchEvent(event);
}"""


def change_path(essay: Essay) -> str:
    """Return the address of an essay on the desk."""
    return reverse("admin:articles_essay_change", args=[essay.pk])


def sign_in(visitor: Visitor) -> None:
    """Sign a visitor in as the therapist."""
    browser = cast.sign_in(SigningIn(), cast.make_therapist())
    name = site_settings.SESSION_COOKIE_NAME
    cookie: Any = {"name": name, "value": browser.cookies[name].value, "url": visitor.watch.origin, "httpOnly": True}
    visitor.context.add_cookies([cookie])


def open_essay(visitor: Visitor, essay: Essay) -> Page:
    """Return the page of an essay on the desk, with its tools laid out."""
    visitor.page.goto(change_path(essay))
    expect(visitor.page.get_by_role("toolbar")).to_be_visible()
    return visitor.page


def written(page: Page) -> Locator:
    """Return what is written in."""
    return page.get_by_role("textbox", name="Text", exact=False).and_(page.locator(".writing__text"))


def body_of(page: Page) -> Locator:
    """Return the field whose value would be sent."""
    return page.locator("textarea[name=body]")


def expect_sent(page: Page, *lines: str) -> None:
    """Wait until these lines would be sent: what a dialog asks for comes into the text only after it is closed."""
    expect(body_of(page)).to_have_value("\n".join(lines))


def caret_after(page: Page, words: str) -> None:
    """Put the cursor after the last place of these words; after all of them for none."""
    written(page).evaluate(CARET_AFTER, words)
    expect(written(page)).to_be_focused()


def use(page: Page, tool: str) -> None:
    """Press one of the tools."""
    page.get_by_role("toolbar").get_by_role("button", name=tool, exact=True).click()


def paste(page: Page, html: str, text: str = "") -> None:
    """Paste at the cursor."""
    page.evaluate(PASTE, [html, text])


def replace(page: Page, html: str) -> None:
    """Put another text into the page, as a script does that brings back what was kept."""
    body_of(page).evaluate(REPLACE, html)


def save(page: Page) -> None:
    """Save, and wait for the list."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
