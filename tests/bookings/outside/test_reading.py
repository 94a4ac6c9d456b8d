"""H4: a calendar file is busy when plain arithmetic says so, and nothing is left out in silence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.outside.reading import NotACalendarError, TooMuchError, read_calendar
from bookings.scheduling.intervals import Interval, join_spans
from tests.bookings.outside.golden import GOLDEN, TEN, TEN_SPAN, Golden
from tests.bookings.outside.plain import (
    DAY,
    HOME,
    HOUR,
    OWN,
    OWN_ZONE,
    WINDOW,
    calendar,
    days_from,
    event,
    read,
    spans,
    wall,
)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_a_file_is_busy_when_plain_arithmetic_says_so(golden: Golden) -> None:
    reading = read(golden.content)
    assert spans(reading) == sorted(golden.busy)
    assert reading.unreadable == golden.unreadable


# How files are written


@pytest.mark.parametrize(
    "content",
    [
        calendar(event(*TEN)).replace(b"\r\n", b"\n"),
        calendar(event(*TEN)).replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + calendar(event(*TEN)),
        calendar(event(*TEN)).decode().encode("utf-16"),
        calendar(event(*TEN, "SUMMARY:caf\u00e9")).decode().encode("latin-1"),
        calendar(event("DTSTART:2026112\n 3T100000Z", "DTE\n\tND:20261123T110000Z")),
        calendar(event(*TEN)).replace(b"BEGIN", b"begin").replace(b"DTSTART", b"dtstart"),
        calendar(event(*TEN)).replace(b"00Z\r", b"00Z  \r"),
        b"\r\n\r\n" + calendar(event(*TEN)) + b"\r\n\r\n",
        calendar(event(*TEN)) + calendar(event(*TEN)),
        calendar(event(*TEN, "SUMMARY:" + "x" * 100_000)),
    ],
    ids=["LF", "CR", "BOM", "UTF-16", "Latin-1", "folded", "lower-case", "blanks", "empty-lines", "two", "long-line"],
)
def test_the_way_in_which_a_file_is_written_changes_nothing(content: bytes) -> None:
    reading = read(content)
    assert (spans(reading), reading.unreadable) == ([TEN_SPAN], 0)


@pytest.mark.parametrize(
    "content",
    [b"", b"<!doctype html><title>Sign in</title>", b'{"a": 1}', b"\x00\xff" * 50, b"BEGIN:VCARD\nEND:VCARD\n"],
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(NotACalendarError):
        read(content)


WHOLE = calendar(event(*TEN, uid="a"), event("DTSTART:20261201T100000Z", "DTEND:20261201T110000Z", uid="b"))


@pytest.mark.parametrize("kept", [len(WHOLE) - 20, len(WHOLE) - 40, WHOLE.index(b"UID:b"), WHOLE.index(b"UID:a")])
def test_a_file_that_was_cut_off_is_never_taken_for_whole(kept: int) -> None:
    assert read(WHOLE).unreadable == 0
    reading = read(WHOLE[:kept])
    assert reading.unreadable >= 1
    assert set(spans(reading)) <= set(spans(read(WHOLE)))


@pytest.mark.parametrize("lost", [b"END:VEVENT\r\n", b"BEGIN:VEVENT\r\n", b"END:VALARM\r\n", b"END:VCALENDAR\r\n"])
def test_a_line_of_the_frame_that_is_lost_is_noticed(lost: bytes) -> None:
    content = calendar(event(*TEN, "BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM", uid="a"), event(*TEN, uid="b"))
    assert read(content).unreadable == 0
    assert read(content.replace(lost, b"", 1)).unreadable >= 1


def test_no_zone_of_one_file_is_that_of_another() -> None:
    """The library keeps zones by name for the whole process."""
    lines = ["DTSTART;TZID=Office of the moon:20261123T090000", "DURATION:PT1H"]
    first, second = (
        calendar(OWN_ZONE.replace("+0500", offset).replace("+0600", offset), event(*lines))
        for offset in ("+0500", "+0900")
    )
    assert spans(read(first)) == [(datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC))]
    assert spans(read(second)) == [(datetime(2026, 11, 23, 0, tzinfo=UTC), datetime(2026, 11, 23, 1, tzinfo=UTC))]
    assert read(calendar(event(*lines))).unreadable == 1


def test_a_broken_zone_is_an_unknown_one() -> None:
    zone = OWN_ZONE.replace("TZOFFSETTO:+0500", "TZOFFSETTO:later")
    reading = read(calendar(zone, event("DTSTART;TZID=Office of the moon:20261123T090000", "DURATION:PT1H")))
    assert (spans(reading), reading.unreadable) == ([wall("Asia/Kolkata", date(2026, 11, 23), 9)], 1)


# How much of it


def test_only_what_lies_in_the_window_is_returned() -> None:
    window = Interval(datetime(2026, 11, 23, 10, 30, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC))
    reading = read(calendar(event(*TEN, "RRULE:FREQ=DAILY")), window=window)
    assert spans(reading) == [(window.start, TEN_SPAN[1]), (TEN_SPAN[0] + DAY, TEN_SPAN[1] + DAY)]


@pytest.mark.gate
@pytest.mark.unmeasured
def test_an_entry_that_is_busy_too_often_is_given_up() -> None:
    far = Interval(WINDOW.start, datetime(2031, 1, 1, tzinfo=UTC))
    content = calendar(event(*TEN[:1], "DURATION:PT10M", "RRULE:FREQ=HOURLY"), event(*TEN, uid="two"))
    reading = read(content, window=far)
    assert (spans(reading), reading.unreadable) == ([TEN_SPAN], 1)


@pytest.mark.gate
@pytest.mark.unmeasured
def test_a_file_that_is_busy_too_often_is_refused() -> None:
    hours = "DTSTART:202611{:02}T00{:02}00Z"
    entries = [
        event(hours.format(20 + number // 30, 2 * (number % 30)), "DURATION:PT1M", "RRULE:FREQ=HOURLY", uid=str(number))
        for number in range(3)
    ]
    with pytest.raises(TooMuchError):
        read(calendar(*entries))


def test_an_entry_is_given_up_when_its_limit_raises() -> None:
    class OutOfTimeError(Exception):
        pass

    class Limit:
        def __enter__(self) -> None:
            raise OutOfTimeError

        def __exit__(self, *_: object) -> None:
            return None

    reading = read_calendar(calendar(event(*TEN)), zone=HOME, window=WINDOW, own_host=OWN, limit=Limit)
    assert (reading.busy, reading.unreadable) == ((), 1)


# Random recurrences against a plain loop over the days

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = ["Asia/Kolkata", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 6, 1), date(2027, 6, 1)),
    hour=st.integers(4, 20),  # no clock of these zones skips or repeats them
    length=st.integers(10, 180),
    freq=st.sampled_from(["DAILY", "WEEKLY"]),
    interval=st.integers(1, 3),
    weekdays=st.sets(st.integers(0, 6)),
    count=st.integers(1, 40),
    dropped=st.sets(st.integers(0, 39), max_size=4),
)
def test_random_recurrences_are_those_of_a_plain_loop(
    zone: str,
    first: date,
    hour: int,
    length: int,
    freq: str,
    interval: int,
    weekdays: set[int],
    count: int,
    dropped: set[int],
) -> None:
    days = loop(first, freq, interval, weekdays | {first.weekday()} if weekdays else set(), count)
    rule = f"RRULE:FREQ={freq};INTERVAL={interval};COUNT={count}"
    if weekdays:
        rule += ";BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(weekdays | {first.weekday()}))
    gone = [days[number] for number in dropped if number < len(days)]
    exceptions = [f"EXDATE;TZID={zone}:{day:%Y%m%d}T{hour:02}0000" for day in gone]
    content = calendar(
        event(f"DTSTART;TZID={zone}:{first:%Y%m%d}T{hour:02}0000", f"DURATION:PT{length}M", rule, *exceptions)
    )
    expected = [wall(zone, day, hour, lasts=timedelta(minutes=length)) for day in days if day not in gone]
    clipped = [
        (max(start, WINDOW.start), min(end, WINDOW.end))
        for start, end in expected
        if start < WINDOW.end and end > WINDOW.start
    ]
    assert spans(read(content)) == join_spans(clipped)


def loop(first: date, freq: str, interval: int, weekdays: set[int], count: int) -> list[date]:
    """Return the days of a recurrence by looking at every day after the first."""
    found: list[date] = []
    day = first
    monday = first - first.weekday() * DAY
    while len(found) < count:
        weeks, days = (day - monday).days // 7, (day - first).days
        fits = days % interval == 0 if freq == "DAILY" else weeks % interval == 0
        on = day.weekday() in weekdays if weekdays else freq == "DAILY" or day.weekday() == first.weekday()
        if fits and on:
            found.append(day)
        day += DAY
    return found


def test_the_plain_loop_would_notice_a_lost_occurrence() -> None:
    days = days_from(date(2026, 11, 23), 1, 5)
    expected = [wall("UTC", day, 10) for day in days]
    assert spans(read(calendar(event(*TEN, "RRULE:FREQ=DAILY;COUNT=5")))) == expected
    assert spans(read(calendar(event(*TEN, "RRULE:FREQ=DAILY;COUNT=4")))) != expected
    assert expected[0][1] - expected[0][0] == HOUR
