"""Feeds that were saved as a file: RSS 2.0 and Atom."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.blocks import words_in
from articles.moving.dates import read_date
from articles.moving.source import OldPicture, OldPost, OldSite, say_authors
from articles.moving.wix import topic_paths_of
from articles.moving.xml_files import NAMES, text_at
from articles.old_addresses import host_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ATOM = f"{{{NAMES['atom']}}}"
WHOLE_TEXT_WORDS = 120  # a feed of summaries stays below
BLOGGER_KIND = "http://schemas.google.com/g/2005#kind"
BLOGGER_POST = "http://schemas.google.com/blogger/2008/kind#post"


def read_rss(root: Element) -> OldSite:
    """Return the site of an RSS feed; one of Wix's has its posts' pictures as enclosures."""
    channel = root.find("channel")
    where = root if channel is None else channel
    address = text_at(where, "link")
    is_wix = "wix" in text_at(where, "generator").lower() or "wixstatic.com" in str(
        [one.get("url") for one in root.iter("enclosure")]
    )
    site = OldSite("wix-feed" if is_wix else "rss", address=address, hosts=frozenset({host_of(address)} - {""}))
    site.language = text_at(where, "language")
    site.posts = [read_item(item) for item in root.iter("item")]
    site.feed_paths = ("/blog-feed.xml",) if is_wix else ()
    site.list_paths = ("/blog",) if is_wix else ()
    site.topic_paths = topic_paths_of(site.posts) if is_wix else {}
    site.remarks += say_authors(text_at(item, "dc:creator") or text_at(item, "author") for item in root.iter("item"))
    return site


def read_item(item: Element) -> OldPost:
    """Return one post of an RSS feed."""
    whole, beginning = text_at(item, "content:encoded"), text_at(item, "description")
    address, guid = text_at(item, "link"), text_at(item, "guid")
    enclosure = item.find("enclosure")
    is_picture = enclosure is not None and (enclosure.get("type") or "image").startswith("image")
    return OldPost(
        identity=guid or address,
        title=html.unescape(text_at(item, "title")),
        html=whole or beginning,
        addresses=tuple(one for one in (address,) if one),
        slug=last_part(address),
        summary=beginning if whole else "",
        published_at=read_date(text_at(item, "pubDate")) or read_date(text_at(item, "dc:date")),
        categories=tuple(
            dict.fromkeys(name for one in item.iter("category") if (name := html.unescape((one.text or "").strip())))
        ),
        cover=OldPicture(enclosure.get("url") or "") if is_picture and enclosure is not None else None,
        remarks=() if whole else remarks_on_beginning(beginning),
    )


def read_atom(root: Element) -> OldSite:
    """Return the site of an Atom feed; comments in a feed of Blogger's are left out."""
    address = link_of(root)
    site = OldSite("atom", address=address, hosts=frozenset({host_of(address)} - {""}))
    site.language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    entries = list(root.iter(f"{ATOM}entry"))
    posts = [entry for entry in entries if is_post(entry)]
    site.posts = [read_entry(entry) for entry in posts]
    if others := len(entries) - len(posts):
        words = ngettext(
            "%(number)d entry that is no post was left out.",
            "%(number)d entries that are no posts were left out.",
            others,
        )
        site.remarks.append(words % {"number": others})
    site.remarks += say_authors(text_at(one, "atom:name") for one in root.iter(f"{ATOM}author"))
    return site


def is_post(entry: Element) -> bool:
    kinds = [one.get("term") for one in entry.iter(f"{ATOM}category") if one.get("scheme") == BLOGGER_KIND]
    return not kinds or BLOGGER_POST in kinds


def read_entry(entry: Element) -> OldPost:
    """Return one post of an Atom feed."""
    whole, beginning = read_construct(entry, "content"), read_construct(entry, "summary")
    address = link_of(entry)
    when = text_at(entry, "atom:published") or text_at(entry, "atom:updated")
    terms = [one for one in entry.iter(f"{ATOM}category") if one.get("scheme") != BLOGGER_KIND]
    named = (one.get("label") or one.get("term") or "" for one in terms)
    return OldPost(
        identity=text_at(entry, "atom:id") or address,
        title=plain(read_construct(entry, "title")),
        html=whole or beginning,
        addresses=tuple(one for one in (address,) if one),
        slug=last_part(address),
        summary=beginning if whole else "",
        published_at=read_date(when),
        categories=tuple(dict.fromkeys(name.strip() for name in named if name.strip())),
        remarks=() if whole else remarks_on_beginning(beginning),
    )


def read_construct(entry: Element, name: str) -> str:
    """Return a text of Atom as HTML, whichever of its three ways it was written in."""
    from lxml import etree

    found = entry.find(f"atom:{name}", NAMES)
    if found is None:
        return ""
    if found.get("type") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode") for child in found)
    text = (found.text or "").strip()
    return text if "html" in (found.get("type") or "") else html.escape(text, quote=False)


def plain(markup: str) -> str:
    """Return the words of a title that may be written in HTML."""
    from lxml.html import fromstring

    return " ".join(fromstring(f"<p>{markup}</p>").text_content().split())


def link_of(element: Element) -> str:
    """Return the address of the page that an entry, or the whole feed, stands for."""
    links = element.findall("atom:link", NAMES)
    return next((one.get("href") or "" for one in links if (one.get("rel") or "alternate") == "alternate"), "")


def remarks_on_beginning(text: str) -> tuple[str, ...]:
    """Return a warning where a feed seems to hold only the beginning of a post."""
    if words_in(text) >= WHOLE_TEXT_WORDS:
        return ()
    return (_("The file may hold only the beginning of this text: please compare it with the old page."),)


def last_part(address: str) -> str:
    """Return the last part of an address's path."""
    return address.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")
