"""Wall time to UTC, with fixed dates around clock changes. No hour is written twice: walls in, UTC out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.scheduling.hours import (
    MIDNIGHT,
    DateOverride,
    Opening,
    WorkingHours,
    expand_hours,
    local_day,
    local_days,
)
from bookings.scheduling.intervals import Span

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
VIDEO = frozenset({"video"})
ROOM = frozenset({"in_person"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def every_day(start: time, end: time, modes: frozenset[str] = VIDEO) -> list[WorkingHours]:
    return [WorkingHours(weekday, start, end, modes) for weekday in range(7)]


def open_spans(zone: str, day: date, hours: list[WorkingHours], overrides: tuple[DateOverride, ...] = ()) -> list[Span]:
    """Return the open time of one local date, whatever the mode."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    days = [each for each in local_days(ZoneInfo(zone), noon - 2 * DAY, noon + 2 * DAY) if each.date == day]
    return [span for group in expand_hours(hours, overrides, days) for span in group.spans]


def total(spans: list[Span]) -> timedelta:
    return sum((end - start for start, end in spans), timedelta(0))


# zone, date, wall hours, what is open in UTC
CHANGES = [
    # 00:30 to 09:00 in London: an ordinary day, the day without 01:00-02:00, the day with it twice
    ("Europe/London", "2026-03-28", (0, 30), (9, 0), [("2026-03-28T00:30", "2026-03-28T09:00")]),
    ("Europe/London", "2026-03-29", (0, 30), (9, 0), [("2026-03-29T00:30", "2026-03-29T08:00")]),
    ("Europe/London", "2026-10-25", (0, 30), (9, 0), [("2026-10-24T23:30", "2026-10-25T09:00")]),
    # hours wholly inside what is skipped; ending inside it; starting inside it
    ("Europe/London", "2026-03-29", (1, 0), (2, 0), []),
    ("Europe/London", "2026-03-29", (1, 15), (1, 45), []),
    ("Europe/London", "2026-03-29", (0, 30), (1, 30), [("2026-03-29T00:30", "2026-03-29T01:00")]),
    ("Europe/London", "2026-03-29", (1, 30), (3, 0), [("2026-03-29T01:00", "2026-03-29T02:00")]),
    # hours inside what happens twice are open twice
    (
        "Europe/London",
        "2026-10-25",
        (1, 15),
        (1, 45),
        [("2026-10-25T00:15", "2026-10-25T00:45"), ("2026-10-25T01:15", "2026-10-25T01:45")],
    ),
    ("America/New_York", "2026-03-08", (0, 30), (9, 0), [("2026-03-08T05:30", "2026-03-08T13:00")]),
    ("America/New_York", "2026-03-08", (2, 15), (2, 45), []),
    ("America/New_York", "2026-11-01", (0, 30), (9, 0), [("2026-11-01T04:30", "2026-11-01T14:00")]),
    # half an hour on Lord Howe
    ("Australia/Lord_Howe", "2026-10-04", (1, 0), (9, 0), [("2026-10-03T14:30", "2026-10-03T22:00")]),
    ("Australia/Lord_Howe", "2026-04-05", (1, 0), (9, 0), [("2026-04-04T14:00", "2026-04-04T22:30")]),
    # Ramadan in Casablanca: back in February, on again in March
    ("Africa/Casablanca", "2026-02-15", (0, 30), (9, 0), [("2026-02-14T23:30", "2026-02-15T09:00")]),
    ("Africa/Casablanca", "2026-03-22", (0, 30), (9, 0), [("2026-03-22T00:30", "2026-03-22T08:00")]),
    # two hours at Troll
    ("Antarctica/Troll", "2026-03-29", (0, 30), (9, 0), [("2026-03-29T00:30", "2026-03-29T07:00")]),
    ("Antarctica/Troll", "2026-10-25", (0, 30), (9, 0), [("2026-10-24T22:30", "2026-10-25T09:00")]),
    # Dublin calls its winter the daylight time that is behind; the instants are London's
    ("Europe/Dublin", "2026-03-29", (0, 30), (9, 0), [("2026-03-29T00:30", "2026-03-29T08:00")]),
    ("Europe/Dublin", "2026-10-25", (0, 30), (9, 0), [("2026-10-24T23:30", "2026-10-25T09:00")]),
    # midnight itself is skipped, and happens twice, in Santiago
    ("America/Santiago", "2026-09-06", (0, 0), (9, 0), [("2026-09-06T04:00", "2026-09-06T12:00")]),
    ("America/Santiago", "2026-04-04", (22, 0), (0, 0), [("2026-04-05T01:00", "2026-04-05T04:00")]),
    # no changes, odd offsets
    ("Asia/Kathmandu", "2026-11-25", (0, 30), (9, 0), [("2026-11-24T18:45", "2026-11-25T03:15")]),
    ("Asia/Kolkata", "2026-11-25", (9, 0), (0, 0), [("2026-11-25T03:30", "2026-11-25T18:30")]),
]


