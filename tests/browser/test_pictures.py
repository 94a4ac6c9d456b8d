"""Pictures in an essay: the best kind a browser knows, in a width that suits it, and nothing moves when they come."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Page, Route

from tests.articles.pictures.uploads import make_picture
from tests.browser.watching import Visitor
from tests.factories import make_essay

YESTERDAY = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = re.compile(r'(<img src="/essays/pictures/[^>]*?) width="\d+" height="\d+"')
# Until the fonts are there the help bar may take another line, which is no matter of pictures.
BEGIN = (
    "async () => { await document.fonts.ready; await new Promise(requestAnimationFrame); return performance.now(); }"
)
# How much of the window moved since then, and how far.
MOVED = """async (began) => {
  const shifts = await new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries())).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve([]), 500);
  });
  return shifts.filter(each => each.startTime > began).reduce((sum, each) => sum + each.value, 0);
}"""


def come_late(route: Route) -> None:
    """Let a picture come when its place has been seen empty."""
    time.sleep(0.3)
    route.continue_()


def without_sizes(route: Route) -> None:
    """Give the page without the sizes of its pictures."""
    answer = route.fetch()
    route.fulfill(response=answer, body=SIZE.sub(r"\1", answer.text()))


@dataclass(frozen=True)
class Read:
    """Which files the browser chose for an essay's pictures, and how much they moved when they came."""

    files: list[str]
    moved: float


def read_through(page: Page) -> Read:
    """Publish an essay, open it and go past its two pictures."""
    picture = make_picture()
    text = "<p>Rain.</p>" * 40
    make_essay("Quiet", publish_at=YESTERDAY, body=(text + picture.body_html("A lamp", "By Asha")) * 2 + text)
    page.route("**/*.avif", come_late)
    page.goto("/essays/quiet/")
    began = page.evaluate(BEGIN)
    images = page.locator(".prose img")
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    chosen = images.evaluate_all("all => all.map(each => each.currentSrc)")
    return Read([str(each).rpartition("/")[2] for each in chosen], page.evaluate(MOVED, began))


def test_a_wide_window_gets_a_picture_of_its_column_and_nothing_moves(wide: Visitor) -> None:
    read = read_through(wide.page)
    assert read.files == ["800.avif"] * 2
    assert read.moved < 0.01


def test_a_phone_of_two_dots_a_pixel_gets_what_it_can_show_and_nothing_moves(phone: Visitor) -> None:
    read = read_through(phone.page)
    assert read.files == ["800.avif"] * 2
    assert read.moved < 0.01


def test_a_picture_that_did_not_say_its_size_would_move_the_text(wide: Visitor) -> None:
    """The control."""
    wide.page.route("**/essays/quiet/", without_sizes)
    assert read_through(wide.page).moved > 0.01


def test_pictures_come_without_any_script(no_javascript: Visitor) -> None:
    make_essay("Quiet", publish_at=YESTERDAY, body=make_picture().body_html("A lamp"))
    with no_javascript.page.expect_response(lambda answer: answer.url.endswith(".avif")) as answer:
        no_javascript.page.goto("/essays/quiet/")
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "image/avif")
