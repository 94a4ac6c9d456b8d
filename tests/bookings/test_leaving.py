"""Withdrawing and cancelling give the time back."""

from datetime import timedelta

import pytest

from accounts.models import User
from bookings.errors import StartedError, StatusError
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import cancel_booking, confirm_booking, withdraw_request
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW

CLIENT, PRACTICE = BookingEvent.By.CLIENT, BookingEvent.By.PRACTICE
MINUTE = timedelta(minutes=1)


@pytest.fixture
def confirmed(session_type: SessionType, therapist: User) -> Booking:
    return confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)


def test_a_withdrawn_request_frees_its_time(session_type: SessionType) -> None:
    withdraw_request(booking=ask_and_verify(session_type), by=None, now=NOW)
    assert ask(session_type, browser="other", email="bela@example.com").blocks


def test_cancelling_frees_the_time_and_tells_both(confirmed: Booking, session_type: SessionType) -> None:
    cancel_booking(booking=confirmed, by=CLIENT, user=None, now=NOW)
    assert {"booking_cancelled", "booking_cancelled_desk"} <= set(kinds_queued(confirmed))
    assert ask(session_type, browser="other", email="bela@example.com").blocks


@pytest.mark.parametrize(("before", "late"), [(timedelta(hours=24), False), (timedelta(hours=24) - MINUTE, True)])
def test_inside_the_window_a_cancellation_is_marked_late(confirmed: Booking, before: timedelta, late: bool) -> None:
    booking = cancel_booking(booking=confirmed, by=CLIENT, user=None, now=MONDAY - before)
    assert booking.is_late_cancellation is late


def test_the_window_is_the_one_agreed_when_the_time_was_asked_for(confirmed: Booking) -> None:
    confirmed.practitioner.cancellation_hours = 72
    confirmed.practitioner.save()
    booking = cancel_booking(booking=confirmed, by=CLIENT, user=None, now=MONDAY - timedelta(hours=48))
    assert not booking.is_late_cancellation


def test_the_practices_own_cancellation_is_never_late(confirmed: Booking, therapist: User) -> None:
    booking = cancel_booking(booking=confirmed, by=PRACTICE, user=therapist, now=MONDAY - MINUTE)
    assert not booking.is_late_cancellation


def test_the_practices_own_cancellation_is_told_to_the_client_alone(confirmed: Booking, therapist: User) -> None:
    cancel_booking(booking=confirmed, by=PRACTICE, user=therapist, now=NOW)
    assert "booking_cancelled" in kinds_queued(confirmed)
    assert "booking_cancelled_desk" not in kinds_queued(confirmed)


def test_once_it_has_started_a_session_cannot_be_cancelled(confirmed: Booking) -> None:
    with pytest.raises(StartedError):
        cancel_booking(booking=confirmed, by=CLIENT, user=None, now=MONDAY)


def test_a_minute_before_the_start_it_still_can(confirmed: Booking) -> None:
    booking = cancel_booking(booking=confirmed, by=CLIENT, user=None, now=MONDAY - MINUTE)
    assert booking.status == Booking.Status.CANCELLED


def test_cancelling_twice_changes_nothing_the_second_time(confirmed: Booking) -> None:
    cancel_booking(booking=confirmed, by=CLIENT, user=None, now=NOW)
    with pytest.raises(StatusError):
        cancel_booking(booking=confirmed, by=CLIENT, user=None, now=NOW)
    assert confirmed.events.filter(act="cancel").count() == 1
