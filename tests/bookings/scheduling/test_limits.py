"""How many sessions a day and a week take."""

from dataclasses import replace
from datetime import time

import pytest

from bookings.scheduling.hours import WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Reason
from bookings.scheduling.timetable import Busy, busy_window
from tests.bookings.scheduling.gurgaon import (
    BOTH,
    HOUR,
    INDIA,
    MINE,
    MINUTE,
    OTHERS,
    POLICY,
    THIRD,
    ist,
    listed,
    make_timetable,
    session,
    walls,
    why_not,
    with_policy,
)


@pytest.mark.parametrize(("limit", "full"), [(0, True), (1, True), (2, True), (3, False), (None, False)])
def test_a_day_takes_as_many_sessions_as_its_limit(limit: int | None, full: bool) -> None:
    timetable = with_policy(
        session("09:00", "09:50"), session("10:00", "10:50", session_id=THIRD), sessions_a_day=limit
    )
    assert why_not(timetable, ist("15:00")) == ([Reason.DAY_FULL] if full else [])
    assert bool(listed(timetable)) is not full


def test_a_full_day_leaves_the_next_alone() -> None:
    timetable = with_policy(session("09:00", "09:50"), sessions_a_day=1)
    window = Interval(ist("00:00", 24), ist("00:00", 27))
    days = {slot.start.astimezone(INDIA).day for slot in listed(timetable, window)}
    assert days == {24, 26}


def test_the_day_of_a_session_is_that_of_its_start_in_the_practice() -> None:
    """A session at 0:30 on Wednesday in Gurgaon is on Tuesday in UTC; it fills Wednesday."""
    timetable = with_policy(session("00:30", "01:20"), sessions_a_day=1)
    assert why_not(timetable, ist("09:00")) == [Reason.DAY_FULL]
    assert why_not(timetable, ist("09:00", 24)) == []


def test_a_session_past_midnight_counts_on_the_day_it_starts() -> None:
    late = Busy(Interval(ist("23:30", 24), ist("00:20", 25)), session_id=OTHERS)
    timetable = with_policy(late, sessions_a_day=1)
    assert why_not(timetable, ist("09:00", 24)) == [Reason.DAY_FULL]
    assert why_not(timetable, ist("09:00", 25)) == []


def test_a_full_day_bars_starts_not_the_night_before() -> None:
    night = (WorkingHours(1, time(22), time(0), BOTH), WorkingHours(2, time(0), time(9), BOTH))
    timetable = make_timetable(session("08:00", "08:50"), hours=night, policy=replace(POLICY, sessions_a_day=1))
    window = Interval(ist("22:00", 24), ist("09:00", 25))
    assert walls(listed(timetable, window)) == ["22:00", "22:30", "23:00", "23:30"]
    assert why_not(timetable, ist("23:30", 24)) == []


@pytest.mark.parametrize(("limit", "full"), [(0, True), (2, True), (3, False), (None, False)])
def test_a_week_takes_as_many_sessions_as_its_limit(limit: int | None, full: bool) -> None:
    timetable = with_policy(
        session("09:00", "09:50", 23), session("09:00", "09:50", 27, session_id=THIRD), sessions_a_week=limit
    )
    assert why_not(timetable, ist("15:00")) == ([Reason.WEEK_FULL] if full else [])
    assert bool(listed(timetable)) is not full


@pytest.mark.parametrize(
    ("wall", "day", "in_week"),
    [("23:59", 22, False), ("00:00", 23, True), ("23:59", 29, True), ("00:00", 30, False)],
)
def test_a_week_runs_from_monday_to_sunday_in_the_practice(wall: str, day: int, in_week: bool) -> None:
    start = ist(wall, day)
    other = Busy(Interval(start, start + 50 * MINUTE), session_id=OTHERS)
    timetable = with_policy(other, sessions_a_week=1)
    for asked in (ist("15:00", 23), ist("15:00", 27)):
        assert why_not(timetable, asked) == ([Reason.WEEK_FULL] if in_week else [])
    assert bool(listed(timetable)) is not in_week


def test_rows_of_one_session_count_once() -> None:
    both = (session("09:00", "09:50", 24, session_id=MINE), session("09:00", "09:50", session_id=MINE))
    timetable = with_policy(*both, sessions_a_week=2)
    assert why_not(timetable, ist("15:00")) == []
    assert why_not(with_policy(*both, sessions_a_week=1), ist("15:00")) == [Reason.WEEK_FULL]


def test_what_does_not_count_fills_no_day() -> None:
    timetable = with_policy(session("09:00", "09:50", counts=False), sessions_a_day=1, sessions_a_week=1)
    assert why_not(timetable, ist("15:00")) == []


def test_nameless_time_that_counts_counts_each_time() -> None:
    nameless = (session("09:00", "09:50", session_id=None), session("10:00", "10:50", session_id=None))
    assert why_not(with_policy(*nameless, sessions_a_day=3), ist("15:00")) == []
    assert why_not(with_policy(*nameless, sessions_a_day=2), ist("15:00")) == [Reason.DAY_FULL]


def test_the_busy_window_spans_the_weeks_around_where_they_have_a_limit() -> None:
    sunday_evening = Interval(ist("23:30", 29), ist("23:59", 29))
    reach = busy_window(with_policy(sessions_a_week=3).policy, sunday_evening)
    assert reach.start < ist("00:00", 23)
    assert reach.end > ist("00:00", 30) + HOUR


@pytest.mark.parametrize("limits", [{}, {"sessions_a_day": 3}])
def test_without_a_limit_for_weeks_it_spans_the_days_around_and_the_longest_buffer(limits: dict[str, int]) -> None:
    noon = Interval(ist("12:00", 29), ist("12:50", 29))
    reach = busy_window(with_policy(**limits).policy, noon)
    assert ist("00:00", 22) < reach.start < ist("00:00", 29) - 12 * HOUR
    assert ist("00:00", 30) + 12 * HOUR < reach.end


def test_a_day_is_full_from_its_first_hour_to_its_last() -> None:
    early, late = session("00:00", "00:50"), session("23:00", "23:50", session_id=THIRD)
    timetable = with_policy(early, late, sessions_a_day=2)
    assert Reason.DAY_FULL in why_not(timetable, ist("12:00"))
    assert listed(timetable) == []


# -- notice, horizon and the past
