"""B5: random lives on the services and on a plain model; a rule that is broken is noticed."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis.stateful import run_state_machine_as_test

from bookings.services import answering, calendar, changing, leaving, marking, recording
from tests.bookings.life_machine import Life, settings_of
from tests.bookings.life_stories import STORIES
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.both, pytest.mark.unmeasured, pytest.mark.django_db]

LIVES, STEPS = 100, 30  # `python -m benchmarks.b5` plays twice as many
ACTS = ["ask", "verify", "send code", "withdraw", "confirm", "decline", "propose", "accept", "refuse", "cancel"]
MORE = [
    "ask move",
    "offer move",
    "offer again",
    "place",
    "change",
    "complete",
    "no show",
    "undo",
    "late mark",
    "clock",
    "release",
]


@pytest.mark.long
def test_b5_no_life_of_a_booking_breaks_a_rule() -> None:
    class Counted(Life):
        done: Counter[str] = Counter()

    run_state_machine_as_test(Counted, settings=settings_of(LIVES, STEPS))
    for story in STORIES:
        tell(Counted, story)
    steps = Counted.done.total()
    report("B5", 0, 0, lives=LIVES, steps=steps)
    assert steps > LIVES * STEPS / 2
    assert [act for act in [*ACTS, *MORE] if not Counted.done[f"{act}: done"]] == []


def tell(machine: type[Life], story: str) -> None:
    """Play one written life and take it back."""
    life = machine()
    try:
        life.tell(story)
    finally:
        life.teardown()


def nothing(*_args: Any, **_given: Any) -> None:
    """Do not do it."""


BROKEN: dict[str, tuple[Any, str, Callable[..., Any], str]] = {
    "a cancelled session leaves its move": (leaving, "end_open_move", nothing, "cancelled with its move"),
    "an agreed move leaves the old time": (answering, "end_predecessor", nothing, "moved by the client"),
    "a changed request keeps its old time": (changing, "give_up_time", nothing, "another time chosen"),
    "nothing is written into the history": (recording, "record", nothing, "agreed"),
    "the deadline is not read": (calendar, "release_lapsed", nothing, "not answered"),
    "a mark is possible before the start": (marking, "has_started", lambda *_times: True, "held"),
    "every cancellation is late": (leaving, "is_late", lambda *_given: True, "cancelled with its move"),
    "an offer is held past the old time": (
        answering,
        "offer_deadline",
        lambda _row, start, _now: start,
        "moved by the practice",
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    module, name, instead, story = BROKEN[rule]
    tell(Life, story)
    monkeypatch.setattr(module, name, instead)
    with pytest.raises((AssertionError, IntegrityError)):
        tell(Life, story)
