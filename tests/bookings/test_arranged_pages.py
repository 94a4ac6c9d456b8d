"""What has been arranged: for the browser that asked, for the link, and for nobody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, propose_time
from bookings.services.codes import manage_token
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_a_booking_is_not_there_for_anyone_else(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    other = client.get(reverse("book_asked", args=[booking.uuid]))
    absent = client.get(reverse("book_asked", args=[UUID(int=1)]))
    assert (other.status_code, other.content) == (404, absent.content)


def manage(browser: Browser, booking: Booking) -> Any:
    return browser.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True)


def test_the_manage_link_opens_the_page_at_a_clean_address(client: Browser, session_type: SessionType) -> None:
    response = manage(client, ask_and_verify(session_type))
    assert response.wsgi_request.path == reverse("book_manage")
    assert "Your time is held" in text(response)


def test_a_hundred_visits_of_a_mail_scanner_change_nothing(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    before = Booking.objects.filter(pk=booking.pk).values().get()
    url = reverse("book_manage_link", args=[manage_token(booking)])
    for _visit in range(50):
        Browser().head(url, follow=True)
        Browser().get(url, follow=True)
    assert Booking.objects.filter(pk=booking.pk).values().get() == before


def test_a_wrong_manage_link_is_the_404_of_nothing(client: Browser, session_type: SessionType) -> None:
    assert client.get(reverse("book_manage_link", args=["x" * 32])).content == client.get("/nothing-here/").content


def test_withdrawing_through_the_manage_link(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    manage(client, booking)
    client.get(reverse("book_manage_act", args=["withdraw"]))
    booking.refresh_from_db()
    assert booking.status == "requested"
    client.post(reverse("book_manage_act", args=["withdraw"]))
    booking.refresh_from_db()
    assert booking.status == "withdrawn"


def test_a_late_cancellation_is_said_before_it_is_made(
    client: Browser, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    manage(client, booking)
    page = reverse("book_manage_act", args=["cancel"])
    assert "Cancelling is free until" in text(client.get(page))
    clock.move_to(MONDAY - timedelta(hours=23))
    assert client.get(page).headers["Location"] == reverse("book_find")
    manage(client, booking)
    assert "marked as a late cancellation" in text(client.get(page))
    client.post(page, {"note": ""})
    booking.refresh_from_db()
    assert booking.is_late_cancellation


def test_asking_for_the_links_says_the_same_for_known_and_unknown_addresses(
    client: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type)
    pages = [
        text(client.post(reverse("book_find"), {"email": each})) for each in ("asha@example.com", "no@example.com")
    ]
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_a_session_no_longer_offered_is_not_offered_again(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    SessionType.objects.update(is_offered=False)
    page = text(client.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True))
    assert "/book/individual/" not in page


def test_a_proposal_that_nobody_answered_is_not_called_the_practices_silence(
    client: Browser, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    booking = ask_and_verify(session_type)
    proposed = propose_time(booking=booking, starts_at=MONDAY + timedelta(hours=3), by=therapist, now=NOW)
    assert proposed.hold_until
    clock.move_to(proposed.hold_until)
    page = text(client.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True))
    assert "This time is no longer held" in page
    assert "You were not answered" not in page
