"""The site's letters come late on a slow line, and nothing moves: what stands there first is as wide and as high."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.holding import Held
from tests.browser.stage import Stage
from tests.browser.watching import Visitor

PAGES = ["/essays/having-your-own-back/", "/essays/search/?q=trust", "/book/"]
MOST = 0.05  # of a window's worth; from 0.1 on Web Vitals no longer calls it good, https://web.dev/articles/cls
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
# How much of the window moved since the page was opened, and how far.
MOVED = """async () => {
  await document.fonts.ready;
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const shifts = await new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries())).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve([]), 500);
  });
  return shifts.reduce((sum, each) => sum + each.value, 0);
}"""


def moved_by_letters(page: Page, path: str) -> float:
    """Open a page, let the letters come once it is seen without them, and return how much moved."""
    letters = Held(page, "**/fonts/*.woff2")
    page.goto(path, wait_until="domcontentloaded")
    page.wait_for_function(PAINTED)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    letters.let_go(page)
    return float(page.evaluate(MOVED))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_when_the_letters_come(stage: Stage, phone: Visitor, path: str) -> None:
    assert moved_by_letters(phone.page, path) < MOST


def test_letters_of_another_size_are_noticed(stage: Stage, phone: Visitor) -> None:
    """The control: what stands there first is half as large again."""

    def unfit(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub("size-adjust: [0-9.]+%", "size-adjust: 150%", answer.text()))

    phone.page.route("**/css/fonts*.css", unfit)
    assert moved_by_letters(phone.page, "/essays/search/?q=trust") > MOST
