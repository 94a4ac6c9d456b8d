"""The kinds of question that a worksheet can ask, each a class; nothing in a worksheet is required.

How a kind is read from plain data stands in `prompts.py`, how it is asked, read and filled in `forms.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

SHORT_LENGTH = 300  # characters that a short answer may have
LONG_LENGTH = 10_000  # characters that a long answer may have
CELL_LENGTH = 1_000  # characters that a long answer in a table may have
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# From head to foot, so that a list read aloud goes through the body once.
BODY_PARTS = {
    "head": gettext_lazy("Head"),
    "eyes": gettext_lazy("Eyes"),
    "jaw": gettext_lazy("Jaw"),
    "throat": gettext_lazy("Throat"),
    "neck": gettext_lazy("Neck"),
    "shoulders": gettext_lazy("Shoulders"),
    "chest": gettext_lazy("Chest"),
    "upper-back": gettext_lazy("Upper back"),
    "arms": gettext_lazy("Arms"),
    "hands": gettext_lazy("Hands"),
    "stomach": gettext_lazy("Stomach"),
    "belly": gettext_lazy("Belly"),
    "lower-back": gettext_lazy("Lower back"),
    "hips": gettext_lazy("Hips"),
    "legs": gettext_lazy("Legs"),
    "knees": gettext_lazy("Knees"),
    "feet": gettext_lazy("Feet"),
    "skin": gettext_lazy("Skin"),
    "everywhere": gettext_lazy("Everywhere"),
    "nowhere": gettext_lazy("Nowhere that I can find"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers: what is stored, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question."""

    keys: ClassVar[frozenset[str]] = frozenset({"id", "kind", "label", "hint", "required"})

    id: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Short(Prompt):
    """A line of text."""


@dataclass(frozen=True, slots=True)
class Long(Prompt):
    """Text of several lines, of at most `most` characters."""

    most: int = LONG_LENGTH


@dataclass(frozen=True, slots=True)
class Scale(Prompt):
    """A number from `low` to `high`, both included; the labels say what the ends mean."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"min", "max", "min_label", "max_label"}

    low: int = 0
    high: int = 10
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class Choices(Prompt):
    """One of several options."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"options"}

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist(Prompt):
    """Any number of several options."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"options"}

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyMap(Checklist):
    """Where in the body something is felt: its parts as a check list, from head to foot."""

    keys: ClassVar[frozenset[str]] = Prompt.keys


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: the key under which it is stored, and what is read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Table(Prompt, ABC):
    """The same few prompts, asked in every row."""

    columns: tuple[Prompt, ...] = ()

    @property
    @abstractmethod
    def rows(self) -> tuple[Row, ...]:
        """The lines, in order."""

    def cells(self, row: Row) -> Iterator[tuple[str, Prompt]]:
        """Yield the prompts of a row, each with the key of its column; their ids are like no other's."""
        for column in self.columns:
            yield column.id, replace(column, id=f"{self.id}-{row.key}-{column.id}")


@dataclass(frozen=True, slots=True)
class Week(Table):
    """A row for each day from Monday to Sunday."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"columns"}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The seven days."""
        return tuple(Row(key, str(WEEKDAYS[number])) for number, key in enumerate(DAYS))


@dataclass(frozen=True, slots=True)
class Rows(Table):
    """Up to `most` rows, each with the name of one thing and its number."""

    keys: ClassVar[frozenset[str]] = Prompt.keys | {"columns", "most", "row_label"}

    most: int = 6
    row_label: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """As many as there may be."""
        return tuple(Row(str(number), f"{self.row_label} {number}") for number in range(1, self.most + 1))


KINDS: dict[str, type[Prompt]] = {
    "short": Short,
    "long": Long,
    "scale": Scale,
    "choices": Choices,
    "checklist": Checklist,
    "body": BodyMap,
    "week": Week,
    "rows": Rows,
}
