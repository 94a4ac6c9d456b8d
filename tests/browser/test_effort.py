"""What it costs to get from an essay to a request: keys, taps, screens and bytes, for five people."""

import gzip
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Frame, Page, Response, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import Keyboard, Pointer
from tests.browser.serving import TEXTS
from tests.browser.stage import LONDON, Stage, take_a_moment
from tests.browser.watching import Visitor
from tests.reporting import report

ESSAY = "/essays/self-trust-is-a-relationship-you-repair/"
MOST_KEYS, MOST_SCREENS, MOST_BYTES = 60, 5, 150_000
PEOPLE: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "keyboard": {},
    "no JavaScript": {**PHONE, "java_script_enabled": False},
    "London": {**PHONE, **LONDON},
    "Hindi": {**PHONE, "locale": "hi-IN"},
}


@dataclass
class Meter:
    """What came over the wire, and through how many screens someone went after the first.

    The site of the tests sends its files as a deployed one does, compressed and once a visitor, but its pages as they
    are. Those are counted as a proxy would send them, reckoned with gzip; what the browser already has costs nothing.
    """

    paths: list[str] = field(default_factory=list)
    sizes: Counter[str] = field(default_factory=Counter)
    _asked: dict[str, str] = field(default_factory=dict)

    def watch(self, visitor: Visitor) -> None:
        """Listen to one page."""
        wire = visitor.context.new_cdp_session(visitor.page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._note)
        wire.on("Network.loadingFinished", self._add)
        visitor.page.on("framenavigated", self._turn)
        visitor.page.on("response", self._compress)

    def _note(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _add(self, event: dict[str, Any]) -> None:
        self.sizes[self._asked.get(event["requestId"], "")] += int(event["encodedDataLength"])

    def _compress(self, response: Response) -> None:
        kind = response.headers.get("content-type", "")
        is_plain = any(word in kind for word in TEXTS) and "content-encoding" not in response.headers
        if response.status == HTTPStatus.OK and is_plain:
            with suppress(Error):  # who has gone on already pays the full size
                body = response.body()
                if response.request.sizes()["responseBodySize"] >= len(body):  # else it was there already
                    self.sizes[urlsplit(response.url).path] -= len(body) - len(gzip.compress(body, 6))

    def _turn(self, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if frame.parent_frame is None and path != "blank" and path not in self.paths[-1:]:
            self.paths.append(path)

    @property
    def screens(self) -> int:
        """How many screens came after the essay."""
        return len(self.paths) - 1

    @property
    def size(self) -> int:
        """All bytes together, headers too."""
        return sum(self.sizes.values())


def go_from_the_essay_to_the_request(stage: Stage, page: Page, hands: Pointer) -> None:
    """Take the first time that is offered, with as little as is asked."""
    hands.press(page.get_by_role("main").get_by_role("link", name="Book a session").last)
    hands.press(page.get_by_role("link", name="See times for Individual session"))
    expect(page.locator(".zone-line")).to_contain_text("Times in")
    page.wait_for_load_state("networkidle")
    hands.press(page.locator("input[name=start]").first)
    hands.press(page.get_by_role("button", name="Continue").locator("visible=true").first)
    hands.write(page.get_by_label("What should we call you?"), "Asha")
    hands.write(page.get_by_label("Email address"), "asha@example.com")
    hands.press(page.get_by_label("Yes", exact=True))
    hands.press(page.get_by_label("I have read what stays between us"))
    hands.press(page.get_by_label("I have read the privacy notice"))
    take_a_moment(stage)
    hands.press(page.get_by_role("button", name="Ask for this time"))
    page.wait_for_url("**/book/verify/")
    hands.write(page.get_by_label("Code"), stage.code_for("asha@example.com"))
    hands.press(page.get_by_role("button", name="Send my request"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is held")


@pytest.mark.parametrize("who", PEOPLE)
def test_a_request_costs_little(stage: Stage, visit: Visit, who: str) -> None:
    visitor = visit(**PEOPLE[who])
    meter = Meter()
    meter.watch(visitor)
    visitor.page.goto(ESSAY, wait_until="networkidle")
    hands = Keyboard(visitor.page) if who == "keyboard" else Pointer(visitor.page)
    go_from_the_essay_to_the_request(stage, visitor.page, hands)
    visitor.page.wait_for_load_state("networkidle")
    is_little = hands.keys <= MOST_KEYS and meter.screens <= MOST_SCREENS and meter.size <= MOST_BYTES
    more = {"moves": hands.moves, "screens": meter.screens, "bytes": meter.size}
    report("E1", hands.keys, MOST_KEYS, ok=is_little, who=who, **more)
    assert hands.keys <= MOST_KEYS
    assert meter.screens <= MOST_SCREENS, meter.paths
    assert meter.size <= MOST_BYTES, meter.sizes.most_common(12)
