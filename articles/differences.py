"""What changed between two versions of an essay, word by word, to be read by people.

First whole paragraphs are laid side by side, then the words of those that changed; so a text of any length takes
little time, and a moved paragraph does not shift every word after it.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

BLOCKS = {"p": "", "h2": "heading", "h3": "heading", "li": "point", "td": "cell", "th": "cell", "figure": "picture"}
QUOTE = "quote"
HOLDERS = ["body", "blockquote", "ul", "ol"]  # what holds blocks, and may hold bare words beside them
PARTED = frozenset([*BLOCKS, *HOLDERS, "table", "thead", "tbody", "tr"])
WORD = re.compile(r"\S+\s*")
ALIKE = 0.35  # of its words: two paragraphs with fewer in common are two paragraphs, not one that was changed
NEAR = 30  # paragraphs among which the one that was changed is looked for
MOST_EXACT = 1500  # items that are compared each with each; of more, those that recur all over are no guide
FOLDED_FROM = 3  # unchanged paragraphs in a row


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, point or cell: what it is, its words, and how they are set (`dress`)."""

    role: str
    text: str
    dress: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that all stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph of the comparison. `is_dressed` marks one whose words stayed while links or emphasis changed."""

    role: str
    pieces: tuple[Piece, ...]
    is_dressed: bool = False

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return not self.is_dressed and all(piece.kind is Kind.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some paragraphs in a row; many that stayed are folded."""

    changes: tuple[Change, ...]
    is_folded: bool


def blocks_of(html: str) -> list[Block]:
    """Return the paragraphs of cleaned HTML in order; a link says where it leads, a picture what it shows."""
    page = BeautifulSoup(html, "lxml")
    for holder in page.find_all(HOLDERS):
        wrap_bare_words(page, holder)
    found = [tag for tag in page.find_all(list(BLOCKS)) if not tag.find_parent("figure")]
    blocks = [Block(role_of(tag), words_in(tag), dress_of(tag)) for tag in found]
    return [block for block in blocks if block.text]


def wrap_bare_words(page: BeautifulSoup, holder: Tag) -> None:
    """Make a paragraph of every run of words that stands in no block of its own."""
    for is_bare, run in groupby(list(holder.children), is_inline):
        parts = list(run)
        if is_bare and "".join(str(each) for each in parts).strip():
            paragraph = parts[0].wrap(page.new_tag("p"))
            paragraph.extend(parts[1:])


def is_inline(node: PageElement) -> bool:
    """Tell whether a node is words, or a tag without a block in it."""
    return not isinstance(node, Tag) or not (node.name in PARTED or node.find(list(PARTED)))


def dress_of(tag: Tag) -> str:
    """Return how the words of one block are set: its markup without that of blocks within it, and what it stands in.

    The id of a heading is left out, for it is made of words and may differ by a number.
    """
    around = [f"{each.name} {[pair for pair in each.attrs.items() if pair[0] != 'id']}" for each in (tag, *tag.parents)]
    inner = (str(each) for each in tag.children if tag.name == "figure" or is_inline(each))
    return "\n".join([*around, " ".join("".join(inner).split())])


def role_of(tag: Tag) -> str:
    """Return what a block is, as the page of the difference names it; "" for a plain paragraph."""
    around = tag.find_parent(["blockquote", "li"]) if tag.name == "p" else None
    return BLOCKS.get(around.name, QUOTE) if around else BLOCKS[tag.name]


def words_in(tag: Tag) -> str:
    """Return the words of one block on a line, without those of blocks within it."""
    return " ".join("".join(spoken(tag)).split())


def spoken(tag: Tag) -> Iterable[str]:
    """Give the words in a tag piece by piece."""
    for child in tag.children:
        if isinstance(child, NavigableString):
            yield str(child)
        elif isinstance(child, Tag) and child.name == "img":
            yield f" [{child.get('alt') or child.get('src', '')}] "
        elif isinstance(child, Tag) and child.name != "br" and (tag.name == "figure" or child.name not in PARTED):
            yield from spoken(child)
            yield f" ({child['href']})" if child.name == "a" and child.has_attr("href") else ""
        else:
            yield " "


