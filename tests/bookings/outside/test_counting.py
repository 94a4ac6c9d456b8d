"""What stands in a calendar of one's own is not offered; agreed sessions stay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Practitioner
from bookings import selectors
from bookings.errors import SlotTakenError
from bookings.models import Booking, OutsideBusy, OutsideCalendar, SessionType
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason
from tests.bookings.outside.taking import DAY, HOUR, LATER, NOON, busy, reasons, stored, take
from tests.bookings.steps import ask
from tests.factories import MONDAY, NOW, make_booking, make_outside

pytestmark = pytest.mark.django_db


# What busy time does


def test_busy_time_forbids_a_stranger_and_warns_the_practice(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    assert reasons(session_type) == []
    take(family, busy(NOON))
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert reasons(session_type, asker=Asker.PRACTICE) == [Reason.BUSY_ELSEWHERE]
    assert Reason.BUSY_ELSEWHERE.binds_practice.value == "warns"
    assert reasons(session_type, MONDAY + HOUR) == []
    assert reasons(session_type, MONDAY - HOUR / 2) == [Reason.BUSY_ELSEWHERE]
    window = Interval(MONDAY - HOUR, MONDAY + 2 * HOUR)
    offered = selectors.offered_slots(
        session_type=session_type, mode="video", window=window, now=NOW, asker=Asker.STRANGER
    )
    assert [slot.start for slot in offered] == [MONDAY - HOUR, MONDAY + HOUR, MONDAY + 1.5 * HOUR]


def test_busy_time_counts_towards_no_limit(session_type: SessionType, family: OutsideCalendar) -> None:
    Practitioner.objects.update(sessions_a_day=1, sessions_a_week=1)
    session_type.refresh_from_db()
    take(family, busy(NOON))
    assert reasons(session_type, MONDAY + 2 * HOUR) == []
    make_booking(session_type, starts_at=MONDAY + 4 * HOUR)
    assert reasons(session_type, MONDAY + 2 * HOUR) == [Reason.DAY_FULL, Reason.WEEK_FULL]


def test_a_calendar_that_is_off_or_a_draft_takes_no_time(session_type: SessionType, practitioner: Practitioner) -> None:
    off = make_outside(practitioner, is_on=False)
    draft = make_outside(practitioner, is_on=False, is_draft=True)
    for row in (off, draft):
        OutsideBusy.objects.create(calendar=row, starts_at=MONDAY, ends_at=MONDAY + HOUR)
    assert reasons(session_type) == []


def test_a_week_away_is_found_from_within_though_it_began_long_before(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    take(family, busy((MONDAY - 9 * DAY, MONDAY + 3 * DAY)))
    assert all(end - start <= DAY for start, end in stored(family))
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert reasons(session_type, MONDAY + 3 * DAY) == []


def test_a_request_over_busy_time_is_not_taken(session_type: SessionType, family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    with pytest.raises(SlotTakenError):
        ask(session_type, MONDAY)


def test_an_agreed_session_stays_and_is_found(session_type: SessionType, family: OutsideCalendar) -> None:
    inside = make_booking(session_type, starts_at=MONDAY)
    make_booking(session_type, starts_at=MONDAY + HOUR)
    take(family, busy(NOON))
    assert selectors.sessions_overlapped_elsewhere(session_type.practitioner, NOW) == [inside]
    assert Booking.objects.filter(status="confirmed").count() == 2
    assert selectors.sessions_overlapped_elsewhere(session_type.practitioner, MONDAY + DAY) == []


def test_free_times_take_four_queries_however_many_days(session_type: SessionType, family: OutsideCalendar) -> None:
    take(family, busy(NOON, LATER))
    for days in (1, 90):
        with CaptureQueriesContext(connection) as asked:
            selectors.timetable_of(session_type.practitioner, Interval(MONDAY, MONDAY + days * DAY), NOW)
        assert len(asked) == 4


@pytest.mark.sqlite
def test_both_halves_of_what_is_busy_are_found_by_an_index(session_type: SessionType, family: OutsideCalendar) -> None:
    with CaptureQueriesContext(connection) as asked:
        selectors.busy_times(session_type.practitioner, Interval(MONDAY, MONDAY + DAY), NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "INDEX busy_times (practitioner_id=? AND starts_at>? AND starts_at<?)" in plan
    assert "outsidebusy_1 (calendar_id=? AND starts_at>? AND starts_at<?)" in plan
    assert "SCAN bookings_booking" not in plan
    assert "SCAN bookings_outsidebusy" not in plan
    assert "TEMP B-TREE" not in plan
