"""Each of the queries of the calendar that are built once answers what its plain queryset answers, on both engines."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db.models import Value
from django.db.models.fields import UUIDField

from accounts.models import Practitioner
from bookings import calendar_queries, selectors
from bookings.models import (
    Booking,
    DateOverride,
    OutsideBusy,
    OutsideCalendar,
    SessionType,
    StandingTime,
    TimeOff,
    WorkingHours,
)
from bookings.scheduling.intervals import Interval
from tests.factories import MONDAY, NOW, make_booking, make_client, make_outside, make_user

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START, END = MONDAY - DAY, MONDAY + 3 * DAY


@pytest.fixture
def full(session_type: SessionType) -> Practitioner:
    """Return a practitioner with rows of each kind inside the window of the test, and of each kind outside it."""
    practitioner = session_type.practitioner
    for away in (timedelta(0), 30 * DAY):
        make_booking(session_type, starts_at=MONDAY + away)
        make_booking(session_type, starts_at=MONDAY + away + 3 * HOUR, status="requested", hold_until=NOW + HOUR)
        day = (MONDAY + away).date()
        DateOverride.objects.create(practitioner=practitioner, date=day, starts=time(9), ends=time(11, 30))
        TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + away, ends_at=MONDAY + away + HOUR)
    make_booking(session_type, starts_at=MONDAY + 6 * HOUR, status="requested", hold_until=NOW - HOUR)
    calendar = make_outside(practitioner)
    for away in (DAY, 30 * DAY):
        starts = MONDAY + away
        OutsideBusy.objects.create(calendar=calendar, starts_at=starts, ends_at=starts + HOUR)
    return practitioner


def rows_of(rows: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)


def test_hours(full: Practitioner) -> None:
    plain = WorkingHours.objects.filter(practitioner=full).values_list(*calendar_queries.WEEKLY)
    assert rows_of(calendar_queries.HOURS.rows(owner=full.pk)) == rows_of(plain)
    assert len(plain) == 6


def test_single_dates(full: Practitioner) -> None:
    first, last = START.date(), END.date()
    plain = DateOverride.objects.filter(practitioner=full, date__gte=first, date__lte=last)
    asked = calendar_queries.OVERRIDES.rows(owner=full.pk, first=first, last=last)
    assert rows_of(asked) == rows_of(plain.values_list(*calendar_queries.DATED))
    assert [row[0] for row in asked] == [date(2026, 11, 23)]


def test_time_off(full: Practitioner) -> None:
    plain = TimeOff.objects.filter(practitioner=full, starts_at__lt=END, ends_at__gt=START)
    asked = calendar_queries.TIME_OFF.rows(owner=full.pk, start=START, end=END)
    assert rows_of(asked) == rows_of(plain.values_list("starts_at", "ends_at"))
    assert rows_of(asked) == [(MONDAY, MONDAY + HOUR)]


def test_what_is_taken_here_and_in_other_calendars(full: Practitioner) -> None:
    columns = "starts_at", "ends_at"
    own = Booking.objects.taking_time(NOW).overlapping(START, END).filter(practitioner=full)
    elsewhere = OutsideBusy.objects.counting_for(full.pk).overlapping(START, END)
    plain = [
        *own.values_list(*columns, "buffer_before_minutes", "buffer_after_minutes", "session_id"),
        *elsewhere.values_list(*columns, Value(0), Value(0), Value(None, UUIDField())),
    ]
    asked = calendar_queries.BUSY.rows(owner=full.pk, start=START, end=END, now=NOW)
    assert rows_of(asked) == rows_of(plain)
    assert sorted(row[0] for row in asked) == [MONDAY, MONDAY + 3 * HOUR, MONDAY + DAY]
    assert sum(row[4] is None for row in asked) == 1


@pytest.mark.parametrize("later", [HOUR - timedelta(seconds=1), HOUR])
def test_a_held_time_is_free_from_its_deadline_on_whenever_it_is_asked(full: Practitioner, later: timedelta) -> None:
    asked = calendar_queries.BUSY.rows(owner=full.pk, start=START, end=END, now=NOW + later)
    assert len(asked) == (3 if later < HOUR else 2)


def test_a_calendar_that_does_not_count_takes_no_time(full: Practitioner) -> None:
    OutsideCalendar.objects.update(is_on=False)
    assert all(row[4] for row in calendar_queries.BUSY.rows(owner=full.pk, start=START, end=END, now=NOW))


def test_the_times_that_come_back_are_in_utc_as_the_core_wants_them(full: Practitioner) -> None:
    table = selectors.timetable_of(full, Interval(START, END), NOW)
    found = [*table.time_off, *(busy.interval for busy in table.busy)]
    assert len(found) == 4
    assert {moment.tzinfo for each in found for moment in (each.start, each.end)} == {UTC}
    assert all(isinstance(each.start, datetime) for each in found)


def test_lapsed_holds(full: Practitioner, session_type: SessionType) -> None:
    for number, age in enumerate((timedelta(hours=23), timedelta(hours=24))):
        start = MONDAY + timedelta(days=number + 1)
        made = make_booking(session_type, starts_at=start, status="draft", hold_until=NOW - HOUR)
        Booking.objects.filter(pk=made.pk).update(created_at=NOW - age)
    found = calendar_queries.LAPSED.all(owner=full.pk, now=NOW)
    assert sorted((row.status, row.starts_at) for row in found) == [
        ("draft", MONDAY + timedelta(days=2)),
        ("requested", MONDAY + 6 * HOUR),
    ]


@pytest.mark.parametrize(
    ("changes", "status", "goes_on"),
    [
        ({}, "active", True),
        ({"filled_to": date(2026, 12, 31)}, "active", False),
        ({"ended_on": date(2026, 11, 30)}, "active", True),
        ({"ended_on": date(2026, 11, 20)}, "active", False),
        ({}, "paused", False),
    ],
)
def test_standing_times_that_go_on(
    full: Practitioner, session_type: SessionType, changes: dict[str, date], status: str, goes_on: bool
) -> None:
    client = make_client("Asha", user=make_user("asha@example.com"), status=status)
    values: dict[str, Any] = {
        "created_at": NOW,
        "first_date": date(2026, 11, 2),
        "filled_to": date(2026, 11, 25),
        "starts": time(12),
        **changes,
    }
    made = StandingTime.objects.create(
        practitioner=full, client=client, session_type=session_type, mode="video", every_weeks=1, **values
    )
    found = calendar_queries.GOING_ON.all(owner=full.pk, until=date(2026, 12, 31))
    assert found == ([made] if goes_on else [])
    assert all(each.client.user.email == "asha@example.com" for each in found if each.client.user)
