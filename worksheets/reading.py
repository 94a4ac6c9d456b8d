"""An answer's body as something to read: on paper, beside another version, and where nothing can be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from worksheets.kinds import Checklist, Choices, Option, Prompt, Row, Scale, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """One option as it stands: taken or not."""

    label: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One prompt with what was answered. `marks` are empty where the prompt asks for words."""

    label: str
    hint: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    rows: tuple["EntryRow", ...] = ()

    @property
    def taken(self) -> list[str]:
        """The labels of the options that were taken."""
        return [mark.label for mark in self.marks if mark.is_taken]

    @property
    def filled(self) -> list["EntryRow"]:
        """The rows in which something was answered."""
        return [row for row in self.rows if not row.is_empty]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of a table with what was answered in it."""

    label: str
    cells: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered in it."""
        return not any(cell.text or cell.taken for cell in self.cells)


def entries(prompts: Sequence[Prompt], body: dict[str, Any]) -> list[Entry]:
    """Return every prompt with its answer, in order; an unanswered one too."""
    return [entry(prompt, body.get(prompt.id)) for prompt in prompts]


@singledispatch
def entry(prompt: Prompt, value: Any) -> Entry:
    """Return one prompt with its answer; None means unanswered."""
    return Entry(prompt.label, prompt.hint, text=value if isinstance(value, str) else "")


@entry.register
def entry_scale(prompt: Scale, value: Any) -> Entry:
    """Return a scale: every step, the one that was taken marked."""
    ends = {prompt.low: prompt.low_label, prompt.high: prompt.high_label}
    steps = range(prompt.low, prompt.high + 1)
    return Entry(prompt.label, prompt.hint, marks=tuple(Mark(name(step, ends), step == value) for step in steps))


def name(step: int, ends: dict[int, str]) -> str:
    """Return a step's number, with its meaning at the ends."""
    return f"{step} ({ends[step]})" if ends.get(step) else str(step)


@entry.register(Choices)
@entry.register(Checklist)
def entry_options(prompt: Choices | Checklist, value: Any) -> Entry:
    """Return a list of options, those that were taken marked."""
    taken = value if isinstance(value, list) else [value]
    return Entry(prompt.label, prompt.hint, marks=marks(prompt.options, taken))


def marks(options: Sequence[Option], taken: Sequence[Any]) -> tuple[Mark, ...]:
    """Return each option with whether it was taken."""
    return tuple(Mark(option.label, option.value in taken) for option in options)


@entry.register
def entry_table(prompt: Table, value: Any) -> Entry:
    """Return a table with all its rows, the empty ones too: paper needs them."""
    held = value if isinstance(value, dict) else {}
    return Entry(prompt.label, prompt.hint, rows=tuple(entry_row(prompt, row, held) for row in prompt.rows))


def entry_row(prompt: Table, row: Row, held: dict[str, Any]) -> EntryRow:
    """Return one row of a table."""
    answers = held.get(row.key, {})
    return EntryRow(row.label, tuple(entry(cell, answers.get(key)) for key, cell in prompt.cells(row)))
