"""Text of HTML to a tree of elements, however badly it is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.essay import EssayFileError, NoteBook
from articles.importing.names import names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The parser drops what lies deeper than about 250 elements, and reading goes one call deeper for each.
DEEPEST = 150
FLAT_TAGS = names("p h1 h2 h3 h4 h5 h6 ul ol li blockquote strong em b i a br table tr td th")
XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def parse_html(html: str, notes: NoteBook) -> HtmlElement:
    """Return the root element of a page or a piece of one.

    Raises:
        EssayFileError: there is nothing to parse, or it is nested beyond reading.
    """
    text = XML_DECLARATION.sub("", html, count=1)
    root = parse(text)
    if is_too_deep(root):
        notes.unsure(_("The page is nested unusually deep; its layout was ignored while reading."))
        root = parse(flatten(text))
        if is_too_deep(root):
            raise EssayFileError(_("This page is nested too deep to be read."))
    return root


def parse(text: str) -> HtmlElement:
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return html.document_fromstring(text or "<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise EssayFileError(_("There is no text in this file.")) from error


def flatten(text: str) -> str:
    """Return the page with only the tags that carry text, so that layout adds no depth."""
    import nh3

    return nh3.clean(text, tags=set(FLAT_TAGS), attributes={"a": {"href"}}, link_rel=None)


def is_too_deep(root: HtmlElement) -> bool:
    """Tell whether some element lies deeper than DEEPEST."""
    level = [root]
    for _depth in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
