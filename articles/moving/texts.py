"""The text of an old post as an essay's: read like any other file, with its pictures where they stood."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.importing.blocks import Block, render, text_of
from articles.importing.draft import Draft
from articles.importing.essay import EssayFileError, ImportedEssay, NoteBook
from articles.importing.files import arrange
from articles.importing.headings import report_empty_sections, settle_levels, take_title
from articles.importing.html_blocks import read_element
from articles.importing.language import find_language
from articles.importing.links import drop_unsafe_links
from articles.importing.parsing import parse_html
from articles.moving.links import LinkMap
from articles.moving.media import Media
from articles.moving.pictures import Keep, NotKeptError
from articles.moving.source import OldPicture, OldPost, OldSite, SiteFileError
from articles.pictures.words import is_file_name
from articles.sanitising import clean_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUMMARY_LENGTH, TITLE_LENGTH = 240, 160
EMBEDDED = ("iframe", "object", "embed", "video", "audio", "form", "script", "canvas", "svg")
# A picture's place while a text is read: signs that no writer has, and too many of them for a heading or an item.
OPEN, CLOSE = "\ue0f1", "\ue0f2"
PLACE = re.compile(rf"(?:<p>)?{OPEN}(\d+){CLOSE}+(?:</p>)?")
PADDING = 400


@dataclass(slots=True)
class TextMaker:
    """Makes the texts of posts. `keep` writes a picture and returns its figure; `places` is where old paths lead."""

    media: Media
    keep: Keep
    places: dict[str, str]

    def make(self, post: OldPost, site: OldSite) -> MadeText:
        """Return the essay that a post becomes, with what the report says of it.

        Raises:
            EssayFileError: there is nothing to read in it.
        """
        return Making(self, post, site).run()


@dataclass(slots=True)
class MadeText:
    """A post's text as it would be stored, lines for the report, and how many pictures were not handed over."""

    essay: ImportedEssay
    lines: list[str]
    missing: int = 0


