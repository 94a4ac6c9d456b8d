"""Notice, horizon, step and audience, and what the practice itself is told."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.availability import nearest
from bookings.scheduling.hours import WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Audience, Reason
from bookings.scheduling.timetable import Timetable
from tests.bookings.scheduling.gurgaon import (
    BOTH,
    HALF_HOURS,
    HOUR,
    INDIA,
    MINUTE,
    NOW,
    POLICY,
    SECOND,
    SHAPE,
    STEP_OF_A_MINUTE,
    THIRD,
    ist,
    listed,
    make_timetable,
    session,
    walls,
    why_not,
    with_policy,
)

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
