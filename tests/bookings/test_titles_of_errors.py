"""A page that comes back with mistakes says so once in its title: screen readers read that first."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import ask_guardian
from bookings.services.guardians import GuardianDetails, guardian_token
from tests.bookings.browsing import text
from tests.bookings.standing import agreed, asha, standing
from tests.bookings.steps import ask_and_verify
from tests.bookings.test_series_pages import send
from tests.factories import MONDAY, NOW, make_booking

__all__ = ["agreed", "asha", "standing"]
pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")


def title_of(answer: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", text(answer), re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


@pytest.fixture
def own(client: Browser, asha: Client) -> Browser:
    assert asha.user
    client.force_login(asha.user)
    return client


@pytest.fixture
def child(client: Browser, session_type: SessionType) -> Booking:
    booking = ask_and_verify(session_type, email="j@example.com", is_minor=True)
    assert booking.client
    assert booking.client.user
    client.force_login(booking.client.user)
    return booking


def test_several_dates(own: Browser, session_type: SessionType) -> None:
    assert title_of(send(own, session_type, limits="")) == "Error: Several dates"


def test_several_dates_of_which_one_has_gone(own: Browser, session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY)
    assert title_of(send(own, session_type)) == "Error: Several dates"


def test_the_end_of_a_standing_time(own: Browser, standing: StandingTime) -> None:
    page = reverse("space_standing_end", args=[standing.uuid])
    assert title_of(own.post(page, {})) == "Error: Please confirm"
    assert title_of(own.get(page)) == "Please confirm"


def test_asking_a_guardian(client: Browser, child: Booking) -> None:
    page = reverse("book_asked_act", args=[child.uuid, "guardian"])
    assert title_of(client.post(page, {})) == "Error: Your page"


def test_the_answer_of_a_guardian(client: Browser, child: Booking) -> None:
    guardian = ask_guardian(booking=child, details=MOTHER, by=None, now=NOW)
    assert client.get(reverse("book_guardian_link", args=[guardian_token(guardian)])).status_code == 302
    assert title_of(client.post(reverse("book_guardian"), {"answer": "agree"})) == "Error: Your answer is needed"
