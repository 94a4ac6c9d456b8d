"""Read the shipped texts: a few lines of `key: value` between two `---`, then Markdown."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "a", "br", "table", "thead", "tbody", "tr"}
TAGS |= {"th", "td"}
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Text:
    """A file split into its metadata and its body, the body as sanitised HTML."""

    slug: str
    meta: dict[str, str]
    body: str


def read(path: Path) -> Text:
    """Return the text of a file.

    Raises:
        ValueError: the file does not begin with its metadata between two lines of `---`.
    """
    opening, block, body = path.read_text(encoding="utf-8").split("---\n", 2)
    if opening:
        raise ValueError(f"{path.name}: the metadata must come first")
    pairs = (line.partition(":") for line in block.splitlines())
    return Text(path.stem, {key.strip(): value.strip() for key, _, value in pairs}, render(body))


@lru_cache(maxsize=32)
def render(body: str) -> str:
    """Return Markdown as HTML that holds nothing but text, links and lists."""
    return clean(MARKDOWN.render(body))


def clean(html: str) -> str:
    """Return HTML with nothing in it but text, links and lists."""
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel="noreferrer").strip()
