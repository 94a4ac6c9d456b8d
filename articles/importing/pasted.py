"""What is pasted from a word processor, a web page or a mail, made into the clean HTML that an essay holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.importing.blocks import Block, Heading, Paragraph, render, with_text
from articles.importing.essay import NoteBook
from articles.importing.exports import settle_exports
from articles.importing.files import drop_separators
from articles.importing.headings import demote_runs, find_body_size, promote, settle_levels
from articles.importing.html_blocks import read_element
from articles.importing.links import drop_unsafe_links
from articles.importing.lost_lists import collect_lost_lists
from articles.importing.parsing import parse_html
from articles.importing.plain_text import read_plain_text
from articles.importing.steps import join_steps
from articles.importing.typed_lists import collect_typed_lists
from articles.importing.verse import join_clusters
from articles.sanitising import clean_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Word says in comments what only itself should show; other readers see the list marks between them as text.
WORD_ONLY = re.compile(r"<!--\[if (?!supportLists)[^\]]*\]>.*?<!\[endif\]-->", re.S | re.I)
FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was made of it, and how many pictures were left behind: theirs is another way in."""

    html: str
    pictures: int = 0


def read_pasted(html: str, text: str = "") -> Pasted:
    """Return what an essay takes of a clipboard: its HTML, or where it has none its plain text.

    Raises:
        EssayFileError: the HTML is nested beyond reading.
    """
    notes = NoteBook()
    if not html.strip():
        return Pasted(clean_html(render(arrange(read_plain_text(normal_lines(text)).blocks, notes))))
    root = parse_html(part_of(html), notes)
    settle_exports(root)
    pictures = count_pictures(root)
    blocks = read_element(root, notes)
    drop_unsafe_links(blocks, notes)
    return Pasted(clean_html(render(arrange(blocks, notes))), pictures)


def part_of(html: str) -> str:
    """Return what was chosen to be copied, of the whole page that some programs put on the clipboard.

    The styles stay: of some programs they alone tell what is bold.
    """
    styles = "".join(re.findall(r"<style\b.*?</style>", html, re.S | re.I))
    found = FRAGMENT.search(html)
    return styles + WORD_ONLY.sub("", found[1] if found else html)


def normal_lines(text: str) -> str:
    """Return a text with the line ends of this machine, and a no-break space as a space."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def count_pictures(root: HtmlElement) -> int:
    """Return how many pictures a reader would miss; one of a single dot counts the readers of a mail."""
    return sum(element.get("width") not in ("0", "1") for element in root.iter("img"))


def arrange(blocks: list[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with the structure found that was only hinted at.

    A short line becomes a heading where it is bold or larger, not for its shape alone: in the middle of an essay
    it is more likely a line.
    """
    blocks = drop_separators([plain_spaces(block) for block in blocks], notes)
    blocks = collect_lost_lists(join_steps(collect_typed_lists(blocks, notes), notes), notes)
    body_size = find_body_size(blocks)
    found = [promote(blocks, at, body_size, by_shape=False) for at in range(len(blocks))]
    demote_runs(blocks, found, notes)
    settle_levels(found, notes)
    return join_clusters(found, notes)


def plain_spaces(block: Block) -> Block:
    """Return a paragraph or heading with no-break spaces as spaces: builders of pages put them anywhere."""
    if isinstance(block, Paragraph | Heading):
        block.runs = tuple(with_text(run, run.text.replace("\xa0", " ")) for run in block.runs)
    return block
