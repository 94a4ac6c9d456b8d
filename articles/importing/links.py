"""Links of an imported essay: made whole where they led within the old site, dropped where they are unsafe."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Heading, ListBlock, Paragraph, Quote, Runs, Table
from articles.importing.essay import NoteBook
from articles.sanitising import clean_address

NO_ADDRESS = "?"


def make_links_whole(blocks: Iterable[Block], base: str, notes: NoteBook) -> None:
    """Complete addresses within the old site where the page says its own, and note those that stay short."""
    left: list[str] = []

    def complete(address: str) -> str:
        if not address or read_scheme(address):
            return address
        if read_scheme(base) in ("http", "https"):
            return urljoin(base, address)
        left.append(address)
        return address

    change_links(blocks, complete)
    if left:
        message = _("Links to pages of the old site, whose address is unknown: %(count)d, the first to:")
        notes.unsure(message % {"count": len(left)}, left[0])


def drop_unsafe_links(blocks: Iterable[Block], notes: NoteBook) -> None:
    """Take the address from links that are broken or may not be followed (scripts, data, files); their words stay."""
    dropped: list[str] = []

    def keep_safe(address: str) -> str:
        if address and (read_scheme(address) == NO_ADDRESS or clean_address(address) is None):
            dropped.append(address)
            return ""
        return address

    change_links(blocks, keep_safe)
    if dropped:
        message = _("Links of which only the words could be kept: %(count)d, the first to:")
        notes.unsure(message % {"count": len(dropped)}, dropped[0])


def read_scheme(address: str) -> str:
    """Return the scheme of an address, "" for none, NO_ADDRESS for an address that is no address."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return NO_ADDRESS


def change_links(blocks: Iterable[Block], change: Callable[[str], str]) -> None:
    """Replace the address of every link in the blocks, in place, by what `change` makes of it."""

    def apply(runs: Runs) -> Runs:
        return tuple(replace(run, href=change(run.href)) if run.href else run for run in runs)

    for block in blocks:
        match block:
            case Paragraph() | Heading():
                block.runs = apply(block.runs)
            case ListBlock():
                for item in block.items:
                    change_links(item.blocks, change)
            case Quote():
                change_links(block.blocks, change)
            case Table():
                block.rows = [[apply(cell) for cell in row] for row in block.rows]
