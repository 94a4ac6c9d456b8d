"""Hours, modes, time off and busy time, each at its edge: the last minute that is allowed and the first that is not."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from bookings.scheduling.availability import Slot
from bookings.scheduling.hours import DateOverride, Opening, WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Reason
from tests.bookings.scheduling.gurgaon import (
    BOTH,
    HALF_HOURS,
    HOUR,
    INDIA,
    MINE,
    MINUTE,
    SHAPE,
    STEP_OF_A_MINUTE,
    THIRD,
    all_day,
    ist,
    listed,
    make_timetable,
    session,
    walls,
    why_not,
    with_policy,
)


def test_a_free_day_is_listed_from_its_first_to_its_last_fitting_start() -> None:
    assert walls(listed(make_timetable())) == HALF_HOURS


def test_a_slot_tells_its_end_and_the_mode_asked_for() -> None:
    assert listed(make_timetable())[0] == Slot(ist("09:00"), ist("09:50"), frozenset({"video"}))


def test_a_free_start_has_no_reason_against_it() -> None:
    assert why_not(make_timetable(), ist("09:00")) == []


def test_without_hours_nothing_is_open() -> None:
    assert listed(make_timetable(hours=())) == []
    assert why_not(make_timetable(hours=()), ist("09:00")) == [Reason.OUTSIDE_HOURS]


# -- hours


@pytest.mark.parametrize(
    ("start", "reasons"),
    [
        ("08:59", [Reason.OUTSIDE_HOURS]),
        ("09:00", []),
        ("16:10", []),
        ("16:11", [Reason.OUTSIDE_HOURS]),
        ("17:00", [Reason.OUTSIDE_HOURS]),
    ],
)
def test_a_session_lies_wholly_in_the_hours(start: str, reasons: list[Reason]) -> None:
    assert why_not(make_timetable(), ist(start), shape=STEP_OF_A_MINUTE) == reasons
    slots = listed(make_timetable(), shape=STEP_OF_A_MINUTE)
    assert (start in walls(slots)) is (not reasons)


def test_a_session_may_run_over_two_hours_that_touch_but_not_over_a_break() -> None:
    touching = tuple(WorkingHours(2, time(h), time(h + 1), BOTH) for h in (9, 10))
    apart = (WorkingHours(2, time(9), time(10), BOTH), WorkingHours(2, time(10, 1), time(11), BOTH))
    assert why_not(make_timetable(hours=touching), ist("09:30")) == []
    assert why_not(make_timetable(hours=apart), ist("09:30")) == [Reason.OUTSIDE_HOURS]


def test_a_long_session_is_not_listed_in_a_short_gap() -> None:
    gap = (WorkingHours(2, time(9), time(9, 45), BOTH),)
    assert listed(make_timetable(hours=gap)) == []
    assert walls(listed(make_timetable(hours=gap), shape=replace(SHAPE, length=45 * MINUTE))) == ["09:00"]


def test_a_session_may_pass_midnight_where_the_hours_do() -> None:
    night = (WorkingHours(2, time(22), time(0), BOTH), WorkingHours(3, time(0), time(2), BOTH))
    window = Interval(ist("22:00"), ist("02:00", 26))
    shown = ["22:00", "22:30", "23:00", "23:30", "00:00", "00:30", "01:00"]
    assert walls(listed(make_timetable(hours=night), window)) == shown


def test_an_override_decides_about_its_date() -> None:
    override = DateOverride(date(2026, 11, 25), (Opening(time(18), time(19), BOTH),))
    timetable = make_timetable(overrides=(override,))
    assert walls(listed(timetable)) == ["18:00"]
    assert why_not(timetable, ist("09:00")) == [Reason.OUTSIDE_HOURS]
    assert why_not(timetable, ist("09:00", 26)) == []


# -- modes

HALF_DAYS = (
    WorkingHours(2, time(9), time(12), frozenset({"in_person"})),
    WorkingHours(2, time(12), time(15), frozenset({"video"})),
)


@pytest.mark.parametrize(
    ("start", "mode", "reasons"),
    [
        ("09:00", "in_person", []),
        ("09:00", "video", [Reason.WRONG_MODE]),
        ("09:00", None, []),
        ("12:00", "video", []),
        ("12:00", "in_person", [Reason.WRONG_MODE]),
        # open all the time, but in no one mode from beginning to end
        ("11:30", "in_person", [Reason.WRONG_MODE]),
        ("11:30", "video", [Reason.WRONG_MODE]),
        ("11:30", None, [Reason.WRONG_MODE]),
        ("15:00", "video", [Reason.OUTSIDE_HOURS]),
        ("15:00", None, [Reason.OUTSIDE_HOURS]),
        # a mode that this type does not have
        ("12:00", "phone", [Reason.WRONG_MODE]),
        ("15:00", "phone", [Reason.OUTSIDE_HOURS, Reason.WRONG_MODE]),
    ],
)
def test_a_session_keeps_one_mode_throughout(start: str, mode: str | None, reasons: list[Reason]) -> None:
    timetable = make_timetable(hours=HALF_DAYS)
    assert why_not(timetable, ist(start), mode=mode) == reasons
    assert (start in walls(listed(timetable, mode=mode))) is (not reasons)


def test_a_slot_names_every_mode_that_is_free_when_any_was_asked_for() -> None:
    hours = (*HALF_DAYS, WorkingHours(2, time(11), time(13), BOTH | {"phone"}))
    found = {
        f"{slot.start.astimezone(INDIA):%H:%M}": slot.modes for slot in listed(make_timetable(hours=hours), mode=None)
    }
    assert found["09:00"] == {"in_person"}
    assert found["11:30"] == BOTH
    assert found["12:00"] == BOTH
    assert found["14:00"] == {"video"}
    assert list(found) == sorted(found)


def test_a_type_without_modes_is_never_free() -> None:
    shape = replace(SHAPE, modes=frozenset())
    assert listed(make_timetable(), shape=shape, mode=None) == []
    assert why_not(make_timetable(), ist("09:00"), shape=shape, mode=None) == [Reason.WRONG_MODE]


# -- time off


def test_time_off_takes_out_every_session_that_it_touches() -> None:
    timetable = make_timetable(time_off=(Interval(ist("11:00"), ist("12:00")),))
    assert all_day(walls(listed(timetable))) == ["10:30", "11:00", "11:30"]
    assert why_not(timetable, ist("10:30")) == [Reason.TIME_OFF]
    assert why_not(timetable, ist("12:00")) == []


@pytest.mark.parametrize(
    ("start", "reasons"),
    [("10:10", []), ("10:11", [Reason.TIME_OFF]), ("11:59", [Reason.TIME_OFF]), ("12:00", [])],
)
def test_time_off_needs_no_buffer(start: str, reasons: list[Reason]) -> None:
    timetable = make_timetable(time_off=(Interval(ist("11:00"), ist("12:00")),))
    shape = replace(STEP_OF_A_MINUTE, buffer_before=HOUR, buffer_after=HOUR)
    assert why_not(timetable, ist(start), shape=shape) == reasons


# -- other sessions and their buffers


@pytest.mark.parametrize(
    ("start", "reasons"),
    [("10:10", []), ("10:11", [Reason.BUSY]), ("11:49", [Reason.BUSY]), ("11:50", [])],
)
def test_sessions_may_touch_but_not_overlap(start: str, reasons: list[Reason]) -> None:
    timetable = make_timetable(session("11:00", "11:50"))
    assert why_not(timetable, ist(start), shape=STEP_OF_A_MINUTE) == reasons
    assert (start in walls(listed(timetable, shape=STEP_OF_A_MINUTE))) is (not reasons)


@pytest.mark.parametrize(
    ("theirs_before", "theirs_after", "ours_before", "ours_after", "last_before", "first_after"),
    [
        (0, 0, 0, 0, "10:10", "11:50"),
        (0, 10, 0, 0, "10:10", "12:00"),
        (0, 0, 10, 0, "10:10", "12:00"),
        (0, 10, 15, 0, "10:10", "12:05"),
        (0, 15, 10, 0, "10:10", "12:05"),
        (10, 0, 0, 0, "10:00", "11:50"),
        (0, 0, 0, 10, "10:00", "11:50"),
        (10, 0, 0, 15, "09:55", "11:50"),
        (15, 0, 0, 10, "09:55", "11:50"),
        (5, 10, 20, 30, "09:40", "12:10"),
    ],
)
def test_the_gap_is_the_larger_buffer_never_their_sum(
    theirs_before: int,
    theirs_after: int,
    ours_before: int,
    ours_after: int,
    last_before: str,
    first_after: str,
) -> None:
    buffers: dict[str, Any] = {"buffer_before": theirs_before * MINUTE, "buffer_after": theirs_after * MINUTE}
    timetable = make_timetable(session("11:00", "11:50", **buffers))
    shape = replace(STEP_OF_A_MINUTE, buffer_before=ours_before * MINUTE, buffer_after=ours_after * MINUTE)
    assert why_not(timetable, ist(last_before), shape=shape) == []
    assert why_not(timetable, ist(last_before) + MINUTE, shape=shape) != []
    assert why_not(timetable, ist(first_after) - MINUTE, shape=shape) != []
    assert why_not(timetable, ist(first_after), shape=shape) == []
    shown = walls(listed(timetable, shape=shape))
    gap = [wall for wall in shown if last_before <= wall <= first_after]
    assert gap == [last_before, first_after]


def test_a_buffer_is_told_apart_from_a_session_in_the_way() -> None:
    timetable = make_timetable(session("11:00", "11:50", buffer_after=10 * MINUTE))
    assert why_not(timetable, ist("11:55"), shape=STEP_OF_A_MINUTE) == [Reason.BUFFER]
    assert why_not(timetable, ist("11:45"), shape=STEP_OF_A_MINUTE) == [Reason.BUSY]


def test_a_session_in_the_way_and_the_buffer_of_the_next_are_both_told() -> None:
    timetable = make_timetable(session("11:00", "11:50"), session("12:25", "13:00", buffer_before=10 * MINUTE))
    assert why_not(timetable, ist("11:30")) == [Reason.BUSY, Reason.BUFFER]


def test_buffers_need_not_lie_in_the_hours() -> None:
    shape = replace(SHAPE, buffer_before=HOUR, buffer_after=HOUR)
    assert walls(listed(make_timetable(), shape=shape)) == HALF_HOURS


def test_the_real_length_takes_out_every_start_that_would_overlap() -> None:
    timetable = make_timetable(session("09:30", "12:30"))
    assert walls(listed(timetable, shape=replace(SHAPE, length=3 * HOUR)))[0] == "12:30"


def test_overlapping_busy_time_in_any_order_is_one_obstacle() -> None:
    timetable = make_timetable(session("12:00", "12:50"), session("11:00", "12:30", session_id=THIRD))
    assert all_day(walls(listed(timetable))) == ["10:30", "11:00", "11:30", "12:00", "12:30"]


def test_an_outside_calendar_is_a_reason_of_its_own() -> None:
    timetable = make_timetable(session("11:00", "11:50", session_id=None, counts=False))
    assert why_not(timetable, ist("11:00")) == [Reason.BUSY_ELSEWHERE]
    assert "11:00" not in walls(listed(timetable))


# -- a session that is being moved


def test_a_session_being_moved_is_not_in_its_own_way() -> None:
    timetable = make_timetable(session("11:00", "11:50", session_id=MINE, buffer_after=10 * MINUTE))
    assert why_not(timetable, ist("11:30")) == [Reason.BUSY]
    assert why_not(timetable, ist("11:30"), ignore_session=MINE) == []
    assert walls(listed(timetable, ignore_session=MINE)) == HALF_HOURS


def test_another_session_stays_in_the_way_of_a_move() -> None:
    timetable = make_timetable(session("11:00", "11:50"), session("14:00", "14:50", session_id=None))
    assert why_not(timetable, ist("11:30"), ignore_session=MINE) == [Reason.BUSY]
    assert why_not(timetable, ist("14:00"), ignore_session=MINE) == [Reason.BUSY_ELSEWHERE]


def test_a_session_being_moved_does_not_count() -> None:
    timetable = with_policy(session("11:00", "11:50", session_id=MINE), sessions_a_day=1, sessions_a_week=1)
    assert why_not(timetable, ist("15:00")) == [Reason.DAY_FULL, Reason.WEEK_FULL]
    assert why_not(timetable, ist("15:00"), ignore_session=MINE) == []
    assert walls(listed(timetable, ignore_session=MINE)) == HALF_HOURS


# -- limits of a day and a week
