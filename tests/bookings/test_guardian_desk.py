"""Consent of a parent or guardian at the therapist's desk."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Guardian, SessionType
from tests.bookings.at_desk import HOME, page_of, run_action, send, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.bookings.young import MOTHER, act_url, come_by_link, proved
from tests.factories import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
NOTED = {"name": "Meera", "relation": "mother", "contact": "+91 98765", "how": "paper", "given_on": "2026-11-19"}


def test_the_desk_shows_it_plainly_and_offers_no_button_that_would_fail(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type, is_minor=True, guardian_word="later")
    for page in (text(desk.get(HOME)), text(desk.get(page_of(booking)))):
        assert "No parent or guardian has agreed yet, so it cannot be confirmed." in page
        assert "Said when asking: no parent or guardian is to be asked yet." in page
        assert reverse("admin:booking_confirm", args=[booking.pk]) not in page
        assert reverse("admin:booking_guardian", args=[booking.pk]) in page
        assert reverse("admin:booking_guardian_end", args=[booking.pk]) not in page
    assert "under 18" in text(desk.get(HOME))


def test_every_way_of_confirming_at_the_desk_is_refused_in_words(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type, is_minor=True)
    words = "is under 18, and no parent or guardian has agreed yet"
    assert words in send(desk, "confirm", booking)
    assert words in run_action(desk, "confirm_selected", booking)
    assert status_of(booking) == "requested"


def test_consent_that_was_given_on_paper_is_noted_and_then_it_is_confirmed(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type, is_minor=True)
    asked = text(desk.get(reverse("admin:booking_guardian", args=[booking.pk])))
    assert "Nobody is written to." in asked
    assert '<option value="" selected>' in asked
    page = send(desk, "guardian", booking, **NOTED)
    assert "Meera (mother), +91 98765. Agreed on paper on 19 Nov 2026." in page
    assert "Confirmed:" in send(desk, "confirm", booking)


@pytest.mark.parametrize(
    ("field", "value"), [("given_on", "2026-11-21"), ("how", "link"), ("how", ""), ("name", ""), ("given_on", "x")]
)
def test_what_cannot_be_is_not_noted(desk: Browser, session_type: SessionType, field: str, value: str) -> None:
    booking = ask_and_verify(session_type, is_minor=True)
    page = send(desk, "guardian", booking, **{**NOTED, field: value})
    assert "What you typed is kept." in page
    assert "+91 98765" in page
    assert not Guardian.objects.exists()


def test_noting_twice_changes_nothing(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type, is_minor=True)
    for _time in range(2):
        page = send(desk, "guardian", booking, **NOTED)
    assert "nothing was changed" in page
    assert Guardian.objects.count() == 1
    assert "This is not possible any more." in text(desk.get(reverse("admin:booking_guardian", args=[booking.pk])))


def test_consent_can_be_ended_after_a_question(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type, is_minor=True)
    assert "The consent no longer counts" in send(desk, "guardian", booking, **NOTED)
    asked = text(desk.get(reverse("admin:booking_guardian_end", args=[booking.pk])))
    assert "nothing more can be confirmed" in asked
    assert Guardian.objects.agreeing().exists()
    assert "No parent or guardian has agreed yet" in send(desk, "guardian_end", booking)
    assert "You noted that the consent no longer counts" in text(desk.get(page_of(booking)))


def test_the_desk_says_so_when_the_address_is_the_requests_own(
    desk: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    browser = Browser()
    booking = proved(browser, session_type)
    browser.post(act_url(booking), {**MOTHER, "email": booking.email})
    page = text(desk.get(page_of(booking)))
    assert "It is the address of the request itself." in page
    assert "not answered yet." in page
    answered = come_by_link(Guardian.objects.get())
    answered.post("/book/guardian/", {"answer": "refuse"})
    assert "Said no on 20 Nov 2026" in text(desk.get(page_of(booking)))


def test_an_adults_request_after_a_childs_is_told(desk: Browser, session_type: SessionType) -> None:
    ask_and_verify(session_type, is_minor=True)
    later = ask_and_verify(session_type, MONDAY + timedelta(hours=2))
    assert "An earlier request from this address was for somebody under 18" in text(desk.get(page_of(later)))
