"""The whole trip with real clicks and real mail: a reader on a phone, a client in London, the therapist."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from icalendar import Calendar
from playwright.sync_api import Page, expect

from bookings.models import Booking, SessionType
from practice.work import work_once
from tests.browser.conftest import PHONE, Visit
from tests.browser.stage import LONDON, Stage, ask, fill_details, link_in, open_desk, prove, slot
from tests.browser.watching import Visitor
from tests.factories import make_booking
from tests.postbox import text_of
from tests.worksheets.sheets import page_of
from worksheets.models import Answer

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
CLIENT = "asha@example.com"
SHEET = "naming-what-i-feel"


def read_an_essay_and_look_for_a_time(page: Page) -> None:
    """Go from the first page through an essay to the times of an individual session."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Read the essays").tap()
    page.wait_for_url("**/essays/")
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.tap()
    page.wait_for_url("**/essays/*/")
    page.get_by_role("main").get_by_role("link", name="Book a session").last.tap()
    page.wait_for_url("**/book/")
    look_for_a_time(page, "Gurgaon (IST)")


def look_for_a_time(page: Page, zone: str) -> None:
    """Choose the session, and the week of the slot; times come in the zone of the browser without being asked."""
    page.get_by_role("link", name="See times for Individual session").tap()
    expect(page.locator(".zone-line")).to_contain_text(f"Times in {zone}")
    if zone.startswith("Gurgaon"):  # who is far away is shown video first
        page.get_by_role("link", name="Change to online video").tap()
        page.wait_for_url("**mode=video**")
    page.get_by_role("link", name="Later").tap()
    expect(slot(page)).to_be_visible()


def calendar_of(message: EmailMessage) -> Calendar:
    """Return the calendar file that came with a message, as a program of its own reads it."""
    files = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert len(files) == 1
    return Calendar.from_ical(files[0].get_content())


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_on_a_phone_another_time_for_a_request_is_chosen_from_the_bar(stage: Stage, phone: Visitor) -> None:
    booking = ask(stage, phone)
    page = phone.page
    page.get_by_role("link", name="Choose another time").tap()
    bar = page.locator("[data-sticky-bar]")
    expect(bar).to_be_hidden()
    slot(page, "2026-11-24T09:30:00Z").tap()
    expect(bar.locator("[data-chosen-time]")).to_have_text("Tue 24 Nov, 3:00 pm")
    expect(bar).to_be_in_viewport()
    bar.get_by_role("button", name="Ask for this time").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is held")
    expect(page.get_by_role("main")).to_contain_text("Tuesday 24 November 2026, 3:00 pm")
    booking.refresh_from_db()
    assert booking.status == "withdrawn"


def test_a_reader_a_client_and_the_therapist_make_the_whole_trip(
    stage: Stage, phone: Visitor, visit: Visit, wide: Visitor
) -> None:
    make_booking(SessionType.objects.get(slug="individual"), starts_at=NOON, name="Bela", email="bela@example.com")
    reader = phone.page
    read_an_essay_and_look_for_a_time(reader)
    expect(slot(reader)).to_have_text("3:00 pm", use_inner_text=True)
    asha = visit(**PHONE, **LONDON).page
    ask_from_london(stage, asha)
    booking = Booking.objects.get(email=CLIENT)
    assert booking.starts_at == START
    reader.reload()
    assert slot(reader).count() == 0
    confirm_at_the_desk(stage, wide)
    read_the_confirmation(stage, asha)
    assert asha.request.get(page_of(SHEET)).status == 404
    make_a_client(wide.page)
    write_in_a_worksheet(asha)
    cancel(asha)
    taken_back = calendar_of(stage.mail_to(CLIENT, "cancelled"))
    assert (taken_back["METHOD"], taken_back.events[0].start) == ("CANCEL", START)
    assert stage.postbox.wait_for(stage.desk_address, "cancelled")
    booking.refresh_from_db()
    assert (booking.status, booking.is_late_cancellation) == ("cancelled", False)
    reader.reload()
    assert slot(reader).count() == 1


def ask_from_london(stage: Stage, page: Page) -> None:
    """Ask for the slot with a phone in London, and prove the address."""
    page.goto("/book/")
    look_for_a_time(page, "London (GMT), Gurgaon below.")
    expect(slot(page)).to_have_text("9:30 am 3:00 pm Gurgaon", use_inner_text=True)
    slot(page).tap()
    bar = page.locator("[data-sticky-bar]")
    expect(bar.locator("[data-chosen-time]")).to_have_text("Mon 23 Nov, 9:30 am")
    bar.get_by_role("button", name="Continue").tap()
    page.wait_for_url("**/details/**")
    fill_details(stage, page, "Asha", CLIENT, "Sleep is hard at present.")
    page.get_by_role("button", name="Ask for this time").tap()
    prove(stage, page, CLIENT)
    for words in ("9:30 am", "3:00 pm", "Waiting for Dr Bhatt", "answers by"):
        expect(page.get_by_role("main")).to_contain_text(words)


