"""Ghost's cards: what stands between the paragraphs of a post, in either of its two ways of keeping a text."""

import html
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from articles.moving.ricos import anchor, listed, part, text


def render_card(kind: str, said: dict[str, Any], remark: Callable[[str], None]) -> str:
    """Return a card as HTML; `remark` is told of one that is left out."""
    match kind:
        case "image":
            return render_image(said)
        case "gallery":
            return "".join(render_image(each) for each in listed(said, "images"))
        case "markdown" | "card-markdown":
            return render_markdown(text(said.get("markdown")))
        case "html" | "email" | "callout":
            words = text(said.get("html")) or text(said.get("calloutText"))
            return f"<div>{words}</div>" if kind != "callout" else f"<blockquote>{words}</blockquote>"
        case "toggle":
            return f"<h3>{text(said.get('heading'))}</h3><div>{text(said.get('content'))}</div>"
        case "bookmark":
            title = text(part(said, "metadata").get("title")) or text(said.get("title")) or text(said.get("url"))
            return f"<p>{anchor(html.escape(title), said)}</p>"
        case "button":
            return f"<p>{anchor(html.escape(text(said.get('buttonText'))), {'url': said.get('buttonUrl')})}</p>"
        case "code" | "codeblock":
            return f"<pre>{html.escape(text(said.get('code')))}</pre>"
        case "hr" | "horizontalrule" | "paywall":
            return ""
    address = text(said.get("url")) or text(said.get("src"))
    remark(_("Left out a part that cannot be kept: %(kind)s") % {"kind": f"{kind} {address}".strip()[:200]})
    return ""


def render_image(said: dict[str, Any]) -> str:
    """Return a picture as a figure; its caption may hold links."""
    address, alt, caption = (text(said.get(name)) for name in ("src", "alt", "caption"))
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(address)}" alt="{html.escape(alt)}">{words}</figure>'


def render_markdown(words: str) -> str:
    """Return Markdown as HTML; HTML within it is shown as text, and judged like all the rest."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").render(words))
