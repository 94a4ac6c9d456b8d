"""What is pasted from a word processor, a web page or a mail, made into the clean HTML that an essay holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.importing.blocks import Block, render
from articles.importing.essay import NoteBook
from articles.importing.exports import settle_exports
from articles.importing.files import drop_separators
from articles.importing.headings import demote_runs, find_body_size, promote, settle_levels
from articles.importing.html_blocks import is_quote_figure, read_element
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

WRAPPER = "ListContainerWrapper"
# Of Word: what somebody else wrote beside the text, and what was struck while changes were followed.
COMMENTS = frozenset({"MsoCommentReference", "MsoCommentText", "msocomanchor", "msocomtxt"})
COMMENT_LIST = "mso-element:comment-list"
STRUCK = "msoDel"
PLAYERS = ("iframe", "video", "audio", "object", "embed")
# Around what was chosen, of the whole page that some programs put on the clipboard.
FRAGMENT = ("<!--StartFragment-->", "<!--EndFragment-->")
STYLE = ("<style", "</style>")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was made of it, and what was left behind: pictures, whose way in is another, what plays, comments."""

    html: str
    pictures: int = 0
    players: int = 0
    has_comments: bool = False


def read_pasted(html: str, text: str = "") -> Pasted:
    """Return what an essay takes of a clipboard: its HTML, or where it has none its plain text.

    Raises:
        EssayFileError: the HTML holds nothing, or is nested beyond reading.
    """
    notes = NoteBook()
    if not html.strip():
        return Pasted(clean_html(render(arrange(read_plain_text(normal_lines(text)).blocks, notes))))
    root = parse_html(part_of(html), notes)
    settle_spaces(root)
    settle_exports(root)
    join_wrapped_lists(root)
    drop_struck(root)
    has_comments = drop_comments(root)
    keep_captions(root)
    pictures, players = count_pictures(root), count_players(root)
    blocks = read_element(root, notes)
    drop_unsafe_links(blocks, notes)
    return Pasted(clean_html(render(arrange(blocks, notes))), pictures, players, has_comments)


def part_of(html: str) -> str:
    """Return what was chosen to be copied, and the styles of its page: of some programs these alone tell weight."""
    return "".join(parts_between(html, *STYLE)) + next(parts_between(html, *FRAGMENT), html)


def parts_between(html: str, opening: str, closing: str) -> Iterator[str]:
    """Yield each part from an opening to the next closing, with both; in one pass, however many are left open."""
    at = 0
    while (start := html.find(opening, at)) != -1 and (end := html.find(closing, start)) != -1:
        at = end + len(closing)
        yield html[start:at]


def settle_spaces(root: HtmlElement) -> None:
    """Give every text of a page plain spaces."""
    for element in root.iter():
        element.text, element.tail = plain_spaces(element.text or ""), plain_spaces(element.tail or "")


def join_wrapped_lists(root: HtmlElement) -> None:
    """Make one list of those that Word in a browser wraps one by one, each item with the level it is on."""
    levels: list[HtmlElement] = []
    first: HtmlElement | None = None
    for wrapper in list(root.find_class(WRAPPER)):
        wrapped = next(wrapper.iter("ul", "ol"), None)
        if wrapped is None:
            continue
        depth = level_of(wrapped)
        levels = levels[: depth + 1] if first is not None and wrapper.getprevious() is first else []
        if len(levels) > depth and levels[depth].tag == wrapped.tag:
            levels[depth].extend(list(wrapped))
        elif depth and levels and len(levels[-1]):
            levels[-1][-1].append(wrapped)
            levels.append(wrapped)
        else:
            levels, first = [wrapped], wrapper
            continue
        wrapper.drop_tree()


def level_of(wrapped: HtmlElement) -> int:
    """Return how deep a wrapped list stands in others."""
    item = wrapped.find("li")
    level = (item.get("data-aria-level") or "") if item is not None else ""
    return min(int(level) - 1, 8) if level.isdecimal() and level != "0" else 0


def normal_lines(text: str) -> str:
    """Return a text with the line ends of this machine, and its spaces as plain ones."""
    return plain_spaces(text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_spaces(text: str) -> str:
    """Return a text whose spaces are plain, without letters of no width: builders of pages put both anywhere.

    The joiners of Indian scripts are no such letters.
    """
    return text.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")


def drop_struck(root: HtmlElement) -> None:
    """Take out what was struck while changes were followed: by whom or when stands with it, unlike on other pages."""
    for element in list(root.iter("del")):
        if element.get("datetime") or element.get("cite"):
            element.drop_tree()
    for element in root.find_class(STRUCK):
        element.drop_tree()


def drop_comments(root: HtmlElement) -> bool:
    """Take out what was written beside a text in Word; say whether there was any."""
    lists = [each for each in root.iter("div") if COMMENT_LIST in (each.get("style") or "").replace(" ", "")]
    found = lists + [each for name in COMMENTS for each in root.find_class(name)]
    for element in found:
        element.drop_tree()
    return bool(found)


def keep_captions(root: HtmlElement) -> None:
    """Make lines of the words under pictures: the pictures do not come along, and these words would be lost."""
    for caption in list(root.iter("figcaption")):
        if not is_quote_figure(caption):
            caption.tag = "p"


def count_pictures(root: HtmlElement) -> int:
    """Return how many pictures a reader would miss.

    One of a single dot counts the readers of a mail, and Google Docs draws the box before what can be ticked.
    """
    return sum(is_seen(each) and each.get("aria-roledescription") != "checkbox" for each in root.iter("img"))


def count_players(root: HtmlElement) -> int:
    """Return how many videos, sounds and the like were embedded; one inside another is its other shape."""
    found = [each for each in root.iter(*PLAYERS) if next(each.iterancestors(*PLAYERS), None) is None]
    return sum(map(is_seen, found))


def is_seen(element: HtmlElement) -> bool:
    """Tell whether an element is larger than a dot."""
    return element.get("width") not in ("0", "1")


def arrange(blocks: list[Block], notes: NoteBook) -> list[Block]:
    """Return the blocks with the structure found that was only hinted at.

    A short line becomes a heading where it is bold or larger, not for its shape alone: in the middle of an essay
    it is more likely a line.
    """
    blocks = drop_separators(blocks, notes)
    blocks = collect_lost_lists(join_steps(collect_typed_lists(blocks, notes), notes), notes)
    body_size = find_body_size(blocks)
    found = [promote(blocks, at, body_size, by_shape=False) for at in range(len(blocks))]
    demote_runs(blocks, found, notes)
    settle_levels(found, notes)
    return join_clusters(found, notes)
