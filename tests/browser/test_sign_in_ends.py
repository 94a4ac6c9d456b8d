"""The end of a sign-in in a browser: said before, put off by a press, nothing typed lost, nothing left in sight."""

import re

import pytest
from django.test.client import Client as SigningIn
from playwright.sync_api import Page, expect

from accounts.models import SignIn, User
from accounts.sign_ins import end_all
from practice.leaving import NEUTRAL_SITE
from tests import cast
from tests.browser.conftest import Visit
from tests.browser.test_worksheets import PAGE, open_sheet, sign_in
from tests.browser.watching import Visitor
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer

SOON, OVER = "You are about to be signed out", "You were signed out"


@pytest.fixture
def asha(transactional_db: None) -> User:
    """A client in care, with a worksheet."""
    make_sheet()
    return cast.make_patron("asha@example.com", "Asha")


def open_with_clock(visitor: Visitor, user: User, path: str = PAGE) -> Page:
    """Open a page whose own clock can be put forward; the site's goes on as it is."""
    visitor.page.clock.install()
    sign_in(visitor, user)
    visitor.page.goto(path)
    return visitor.page


def let_pass(visitor: Visitor, minutes: int) -> None:
    """Let time pass without a page: for the browser by its clock, for the site by what it has noted."""
    browser = SigningIn()
    cookie = next(each for each in visitor.context.cookies() if each.get("name") == "session")
    browser.cookies["session"] = cookie["value"]
    session = browser.session
    session["last_used"] -= minutes * 60
    session.save()
    visitor.page.clock.fast_forward(minutes * 60_000)


def test_it_is_said_before_and_a_press_goes_on(wide: Visitor, asha: User) -> None:
    page = open_with_clock(wide, asha)
    let_pass(wide, 28)
    expect(page.get_by_text(SOON)).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text(SOON)).to_be_hidden()
    let_pass(wide, 20)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("First sheet")


def test_nothing_is_said_while_another_tab_is_in_use(wide: Visitor, asha: User) -> None:
    page = open_with_clock(wide, asha)
    with page.expect_response("**/space/sign-in/"):
        page.clock.fast_forward(28 * 60_000)
    expect(page.get_by_text(SOON)).to_be_hidden()


def test_a_page_on_which_nothing_was_typed_is_closed_at_the_end(wide: Visitor, asha: User) -> None:
    page = open_with_clock(wide, asha)
    let_pass(wide, 31)
    page.wait_for_url("**/signed-out/")


@pytest.mark.parametrize("status", [422, 403])
def test_words_that_came_back_unsent_are_covered_not_closed(wide: Visitor, asha: User, status: int) -> None:
    wide.watch.expect(f"status of {status}")
    page = open_with_clock(wide, asha, "/space/reach/")
    page.get_by_label("A phone call").check(force=True)
    page.get_by_label("When is it safe to reach you?").fill("after six")
    if status == 403:
        tokens = page.locator("main [name=csrfmiddlewaretoken]")
        tokens.evaluate_all("all => all.forEach(each => (each.value = 'stale'))")
    page.get_by_role("button", name="Save").click()
    button = page.locator("main").get_by_role("button").last
    expect(button).to_have_text("Save" if status == 422 else "Send")
    let_pass(wide, 31)
    expect(page.get_by_text(OVER)).to_be_visible()
    expect(button).to_be_hidden()
    sign_in(wide, asha)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(button).to_be_visible()
    assert "after six" in page.content()


def test_what_was_typed_is_covered_and_comes_back_with_the_same_person(wide: Visitor, asha: User) -> None:
    wide.watch.expect("ERR_FAILED|status of 403")
    page = open_with_clock(wide, asha)
    wide.context.route("**/save/", lambda route: route.abort())
    page.get_by_label("In your words").press_sequentially("not saved anywhere yet")
    let_pass(wide, 31)
    expect(page.get_by_text(OVER)).to_be_visible()
    expect(page.get_by_label("In your words")).to_be_hidden()
    wide.context.unroute("**/save/")
    sign_in(wide, asha)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_label("In your words")).to_have_value("not saved anywhere yet")
    page.clock.fast_forward(90_000)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert Answer.objects.get().body["words"] == "not saved anywhere yet"


