"""The opening list: what the therapist has to fill in, check or read before strangers may book.

A step is done by doing it; nothing here is ticked. Rooms register theirs when they are ready.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `is_necessary` ones keep the practice closed until they are done; `order` sorts the list.

    `address` leads to where it is done; of an `is_act` step it is posted to by a button.
    """

    key: str
    title: str | Promise
    hint: str | Promise
    is_done: Callable[[], bool]
    address: Callable[[], str]
    is_necessary: bool = True
    is_act: bool = False
    order: int = 100


STEPS: dict[str, Step] = {}


def register(step: Step) -> None:
    """Put a step on the list."""
    STEPS[step.key] = step


def steps() -> list[tuple[Step, bool]]:
    """Return every step in order, with whether it is done."""
    return [(step, step.is_done()) for step in sorted(STEPS.values(), key=lambda step: (step.order, step.key))]


def necessary_left() -> list[Step]:
    """Return the steps that keep the practice closed."""
    return [step for step, is_done in steps() if step.is_necessary and not is_done]


def is_open_for_requests() -> bool:
    """Tell whether strangers may ask for a session: always on one's own machine, else once the list is done."""
    return not settings.IS_HTTPS or not necessary_left()
