"""Rich content of Wix ("Ricos"): a tree of named nodes, turned into HTML."""

import html
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

DEEPEST = 60
WRAPPED = {
    "PARAGRAPH": "p",
    "BLOCKQUOTE": "blockquote",
    "BULLETED_LIST": "ul",
    "ORDERED_LIST": "ol",
    "LIST_ITEM": "li",
    "TABLE": "table",
    "TABLE_ROW": "tr",
    "TABLE_CELL": "td",
    "CODE_BLOCK": "pre",
    "CAPTION": "figcaption",
}
# Boxes of Wix's whose own text is kept: what can be folded away there stands open here.
OPENED = frozenset({"COLLAPSIBLE_LIST", "COLLAPSIBLE_ITEM", "COLLAPSIBLE_ITEM_TITLE", "COLLAPSIBLE_ITEM_BODY", "LAYOUT",
                    "LAYOUT_CELL", "SHAPE"})  # fmt: skip
DRESSES = {"BOLD": "strong", "ITALIC": "em"}


class RicosReader:
    """Turns the nodes into HTML; `remark` is told of each node that is left out."""

    def __init__(self, remark: Callable[[str], None]) -> None:
        self.remark = remark

    def render(self, node: dict[str, Any], depth: int = 0) -> str:
        """Return a node and everything in it as HTML."""
        kind = str(node.get("type", "")).upper()
        if depth > DEEPEST:
            return ""
        if kind == "TEXT":
            return render_text(part(node, "textData"))
        if kind == "HEADING":
            level = part(node, "headingData").get("level", 2)
            level = level if level in range(1, 7) else 2
            return f"<h{level}>{self.inside(node, depth)}</h{level}>"
        if kind == "IMAGE":
            return self.render_image(node, depth)
        if kind == "GALLERY":
            return "".join(render_item(item) for item in listed(part(node, "galleryData"), "items"))
        if kind in WRAPPED:
            return f"<{WRAPPED[kind]}>{self.inside(node, depth)}</{WRAPPED[kind]}>"
        if kind in OPENED:
            return self.inside(node, depth)
        return self.render_rest(kind, node, depth)

    def inside(self, node: dict[str, Any], depth: int) -> str:
        return "".join(self.render(child, depth + 1) for child in listed(node, "nodes"))

    def render_image(self, node: dict[str, Any], depth: int) -> str:
        said = part(node, "imageData")
        source = part(part(said, "image"), "src")
        address = text(source.get("url")) or text(source.get("id"))
        caption = text(said.get("caption"))
        words = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else self.inside(node, depth)
        return (
            f'<figure><img src="{html.escape(address)}" alt="{html.escape(text(said.get("altText")))}">{words}</figure>'
        )

    def render_rest(self, kind: str, node: dict[str, Any], depth: int) -> str:
        """Return the words of a button or a preview of a link; anything else is left out and named."""
        if kind in {"DIVIDER", ""}:
            return ""
        if kind == "BUTTON":
            said = part(node, "buttonData")
            return f"<p>{anchor(html.escape(text(said.get('text'))), part(said, 'link'))}</p>"
        if kind == "LINK_PREVIEW":
            said = part(node, "linkPreviewData")
            return f"<p>{anchor(html.escape(text(said.get('title'))), part(said, 'link'))}</p>"
        self.remark(
            _("Left out a part that cannot be kept: %(kind)s") % {"kind": f"{kind.lower()} {address_in(node)}".strip()}
        )
        return self.inside(node, depth)


def render_item(item: dict[str, Any]) -> str:
    """Return one picture of a gallery."""
    media = part(part(item, "image"), "media")
    source = part(media, "src")
    alt = text(item.get("altText")) or text(item.get("title"))
    address = text(source.get("url")) or text(source.get("id"))
    return f'<figure><img src="{html.escape(address)}" alt="{html.escape(alt)}"></figure>'


def render_text(said: dict[str, Any]) -> str:
    """Return a stretch of text in its dress."""
    marked = html.escape(text(said.get("text")), quote=False).replace("\n", "<br>")
    for dress in listed(said, "decorations"):
        kind = str(dress.get("type", ""))
        is_off = kind == "BOLD" and dress.get("fontWeightValue") in range(1, 500)
        is_off = is_off or (kind == "ITALIC" and dress.get("italicData") is False)
        if kind in DRESSES and not is_off:
            marked = f"<{DRESSES[kind]}>{marked}</{DRESSES[kind]}>"
    links = [dress for dress in listed(said, "decorations") if dress.get("type") == "LINK"]
    return anchor(marked, part(part(links[0], "linkData"), "link")) if links else marked


def anchor(marked: str, link: dict[str, Any]) -> str:
    """Return words as a link where it leads anywhere."""
    address = text(link.get("url"))
    return f'<a href="{html.escape(address)}">{marked}</a>' if address and marked else marked


def address_in(node: dict[str, Any]) -> str:
    """Return an address that a node holds, to tell the parts that are left out apart."""
    for value in node.values():
        if isinstance(value, dict):
            for name in ("url", "src", "href"):
                if isinstance(value.get(name), str):
                    return str(value[name])[:200]
            if found := address_in(value):
                return found
    return ""


def part(node: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a named part of a node; an empty one where there is none."""
    found = node.get(name)
    return found if isinstance(found, dict) else {}


def listed(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a named list of a node's parts."""
    found = node.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text(value: object) -> str:
    """Return a value that should be a text."""
    return value if isinstance(value, str) else ""
