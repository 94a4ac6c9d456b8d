"""Which request its client may choose another time for, without one row written."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bookings.models import Booking
from bookings.services.changing import can_change
from tests.factories import NOW

SECOND = timedelta(seconds=1)


def waiting(**changes: Any) -> Booking:
    return Booking(**{"status": "requested", "hold_until": NOW + SECOND, **changes})


@pytest.mark.parametrize(("now", "waits"), [(NOW, True), (NOW + SECOND, False), (NOW + 2 * SECOND, False)])
def test_a_request_can_be_changed_until_its_deadline(now: datetime, waits: bool) -> None:
    assert can_change(waiting(), now) is waits


@pytest.mark.parametrize("status", ["draft", "proposed", "confirmed", "withdrawn"])
def test_what_is_no_request_is_not_changed(status: str) -> None:
    assert can_change(waiting(status=status), NOW) is False


@pytest.mark.parametrize("part", [{"replaces_id": 1}, {"series": UUID(int=1)}, {"hold_until": None}])
def test_a_move_and_a_date_of_a_series_are_not_changed_by_themselves(part: dict[str, Any]) -> None:
    assert can_change(waiting(**part), NOW) is False
