"""A client on the way to a video session, for tests: her browser, and her page at any hour."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.models import Booking, SessionType
from tests.cast import make_patron
from tests.factories import MONDAY, make_booking

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
OPENS, START, END = MONDAY - 15 * MINUTE, MONDAY, MONDAY + 50 * MINUTE
ROOM = "https://meet.example.com/bhatt-room"


@pytest.fixture
def asha(practitioner: Practitioner) -> User:
    """A client, of a practitioner with a video room."""
    practitioner.video_link = ROOM
    practitioner.save()
    return make_patron("asha@example.com", "Asha")


@pytest.fixture
def booking(session_type: SessionType, asha: User) -> Booking:
    """Monday noon by video."""
    return make_booking(session_type, client=Client.objects.get(user=asha), client_zone="Europe/London")


@pytest.fixture
def phone(client: Browser, asha: User) -> Browser:
    """Asha's browser; she signs in at the hour that a test is about."""
    return client


def page_at(phone: Browser, booking: Booking, now: datetime, address: str = "") -> str:
    """Return the page of a booking as it is at `now`."""
    with time_machine.travel(now, tick=False):
        phone.force_login(User.objects.get(email="asha@example.com"))
        answer = phone.get(address or reverse("book_asked", args=[booking.uuid]))
        return " ".join(answer.content.decode().split())


def say_late(phone: Browser, booking: Booking, now: datetime) -> str:
    """Press "I am running late"; return the page that follows."""
    with time_machine.travel(now, tick=False):
        phone.force_login(User.objects.get(email="asha@example.com"))
        answer = phone.post(reverse("book_asked_act", args=[booking.uuid, "late"]), follow=True)
        return " ".join(answer.content.decode().split())
