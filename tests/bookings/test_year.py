"""A whole year of the practice, looked at after every event; and what the looking finds when a rule is broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.models import User
from bookings import emails, selectors
from bookings.models import Booking, SessionType
from bookings.services import recording
from practice.mail import registry
from practice.mail.quiet import Rest
from tests.bookings.year import FIRST, LAST, OFTEN, Year
from tests.bookings.year_rules import AT_ONCE, TO_THERAPIST, WAITS_FOR_ANOTHER, Rules
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

EVENTS_A_DAY, MANY = 1, 8  # `python -m benchmarks.year` plays six on every day


def live(
    therapist: User,
    clock: time_machine.Traveller,
    events_a_day: int,
    *,
    first: date = FIRST,
    last: date = LAST,
    looked_for: str | None = None,
) -> tuple[Year, list[str], int]:
    """Let some days happen; return them, what was broken, and how often something was looked at.

    The days end early once what is `looked_for` stands among the broken.
    """
    year, rules = Year(therapist, clock, seed=1), Rules()
    year.after_each, year.after_sending = rules.look, rules.look_at_mail
    if looked_for is not None:
        year.has_shown_it = lambda: any(looked_for in each for each in rules.broken)
    year.live(events_a_day=events_a_day, first=first, last=last)
    rules.look_back(year)
    return year, [*year.refused, *rules.broken], rules.checked


@pytest.mark.long
def test_nothing_breaks_in_a_year(session_type: SessionType, therapist: User, clock: time_machine.Traveller) -> None:
    year, broken, checked = live(therapist, clock, EVENTS_A_DAY)
    report("YEAR", len(broken), 0, engine=connection.vendor, events=year.done.total(), checked=checked)
    assert broken == []
    assert [name for name in OFTEN if not year.done[name]] == []
    assert sum(year.done.values()) > 250


def never_off(practitioner: Any, window: Any, now: Any) -> Any:
    """Return what decides about a time, without the time off."""
    return replace(TIMETABLE_OF(practitioner, window, now), time_off=())


def never_paused(practitioner: Any) -> Any:
    """Return the rules as if there were no pause."""
    return replace(POLICY_OF(practitioner), paused=False)


def resting_but(beginning: str) -> dict[str, Rest]:
    """Return which messages wait for the morning, without those of one kind."""
    return {kind: rest for kind, rest in registry.RESTS.items() if not kind.startswith(beginning)}


def reminded_whatever_became_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send reminders for sessions that were cancelled, too."""
    for kind in ("booking_reminder", "booking_reminder_near"):
        loose = replace(emails.KINDS[kind], due_while=frozenset(Booking.Status))
        monkeypatch.setitem(emails.KINDS, kind, loose)


def the_day_before(booking: Booking, now: datetime) -> list[datetime]:
    """Remind a day before the start, when a cancellation is late already."""
    at = booking.starts_at - timedelta(days=1)
    return [at] if at > now else []


def test_the_rules_of_the_year_know_every_message_about_a_session_a_series_and_a_place() -> None:
    """What the year takes for an answer must exist, and must not wait; whatever else there is has to."""
    about = {kind for kind in registry.KINDS if kind.partition("_")[0] in {"booking", "series", "standing", "waiting"}}
    assert about >= AT_ONCE | TO_THERAPIST
    assert about - AT_ONCE == about & registry.RESTS.keys() - WAITS_FOR_ANOTHER


POLICY_OF, TIMETABLE_OF = selectors.policy_of, selectors.timetable_of
BROKEN: dict[str, tuple[str, Callable[[pytest.MonkeyPatch], None], date, date]] = {
    "leave": (
        "in time off",
        lambda patch: patch.setattr(selectors, "timetable_of", never_off),
        date(2026, 4, 27),
        date(2026, 5, 3),
    ),
    "the pause": (
        "asked in a pause",
        lambda patch: patch.setattr(selectors, "policy_of", never_paused),
        date(2026, 8, 2),
        date(2026, 8, 5),
    ),
    "cancelled sessions": (
        "reminded of what is not to come",
        reminded_whatever_became_of_it,
        date(2026, 1, 1),
        date(2026, 1, 12),
    ),
    "free cancelling": (
        "reminded too late to cancel",
        lambda patch: patch.setattr(recording, "first_reminders_at", the_day_before),
        date(2026, 1, 1),
        date(2026, 1, 12),
    ),
    "quiet hours": (
        "at night",
        lambda patch: patch.setattr(registry, "RESTS", {}),
        date(2026, 1, 1),
        date(2026, 1, 8),
    ),
    "quiet hours of the list": (
        "at night ('waiting_",
        lambda patch: patch.setattr(registry, "RESTS", resting_but("waiting_")),
        date(2026, 1, 1),
        date(2026, 1, 28),
    ),
    "quiet hours of a series": (
        "at night ('series_",
        lambda patch: patch.setattr(registry, "RESTS", resting_but("series_")),
        date(2026, 1, 1),
        date(2026, 1, 28),
    ),
    "the clock in London": (
        "another hour",
        lambda patch: patch.setattr(emails, "place_of", lambda _name, home: home),
        date(2026, 3, 26),
        date(2026, 4, 1),
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_seen(
    rule: str,
    session_type: SessionType,
    therapist: User,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the test above: without the rule, the same days do not go by unnoticed."""
    what, break_it, first, last = BROKEN[rule]
    break_it(monkeypatch)
    _year, broken, _checked = live(therapist, clock, MANY, first=first, last=last, looked_for=what)
    assert any(what in each for each in broken), broken[:5]
