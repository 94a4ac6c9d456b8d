"""The dates of a series by the clock on the wall, the reasons against them as a whole, and what is near instead."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.availability import Slot, offered
from bookings.scheduling.hours import WorkingHours, instant_at
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Policy, Reason, SessionShape
from bookings.scheduling.series import beside, dates_of, planned_starts, reasons_in_turn, with_sessions
from bookings.scheduling.timetable import Timetable

KOLKATA, LONDON, NEW_YORK = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
VIDEO = frozenset({"video"})
SHAPE = SessionShape(timedelta(minutes=50), VIDEO, buffer_after=timedelta(minutes=10))
NOW = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def timetable(*, sessions_a_day: int | None = None, sessions_a_week: int | None = None) -> Timetable:
    policy = Policy(
        KOLKATA, timedelta(hours=12), timedelta(days=60), timedelta(minutes=30), sessions_a_day, sessions_a_week
    )
    hours = tuple(WorkingHours(weekday, time(10), time(18), VIDEO) for weekday in range(6))
    return Timetable(policy, hours)


def reasons(table: Timetable, *starts: datetime, tolerated: frozenset[Reason] = frozenset()) -> list[list[Reason]]:
    judged = reasons_in_turn(
        table, shape=SHAPE, starts=starts, mode="video", now=NOW, asker=Asker.CLIENT, tolerated=tolerated
    )
    assert [start for start, _reasons in judged] == list(starts)
    return [found for _start, found in judged]


def slots(table: Timetable) -> list[Slot]:
    window = Interval(MONDAY - 4 * DAY, MONDAY + 11 * DAY)
    return offered(table, shape=SHAPE, mode="video", window=window, now=NOW, asker=Asker.CLIENT)


@pytest.mark.parametrize(
    ("weeks", "dates"),
    [
        (1, [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]),
        (2, [date(2026, 12, 21), date(2027, 1, 4), date(2027, 1, 18), date(2027, 2, 1)]),
    ],
)
def test_the_beat_is_kept_over_the_new_year(weeks: int, dates: list[date]) -> None:
    assert list(islice(dates_of(date(2026, 12, 21), every_weeks=weeks), 4)) == dates


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        (KOLKATA, datetime(2026, 3, 23, 6, 30, tzinfo=UTC), [6, 6, 6]),
        (LONDON, datetime(2026, 3, 23, 6, 30, tzinfo=UTC), [6, 5, 5]),
        (LONDON, datetime(2026, 10, 19, 6, 30, tzinfo=UTC), [6, 7, 7]),
        (NEW_YORK, datetime(2026, 3, 2, 14, 0, tzinfo=UTC), [14, 13, 13]),
    ],
)
def test_every_date_is_at_the_same_hour_by_the_clock(zone: ZoneInfo, first: datetime, hours: list[int]) -> None:
    planned = planned_starts(zone, first, every_weeks=1, number=3)
    assert [start.hour for _day, start in planned if start] == hours
    assert {start.astimezone(zone).time() for _day, start in planned if start} == {first.astimezone(zone).time()}


def test_an_hour_that_the_clock_skips_is_no_instant_and_of_two_the_first() -> None:
    assert instant_at(LONDON, date(2026, 3, 29), time(1, 30)) is None
    assert instant_at(LONDON, date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_limit_of_a_day_counts_the_dates_before() -> None:
    table = timetable(sessions_a_day=2)
    assert reasons(table, MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR, MONDAY + DAY) == [[], [], [Reason.DAY_FULL], []]


def test_the_limit_of_a_week_counts_the_dates_before() -> None:
    table = timetable(sessions_a_week=2)
    days = [MONDAY + number * DAY for number in range(3)]
    assert reasons(table, *days, MONDAY + WEEK) == [[], [], [Reason.WEEK_FULL], []]


def test_what_is_refused_takes_no_room_from_the_next() -> None:
    table = timetable(sessions_a_day=1)
    assert reasons(table, MONDAY - 6 * HOUR, MONDAY) == [[Reason.OUTSIDE_HOURS], []]


def test_two_dates_of_one_series_keep_the_buffer_between_them() -> None:
    assert reasons(timetable(), MONDAY, MONDAY + timedelta(minutes=30)) == [[], [Reason.BUSY]]
    later = MONDAY + timedelta(minutes=50)
    assert reasons(timetable(), MONDAY, later)[1] == [Reason.NOT_ON_STEP, Reason.BUFFER]


def test_a_reason_that_is_tolerated_speaks_against_nothing() -> None:
    early = MONDAY - 4 * HOUR
    assert reasons(timetable(), early) == [[Reason.OUTSIDE_HOURS]]
    assert reasons(timetable(), early, tolerated=frozenset({Reason.OUTSIDE_HOURS})) == [[]]


def test_sessions_added_one_by_one_are_different_sessions() -> None:
    table = with_sessions(with_sessions(timetable(), SHAPE, [MONDAY]), SHAPE, [MONDAY + HOUR, MONDAY + 2 * HOUR])
    assert len({busy.session_id for busy in table.busy}) == 3


def test_near_a_date_that_is_taken_are_its_own_day_and_the_days_around_at_its_hour() -> None:
    table = with_sessions(timetable(), SHAPE, [MONDAY])
    found = [slot.start for slot in beside(slots(table), day=MONDAY.date(), wall=time(12), zone=KOLKATA)]
    assert found == [MONDAY - 2 * DAY, MONDAY - HOUR, MONDAY + HOUR, MONDAY + DAY]


def test_nothing_further_away_than_three_days_is_near() -> None:
    far = [slot for slot in slots(timetable()) if slot.start >= MONDAY + 4 * DAY]
    assert beside(far, day=MONDAY.date(), wall=time(12), zone=KOLKATA) == []
    third = [slot for slot in slots(timetable()) if slot.start >= MONDAY + 3 * DAY]
    assert {slot.start.date() for slot in beside(third, day=MONDAY.date(), wall=time(12), zone=KOLKATA)} == {
        (MONDAY + 3 * DAY).date()
    }