def confirm_at_the_desk(stage: Stage, visitor: Visitor) -> None:
    """Find the request on the desk, with what one needs to know of it, and confirm it."""
    told = stage.mail_to(stage.desk_address, "A request waits for your answer")
    assert "Asha" not in text_of(told)
    desk = open_desk(stage, visitor)
    request = desk.get_by_role("article").filter(has_text="Asha")
    for words in (
        "Monday 23 November",
        "3:00 pm",
        "9:30 am in London",
        "Answer by",
        "130 minutes after your session at 12:00 pm.",
    ):
        expect(request).to_contain_text(words)
    request.get_by_role("button", name="Confirm").click()
    expect(desk.get_by_text("Confirmed: 23 Nov 2026, 3:00 pm IST.")).to_be_visible()
    expect(request).to_have_count(0)


def read_the_confirmation(stage: Stage, page: Page) -> None:
    """Find the same instant in both parts of the mail, its calendar file, the page it leads to, and the space."""
    confirmed = stage.mail_to(CLIENT, "Your session is confirmed")
    html = confirmed.get_body(("html",))
    assert html is not None
    for content in (text_of(confirmed), html.get_content()):
        assert "9:30" in content
        assert "3:00 pm" in content
    event = calendar_of(confirmed).events[0]
    assert (event.start, event.end) == (START, START + timedelta(minutes=50))
    page.goto(link_in(confirmed))
    assert page.url.endswith("/book/manage/")
    expect_heading(page, "Your session is confirmed")
    page.goto("/space/")
    expect(page.get_by_role("article")).to_contain_text("Confirmed")
    expect(page.get_by_role("article")).to_contain_text("9:30 am")


def make_a_client(desk: Page) -> None:
    """Open the worksheets to Asha, at the desk."""
    desk.goto("/admin/accounts/client/")
    desk.get_by_role("row").filter(has_text="Asha").get_by_role("checkbox").check()
    desk.get_by_role("combobox", name="Action").select_option(
        label="Make the chosen people clients: opens worksheets to them"
    )
    desk.get_by_role("button", name=re.compile("^(Go|Run)")).click()
    expect(desk.get_by_text("Asha: now “client”.")).to_be_visible()


def write_in_a_worksheet(page: Page) -> None:
    """Open the worksheet that ships from the client's space, and write."""
    page.goto("/space/")
    page.get_by_role("region", name="Worksheets").get_by_role("link", name="All worksheets").tap()
    page.get_by_role("listitem").filter(has_text="Naming what I feel").get_by_role("link").tap()
    page.locator("textarea").first.press_sequentially("a small beginning")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert "a small beginning" in Answer.objects.get().body.values()


def cancel(page: Page) -> None:
    """Cancel the session from the client's space."""
    page.goto("/space/")
    page.get_by_role("link", name=re.compile("^Cancel")).tap()
    expect(page.get_by_role("main")).to_contain_text("Cancelling is free until")
    page.get_by_role("button", name="Cancel the session").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("This session is cancelled")


def test_a_decline_is_kind_and_leads_to_other_times(stage: Stage, phone: Visitor, wide: Visitor) -> None:
    ask(stage, phone)
    open_desk(stage, wide).get_by_role("link", name="Decline").click()
    wide.page.get_by_role("button", name="Decline and tell the client").click()
    expect(wide.page.get_by_text("Declined. The client gets a kind word and other times.")).to_be_visible()
    assert "It says nothing about you" in text_of(stage.mail_to(CLIENT, "About the time you asked for"))
    phone.page.reload()
    expect_heading(phone.page, "This time cannot be offered")
    expect(phone.page.get_by_role("main")).to_contain_text("It says nothing about you or about what you wrote.")
    phone.page.get_by_role("link", name="Choose another time").tap()
    phone.page.get_by_role("link", name="Later").tap()
    expect(slot(phone.page)).to_be_visible()


def test_a_request_that_nobody_answered_says_sorry_and_frees_the_time(stage: Stage, phone: Visitor) -> None:
    booking = ask(stage, phone)
    link = link_in(stage.mail_to(CLIENT, "has arrived"))
    assert booking.hold_until
    stage.clock.move_to(booking.hold_until)
    letter = stage.mail_to(CLIENT, "No answer in time, and we are sorry")
    assert "That is not a no, and it is not your fault." in text_of(letter)
    phone.page.goto(link)
    expect_heading(phone.page, "No answer in time")
    expect(phone.page.get_by_role("main")).to_contain_text("That is not a no, and it is not your fault.")
    booking.refresh_from_db()
    assert booking.status == "expired"
    work_once()
    assert len(stage.postbox.sent_to(CLIENT, str(letter["Subject"]))) == 1
