"""Around an essay: its contents, its address to pass on, its pages on paper, and what all of it weighs."""

import json
from urllib.parse import quote, urlsplit

import brotli
import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import Keyboard
from tests.browser.stage import Stage
from tests.browser.watching import Visitor
from tests.factories import make_essay
from tests.reporting import report

ESSAY = "/essays/quiet/"
TRACKED = f"{ESSAY}?utm_source=mail&fbclid=1#s-part-2"
PARTS = "".join(f"<h2>{name}</h2><p>{'Rain falls. ' * 40}</p>" for name in ("Part 1", "Part 2", "मन की बात", "Part 4"))
MOST_BYTES, MOST_IN_FONTS = 20_000, 90_000


@pytest.fixture
def essay() -> None:
    """An essay with everything that stands around one."""
    more = {"content_note": "Of leaving.", "tonight": "Rest.", "has_crisis_block": True}
    links = '<p>See <a href="https://example.org/a">there</a> and <a href="/help/">here</a>.</p>'
    make_essay("Quiet", body=PARTS + links, **more)
    make_essay("Elsewhere")


@pytest.mark.usefixtures("essay")
def test_the_contents_lead_to_each_part_by_keyboard_in_any_script(wide: Visitor) -> None:
    page = wide.page
    page.goto(ESSAY)
    hands = Keyboard(page)
    hands.press(page.get_by_text("In this essay"))
    for name in ("Part 2", "मन की बात"):
        hands.press(page.get_by_role("navigation", name="In this essay").get_by_role("link", name=name))
        heading = page.get_by_role("heading", name=name)
        expect(heading).to_be_in_viewport()
        assert page.evaluate("document.querySelector(':target').textContent") == name
        page.evaluate("scrollTo(0, 0)")
        page.get_by_text("In this essay").focus()


@pytest.mark.usefixtures("essay")
def test_copying_gives_the_plain_address_and_says_so(visit: Visit, site: str) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    page.goto(TRACKED)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}{ESSAY}"


@pytest.mark.usefixtures("essay")
def test_where_copying_is_refused_the_page_says_so(wide: Visitor) -> None:
    refuse = "() => Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject()}})"
    wide.context.add_init_script(f"({refuse})()")
    wide.page.goto(ESSAY)
    wide.page.get_by_role("button", name="Copy the link").click()
    expect(wide.page.get_by_text("It could not be copied.")).to_be_visible()


@pytest.mark.usefixtures("essay")
def test_the_devices_own_sharing_is_given_the_address_and_nothing_else(visit: Visit, site: str) -> None:
    visitor = visit(**PHONE)
    own = "() => { navigator.share = given => { window.shared = given; return Promise.reject(new Error('closed')); }; }"
    visitor.context.add_init_script(f"({own})()")
    page = visitor.page
    page.goto(TRACKED)
    page.get_by_role("button", name="Share", exact=True).tap()
    assert page.evaluate("window.shared") == {"url": f"{site}{ESSAY}"}


@pytest.mark.usefixtures("essay")
def test_without_scripts_the_address_goes_by_email_alone_and_no_button_is_dead(
    no_javascript: Visitor, site: str
) -> None:
    page = no_javascript.page
    page.goto(TRACKED)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    link = page.get_by_role("link", name="By email")
    expect(link).to_have_attribute("href", f"mailto:?body={quote(site + ESSAY, safe='')}")


ON_PAPER = """() => {
  const seen = each => [...document.querySelectorAll(each)].some(found => found.checkVisibility());
  const after = each => getComputedStyle(document.querySelector(each), "::after").content;
  return {
    seen: ["[data-listen-text=first]", ".crisis", ".prose", ".tonight", ".essay__address", ".help-bar p"].map(seen),
    hidden: ["nav", "button", ".header", ".footer", ".share", ".contents", ".help-bar__leave"].filter(seen),
    links: [".prose a[href^=http]", ".prose a[href^='/']", ".crisis a[href^='/']"].map(after),
  };
}"""


@pytest.mark.usefixtures("essay")
def test_on_paper_stand_the_words_the_help_and_the_addresses_and_nothing_to_press(wide: Visitor, site: str) -> None:
    page = wide.page
    page.goto(ESSAY)
    page.evaluate("document.querySelectorAll('main button').forEach(each => each.hidden = false)")
    assert len(page.evaluate(ON_PAPER)["hidden"]) == 7  # the control: on the screen they are seen
    page.emulate_media(media="print")
    found = page.evaluate(ON_PAPER)
    assert found["seen"] == [True] * 6
    assert found["hidden"] == []
    assert found["links"] == ['" (https://example.org/a)"', '" (/help/)"', '" (/help/)"']
    expect(page.locator(".essay__address")).to_have_text(f"{site}{ESSAY}")


class Scales:
    """Weighs what a page asks for, compressed as a deployed site sends it."""

    def __init__(self, page: Page) -> None:
        self.weights: dict[str, int] = {}
        self.fonts: dict[str, int] = {}
        page.on("response", self._weigh)

    def _weigh(self, response: Response) -> None:
        path, kind = urlsplit(response.url).path, response.request.resource_type
        if kind == "font":
            self.fonts[path] = len(response.body())
        elif kind in {"document", "stylesheet", "script"}:
            self.weights[path] = len(brotli.compress(response.body()))


def test_an_essay_weighs_little_and_asks_for_nothing_elsewhere(stage: Stage, phone: Visitor) -> None:
    scales = Scales(phone.page)
    phone.page.goto("/essays/having-your-own-back/", wait_until="networkidle")
    elsewhere = [each for each in phone.watch.requests if not each.startswith(phone.watch.origin)]
    total, fonts = sum(scales.weights.values()), sum(scales.fonts.values())
    is_light = total <= MOST_BYTES and fonts <= MOST_IN_FONTS and elsewhere == []
    report("F7", total, MOST_BYTES, ok=is_light, page="essay, whole", fonts=fonts, elsewhere=len(elsewhere))
    assert len(scales.weights) > 5
    assert len(scales.fonts) >= 2
    assert total <= MOST_BYTES, json.dumps(scales.weights)
    assert fonts <= MOST_IN_FONTS
    assert elsewhere == []
