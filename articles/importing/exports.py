"""Pages that Google Docs and Word export: what they say by class names is turned into plain tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CLASS_RULE = re.compile(r"(?<![\w-])\.(c\d+)\s*\{([^}]*)\}")
SHOWN_PROPERTIES = re.compile(r"(?:font-weight|font-style|font-size)\s*:[^;]+")
LIST_CLASS = re.compile(r"\b(lst-kix_\w+)-(\d)\b")
TITLE_CLASSES = frozenset({"title", "MsoTitle"})
QUOTE_CLASSES = frozenset({"MsoQuote", "MsoIntenseQuote", "quotations", "Quotations"})


def settle_exports(root: HtmlElement) -> None:
    """Give exported pages the tags that other pages have: titles, quotations, inline weight and size, nested lists."""
    for element in list(root.iter("p")):
        worn = set((element.get("class") or "").split())
        if TITLE_CLASSES & worn:
            element.tag = "h1"
        elif QUOTE_CLASSES & worn:
            element.tag = "blockquote"
    put_rules_inline(root)
    nest_lists(root)


def put_rules_inline(root: HtmlElement) -> None:
    """Copy weight, slant and size from the numbered classes of Google Docs to the elements that wear them."""
    rules = {
        name: ";".join(SHOWN_PROPERTIES.findall(body))
        for style in root.iter("style")
        for name, body in CLASS_RULE.findall(style.text or "")
    }
    if not rules:
        return
    for element in root.iter("span", "p", "li", "td"):
        worn = [rules[name] for name in (element.get("class") or "").split() if rules.get(name)]
        if worn:
            element.set("style", ";".join([*worn, element.get("style") or ""]))


def nest_lists(root: HtmlElement) -> None:
    """Put the inner lists of Google Docs, which stand beside their outer list, into its last item."""
    for element in list(root.iter("ul", "ol")):
        found = LIST_CLASS.search(element.get("class") or "")
        previous = element.getprevious()
        if not found or previous is None or previous.tag not in ("ul", "ol"):
            continue
        outer = LIST_CLASS.search(previous.get("class") or "")
        if not outer or outer[1] != found[1]:
            continue
        holder = find_level(previous, int(found[2]) - int(outer[2]))
        if holder.tag == "li":
            holder.append(element)
        else:
            holder.extend(list(element))
            element.drop_tree()


def find_level(outer: HtmlElement, depth: int) -> HtmlElement:
    """Return the list at `depth` inside the last items of `outer`, or the last item where no such list is yet."""
    holder = outer
    for _step in range(depth):
        if not len(holder):
            return holder
        last = holder[-1]
        inner = [child for child in last if child.tag in ("ul", "ol")]
        if not inner:
            return last
        holder = inner[-1]
    return holder
