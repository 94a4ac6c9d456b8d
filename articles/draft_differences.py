"""What differs between two texts, said so that a person can read it: passages of words, never of tags."""

import html as markup
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.reading import TAG

BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|figcaption)>|<br>|<hr>")
WORD = re.compile(r"\S+\s*")  # with the blank behind it, for blanks alone are all alike
BLANKS = re.compile(r"[ \t\r\f\v]+")
AROUND = 12  # words of what is the same that are shown beside a difference
LONGEST = 6000  # words; beyond, what differs is told paragraph by paragraph


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text: `kind` is "same", "gone", "new", or "left out" for what is the same and not shown."""

    kind: str
    text: str


def lines_of(html: str) -> str:
    """Return the text of HTML, one line for each block, with nothing of its tags."""
    parted = BLOCK_END.sub("\n", html)
    lines = (BLANKS.sub(" ", line).strip() for line in markup.unescape(TAG.sub("", parted)).splitlines())
    return "\n".join(line for line in lines if line)


def passages(before: str, after: str) -> list[Passage]:
    """Return what became of a text, in order; long stretches that stayed are cut down to their ends."""
    old, new = pieces_of(before, after)
    found: list[Passage] = []
    for tag, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Passage("same", "".join(old[start:end])))
            continue
        found += [Passage("gone", "".join(old[start:end]))] if end > start else []
        found += [Passage("new", "".join(new[from_:to]))] if to > from_ else []
    return [each for place, passage in enumerate(found) for each in shorten(passage, place, len(found))]


def pieces_of(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return both texts in pieces that are compared: words, or lines where there are too many words."""
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) <= LONGEST:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def shorten(passage: Passage, place: int, total: int) -> list[Passage]:
    """Return a passage; of one that stayed, what stands beside a difference."""
    words = WORD.findall(passage.text)
    if passage.kind != "same" or len(words) <= 2 * AROUND:
        return [passage]
    head = "".join(words[:AROUND]) if place else ""
    tail = "".join(words[-AROUND:]) if place < total - 1 else ""
    kept = [Passage("same", head), Passage("left out", "…"), Passage("same", tail)]
    return [each for each in kept if each.text]