@pytest.mark.parametrize(("zone", "day", "start", "end", "expected"), CHANGES)
def test_wall_hours_become_utc(
    zone: str, day: str, start: tuple[int, int], end: tuple[int, int], expected: list[tuple[str, str]]
) -> None:
    found = open_spans(zone, date.fromisoformat(day), every_day(time(*start), time(*end)))
    assert found == [(utc(one), utc(other)) for one, other in expected]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 8.5), ("2026-03-29", 7.5), ("2026-10-25", 9.5)])
def test_a_day_from_half_past_midnight_to_nine_has_its_real_length(day: str, hours: float) -> None:
    found = open_spans("Europe/London", date.fromisoformat(day), every_day(time(0, 30), time(9)))
    assert total(found) == hours * HOUR


def test_subtracting_wall_times_of_one_zone_would_be_an_hour_wrong() -> None:
    """The control: what plain aware arithmetic makes of that day."""
    london = ZoneInfo("Europe/London")
    start, end = datetime(2026, 3, 29, 0, 30, tzinfo=london), datetime(2026, 3, 29, 9, tzinfo=london)
    assert end - start == 8.5 * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", "2026-03-29", 23),
        ("Europe/London", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Africa/Casablanca", "2026-02-15", 25),
        ("Africa/Casablanca", "2026-03-22", 23),
        ("Antarctica/Troll", "2026-03-29", 22),
        ("Antarctica/Troll", "2026-10-25", 26),
        ("Europe/Dublin", "2026-10-25", 25),
        ("America/Santiago", "2026-09-06", 23),
        ("America/Santiago", "2026-04-04", 25),
        ("Asia/Kathmandu", "2026-11-25", 24),
        ("Asia/Kolkata", "2026-11-25", 24),
    ],
)
def test_open_round_the_clock_is_the_whole_local_date(zone: str, day: str, hours: float) -> None:
    found = open_spans(zone, date.fromisoformat(day), every_day(MIDNIGHT, MIDNIGHT))
    assert total(found) == hours * HOUR


def test_hours_that_meet_at_midnight_are_one_open_time() -> None:
    days = local_days(ZoneInfo("Asia/Kolkata"), utc("2026-11-24T18:30"), utc("2026-11-26T18:30"))
    [group] = expand_hours(every_day(MIDNIGHT, MIDNIGHT), (), days)
    assert group.spans == [(utc("2026-11-24T18:30"), utc("2026-11-26T18:30"))]


def test_only_the_weekday_of_the_hours_is_open() -> None:
    wednesday = [WorkingHours(2, time(9), time(10), VIDEO)]
    assert open_spans("Asia/Kolkata", date(2026, 11, 25), wednesday)
    assert not open_spans("Asia/Kolkata", date(2026, 11, 24), wednesday)
    assert not open_spans("Asia/Kolkata", date(2026, 11, 26), wednesday)


def test_the_weekday_is_that_of_the_practice_not_of_utc() -> None:
    """Half past midnight on Wednesday in Gurgaon is still Tuesday in UTC."""
    wednesday = [WorkingHours(2, time(0, 30), time(1), VIDEO)]
    found = open_spans("Asia/Kolkata", date(2026, 11, 25), wednesday)
    assert found == [(utc("2026-11-24T19:00"), utc("2026-11-24T19:30"))]


