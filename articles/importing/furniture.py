"""Page furniture: what a saved page holds beside its essay, found by structure rather than by words.

First go parts that say what they are (landmarks, roles, class names), then parts that behave like
furniture in any script: forms, sharing links, cards, and what lies beside the densest text. Nothing of
more than a few words goes without a note that begins with its own words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from articles.importing.density import Page, is_control
from articles.importing.essay import NoteBook
from articles.importing.names import names
from articles.importing.shapes import count_of, is_row_of_remarks, text_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAMED_WORDS = 15
LONGEST_FORM_WORDS = 40
# Letters of the note that lists the short parts.
LONGEST_LISTING = 600
NEVER_TEXT = ("script", "style", "template", "head", "link", "meta", "iframe", "object", "embed", "svg", "canvas")
FURNITURE_TAGS = frozenset({"nav", "footer", "dialog", "noscript"})
FURNITURE_ROLES = names(
    """
    navigation contentinfo complementary search dialog alertdialog menu menubar toolbar banner
    """
)
# Parts of class names and ids as builders of sites write them, whatever the language of the page.
FURNITURE_NAMES = names(
    """
    nav navbar navigation menu footer sidebar comment comments respond reply replies share sharing
    sharedaddy sharebar social related jp breadcrumb breadcrumbs pagination pager cookie cookies consent
    gdpr banner newsletter subscribe subscription signup byline author authors bio meta postmeta tags
    taglist tagcloud categories advert adverts advertisement adsbygoogle promo popup modal overlay skip
    likes rating ratings masthead topbar toolbar blogroll archive archives profile timestamp disqus
    recent recommended popular metadata dateline
    """
)
NOT_FURNITURE_NAMES = frozenset({"body", "content"})
WRAPPERS = frozenset({"html", "body", "main", "article"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HIDDEN_NAMES = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "skip-link"})
SHARE_ADDRESS = re.compile(
    r"(?:facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share)|wa\.me/\?|whatsapp(?:\.com/send|://send)"
    r"|linkedin\.com/(?:share|cws|shareArticle)|pinterest\.[a-z.]+/pin/create|t\.me/share|telegram\.me/share"
    r"|reddit\.com/submit|tumblr\.com/(?:share|widgets)|blogger\.com/(?:share|blog)-|mailto:\?)",
    re.I,
)


def strip_furniture(root: HtmlElement, title: HtmlElement | None, notes: NoteBook) -> None:
    """Remove everything from the page that is not its essay, and note what was removed."""
    for element in list(root.iter(*NEVER_TEXT)):
        element.drop_tree()
    page = Page(root, title)
    drop_hidden(page, notes)
    drop_named_parts(page, notes)
    drop_share_links(page, notes)
    drop_remarks(page, notes)
    page.measure()
    drop_around(page, notes)
    page.measure()
    drop_forms(page, notes)
    drop_edges(page, notes)


def drop(page: Page, element: HtmlElement, notes: NoteBook, *, sure: bool = True) -> None:
    """Remove an element but not the text after it, with a note that begins with its words when they are many."""
    words = text_in(element)
    count = count_of(words)
    if count > NAMED_WORDS:
        tell = notes.did if sure else notes.unsure
        tell(_("Left out a part of the page beside the essay (%(count)d words):") % {"count": count}, words)
    elif words:
        page.short_parts.append(words)
    element.drop_tree()


def drop_hidden(page: Page, notes: NoteBook) -> None:
    """Remove what the page does not show."""
    for element in page.elements():
        names = set((element.get("class") or "").lower().split())
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or names & HIDDEN_NAMES
        if (hidden or HIDDEN_STYLE.search(element.get("style") or "")) and not page.holds_essay(element):
            drop(page, element, notes, sure=False)


def drop_named_parts(page: Page, notes: NoteBook) -> None:
    """Remove parts whose tag, role, class or id says that they are furniture."""
    for element in page.elements():
        if element.getparent() is None or not page.is_in(element):
            continue
        if is_quote_aside(page, element):
            element.tag = "blockquote"
        elif says_furniture(element) and not page.holds_essay(element):
            drop(page, element, notes)


def is_quote_aside(page: Page, element: HtmlElement) -> bool:
    """Tell whether an aside is a pull quote: short, within the essay's own part, and without links."""
    if element.tag != "aside" or says_by_name(element) or not page.is_inside_hint(element):
        return False
    return 0 < count_of(text_in(element)) <= 60 and element.find(".//a") is None


