"""Who is offered which free time: days and hours by the clock where one is, nothing twice, and a reason for none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.availability import Slot
from bookings.scheduling.waiting import Part, Skip, Wanted, cell, cell_of, first_fitting, part_of

HOUR = timedelta(hours=1)
KOLKATA, LONDON = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")
MONDAY_NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # in Gurgaon; seven in the morning (6:30) in London


def slot(start: datetime, *modes: str) -> Slot:
    return Slot(start, start + HOUR, frozenset(modes or ["video"]))


def wanted(*cells: str, zone: ZoneInfo = KOLKATA, modes: tuple[str, ...] = ("video",)) -> Wanted:
    return Wanted(zone, frozenset(modes), frozenset(cells))


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, Part.EARLY),
        (8, Part.EARLY),
        (9, Part.MORNING),
        (11, Part.MORNING),
        (12, Part.AFTERNOON),
        (16, Part.AFTERNOON),
        (17, Part.EVENING),
        (23, Part.EVENING),
    ],
)
def test_each_hour_belongs_to_one_part_of_the_day(hour: int, part: Part) -> None:
    assert part_of(hour) is part


def test_a_time_falls_on_the_day_and_part_of_the_clock_where_one_is() -> None:
    assert cell_of(MONDAY_NOON, KOLKATA) == cell(0, Part.AFTERNOON) == "0-afternoon"
    assert cell_of(MONDAY_NOON, LONDON) == "0-early"
    assert cell_of(datetime(2026, 11, 22, 19, 0, tzinfo=UTC), KOLKATA) == "0-early"  # still Sunday in London
    assert cell_of(datetime(2026, 11, 22, 19, 0, tzinfo=UTC), LONDON) == "6-evening"


def test_the_part_follows_the_clock_through_its_change() -> None:
    before, after = datetime(2026, 10, 23, 8, 30, tzinfo=UTC), datetime(2026, 10, 26, 8, 30, tzinfo=UTC)
    assert cell_of(before, LONDON) == "4-morning"
    assert cell_of(after, LONDON) == "0-early"


def test_with_no_days_named_any_time_suits_but_never_another_way() -> None:
    assert wanted().takes(slot(MONDAY_NOON))
    assert not wanted().takes(slot(MONDAY_NOON, "in_person"))
    assert wanted().takes(slot(MONDAY_NOON, "in_person", "video"))


def test_a_time_outside_the_days_named_does_not_suit() -> None:
    assert wanted("0-afternoon").takes(slot(MONDAY_NOON))
    assert not wanted("0-morning", "1-afternoon").takes(slot(MONDAY_NOON))


def pick(slots: list[Slot], want: Wanted, *, before: tuple[datetime, ...] = ()) -> Slot | Skip:
    return first_fitting(slots, want, not_before=MONDAY_NOON, offered_before=before)


def test_the_first_time_that_suits_is_chosen() -> None:
    early, later = slot(MONDAY_NOON), slot(MONDAY_NOON + 24 * HOUR)
    assert pick([early, later], wanted()) == early
    assert pick([early, later], wanted("1-afternoon")) == later


def test_a_time_that_leaves_exactly_enough_to_answer_is_offered_and_a_minute_less_is_not() -> None:
    assert pick([slot(MONDAY_NOON)], wanted()) == slot(MONDAY_NOON)
    assert pick([slot(MONDAY_NOON - timedelta(minutes=1))], wanted()) is Skip.NOTHING_FREE


def test_a_time_offered_before_is_passed_over() -> None:
    early, later = slot(MONDAY_NOON), slot(MONDAY_NOON + 24 * HOUR)
    assert pick([early, later], wanted(), before=(early.start,)) == later
    assert pick([early, later], wanted(), before=(early.start, later.start)) is Skip.ALL_OFFERED


def test_each_reason_to_offer_nothing_is_told_apart() -> None:
    assert pick([], wanted()) is Skip.NOTHING_FREE
    assert pick([slot(MONDAY_NOON)], wanted("6-early")) is Skip.NOTHING_FITS
    assert pick([slot(MONDAY_NOON)], wanted(), before=(MONDAY_NOON,)) is Skip.ALL_OFFERED
