"""A session is cancelled while another time for it waits: the client, who was written to about both, loses both."""

import pytest

from accounts.models import User
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import cancel_booking, offer_move, refuse_proposal, request_move
from tests.bookings.at_desk import HOUR
from tests.bookings.letters import written
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
By = BookingEvent.By
OTHER = "The other time for it, Monday 23 November, 3:00 pm IST, is not held any more either."


def letter_of(booking: Booking, by: By) -> str:
    cancel_booking(booking=booking, by=by, user=None, now=NOW)
    mail = written(booking, "booking_cancelled")
    assert mail is not None
    assert ("not held any more" in mail.text) is ("not held any more" in mail.html)
    return mail.text


def test_the_letter_says_that_the_time_offered_is_gone_too(session_type: SessionType, therapist: User) -> None:
    booking = make_booking(session_type)
    offer_move(booking=booking, starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    assert OTHER in letter_of(booking, By.PRACTICE)


def test_so_does_the_letter_to_who_asked_for_another_time(session_type: SessionType) -> None:
    booking = make_booking(session_type)
    request_move(booking=booking, starts_at=MONDAY + 3 * HOUR, by=None, now=NOW)
    assert OTHER in letter_of(booking, By.CLIENT)


def test_a_time_refused_before_is_not_spoken_of(session_type: SessionType, therapist: User) -> None:
    booking = make_booking(session_type)
    move = offer_move(booking=booking, starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    refuse_proposal(booking=move, by=None, now=NOW)
    assert "not held any more" not in letter_of(booking, By.PRACTICE)
