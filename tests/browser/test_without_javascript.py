"""Everything that matters works in a browser that runs no script."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking
from tests.browser.conftest import PHONE, Visit
from tests.browser.stage import SLOT, Stage, details_address, fill_details, prove
from tests.browser.watching import Visitor
from tests.cast import make_patron
from tests.factories import NOW, make_booking
from tests.reporting import report
from tests.worksheets.sheets import page_of
from worksheets.models import Answer

ADDRESS = "asha@example.com"


def completes(way: str) -> None:
    """Report that one came to the end of a way; whoever does not has failed before."""
    report("X8", 100, 100, way=way)


def test_one_reads_and_searches(stage: Stage, no_javascript: Visitor) -> None:
    page = no_javascript.page
    page.goto("/")
    page.get_by_text("Menu", exact=True).tap()
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Essays")).to_be_visible()
    page.get_by_role("link", name="Read the essays").tap()
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.tap()
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    page.goto("/essays/search/")
    page.get_by_role("searchbox").fill("anxiety")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=anxiety**")
    expect(page.get_by_role("link", name="Trusting yourself when anxiety is loud").first).to_be_visible()
    completes("read and search")


def test_one_chooses_a_zone_asks_chooses_again_where_someone_was_quicker_and_cancels(
    stage: Stage, no_javascript: Visitor
) -> None:
    no_javascript.watch.expect("409")
    page = no_javascript.page
    page.goto("/book/individual/?mode=video&from=2026-11-23")
    page.get_by_text("Change zone").tap()
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Show times").tap()
    page.wait_for_url("**tz=Europe%2FLondon**")
    page.locator(f"input[value='{SLOT}']").check()
    page.get_by_role("button", name="Continue").locator("visible=true").first.tap()
    page.wait_for_url("**/details/**")
    fill_details(stage, page, "Asha", ADDRESS, "Only if it suits.")
    quicker = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    make_booking(SessionType.objects.get(slug="individual"), starts_at=quicker, email="bela@example.com")
    page.get_by_role("button", name="Ask for this time").tap()
    expect(page.get_by_role("heading", name="This time has gone")).to_be_visible()
    assert page.get_by_label("Anything Dr Bhatt should know beforehand?").input_value() == "Only if it suits."
    page.get_by_role("group", name="The nearest free times").get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Ask for this time").tap()
    prove(stage, page, ADDRESS)
    booking = Booking.objects.get(email=ADDRESS)
    assert booking.starts_at != quicker
    confirm_booking(booking=booking, by=User.objects.get(is_staff=True), now=NOW)
    page.goto("/space/")
    page.get_by_role("main").get_by_role("link", name="Cancel").tap()
    page.get_by_role("button", name="Cancel the session").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("This session is cancelled")
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED
    completes("ask, verify, change, cancel")


def test_one_fills_in_a_worksheet(stage: Stage, no_javascript: Visitor) -> None:
    page = no_javascript.page
    page.goto(details_address())
    fill_details(stage, page, "Asha", ADDRESS)
    page.get_by_role("button", name="Ask for this time").tap()
    prove(stage, page, ADDRESS)
    client = Booking.objects.get().client
    assert client
    set_client_status(client=client, status="active", by=User.objects.get(is_staff=True), now=NOW)
    page.goto("/space/")
    page.get_by_role("link", name="All worksheets").tap()
    page.get_by_role("listitem").filter(has_text="Naming what I feel").get_by_role("link").tap()
    page.locator("textarea").first.fill("by hand")
    page.get_by_role("button", name="Save", exact=True).first.tap()
    expect(page.get_by_text("Saved. Only you can see it.")).to_be_visible()
    assert "by hand" in Answer.objects.get().body.values()
    completes("worksheet")


def come_in(stage: Stage, visitor: Visitor) -> Page:
    """Let a client in care sign in by code; the visitor then stands in her space."""
    make_patron(ADDRESS, "Asha")
    page = visitor.page
    page.goto("/account/login/code/")
    page.get_by_label("Email").fill(ADDRESS)
    page.get_by_role("button", name="Send the code").tap()
    expect(page.get_by_label("Code")).to_be_visible()  # by then it is sent
    page.get_by_label("Code").fill(stage.code_for(ADDRESS))
    page.get_by_role("button", name="Continue").tap()
    page.wait_for_url("**/space/")
    return page


def test_one_shares_takes_back_and_begins_a_fresh_sheet(stage: Stage, no_javascript: Visitor) -> None:
    page = come_in(stage, no_javascript)
    page.goto(page_of("small-promises"))
    page.locator("[name$='-promise']").first.fill("the first week")
    page.get_by_role("button", name="Share a copy").tap()
    page.get_by_role("button", name="Share this copy").tap()
    expect(page.get_by_text("Shared. What you write from now on stays private")).to_be_visible()
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_text("It was never opened.")).to_be_visible()
    page.goto(page_of("small-promises"))
    page.get_by_role("button", name="Begin a fresh sheet").tap()
    page.get_by_role("main").get_by_role("button", name="Begin a fresh sheet").tap()
    expect(page.get_by_text("This is a fresh sheet.")).to_be_visible()
    expect(page.locator("[name$='-promise']").first).to_have_value("")
    page.locator("[name$='-promise']").first.fill("the second week")
    page.get_by_role("button", name="Save", exact=True).tap()
    page.get_by_role("link", name="Last saved on").tap()
    expect(page.get_by_text("the first week")).to_be_visible()
    page.get_by_role("button", name="Take this one up again").tap()
    expect(page.locator("[name$='-promise']").first).to_have_value("the first week")
    assert Answer.objects.count() == 2
    completes("share, take back, a fresh sheet")


def test_one_takes_all_of_it_along_and_has_it_erased(stage: Stage, no_javascript: Visitor) -> None:
    page = come_in(stage, no_javascript)
    page.get_by_role("link", name="What is kept about you").tap()
    page.get_by_role("button", name="Download the file").tap()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Keep it").tap()
    assert kept.value.suggested_filename.endswith(".zip")
    page.goto("/space/data/")
    page.get_by_role("link", name="Erase what is kept about me").tap()
    page.get_by_role("main").get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase it now").tap()
    page.wait_for_url("**/erased/")
    assert not Client.objects.exists()
    completes("take along, erase")


def test_a_script_would_have_run_elsewhere(stage: Stage, visit: Visit) -> None:
    address = "/book/individual/?mode=video"
    with_script = visit(**{**PHONE, "timezone_id": "Europe/London"}).page
    with_script.goto(address)
    expect(with_script.locator(".zone-line")).to_contain_text("London")
    without = visit(**{**PHONE, "timezone_id": "Europe/London"}, java_script_enabled=False).page
    without.goto(address)
    expect(without.locator(".zone-line")).to_contain_text("Gurgaon")
