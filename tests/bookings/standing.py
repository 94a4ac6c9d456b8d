"""What the tests of standing times begin with."""

from datetime import date

import pytest

from accounts.models import Client, User
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import start_standing
from tests.factories import NOW, make_booking, make_client, make_user

FIRST = date(2026, 11, 23)  # the Monday of tests/factories.py


@pytest.fixture
def asha(db: None) -> Client:
    return make_client(user=make_user(), zone_name="Europe/London")


@pytest.fixture
def agreed(session_type: SessionType, asha: Client) -> Booking:
    return make_booking(session_type, client=asha)


@pytest.fixture
def standing(agreed: Booking, therapist: User) -> StandingTime:
    return start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)


def sessions(standing: StandingTime, status: str = "confirmed") -> list[Booking]:
    return list(Booking.objects.filter(series=standing.uuid, status=status).order_by("starts_at"))


def left_out(standing: StandingTime) -> dict[date, str]:
    return dict(standing.dates.filter(booking=None).values_list("date", "reason_code"))
