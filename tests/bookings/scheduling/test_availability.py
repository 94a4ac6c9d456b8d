"""Each rule at its edge: the last minute that is allowed and the first that is not.

One practice in Gurgaon, open on weekdays from 9:00 to 17:00 IST, asked on Sunday 22 November 2026 at
11:30 IST. Times in the tests are IST; the core sees UTC only.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.availability import Slot, nearest, next_free, offered, reasons_against
from bookings.scheduling.hours import DateOverride, Opening, WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Audience, Policy, Reason, SessionShape
from bookings.scheduling.timetable import Busy, Timetable, busy_window

INDIA = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
BOTH = frozenset({"in_person", "video"})
HOURS = tuple(WorkingHours(day, time(9), time(17), BOTH) for day in range(5))
POLICY = Policy(zone=INDIA, notice=12 * HOUR, horizon=timedelta(days=60), step=30 * MINUTE)
SHAPE = SessionShape(length=50 * MINUTE, modes=BOTH)
MINE, OTHERS, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


def ist(text: str, day: int = 25) -> datetime:
    """Return a time of a day of November 2026 in Gurgaon; the 25th is a Wednesday."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(text), INDIA).astimezone(UTC)


def session(start: str, end: str, day: int = 25, session_id: UUID | None = OTHERS, **changes: Any) -> Busy:
    return Busy(Interval(ist(start, day), ist(end, day)), session_id=session_id, **changes)


def make_timetable(*busy: Busy, **changes: Any) -> Timetable:
    parts: dict[str, Any] = {"policy": POLICY, "hours": HOURS, "busy": busy}
    return Timetable(**(parts | changes))


def with_policy(*busy: Busy, **rules: Any) -> Timetable:
    return make_timetable(*busy, policy=replace(POLICY, **rules))


def why_not(timetable: Timetable, start: datetime, **changes: Any) -> list[Reason]:
    asked: dict[str, Any] = {"shape": SHAPE, "mode": "video", "now": NOW, "asker": Asker.STRANGER}
    return reasons_against(timetable, start=start, **(asked | changes))


def listed(timetable: Timetable, window: Interval | None = None, **changes: Any) -> list[Slot]:
    asked: dict[str, Any] = {"shape": SHAPE, "mode": "video", "now": NOW, "asker": Asker.STRANGER}
    wednesday = Interval(ist("00:00"), ist("00:00", 26))
    return offered(timetable, window=window or wednesday, **(asked | changes))


def walls(slots: list[Slot]) -> list[str]:
    return [f"{slot.start.astimezone(INDIA):%H:%M}" for slot in slots]


def all_day(shown: list[str]) -> list[str]:
    return [wall for wall in HALF_HOURS if wall not in shown]


HALF_HOURS = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)][:-1]


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

STEP_OF_A_MINUTE = replace(SHAPE, step=MINUTE)


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


def test_the_busy_window_spans_the_weeks_around() -> None:
    sunday_evening = Interval(ist("23:30", 29), ist("23:59", 29))
    reach = busy_window(sunday_evening)
    assert reach.start < ist("00:00", 23)
    assert reach.end > ist("00:00", 30) + HOUR


# -- notice, horizon and the past

ROUND_THE_CLOCK = tuple(WorkingHours(day, time(0), time(0), BOTH) for day in range(7))


@pytest.mark.parametrize(
    ("minutes", "reasons"), [(-1, [Reason.BEFORE_NOTICE]), (0, []), (1, [])], ids=["inside", "edge", "outside"]
)
@pytest.mark.parametrize("asker", [Asker.STRANGER, Asker.CLIENT])
def test_notice_is_kept_to_the_minute(minutes: int, reasons: list[Reason], asker: Asker) -> None:
    start = NOW + 12 * HOUR + minutes * MINUTE
    timetable = make_timetable(hours=ROUND_THE_CLOCK)
    assert why_not(timetable, start, shape=STEP_OF_A_MINUTE, asker=asker) == reasons
    assert is_listed(timetable, start, asker=asker) is (not reasons)


