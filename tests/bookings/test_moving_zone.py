"""Another time is chosen in the zone in which its client is now, and told by it."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.emails import render
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking
from bookings.services.codes import manage_token
from practice.models import OutgoingMessage
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.bookings.test_moving_pages import TUESDAY, act, agreed, linked, page
from tests.factories import NOW

__all__ = ["agreed", "linked"]
pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_the_zone_can_be_changed_and_messages_then_use_it(linked: Browser, agreed: Booking, therapist: User) -> None:
    times = text(linked.get(act("move"), {"tz": "America/New_York"}))
    assert '<option value="America/New_York" selected>' in times
    assert '<input type="hidden" name="tz" value="America/New_York">' in times
    assert "1:30 am" in times
    linked.post(act("move"), {"start": TUESDAY, "tz": "America/New_York"})
    row = Booking.objects.get(replaces=agreed)
    assert row.client_zone == "America/New_York"
    agreed.refresh_from_db()
    assert agreed.client_zone == "Europe/London"  # until the new time is agreed, the old one reads as before
    moved = confirm_booking(booking=row, by=therapist, now=NOW)
    assert "New York (EST)" in page(linked)
    message = OutgoingMessage.objects.filter(cause=f"booking:{moved.uuid}", kind="booking_moved").latest("pk")
    mail = render(message, NOW)
    assert mail is not None
    assert "New York (EST)" in mail.text


def test_a_zone_that_is_not_known_changes_nothing(linked: Browser, agreed: Booking) -> None:
    assert "London (GMT)" in text(linked.get(act("move"), {"tz": "Mars/Olympus"}))
    linked.post(act("move"), {"start": TUESDAY, "tz": "Mars/Olympus"})
    assert Booking.objects.get(replaces=agreed).client_zone == "Europe/London"


def test_the_zone_stays_from_week_to_week_and_with_a_mistake(linked: Browser, agreed: Booking) -> None:
    times = text(linked.get(act("move"), {"tz": "America/New_York"}))
    assert "tz=America%2FNew_York&amp;from=" in times
    wrong = linked.post(act("move"), {"tz": "America/New_York"})
    assert wrong.status_code == 422
    assert '<option value="America/New_York" selected>' in text(wrong)


def test_a_request_that_waits_takes_the_zone_in_which_another_time_is_chosen(
    client: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    client.get(reverse("book_manage_link", args=[manage_token(booking)]))
    client.post(act("change"), {"start": TUESDAY, "tz": "America/New_York"})
    row = Booking.objects.get(session_id=booking.session_id, status="requested")
    assert (row.client_zone, row.starts_at != booking.starts_at) == ("America/New_York", True)
