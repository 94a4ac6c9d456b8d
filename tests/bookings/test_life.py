"""B5: random lives on the services and on a plain model; a rule that is broken is noticed."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis.stateful import run_state_machine_as_test

from bookings.services import answering, calendar, leaving, marking, recording
from tests.bookings.life_machine import Life, settings_of
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.no_cover, pytest.mark.django_db]

LIVES, STEPS = 100, 30  # `python -m benchmarks.b5` plays twice as many
ACTS = ["ask", "verify", "send code", "withdraw", "confirm", "decline", "propose", "accept", "refuse", "cancel"]
MORE = ["ask move", "offer move", "complete", "no show", "undo", "late mark", "clock", "release"]


def test_b5_no_life_of_a_booking_breaks_a_rule() -> None:
    class Counted(Life):
        done: Counter[str] = Counter()

    run_state_machine_as_test(Counted, settings=settings_of(LIVES, STEPS))
    steps = Counted.done.total()
    report("B5", 0, 0, lives=LIVES, steps=steps)
    assert steps > LIVES * STEPS / 2
    possible = [act for act in [*ACTS, *MORE] if Counted.done[f"{act}: done"]]
    assert len(possible) >= len([*ACTS, *MORE]) - 2  # which acts chance leaves out is not fixed


def nothing(*_args: Any, **_given: Any) -> None:
    """Do not do it."""


BROKEN: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "a cancelled session leaves its move": (leaving, "end_open_move", nothing),
    "an agreed move leaves the old time": (answering, "end_predecessor", nothing),
    "nothing is written into the history": (recording, "record", nothing),
    "the deadline is not read": (calendar, "release_lapsed", nothing),
    "a mark is possible before the start": (marking, "has_started", lambda *_times: True),
    "every cancellation is late": (leaving, "is_late", lambda *_given: True),
    "an offer is held past the old time": (answering, "offer_deadline", lambda _row, start, _now: start),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    module, name, instead = BROKEN[rule]
    monkeypatch.setattr(module, name, instead)
    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(Life, settings=settings_of(LIVES, STEPS))
