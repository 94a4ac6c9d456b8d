"""HTML elements to blocks: what each tag, role or inline style means for the text in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.blocks import (
    Block,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Table,
    split_lines,
    text_of,
    tidy,
    words_in,
)
from articles.importing.essay import NoteBook
from articles.importing.inline import Dress, change_dress, is_block, name_of
from articles.importing.names import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Their content is no prose.
IGNORED = names(
    """
    script style template noscript head title meta link base param source track input button select
    textarea option datalist iframe object embed canvas svg math audio video progress meter map area
    """
)
PERMALINK_SIGNS = frozenset({"#", "¶", "§", "🔗"})
LONGEST_CELL_WORDS = 60
SPANS = ("colspan", "rowspan")


def read_fragment(html: str, notes: NoteBook, *, soft_breaks: bool = False) -> list[Block]:
    """Return the blocks of a piece of HTML without page furniture around it."""
    from articles.importing.parsing import parse_html

    return read_element(parse_html(html, notes), notes, soft_breaks=soft_breaks)


def read_element(root: HtmlElement, notes: NoteBook, *, soft_breaks: bool = False) -> list[Block]:
    """Return the blocks of everything inside `root`; `soft_breaks` keeps line ends that begin a list mark."""
    reader = BlockReader(notes, soft_breaks=soft_breaks)
    reader.read_children(root, Dress())
    reader.flush()
    return reader.blocks


class BlockReader:
    """Walks over elements once, collecting runs of text until a block tag ends the paragraph."""

    def __init__(self, notes: NoteBook, *, soft_breaks: bool) -> None:
        self.notes = notes
        self.soft_breaks = soft_breaks
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.indent = 0

    def add_text(self, text: str | None, dress: Dress) -> None:
        if text:
            flat = keep_marked_lines(text) if self.soft_breaks else re.sub(r"\s+", " ", text)
            self.runs.append(Run(flat, dress.strong, dress.em, dress.href, dress.size))

    def flush(self) -> None:
        """End the open paragraph; two line breaks in a row end one too."""
        runs = tidy(self.runs)
        self.runs = []
        for group in part_at_empty_lines(runs):
            self.blocks.append(Paragraph(group, self.indent))
        self.indent = 0

    def read_children(self, element: HtmlElement, dress: Dress) -> None:
        self.add_text(element.text, dress)
        for child in element:
            self.read(child, dress)
            self.add_text(child.tail, dress)

    def read(self, element: HtmlElement, dress: Dress) -> None:
        """Read one element, as the block or the dress that it stands for."""
        tag = name_of(element)
        if tag == "img":
            self.note_picture(element)
        elif tag == "br":
            self.runs.append(Run("\n"))
        elif tag in IGNORED:
            return
        elif not is_block(element, tag):
            self.read_children(element, change_dress(dress, element, tag))
        else:
            self.flush()
            self.read_block(element, tag, change_dress(dress, element, tag))
            self.flush()

    def read_block(self, element: HtmlElement, tag: str, dress: Dress) -> None:
        if tag[0] == "h" and tag[1:].isdigit():
            self.read_heading(element, int(tag[1:]), dress)
        elif tag in ("ul", "ol", "menu", "dir"):
            self.blocks.extend(self.read_list(element, tag == "ol", dress))
        elif tag == "blockquote":
            if inner := self.read_inside(element, dress):
                self.blocks.append(Quote(inner))
        elif tag == "table":
            self.read_table(element, dress)
        elif tag == "pre":
            self.read_lines_as_typed(element)
        elif tag == "figcaption" and not is_quote_figure(element):
            self.note_dropped_caption(element)
        else:
            self.indent = read_list_level(element)
            self.read_children(element, dress)

    def read_inside(self, element: HtmlElement, dress: Dress) -> list[Block]:
        """Return the blocks of an element on their own."""
        inner = BlockReader(self.notes, soft_breaks=self.soft_breaks)
        inner.read_children(element, dress)
        inner.flush()
        return inner.blocks

    def read_heading(self, element: HtmlElement, level: int, dress: Dress) -> None:
        """Add a heading; one that a builder put around whole paragraphs is only read for what is in it."""
        for link in list(element.iterdescendants("a")):
            if link.text_content().strip() in PERMALINK_SIGNS:
                link.drop_tree()
        inner = self.read_inside(element, dress)
        if len(inner) == 1 and isinstance(inner[0], Paragraph) and words_in(inner[0].text) <= 40:
            self.blocks.append(Heading(inner[0].runs, level))
        else:
            self.blocks.extend(inner)

    def read_list(self, element: HtmlElement, ordered: bool, dress: Dress) -> list[Block]:
        """Return the list, and what stands in it outside any item as part of the item before."""
        found = ListBlock(ordered, [], read_start(element), read_style(element) if ordered else "")
        for child in element:
            tag = name_of(child)
            if tag == "li":
                inner = self.read_inside(child, change_dress(dress, child, tag))
            else:
                holder = BlockReader(self.notes, soft_breaks=self.soft_breaks)
                holder.read(child, dress)
                holder.flush()
                inner = holder.blocks
            if tag == "li" or not found.items:
                found.items.extend([Item(inner)] if any(text_of(block) for block in inner) else [])
            else:
                found.items[-1].blocks.extend(inner)
        return [found] if found.items else []

    def read_table(self, element: HtmlElement, dress: Dress) -> None:
        """Add a table of data; a table used for layout is read for what is in it."""
        rows = [
            [cell for cell in row if isinstance(cell.tag, str) and name_of(cell) in ("td", "th")]
            for row in element.iter("tr")
            if next(row.iterancestors("table")) is element
        ]
        cells = [[self.read_inside(cell, dress) for cell in row] for row in rows]
        flat = [inner for row in cells for inner in row]
        is_layout = element.get("role") in ("presentation", "none") or max(map(len, cells), default=0) < 2
        if is_layout or len(cells) < 2 or not all(is_plain_cell(inner) for inner in flat):
            self.blocks.extend(block for inner in flat for block in inner)
            return
        if any(cell.get(name, "1") not in ("", "0", "1") for row in rows for cell in row for name in SPANS):
            self.notes.unsure(_("A table has cells over several columns or rows; check that it still reads well."))
        header = all(name_of(cell) == "th" for cell in rows[0]) or all(is_strong_cell(inner) for inner in cells[0])
        self.blocks.append(Table([[join_cell(inner) for inner in row] for row in cells if row], header))

    def read_lines_as_typed(self, element: HtmlElement) -> None:
        """Add preformatted text with its line breaks."""
        for index, line in enumerate(element.text_content().strip("\n").split("\n")):
            self.runs.extend([Run("\n")] if index else [])
            self.runs.append(Run(line))
        self.flush()

    def note_picture(self, element: HtmlElement) -> None:
        alt = " ".join((element.get("alt") or "").split())
        self.notes.did(_("Left out a picture.") if not alt else _("Left out a picture, described as:"), alt)

    def note_dropped_caption(self, element: HtmlElement) -> None:
        caption = " ".join(element.text_content().split())
        if caption:
            self.notes.did(
                _("Left out the caption of a picture (%(count)d words):") % {"count": words_in(caption)}, caption
            )


def is_quote_figure(caption: HtmlElement) -> bool:
    """Tell whether a caption names the source of a quotation rather than what a picture shows."""
    figure = caption.getparent()
    return figure is not None and figure.find(".//blockquote") is not None


def keep_marked_lines(text: str) -> str:
    """Return text on one line, but with a line break before each line that begins with a list mark."""
    from articles.importing.marks import find_marks

    first, *others = text.split("\n")
    joined = "".join(("\n" if find_marks(line.lstrip()) else " ") + line for line in others)
    return first + joined


def part_at_empty_lines(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """Return the groups of lines between empty ones, and long lines as groups of their own."""
    runs = tuple(runs)
    if not any("\n" in run.text for run in runs):
        return [runs] if runs else []
    groups: list[list[tuple[Run, ...]]] = [[]]
    lines = split_lines(runs)
    all_long = len(lines) > 1 and all(sum(len(run.text) for run in line) > 90 for line in lines if line)
    for line in lines:
        if not line or all_long:
            groups.append([])
        if line:
            groups[-1].append(line)
    return [join_with_breaks(group) for group in groups if group]


def join_with_breaks(lines: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for line in lines:
        joined.extend([Run("\n")] if joined else [])
        joined.extend(line)
    return tidy(joined)


def read_list_level(element: HtmlElement) -> int:
    """Return the indent, four columns a level, of a list item that Word saved as a paragraph; else 0."""
    found = re.search(r"mso-list:\s*\w+\s+level(\d)", element.get("style") or "")
    return 4 * (int(found[1]) - 1) if found else 0


def read_start(element: HtmlElement) -> int:
    start = element.get("start") or "1"
    return int(start) if re.fullmatch(r"\d{1,4}", start) else 1


def read_style(element: HtmlElement) -> str:
    style = element.get("type") or ""
    return style if style in ("a", "A", "i", "I") else ""


def is_plain_cell(inner: list[Block]) -> bool:
    """Tell whether a cell holds no more than a table's cell does."""
    is_text = all(isinstance(block, Paragraph) for block in inner)
    return is_text and sum(words_in(text_of(block)) for block in inner) <= LONGEST_CELL_WORDS


def is_strong_cell(inner: list[Block]) -> bool:
    return bool(inner) and all(isinstance(block, Paragraph) and block.is_strong for block in inner)


def join_cell(inner: list[Block]) -> tuple[Run, ...]:
    return join_with_breaks([block.runs for block in inner if isinstance(block, Paragraph)])
