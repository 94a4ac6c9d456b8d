"""Double clicks, Back, a second tab, cookies that went: one request is made and no word is lost."""

import re

from playwright.sync_api import Page, expect

from bookings.models import Booking
from practice.models import ContactMessage, OutgoingMessage
from tests.browser.stage import Stage, ask, details_address, fill_details, prove
from tests.browser.watching import Visitor

ADDRESS = "asha@example.com"
WORDS = "Heron in the reeds <b>at dusk</b>"


def open_and_fill(stage: Stage, page: Page, note: str = "") -> None:
    page.goto(details_address())
    fill_details(stage, page, "Asha", ADDRESS, note)


def test_a_double_click_asks_once(stage: Stage, wide: Visitor) -> None:
    open_and_fill(stage, wide.page)
    wide.page.get_by_role("button", name="Ask for this time").dblclick()
    prove(stage, wide.page, ADDRESS)
    assert Booking.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="booking_code").count() == 1


def test_back_and_once_more_makes_one_request(stage: Stage, wide: Visitor) -> None:
    page = wide.page
    open_and_fill(stage, page)
    page.get_by_role("button", name="Ask for this time").click()
    page.wait_for_url("**/book/verify/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your details")
    fill_details(stage, page, "Asha", ADDRESS)
    page.get_by_role("button", name="Ask for this time").click()
    prove(stage, page, ADDRESS)
    assert Booking.objects.filter(blocks=True).count() == 1
    page.goto(details_address())
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is held")


def test_a_wrong_address_is_mended_without_losing_the_time(stage: Stage, phone: Visitor) -> None:
    page = phone.page
    page.goto(details_address())
    fill_details(stage, page, "Asha", "asah@example.com")
    page.get_by_role("button", name="Ask for this time").tap()
    page.get_by_role("button", name="Use another address").tap()
    fill_details(stage, page, "Asha", ADDRESS)
    page.get_by_role("button", name="Ask for this time").tap()
    prove(stage, page, ADDRESS)
    assert Booking.objects.get(blocks=True).email == ADDRESS


def test_the_same_form_with_other_words_shows_what_was_asked(stage: Stage, wide: Visitor) -> None:
    wide.watch.expect("422")
    booking = ask(stage, wide)
    second = wide.context.new_page()
    second.goto(details_address("2026-11-23T10:30:00Z"))
    fill_details(stage, second, "Asha", ADDRESS, "Other words")
    second.locator("[name=request_key]").evaluate("(field, key) => { field.value = key }", str(booking.request_key))
    second.get_by_role("button", name="Ask for this time").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("You have already sent this form")
    second.get_by_role("link", name="Change it").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Your time is held")
    assert Booking.objects.count() == 1


def test_a_request_whose_cookies_went_is_given_back_and_sent_by_one_press(stage: Stage, phone: Visitor) -> None:
    phone.watch.expect("403")
    page = phone.page
    open_and_fill(stage, page, WORDS)
    phone.context.clear_cookies()
    page.get_by_role("button", name="Ask for this time").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert not Booking.objects.exists()
    page.get_by_role("button", name="Send", exact=True).tap()
    prove(stage, page, ADDRESS)
    assert Booking.objects.get().note == WORDS


def test_a_message_whose_cookies_went_is_given_back_without_javascript_too(
    stage: Stage, no_javascript: Visitor
) -> None:
    no_javascript.watch.expect("403")
    page = no_javascript.page
    page.goto("/contact/")
    page.get_by_label("Your email address").fill(ADDRESS)
    page.get_by_label("Your message").fill(WORDS)
    no_javascript.context.clear_cookies()
    page.get_by_role("main").get_by_role("button", name=re.compile("^Send")).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.get_by_text("Your message has arrived")).to_be_visible()
    assert ContactMessage.objects.get().body == WORDS
