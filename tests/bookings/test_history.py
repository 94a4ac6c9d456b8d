"""The history of a session in words: one sentence for whatever any service records."""

import ast
import importlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from bookings import services
from bookings.desk import page_of
from bookings.history import SENTENCES, WITH_TIME, WORDED, say_event
from bookings.models import Booking, SessionType
from bookings.scheduling.lifecycle import Act
from bookings.services import (
    accept_proposal,
    change_request,
    pause_practice,
    propose_time,
    request_move,
    resume_practice,
    say_running_late,
    withdraw_request,
)
from tests.bookings.steps import ask, ask_and_verify
from tests.factories import MONDAY, NOW, make_booking, make_client, make_session_type, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MODULES = sorted(Path(services.__file__).parent.glob("*.py"))
WRITERS = {"record": 1, "move_on": 1, "FirstEvent": 0}  # where each is told the act, if not by name


def argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    named = [each.value for each in call.keywords if each.arg == name]
    return named[0] if named else call.args[position] if len(call.args) > position else None


def calls_of(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def values_of(found: ast.expr | None, tree: ast.Module, module: Any) -> Iterator[str]:
    """Give what an expression can be: a constant, a name of the module, or what its function is called with."""
    match found:
        case ast.Constant():
            yield str(found.value)
        case ast.Attribute(value=ast.Name(id=owner), attr=attr):
            if hasattr(module, owner):  # else `first.act`: the act of a FirstEvent, which is found where it is made
                yield str(getattr(getattr(module, owner), attr))
        case ast.IfExp():
            yield from values_of(found.body, tree, module)
            yield from values_of(found.orelse, tree, module)
        case ast.Name(id=name) if hasattr(module, name):
            yield str(getattr(module, name))
        case ast.Name(id=name):
            yield from values_of_local(name, tree, module)
        case _:
            raise AssertionError(f"an act that cannot be followed: {ast.dump(found) if found else None}")


def values_of_local(name: str, tree: ast.Module, module: Any) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == name for each in node.targets
        ):
            yield from values_of(node.value, tree, module)
        elif isinstance(node, ast.FunctionDef) and node.name not in WRITERS:
            names = [each.arg for each in node.args.args]
            for call in calls_of(tree, node.name) if name in names else []:
                yield from values_of(argument(call, name, names.index(name)), tree, module)


def acts_in(source: str, module: ModuleType) -> set[str]:
    """Return every act that a module of services records."""
    tree = ast.parse(source)
    calls = [(call, position) for name, position in WRITERS.items() for call in calls_of(tree, name)]
    written = [argument(call, "act", position) for call, position in calls]
    own = {"act"} if module.__name__.endswith("recording") else set()  # `record` hands on what it was called with
    return {
        value
        for each in written
        if not (isinstance(each, ast.Name) and each.id in own)
        for value in values_of(each, tree, module)
    }


def all_acts() -> set[str]:
    return {
        act
        for path in MODULES
        for act in acts_in(
            path.read_text(encoding="utf-8"),
            importlib.import_module(
                f"bookings.services.{path.stem}" if path.stem != "__init__" else "bookings.services"
            ),
        )
    }


def test_every_act_that_any_service_records_has_a_sentence() -> None:
    acts = all_acts()
    assert {str(act) for act in Act} <= acts
    assert {"ask", "pause", "resume", "running_late", "excuse_late", "guardian_end", "of_age"} <= acts
    assert acts - {str(act) for act in (*SENTENCES, *WITH_TIME, *WORDED)} == set()


def test_an_act_without_a_sentence_would_be_found() -> None:
    source = (
        'def step(booking, act):\n    record(booking, act, by=1)\nstep(None, "shrug")\nmove_on(None, Act.CONFIRM)\n'
    )
    module = importlib.import_module("bookings.services.answering")
    assert acts_in(source, module) == {"shrug", "confirm"}


def said_of(booking: Booking) -> list[str]:
    return [say_event(event) for event in booking.events.select_related("booking__practitioner")]


def test_a_pause_and_its_end_are_told(session_type: SessionType, therapist: User) -> None:
    booking = make_booking(session_type, status="requested", hold_until=NOW + timedelta(days=1))
    pause_practice(practitioner=session_type.practitioner, back_on=None, by=therapist, now=NOW)
    resume_practice(practitioner=session_type.practitioner, by=therapist, now=NOW)
    assert said_of(booking) == [
        "You paused the practice: the time to answer stands still",
        "You ended the pause: the time to answer goes on",
    ]


