"""Shapes that repeat on a page: parts of one make, rows of cards, rows of visitors' remarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.importing.inline import name_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CARD_TAGS = frozenset({"img", "time", "h2", "h3", "h4", "h5"})
LONGEST_CARD_WORDS = 60
LONGEST_LABEL_WORDS = 6
DIGIT = re.compile(r"\d")


def text_in(element: HtmlElement) -> str:
    """Return all text of an element on one line, a space between the texts of its parts."""
    return " ".join(" ".join(element.itertext()).split())


def count_of(text: str) -> int:
    return len(text.split())


def has_shape_of(element: HtmlElement, core: HtmlElement) -> bool:
    """Tell whether two elements, or what is in them, are of the same make: tag and classes."""
    shape = shape_of(core)
    return bool(shape[1]) and any(shape_of(one) == shape for one in element.iter() if isinstance(one.tag, str))


def shape_of(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), " ".join(sorted((element.get("class") or "").split()))


def is_row_of_cards(element: HtmlElement) -> bool:
    """Tell whether an element holds three or more children of one make, each with a link and a picture or title."""
    for holder in element.iter():
        children = [child for child in holder if isinstance(child.tag, str)]
        if len(children) >= 2 and len({shape_of(child) for child in children}) == 1 and all(map(is_card, children)):
            return True
    return False


def is_card(element: HtmlElement) -> bool:
    has_link = element.tag == "a" or element.find(".//a") is not None
    inner = {name_of(one) for one in element.iter() if isinstance(one.tag, str)}
    return has_link and bool(inner & CARD_TAGS) and count_of(text_in(element)) < LONGEST_CARD_WORDS


def is_row_of_remarks(element: HtmlElement) -> bool:
    """Tell whether two or more children of an element are of one make, each dated and with something to press."""
    children = [child for child in element if isinstance(child.tag, str) and child.tag != "p" and child.get("class")]
    is_alike = len(children) >= 2 and len({shape_of(child) for child in children}) == 1
    return is_alike and all(map(is_remark, children))


def is_remark(element: HtmlElement) -> bool:
    has_press = any(count_of(text_in(one)) <= LONGEST_LABEL_WORDS for one in element.iter("a", "button"))
    texts = [text.strip() for text in element.itertext() if text.strip()]
    is_dated = any(DIGIT.search(text) and count_of(text) <= LONGEST_LABEL_WORDS for text in texts)
    return has_press and (is_dated or element.find(".//time") is not None)


def holds_structure(element: HtmlElement) -> bool:
    """Tell whether there is a list, a quotation or a table of data in an element."""
    return next(element.iter("ul", "ol", "blockquote", "table"), None) is not None
