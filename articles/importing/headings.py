"""Headings: those that are only short, bold or large lines, the title, levels, and sections left empty."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Heading, Paragraph, Runs, pieces_of, text_of, words_in
from articles.importing.essay import NoteBook
from articles.importing.quotes import is_quoted

NO_HEADING_ENDS = ".,;!…।॥"
LONGEST_HEADING_WORDS = 12
LONGEST_HEADING_LETTERS = 90
LARGER = 1.2
TITLE_LABEL = re.compile(r"(?:title|शीर्षक)\s*[:：]\s*", re.I)
# Levels given to lines that only look like headings: by size, by weight, by shape alone.
LARGE_LEVEL, BOLD_LEVEL, SHAPE_LEVEL = 11, 12, 13


def find_headings(blocks: Sequence[Block], notes: NoteBook, *, by_shape: bool) -> list[Block]:
    """Return the blocks with short bold or large lines made into headings.

    `by_shape` lets a short line without final punctuation count too; otherwise it counts only in a text
    that has no other heading.
    """
    body_size = find_body_size(blocks)
    found = [promote(blocks, at, body_size, by_shape=False) for at in range(len(blocks))]
    if by_shape or not any(isinstance(block, Heading) for block in found):
        found = [promote(blocks, at, body_size, by_shape=True) for at in range(len(blocks))]
    demote_runs(blocks, found, notes)
    for old, new in zip(blocks, found, strict=True):
        if isinstance(old, Paragraph) and isinstance(new, Heading):
            notes.did(_("Took a short line for a heading."), new.text)
    return found


def find_body_size(blocks: Sequence[Block]) -> float:
    """Return the text size in pixels in which most letters stand; 16 where nothing says."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            for run in block.runs:
                sizes[run.size] += len(run.text)
    return max(sizes, key=lambda size: sizes[size], default=0) or 16


def promote(blocks: Sequence[Block], at: int, body_size: float, *, by_shape: bool) -> Block:
    """Return the block as a heading if it looks like one, else unchanged."""
    block = blocks[at]
    if not isinstance(block, Paragraph) or not has_heading_shape(block.text) or at + 1 == len(blocks):
        return block
    is_large = all((run.size or 16) >= body_size * LARGER for run in block.runs)
    if block.text.endswith(":") and not isinstance(blocks[at + 1], Paragraph):
        return block
    if is_large:
        return Heading(block.runs, LARGE_LEVEL)
    if block.is_strong:
        return Heading(block.runs, BOLD_LEVEL)
    if by_shape and stands_alone(blocks, at):
        return Heading(block.runs, SHAPE_LEVEL)
    return block


def has_heading_shape(text: str) -> bool:
    """Tell whether `text` is one short line of words that does not end like a sentence."""
    fits = len(text) <= LONGEST_HEADING_LETTERS and words_in(text) <= LONGEST_HEADING_WORDS
    return (
        fits
        and not is_quoted(text)
        and "\n" not in text
        and text[-1:] not in NO_HEADING_ENDS
        and any(map(str.isalpha, text))
    )


def stands_alone(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a line has room before it and is followed by something longer, or by another heading."""
    line, following = blocks[at], blocks[at + 1]
    if not isinstance(line, Paragraph) or line.text.endswith(":") or line.gap == 0 or line.indent > 3:
        return False
    if isinstance(following, Paragraph) and following.gap == 0:
        return words_in(following.text) > 2 * LONGEST_HEADING_WORDS
    if isinstance(following, Paragraph) and has_heading_shape(following.text):
        return at + 2 < len(blocks)
    return not isinstance(following, Paragraph) or words_in(following.text) > words_in(line.text)


def demote_runs(blocks: Sequence[Block], found: list[Block], notes: NoteBook) -> None:
    """Turn three or more guessed headings in a row back into paragraphs, but for the last of them.

    Such a run is more likely a verse, an address or a list than sections without text. One that opens the
    text keeps its first line, the title.
    """
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and is_guess(found[end]):
            end += 1
        if end - start > 2:
            first = 1 if start == 0 else start
            if end - first > 2:
                found[first : end - 1] = blocks[first : end - 1]
                notes.unsure(_("Several short lines in a row stayed paragraphs."), text_of(blocks[first]))
        start = end + 1


def is_guess(block: Block) -> bool:
    return isinstance(block, Heading) and block.level in (BOLD_LEVEL, SHAPE_LEVEL)


def take_title(blocks: list[Block], title: str) -> str:
    """Return the title, removing it from the beginning of `blocks`; "" when there is none.

    A known title is only removed where it is repeated, as often as it is. Otherwise the first block is the title when
    it is a heading, or says so ("Title: ...").
    """
    if title:
        for block in [block for block in blocks[:3] if same_words(text_of(block), title)]:
            blocks.remove(block)
        return title
    marked = next((block for block in blocks if isinstance(block, Heading) and block.level == 0), None)
    candidate = marked or (blocks[0] if blocks else None)
    if not isinstance(candidate, Heading):
        label = TITLE_LABEL.match(text_of(candidate)) if candidate else None
        if not label or candidate is None or len(text_of(candidate)) > 2 * LONGEST_HEADING_LETTERS:
            return ""
    blocks.remove(candidate)
    return TITLE_LABEL.sub("", text_of(candidate))


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts are the same words, whatever their case and signs."""

    def letters(text: str) -> str:
        return "".join(letter for letter in text.casefold() if letter.isalnum())

    return bool(letters(one)) and letters(one) == letters(other)


def settle_levels(blocks: list[Block], notes: NoteBook) -> None:
    """Give the highest level of headings in use 2 and every other below it 3; guesses count as lower."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    levels = sorted({heading.level for heading in headings})
    is_below = False
    for heading in headings:
        is_below = is_below or heading.level == levels[0]
        heading.level = 3 if is_below and heading.level > levels[0] else 2
        heading.runs = drop_weight(heading.runs)
    if len(levels) > 2:
        notes.did(_("Brought %(count)d levels of headings to two.") % {"count": len(levels)})


def drop_weight(runs: Runs) -> Runs:
    """Return the runs of a heading without bold, and without line breaks."""
    return tuple(replace(run, strong=False, size=0, text=run.text.replace("\n", " ")) for run in runs)


def report_empty_sections(blocks: Sequence[Block], notes: NoteBook) -> None:
    """Note each heading that has nothing under it: no text and no heading of a lower level."""
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if not isinstance(block, Heading):
            continue
        if following is None or (isinstance(following, Heading) and following.level <= block.level):
            notes.found_empty(_("There is no text under this heading."), block.text)


def has_words(block: Block) -> bool:
    """Tell whether a block holds anything to read; a table of empty cells does not."""
    return any(piece.strip() for piece in pieces_of(block))
