"""Lists made of paragraphs that begin with a typed mark, nested and with what stands between the steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.importing.blocks import (
    Block,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Run,
    cut,
    split_lines,
    words_in,
)
from articles.importing.essay import NoteBook
from articles.importing.marks import Mark, find_marks, is_inner_bullet

# Two steps are one list while at most so many paragraphs stand between them; more make them sections.
BLOCKS_OF_A_STEP = 2
LONGEST_SOURCE_WORDS = 9
# How many blocks away the neighbour of a number may be, inner lists in between; bounds the work too.
REACH_OF_A_NUMBER = 60


@dataclass(slots=True)
class Level:
    """One open list while lists are built: what its marks look like and which number comes next."""

    list: ListBlock
    family: str
    indent: int
    following: int


def collect_typed_lists(blocks: Sequence[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with runs of marked paragraphs made into lists."""
    lines = [line for block in blocks for line in part_at_marks(block)]
    marks = confirm_marks(lines, notes)
    collected: list[Block] = []
    at = 0
    while at < len(lines):
        if marks[at] is None:
            collected.append(lines[at])
            at += 1
            continue
        end = find_end(lines, marks, at)
        lists = build_lists(lines[at:end], marks[at:end])
        end += attach_last_explanation(lists[-1], lines[end:], notes)
        notes.did(_("Made a list of lines that began with typed marks."), lists[0].items[0].text)
        collected.extend(lists)
        at = end
    return collected


