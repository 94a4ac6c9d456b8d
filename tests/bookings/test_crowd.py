"""Sixty-four people want one slot, through the real web server (B1), and the same with the guards off (B2)."""

import itertools
import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Practitioner
from bookings import selectors
from bookings.models import Booking, SessionType
from bookings.pages import details_address
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from tests.bookings.server import ask_together, crowds_at, running_server, summarise
from tests.bookings.unguarded import drop_database_guard, put_guards_back
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db(transaction=True)]

PEOPLE = 64
ROUNDS = int(os.environ.get("B1_ROUNDS", "10"))


def overlaps() -> int:
    """Count the pairs of bookings that keep overlapping time."""
    rows = list(Booking.objects.filter(blocks=True).order_by("starts_at").values_list("starts_at", "ends_at"))
    return sum(later[0] < earlier[1] for earlier, later in itertools.pairwise(rows))


def pages_of_free_slots(session_type: SessionType, count: int) -> list[str]:
    """Return the details pages of slots far enough apart, at the real time: the server has no frozen clock."""
    now = timezone.now()
    slots = selectors.offered_slots(
        session_type=session_type,
        mode="video",
        window=Interval(now + timedelta(days=2), now + timedelta(days=60)),
        now=now,
        asker=Asker.STRANGER,
    )
    chosen = slots[:: max(1, len(slots) // count)][:count]
    return [details_address(session_type, start=slot.start, mode="video", tz="Asia/Kolkata") for slot in chosen]


@pytest.fixture
def open_practice(session_type: SessionType) -> SessionType:
    Practitioner.objects.update(sessions_a_day=None)
    session_type.practitioner.refresh_from_db()
    return session_type


@pytest.mark.long
def test_one_wins_each_round_and_the_others_get_the_form_with_other_times(open_practice: SessionType) -> None:
    seen: Counter[str] = Counter()
    with running_server() as port:
        for crowd in crowds_at(port, pages_of_free_slots(open_practice, ROUNDS), PEOPLE):
            outcome = summarise(ask_together(crowd))
            assert outcome == {"won": 1, "form with other times": PEOPLE - 1}
            seen += outcome
            # The winner's draft has been counted; the caps on drafts are another test's.
            Booking.objects.filter(status="draft").update(hold_until=timezone.now())
    report("B1", overlaps(), 0, engine=connection.vendor, rounds=ROUNDS, people=PEOPLE, outcomes=dict(seen))
    assert overlaps() == 0
    assert seen["won"] == ROUNDS


def test_with_the_guards_off_the_measure_sees_the_double_booking(open_practice: SessionType) -> None:
    drop_database_guard()
    try:
        with running_server("tests.bookings.unguarded_wsgi:application") as port:
            [crowd] = crowds_at(port, pages_of_free_slots(open_practice, 1), PEOPLE)
            ask_together(crowd)
        report("B2", overlaps(), 1, ok=overlaps() > 0, engine=connection.vendor)
        assert overlaps() > 0
    finally:
        Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
        put_guards_back()
