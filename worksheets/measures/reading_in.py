"""A questionnaire's pasted text, or a table, read line by line; pure like the core. What is wrong is named by its line.

The text has up to four parts under headings of their own:

    Answers:                       Questions:                      Bands:              Safety:
    0 = Never                      1. First question               0-2 = Low           2 from 1
    1 = Sometimes                  2. Second question (reversed)   3-4 = High
                                   0 = No    (answers of this question alone)

The table has a row for each of these, under the header `part,number,text,points,to`.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from worksheets.measures.scoring import Band, Item, Mark, Option, Questionnaire, flaws

MOST_ITEMS: Final = 60
MOST_OPTIONS: Final = 12
MOST_BANDS: Final = 20
MOST_POINTS: Final = 100
LABEL_LENGTH: Final = 200
TEXT_LENGTH: Final = 500
PARTS: Final = ("answers", "questions", "bands", "safety")
COLUMNS: Final = ("part", "number", "text", "points", "to")
REVERSED: Final = "reversed"

HEADING = re.compile(r"(answers|questions|bands|safety)\s*:?", re.IGNORECASE)
OPTION = re.compile(r"([0-9]{1,9})\s*=\s*(\S.*)")
ITEM = re.compile(r"([0-9]{1,9})\s*[.)]\s*(\S.*)")
BAND = re.compile(r"([0-9]{1,9})(?:\s*(?:-|–|to)\s*([0-9]{1,9}))?\s*=\s*(\S.*)", re.IGNORECASE)
MARK = re.compile(r"(?:question\s+)?([0-9]{1,9})\s+from\s+([0-9]{1,9})(?:\s+points?)?\.?", re.IGNORECASE)
TURNED = re.compile(r"\(reversed\)$", re.IGNORECASE)  # asking for blanks before it takes minutes where there are many
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line from 1; 0 where it is about the whole."""

    line: int
    code: str
    facts: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Read:
    """What a text came to: a questionnaire, or why there is none."""

    questionnaire: Questionnaire | None
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class OpenItem:
    """A question whose own answers may still follow."""

    line: int
    number: int
    text: str
    is_reversed: bool
    options: list[Option] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """Gathers the parts with the line of each, and tells the faults at the end, by line."""

    faults: list[Fault] = field(default_factory=list)
    shared: list[Option] = field(default_factory=list)
    items: list[OpenItem] = field(default_factory=list)
    bands: list[tuple[int, Band]] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)

    def fault(self, line: int, code: str, **facts: int | str) -> None:
        """Note that a line is wrong."""
        self.faults.append(Fault(line, code, facts))

    def option(self, line: int, points: int, label: str, *, number: int | None = None) -> None:
        """Take an answer: for all questions, or for the one of a number."""
        own = None if number is None else next((item for item in self.items if item.number == number), None)
        if number is not None and own is None:
            return self.fault(line, "answer of no question", number=number)
        options = own.options if own else self.shared
        if points > MOST_POINTS:
            self.fault(line, "points", most=MOST_POINTS)
        elif len(label) > LABEL_LENGTH:
            self.fault(line, "long", most=LABEL_LENGTH)
        elif any(option.label == label for option in options):
            self.fault(line, "answer twice", label=label)
        elif len(options) == MOST_OPTIONS:
            self.fault(line, "many answers", most=MOST_OPTIONS)
        else:
            options.append(Option(points, label))

    def item(self, line: int, number: int, text: str, *, is_reversed: bool) -> None:
        """Take a question; they are numbered from 1 without a gap."""
        if number != len(self.items) + 1:
            self.fault(line, "number", number=number, expected=len(self.items) + 1)
        if len(text) > TEXT_LENGTH:
            self.fault(line, "long", most=TEXT_LENGTH)
        if len(self.items) == MOST_ITEMS:
            self.fault(line, "many questions", most=MOST_ITEMS)
        self.items.append(OpenItem(line, len(self.items) + 1, text, is_reversed))

    def band(self, line: int, low: int, high: int, label: str) -> None:
        """Take a band."""
        if len(label) > LABEL_LENGTH:
            self.fault(line, "long", most=LABEL_LENGTH)
        if len(self.bands) == MOST_BANDS:
            self.fault(line, "many bands", most=MOST_BANDS)
        self.bands.append((line, Band(low, high, label)))

    def mark(self, line: int, number: int, points: int) -> None:
        """Take a question about safety."""
        self.marks.append((line, Mark(number, points)))

    def finish(self) -> Read:
        """Return what all lines came to. How parts fit together is asked once each of them could be read."""
        if not self.items and not self.faults:
            self.fault(0, "no questions")
        for item in self.items:
            if len(item.options or self.shared) < 2:
                self.fault(item.line, "few answers", number=item.number)
        if not self.bands and not self.faults:
            self.fault(0, "no bands")
        if not self.faults:
            built = self.built()
            self.faults.extend(self.placed(built))
            if not self.faults:
                return Read(built, ())
        return Read(None, tuple(sorted(self.faults, key=lambda fault: fault.line)))

    def built(self) -> Questionnaire:
        """Return the questionnaire of the parts."""
        return Questionnaire(
            tuple(
                Item(item.number, item.text, tuple(item.options or self.shared), item.is_reversed)
                for item in self.items
            ),
            tuple(band for _line, band in self.bands),
            tuple(mark for _line, mark in self.marks),
        )

    def placed(self, built: Questionnaire) -> Iterator[Fault]:
        """Yield the flaws of a questionnaire with their lines; another band is named by its line too."""
        for flaw in flaws(built):
            lines = [line for line, _part in (self.bands if flaw.part == "bands" else self.marks)]
            facts: dict[str, int | str] = dict(flaw.facts)
            if "other" in flaw.facts:
                facts["other"] = lines[flaw.facts["other"]]
            yield Fault(lines[flaw.place], flaw.code, facts)


