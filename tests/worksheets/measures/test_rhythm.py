"""When a questionnaire is asked: by weeks, by fortnights, between sessions; and when it ends."""

from datetime import date, timedelta

import pytest

from worksheets.measures.rhythm import Plan, Rhythm, Sessions, asked_on, is_over, open_until

FIRST, LAST = date(2026, 11, 20), date(2026, 12, 18)
NO_SESSIONS = Sessions(None, None)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(
    ("rhythm", "today", "asked", "until"),
    [
        (Rhythm.WEEKLY, 0, 0, 6),
        (Rhythm.WEEKLY, 6, 0, 6),
        (Rhythm.WEEKLY, 7, 7, 13),
        (Rhythm.WEEKLY, 28, 28, 28),
        (Rhythm.FORTNIGHTLY, 0, 0, 13),
        (Rhythm.FORTNIGHTLY, 13, 0, 13),
        (Rhythm.FORTNIGHTLY, 14, 14, 27),
        (Rhythm.FORTNIGHTLY, 28, 28, 28),
        (Rhythm.ONCE, 0, 0, 28),
        (Rhythm.ONCE, 20, 0, 28),
    ],
)
def test_an_asking_is_known_by_its_first_day(rhythm: Rhythm, today: int, asked: int, until: int) -> None:
    plan = Plan(rhythm, FIRST, LAST)
    found = asked_on(plan, day(today), NO_SESSIONS)
    assert found == day(asked)
    assert open_until(plan, found, NO_SESSIONS) == day(until)


@pytest.mark.parametrize("rhythm", list(Rhythm))
@pytest.mark.parametrize("today", [-1, 29, 400])
def test_nothing_is_asked_before_the_first_day_and_after_the_last(rhythm: Rhythm, today: int) -> None:
    assert asked_on(Plan(rhythm, FIRST, LAST), day(today), Sessions(day(0), day(10))) is None


def test_once_without_a_last_day_stays_open() -> None:
    plan = Plan(Rhythm.ONCE, FIRST, None)
    assert asked_on(plan, day(300), NO_SESSIONS) == FIRST
    assert open_until(plan, FIRST, NO_SESSIONS) is None
    assert not is_over(plan, day(300))


def test_a_schedule_is_over_after_its_last_day() -> None:
    plan = Plan(Rhythm.WEEKLY, FIRST, LAST)
    assert [is_over(plan, each) for each in (LAST, LAST + timedelta(days=1))] == [False, True]


def test_before_a_session_it_is_asked_once_between_the_last_and_the_next() -> None:
    plan = Plan(Rhythm.SESSIONS, FIRST, LAST)
    assert asked_on(plan, day(1), Sessions(None, day(3))) == FIRST
    assert asked_on(plan, day(1), Sessions(day(-4), day(3))) == FIRST
    assert asked_on(plan, day(4), Sessions(day(3), day(10))) == day(3)
    assert open_until(plan, day(3), Sessions(day(3), day(10))) == day(10)


def test_a_session_that_is_moved_or_cancelled_takes_its_asking_along() -> None:
    plan = Plan(Rhythm.SESSIONS, FIRST, LAST)
    askings = {asked_on(plan, day(4), Sessions(day(3), day(next_on))) for next_on in (5, 10, 28)}
    assert askings == {day(3)}
    assert asked_on(plan, day(4), Sessions(day(3), None)) is None


def test_known_by_the_day_of_the_next_session_it_would_be_asked_again_after_every_move() -> None:
    """The control: the day by which one would know an asking at first."""
    assert len({Sessions(day(3), day(next_on)).next_on for next_on in (5, 10, 28)}) == 3


def test_before_a_session_after_the_last_day_nothing_is_asked() -> None:
    plan = Plan(Rhythm.SESSIONS, FIRST, LAST)
    assert asked_on(plan, day(20), Sessions(day(3), day(28))) == day(3)
    assert asked_on(plan, day(20), Sessions(day(3), day(29))) is None
