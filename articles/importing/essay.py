"""What comes out of reading a file: an essay with notes on how it was read, or a clear refusal."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

NoteKind = Literal["did", "unsure", "empty"]


class EssayFileError(Exception):
    """A file that cannot be read as an essay; the message is for the person who chose the file."""


@dataclass(frozen=True)
class Note:
    """One thing the importer did, was unsure of, or found empty; `where` quotes the place, "" the whole."""

    kind: NoteKind
    text: str
    where: str = ""


@dataclass(frozen=True)
class ImportedEssay:
    """An essay read from a file; `html` is exactly what would be stored.

    `language` is "en", "hi" or "" when neither is certain. `metadata` holds what the file says about
    itself beside title and summary, as written.
    """

    title: str
    html: str
    summary: str
    language: str
    notes: list[Note]
    metadata: dict[str, str] = field(default_factory=dict)


class NoteBook:
    """The notes of one reading, in the order in which they were made."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def did(self, text: str, where: str = "", *, length: int = 70) -> None:
        self.notes.append(Note("did", text, quote_place(where, length)))

    def unsure(self, text: str, where: str = "") -> None:
        self.notes.append(Note("unsure", text, quote_place(where)))

    def found_empty(self, text: str, where: str = "") -> None:
        self.notes.append(Note("empty", text, quote_place(where)))


def quote_place(text: str, length: int = 70) -> str:
    """Return the beginning of `text` on one line, cut at a word, as a place to look for."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def render_report(essay: ImportedEssay) -> str:
    """Return the notes as lines for a person: what was done first, then doubts and empty sections."""
    labels = {"did": _("done"), "unsure": _("please check"), "empty": _("empty section")}
    lines = [_("Title: %(title)s") % {"title": essay.title}]
    for kind, label in labels.items():
        lines += [render_note(label, note) for note in essay.notes if note.kind == kind]
    if len(lines) == 1:
        lines.append(_("Nothing had to be changed."))
    return "\n".join(lines)


def render_note(label: str, note: Note) -> str:
    return f"  {label}: {note.text}" + (f" [{note.where}]" if note.where else "")