def part_at_marks(block: Block) -> list[Block]:
    """Return a paragraph as several where lines after a line break begin with a mark, else as it is."""
    if not isinstance(block, Paragraph) or "\n" not in block.text:
        return [block]
    lines = split_lines(block.runs)
    texts = ["".join(run.text for run in line) for line in lines]
    starts = [at for at, text in enumerate(texts) if find_marks(text)]
    if not starts or starts == [0]:
        return [block]
    if starts[0] != 0:
        starts.insert(0, 0)
    ends = [*starts[1:], len(lines)]
    groups = [join_lines(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [Paragraph(group, block.indent, block.gap if at == 0 else 0) for at, group in enumerate(groups) if group]


def join_lines(lines: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Return lines as one stretch with line breaks between them."""
    joined: list[Run] = []
    for line in lines:
        if line and joined:
            joined.append(Run("\n"))
        joined.extend(line)
    return tuple(joined)


def confirm_marks(lines: Sequence[Block], notes: NoteBook) -> list[Mark | None]:
    """Return for each block the mark that makes it a list item, or None.

    A number or letter counts only beside its predecessor or successor, a dash beside another dash: a
    sentence may begin with a year, an initial or a dash.
    """
    candidates = [find_marks(line.text) if isinstance(line, Paragraph) else [] for line in lines]
    confirmed: list[Mark | None] = [None] * len(lines)
    for at, readings in enumerate(candidates):
        confirmed[at] = next(
            (mark for mark in readings if mark.sure or has_sibling(mark, at, lines, candidates, confirmed)), None
        )
        line = lines[at]
        if readings and confirmed[at] is None and not is_source(line):
            notes.unsure(_("A line begins like a list item, but stands alone; it was not made a list."), text(line))
    return confirmed


def is_source(line: Block) -> bool:
    """Tell whether a line is a dash and a name, as they stand below a quotation."""
    return text(line)[:1] in "–—" and words_in(text(line)) <= LONGEST_SOURCE_WORDS


def text(line: Block) -> str:
    return line.text if isinstance(line, Paragraph) else ""


def has_sibling(
    mark: Mark,
    at: int,
    lines: Sequence[Block],
    candidates: Sequence[Sequence[Mark]],
    confirmed: Sequence[Mark | None],
) -> bool:
    """Tell whether a mark of the same family goes before (number - 1) or after (number + 1) this one."""
    if mark.number == 0:
        beside = [candidates[index] for index in (at - 1, at + 1) if 0 <= index < len(lines)]
        return any(readings and (mark.family == "o" or readings[0].number == 0) for readings in beside)
    for before in range(at - 1, max(-1, at - REACH_OF_A_NUMBER), -1):
        if isinstance(lines[before], Heading):
            break
        earlier = confirmed[before]
        if earlier and earlier.family == mark.family:
            if earlier.number == mark.number - 1 and is_one_step(lines, confirmed, before, at):
                return True
            break
    return any(
        other.family == mark.family and other.number == mark.number + 1
        for readings in candidates[at + 1 : find_successor_limit(lines, candidates, at)]
        for other in readings
    )


def is_one_step(lines: Sequence[Block], marks: Sequence[Mark | None], first: int, second: int) -> bool:
    """Tell whether few enough unmarked blocks stand between two marked ones."""
    return sum(not marks[at] for at in range(first + 1, second)) <= BLOCKS_OF_A_STEP


def find_successor_limit(lines: Sequence[Block], candidates: Sequence[Sequence[Mark]], at: int) -> int:
    """Return the index before which the next step must begin: a heading or too many paragraphs end it."""
    plain = 0
    limit = min(len(lines), at + REACH_OF_A_NUMBER)
    for index in range(at + 1, limit):
        plain += not candidates[index]
        if isinstance(lines[index], Heading) or plain > BLOCKS_OF_A_STEP:
            return index
    return limit


def find_end(lines: Sequence[Block], marks: Sequence[Mark | None], start: int) -> int:
    """Return the index after the last block that belongs to the lists beginning at `start`."""
    end = start + 1
    while end < len(lines):
        if marks[end] is None and not is_inside_item(lines, marks, start, end):
            break
        end += 1
    return end


def is_inside_item(lines: Sequence[Block], marks: Sequence[Mark | None], start: int, at: int) -> bool:
    """Tell whether an unmarked block belongs to the item before it: indented, or before the next number."""
    block = lines[at]
    if isinstance(block, Heading):
        return False
    first = lines[start]
    if isinstance(block, Paragraph) and isinstance(first, Paragraph) and block.indent >= first.indent + 2:
        return True
    reach = range(at + 1, min(len(lines), at + 1 + BLOCKS_OF_A_STEP))
    following = next((index for index in reach if marks[index]), None)
    if following is None or any(isinstance(line, Heading) for line in lines[at:following]):
        return False
    mark = marks[following]
    earlier = reversed(marks[max(start, at - REACH_OF_A_NUMBER) : at])
    last = next((old for old in earlier if old and mark and old.family == mark.family), None)
    if mark is None or last is None or mark.number != last.number + 1:
        return False
    first_plain = next(index for index in range(at, start, -1) if marks[index - 1] is not None)
    return following - first_plain <= BLOCKS_OF_A_STEP


def build_lists(lines: Sequence[Block], marks: Sequence[Mark | None]) -> list[ListBlock]:
    """Return the lists that a run of marked blocks makes; an unmarked block goes into the item before it."""
    outer: list[ListBlock] = []
    levels: list[Level] = []
    for at, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark is None or not isinstance(line, Paragraph):
            levels[-1].list.items[-1].blocks.append(line)
            continue
        open_level(levels, outer, mark, line, [one for one in marks[at + 1 : at + REACH_OF_A_NUMBER] if one])
        levels[-1].list.items.append(Item([Paragraph(cut(line.runs, mark.width), line.indent)]))
        levels[-1].following = mark.number + 1
    return [drop_empty_items(block) for block in outer]


def open_level(levels: list[Level], outer: list[ListBlock], mark: Mark, line: Paragraph, later: Sequence[Mark]) -> None:
    """Leave the list in which the next item belongs on top of `levels`, opening a new one where needed."""
    indent = line.indent
    while len(levels) > 1 and indent < levels[-1].indent - 1:
        levels.pop()
    deeper = bool(levels) and indent > levels[-1].indent + 1
    if not deeper:
        for depth in range(len(levels) - 1, -1, -1):
            if continues(levels[depth], mark):
                del levels[depth + 1 :]
                return
        if levels and not any(continues(levels[-1], other) for other in later):
            if is_careless(levels[-1], mark, later):
                return
            if not is_inner(levels[-1], mark, is_close=line.gap == 0):
                levels.pop()
    new = ListBlock(mark.number > 0, [], max(mark.number, 1), mark.style)
    if levels:
        levels[-1].list.items[-1].blocks.append(new)
    else:
        outer.append(new)
    levels.append(Level(new, mark.family, indent, mark.number))


def is_careless(level: Level, mark: Mark, later: Sequence[Mark]) -> bool:
    """Tell whether another bullet only stands for the list's own: a lone one, or one of no inner rank."""
    if mark.number or level.list.ordered:
        return False
    is_lone = not later or later[0].family != mark.family
    return is_lone or not is_inner_bullet(mark.family, level.family)


def is_inner(level: Level, mark: Mark, *, is_close: bool) -> bool:
    """Tell whether a mark of another family opens a list inside the last item, though the outer one ends here."""
    if level.list.ordered or mark.number:
        return is_close
    return is_inner_bullet(mark.family, level.family)


def continues(level: Level, mark: Mark) -> bool:
    """Tell whether a mark is the next one of an open list."""
    return level.family == mark.family and (mark.number == 0 or mark.number == level.following)


def drop_empty_items(block: ListBlock) -> ListBlock:
    """Return the list without items that hold no text."""
    block.items = [item for item in block.items if item.text.strip()] or block.items
    return block


def attach_last_explanation(block: ListBlock, after: Sequence[Block], notes: NoteBook) -> int:
    """Give the last step the paragraphs that all earlier steps have, and return how many it took."""
    counts = [len(item.blocks) - 1 for item in block.items]
    wanted = min(counts[:-1], default=0)
    if not block.ordered or counts[-1] or not wanted or wanted != max(counts[:-1]):
        return 0
    taken = list(after[:wanted])
    if len(taken) < wanted or not all(isinstance(one, Paragraph) and words_in(one.text) > 8 for one in taken):
        return 0
    block.items[-1].blocks.extend(taken)
    notes.unsure(_("Took the paragraph after the last step as its explanation."), text(taken[0]))
    return wanted