def read(text: str) -> Read:
    """Read a text, or a table where its first line is the table's header."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    divider = next((each for each in ",;\t" if header_of(first, each) == list(COLUMNS)), "")
    return read_table(text, divider) if divider else read_text(text)


def header_of(line: str, divider: str) -> list[str]:
    """Return the names of a header's columns."""
    return [name.strip().strip('"').lower() for name in line.lstrip("\ufeff").split(divider)]


def read_text(text: str) -> Read:
    """Read a text of parts under headings."""
    builder, part = Builder(), ""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.lstrip("\ufeff").strip()
        if not words:
            continue
        if heading := HEADING.fullmatch(words):
            part = heading[1].lower()
        elif not part:
            builder.fault(number, "no heading")
        elif not TAKE[part](builder, number, words):
            builder.fault(number, f"not in {part}")
    return builder.finish()


def take_answer(builder: Builder, line: int, words: str) -> bool:
    """Take an answer for all questions."""
    if found := OPTION.fullmatch(words):
        builder.option(line, int(found[1]), found[2])
    return bool(found)


def take_question(builder: Builder, line: int, words: str) -> bool:
    """Take a question, or an answer of the question above."""
    if own := OPTION.fullmatch(words):
        builder.option(line, int(own[1]), own[2], number=len(builder.items))
    elif found := ITEM.fullmatch(words):
        text = TURNED.sub("", found[2]).rstrip()
        builder.item(line, int(found[1]), text, is_reversed=text != found[2])
    else:
        return False
    return True


def take_band(builder: Builder, line: int, words: str) -> bool:
    """Take a band: two totals, or one."""
    if found := BAND.fullmatch(words):
        builder.band(line, int(found[1]), int(found[2] or found[1]), found[3])
    return bool(found)


def take_mark(builder: Builder, line: int, words: str) -> bool:
    """Take a question about safety."""
    if found := MARK.fullmatch(words):
        builder.mark(line, int(found[1]), int(found[2]))
    return bool(found)


TAKE: dict[str, Callable[[Builder, int, str], bool]] = {
    "answers": take_answer,
    "questions": take_question,
    "bands": take_band,
    "safety": take_mark,
}


def read_table(text: str, divider: str) -> Read:
    """Read a table. A question's own answers follow it, with its number."""
    builder = Builder()
    rows = csv.reader(text.splitlines(), delimiter=divider, strict=True)
    is_head = True
    try:
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if not is_head:
                take_row(builder, rows.line_num, [" ".join(cell.split()) for cell in cells])
            is_head = False
    except csv.Error:
        builder.fault(rows.line_num, "broken row")
    return builder.finish()


NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "answer": ("text", "points"),
    "question": ("number", "text"),
    "band": ("text", "points"),
    "safety": ("number", "points"),
}
MAY_HAVE: Final[Mapping[str, str]] = {"answer": "number", "question": "points", "band": "to", "safety": ""}


def take_row(builder: Builder, line: int, cells: list[str]) -> None:
    """Take one row of a table."""
    if len(cells) > len(COLUMNS):
        return builder.fault(line, "many cells", most=len(COLUMNS))
    row = dict(zip(COLUMNS, [*cells, *[""] * (len(COLUMNS) - len(cells))], strict=True))
    part = row["part"].lower()
    if part not in NEEDED:
        return builder.fault(line, "unknown part", part=row["part"])
    for name in COLUMNS[1:]:
        if code := cell_fault(part, name, row[name]):
            return builder.fault(line, code, column=name, part=part)
    if part == "answer":
        number = int(row["number"]) if row["number"] else None
        builder.option(line, int(row["points"]), row["text"], number=number)
    elif part == "question":
        builder.item(line, int(row["number"]), row["text"], is_reversed=bool(row["points"]))
    elif part == "band":
        builder.band(line, int(row["points"]), int(row["to"] or row["points"]), row["text"])
    else:
        builder.mark(line, int(row["number"]), int(row["points"]))


def cell_fault(part: str, name: str, cell: str) -> str:
    """Return what is wrong with a cell: missing or not as it should be, or not wanted in such a row; else empty."""
    if not cell:
        return "cell" if name in NEEDED[part] else ""
    if name not in NEEDED[part] and name != MAY_HAVE[part]:
        return "cell too many"
    if part == "question" and name == "points":
        return "" if cell.lower() == REVERSED else "cell"
    return "" if name == "text" or NUMBER.fullmatch(cell) else "cell"