def says_furniture(element: HtmlElement) -> bool:
    tag = str(element.tag)
    if tag in WRAPPERS:
        return False
    if tag == "footer" and any(above.tag == "blockquote" for above in element.iterancestors()):
        return False
    by_role = (element.get("role") or "").lower() in FURNITURE_ROLES
    by_tag = tag in FURNITURE_TAGS or tag == "aside" or (tag == "header" and is_page_header(element))
    return by_role or by_tag or says_by_name(element)


def is_page_header(element: HtmlElement) -> bool:
    return not any(above.tag in ("article", "main") for above in element.iterancestors())


def says_by_name(element: HtmlElement) -> bool:
    """Tell whether the class or id of an element names furniture.

    A name counts by its parts: "post-share-buttons" holds "share". Long lists of classes are those of
    wrappers that describe the whole page, and a name that also says "content" is one.
    """
    classes = (element.get("class") or "").split()
    labels = [*classes, element.get("id") or "", element.get("data-hook") or "", element.get("data-testid") or ""]
    if len(classes) > 8:
        labels = labels[len(classes) :]
    for label in labels:
        parts = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", label).lower()))
        if parts & FURNITURE_NAMES and not parts & NOT_FURNITURE_NAMES and not parts & {"has", "no", "with", "without"}:
            return True
    return False


def drop_share_links(page: Page, notes: NoteBook) -> None:
    """Remove links that share the page elsewhere, with the bar in which nothing else stands."""
    for link in [one for one in page.elements() if one.tag == "a"]:
        if not page.is_in(link) or not SHARE_ADDRESS.search(link.get("href") or ""):
            continue
        part = link
        while (above := part.getparent()) is not None and is_link_bar(above) and not page.holds_essay(above):
            part = above
        if part is link and is_in_sentence(link):
            link.drop_tag()  # its words belong to the sentence
        else:
            drop(page, part, notes)


def is_in_sentence(link: HtmlElement) -> bool:
    """Tell whether a link stands in a paragraph among words of the author's."""
    above = link.getparent()
    return above is not None and above.tag in {"p", "li", "blockquote"} and bool(text_in(link).strip())


def drop_remarks(page: Page, notes: NoteBook) -> None:
    """Remove rows of dated remarks by visitors that nothing names as such."""
    for element in page.elements():
        if page.is_in(element) and is_row_of_remarks(element) and not page.holds_essay(element):
            drop(page, element, notes, sure=False)


def is_link_bar(element: HtmlElement) -> bool:
    """Tell whether nearly all words of an element are in links or buttons."""
    linked = sum(count_of(text_in(one)) for one in element.iter("a", "button"))
    return count_of(text_in(element)) - linked <= 4 and element.tag not in WRAPPERS


def drop_around(page: Page, notes: NoteBook) -> None:
    """Remove what stands beside the essay's core on each level up to the page, unless it is more of it."""
    core = page.find_core()
    if core is None:
        return
    part = core
    while (above := part.getparent()) is not None and part is not page.root:
        before = True
        for sibling in list(above):
            if sibling is part:
                before = False
            elif isinstance(sibling.tag, str) and not page.is_part_of_essay(sibling, core, before=before):
                drop(page, sibling, notes, sure=not page.reads_like_prose(sibling))
        part = above


def drop_forms(page: Page, notes: NoteBook) -> None:
    """Remove forms and what they are wrapped in, as long as that is no prose."""
    for control in [one for one in page.elements() if is_control(one) and one.tag != "button"]:
        if not page.is_in(control):
            continue
        part = control
        while (above := part.getparent()) is not None and above is not page.root and is_mere_form(page, above):
            part = above
        if part is not control or not page.prose[control]:
            drop(page, part, notes)


def is_mere_form(page: Page, element: HtmlElement) -> bool:
    return page.prose[element] <= LONGEST_FORM_WORDS and not page.holds_essay(element) and element.tag not in WRAPPERS


def drop_edges(page: Page, notes: NoteBook) -> None:
    """Remove short lines of dates, names and links before the first paragraph and after the last."""
    for link in page.links_beside_title():
        drop(page, link, notes)
    blocks = page.text_blocks()
    prose = [at for at, block in enumerate(blocks) if page.is_prose(block)]
    if prose:
        for at, block in enumerate(blocks):
            before, after = at < prose[0], at > prose[-1]
            if (before or after) and page.is_edge_line(block, before=before):
                drop(page, block, notes)
    report_short_parts(page, notes)


def report_short_parts(page: Page, notes: NoteBook) -> None:
    if page.short_parts:
        listed = " · ".join(dict.fromkeys(page.short_parts))
        notes.did(
            _("Left out %(count)d short parts of the page: menu, dates, buttons and the like.")
            % {"count": len(page.short_parts)},
            listed,
            length=LONGEST_LISTING,
        )
