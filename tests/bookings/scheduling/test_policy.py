from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Policy, Reason, SessionShape, Weight, bookable_window

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TICK = timedelta.resolution


def make_policy(**changes: Any) -> Policy:
    rules: dict[str, Any] = {
        "zone": ZoneInfo("Asia/Kolkata"),
        "notice": 12 * HOUR,
        "horizon": timedelta(days=60),
        "step": 30 * MINUTE,
    }
    return Policy(**(rules | changes))


def make_shape(**changes: Any) -> SessionShape:
    shape: dict[str, Any] = {"length": 50 * MINUTE, "modes": frozenset({"video"})}
    return SessionShape(**(shape | changes))


@pytest.mark.parametrize("make", [make_policy, make_shape])
@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (MINUTE, True),
        (24 * HOUR, True),
        (24 * HOUR + MINUTE, False),
        (timedelta(0), False),
        (-MINUTE, False),
        (90 * timedelta(seconds=1), False),
    ],
)
def test_a_step_is_of_whole_minutes_up_to_a_day(make: Callable[..., Any], step: timedelta, kept: bool) -> None:
    if kept:
        assert make(step=step).step == step
    else:
        with pytest.raises(ValueError, match="step"):
            make(step=step)


@pytest.mark.parametrize("field", ["notice", "horizon"])
def test_a_negative_amount_of_time_is_refused(field: str) -> None:
    assert make_policy(**{field: timedelta(0)})
    with pytest.raises(ValueError, match="negative"):
        make_policy(**{field: -MINUTE})


@pytest.mark.parametrize("field", ["sessions_a_day", "sessions_a_week"])
def test_a_negative_limit_is_refused(field: str) -> None:
    assert make_policy(**{field: 0})
    with pytest.raises(ValueError, match="negative"):
        make_policy(**{field: -1})


def test_a_session_takes_time() -> None:
    with pytest.raises(ValueError, match="take time"):
        make_shape(length=timedelta(0))


@pytest.mark.parametrize("field", ["buffer_before", "buffer_after"])
def test_a_negative_buffer_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="buffer"):
        make_shape(**{field: -MINUTE})


@pytest.mark.parametrize("asker", [Asker.STRANGER, Asker.CLIENT])
def test_the_bookable_window_runs_from_the_notice_to_the_horizon(asker: Asker) -> None:
    window = bookable_window(make_policy(), now=NOW, asker=asker)
    assert window == Interval(NOW + 12 * HOUR, NOW + timedelta(days=60) + TICK)


def test_without_notice_the_window_begins_after_now() -> None:
    window = bookable_window(make_policy(notice=timedelta(0)), now=NOW, asker=Asker.CLIENT)
    assert window.start == NOW + TICK


def test_the_window_of_the_practice_knows_no_notice() -> None:
    window = bookable_window(make_policy(), now=NOW, asker=Asker.PRACTICE)
    assert window == Interval(NOW + TICK, NOW + timedelta(days=60))


def test_the_window_of_the_practice_is_never_empty() -> None:
    policy = make_policy(notice=timedelta(0), horizon=timedelta(0))
    assert bookable_window(policy, now=NOW, asker=Asker.PRACTICE).end == NOW + 24 * HOUR


def test_a_notice_beyond_the_horizon_leaves_no_window() -> None:
    with pytest.raises(ValueError, match="start before"):
        bookable_window(make_policy(notice=2 * HOUR, horizon=HOUR), now=NOW, asker=Asker.CLIENT)


def test_what_each_reason_is_to_the_practice() -> None:
    weights = {weight: {reason for reason in Reason if reason.binds_practice is weight} for weight in Weight}
    assert weights[Weight.FORBIDS] == {"busy", "not_on_step"}
    assert weights[Weight.EXEMPT] == {
        "paused",
        "intake_closed",
        "clients_only",
        "new_clients_only",
        "before_notice",
        "beyond_horizon",
    }
    assert weights[Weight.WARNS] == set(Reason) - weights[Weight.FORBIDS] - weights[Weight.EXEMPT]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_applies_to_everybody_but_the_practice_where_exempt(reason: Reason) -> None:
    assert reason.applies_to(Asker.STRANGER)
    assert reason.applies_to(Asker.CLIENT)
    assert reason.applies_to(Asker.PRACTICE) is (reason.binds_practice is not Weight.EXEMPT)
