"""The pure core of scored questionnaires: points, totals, bands and the answers that ask for help to be shown.

No framework, no clock, no database: values in, values out. A total exists only where every question is answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Chosen = Mapping[int, int]  # question number: place of the answer that was taken, from 0


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that is offered, and what it counts."""

    points: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Reversed, its answers count from the other end: the highest points become the lowest."""

    number: int
    text: str
    options: tuple[Option, ...]
    is_reversed: bool = False

    @property
    def counted(self) -> tuple[int, ...]:
        """What each answer counts in the total, in the order in which they are offered."""
        points = [option.points for option in self.options]
        return tuple(min(points) + max(points) - each for each in points) if self.is_reversed else tuple(points)


@dataclass(frozen=True, slots=True)
class Band:
    """What a total from `low` to `high`, both included, is called."""

    low: int
    high: int
    label: str

    def holds(self, total: int) -> bool:
        """Tell whether a total lies in it."""
        return self.low <= total <= self.high


@dataclass(frozen=True, slots=True)
class Mark:
    """A question about safety, and the points from which its answer shows help."""

    number: int
    points: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is asked and how it counts."""

    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def lowest(self) -> int:
        """The lowest total there can be."""
        return sum(min(item.counted) for item in self.items)

    @property
    def highest(self) -> int:
        """The highest total there can be."""
        return sum(max(item.counted) for item in self.items)

    def item(self, number: int) -> Item | None:
        """Return the question of a number; None where there is none."""
        return next((item for item in self.items if item.number == number), None)


@dataclass(frozen=True, slots=True)
class Score:
    """A total and what it is called."""

    total: int
    band: Band


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a questionnaire: in which part, at which place of it, and the facts about it."""

    part: str  # "bands" or "marks"
    place: int
    code: str
    facts: Mapping[str, int]


def totals(questionnaire: Questionnaire) -> set[int]:
    """Return every total that some answers to all questions add up to."""
    sums = {0}
    for item in questionnaire.items:
        sums = {total + points for total in sums for points in set(item.counted)}
    return sums


def unanswered(questionnaire: Questionnaire, chosen: Chosen) -> list[int]:
    """Return the numbers of the questions without an answer that is offered."""
    return [item.number for item in questionnaire.items if not is_answered(item, chosen)]


def is_answered(item: Item, chosen: Chosen) -> bool:
    """Tell whether one of the answers that are offered was taken."""
    return item.number in chosen and 0 <= chosen[item.number] < len(item.options)


def score(questionnaire: Questionnaire, chosen: Chosen) -> Score | None:
    """Return the total and its band; None unless every question is answered."""
    if not questionnaire.items or unanswered(questionnaire, chosen):
        return None
    total = sum(item.counted[chosen[item.number]] for item in questionnaire.items)
    return Score(total, next(band for band in questionnaire.bands if band.holds(total)))


def reached(questionnaire: Questionnaire, chosen: Chosen) -> list[int]:
    """Return the numbers of the questions about safety that were answered with their points or more.

    Each stands for itself, so this needs no complete answers. That a number is missing says nothing about anyone.
    """
    numbers = []
    for mark in questionnaire.marks:
        item = questionnaire.item(mark.number)
        if item and is_answered(item, chosen) and item.counted[chosen[item.number]] >= mark.points:
            numbers.append(item.number)
    return numbers


def asking(item: Item, mark: Mark) -> list[Option]:
    """Return the answers to a question about safety that show help."""
    return [option for option, points in zip(item.options, item.counted, strict=True) if points >= mark.points]


def flaws(questionnaire: Questionnaire) -> list[Flaw]:
    """Return what is wrong with bands and marks; none means that every total there can be lies in exactly one band."""
    return [*band_flaws(questionnaire), *mark_flaws(questionnaire)]


def band_flaws(questionnaire: Questionnaire) -> Iterator[Flaw]:
    """Yield what is wrong with the bands, each at the band where one would put it right."""
    bands, possible = questionnaire.bands, totals(questionnaire)
    ends = {"lowest": questionnaire.lowest, "highest": questionnaire.highest}
    for place, band in enumerate(bands):
        own = {"low": band.low, "high": band.high}
        if band.low > band.high:
            yield Flaw("bands", place, "backwards", own)
        elif band.low < ends["lowest"] or band.high > ends["highest"]:
            yield Flaw("bands", place, "beyond", own | ends)
        elif not any(band.holds(total) for total in possible):
            yield Flaw("bands", place, "empty", own)
        for earlier in range(place):
            if (shared := max(band.low, bands[earlier].low)) <= min(band.high, bands[earlier].high):
                yield Flaw("bands", place, "overlap", {"total": shared, "other": earlier})
    for low, high in gaps(possible, bands):
        below = [place for place, band in enumerate(bands) if band.high < low]
        place = max(below, key=lambda each: bands[each].high) if below else lowest_band(bands)
        yield Flaw("bands", place, "gap", {"low": low, "high": high} | ends)


def lowest_band(bands: tuple[Band, ...]) -> int:
    """Return the place of the band that begins lowest; 0 where there is none."""
    return min(range(len(bands)), key=lambda each: bands[each].low, default=0)


def gaps(possible: set[int], bands: tuple[Band, ...]) -> list[tuple[int, int]]:
    """Return the first and last of each run of totals that can occur and lie in no band."""
    runs: list[tuple[int, int]] = []
    goes_on = False
    for total in sorted(possible):
        is_left_out = not any(band.holds(total) for band in bands)
        if is_left_out:
            runs[-1:] = [(runs[-1][0], total)] if goes_on else [*runs[-1:], (total, total)]
        goes_on = is_left_out
    return runs


def mark_flaws(questionnaire: Questionnaire) -> Iterator[Flaw]:
    """Yield what is wrong with the questions about safety: they must exist, and tell some answers from others."""
    seen: set[int] = set()
    for place, mark in enumerate(questionnaire.marks):
        item = questionnaire.item(mark.number)
        facts = {"number": mark.number, "points": mark.points}
        if item is None:
            yield Flaw("marks", place, "no such question", facts)
        elif mark.number in seen:
            yield Flaw("marks", place, "twice", facts)
        elif mark.points > max(item.counted):
            yield Flaw("marks", place, "never", facts | {"highest": max(item.counted)})
        elif mark.points <= min(item.counted):
            yield Flaw("marks", place, "always", facts | {"lowest": min(item.counted)})
        seen.add(mark.number)


def to_data(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return a questionnaire as plain data."""
    return {
        "items": [
            {
                "text": item.text,
                "options": [[option.points, option.label] for option in item.options],
                "is_reversed": item.is_reversed,
            }
            for item in questionnaire.items
        ],
        "bands": [[band.low, band.high, band.label] for band in questionnaire.bands],
        "marks": [[mark.number, mark.points] for mark in questionnaire.marks],
    }


def from_data(data: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that `to_data` made plain."""
    return Questionnaire(
        items=tuple(
            Item(number, item["text"], tuple(Option(*option) for option in item["options"]), item["is_reversed"])
            for number, item in enumerate(data["items"], start=1)
        ),
        bands=tuple(Band(*band) for band in data["bands"]),
        marks=tuple(Mark(*mark) for mark in data["marks"]),
    )
