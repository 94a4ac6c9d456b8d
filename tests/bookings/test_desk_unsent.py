"""The desk promises no message to a client without an email address, before an act or after it."""

from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import start_standing
from tests.bookings.at_desk import HOUR, send
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

UNSENT = "There is no email address, so nothing is sent: tell the client yourself."
PROMISES = ("is told", "by email.", "One email", "calendar file", "kind word", "gets one message", "tell the client</")


@pytest.fixture(params=["", "gita@example.com"], ids=["without an address", "with one"])
def gita(request: pytest.FixtureRequest) -> Client:
    """A client in care; as the control one with an address."""
    return make_client("Gita", user=make_user(request.param))


def session_of(session_type: SessionType, gita: Client, status: str = "confirmed") -> Booking:
    """Return a session of hers on Monday."""
    assert gita.user
    return make_booking(session_type, client=gita, email=gita.user.email, status=status)


def is_as_said(page: str, gita: Client, control: str) -> bool:
    """Tell whether a page promises a message to whoever has an address, and to nobody else."""
    main = page.partition('id="content"')[0] + page.partition('id="content"')[2]
    main = main.replace("tell the client yourself", "")
    if gita.has_address:
        return control in page and "There is no email address" not in page
    return "There is no email address, so nothing is sent" in page and not [each for each in PROMISES if each in main]


@pytest.mark.parametrize(
    ("act", "status", "asked", "done"),
    [
        ("decline", "requested", "The client is told kindly", "The client gets a kind word"),
        ("cancel", "confirmed", "The client is told,", "The client is told,"),
    ],
)
def test_an_act_is_asked_and_said_as_it_is(
    desk: Browser, session_type: SessionType, gita: Client, act: str, status: str, asked: str, done: str
) -> None:
    booking = session_of(session_type, gita, status)
    page = text(desk.get(reverse(f"admin:booking_{act}", args=[booking.pk])))
    assert is_as_said(page.partition("<form")[2].partition("The message that")[0], gita, asked)
    assert is_as_said(send(desk, act, booking), gita, done)


def test_a_confirmation_promises_no_calendar_file(desk: Browser, session_type: SessionType, gita: Client) -> None:
    page = send(desk, "confirm", session_of(session_type, gita, "requested"))
    assert is_as_said(page, gita, "Confirmed: 23 Nov 2026, 12:00 pm IST. The calendar file is on its way.")


@pytest.mark.parametrize("status", ["requested", "confirmed"])
def test_another_time_is_not_said_to_be_asked_by_email(
    desk: Browser, session_type: SessionType, gita: Client, status: str
) -> None:
    booking = session_of(session_type, gita, status)
    assert is_as_said(text(desk.get(reverse("admin:booking_propose", args=[booking.pk]))), gita, "asked by email.")
    moves = {"moves": "yes"} if status == "confirmed" else {}
    page = send(desk, "propose", booking, slot=(MONDAY + 2 * HOUR).isoformat(), **moves)
    assert is_as_said(page, gita, "The new time is held for the client, who is asked by email.")


def test_several_dates_are_answered_without_a_promise(desk: Browser, session_type: SessionType, gita: Client) -> None:
    series = uuid4()
    Booking.objects.filter(pk=session_of(session_type, gita, "requested").pk).update(series=series)
    address = reverse("admin:booking_series", args=[series])
    assert is_as_said(text(desk.get(f"{address}?none=yes")), gita, "The client is told kindly, in one message")
    ticked = desk.post(address, {"dates": [str(Booking.objects.get().uuid)]}, follow=True)
    assert is_as_said(text(ticked), gita, "Confirmed: 1 of 1 date. The client gets one message.")


def test_a_standing_time_begins_and_ends_without_a_promise(
    desk: Browser, session_type: SessionType, gita: Client
) -> None:
    begin = reverse("admin:booking_standing", args=[session_of(session_type, gita).pk])
    assert is_as_said(text(desk.get(begin)), gita, "The client gets one message with the dates so far.")
    begun = text(desk.post(begin, {"every_weeks": "1"}, follow=True))
    assert is_as_said(begun, gita, "The standing time begins. The client gets one message with all its dates.")
    end = reverse("admin:standing_end", args=[StandingTime.objects.get().pk])
    assert is_as_said(text(desk.get(end)), gita, "The client is told once.")
    ended = text(desk.post(end, {"first_day": "2026-11-30"}, follow=True))
    assert is_as_said(ended, gita, "Ended. The client is told once, and the calendar entries are taken out.")


@pytest.mark.parametrize("name", ["end_care", "pause_care"])
def test_the_end_and_a_pause_of_care_say_whom_no_message_reaches(
    desk: Browser, session_type: SessionType, gita: Client, therapist: User, name: str
) -> None:
    start_standing(booking=session_of(session_type, gita), every_weeks=1, by=therapist, now=NOW)
    address = f"{reverse(f'admin:{name}')}?client={gita.pk}"
    assert (UNSENT in text(desk.get(address))) is not gita.has_address
    assert (UNSENT in text(desk.post(address, {"sessions": "cancel"}, follow=True))) is not gita.has_address


def test_the_page_before_an_erasure_promises_a_last_message_only_where_there_is_an_address(
    desk: Browser, gita: Client
) -> None:
    page = text(desk.get(reverse("admin:erase_client", args=[gita.pk])))
    assert ("The person gets one last message" in page) is gita.has_address
    assert ("tell the person yourself" in page) is not gita.has_address