def test_that_a_client_runs_late_is_told(session_type: SessionType) -> None:
    booking = make_booking(session_type)
    say_running_late(booking=booking, by=None, now=MONDAY)
    assert said_of(booking) == ["The client said that they are running late"]


def test_after_another_time_is_offered_the_history_says_what_was_asked_for_and_what_was_offered(
    session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type)
    later = MONDAY + timedelta(hours=2)
    offered = propose_time(booking=booking, starts_at=later, by=therapist, now=NOW)
    accepted = accept_proposal(booking=offered, by=None, now=NOW)
    assert [words for words in said_of(accepted) if "proved" not in words] == [
        "The client asked for 23 Nov 2026, 12:00 pm IST",
        "You offered another time: 23 Nov 2026, 2:00 pm IST",
        "The client accepted the time that you offered",
    ]


def test_what_was_confirmed_at_once_says_so(session_type: SessionType) -> None:
    at_once = make_session_type(session_type.practitioner, slug="at-once", confirms_at_once=True)
    booking = ask(at_once, client=make_client("Asha", user=make_user("asha@example.com")))
    assert booking.status == "confirmed"
    assert said_of(booking) == [
        "The client asked for 23 Nov 2026, 12:00 pm IST, and it was confirmed at once, as this session type is"
    ]


def test_a_move_that_is_asked_for_says_to_which_time(session_type: SessionType) -> None:
    session = make_booking(session_type)
    moved = request_move(booking=session, starts_at=MONDAY + timedelta(hours=2), by=None, now=NOW)
    assert said_of(moved) == ["The client asked to move the session to 23 Nov 2026, 2:00 pm IST"]


def test_of_a_changed_request_both_rows_say_which_time_took_the_place_of_which(
    session_type: SessionType, therapist: User
) -> None:
    first = ask_and_verify(session_type)
    second = change_request(booking=first, starts_at=MONDAY + timedelta(days=1), by=None, now=NOW)
    third = change_request(booking=second, starts_at=MONDAY + timedelta(days=2), by=None, now=NOW)
    propose_time(booking=third, starts_at=MONDAY + timedelta(days=3), by=therapist, now=NOW)
    once = "The client asked for 24 Nov 2026, 12:00 pm IST instead of 23 Nov 2026, 12:00 pm IST"
    twice = "The client asked for 25 Nov 2026, 12:00 pm IST instead of 24 Nov 2026, 12:00 pm IST"
    assert [said_of(row)[-1] for row in (first, second)] == [once, twice]
    assert said_of(second) == [once, twice]
    assert said_of(third) == [twice, "You offered another time: 26 Nov 2026, 12:00 pm IST"]


def test_a_request_that_is_only_withdrawn_says_so(session_type: SessionType) -> None:
    booking = withdraw_request(booking=ask_and_verify(session_type), by=None, now=NOW)
    assert said_of(booking)[-1] == "The client withdrew it"


def test_of_a_change_whose_other_time_is_not_known_none_is_claimed(session_type: SessionType) -> None:
    booking = make_booking(session_type, status="withdrawn")
    for act, code in (("withdraw", "another_time"), ("ask_change", "")):
        booking.events.create(at=NOW, by="client", act=act, reason_code=code, to_status="withdrawn")
    assert said_of(booking) == ["The client asked for another time instead"] * 2


def test_the_page_of_the_old_time_leads_the_therapist_to_the_one_asked_for(
    desk: Browser, session_type: SessionType
) -> None:
    old = ask_and_verify(session_type)
    new = change_request(booking=old, starts_at=MONDAY + timedelta(days=1), by=None, now=NOW)
    led, waits = (desk.get(page_of(row)).content.decode() for row in (old, new))
    assert "The client has asked for another time since: 24 Nov 2026, 12:00 pm IST." in led
    assert f'href="{page_of(new)}"' in led
    assert "has asked for another time since" not in waits


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("ask", "The client asked for a time"),
        ("ask_move", "The client asked to move the session"),
        ("propose", "You offered another time"),
    ],
)
def test_of_an_event_from_before_its_time_was_kept_none_is_claimed(
    session_type: SessionType, act: str, words: str
) -> None:
    booking = make_booking(session_type)
    booking.events.create(at=NOW, by="client", act=act, to_status="requested")
    assert said_of(booking) == [words]
