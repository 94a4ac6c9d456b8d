"""What an element's tag, role and style say about the text in it: block or not, weight, size, link."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ],
)
ROLE_TAGS = {"list": "ul", "listitem": "li", "blockquote": "blockquote", "paragraph": "p"}
DISPLAY_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item)", re.I)
# Word has properties of its own that end in the same words, such as mso-bidi-font-weight.
BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|bolder|[6-9]00)", re.I)
NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|lighter|[1-5]00)", re.I)
ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)", re.I)
NOT_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*normal", re.I)
SIZE = re.compile(r"(?<![\w-])font-size\s*:\s*([\d.]+)\s*(px|pt|em|rem|%)", re.I)
SIZE_WORD = re.compile(r"(?<![\w-])font-size\s*:\s*(xx-large|x-large|larger|large|medium|small|smaller)", re.I)
SIZE_WORDS = {"xx-large": 32, "x-large": 24, "larger": 20, "large": 20, "medium": 16, "small": 13, "smaller": 13}
FONT_SIZES = {"1": 10, "2": 13, "3": 16, "4": 18, "5": 24, "6": 32, "7": 48}
# Set by the reader of Word files on lines that are larger than the text around them.
LARGE_CLASS = "import-large"
PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}


@dataclass(frozen=True, slots=True)
class Dress:
    """How the text being read looks; `size` is in pixels, 0 where nothing says."""

    strong: bool = False
    em: bool = False
    href: str = ""
    size: float = 0


def name_of(element: HtmlElement) -> str:
    """Return the tag that an element acts as, following its role."""
    tag = str(element.tag).lower()
    role = (element.get("role") or "").lower()
    if role == "heading" and tag not in ("h1", "h2", "h3", "h4", "h5", "h6"):
        level = element.get("aria-level") or "2"
        return f"h{level}" if re.fullmatch(r"[1-6]", level) else "h2"
    return ROLE_TAGS.get(role, tag) if tag in ("div", "span") else tag


def is_block(element: HtmlElement, tag: str) -> bool:
    """Tell whether an element begins and ends a paragraph; elements of a builder's own making do."""
    return tag in BLOCK_TAGS or "-" in tag or bool(DISPLAY_BLOCK.search(element.get("style") or ""))


def change_dress(dress: Dress, element: HtmlElement, tag: str) -> Dress:
    """Return the dress of the text inside an element."""
    style = element.get("style") or ""
    strong = tag in ("b", "strong") or (dress.strong and not NOT_BOLD.search(style))
    em = tag in ("i", "em", "cite") or (dress.em and not NOT_ITALIC.search(style))
    return replace(
        dress,
        strong=(strong and not NOT_BOLD.search(style)) or bool(BOLD.search(style)),
        em=em or bool(ITALIC.search(style)),
        href=read_address(element) if tag == "a" else dress.href,
        size=read_size(element, style) or dress.size,
    )


def read_address(element: HtmlElement) -> str:
    """Return where a link leads; "" for a place in the same page, whose id is not kept."""
    address = (element.get("href") or "").strip()
    return "" if address.startswith("#") else address


def read_size(element: HtmlElement, style: str) -> float:
    """Return the size in pixels that an element asks for, or 0."""
    if found := SIZE.search(style):
        try:
            return round(float(found[1]) * PIXELS[found[2].lower()], 1)
        except ValueError:
            return 0
    if found := SIZE_WORD.search(style):
        return SIZE_WORDS[found[1].lower()]
    if element.get("class") == LARGE_CLASS:
        return SIZE_WORDS["x-large"]
    return FONT_SIZES.get(element.get("size") or "", 0) if element.tag == "font" else 0
