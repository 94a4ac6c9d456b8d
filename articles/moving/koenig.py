"""Texts as Ghost keeps them where it wrote no HTML: Lexical, and before it Mobiledoc."""

import html
from collections.abc import Callable
from typing import Any

from articles.moving.cards import render_card
from articles.moving.ricos import DEEPEST, anchor, listed, part, text

type Remark = Callable[[str], None]
BOLD, ITALIC = 1, 2  # bits of a text's format in Lexical
WRAPPED = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
INLINE_SECTION, IMAGE_SECTION, LIST_SECTION, CARD_SECTION = 1, 2, 3, 10


def render_lexical(document: dict[str, Any], remark: Remark) -> str:
    """Return a text of Lexical as HTML."""
    return "".join(render_node(node, remark, 0) for node in listed(part(document, "root"), "children"))


def render_node(node: dict[str, Any], remark: Remark, depth: int) -> str:
    """Return one node with what is in it."""
    kind = text(node.get("type")).removeprefix("extended-")
    if depth > DEEPEST:
        return ""
    if kind == "text":
        return render_text(node)
    if kind in {"linebreak", "tab", "hashtag"}:
        return "<br>" if kind == "linebreak" else " "
    inside = "".join(render_node(child, remark, depth + 1) for child in listed(node, "children"))
    if kind in WRAPPED:
        return f"<{WRAPPED[kind]}>{inside}</{WRAPPED[kind]}>"
    if kind == "heading":
        tag = text(node.get("tag"))
        tag = tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2"
        return f"<{tag}>{inside}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
        return f"<{tag}>{inside}</{tag}>"
    if kind in {"link", "autolink"}:
        return anchor(inside, node)
    return render_card(kind, node, remark) + inside


def render_text(node: dict[str, Any]) -> str:
    """Return a stretch of text in its dress."""
    marked = html.escape(text(node.get("text")), quote=False)
    dress = node.get("format")
    bits = dress if isinstance(dress, int) else 0
    marked = f"<em>{marked}</em>" if bits & ITALIC else marked
    return f"<strong>{marked}</strong>" if bits & BOLD else marked


class MobiledocReader:
    """Turns a Mobiledoc into HTML: rows of numbers that point to its markups and cards."""

    def __init__(self, document: dict[str, Any], remark: Remark) -> None:
        self.document, self.remark = document, remark

    def row(self, name: str, at: object) -> list[Any]:
        """Return one of the document's markups, atoms or cards; an empty one where there is none."""
        rows = self.document.get(name)
        found = rows[at] if isinstance(rows, list) and isinstance(at, int) and 0 <= at < len(rows) else None
        return found if isinstance(found, list) else []

    def render(self) -> str:
        sections = self.document.get("sections")
        rows = sections if isinstance(sections, list) else []
        return "".join(self.render_section(row) for row in rows if isinstance(row, list) and len(row) > 1)

    def render_section(self, row: list[Any]) -> str:
        """Return a paragraph, a picture, a list or a card."""
        tag = row[1] if row[1] in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "aside"} else "p"
        if row[0] == INLINE_SECTION and len(row) > 2:
            return f"<{tag}>{self.render_markers(row[2])}</{tag}>"
        if row[0] == IMAGE_SECTION:
            return render_card("image", {"src": row[1]}, self.remark)
        if row[0] == LIST_SECTION and len(row) > 2 and isinstance(row[2], list):
            items = "".join(f"<li>{self.render_markers(item)}</li>" for item in row[2])
            return f"<{tag}>{items}</{tag}>"
        card = self.row("cards", row[1]) if row[0] == CARD_SECTION else []
        is_whole = len(card) > 1 and isinstance(card[1], dict)
        return render_card(text(card[0]), card[1], self.remark) if is_whole else ""

    def render_markers(self, markers: object) -> str:
        """Return the stretches of a line; each says how many markups it opens and closes."""
        written: list[str] = []
        open_tags: list[str] = []
        for marker in markers if isinstance(markers, list) else []:
            if not (isinstance(marker, list) and len(marker) > 3 and isinstance(marker[1], list)):
                continue
            for at in marker[1]:
                opening, closing = tags_of(self.row("markups", at))
                written.append(opening)
                open_tags.append(closing)
            is_atom = marker[0] == 1
            written.append("<br>" if is_atom else html.escape(text(marker[3]), quote=False))
            for _each in range(marker[2] if isinstance(marker[2], int) else 0):
                written.append(open_tags.pop() if open_tags else "")
        return "".join(written) + "".join(reversed(open_tags))


def tags_of(markup: list[Any]) -> tuple[str, str]:
    """Return what opens and what closes a markup; nothing for one that is not kept."""
    tag = text(markup[0]) if markup else ""
    if tag in {"strong", "b", "em", "i"}:
        return f"<{tag}>", f"</{tag}>"
    attributes = markup[1] if tag == "a" and len(markup) > 1 and isinstance(markup[1], list) else []
    pairs = (
        dict(zip(attributes[::2], attributes[1::2], strict=False))
        if all(isinstance(a, str) for a in attributes)
        else {}
    )
    return (f'<a href="{html.escape(pairs["href"])}">', "</a>") if "href" in pairs else ("", "")
