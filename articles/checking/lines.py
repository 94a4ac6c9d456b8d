"""One line of the check list."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a line says. Only what is MISSING keeps an essay from being published."""

    MISSING = "missing"
    ADVICE = "advice"
    GOOD = "good"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Line:
    """What was looked at, how it stands, and the field of the form that it is about; `details` name the places."""

    verdict: Verdict
    field: str
    words: str
    details: tuple[str, ...] = ()
