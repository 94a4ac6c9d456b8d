"""The trip through the pages, as a browser makes it: details, code, what happens next, cancel."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking
from tests.bookings.browsing import ask, details_url, text
from tests.bookings.steps import code_for
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")


def test_the_whole_trip(client: Browser, session_type: SessionType, therapist: User) -> None:
    assert client.get(details_url(session_type)).status_code == 200
    assert ask(client, session_type).headers["Location"] == reverse("book_verify")
    booking = Booking.objects.get()
    answer = client.post(reverse("book_verify"), {"code": code_for(booking)})
    page = reverse("book_asked", args=[booking.uuid])
    assert answer.headers["Location"] == page
    assert "Your time is held" in text(client.get(page))
    signed_in = client.get(reverse("space")).wsgi_request.user
    assert str(signed_in) == "asha@example.com"
    booking.refresh_from_db()
    confirm_booking(booking=booking, by=therapist, now=NOW)
    assert "Your session is confirmed" in text(client.get(page))
    calendar = client.get(reverse("book_calendar", args=[booking.uuid]), {"sure": "yes"})
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    client.post(reverse("book_asked_act", args=[booking.uuid, "cancel"]), {"note": ""})
    assert "This session is cancelled" in text(client.get(page))
