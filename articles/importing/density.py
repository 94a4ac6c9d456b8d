"""Where the prose of a web page lies: words, links and controls of each element, in any script."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.importing.inline import is_block, name_of
from articles.importing.names import names
from articles.importing.shapes import (
    count_of,
    has_shape_of,
    holds_structure,
    is_row_of_cards,
    text_in,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SENTENCE_ENDS = tuple('.!?…।॥。？！"”’»:')
BODY_NAMES = names(
    """
    entry-content post-content post-body article-body article-content blog-item-content e-content gh-
    content post__content article__body article__content td-post-content single-content postcontent
    entry-body story-body blog-post-content
    """
)
BODY_HOOKS = frozenset({"post-description", "post-body", "post-content"})
COMMENT_NAME = re.compile(r"comment|respond|disqus|repl(?:y|ies)", re.I)
CONTROLS = frozenset({"textarea", "input", "select", "button", "form"})
LINK_LIKE = frozenset({"a", "button", "label", "select", "textarea", "option"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TEXT_TAGS = frozenset({"p", "ul", "ol", "blockquote", "table", "pre", "dl"})
NOT_HOLDERS = TEXT_TAGS | HEADINGS | {"li", "td", "span"}
# Score left of an element's prose in the element around it: wrappers lose to what they wrap.
DECAY = 0.8
LEAST_HINT_WORDS = 30
LEAST_PROSE_WORDS = 10
LEAST_ESSAY_WORDS = 60
LONGEST_LABEL_WORDS = 4


class Page:
    """A page and the figures of its elements; the figures are those of the last `measure()`."""

    def __init__(self, root: HtmlElement, title: HtmlElement | None) -> None:
        self.root = root
        self.title = title
        self.title_path = {title, *title.iterancestors()} if title is not None else set()
        self.short_parts: list[str] = []
        self.site = self.find_site()
        self.measure()
        self.hint, self.hint_is_body = self.find_hint()
        self.hint_path = {self.hint, *self.hint.iterancestors()} if self.hint is not None else set()

    def elements(self) -> list[HtmlElement]:
        return [one for one in self.root.iter() if isinstance(one.tag, str)]

    def is_in(self, element: HtmlElement) -> bool:
        """Tell whether an element has not been removed with another."""
        return element is self.root or any(above is self.root for above in element.iterancestors())

    def find_site(self) -> str:
        """Return the host to which most links of the page lead: its own; "" when there is none."""
        hosts = Counter(host for link in self.root.iter("a") if (host := host_of(link)))
        return max(hosts, key=lambda host: hosts[host], default="")

    def measure(self) -> None:
        """Count words, linked words, prose and controls of every element."""
        self.order = self.elements()
        self.place = {element: at for at, element in enumerate(self.order)}
        self.block: dict[HtmlElement, HtmlElement] = {}
        self.own: Counter[HtmlElement] = Counter()
        self.own_linked: Counter[HtmlElement] = Counter()
        self.last_text: dict[HtmlElement, str] = {}
        linked: dict[HtmlElement, bool] = {}
        for element in self.order:
            above = element.getparent() if element is not self.root else None
            is_own_block = above is None or is_block(element, name_of(element))
            self.block[element] = element if above is None or is_own_block else self.block[above]
            linked[element] = element.tag in LINK_LIKE or (above is not None and linked[above])
            self.count(element.text, self.block[element], is_linked=linked[element])
            if above is not None:
                self.count(element.tail, self.block[above], is_linked=linked[above])
        self.add_up()

    def count(self, text: str | None, block: HtmlElement, *, is_linked: bool) -> None:
        if text and text.strip():
            self.own[block] += count_of(text)
            self.own_linked[block] += count_of(text) if is_linked else 0
            self.last_text[block] = text.rstrip()

    def add_up(self) -> None:
        """Sum the figures of each element over everything inside it."""
        self.words, self.linked = Counter(self.own), Counter(self.own_linked)
        self.prose: Counter[HtmlElement] = Counter()
        self.controls: Counter[HtmlElement] = Counter()
        self.score: dict[HtmlElement, float] = {}
        for element in reversed(self.order):
            own = self.own_prose(element)
            self.prose[element] += own
            self.score[element] = self.score.get(element, 0) + own
            self.controls[element] += is_control(element)
            above = element.getparent()
            if above is not None and element is not self.root:
                for figures in (self.words, self.linked, self.prose, self.controls):
                    figures[above] += figures[element]
                self.score[above] = self.score.get(above, 0) + DECAY * self.score[element]

    def own_prose(self, block: HtmlElement) -> int:
        """Return how many words of running text stand directly in a block; 0 for a label or a row of links."""
        words, linked = self.own[block], self.own_linked[block]
        if linked * 2 > words:
            return 0
        ends = self.last_text.get(block, "").endswith(SENTENCE_ENDS)
        return words - linked if words >= LEAST_PROSE_WORDS or (words >= 4 and ends) else 0

    def find_hint(self) -> tuple[HtmlElement | None, bool]:
        """Return the element that the page marks as its essay, and whether it holds only the essay's body."""
        bodies = [one for one in self.order if is_marked_body(one)]
        for candidates, is_body in (
            (bodies, True),
            (self.marked_parts("article"), False),
            (self.marked_parts("main"), False),
        ):
            best = max(candidates, key=lambda one: self.prose[one], default=None)
            if best is not None and self.prose[best] >= LEAST_HINT_WORDS:
                return best, is_body
        return None, False

    def marked_parts(self, name: str) -> list[HtmlElement]:
        """Return the elements with this tag or role that hold the title; all of them if none does."""
        found = [
            one
            for one in self.order
            if (one.tag == name or one.get("role") == name) and not COMMENT_NAME.search(one.get("class") or "")
        ]
        return [one for one in found if one in self.title_path] or found

    def is_inside_hint(self, element: HtmlElement) -> bool:
        return self.hint is not None and any(above is self.hint for above in element.iterancestors())

    def holds_essay(self, element: HtmlElement) -> bool:
        """Tell whether an element holds the title, the marked essay, or without one most of the prose."""
        if element is self.root or element in self.title_path or element in self.hint_path:
            return True
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        return self.prose[element] * 2 > self.prose[self.root] and not COMMENT_NAME.search(name)

    def find_core(self) -> HtmlElement | None:
        """Return the element in which the essay's prose is densest, or None without prose.

        Of several dense parts the first after the title wins, even if another has up to twice its prose:
        long comments come after a short essay.
        """
        if self.hint is not None and self.hint_is_body:
            return self.hint
        inside = self.hint if self.hint is not None else self.root
        scores = self.score
        writing = self.find_writing_part(inside)
        found = [one for one in inside.iter() if scores.get(one, 0) > 0 and one not in writing]
        found = [one for one in found if one is inside or scores[one] > self.score_above(one)]
        found = [one for one in found if all(scores.get(child, 0) <= scores[one] for child in one)]
        densest = max(found, key=lambda one: scores[one], default=None)
        if densest is None:
            return None
        around = set(densest.iterancestors())
        dense = [one for one in found if scores[one] * 2 >= scores[densest] and one not in around]
        core = next((one for one in dense if self.is_after_title(one)), densest)
        holders = [core, *core.iterancestors()]
        return next((one for one in holders if one is inside or one.tag not in NOT_HOLDERS), core)

    def find_writing_part(self, inside: HtmlElement) -> set[HtmlElement]:
        """Return the elements of the part in which visitors write, such as all comments; empty when unclear.

        It is the widest part around a field for text that does not hold the title, as long as the rest of
        the page has enough prose to be the essay.
        """
        fields = [one for one in inside.iter("textarea", "div", "span", "p") if is_writing_field(one)]
        if self.title is None or not fields:
            return set()
        part = fields[-1]
        while (above := part.getparent()) is not None and above is not inside and above not in self.title_path:
            part = above
        rest = self.prose[inside] - self.prose[part]
        return set(part.iter()) if rest >= LEAST_ESSAY_WORDS and part not in self.title_path else set()

    def score_above(self, element: HtmlElement) -> float:
        """Return the score of the element around this one."""
        above = element.getparent()
        return self.score.get(above, 0) if above is not None else 0

    def is_after_title(self, element: HtmlElement) -> bool:
        """Tell whether an element holds the title or comes after it; True without a title."""
        if self.title is None or element in self.title_path or self.title not in self.place:
            return True
        return self.place[element] > self.place[self.title]

    def is_part_of_essay(self, element: HtmlElement, core: HtmlElement, *, before: bool) -> bool:
        """Tell whether a part beside the core belongs to the essay."""
        if element in self.title_path:
            return True
        if name_of(element) in HEADINGS:
            following = next((one for one in element.itersiblings() if name_of(one) not in HEADINGS), None)
            return following is not None and (
                core is following
                or core in set(following.iter())
                or self.is_part_of_essay(following, core, before=before)
            )
        prose, words = self.prose[element], self.words[element]
        is_linked = self.linked[element] * 10 > words * 3
        if not words or is_linked or self.controls[element] or is_row_of_cards(element):
            return False
        is_beside = element.getparent() is core.getparent()
        if has_shape_of(element, core) or (is_beside and (element.tag in TEXT_TAGS or holds_structure(element))):
            return True
        if before:
            return prose >= LEAST_PROSE_WORDS and self.is_after_title(element)
        return prose * 5 >= self.prose[core]

    def reads_like_prose(self, element: HtmlElement) -> bool:
        """Tell whether a part could be the essay's own: sentences, few links, no controls."""
        return self.prose[element] >= LEAST_PROSE_WORDS and not self.controls[element] and not is_row_of_cards(element)

    def text_blocks(self) -> list[HtmlElement]:
        """Return the elements that have text of their own, in order."""
        return [one for one in self.order if self.own[one] and self.is_in(one)]

    def links_beside_title(self) -> list[HtmlElement]:
        """Return the links that stand loose around the title, with no block of their own."""
        holders = self.title_path - {self.title, self.root}
        return [child for holder in holders for child in holder if child.tag == "a" and child not in self.title_path]

    def is_prose(self, block: HtmlElement) -> bool:
        """Tell whether a block is a paragraph; loose text of the page itself has no place that could be told."""
        return block.tag != "body" and self.own_prose(block) >= LEAST_PROSE_WORDS

    def is_edge_line(self, block: HtmlElement, *, before: bool) -> bool:
        """Tell whether a short line at an edge of the essay is a date, a name, a label or a link of the site."""
        if block in self.title_path or block is self.root or block.tag == "body":
            return False
        is_site_link = self.linked[block] * 10 >= self.words[block] * 6 and self.leads_to_site(block)
        if name_of(block) in HEADINGS:
            return not self.is_after_title(block) if before else is_site_link
        if (
            self.words[block] > LEAST_PROSE_WORDS + 2
            or block.find(".//b") is not None
            or block.find(".//strong") is not None
        ):
            return False
        text = text_in(block)
        has_figure = any(letter.isdigit() for letter in text)
        if before:
            ends = text.endswith(SENTENCE_ENDS)
            is_label = self.title is not None and self.words[block] <= LONGEST_LABEL_WORDS
            return not ends and (has_figure or is_site_link or is_label or not self.is_after_title(block))
        return is_site_link or (has_figure and self.words[block] <= 3)

    def leads_to_site(self, block: HtmlElement) -> bool:
        """Tell whether the links in a block all stay on the page's own site."""
        links = [*block.iter("a"), *(above for above in block.iterancestors() if above.tag == "a")]
        return all(host_of(link) in ("", self.site) for link in links)


def host_of(link: HtmlElement) -> str:
    try:
        return urlsplit(link.get("href") or "").netloc.lower()
    except ValueError:
        return ""


def is_writing_field(element: HtmlElement) -> bool:
    return element.tag == "textarea" or element.get("contenteditable") == "true" or element.get("role") == "textbox"


def is_control(element: HtmlElement) -> bool:
    if element.tag == "input":
        return (element.get("type") or "").lower() != "hidden"
    return element.tag in CONTROLS or is_writing_field(element)


def is_marked_body(element: HtmlElement) -> bool:
    """Tell whether a page marks an element as the body of its article."""
    classes = {name.lower() for name in (element.get("class") or "").split()}
    marked = "articlebody" in (element.get("itemprop") or "").lower().split()
    return marked or bool(classes & BODY_NAMES) or (element.get("data-hook") or "") in BODY_HOOKS
