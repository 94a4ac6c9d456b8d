"""Plain text to blocks: lines, wrapped or not, become paragraphs, headings and quotations."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.importing.blocks import Block, Heading, Paragraph, Quote, Run, tidy
from articles.importing.draft import Draft
from articles.importing.marks import find_marks

HASH_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
UNDERLINE = re.compile(r"(=|-|~|—|_){3,}")
QUOTE_SIGN = re.compile(r">\s?")
NARROWEST_WRAP, WIDEST_WRAP = 40, 100
SENTENCE_ENDS = tuple('.!?…।॥:;"”’')
TAB_COLUMNS = 4
# A line from this length on is a paragraph of its own, never a line of verse.
LONG_LINE = 90


def read_plain_text(text: str) -> Draft:
    """Return the blocks of a plain text."""
    clusters = list(find_clusters(text.expandtabs(TAB_COLUMNS)))
    width = find_wrap_width([lines for _gap, lines in clusters])
    blocks: list[Block] = []
    for gap, lines in clusters:
        blocks.extend(read_cluster(lines, gap, width))
    return Draft(blocks, by_shape=True)


def find_clusters(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines without a blank one between them, each with the blank lines before it."""
    gap, lines = 1, list[str]()
    for line in text.split("\n"):
        if line.strip():
            lines.append(line.rstrip())
            continue
        if lines:
            yield gap, lines
            gap, lines = 0, []
        gap += 1
    if lines:
        yield gap, lines


def find_wrap_width(clusters: Sequence[Sequence[str]]) -> int:
    """Return the column at which the lines were broken by a program, or 0 if they were not."""
    pairs = [
        (line, following)
        for lines in clusters
        for line, following in pairwise(lines)
        if not find_marks(following.strip())
    ]
    lengths = sorted(len(line) for line, _following in pairs)
    if not lengths:
        return 0
    width = lengths[-1] if lengths[-1] <= WIDEST_WRAP else lengths[int(len(lengths) * 0.95)]
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    full = sum(is_full(line, following, width) for line, following in pairs)
    return width if full * 2 >= len(pairs) else 0


def is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word had no room at the end of this line."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 2


def goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a program broke the text between these two lines."""
    if not width:
        return False
    unfinished = len(line) >= width * 0.75 and not line.endswith(SENTENCE_ENDS)
    return is_full(line, following, width) or unfinished


def read_cluster(lines: Sequence[str], gap: int, width: int) -> list[Block]:
    """Return the blocks of one cluster of lines."""
    if all(line.lstrip().startswith(">") for line in lines):
        return [read_quoted_lines(lines, width)]
    if heading := read_typed_heading(lines):
        return [heading, *(read_cluster(lines[2:], 0, width) if is_underlined(lines) else [])]
    return list(read_lines(lines, gap, width))


def read_lines(lines: Sequence[str], gap: int, width: int) -> Iterator[Block]:
    """Yield a paragraph for each line, wrapped lines joined; headings marked by number signs as such."""
    open_lines: list[str] = []
    for line in lines:
        if open_lines and not find_marks(line.strip()) and continues(open_lines, line, width):
            open_lines.append(line)
            continue
        if open_lines:
            yield make_block(open_lines, gap)
            # What follows a long line is no line of its verse: each stands for itself.
            gap = int(len(open_lines[-1]) >= LONG_LINE)
        open_lines = [line]
    yield make_block(open_lines, gap)


def continues(open_lines: Sequence[str], line: str, width: int) -> bool:
    """Tell whether a line goes on the paragraph or list item above it."""
    marks = find_marks(open_lines[0].strip())
    if marks and indent_of(line) >= indent_of(open_lines[0]) + 2:
        return True
    return goes_on(open_lines[-1], line, width)


def make_block(lines: Sequence[str], gap: int) -> Block:
    joined = " ".join(line.strip() for line in lines)
    if found := HASH_HEADING.fullmatch(joined):
        return Heading(tidy([Run(found[2])]), len(found[1]))
    is_paragraph_of_its_own = gap == 0 and len(lines[0]) >= LONG_LINE
    return Paragraph(tidy([Run(joined)]), indent_of(lines[0]), 1 if is_paragraph_of_its_own else gap)


def read_quoted_lines(lines: Sequence[str], width: int) -> Quote:
    """Return the quotation of lines that all begin with ">"; a bare ">" parts its paragraphs."""
    inner = "\n".join(QUOTE_SIGN.sub("", line.lstrip(), count=1) for line in lines)
    paragraphs = [block for gap, part in find_clusters(inner) for block in read_lines(part, gap, width)]
    return Quote(list[Block](paragraphs))


def read_typed_heading(lines: Sequence[str]) -> Heading | None:
    """Return the heading of a line in capitals, or of one underlined with signs."""
    first = lines[0].strip()
    if is_underlined(lines):
        return Heading(tidy([Run(first)]), 1 if lines[1].strip().startswith("=") else 2)
    if len(lines) == 1 and first.isupper() and 4 <= len(first) <= 80 and first[-1] not in ".,;!":
        return Heading(tidy([Run(first)]), 2)
    return None


def is_underlined(lines: Sequence[str]) -> bool:
    if len(lines) < 2 or not any(letter.isalnum() for letter in lines[0]):
        return False
    return bool(UNDERLINE.fullmatch(lines[1].strip())) and len(lines[0].strip()) <= LONG_LINE


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())