@pytest.mark.parametrize(
    ("minutes", "reasons"), [(-1, []), (0, []), (1, [Reason.BEYOND_HORIZON])], ids=["inside", "edge", "outside"]
)
@pytest.mark.parametrize("asker", [Asker.STRANGER, Asker.CLIENT])
def test_the_horizon_is_kept_to_the_minute(minutes: int, reasons: list[Reason], asker: Asker) -> None:
    start = NOW + timedelta(days=60) + minutes * MINUTE
    timetable = make_timetable(hours=ROUND_THE_CLOCK)
    assert why_not(timetable, start, shape=STEP_OF_A_MINUTE, asker=asker) == reasons
    assert is_listed(timetable, start, asker=asker) is (not reasons)


@pytest.mark.parametrize(
    ("minutes", "reasons"),
    [(-1, [Reason.IN_THE_PAST, Reason.BEFORE_NOTICE]), (0, [Reason.IN_THE_PAST]), (1, [])],
)
def test_what_starts_now_has_started(minutes: int, reasons: list[Reason]) -> None:
    timetable = make_timetable(hours=ROUND_THE_CLOCK, policy=replace(POLICY, notice=timedelta(0)))
    start = NOW + minutes * MINUTE
    assert why_not(timetable, start, shape=STEP_OF_A_MINUTE) == reasons
    assert is_listed(timetable, start) is (not reasons)


def is_listed(timetable: Timetable, start: datetime, **changes: Any) -> bool:
    window = Interval(start - HOUR, start + HOUR)
    return start in {slot.start for slot in listed(timetable, window, shape=STEP_OF_A_MINUTE, **changes)}


@pytest.mark.parametrize(("seconds", "shown"), [(-1, True), (0, False), (1, False)])
def test_a_list_holds_starts_from_its_window_and_leaves_out_its_end(seconds: int, shown: bool) -> None:
    to_start = Interval(ist("09:00") + seconds * SECOND, ist("09:15"))
    assert walls(listed(make_timetable(), to_start)) == ([] if seconds > 0 else ["09:00"])
    to_end = Interval(ist("08:00"), ist("09:00") - seconds * SECOND)
    assert bool(listed(make_timetable(), to_end)) is shown


# -- the step


@pytest.mark.parametrize(
    ("start", "reasons"), [("09:29", [Reason.NOT_ON_STEP]), ("09:30", []), ("09:31", [Reason.NOT_ON_STEP])]
)
def test_a_start_is_on_the_step(start: str, reasons: list[Reason]) -> None:
    assert why_not(make_timetable(), ist(start)) == reasons


@pytest.mark.parametrize("off", [SECOND, timedelta.resolution])
@pytest.mark.parametrize("asker", list(Asker))
def test_a_start_off_the_minute_is_refused_to_everybody(off: timedelta, asker: Asker) -> None:
    timetable = make_timetable()
    assert why_not(timetable, ist("09:30") + off, shape=STEP_OF_A_MINUTE, asker=asker) == [Reason.NOT_ON_STEP]


def test_the_step_of_the_type_goes_before_that_of_the_policy() -> None:
    shape = replace(SHAPE, step=HOUR)
    assert walls(listed(make_timetable(), shape=shape)) == [f"{hour:02}:00" for hour in range(9, 17)]
    assert why_not(make_timetable(), ist("09:30"), shape=shape) == [Reason.NOT_ON_STEP]


def test_the_step_counts_from_midnight_whatever_is_booked() -> None:
    """A session that ends at 9:20 must not push the later starts to 9:20, 9:50, ..."""
    timetable = make_timetable(session("09:00", "09:20"))
    assert walls(listed(timetable)) == HALF_HOURS[1:]


def test_hours_that_begin_off_the_step_are_first_offered_on_it() -> None:
    timetable = make_timetable(hours=(WorkingHours(2, time(9, 10), time(11), BOTH),))
    assert walls(listed(timetable)) == ["09:30", "10:00"]


def test_a_step_that_does_not_divide_the_day_starts_anew_at_midnight() -> None:
    timetable = make_timetable(hours=ROUND_THE_CLOCK)
    shape = replace(SHAPE, step=50 * MINUTE)
    slots = listed(timetable, Interval(ist("22:00"), ist("02:00", 26)), shape=shape)
    assert walls(slots) == ["22:30", "23:20", "00:00", "00:50", "01:40"]
    assert why_not(timetable, ist("00:50", 26), shape=shape) == []


