"""The place in an essay where the words asked for stand, as HTML with the words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from articles.searching.asking import Term
from articles.searching.words import forms_in

BEFORE, AROUND = 7, 30  # pieces of an excerpt: before the first word found, and in all
OPENED, CLOSED = "\ufdd0", "\ufdd1"  # stand for <mark> and </mark> until all is escaped; characters that no text has


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks the words of a query, in any of their forms."""

    forms: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Marker":
        """Return the marker for these terms."""
        forms = {term.form: term.is_beginning for term in terms}
        exact = frozenset(form for form, is_beginning in forms.items() if not is_beginning)
        beginnings = tuple(form for form, is_beginning in forms.items() if is_beginning)
        return cls(exact, beginnings)

    def is_said(self, piece: str) -> bool:
        """Tell whether one of the words stands in a piece of a text."""
        return self.pieces_said([piece]) == [0]

    def pieces_said(self, pieces: Sequence[str]) -> list[int]:
        """Return which of the pieces of a text say one of the words. Asked of all that is shown, so without detours."""
        is_apart, beginnings = self.forms.isdisjoint, self.beginnings
        each = enumerate(map(forms_in, pieces))
        if not beginnings:
            return [number for number, forms in each if not is_apart(forms)]
        said = []
        for number, forms in each:
            for form in forms:
                if form.startswith(beginnings) or form in self.forms:
                    said.append(number)
                    break
        return said

    def mark(self, text: str) -> SafeString:
        """Return a text escaped, with the pieces that say one of the words in <mark>."""
        pieces = text.replace(OPENED, "").replace(CLOSED, "").split(" ")
        said = self.pieces_said(pieces)
        for number in said:
            pieces[number] = mark_piece(pieces[number])
        escaped = escape(" ".join(pieces))
        return SafeString(escaped.replace(OPENED, "<mark>").replace(CLOSED, "</mark>") if said else escaped)

    def first_place(self, text: str, stems: str) -> int | None:
        """Return which piece of a text is the first to say one of the words, by the stems kept of it."""
        sought = [f"/{form}/" for form in self.forms] + [f"/{beginning}" for beginning in self.beginnings]
        found = [stems.count(" ", 0, at) for at in map(stems.find, sought) if at >= 0]
        if not found and self.beginnings:  # longer than the stem of the word that begins so
            lower = text.casefold()
            found = [lower.count(" ", 0, at) for at in map(lower.find, self.beginnings) if at >= 0]
        return min(found, default=None)


def mark_piece(piece: str) -> str:
    """Return a piece with its marks, but for the signs around its words; not escaped yet."""
    inner = piece.strip(SIGNS) or piece
    before, after = piece.split(inner, 1)
    return f"{before}{OPENED}{inner}{CLOSED}{after}"


SIGNS = "\"'“”‘’«»()[]{}<>.,;:!?…–—-*_।॥"


def excerpt(marker: Marker, summary: str, text: str, stems: str) -> SafeString:
    """Return the summary where it says one of the words or the text says none; else the place in the text.

    Where the text was not read the summary is what is shown.
    """
    place = marker.first_place(text, stems) if text and not marker.is_said(summary) else None
    if place is None and summary:
        return marker.mark(summary)
    start = max((place or 0) - BEFORE, 0)
    pieces = text[beginning_of(text, start) :].split(" ", AROUND)
    shown, has_more = " ".join(pieces[:AROUND]), len(pieces) > AROUND
    return marker.mark(("…" if start else "") + (shown.rstrip(SIGNS) + "…" if has_more else shown))


def beginning_of(text: str, number: int) -> int:
    """Return where in a text a piece begins, the first being number 0; quicker than to part the text before it."""
    return text.replace(" ", "\0", number).rfind("\0") + 1
