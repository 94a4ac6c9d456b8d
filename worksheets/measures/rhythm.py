"""When a questionnaire is asked; pure: days in, days out. Days are those of the client's own clock.

Each asking is known by a day that does not move while it is open: the first of its week or fortnight, or the day of
the last session that took place. So a session that is moved, or cancelled, takes its asking along.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Rhythm(StrEnum):
    """How often."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    SESSIONS = "sessions"


STEPS: Final = {Rhythm.WEEKLY: timedelta(weeks=1), Rhythm.FORTNIGHTLY: timedelta(weeks=2)}
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """A rhythm with its first and last day, both included. Without a last day it is asked until it was ended."""

    rhythm: Rhythm
    first_on: date
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Sessions:
    """What the calendar says: the day of the last session that took place, and of the next that is agreed."""

    last_on: date | None
    next_on: date | None


def asked_on(plan: Plan, today: date, sessions: Sessions) -> date | None:
    """Return the day by which the asking that is open today is known; None where nothing is asked."""
    if today < plan.first_on or (plan.last_on is not None and today > plan.last_on):
        return None
    if plan.rhythm is Rhythm.SESSIONS:
        if sessions.next_on is None or (plan.last_on is not None and sessions.next_on > plan.last_on):
            return None
        return max(plan.first_on, sessions.last_on or plan.first_on)
    step = STEPS.get(plan.rhythm)
    return plan.first_on + (today - plan.first_on) // step * step if step else plan.first_on


def open_until(plan: Plan, asked: date, sessions: Sessions) -> date | None:
    """Return the last day on which an asking is open, as far as it is known: the day of the session, or of the week."""
    if plan.rhythm is Rhythm.SESSIONS:
        return sessions.next_on
    step = STEPS.get(plan.rhythm)
    if step is None:
        return plan.last_on
    end = asked + step - timedelta(days=1)
    return min(end, plan.last_on) if plan.last_on else end


def is_over(plan: Plan, today: date) -> bool:
    """Tell whether nothing is asked any more."""
    return plan.last_on is not None and today > plan.last_on
