"""The laws of the core on random timetables, and controls that show each law noticing a wrong rule.

Law one: a start is listed exactly when no reason speaks against it. Law two: slots and
reasons are those of the naive rules, which share no arithmetic with the core.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.scheduling.availability import Slot
from bookings.scheduling.policy import Asker, Reason
from tests.bookings.scheduling.cases import Case, differences, disagreements, random_case
from tests.bookings.scheduling.naive import closed_overlap
from tests.reporting import report

GATE_CASES = 2000
TARGET = 0
UTC_ZONE = ZoneInfo("UTC")

cases = st.builds(random_case, st.randoms(use_true_random=True))
derandomised = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.gate
@settings(derandomised, max_examples=100)
@given(cases)
def test_what_is_offered_is_what_nothing_speaks_against(case: Case) -> None:
    assert disagreements(case) == []


@settings(derandomised, max_examples=25)
@given(cases)
def test_slots_and_reasons_are_those_of_the_naive_rules(case: Case) -> None:
    assert differences(case) == []


@pytest.mark.gate
@pytest.mark.unmeasured
@settings(derandomised, max_examples=150)
@given(cases)
def test_slots_and_reasons_are_those_of_the_naive_rules_at_length(case: Case) -> None:
    assert differences(case) == []


@pytest.mark.gate
@pytest.mark.unmeasured
def test_b6_offered_and_accepted_never_disagree(capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[Case] = []
    seen: Counter[str] = Counter()

    @settings(derandomised, max_examples=GATE_CASES)
    @given(cases)
    def ask(case: Case) -> None:
        seen["cases"] += 1
        seen["with slots"] += bool(case.offered())
        wrong.extend([case] if disagreements(case) else [])

    ask()
    with capsys.disabled():
        report("B6", len(wrong), TARGET, cases=seen["cases"])
    assert wrong == []
    assert seen["cases"] >= GATE_CASES
    assert seen["with slots"] > GATE_CASES / 4


@pytest.mark.gate
def test_the_random_timetables_know_every_reason_and_often_offer_something() -> None:
    """The laws would hold on empty timetables too; these are not."""
    told: Counter[str] = Counter()
    for case in some_cases(100):
        told["offers"] += bool(case.offered())
        told.update({reason for probe in case.probes for reason in case.reasons(probe)})
    assert told["offers"] >= 25
    assert min(told[reason] for reason in Reason) >= 1


@cache
def some_cases(count: int) -> tuple[Case, ...]:
    return tuple(random_case(Random(seed)) for seed in range(count))


# -- controls: a core with one rule wrong must break a law


@dataclass(frozen=True)
class ForgetfulCase(Case):
    """A core that accepts in spite of one reason, though its list knows it: "shown taken, yet accepted"."""

    forgotten: Reason = Reason.BUFFER

    def reasons(self, start: datetime) -> list[Reason]:
        return [reason for reason in super().reasons(start) if reason is not self.forgotten]


@dataclass(frozen=True)
class BlindCase(Case):
    """A core whose list ignores what is taken, though accepting does not: "shown free, then refused"."""

    def offered(self) -> list[Slot]:
        return replace(self, timetable=replace(self.timetable, busy=())).as_case().offered()

    def as_case(self) -> Case:
        return Case(**fields_of(self))


@dataclass(frozen=True)
class UnpaddedCase(Case):
    """A core that knows no buffers at all, neither in its list nor in its reasons."""

    def offered(self) -> list[Slot]:
        return self.as_case().offered()

    def reasons(self, start: datetime) -> list[Reason]:
        return self.as_case().reasons(start)

    def as_case(self) -> Case:
        nothing = self.shape.length * 0
        busy = tuple(replace(each, buffer_before=nothing, buffer_after=nothing) for each in self.timetable.busy)
        shape = replace(self.shape, buffer_before=nothing, buffer_after=nothing)
        return Case(**(fields_of(self) | {"timetable": replace(self.timetable, busy=busy), "shape": shape}))


@dataclass(frozen=True)
class UtcCase(UnpaddedCase):
    """A core that takes the clock on the wall for UTC."""

    def as_case(self) -> Case:
        policy = replace(self.timetable.policy, zone=UTC_ZONE)
        return Case(**(fields_of(self) | {"timetable": replace(self.timetable, policy=policy)}))


def fields_of(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in Case.__dataclass_fields__}


def made_wrong(kind: type[Case], **changes: Any) -> Iterable[Case]:
    return (kind(**fields_of(case), **changes) for case in some_cases(150))


@pytest.mark.gate
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.IN_THE_PAST])
def test_forgetting_any_reason_is_noticed(reason: Reason) -> None:
    assert any(disagreements(case) for case in made_wrong(ForgetfulCase, forgotten=reason))


@pytest.mark.gate
def test_forgetting_the_past_is_noticed() -> None:
    """For everybody else, what is past is also too soon."""
    forgetful = made_wrong(ForgetfulCase, forgotten=Reason.IN_THE_PAST)
    assert any(disagreements(replace(case, asker=Asker.PRACTICE)) for case in forgetful)


def test_forgetting_the_buffers_is_noticed() -> None:
    assert any(disagreements(case) for case in made_wrong(ForgetfulCase, forgotten=Reason.BUFFER))


def test_a_list_that_ignores_what_is_taken_is_noticed() -> None:
    assert any(disagreements(case) for case in made_wrong(BlindCase))


@pytest.mark.parametrize("kind", [UnpaddedCase, UtcCase])
def test_a_core_that_is_wrong_everywhere_agrees_with_itself_but_not_with_the_naive_rules(kind: type[Case]) -> None:
    assert any(differences(case) for case in made_wrong(kind))


def test_closed_intervals_would_be_noticed() -> None:
    assert any(differences(case, overlap=closed_overlap) for case in some_cases(60))


def test_the_same_cases_show_nothing_without_a_fault() -> None:
    assert not any(disagreements(case) for case in some_cases(30))