def test_several_hours_a_day_keep_their_break() -> None:
    rows = [*every_day(time(14), time(17)), *every_day(time(9), time(13))]
    found = open_spans("Asia/Kolkata", date(2026, 11, 25), rows)
    assert found == [
        (utc("2026-11-25T03:30"), utc("2026-11-25T07:30")),
        (utc("2026-11-25T08:30"), utc("2026-11-25T11:30")),
    ]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-23", False),
        ("2026-11-24", True),
        ("2026-11-25", True),
        ("2026-11-26", True),
        ("2026-11-27", False),
    ],
)
def test_both_dates_of_validity_belong_to_it(day: str, is_open: bool) -> None:
    rows = [
        WorkingHours(weekday, time(9), time(10), VIDEO, valid_from=date(2026, 11, 24), valid_to=date(2026, 11, 26))
        for weekday in range(7)
    ]
    assert bool(open_spans("Asia/Kolkata", date.fromisoformat(day), rows)) is is_open


def test_new_hours_begin_at_the_midnight_of_the_practice() -> None:
    rows = [WorkingHours(w, MIDNIGHT, MIDNIGHT, VIDEO, valid_from=date(2026, 11, 25)) for w in range(7)]
    days = local_days(ZoneInfo("Asia/Kolkata"), utc("2026-11-24T00:00"), utc("2026-11-25T12:00"))
    assert expand_hours(rows, (), days)[0].spans[0][0] == utc("2026-11-24T18:30")


def test_an_override_replaces_the_hours_of_its_date_only() -> None:
    override = DateOverride(date(2026, 11, 25), (Opening(time(18), time(19), ROOM),))
    rows = every_day(time(9), time(10))
    assert open_spans("Asia/Kolkata", date(2026, 11, 25), rows, (override,)) == [
        (utc("2026-11-25T12:30"), utc("2026-11-25T13:30"))
    ]
    for day in (date(2026, 11, 24), date(2026, 11, 26)):
        assert open_spans("Asia/Kolkata", day, rows, (override,)) == open_spans("Asia/Kolkata", day, rows)


def test_an_override_without_openings_closes_its_date() -> None:
    override = DateOverride(date(2026, 11, 25))
    assert not open_spans("Asia/Kolkata", date(2026, 11, 25), every_day(time(9), time(10)), (override,))


def test_several_overrides_of_one_date_add_up() -> None:
    overrides = (
        DateOverride(date(2026, 11, 25), (Opening(time(9), time(10), VIDEO),)),
        DateOverride(date(2026, 11, 25)),
        DateOverride(date(2026, 11, 25), (Opening(time(11), time(12), VIDEO),)),
    )
    assert total(open_spans("Asia/Kolkata", date(2026, 11, 25), [], overrides)) == 2 * HOUR


def test_modes_with_the_same_hours_are_one_entry_and_each_occurs_once() -> None:
    rows = [
        *every_day(time(9), time(13), VIDEO | ROOM),
        *every_day(time(13), time(17), VIDEO | {"phone"}),
        *every_day(time(18), time(19), ROOM | VIDEO),
    ]
    days = local_days(ZoneInfo("Asia/Kolkata"), utc("2026-11-24T18:30"), utc("2026-11-25T18:30"))
    found = {group.modes: group.spans for group in expand_hours(rows, (), days)}
    nine, one, five = utc("2026-11-25T03:30"), utc("2026-11-25T07:30"), utc("2026-11-25T11:30")
    evening = (utc("2026-11-25T12:30"), utc("2026-11-25T13:30"))
    assert found == {
        VIDEO: [(nine, five), evening],
        ROOM: [(nine, one), evening],
        frozenset({"phone"}): [(one, five)],
    }


def test_modes_that_always_go_together_share_an_entry() -> None:
    days = local_days(ZoneInfo("Asia/Kolkata"), utc("2026-11-24T18:30"), utc("2026-11-25T18:30"))
    [group] = expand_hours(every_day(time(9), time(13), VIDEO | ROOM), (), days)
    assert group.modes == VIDEO | ROOM


def test_hours_without_a_mode_open_nothing() -> None:
    assert not open_spans("Asia/Kolkata", date(2026, 11, 25), every_day(time(9), time(10), frozenset()))


@pytest.mark.parametrize(
    ("start", "end"),
    [(time(9), time(9)), (time(9), time(8, 59)), (time(22), time(2)), (time(0, 1), time(0, 1))],
)
def test_hours_that_do_not_start_before_they_end_are_refused(start: time, end: time) -> None:
    with pytest.raises(ValueError, match="start before they end"):
        WorkingHours(0, start, end, VIDEO)
    with pytest.raises(ValueError, match="start before they end"):
        Opening(start, end, VIDEO)


