"""A saved web page to blocks: what it says about itself, and its essay without the furniture around it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.blocks import Block, Heading, ListBlock
from articles.importing.draft import Draft
from articles.importing.essay import NoteBook
from articles.importing.exports import settle_exports
from articles.importing.footnotes import last_section, take_footnotes
from articles.importing.furniture import strip_furniture
from articles.importing.headings import same_words
from articles.importing.html_blocks import read_element
from articles.importing.links import make_links_whole
from articles.importing.parsing import parse_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TOP = 4  # blocks among which title and subtitle stand
TITLE_SEPARATOR = re.compile(r"\s+[|–—·•:»/-]\s+")


def read_page(text: str, notes: NoteBook) -> Draft:
    """Return the essay of a web page; a page saved in parts or typed by hand is read the same way."""
    root = parse_html(text, notes)
    settle_exports(root)
    named = find_named_title(root)
    title_element = find_title_element(root, named)
    title = clean_line(title_element.text_content()) if title_element is not None else ""
    summary = find_meta(root, "description", "og:description", "twitter:description") or find_marked_summary(root)
    base = find_meta(root, "og:url") or find_canonical(root)
    footnotes = take_footnotes(root)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    strip_furniture(root, title_element, notes)
    blocks = without_summary(read_element(root, notes), summary)
    listed = [ListBlock(ordered=True)] if footnotes is None else read_element(footnotes, notes)
    ending = last_section([block for block in listed if isinstance(block, ListBlock)], notes)
    make_links_whole([*blocks, *ending], base, notes)
    if summary:
        notes.did(_("Took the summary from the page's description."), summary)
    return Draft(blocks, title, named, summary, language, ending=ending)


def clean_line(text: str) -> str:
    return " ".join(text.split())


def find_meta(root: HtmlElement, *names: str) -> str:
    """Return the content of the first of these meta tags that says anything."""
    found = {
        (meta.get("property") or meta.get("name") or "").lower(): clean_line(meta.get("content") or "")
        for meta in root.iter("meta")
    }
    return next((found[name] for name in names if found.get(name)), "")


def find_marked_summary(root: HtmlElement) -> str:
    """Return what the page marks as the summary of its entry, in the words of the h-entry microformat."""
    marked = (one for one in root.iter("p", "div", "section") if "p-summary" in (one.get("class") or "").split())
    return next((words for one in marked if (words := clean_line(one.text_content()))), "")


def without_summary(blocks: list[Block], summary: str) -> list[Block]:
    """Return the blocks without a heading near the top that only repeats the summary."""
    return [
        block
        for at, block in enumerate(blocks)
        if at >= TOP or not isinstance(block, Heading) or not same_words(block.text, summary)
    ]


def find_canonical(root: HtmlElement) -> str:
    links = (link for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link.get("href") or "" for link in links), "")


def find_named_title(root: HtmlElement) -> str:
    """Return the title of the essay as the page's head names it, without the name of the site."""
    headline = find_headline(root)
    if headline:
        return headline
    named = find_meta(root, "og:title", "twitter:title")
    element = root.find(".//title")
    page_title = clean_line(element.text_content()) if element is not None else ""
    site = find_meta(root, "og:site_name")
    parts = TITLE_SEPARATOR.split(named or page_title)
    kept = [part for part in parts if not same_words(part, site)] or parts
    if named or len(kept) < 2:
        return (named if len(kept) == len(parts) else kept[0]) if named else (kept[0] if kept else "")
    return max(kept, key=len)


def find_headline(root: HtmlElement) -> str:
    """Return the headline of the page's structured data, or ""."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            described = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for one in described if isinstance(described, list) else [described]:
            if isinstance(one, dict) and isinstance(one.get("headline"), str):
                return clean_line(one["headline"])
    return ""


def find_title_element(root: HtmlElement, named: str) -> HtmlElement | None:
    """Return the heading that holds the title: the one the head names, or the only first-level one."""
    from articles.importing.inline import name_of

    headings = [one for one in root.iter() if isinstance(one.tag, str) and name_of(one) in ("h1", "h2", "h3")]
    for heading in headings:
        words = clean_line(heading.text_content())
        if words and (same_words(words, named) or (len(words) > 8 and words in named)):
            return heading
    firsts = [one for one in headings if name_of(one) == "h1" and one.text_content().strip()]
    inside = [one for one in firsts if any(above.tag in ("article", "main") for above in one.iterancestors())]
    if inside:
        return inside[0]
    return firsts[0] if len(firsts) == 1 else None