@pytest.mark.parametrize(
    ("zone", "start", "end", "expected"),
    [
        # the hour that is skipped, and the hour that comes twice
        ("Europe/London", "2026-03-29T00:00", "2026-03-29T02:00", ["00:00", "00:30", "02:00", "02:30"]),
        ("Europe/London", "2026-10-25T00:00", "2026-10-25T02:00", ["01:00", "01:30", "01:00", "01:30"]),
        # clocks move by half an hour, the starts stay on the hour
        ("Australia/Lord_Howe", "2026-10-03T14:30", "2026-10-03T17:00", ["01:00", "03:00"]),
        ("Australia/Lord_Howe", "2026-04-04T14:00", "2026-04-04T16:30", ["01:00", "02:00"]),
        ("Asia/Kathmandu", "2026-11-25T03:00", "2026-11-25T04:30", ["09:00", "09:30", "10:00"]),
    ],
)
def test_the_step_is_read_off_the_wall(zone: str, start: str, end: str, expected: list[str]) -> None:
    step = 60 if zone == "Australia/Lord_Howe" else 30
    window = Interval(*(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end)))
    policy = replace(POLICY, zone=ZoneInfo(zone), notice=timedelta(0), step=step * MINUTE)
    timetable = make_timetable(hours=ROUND_THE_CLOCK, policy=policy)
    slots = listed(timetable, window, now=window.start - HOUR)
    assert [f"{slot.start.astimezone(policy.zone):%H:%M}" for slot in slots] == expected


# -- who asks


@pytest.mark.parametrize(
    ("audience", "asker", "reasons"),
    [
        (Audience.ANYONE, Asker.STRANGER, []),
        (Audience.ANYONE, Asker.CLIENT, []),
        (Audience.CLIENTS, Asker.STRANGER, [Reason.CLIENTS_ONLY]),
        (Audience.CLIENTS, Asker.CLIENT, []),
        (Audience.NEW_CLIENTS, Asker.STRANGER, []),
        (Audience.NEW_CLIENTS, Asker.CLIENT, [Reason.NEW_CLIENTS_ONLY]),
        (Audience.CLIENTS, Asker.PRACTICE, []),
        (Audience.NEW_CLIENTS, Asker.PRACTICE, []),
    ],
)
def test_a_type_is_for_its_audience(audience: Audience, asker: Asker, reasons: list[Reason]) -> None:
    shape = replace(SHAPE, audience=audience)
    assert why_not(make_timetable(), ist("09:00"), shape=shape, asker=asker) == reasons
    assert bool(listed(make_timetable(), shape=shape, asker=asker)) is (not reasons)


@pytest.mark.parametrize(
    ("asker", "reasons"),
    [(Asker.STRANGER, [Reason.INTAKE_CLOSED]), (Asker.CLIENT, []), (Asker.PRACTICE, [])],
)
def test_a_closed_intake_still_serves_clients(asker: Asker, reasons: list[Reason]) -> None:
    timetable = with_policy(intake_closed=True)
    assert why_not(timetable, ist("09:00"), asker=asker) == reasons
    assert bool(listed(timetable, asker=asker)) is (not reasons)


@pytest.mark.parametrize(
    ("asker", "reasons"),
    [(Asker.STRANGER, [Reason.PAUSED]), (Asker.CLIENT, [Reason.PAUSED]), (Asker.PRACTICE, [])],
)
def test_a_pause_stops_everybody_but_the_practice(asker: Asker, reasons: list[Reason]) -> None:
    timetable = with_policy(paused=True)
    assert why_not(timetable, ist("09:00"), asker=asker) == reasons
    assert bool(listed(timetable, asker=asker)) is (not reasons)


def test_the_practice_is_told_only_what_forbids_or_warns_it() -> None:
    timetable = make_timetable(
        session("20:00", "21:00", 22),
        session("10:00", "10:50", 22, session_id=None),
        time_off=(Interval(ist("00:00", 22), ist("00:00", 23)),),
        policy=replace(POLICY, sessions_a_day=1, sessions_a_week=1, paused=True, intake_closed=True),
    )
    shape = replace(SHAPE, length=24 * HOUR, audience=Audience.CLIENTS)
    start = ist("00:01", 22)
    assert why_not(timetable, start, shape=shape, asker=Asker.PRACTICE) == [
        Reason.IN_THE_PAST,
        Reason.OUTSIDE_HOURS,
        Reason.TIME_OFF,
        Reason.BUSY,
        Reason.BUSY_ELSEWHERE,
        Reason.DAY_FULL,
        Reason.WEEK_FULL,
    ]