def compare(before: str, after: str) -> list[Change]:
    """Return the text `after` paragraph by paragraph, with what came and what went since `before`."""
    old, new = blocks_of(before), blocks_of(after)
    found: list[Change] = []
    sides = [(each.role, each.text) for each in old], [(each.role, each.text) for each in new]
    for tag, start, end, begin, stop in matcher(*sides).get_opcodes():
        if tag == "equal":
            pairs = zip(old[start:end], new[begin:stop], strict=True)
            found += [Change(b.role, whole(Kind.SAME, b.text), is_dressed=a.dress != b.dress) for a, b in pairs]
        else:
            found += changed(old[start:end], new[begin:stop])
    return found


def matcher[Item: Hashable](old: Sequence[Item], new: Sequence[Item]) -> SequenceMatcher[Item]:
    """Return what lays two sequences side by side."""
    return SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > MOST_EXACT)


def compare_words(before: str, after: str) -> Change:
    """Return what changed in a line of plain text."""
    return Change("", pieces_of(before, after))


def changed(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """Return the paragraphs that stand in the place of others: each beside the first one left that it is like.

    What went stands before what came.
    """
    found: list[Change] = []
    left, came = list(old), list[Change]()
    for block in new:
        at = next((place for place, each in enumerate(left[:NEAR]) if are_alike(each, block)), None)
        if at is None:
            came.append(Change(block.role, whole(Kind.NEW, block.text)))
            continue
        found += [*gone(left[:at]), *came]
        found.append(Change(block.role, pieces_of(left[at].text, block.text), is_dressed=left[at].text == block.text))
        left, came = left[at + 1 :], []
    return [*found, *gone(left), *came]


def gone(blocks: Iterable[Block]) -> list[Change]:
    """Return paragraphs that went whole."""
    return [Change(block.role, whole(Kind.GONE, block.text)) for block in blocks]


def are_alike(old: Block, new: Block) -> bool:
    """Tell whether one paragraph is the other, changed."""
    words = matcher(old.text.split(), new.text.split())
    return words.real_quick_ratio() >= ALIKE and words.quick_ratio() >= ALIKE and words.ratio() >= ALIKE


def whole(kind: Kind, text: str) -> tuple[Piece, ...]:
    """Return a text of which all stayed, went or came."""
    return (Piece(kind, text),) if text else ()


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Return `after` in pieces, with the words of `before` that went in their places."""
    old, new = WORD.findall(before), WORD.findall(after)
    plain = [word.rstrip() for word in old], [word.rstrip() for word in new]
    found: list[Piece] = []
    for tag, start, end, begin, stop in matcher(*plain).get_opcodes():
        if tag == "equal":
            found.append(Piece(Kind.SAME, "".join(new[begin:stop])))
            continue
        found += whole(Kind.GONE, "".join(old[start:end]).rstrip())
        found += whole(Kind.NEW, "".join(new[begin:stop]).rstrip())
    return tuple(found)


def fold(changes: Iterable[Change]) -> list[Stretch]:
    """Return the paragraphs in stretches, so that what stayed does not hide what changed."""
    found: list[list[Change]] = []
    for change in changes:
        if found and found[-1][0].is_same == change.is_same:
            found[-1].append(change)
        else:
            found.append([change])
    return [Stretch(tuple(run), run[0].is_same and len(run) >= FOLDED_FROM) for run in found]


def count_words(changes: Iterable[Change], kind: Kind) -> int:
    """Return how many words came, or went."""
    pieces = (piece for change in changes for piece in change.pieces if piece.kind is kind)
    return sum(len(piece.text.split()) for piece in pieces)
