"""A client moves a session to what the practice offers, and never to where it is."""

from datetime import timedelta

import pytest

from bookings.errors import SlotTakenError
from bookings.models import Booking, SessionType
from bookings.scheduling.policy import Reason
from bookings.services import request_move
from bookings.services.moving import reasons_against_move
from tests.factories import MONDAY, NOW, make_booking

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def agreed(session_type: SessionType) -> Booking:
    return make_booking(session_type)


def test_a_client_moves_within_the_hours_of_the_practice_only(agreed: Booking) -> None:
    with pytest.raises(SlotTakenError) as refused:
        request_move(booking=agreed, starts_at=MONDAY - DAY, by=None, now=NOW)
    assert refused.value.reasons == [Reason.OUTSIDE_HOURS]
    assert Booking.objects.count() == 1


def test_the_page_of_other_times_never_offers_the_time_it_has(agreed: Booking) -> None:
    assert reasons_against_move(agreed, MONDAY, NOW) == [Reason.BUSY]
    assert reasons_against_move(agreed, MONDAY + HOUR / 2, NOW) == []