def test_it_stays_covered_for_anybody_else(wide: Visitor, asha: User) -> None:
    page = open_with_clock(wide, asha, "/space/reach/")
    page.get_by_label("When is it safe to reach you?").press_sequentially("after six")
    let_pass(wide, 31)
    expect(page.get_by_text(OVER)).to_be_visible()
    sign_in(wide, cast.make_patron("bela@example.com", "Bela"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)
    expect(page.get_by_label("When is it safe to reach you?")).to_be_hidden()


def test_a_sign_in_that_is_ended_elsewhere_closes_the_page_when_it_is_looked_at(wide: Visitor, asha: User) -> None:
    page = open_with_clock(wide, asha)
    end_all(asha)
    assert not SignIn.objects.exists()
    page.clock.fast_forward(28 * 60_000)
    page.wait_for_url("**/signed-out/")


def test_shift_three_times_is_announced_and_leaves(wide: Visitor, asha: User) -> None:
    wide.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    wide.watch.expect(f"^request to another origin: {re.escape(NEUTRAL_SITE)}")
    page = open_sheet(wide, asha)
    expect(page.get_by_text("Pressing the Shift key three times also leaves")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL_SITE)
    assert wide.context.cookies(wide.watch.origin) == []
    page.go_back()
    page.wait_for_url("**/account/login/**")


def test_on_a_phone_without_such_a_key_shift_is_not_spoken_of(phone: Visitor, asha: User) -> None:
    page = open_sheet(phone, asha)
    expect(page.get_by_text("Leaving quickly signs you out")).to_be_visible()
    expect(page.get_by_text("Pressing the Shift key")).to_be_hidden()


def test_capitals_do_not_leave(wide: Visitor, asha: User) -> None:
    page = open_sheet(wide, asha)
    page.get_by_label("In your words").click()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    expect(page.get_by_label("In your words")).to_have_value("ABC")
    expect(page).to_have_url(re.compile("first-sheet/$"))


def test_without_javascript_leaving_quickly_works_and_back_shows_nothing(no_javascript: Visitor, asha: User) -> None:
    no_javascript.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    no_javascript.watch.expect(f"^request to another origin: {re.escape(NEUTRAL_SITE)}")
    page = open_sheet(no_javascript, asha)
    expect(page.get_by_text("Pressing the Shift key")).to_be_hidden()
    page.get_by_role("button", name="Leave this page quickly").click()
    page.wait_for_url(NEUTRAL_SITE)
    page.go_back()
    page.wait_for_url("**/account/login/**")


def test_from_a_page_that_is_not_there_one_leaves_and_is_signed_out(visit: Visit, asha: User) -> None:
    visitor = visit()
    visitor.context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    visitor.watch.expect(f"^request to another origin: {re.escape(NEUTRAL_SITE)}|status of 404")
    sign_in(visitor, asha)
    visitor.page.goto("/space/worksheets/absent/")
    visitor.page.get_by_role("button", name="Leave this page quickly").click()
    visitor.page.wait_for_url(NEUTRAL_SITE)
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("answer", ["No, others may use it", "Yes, only I use it"])
def test_after_signing_out_back_shows_nothing(wide: Visitor, asha: User, answer: str) -> None:
    sign_in(wide, asha)
    page = wide.page
    page.goto("/space/phone/")
    page.get_by_role("button", name=answer).click()
    expect(page.get_by_text("Noted: ")).to_be_visible()
    page.goto(PAGE)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out/")
    page.go_back()
    page.wait_for_url("**/account/login/**")
    assert {each.get("name") for each in wide.context.cookies()} <= {"own", "csrf"}
