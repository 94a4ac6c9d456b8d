"""The therapist offers another time for a confirmed session, and answers a client who asks for one."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from bookings import desk_times
from bookings.models import Booking, SessionType
from bookings.services import request_move, withdraw_request
from tests.bookings.at_desk import HOME, HOUR, MINUTE, page_of, send, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

OTHER = {"other": "2026-11-24T15:00"}
MOVE = OTHER | {"moves": "yes"}


def propose_url(booking: Booking) -> str:
    return reverse("admin:booking_propose", args=[booking.pk])


def test_another_time_for_a_session_is_offered_and_the_old_one_stays(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    assert "Offer another time" in text(desk.get(page_of(booking)))
    page = text(desk.get(propose_url(booking)))
    assert "the old one stays agreed until the client says yes" in page
    assert 'name="moves"' in page
    assert "may say yes or no until 22 Nov 2026, 10:00 am IST, or until the time that you offer begins" in page
    assert "The new time is held for the client" in send(desk, "propose", booking, **MOVE)
    offered = Booking.objects.get(replaces=booking)
    assert (status_of(booking), offered.status) == ("confirmed", "proposed")
    page = text(desk.get(page_of(booking)))
    assert "You offered to move it to 24 Nov 2026, 3:00 pm IST." in page
    assert "Offer another time" not in page
    assert "It would take the place of 23 Nov 2026, 12:00 pm IST." in text(desk.get(page_of(offered)))


def test_cancelling_says_that_the_other_time_offered_ends_too(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    cancel = reverse("admin:booking_cancel", args=[booking.pk])
    assert "the client then has neither" not in text(desk.get(cancel))
    send(desk, "propose", booking, **MOVE)
    words = "The other time that you offered (24 Nov 2026, 3:00 pm IST) ends with it: the client then has neither."
    assert words in text(desk.get(cancel))
    send(desk, "cancel", booking)
    assert Booking.objects.get(replaces=booking).status == "withdrawn"


def test_cancelling_says_that_the_wish_for_another_time_ends_too(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    request_move(booking=booking, starts_at=MONDAY + 3 * HOUR, by=None, now=NOW)
    page = text(desk.get(reverse("admin:booking_cancel", args=[booking.pk])))
    assert "wish for another time (23 Nov 2026, 3:00 pm IST) ends with it, and that time is free too." in page


def test_a_second_offer_is_refused_with_words(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    send(desk, "propose", booking, **MOVE)
    page = send(desk, "propose", booking, other="2026-11-25T15:00", moves="yes")
    assert "another time for this session waits already." in page
    assert "waits for an answer already" in page
    assert Booking.objects.filter(replaces=booking).count() == 1


def test_a_page_of_a_request_does_not_move_what_was_confirmed_meanwhile(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    assert 'name="moves"' not in text(desk.get(propose_url(booking)))
    send(desk, "confirm", booking)
    assert "nothing was changed. It is now: confirmed." in send(desk, "propose", booking, **OTHER)
    assert not Booking.objects.filter(replaces=booking).exists()


def test_a_session_that_has_started_is_not_moved(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    assert "Offer another time" not in text(desk.get(page_of(booking)))
    assert "the session has started." in send(desk, "propose", booking, **MOVE)


def test_the_inbox_says_that_a_request_moves_a_session(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    asked = request_move(booking=booking, starts_at=MONDAY + timedelta(days=1), by=None, now=NOW)
    assert "Asks to move the session of 23 Nov 2026, 12:00 pm IST" in text(desk.get(HOME))
    assert "The client asks to move it to 24 Nov 2026, 12:00 pm IST." in text(desk.get(page_of(booking)))
    decline = text(desk.get(reverse("admin:booking_decline", args=[asked.pk])))
    assert "The session stays at the time agreed." in decline
    send(desk, "confirm", asked)
    assert (status_of(booking), status_of(asked)) == ("moved", "confirmed")
    page = text(desk.get(page_of(booking)))
    assert "It was moved to 24 Nov 2026, 12:00 pm IST." in page
    assert "It was moved to another time" in page
    assert "The earlier time was 23 Nov 2026, 12:00 pm IST." in text(desk.get(page_of(asked)))


def test_a_move_that_ended_leaves_no_trace_on_the_offer(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    asked = request_move(booking=booking, starts_at=MONDAY + timedelta(days=1), by=None, now=NOW)
    withdraw_request(booking=asked, by=None, now=NOW)
    assert "Offer another time" in text(desk.get(page_of(booking)))


def test_a_request_past_the_old_start_moves_nothing(
    desk: Browser, session_type: SessionType, clock: time_machine.Traveller, therapist: object
) -> None:
    booking = make_booking(session_type, starts_at=NOW + HOUR)
    asked = request_move(booking=booking, starts_at=MONDAY, by=None, now=NOW)
    clock.move_to(NOW + HOUR)
    desk.force_login(therapist)  # type: ignore[arg-type]
    assert "It is now: not answered in time." in send(desk, "confirm", asked)
    assert status_of(booking) == "confirmed"


def test_free_times_for_a_move_are_those_of_the_practice(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    values = [value for value, _label in desk_times.free_choices(booking)]
    days = Counter(datetime.fromisoformat(value).astimezone(booking.practitioner.zone).date() for value in values)
    assert len(days) >= 11
    assert set(days.values()) == {desk_times.FEW_A_DAY}
