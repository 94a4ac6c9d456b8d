"""A young person's request and her guardian's browser, for tests."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Booking, Guardian, SessionType
from bookings.services.guardians import guardian_token
from tests.bookings.browsing import ask
from tests.bookings.steps import code_for

MOTHER = {"name": "Meera", "relation": "mother", "email": "meera@example.com"}
CHILD = {"is_adult": "no", "guardian": "later"}


def proved(client: Browser, session_type: SessionType, **changes: str) -> Booking:
    ask(client, session_type, **{**CHILD, **changes})
    booking = Booking.objects.get(status="draft")
    client.post("/book/verify/", {"code": code_for(booking)})
    booking.refresh_from_db()
    assert booking.status == "requested"
    return booking


def act_url(booking: Booking) -> str:
    return reverse("book_asked_act", args=[booking.uuid, "guardian"])


def come_by_link(guardian: Guardian) -> Browser:
    browser = Browser()
    assert browser.get(reverse("book_guardian_link", args=[guardian_token(guardian)])).status_code == 302
    return browser


@pytest.fixture
def guardian(client: Browser, session_type: SessionType) -> Guardian:
    booking = proved(client, session_type, note="For her eyes only.")
    client.post(act_url(booking), MOTHER)
    return Guardian.objects.get()