@pytest.mark.parametrize(("start", "end"), [(time(9, tzinfo=UTC), time(10)), (time(9), time(10, tzinfo=UTC))])
def test_hours_with_a_zone_are_refused(start: time, end: time) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        WorkingHours(0, start, end, VIDEO)


@pytest.mark.parametrize(("weekday", "kept"), [(-1, False), (0, True), (6, True), (7, False)])
def test_there_are_seven_weekdays(weekday: int, kept: bool) -> None:
    if kept:
        assert WorkingHours(weekday, time(9), time(10), VIDEO).weekday == weekday
    else:
        with pytest.raises(ValueError, match="Monday as 0"):
            WorkingHours(weekday, time(9), time(10), VIDEO)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/London", "2026-03-29T01:00"),
        ("Europe/London", "2026-10-25T01:00"),
        ("Australia/Lord_Howe", "2026-10-03T15:30"),
        ("Antarctica/Troll", "2026-10-25T01:00"),
        ("America/Santiago", "2026-09-06T04:00"),
    ],
)
def test_local_dates_are_cut_exactly_where_the_clock_changes(zone: str, change: str) -> None:
    """Also when the window begins at an odd second."""
    start = utc(change) - 20 * HOUR - timedelta(seconds=7, microseconds=13)
    ends = [day.end for day in local_days(ZoneInfo(zone), start, utc(change) + DAY)]
    assert utc(change) in ends


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_a_window_that_begins_just_before_a_change_is_cut_there(seconds: int) -> None:
    change = utc("2026-03-29T01:00")
    first = local_days(ZoneInfo("Europe/London"), change - timedelta(seconds=seconds), change + DAY)[0]
    assert first.end == (change if seconds else utc("2026-03-29T23:00"))


def test_local_days_run_without_a_gap_from_the_start_past_the_end() -> None:
    start, end = utc("2026-10-20T11:17"), utc("2026-11-05T12:00")
    days = local_days(ZoneInfo("Europe/London"), start, end)
    assert days[0].start == start
    assert days[-1].start < end <= days[-1].end
    assert [day.end for day in days[:-1]] == [day.start for day in days[1:]]


def test_no_time_has_no_days() -> None:
    assert local_days(ZoneInfo("Europe/London"), utc("2026-10-20T11:17"), utc("2026-10-20T11:17")) == []


def test_a_local_day_knows_its_date_and_what_the_clock_shows() -> None:
    day = local_day(ZoneInfo("Asia/Kolkata"), utc("2026-11-24T19:00"))
    assert (day.date, day.wall, day.end) == (date(2026, 11, 25), 30 * MINUTE, utc("2026-11-25T18:30"))


ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll"]
ZONES += [
    "Asia/Kathmandu",
    "Europe/Dublin",
    "America/Santiago",
    "Pacific/Apia",
    "Asia/Beirut",
    "America/Havana",
]


@given(
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 11 * 365 * 1440),
    wall=st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1]),
)
def test_open_is_what_the_clock_on_the_wall_says(zone: str, minute: int, wall: tuple[int, int]) -> None:
    """The rule itself, at instants of 2026 to 2036."""
    since, until = wall
    end = time(until // 60, until % 60) if until < 1440 else MIDNIGHT
    rows = every_day(time(since // 60, since % 60), end)
    instant = utc("2026-01-01T00:00") + minute * MINUTE
    days = local_days(ZoneInfo(zone), instant - DAY, instant + DAY)
    found = any(a <= instant < b for group in expand_hours(rows, (), days) for a, b in group.spans)
    shown = instant.astimezone(ZoneInfo(zone))
    assert found == (since <= shown.hour * 60 + shown.minute < until)


@pytest.mark.parametrize("zone", ZONES)
def test_every_clock_change_of_a_decade_is_seen(zone: str) -> None:
    """Cut at each change, no stretch ever runs across one; checked by the hour."""
    days = local_days(ZoneInfo(zone), utc("2026-01-01T00:00"), utc("2029-01-01T00:00"))
    for day in days:
        shown = day.start.astimezone(ZoneInfo(zone))
        last = (day.end - MINUTE).astimezone(ZoneInfo(zone))
        assert shown.date() == last.date() == day.date
        assert shown.utcoffset() == last.utcoffset()
