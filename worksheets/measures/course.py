"""A course of totals as points in a picture; pure. Its units are the picture's own, which grows with the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from worksheets.measures.scoring import Band, Questionnaire

WIDTH: Final = 320
HEIGHT: Final = 190
LEFT: Final = 34  # room for the numbers
RIGHT: Final = 10
TOP: Final = 12
BOTTOM: Final = 26  # room for the days


@dataclass(frozen=True, slots=True)
class Total:
    """One total and its day."""

    day: date
    total: int
    band: Band


@dataclass(frozen=True, slots=True)
class Dot:
    """A total where it stands in the picture."""

    x: float
    y: float
    total: Total


@dataclass(frozen=True, slots=True)
class Line:
    """Where a band begins, from below."""

    y: float
    low: int


@dataclass(frozen=True, slots=True)
class Course:
    """All that a picture of totals needs, oldest first."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    lowest: int
    highest: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    top: int = TOP

    @property
    def path(self) -> str:
        """The points of the line through all dots."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


def course_of(questionnaire: Questionnaire, totals: Sequence[Total]) -> Course:
    """Place totals over the whole range of totals that there can be: a picture never makes a small change look large.

    Days stand apart as far as they do in time; of one day alone, or one total, the dot stands in the middle.
    """
    ordered = sorted(totals, key=lambda total: total.day)
    lowest, highest = questionnaire.lowest, questionnaire.highest
    days = [total.day for total in ordered]
    span = (days[-1] - days[0]).days if days else 0

    def across(day: date) -> float:
        share = (day - days[0]).days / span if span else 0.5
        return round(LEFT + 8 + share * (WIDTH - LEFT - RIGHT - 16), 1)

    def up(total: int) -> float:
        return round(HEIGHT - BOTTOM - (total - lowest) / (highest - lowest) * (HEIGHT - BOTTOM - TOP), 1)

    bands = sorted(questionnaire.bands, key=lambda band: band.low)
    return Course(
        dots=tuple(Dot(across(total.day), up(total.total), total) for total in ordered),
        lines=tuple(Line(up(band.low), band.low) for band in bands[1:]),
        lowest=lowest,
        highest=highest,
    )
