"""The public pages in a real browser: they break no rule, ask nobody else, and nothing typed into them acts."""

import json
import re
from datetime import UTC, datetime

from playwright.sync_api import Dialog, expect

from practice.shipped import parts
from tests.articles.test_rendering import HOSTILE
from tests.browser.watching import Visitor
from tests.factories import make_essay, make_topic
from tests.test_site import PAGES

YESTERDAY = datetime(2026, 1, 1, tzinfo=UTC)


def set_up() -> None:
    """Store what every site has, and an essay with all that essays can have."""
    for load in (parts.load_details, parts.load_policy_texts, parts.load_help_lines, parts.load_processors):
        load()
    sections = "".join(f"<h2>Part {number}</h2><p>Rain.</p>" for number in range(5))
    around = {"content_note": "Of leaving.", "tonight": "Rest.", "has_crisis_block": True}
    make_essay("Quiet", topic=make_topic(), publish_at=YESTERDAY, body=sections, **around)


def test_no_public_page_complains_or_asks_elsewhere(wide: Visitor) -> None:
    set_up()
    for path in [*PAGES, "/contact/", "/contact/sent/"]:
        answer = wide.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
    assert wide.watch.requests


def test_structured_data_is_read_and_breaks_no_rule(wide: Visitor) -> None:
    set_up()
    wide.page.goto("/essays/quiet/")
    blocks = wide.page.locator('script[type="application/ld+json"]').all_text_contents()
    assert [json.loads(block)["headline"] for block in blocks] == ["Quiet"]


def test_nothing_typed_into_an_essay_runs(wide: Visitor) -> None:
    set_up()
    opened: list[str] = []

    def note(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    wide.page.on("dialog", note)
    for number, text in enumerate(HOSTILE):
        given = {"summary": text, "content_note": text, "tonight": text, "body": f"<p>{text}</p>{text}"}
        make_essay(text, slug=f"bad-{number}", publish_at=YESTERDAY, **given)
        wide.page.goto(f"/essays/bad-{number}/")
        assert wide.page.locator("h1").inner_text() == text
    wide.page.goto("/essays/")
    assert opened == []
    wide.page.evaluate("alert('control')")
    assert opened == ["control"]


def test_a_message_is_sent_from_a_phone_without_scripts(no_javascript: Visitor) -> None:
    set_up()
    no_javascript.watch.expect("422")
    page = no_javascript.page
    page.goto("/contact/")
    page.get_by_label("Your email address").fill("asha")
    page.get_by_label("Your message").fill("May I come on a Sunday?")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="Enter an email address").click()
    assert page.get_by_label("Your message").input_value() == "May I come on a Sunday?"
    page.get_by_label("Your email address").fill("asha@example.com")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your message has arrived")).to_be_visible()
