from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.scheduling.intervals import Interval, intersect, join_spans, require_utc, subtract

MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)


def at(minute: int) -> datetime:
    return MIDNIGHT + minute * MINUTE


def span(start: int, end: int) -> Interval:
    return Interval(at(start), at(end))


def spans(*pairs: tuple[int, int]) -> list[Interval]:
    return [span(*pair) for pair in pairs]


def merge(intervals: list[Interval]) -> list[Interval]:
    """Return the normal form of some intervals."""
    return [Interval(*joined) for joined in join_spans(each.span for each in intervals)]


def minutes(intervals: list[Interval]) -> set[datetime]:
    """Return every whole minute that belongs to one of `intervals`: an end does not."""
    return {each.start + n * MINUTE for each in intervals for n in range(each.length // MINUTE)}


def is_normal(intervals: list[Interval]) -> bool:
    return all(one.end < other.start for one, other in pairwise(intervals))


some_intervals = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: span(pair[0], pair[0] + pair[1])),
    max_size=8,
)
some_interval = some_intervals.filter(bool).map(lambda found: found[0])


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 9), (0, -1)])
def test_an_interval_that_does_not_start_before_its_end_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="start before it ends"):
        span(start, end)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        Interval(at(0).replace(tzinfo=None), at(1).replace(tzinfo=None))


@pytest.mark.parametrize("zone", [ZoneInfo("Europe/London"), ZoneInfo("UTC"), timezone(timedelta(hours=5))])
def test_another_zone_is_refused_even_without_an_offset(zone: ZoneInfo) -> None:
    with pytest.raises(ValueError, match="UTC"):
        require_utc(at(0).astimezone(zone))


def test_a_foreign_end_is_refused_too() -> None:
    with pytest.raises(ValueError, match="UTC"):
        Interval(at(0), at(60).astimezone(ZoneInfo("Asia/Kolkata")))


@pytest.mark.parametrize(("year", "kept"), [(1969, False), (1970, True), (2199, True), (2200, False)])
def test_an_instant_out_of_reach_is_refused(year: int, kept: bool) -> None:
    instant = datetime(year, 6, 1, tzinfo=UTC)
    if kept:
        assert require_utc(instant) is instant
    else:
        with pytest.raises(ValueError, match="1970"):
            require_utc(instant)


def test_an_interval_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        span(0, 1).start = at(5)  # type: ignore[misc]


def test_the_length_is_the_time_between_the_ends() -> None:
    assert span(10, 60).length == 50 * MINUTE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 10), (10, 20), False),
        ((0, 10), (9, 20), True),
        ((10, 20), (0, 10), False),
        ((10, 20), (0, 11), True),
        ((0, 30), (10, 20), True),
        ((10, 20), (0, 30), True),
        ((0, 10), (20, 30), False),
    ],
)
def test_touching_is_not_overlapping(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    assert span(*one).overlaps(span(*other)) is expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [((0, 30), True), ((5, 25), True), ((0, 31), False), ((-1, 30), False), ((29, 31), False)],
)
def test_covering_includes_both_ends(inner: tuple[int, int], expected: bool) -> None:
    assert span(0, 30).covers(span(*inner)) is expected


@pytest.mark.parametrize(
    ("given_spans", "expected"),
    [
        ([], []),
        ([(0, 10)], [(0, 10)]),
        ([(0, 10), (10, 20)], [(0, 20)]),
        ([(0, 10), (11, 20)], [(0, 10), (11, 20)]),
        ([(11, 20), (0, 10)], [(0, 10), (11, 20)]),
        ([(0, 30), (5, 10)], [(0, 30)]),
        ([(0, 30), (5, 30)], [(0, 30)]),
        ([(0, 10), (5, 31)], [(0, 31)]),
        ([(0, 10), (0, 10)], [(0, 10)]),
    ],
)
def test_merging(given_spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merge(spans(*given_spans)) == spans(*expected)


@pytest.mark.parametrize(
    ("free", "busy", "expected"),
    [
        ([(0, 60)], [], [(0, 60)]),
        ([], [(0, 60)], []),
        ([(0, 60)], [(0, 60)], []),
        ([(0, 60)], [(-10, 70)], []),
        ([(0, 60)], [(20, 30)], [(0, 20), (30, 60)]),
        ([(0, 60)], [(0, 30)], [(30, 60)]),
        ([(0, 60)], [(30, 60)], [(0, 30)]),
        ([(0, 60)], [(60, 70)], [(0, 60)]),
        ([(0, 60)], [(-10, 0)], [(0, 60)]),
        ([(0, 60)], [(59, 70)], [(0, 59)]),
        ([(0, 60)], [(-10, 1)], [(1, 60)]),
        ([(0, 20), (40, 60)], [(10, 50)], [(0, 10), (50, 60)]),
        ([(0, 20), (40, 60)], [(50, 55), (10, 45)], [(0, 10), (45, 50), (55, 60)]),
        ([(40, 60), (0, 20)], [(5, 6), (41, 42)], [(0, 5), (6, 20), (40, 41), (42, 60)]),
    ],
)
def test_subtracting(free: list[tuple[int, int]], busy: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert subtract(spans(*free), spans(*busy)) == spans(*expected)


def test_intersecting() -> None:
    assert intersect(spans((0, 20), (40, 60)), spans((10, 50), (55, 56))) == spans((10, 20), (40, 50), (55, 56))


@given(some_intervals)
def test_merging_keeps_every_minute_in_normal_form(one: list[Interval]) -> None:
    assert minutes(merge(one)) == minutes(one)
    assert is_normal(merge(one))


@given(some_intervals)
def test_merging_twice_changes_nothing(one: list[Interval]) -> None:
    assert merge(merge(one)) == merge(one)


@given(some_intervals, some_intervals)
def test_what_is_left_never_meets_what_was_taken(free: list[Interval], busy: list[Interval]) -> None:
    left = subtract(free, busy)
    assert not any(one.overlaps(other) for one in left for other in busy)
    assert is_normal(left)


@given(some_intervals, some_intervals)
def test_what_is_left_and_what_is_shared_add_up(free: list[Interval], busy: list[Interval]) -> None:
    assert merge([*subtract(free, busy), *intersect(free, busy)]) == merge(free)
    assert minutes(intersect(free, busy)) == minutes(free) & minutes(busy)


@given(some_intervals, some_intervals)
def test_the_order_of_input_does_not_matter(free: list[Interval], busy: list[Interval]) -> None:
    assert subtract(free[::-1], busy[::-1]) == subtract(sorted(free), sorted(busy)) == subtract(free, busy)


@given(some_intervals, some_intervals)
def test_inputs_are_not_changed(free: list[Interval], busy: list[Interval]) -> None:
    before = (list(free), list(busy))
    subtract(free, busy)
    intersect(free, busy)
    assert (free, busy) == before
