from datetime import UTC, datetime, timedelta

import pytest

from bookings.scheduling.lifecycle import (
    ENDED,
    HOLDING,
    INITIAL,
    OPEN,
    SETTLED,
    TRANSITIONS,
    UNMET,
    Act,
    Status,
    deadline_after_pause,
    deadline_in_pause,
    draft_hold_until,
    has_started,
    hold_deadline,
    is_late_cancellation,
    next_status,
)

START = datetime(2026, 11, 25, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

ALLOWED = {
    ("draft", "verify", "requested"),
    ("draft", "lapse", "lapsed"),
    ("requested", "confirm", "confirmed"),
    ("requested", "decline", "declined"),
    ("requested", "expire", "expired"),
    ("requested", "withdraw", "withdrawn"),
    ("requested", "propose", "proposed"),
    ("proposed", "accept", "confirmed"),
    ("proposed", "refuse", "withdrawn"),
    ("proposed", "expire", "expired"),
    ("confirmed", "complete", "completed"),
    ("confirmed", "mark_no_show", "no_show"),
    ("confirmed", "cancel", "cancelled"),
    ("confirmed", "move", "moved"),
    ("completed", "undo", "confirmed"),
    ("completed", "mark_no_show", "no_show"),
    ("no_show", "undo", "confirmed"),
    ("no_show", "complete", "completed"),
}


def test_exactly_these_transitions_exist() -> None:
    found = {(status, act, to) for status, row in TRANSITIONS.items() for act, to in row.items()}
    assert found == ALLOWED


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("act", Act)
def test_an_act_leads_where_the_table_says_or_nowhere(status: Status, act: Act) -> None:
    expected = {to for one, other, to in ALLOWED if (one, other) == (status, act)}
    assert next_status(status, act) == (expected.pop() if expected else None)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[Status.DRAFT] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        TRANSITIONS[Status.DRAFT][Act.CONFIRM] = Status.CONFIRMED  # type: ignore[index]


def test_every_status_has_a_row_and_can_be_reached() -> None:
    assert set(TRANSITIONS) == set(Status)
    assert INITIAL | {to for row in TRANSITIONS.values() for to in row.values()} == set(Status)


def test_every_act_is_used() -> None:
    assert {act for row in TRANSITIONS.values() for act in row} == set(Act)


def test_a_status_is_holding_or_settled_or_ended() -> None:
    assert set(HOLDING) == {Status.DRAFT, Status.REQUESTED, Status.PROPOSED}
    assert set(OPEN) == {Status.REQUESTED, Status.PROPOSED}
    assert set(SETTLED) == {Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW}
    assert set(ENDED) == {"cancelled", "moved", "declined", "expired", "withdrawn", "lapsed"}


def test_what_came_to_nothing_has_ended_unmet_and_was_neither_agreed_nor_left_unproved() -> None:
    assert set(UNMET) == {"declined", "expired", "withdrawn"}
    assert UNMET < ENDED
    assert {to for status in OPEN for to in TRANSITIONS[status].values()} - OPEN - SETTLED == UNMET


def test_an_ended_booking_allows_no_act_and_any_other_does() -> None:
    assert {status for status in Status if not TRANSITIONS[status]} == ENDED


@pytest.mark.parametrize(
    ("before_start", "expected_before_start"),
    [(100 * HOUR, 52 * HOUR), (60 * HOUR, 12 * HOUR), (59 * HOUR, 12 * HOUR), (61 * HOUR, 13 * HOUR)],
)
def test_a_hold_ends_after_its_time_but_never_past_the_notice(
    before_start: timedelta, expected_before_start: timedelta
) -> None:
    deadline = hold_deadline(START - before_start, START, hold=48 * HOUR, notice=12 * HOUR)
    assert deadline == START - expected_before_start


def test_a_proposal_without_notice_is_held_until_the_start_at_most() -> None:
    assert hold_deadline(START - HOUR, START, hold=48 * HOUR, notice=timedelta(0)) == START


@pytest.mark.parametrize(("deadline", "expected"), [(20 * HOUR, 12 * HOUR), (12 * HOUR, 12 * HOUR), (HOUR, HOUR)])
def test_in_a_pause_a_hold_lasts_until_the_notice_or_its_own_later_end(
    deadline: timedelta, expected: timedelta
) -> None:
    assert deadline_in_pause(START - deadline, START, notice=12 * HOUR) == START - expected


@pytest.mark.parametrize(("left", "expected"), [(5, 5), (12, 12), (13, 12)])
def test_after_a_pause_a_hold_has_what_was_left_of_it_and_no_more_than_it_was_kept_for(
    left: int, expected: int
) -> None:
    now = START - 24 * HOUR
    assert deadline_after_pause(now, left * HOUR, latest=START - 12 * HOUR) == now + expected * HOUR


@pytest.mark.parametrize(("minutes", "held"), [(60, 15), (15, 15), (14, 14)])
def test_a_draft_holds_its_time_briefly_and_never_past_the_start(minutes: int, held: int) -> None:
    now = START - minutes * MINUTE
    assert draft_hold_until(now, START, hold=15 * MINUTE) == now + held * MINUTE


@pytest.mark.parametrize(("minutes", "started"), [(-1, False), (0, True), (1, True)])
def test_a_session_has_started_from_its_first_instant(minutes: int, started: bool) -> None:
    assert has_started(START + minutes * MINUTE, START) is started


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (0, False), (1, True)])
def test_a_cancellation_is_late_once_less_than_the_window_is_left(minutes: int, late: bool) -> None:
    now = START - 24 * HOUR + minutes * MINUTE
    assert is_late_cancellation(now, START, window=24 * HOUR) is late