def test_a_stranger_is_told_everything_at_once() -> None:
    timetable = make_timetable(
        session("20:00", "20:50", 22),
        session("08:50", "09:00", 23, session_id=THIRD, buffer_before=20 * HOUR),
        session("20:00", "20:50", 22, session_id=None, counts=False),
        time_off=(Interval(ist("00:00", 22), ist("00:00", 23)),),
        policy=replace(POLICY, sessions_a_day=1, sessions_a_week=1, paused=True, intake_closed=True),
    )
    shape = replace(SHAPE, audience=Audience.CLIENTS)
    told = why_not(timetable, ist("20:01", 22), shape=shape, mode="phone")
    nothing_wrong = {Reason.NEW_CLIENTS_ONLY, Reason.IN_THE_PAST, Reason.BEYOND_HORIZON}
    assert told == [reason for reason in Reason if reason not in nothing_wrong]


def test_the_practice_may_start_on_any_minute_but_is_shown_the_step() -> None:
    timetable = make_timetable()
    assert why_not(timetable, ist("09:01"), asker=Asker.PRACTICE) == []
    assert walls(listed(timetable, asker=Asker.PRACTICE)) == HALF_HOURS


def test_the_practice_sees_times_within_the_notice_and_past_the_horizon() -> None:
    timetable = with_policy(notice=timedelta(days=9), horizon=timedelta(days=1))
    assert walls(listed(timetable, asker=Asker.PRACTICE)) == HALF_HOURS
    assert listed(timetable) == []


# -- choosing among slots


def test_the_nearest_are_the_closest_on_both_sides_in_order() -> None:
    slots = listed(make_timetable(session("11:00", "11:50")))
    assert walls(nearest(slots, around=ist("11:00"))) == ["09:00", "09:30", "10:00", "12:00", "12:30"]


def test_of_two_equally_near_the_earlier_is_chosen() -> None:
    slots = listed(make_timetable())
    assert walls(nearest(slots, around=ist("12:00"), count=1)) == ["11:30"]
    assert walls(nearest(reversed(slots), around=ist("12:00"), count=1)) == ["11:30"]


def test_the_time_itself_is_not_among_the_others() -> None:
    assert walls(nearest(listed(make_timetable()), around=ist("09:00"), count=2)) == ["09:30", "10:00"]


def test_fewer_are_told_when_there_are_no_more() -> None:
    slots = listed(make_timetable(), Interval(ist("09:00"), ist("10:00")))
    assert walls(nearest(slots, around=ist("15:00"))) == ["09:00", "09:30"]
    assert nearest([], around=ist("15:00")) == []


@pytest.mark.parametrize(("after", "found"), [("09:00", "09:00"), ("09:01", "09:30"), ("16:00", "16:00")])
def test_the_next_free_slot_may_start_at_once(after: str, found: str) -> None:
    slot = next_free(reversed(listed(make_timetable())), after=ist(after))
    assert slot is not None
    assert walls([slot]) == [found]


def test_there_may_be_no_next_free_slot() -> None:
    assert next_free(listed(make_timetable()), after=ist("16:01")) is None


# -- what is not an instant


@pytest.mark.parametrize("wrong", [datetime(2026, 11, 25, 9), ist("09:00").astimezone(INDIA)])  # noqa: DTZ001
def test_anything_but_utc_is_refused(wrong: datetime) -> None:
    with pytest.raises(ValueError, match="UTC"):
        why_not(make_timetable(), wrong)
    with pytest.raises(ValueError, match="UTC"):
        why_not(make_timetable(), ist("09:00"), now=wrong)
    with pytest.raises(ValueError, match="UTC"):
        listed(make_timetable(), now=wrong)


@pytest.mark.parametrize("far", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_an_instant_at_the_end_of_time_is_refused_not_a_crash(far: datetime) -> None:
    with pytest.raises(ValueError, match="1970"):
        why_not(make_timetable(), far)


@pytest.mark.parametrize("year", [1970, 2199])
def test_the_first_and_the_last_year_are_judged_like_any_other(year: int) -> None:
    start = datetime(year, 1, 1, tzinfo=UTC) if year == 1970 else datetime(year, 12, 31, 22, tzinfo=UTC)
    assert why_not(with_policy(sessions_a_day=1), start)
