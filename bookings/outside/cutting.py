"""Cutting the text of a calendar file into its entries, before any of it is understood.

The library that understands entries stops at the first fault of a file. Cut beforehand, a faulty entry costs only
itself; and what is not needed for the time of an entry, its title and its guests above all, is never looked at.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# All that decides when an entry is busy. EXRULE is gone from the standard; without it an entry is busy more often.
TIMES = frozenset(["DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "FREEBUSY"])
NEEDED = TIMES | {"UID", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP"}
KINDS = frozenset(["VEVENT", "VFREEBUSY"])
FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
END_OF_LINE = re.compile(r"\r\n|\n|\r")
NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar: its kind and the lines that decide when it is busy, unfolded."""

    kind: str
    lines: tuple[str, ...]

    def lines_of(self, name: str) -> list[str]:
        """Return the lines of one property; they begin with its name."""
        return [line for line in self.lines if name_of(line) == name]

    def has(self, *names: str) -> bool:
        """Tell whether the entry has any of these properties."""
        return any(name_of(line) in names for line in self.lines)

    def value_of(self, name: str) -> str:
        """Return the value of a property as it is written; empty where there is none."""
        lines = self.lines_of(name)
        return value_of(lines[0]) if lines else ""


@dataclass(slots=True)
class Sheet:
    """One calendar of a file. `torn` counts the entries that are not whole; `zones` are texts of VTIMEZONE."""

    zone_name: str = ""
    scale: str = ""
    zones: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    torn: int = 0


def decode(content: bytes) -> str:
    """Return the text of a file. What is not UTF-8 is replaced: names of properties, days and hours are ASCII."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def name_of(line: str) -> str:
    """Return the name of the property on a line, in capitals; empty where there is none."""
    found = NAME.match(line)
    return found[0].upper() if found else ""


def value_of(line: str) -> str:
    """Return what follows the colon that ends name and parameters; a quoted parameter may hold colons."""
    is_quoted = False
    for index, character in enumerate(line):
        if character == '"':
            is_quoted = not is_quoted
        elif character == ":" and not is_quoted:
            return line[index + 1 :].strip()
    return ""


def cut(text: str) -> list[Sheet]:
    """Return the calendars of a text; an empty list means that it is no calendar file."""
    cutter = Cutter()
    cutter.take(END_OF_LINE.split(FOLD.sub("", text)))
    return cutter.sheets


class Cutter:
    """Goes through the lines once, with the components that are open at the moment as a stack."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.open: list[str] = []
        self.lines: list[str] = []

    def take(self, lines: Iterable[str]) -> None:
        """Take in all lines of a text; what is still open at its end is torn."""
        for line in lines:
            name = name_of(line)
            if name == "BEGIN":
                self.begin(value_of(line).upper())
            elif name == "END":
                self.end(value_of(line).upper())
            elif self.open:
                self.add(name, line)
        if self.open:
            self.sheets[-1].torn += 1

    def begin(self, kind: str) -> None:
        """Open a component. An entry within an entry means that the end of the first is missing."""
        if kind == "VCALENDAR":
            if self.open:
                self.sheets[-1].torn += 1
            self.sheets.append(Sheet())
            self.open = [kind]
        elif self.open:
            if kind in KINDS and len(self.open) > 1:
                self.sheets[-1].torn += 1
                del self.open[1:]
            self.open.append(kind)
            if len(self.open) == 2:
                self.lines = []
            elif self.open[1] == "VTIMEZONE":
                self.lines.append(f"BEGIN:{kind}")

    def add(self, name: str, line: str) -> None:
        """Keep a line if it is needed: of the calendar, of a zone, or of an entry itself, not of its alarms."""
        if len(self.open) == 1:
            if name == "X-WR-TIMEZONE":
                self.sheets[-1].zone_name = value_of(line)
            elif name == "CALSCALE":
                self.sheets[-1].scale = value_of(line).upper()
        elif self.open[1] == "VTIMEZONE" or (len(self.open) == 2 and name in NEEDED):
            self.lines.append(line.rstrip())

    def end(self, kind: str) -> None:
        """Close a component. Where one within it is still open, lines may have gone to the wrong one: it is torn."""
        if kind not in self.open:
            if kind in KINDS and self.sheets:
                self.sheets[-1].torn += 1  # its beginning is missing
            return
        is_whole = self.open[-1] == kind
        depth = self.open.index(kind) if not is_whole else len(self.open) - 1
        top = self.open[1] if len(self.open) > 1 else ""
        del self.open[depth:]
        if depth >= 2:
            if top == "VTIMEZONE":
                self.lines.append(f"END:{kind}")
        elif not is_whole:
            self.sheets[-1].torn += 1
        elif depth == 1 and kind in KINDS:
            self.sheets[-1].entries.append(Entry(kind, tuple(self.lines)))
        elif depth == 1 and kind == "VTIMEZONE":
            self.sheets[-1].zones.append("\r\n".join(["BEGIN:VTIMEZONE", *self.lines, "END:VTIMEZONE", ""]))
