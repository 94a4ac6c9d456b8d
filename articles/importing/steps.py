"""Numbered steps that a file holds as several lists because paragraphs stand between them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, ListBlock, Paragraph
from articles.importing.essay import NoteBook
from articles.importing.typed_lists import BLOCKS_OF_A_STEP, attach_last_explanation


def join_steps(blocks: Sequence[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with numbered lists joined that only explanations of their items part."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        joined.append(block)
        at += 1
        if not isinstance(block, ListBlock) or not block.ordered:
            continue
        first = at
        while following := find_next_part(block, blocks, at):
            between, part = following
            block.items[-1].blocks.extend(between)
            block.items.extend(part.items)
            at += len(between) + 1
        if at > first:
            at += attach_last_explanation(block, blocks[at : at + BLOCKS_OF_A_STEP], notes)
            notes.did(_("Joined numbered steps that had paragraphs between them."), block.items[0].text)
    return joined


def find_next_part(block: ListBlock, blocks: Sequence[Block], at: int) -> tuple[list[Block], ListBlock] | None:
    """Return the explanations and the list that go on `block` from index `at`; None when none does."""
    for count in range(1, BLOCKS_OF_A_STEP + 1):
        part = blocks[at + count : at + count + 1]
        between = list(blocks[at : at + count])
        if not all(isinstance(one, Paragraph) for one in between):
            return None
        if part and isinstance(part[0], ListBlock) and goes_on(block, part[0]):
            return between, part[0]
    return None


def goes_on(block: ListBlock, part: ListBlock) -> bool:
    """Tell whether `part` has the next number, or is, like the last of `block`, a list of a single item."""
    if not part.ordered or part.style != block.style:
        return False
    following = block.start + len(block.items)
    singles = len(part.items) == 1 and (len(block.items) == 1 or len(block.items[-2].blocks) > 1)
    return part.start == following or (part.start == 1 and singles)
