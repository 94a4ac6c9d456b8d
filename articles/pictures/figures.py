"""Figures as an essay keeps them: each picture with its caption in a figure of its own, between the paragraphs.

Works on HTML that the gate has cleaned: balanced, in lower case, attributes in double quotes.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from articles.pictures.addresses import own_address

TOKEN = re.compile(r'<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z]+="[^"]*")*)>|[^<]+|<')
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
# What cannot hold a figure: it ends before one, and what was in it after the figure begins anew.
ENDED_BY_A_FIGURE = frozenset({"p", "h2", "h3", "strong", "em", "a", "ul", "ol"})
KEPT_IN_CAPTION = frozenset({"strong", "em", "a", "br"})
VOID = frozenset({"br", "img"})


def settle_figures(html: str) -> str:
    """Return cleaned `html` with every picture of this site in a figure, and every other picture left out.

    A caption without a picture becomes a paragraph. Doing it twice changes nothing.
    """
    if "<img" not in html and "<fig" not in html:
        return html
    written: list[str] = []
    opened: list[tuple[str, str]] = []  # the tags that are open, each with its name
    tokens = TOKEN.finditer(html)
    for token in tokens:
        tag = token["tag"]
        if tag == "figure" and not token["close"]:
            put_between(written, opened, figures_of(within_figure(tokens)))
        elif tag == "img":
            put_between(written, opened, figures_of([token]))
        elif tag != "figure":
            written.append(follow(opened, token))
    return "".join(written)


def follow(opened: list[tuple[str, str]], token: re.Match[str]) -> str:
    """Note which tags are open after this token, and return it as it is written."""
    if token["tag"] is None:
        return token[0].replace("<", "&lt;")
    tag, whole = (token["tag"], token[0]) if token["tag"] != "figcaption" else ("p", f"<{token['close']}p>")
    if token["close"]:
        opened[-1:] = []
    elif tag not in VOID:
        opened.append((tag, whole))
    return whole


def within_figure(tokens: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """Return what stands in a figure that has just begun, up to its end; figures within it count as one with it."""
    depth, inside = 1, []
    for token in tokens:
        if token["tag"] == "figure":
            depth += -1 if token["close"] else 1
            if not depth:
                break
        else:
            inside.append(token)
    return inside


def figures_of(inside: list[re.Match[str]]) -> str:
    """Return what stood in a figure: a figure for each picture, the caption with the last; then whatever else."""
    pictures, caption, rest, is_caption = [], "", "", False
    for token in inside:
        if token["tag"] == "figcaption":
            is_caption = not token["close"]
            caption += " "
        elif token["tag"] == "img":
            pictures += [written] if (written := picture_of(token["attributes"])) else []
        elif is_caption:
            caption += token[0] if token["tag"] is None or token["tag"] in KEPT_IN_CAPTION else " "
        else:
            rest += token[0]
    caption = " ".join(caption.split()) if TAG.sub("", caption).strip() else ""
    if not pictures:
        return rest + (f"<p>{caption}</p>" if caption else "")
    pictures[-1] += f"<figcaption>{caption}</figcaption>" if caption else ""
    return "".join(f"<figure>{each}</figure>" for each in pictures) + rest.strip()


def picture_of(attributes: str) -> str:
    """Return the tag of a picture as it is kept, with an alt whatever it says; empty for one from elsewhere."""
    said = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
    address = own_address(said.get("src", ""))
    return f'<img src="{address}" alt="{quoted(" ".join(said.get("alt", "").split()))}">' if address else ""


def quoted(text: str) -> str:
    """Return `text` as the gate writes it within double quotes."""
    return escape(text, quote=False).replace('"', "&quot;").replace("\u00a0", "&nbsp;")


def put_between(written: list[str], opened: list[tuple[str, str]], html: str) -> None:
    """Write `html` where it may stand: what cannot hold it ends before it and begins anew after it."""
    if not html:
        return
    at = len(opened)
    while at and opened[at - 1][0] in ENDED_BY_A_FIGURE:
        at -= 1
    ended = opened[at:]
    written += [f"</{tag}>" for tag, _whole in reversed(ended)]
    written.append(html)
    written += [whole for _tag, whole in ended]
