"""What is typed in the exercise of an essay leaves the page nowhere: no request, no storage, and printed it stands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.watching import Visitor
from tests.factories import make_essay
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Worksheet

ESSAY = "/essays/quiet/"
CANARY = "Only this page knows"


def open_essay(visitor: Visitor) -> Page:
    """Return the page of an essay with an exercise."""
    make_sheet()
    Worksheet.objects.update(essay=make_essay("Quiet"), is_exercise=True)
    visitor.page.goto(ESSAY, wait_until="networkidle")
    return visitor.page


def fill(page: Page) -> None:
    """Do the exercise, and press Enter in a line as one does."""
    page.get_by_label("In your words").press_sequentially(CANARY)
    page.get_by_label("One line").fill(CANARY)
    page.get_by_label("One line").press("Enter")
    page.get_by_label("0, Quiet").check(force=True)
    page.get_by_label("Sad").check(force=True)


def test_typing_sends_nothing_and_keeps_nothing(transactional_db: None, wide: Visitor) -> None:
    page = open_essay(wide)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    fill(page)
    page.wait_for_timeout(2500)
    assert asked == []
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert kept == '[{},{},""]'
    assert page.url.endswith(ESSAY)
    assert not Answer.objects.exists()
    page.reload()
    expect(page.get_by_label("In your words")).to_have_value("")
    assert asked, "the log of requests must see a reload"


def test_it_works_without_javascript_and_is_printed_with_what_was_typed(
    transactional_db: None, no_javascript: Visitor
) -> None:
    page = open_essay(no_javascript)
    fill(page)
    page.emulate_media(media="print")
    expect(page.get_by_label("In your words")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value(CANARY)


def test_it_does_not_scroll_sideways_on_a_small_phone(transactional_db: None, phone: Visitor) -> None:
    page = open_essay(phone)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.fixture
def keeping(browser: Browser, site: str) -> Iterator[Page]:
    """A browser that keeps the pages one came from whole, as phones do; Playwright's own does not."""
    kind, without = browser.browser_type, ["--disable-back-forward-cache"]
    own = kind.launch(executable_path=find_chromium(), args=ARGUMENTS, ignore_default_args=without)
    yield own.new_page(base_url=site)
    own.close()


@pytest.mark.parametrize("has_script", [True, False])
def test_whoever_presses_back_finds_nothing_of_it(transactional_db: None, keeping: Page, *, has_script: bool) -> None:
    make_sheet()
    Worksheet.objects.update(essay=make_essay("Quiet"), is_exercise=True)
    if not has_script:  # the control: such a browser shows it all again
        keeping.route("**/exercise.js", lambda route: route.abort())
    keeping.goto(ESSAY, wait_until="networkidle")
    fill(keeping)
    keeping.get_by_role("link", name="Other countries").click()
    keeping.wait_for_url("**/help/")
    keeping.go_back(wait_until="commit")
    keeping.wait_for_timeout(1000)
    assert keeping.get_by_label("In your words").input_value() == ("" if has_script else CANARY)
    assert keeping.get_by_label("Sad").is_checked() is not has_script
    assert keeping.get_by_label("0, Quiet").is_checked() is not has_script
