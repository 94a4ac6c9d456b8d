"""The therapist notes how a session went, on its page."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import BookingEvent, SessionType
from bookings.services import cancel_booking
from tests.bookings.at_desk import MINUTE, page_of, status_of
from tests.bookings.browsing import text
from tests.factories import NOW, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

BUTTONS = ("It took place", "Did not come")


def press(desk: Browser, booking_pk: int, name: str) -> str:
    return text(desk.post(reverse("admin:booking_mark", args=[booking_pk, name]), follow=True))


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [("complete", "completed", "Took place, noted on"), ("no-show", "no_show", "Client did not come, noted on")],
)
def test_a_mark_is_set_and_taken_back(
    desk: Browser, session_type: SessionType, name: str, status: str, said: str
) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    page = text(desk.get(page_of(booking)))
    assert all(button in page for button in BUTTONS)
    page = press(desk, booking.pk, name)
    assert status_of(booking) == status
    assert f"{said} 20 Nov 2026, 10:00 am IST" in page
    page = press(desk, booking.pk, "undo")
    assert status_of(booking) == "confirmed"
    assert "You took the mark back; it was:" in page
    assert all(button in page for button in BUTTONS)


def test_before_the_start_no_mark_is_offered_and_none_is_taken(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW + MINUTE)
    assert "How it went" not in text(desk.get(page_of(booking)))
    assert "the session has not started yet." in press(desk, booking.pk, "complete")
    assert status_of(booking) == "confirmed"


def test_a_late_mark_comes_off_and_back(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW + timedelta(hours=1))
    cancel_booking(booking=booking, by=BookingEvent.By.CLIENT, user=None, now=NOW)
    assert "Not late after all" in text(desk.get(page_of(booking)))
    page = press(desk, booking.pk, "not-late")
    assert "You took the late mark off" in page
    assert "Undo: late after all" in page
    assert "You put the late mark back" in press(desk, booking.pk, "late")
    booking.refresh_from_db()
    assert booking.is_late_cancellation


def test_an_ordinary_cancellation_has_nothing_to_note(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    cancel_booking(booking=booking, by=BookingEvent.By.CLIENT, user=None, now=NOW)
    page = text(desk.get(page_of(booking)))
    assert "How it went" not in page
    assert "The client cancelled it" in page


def test_only_a_post_notes_anything(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    assert desk.get(reverse("admin:booking_mark", args=[booking.pk, "complete"])).status_code == 405
    assert desk.post(reverse("admin:booking_mark", args=[booking.pk, "charge"])).status_code == 404
    assert status_of(booking) == "confirmed"


def test_a_mark_without_a_history_is_said_all_the_same(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE, status="completed")
    assert "<p>Took place</p>" in text(desk.get(page_of(booking)))
