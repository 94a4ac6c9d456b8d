"""XML of an old site to a tree: nothing is fetched, nothing is expanded, and a damaged file is refused."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.moving.source import SiteFileError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
DEFINITIONS = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
CDATA = re.compile(r"(<!\[CDATA\[(?:.*?\]\]>|.*\Z))", re.DOTALL)  # one that never ends takes the rest, once
AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)?", re.I)
OWN_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


def parse_xml(text: str) -> Element:
    """Return the root of an XML file.

    Platforms write bare ampersands and HTML's names of characters outside CDATA; those are mended before parsing.

    Raises:
        SiteFileError: it defines entities, which no platform does, or it is no whole XML.
    """
    from lxml import etree

    pieces = CDATA.split(DECLARATION.sub("", text, count=1))
    if any(DEFINITIONS.search(piece) for piece in pieces[::2]):
        raise SiteFileError(_("This file holds definitions that no export has, so it was not opened."))
    pieces[::2] = [AMPERSAND.sub(mend_ampersand, piece) for piece in pieces[::2]]
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring("".join(pieces).encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise SiteFileError(
            _("This file is cut short or damaged near line %(line)d. Export it again, and send it whole.")
            % {"line": line}
        ) from error


def mend_ampersand(found: re.Match[str]) -> str:
    """Return what XML itself understands: its own names and numbers stay, HTML's become the character."""
    name = found[1] or ""
    if name.lower() in OWN_ENTITIES or name.startswith("#"):
        return found[0].lower() if name.lower() in OWN_ENTITIES else found[0]
    character = html.unescape(f"&{name}") if name else ""
    return character if character and not character.startswith("&") else f"&amp;{name}"


def text_at(element: Element, path: str, names: dict[str, str] | None = None) -> str:
    """Return the text at a path below an element, without space around it; "" where there is none."""
    return (element.findtext(path, namespaces=names or NAMES) or "").strip()
