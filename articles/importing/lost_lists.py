"""Lists whose marks were lost: a run of short parallel lines after a line that ends in a colon."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Item, ListBlock, Paragraph, words_in
from articles.importing.essay import NoteBook

COLONS = (":", "：", ":-", ":–", ":—")
SENTENCE_ENDS = ".!?…।॥"
ITEM_ENDS = ",;"
LONGEST_ITEM_WORDS = 16
LONGEST_ITEM_LETTERS = 110


def collect_lost_lists(blocks: Sequence[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with each run of short lines after a colon made into a list."""
    collected: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        collected.append(block)
        at += 1
        if not isinstance(block, Paragraph) or not block.text.rstrip().endswith(COLONS):
            continue
        run = find_run(blocks, at, notes)
        if len(run) > 1:
            collected.append(ListBlock(False, [Item([line]) for line in run]))
            notes.unsure(_("Took short lines after a colon for a list whose marks were lost."), block.text)
            at += len(run)
    return collected


def find_run(blocks: Sequence[Block], start: int, notes: NoteBook) -> list[Paragraph]:
    """Return the short lines from `start` that look like the items of one list."""
    run: list[Paragraph] = []
    for block in blocks[start:]:
        if not isinstance(block, Paragraph) or not is_short(block):
            break
        if run and (block.gap != run[0].gap or is_strong_heading(block, run[0])):
            break
        run.append(block)
    if len(run) > 1 and run[0].gap:
        return drop_following_heading(run, blocks[start + len(run) :], notes)
    return run


def is_short(line: Paragraph) -> bool:
    text = line.text
    fits = words_in(text) <= LONGEST_ITEM_WORDS and len(text) <= LONGEST_ITEM_LETTERS
    return fits and "\n" not in text and not text.endswith(COLONS)


def is_strong_heading(line: Paragraph, first: Paragraph) -> bool:
    """Tell whether a bold or larger line follows items that are neither."""
    larger = line.runs[0].size > first.runs[0].size > 0
    return (line.is_strong and not first.is_strong) or larger


def drop_following_heading(run: list[Paragraph], after: Sequence[Block], notes: NoteBook) -> list[Paragraph]:
    """Return the run without its last line where that is more likely the heading of what comes after."""
    if ending_of(run[0]) == "." and words_in(run[0].text) > 10:
        return []
    if not after or not isinstance(after[0], Paragraph) or is_short(after[0]):
        return run
    last, others = run[-1], run[:-1]
    if differs_from_all(last, others):
        return others
    if not ending_of(last):
        notes.unsure(_("This line may be the last item of a list or the heading of what follows."), last.text)
    return run


def differs_from_all(line: Paragraph, others: Sequence[Paragraph]) -> bool:
    """Tell whether the others share an ending, a first letter's case or a form of words that `line` lacks."""
    features = [ending_of, starts_small]
    if len(others) > 1:
        features.append(first_word_form)
    if len(others) > 2:
        features.append(last_word_form)
    return any(
        len({feature(other) for other in others}) == 1 and feature(line) != feature(others[0]) for feature in features
    )


def ending_of(line: Paragraph) -> str:
    """Return "." for the end of a sentence, "," for the end of an item, "" for neither."""
    last = line.text[-1:]
    return "." if last in SENTENCE_ENDS else "," if last in ITEM_ENDS else ""


def starts_small(line: Paragraph) -> str:
    return str(line.text[:1].islower())


def first_word_form(line: Paragraph) -> str:
    """Return the last letters of the first word: “telling”, “leaving” and “feeling” have the same form."""
    return line.text.split()[0][-3:].lower()


def last_word_form(line: Paragraph) -> str:
    """Return the last letters of the last word, where Hindi puts its verb."""
    return line.text.rstrip(SENTENCE_ENDS + ITEM_ENDS).split()[-1][-2:].lower()
