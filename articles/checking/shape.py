"""What the HTML of a text shows of its build: its headings and its links. Nothing here asks anything."""

import html as markup
import re
from collections import Counter
from dataclasses import dataclass

from articles.reading import Heading, plain_text

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SAYS_NOTHING = frozenset(
    {
        *("click here", "click", "here", "this", "that", "link", "this link", "the link", "this page", "this essay"),
        *("read more", "more", "learn more", "see more", "see here", "go here", "find out more", "page", "website"),
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in the text."""

    href: str
    text: str


def links_in(html: str) -> list[Link]:
    """Return the links of a text in order."""
    return [Link(markup.unescape(href), plain_text(text)) for href, text in LINK.findall(html)]


def says_nothing(link: Link) -> bool:
    """Tell whether the words of a link say nothing of where it leads, heard without what stands around them."""
    text = link.text.casefold().strip(" .:,;…→»>")
    return not text or text in SAYS_NOTHING or text.startswith(("http://", "https://", "www."))


@dataclass(frozen=True, slots=True)
class HeadingFaults:
    """What is wrong with the headings of a text: empty ones by number, the rest by their words."""

    empty: int
    skipping: tuple[str, ...]
    twice: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.empty or self.skipping or self.twice)


def heading_faults(headings: list[Heading]) -> HeadingFaults:
    """Return what of the headings would mislead somebody who goes from one to the next; the title is the first."""
    level, skipping = 1, []
    for heading in headings:
        if heading.level > level + 1:
            skipping.append(heading.text)
        level = heading.level
    counts = Counter(heading.text.casefold() for heading in headings if heading.text)
    twice = dict.fromkeys(each.text for each in headings if each.text and counts[each.text.casefold()] > 1)
    return HeadingFaults(sum(not each.text for each in headings), tuple(skipping), tuple(twice))
