"""Server and worker are killed while clients book: what was acknowledged is there, whole and once (B7)."""

import os
from typing import Any

import pytest
from django.db import connection

from bookings.models import Booking, SessionType
from practice.models import OutgoingMessage
from tests.bookings.killing import damage_to, go_through, open_all_hours
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db(transaction=True)]

KILLS = int(os.environ.get("B7_KILLS", "6"))


@pytest.mark.long
def test_what_was_acknowledged_is_there_whole_and_once(session_type: SessionType) -> None:
    crowd = go_through(open_all_hours(session_type), KILLS)
    damage = damage_to(crowd)
    tries = sum(count - 1 for count in crowd.asked.values())
    figures: dict[str, Any] = {
        "kills": KILLS,
        "acknowledged": len(crowd.acknowledged),
        "stored": Booking.objects.count(),
    }
    report("B7", damage.total, 0, engine=connection.vendor, **figures, tried_again=tries, **vars(damage))
    assert damage.total == 0
    assert len(crowd.acknowledged) >= 2 * KILLS
    assert tries > 0
    names = OutgoingMessage.objects.values_list("cause", "kind", "due_at")
    assert len(names) == len(set(names))


def test_a_site_that_answers_before_it_stores_is_noticed(session_type: SessionType) -> None:
    """The control: the same clients and kills, the answer comes first."""
    crowd = go_through(open_all_hours(session_type), 2, "tests.bookings.hasty_wsgi:application")
    assert damage_to(crowd).lost > 0
