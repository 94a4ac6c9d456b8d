"""The database refuses what no code may write, on both engines."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from bookings import guards
from bookings.errors import SlotTakenError
from bookings.models import Booking, BookingEvent, SessionType
from bookings.scheduling.policy import Reason
from bookings.services.calendar import locked_calendar
from tests.factories import MONDAY, NOW, booking_values, make_booking, make_practitioner, make_session_type
from tests.reporting import report

pytestmark = pytest.mark.django_db

PAIRS = 1000


def insert(**values: Any) -> bool:
    """Insert past every service; say whether the database let it pass."""
    try:
        with transaction.atomic():
            Booking.objects.bulk_create([Booking(**values)])
    except IntegrityError as error:
        if guards.CLASH not in str(error):
            raise
        return False
    return True


@pytest.mark.gate
@pytest.mark.unmeasured
def test_every_overlap_is_refused_and_nothing_that_merely_touches() -> None:
    """B4: pairs of random intervals, a third of them exactly adjacent."""
    session_type = make_session_type(make_practitioner())
    dice = random.Random(4)
    wrong = 0
    for day in range(PAIRS):
        start = MONDAY + timedelta(days=day)
        first = dice.randrange(10, 300)
        gap = first if day % 3 == 0 else dice.randrange(-200, 400)
        second = dice.randrange(10, 300)
        overlaps = gap < first and gap + second > 0
        assert insert(**booking_values(session_type, start, ends_at=start + timedelta(minutes=first)))
        other = start + timedelta(minutes=gap)
        passed = insert(**booking_values(session_type, other, ends_at=other + timedelta(minutes=second)))
        wrong += passed is overlaps
        Booking.objects.all().delete()
    report("B4", wrong, 0, engine=connection.vendor)
    assert wrong == 0


def test_without_the_guard_the_overlap_passes() -> None:
    """The control of B4: the same insert, the guards taken away."""
    guards.remove()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE bookings_booking DROP CONSTRAINT {guards.CLASH}")
    session_type = make_session_type(make_practitioner())
    make_booking(session_type)
    assert insert(**booking_values(session_type))


def test_a_row_that_starts_to_block_is_refused_where_the_time_is_taken() -> None:
    session_type = make_session_type(make_practitioner())
    make_booking(session_type)
    draft = make_booking(session_type, status="draft", blocks=False)
    with pytest.raises(IntegrityError, match=guards.CLASH), transaction.atomic():
        Booking.objects.filter(pk=draft.pk).update(blocks=True)


def test_a_move_may_overlap_the_session_it_moves() -> None:
    session_type = make_session_type(make_practitioner())
    old = make_booking(session_type)
    later = MONDAY + timedelta(minutes=30)
    assert insert(**booking_values(session_type, later, status="requested", session_id=old.session_id, replaces=old))


def test_two_practitioners_may_share_an_hour() -> None:
    first = make_session_type(make_practitioner())
    second = make_session_type(make_practitioner(name="Dr Other"), slug="other")
    make_booking(first)
    assert insert(**booking_values(second))


@pytest.mark.parametrize("wrong", [{"seconds": 61}, {"microseconds": 1}, {"hours": 12, "minutes": 1}])
def test_odd_seconds_and_sessions_longer_than_twelve_hours_are_refused(wrong: dict[str, int]) -> None:
    session_type = make_session_type(make_practitioner())
    with pytest.raises(IntegrityError, match="bookings_plain_times"):
        make_booking(session_type, ends_at=MONDAY + timedelta(**wrong))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "confirmed", "blocks": False},
        {"status": "confirmed", "hold_until": NOW},
        {"status": "requested", "hold_until": None},
        {"status": "requested", "blocks": False},
        {"status": "cancelled", "blocks": True},
        {"status": "draft", "hold_until": None},
        {"ends_at": MONDAY},
    ],
)
def test_a_status_that_contradicts_its_time_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_booking(make_session_type(make_practitioner()), **changes)


@pytest.mark.parametrize(("first", "second"), [("confirmed", "completed"), ("requested", "proposed")])
def test_a_session_has_one_agreed_and_one_open_row(first: str, second: str) -> None:
    session_type = make_session_type(make_practitioner())
    old = make_booking(session_type, status=first)
    with pytest.raises(IntegrityError):
        make_booking(session_type, status=second, session_id=old.session_id, starts_at=MONDAY + timedelta(days=1))


def make_event(booking: Booking, **changes: Any) -> BookingEvent:
    given = {"booking": booking, "at": NOW, "by": "client", "act": "verify", "to_status": "requested"}
    return BookingEvent.objects.create(**{**given, **changes})


def test_an_event_is_never_deleted() -> None:
    event = make_event(make_booking(make_session_type(make_practitioner())))
    with pytest.raises(IntegrityError, match="events_append_only"), transaction.atomic():
        event.delete()
    with pytest.raises(ProtectedError):
        event.booking.delete()


def test_an_event_is_never_changed() -> None:
    event = make_event(make_booking(make_session_type(make_practitioner())))
    for change in ({"act": "decline"}, {"starts_at": NOW}):
        with pytest.raises(IntegrityError, match="events_append_only"), transaction.atomic():
            BookingEvent.objects.filter(pk=event.pk).update(**change)


def test_the_note_of_an_event_may_be_blanked() -> None:
    event = make_event(make_booking(make_session_type(make_practitioner())), note="Said on the phone.")
    assert BookingEvent.objects.filter(pk=event.pk).update(note="") == 1


@pytest.mark.sqlite
def test_guards_lost_in_a_rebuilt_table_are_noticed_and_put_back() -> None:
    guards.remove()
    assert set(guards.missing()) == set(guards.SQLITE)
    call_command("migrate", verbosity=0)
    assert guards.missing() == []


def test_a_migrated_database_has_every_guard() -> None:
    assert guards.missing() == []


def test_an_overlap_that_only_the_database_sees_is_a_time_taken(session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY)
    with pytest.raises(SlotTakenError) as refused, locked_calendar(session_type.practitioner_id, NOW):
        make_booking(session_type, starts_at=MONDAY)
    assert refused.value.reasons == [Reason.BUSY]


def test_any_other_fault_of_the_data_is_not_called_a_time_taken(session_type: SessionType) -> None:
    made = make_booking(session_type, starts_at=MONDAY)
    with pytest.raises(IntegrityError), locked_calendar(session_type.practitioner_id, NOW):
        make_booking(session_type, starts_at=MONDAY + timedelta(days=1), request_key=made.request_key)


@pytest.mark.sqlite
def test_what_is_busy_is_found_by_an_index_however_much_is_stored(session_type: SessionType) -> None:
    """The guard and the free times ask alike; a partial index would serve neither, and every row would be read."""
    busy = Booking.objects.taking_time(NOW).overlapping(MONDAY, MONDAY + timedelta(hours=1))
    plan = busy.filter(practitioner=session_type.practitioner).order_by().explain()
    guard = guards.SQLITE_OVERLAP.partition("EXISTS (")[2].rpartition(");")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM bookings_booking AS NEW WHERE EXISTS ({guard})")
        plan_of_guard = " ".join(str(row[3]) for row in cursor.fetchall())
    for each in (plan, plan_of_guard):
        assert "INDEX busy_times (practitioner_id=? AND starts_at>? AND starts_at<?)" in each
