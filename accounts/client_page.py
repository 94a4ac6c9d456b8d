"""The parts of a client's page at the desk that other rooms show there; each registers its own when the site starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Client


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page. `context` is asked at each visit; the template finds what it returns as `part`.

    What is `for_therapist` nobody else at the desk sees.
    """

    key: str
    template: str
    context: Callable[[Client, datetime], dict[str, Any]]
    order: int = 100
    for_therapist: bool = False


PARTS: dict[str, Part] = {}


def register(part: Part) -> None:
    """Put a part on the page of every client."""
    PARTS[part.key] = part


def parts_of(client: Client, now: datetime, *, is_therapist: bool) -> list[dict[str, Any]]:
    """Return the parts for whoever asks in order, each with its template and what it shows of this client."""
    own = [part for part in PARTS.values() if is_therapist or not part.for_therapist]
    ordered = sorted(own, key=lambda part: (part.order, part.key))
    return [{"template": part.template, **part.context(client, now)} for part in ordered]