@dataclass(slots=True)
class Making:
    """One text while it is made."""

    maker: TextMaker
    post: OldPost
    site: OldSite
    lines: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    missing: int = 0

    def run(self) -> MadeText:
        """Read, arrange and clean the text, then put the pictures back where they stood."""
        notes = NoteBook()
        root = parse_html(self.post.html, notes)
        self.take_out_embedded(root)
        self.take_out_pictures(root)
        draft = Draft(read_element(root, notes), self.post.title)
        blocks = self.settle_blocks(draft, notes)
        title = self.settle_title(blocks, notes)
        cover = self.take_cover()
        if not blocks and not self.figures:
            raise EssayFileError(_("There is no text in it."))
        settle_levels(blocks, notes)
        report_empty_sections(blocks, notes)
        body = PLACE.sub(lambda found: self.figures[int(found[1])], clean_html(render(blocks)))
        language = find_language(" ".join(map(text_of, blocks)).replace(CLOSE, ""), self.site.language)
        self.lines += [say_note(note.text, note.where) for note in notes.notes]
        essay = ImportedEssay(title, cover + body, self.make_summary(), language, notes.notes)
        return MadeText(essay, self.lines, self.missing)

    def settle_blocks(self, draft: Draft, notes: NoteBook) -> list[Block]:
        """Return the blocks with their structure found and their links led on."""
        drop_unsafe_links(draft.blocks, notes)
        links = LinkMap(self.maker.places)
        links.settle(draft.blocks, self.site)
        self.lines += [_("Link led on: %(link)s") % {"link": link} for link in dict.fromkeys(links.changed)]
        left = [shorten(link) for link in dict.fromkeys(links.left)]
        self.lines += [_("Link to the old site left as it was: %(link)s") % {"link": link} for link in left]
        return arrange(draft, notes)

    def settle_title(self, blocks: list[Block], notes: NoteBook) -> str:
        """Return the title: the post's own, else its first heading, else what its address says."""
        title = take_title(blocks, plain_words(self.post.title))
        if not title:
            title = " ".join(re.split(r"[-_]+", unquote(self.post.slug))).strip().capitalize() or _("Untitled")
            notes.unsure(_("The post has no title; that of its address was used."), title)
        title = " ".join(title.split())
        if len(title) > TITLE_LENGTH:
            self.lines.append(_("The title was cut; it was: %(title)s") % {"title": title})
        return Truncator(title).chars(TITLE_LENGTH)

    def make_summary(self) -> str:
        """Return the summary, cut at a sign where it is too long."""
        words = plain_words(self.post.summary)
        if len(words) > SUMMARY_LENGTH:
            self.lines.append(_("The summary was cut; it was: %(summary)s") % {"summary": words})
            words = words[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
        return words

    def take_out_embedded(self, root: HtmlElement) -> None:
        """Remove what other sites show within a text, and name each."""
        for element in list(root.iter(*EMBEDDED)):
            if element.tag in ("script", "svg", "canvas"):
                element.drop_tree()
                continue
            inner = next((one.get("src") for one in element.iter() if one.get("src")), "")
            where = str(element.get("src") or element.get("data") or element.get("action") or inner or "")
            line = _("Left out what was embedded: %(kind)s")
            self.lines.append(line % {"kind": f"{element.tag!s} {shorten(where)}".strip()})
            element.drop_tree()
        for element in list(root.iter("noscript")):
            element.drop_tree()

    def take_out_pictures(self, root: HtmlElement) -> None:
        """Put a mark in the place of each picture, with its caption where it has one."""
        for figure in list(root.iter("figure", "div")):
            captions = figure.findall(".//figcaption")
            pictures = list(figure.iter("img"))
            if figure.tag == "figure" and len(pictures) == 1 and len(captions) == 1:
                pictures[0].set("data-caption", " ".join(captions[0].text_content().split()))
                captions[0].drop_tree()
        for image in list(root.iter("img")):
            unwrap(image)
            self.take_out_picture(image)

    def take_out_picture(self, image: HtmlElement) -> None:
        """Replace one picture by its mark, by its sign where it is an emoji, or by nothing."""
        if is_sign(image):
            replace_by(image, "span", image.get("alt") or "")
        elif is_counting(image):
            image.drop_tree()
        else:
            picture = OldPicture(address_of(image), image.get("alt") or "", image.get("data-caption") or "")
            figure = self.keep_picture(picture)
            if figure is None:
                image.drop_tree()
            else:
                self.figures.append(figure)
                replace_by(image, "p", f"{OPEN}{len(self.figures) - 1}{CLOSE * PADDING}")

    def keep_picture(self, picture: OldPicture) -> str | None:
        """Return the figure of a picture that is in the archive; None for one that is left out, having said why."""
        alt = settle_alt(picture.alt)
        name = name_of_file(picture.address)
        place = self.maker.media.find(picture.address)
        said = f"{name} (“{alt}”)" if alt else name
        if not place:
            self.missing += 1
            self.lines.append(_("Picture left out, for it is not in the archive: %(picture)s") % {"picture": said})
            return None
        try:
            shown = OldPicture(picture.address, alt, plain_words(picture.caption))
            figure = self.maker.keep(self.maker.media.places[place](), shown)
        except (NotKeptError, SiteFileError) as error:
            self.lines.append(_("Picture left out: %(picture)s. %(reason)s") % {"picture": said, "reason": error})
            return None
        self.shown.add(place)
        words = _("Picture kept: %(picture)s")
        without = _("Picture kept, but it has no words for those who cannot see it: %(picture)s. Please write them.")
        self.lines.append((words if alt else without) % {"picture": said})
        return figure

    def take_cover(self) -> str:
        """Return the figure of the picture that stood over the post, where the text does not show it anyway."""
        cover = self.post.cover
        if cover is None or not cover.address or self.maker.media.find(cover.address) in self.shown:
            return ""
        figure = self.keep_picture(cover)
        if figure is None:
            return ""
        self.lines.append(_("The picture that stood over the post stands before its text now."))
        self.figures.append(figure)
        return f"{figure}\n"


def say_note(words: str, where: str) -> str:
    """Return a note of the reader's on one line."""
    return f"{words} [{where}]" if where else words


def plain_words(markup: str) -> str:
    """Return the words of a short piece of HTML on one line."""
    without_tags = re.sub(r"<[^>]*>", " ", markup) if "<" in markup else markup
    return " ".join(html.unescape(without_tags).split())


def settle_alt(alt: str) -> str:
    """Return the words of a picture; the name of a file is none."""
    words = " ".join(alt.split())
    return "" if is_file_name(words) else words


def name_of_file(address: str) -> str:
    """Return the part of a picture's address that names it; Wix puts another, the same for all, at its end."""
    parts = [unquote(part) for part in address.split("?")[0].split("#")[0].split("/")]
    of_wix = [part for part in parts[:-1] if "~mv2" in part and "wixstatic" in address]
    return shorten((of_wix or parts)[-1]) or _("without an address")


def shorten(address: str) -> str:
    return Truncator(" ".join(address.split())).chars(160)


def is_sign(image: HtmlElement) -> bool:
    """Tell whether a picture is only a sign within a line."""
    names = set((image.get("class") or "").split())
    return bool(names & {"emoji", "wp-smiley"}) and len(image.get("alt") or "") <= 12


def is_counting(image: HtmlElement) -> bool:
    """Tell whether a picture is one that nobody sees and that only counts readers."""
    return image.get("width") in ("0", "1") or image.get("height") in ("0", "1")


def address_of(image: HtmlElement) -> str:
    """Return the address of a picture, wherever the page keeps it until it is scrolled to."""
    names = ("src", "data-src", "data-image", "data-lazy-src", "data-original")
    found = next((image.get(name) for name in names if is_address(image.get(name))), "") or ""
    candidates = (image.get("srcset") or image.get("data-srcset") or "").split(",")
    return found or candidates[-1].strip().split(" ")[0]


def is_address(value: str | None) -> bool:
    """Tell whether an attribute leads to a picture; one that holds the picture itself is only a stand-in."""
    try:
        return bool(value) and urlsplit(value or "").scheme != "data"
    except ValueError:
        return False


def unwrap(image: HtmlElement) -> None:
    """Take away a link that holds nothing but a picture: it leads to the same picture, larger."""
    above = image.getparent()
    if above is not None and above.tag == "a" and len(above) == 1 and not above.text_content().strip():
        above.drop_tag()


def replace_by(element: HtmlElement, tag: str, text: str) -> None:
    """Put an element with a text in the place of another; what follows it stays."""
    element.tag = tag
    element.attrib.clear()
    element.text = text
