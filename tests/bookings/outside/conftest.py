"""A calendar of the therapist's own."""

import pytest

from accounts.models import Practitioner
from bookings.models import OutsideCalendar
from bookings.services import add_calendar
from tests.bookings.outside.taking import ADDRESS
from tests.factories import NOW


@pytest.fixture
def family(practitioner: Practitioner) -> OutsideCalendar:
    return add_calendar(practitioner=practitioner, name="Family", address=ADDRESS, now=NOW)
