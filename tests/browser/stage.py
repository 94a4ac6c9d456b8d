"""A practice as `make run` leaves it, with a worker and a mail server, and what people do there by hand."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from bookings.models import Booking
from practice.form_age import QUICKEST
from practice.work import work_once
from tests.browser.watching import Visitor
from tests.factories import NOW
from tests.postbox import Postbox, text_of

SLOT = "2026-11-23T09:30:00Z"  # Monday: three in the afternoon in Gurgaon, half past nine in the morning in London
LONDON = {"locale": "en-GB", "timezone_id": "Europe/London"}


@dataclass
class Stage:
    """The open practice, its mail, and the clock, which ticks on from Friday 20 November 2026, ten in Gurgaon."""

    postbox: Postbox
    clock: time_machine.Traveller
    desk_address: str
    desk_password: str

    def mail_to(self, address: str, subject: str = "") -> EmailMessage:
        """Let the worker do its round, and return the newest message to an address."""
        work_once()
        return self.postbox.wait_for(address, subject)

    def code_for(self, address: str) -> str:
        """Return the code of the newest message to an address."""
        found = re.search(r"\b\d{6}\b", text_of(self.mail_to(address, "code")))
        assert found
        return found.group()


@pytest.fixture
def stage(site: str, postbox: Postbox) -> Iterator[Stage]:
    """Open the practice with the commands that open it for anyone."""
    with time_machine.travel(NOW, tick=True) as clock:
        said = io.StringIO()
        call_command("prepare", stdout=said)
        address, password = re.findall(r"(?:email|password)  +(\S+)", said.getvalue())
        yield Stage(postbox, clock, address, password)


def link_in(message: EmailMessage) -> str:
    """Return the link to the booking that a message holds."""
    found = re.search(r"http://\S+/book/manage/\S+/", text_of(message))
    assert found
    return found.group()


def slot(page: Page, value: str = SLOT) -> Locator:
    """Return the face of a slot, as a finger meets it."""
    return page.locator("label.slot", has=page.locator(f"input[value='{value}']"))


def details_address(value: str = SLOT, *, tz: str = "Asia/Kolkata") -> str:
    """Return the address of the details page for a slot."""
    return f"/book/individual/details/?{urlencode({'start': value, 'mode': 'video', 'tz': tz})}"


def fill_details(stage: Stage, page: Page, name: str, address: str, note: str = "") -> None:
    """Fill in what the details page asks."""
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Yes", exact=True).check()
    if note:
        page.get_by_label("Anything Dr Bhatt should know beforehand?").fill(note)
    page.get_by_label("I have read what stays between us").check()
    page.get_by_label("I have read the privacy notice").check()
    take_a_moment(stage)


def take_a_moment(stage: Stage) -> None:
    """Let the clock go on by what anyone needs to fill in a form, which the form asks for too."""
    stage.clock.shift(QUICKEST)


def ask(stage: Stage, visitor: Visitor, name: str = "Asha", address: str = "asha@example.com") -> Booking:
    """Ask for the slot and prove the address; the visitor then stands on the page of the request."""
    page = visitor.page
    page.goto(details_address())
    fill_details(stage, page, name, address)
    page.get_by_role("button", name="Ask for this time").click()
    prove(stage, page, address)
    return Booking.objects.get(email=address)


def prove(stage: Stage, page: Page, address: str) -> None:
    """Enter the code that was mailed."""
    expect(page).to_have_url(re.compile("/book/verify/$"))
    page.get_by_label("Code").fill(stage.code_for(address))
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is held")


def open_desk(stage: Stage, visitor: Visitor) -> Page:
    """Sign in to the desk with the password that was shown once."""
    page = visitor.page
    page.goto("/admin/")
    page.get_by_text("Use a password").click()
    page.get_by_label("Email").fill(stage.desk_address)
    page.get_by_label("Password").fill(stage.desk_password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    return page
