"""Footnotes of pages that word processors save: a sign in the text and its note, which link to each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Heading, ListBlock, Run
from articles.importing.essay import NoteBook

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SIGN = re.compile(r"[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[a-z*†‡])\s*[\])]?", re.I)
NOTE_NAME = re.compile(r"(?:sd)?(?:foot|end)note\d|ftn\d|edn\d", re.I)
HOLDERS = frozenset({"p", "li", "div", "dd", "aside"})


def last_section(listed: list[ListBlock], notes: NoteBook) -> list[Block]:
    """Return footnotes as a last section; their numbers stay in the text in brackets."""
    count = sum(len(block.items) for block in listed)
    if not count:
        return []
    notes.did(_("Put %(count)d footnotes at the end.") % {"count": count})
    return [Heading((Run(_("Notes")),), 0), *listed]


def take_footnotes(root: HtmlElement) -> HtmlElement | None:
    """Take the notes out of the page and number their signs; return the notes, a list inside another element.

    A short sign is one of a footnote where its note leads back to it. Two signs may share a note.
    """
    places = {name: one for one in root.iter() for name in names_of(one)}
    numbers: dict[HtmlElement, int] = {}
    for sign in [link for link in root.iter("a") if SIGN.fullmatch(link.text_content().strip())]:
        note = find_note(places.get(fragment(sign)))
        back = None if note is None else find_way_back(note, {*names_of(sign), *names_of(sign.getparent())})
        if note is not None and back is not None and sign not in note.iter():
            replace_by_text(back, "")
            replace_by_text(sign, f"[{numbers.setdefault(note, len(numbers) + 1)}]")
    return make_list(root, list(numbers)) if numbers else None


def make_list(root: HtmlElement, found: list[HtmlElement]) -> HtmlElement:
    """Return the notes as items, taken from where they stood."""
    holder = root.makeelement("div")
    listed = root.makeelement("ol")
    holder.append(listed)
    for note in found:
        note.drop_tree()
        note.tail = None
        note.tag = "li"
        note.attrib.clear()
        listed.append(note)
    return holder


def find_note(place: HtmlElement | None) -> HtmlElement | None:
    """Return what holds a whole note: the element led to, or the one around it that says that it is a note."""
    above = [] if place is None else [place, *place.iterancestors()]
    note = next((one for one in above if one.tag in HOLDERS), None)
    around = note.getparent() if note is not None else None
    says_note = around is not None and around.tag == "div" and NOTE_NAME.match(around.get("id") or "")
    return around if says_note else note


def find_way_back(note: HtmlElement, names: set[str]) -> HtmlElement | None:
    """Return the link in a note that leads to something of these names."""
    return next((link for link in note.iter("a") if fragment(link) in names), None)


def names_of(element: HtmlElement | None) -> list[str]:
    """Return the names by which a link can lead to an element."""
    found = [] if element is None else [element.get("id"), element.get("name")]
    return [name for name in found if name]


def fragment(link: HtmlElement) -> str:
    return (link.get("href") or "").rpartition("#")[2]


def replace_by_text(element: HtmlElement, text: str) -> None:
    """Put `text` in the place of an element, what it stood in alone included, and keep the text after it."""
    above = element.getparent()
    if above is not None and above.tag == "sup" and above.text_content().strip() == element.text_content().strip():
        element = above
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()
