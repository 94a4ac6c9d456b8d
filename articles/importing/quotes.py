"""Pull quotes: a short line that stands alone in quotation marks, with its source or explanation."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Paragraph, Quote, split_lines, words_in
from articles.importing.essay import NoteBook

QUOTED = re.compile(r"""(?:“[^“”]+”|"[^"]+"|«[^«»]+»|‘[^‘]+’|„[^„“”]+[“”])[.।]?""")
SOURCE = re.compile(r"[—–―~-]\s*\S")
LONGEST_QUOTE_WORDS = 45
LONGEST_SOURCE_WORDS = 8


def collect_quotes(blocks: Sequence[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with lone quoted lines made into quotations; lines of a dialogue stay as they are."""
    collected: list[Block] = []
    for at, block in enumerate(blocks):
        previous = collected[-1] if collected else None
        if isinstance(block, Paragraph) and isinstance(previous, Quote) and belongs_to(block, previous):
            previous.blocks.append(block)
        elif isinstance(block, Paragraph) and (quote := read_quote(block)):
            neighbours = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
            if any(isinstance(other, Paragraph) and is_quoted(other.text) for other in neighbours):
                notes.unsure(_("Quoted lines that follow one another stayed paragraphs."), block.text)
                collected.append(block)
            else:
                notes.did(_("Took a line in quotation marks for a pull quote."), block.text)
                collected.append(quote)
        else:
            collected.append(block)
    return collected


def read_quote(block: Paragraph) -> Quote | None:
    """Return a quotation when the first line of `block` is one; further lines become its explanation."""
    first, *others = split_lines(block.runs)
    if not is_quoted("".join(run.text for run in first)):
        return None
    return Quote([Paragraph(first), *(Paragraph(line) for line in others if line)])


def is_quoted(text: str) -> bool:
    return bool(QUOTED.fullmatch(text.strip())) and 3 <= words_in(text) <= LONGEST_QUOTE_WORDS


def belongs_to(block: Paragraph, quote: Quote) -> bool:
    """Tell whether a paragraph names the source of the quotation before it, or goes on in its cluster."""
    if is_quoted(block.text):
        return False
    is_source = bool(SOURCE.match(block.text)) and words_in(block.text) <= LONGEST_SOURCE_WORDS
    return block.gap == 0 or (is_source and len(quote.blocks) == 1)
