"""WXR: the export of WordPress, and of Squarespace, which writes the same with habits of its own."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.moving.dates import read_date, read_utc
from articles.moving.shortcodes import settle_text
from articles.moving.source import OldPicture, OldPost, OldSite, say_authors
from articles.moving.xml_files import NAMES, text_at
from articles.old_addresses import host_of, normal_path

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WP_NAMES = re.compile(r"https?://wordpress\.org/export/[\d.]+/")
EXCERPT_NAMES = re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/")
SQUARESPACE = re.compile(r"squarespace|sqs-", re.I)
NO_TOPIC = frozenset({"uncategorized", "uncategorised", "अवर्गीकृत"})
WORDPRESS_FEEDS = ("/feed", "/feed/atom", "/feed/rss", "/feed/rss2", "/rss")


def names_in(root: Element) -> dict[str, str] | None:
    """Return the names of a WXR file's parts, whose version differs; None for another kind of file."""
    declared = {uri for element in root.iter() for uri in element.nsmap.values()}
    wp = next((uri for uri in declared if WP_NAMES.fullmatch(uri)), None)
    if wp is None:
        return None
    excerpt = next((uri for uri in declared if EXCERPT_NAMES.fullmatch(uri)), f"{wp}excerpt/")
    return {**NAMES, "wp": wp, "excerpt": excerpt}


def read_wxr(root: Element, names: dict[str, str], text: str) -> OldSite:
    """Return the site of a WXR file."""
    return WxrReader(root, names, is_squarespace=bool(SQUARESPACE.search(text))).read()


class WxrReader:
    """Goes through the items once, with the attachments known beforehand."""

    def __init__(self, root: Element, names: dict[str, str], *, is_squarespace: bool) -> None:
        self.names = names
        self.channel = root.find("channel")
        self.items = list(root.iter("item"))
        self.is_squarespace = is_squarespace
        self.attachments = {self.say(item, "wp:post_id"): item for item in self.of_type("attachment")}

    def say(self, element: Element, path: str) -> str:
        return text_at(element, path, self.names)

    def of_type(self, kind: str) -> list[Element]:
        return [item for item in self.items if self.say(item, "wp:post_type") == kind]

    def read(self) -> OldSite:
        """Return the whole site; what is no post is counted."""
        base = "" if self.channel is None else self.say(self.channel, "wp:base_blog_url")
        address = base or ("" if self.channel is None else self.say(self.channel, "link"))
        site = OldSite("squarespace" if self.is_squarespace else "wordpress", address=address)
        site.hosts = frozenset({host_of(address)} - {""})
        site.language = "" if self.channel is None else self.say(self.channel, "language")
        site.posts = [self.read_post(item) for item in self.items if self.is_post(item)]
        site.feed_paths = () if self.is_squarespace else WORDPRESS_FEEDS
        site.list_paths = tuple(self.folders()) if self.is_squarespace else ("/blog",)
        site.topic_paths = self.find_topic_paths()
        site.remarks = self.count_the_rest()
        return site

    def is_post(self, item: Element) -> bool:
        is_page = self.say(item, "wp:post_type") == "page"
        return self.say(item, "wp:post_type") == "post" or (is_page and bool(self.say(item, "content:encoded")))

    def read_post(self, item: Element) -> OldPost:
        """Return one post, or a page, of which no draft is made."""
        remarks = self.remarks_on(item)
        text = settle_text(self.say(item, "content:encoded"), remarks.append)
        categories, tags = self.read_terms(item, "category"), self.read_terms(item, "post_tag")
        number, address = self.say(item, "wp:post_id"), self.say(item, "link")
        short_link = f"/?p={number}" if number and not self.is_squarespace else ""
        name = self.say(item, "wp:post_name")
        return OldPost(
            identity=self.say(item, "guid") or address or number,
            title=html.unescape(self.say(item, "title")),
            html=text,
            addresses=tuple(one for one in (address, short_link) if one),
            slug=re.sub(r"\.html?$", "", name.rsplit("/", 1)[-1]),
            summary=self.say(item, "excerpt:encoded"),
            published_at=self.read_published(item),
            categories=tuple(name for name in categories if name.lower() not in NO_TOPIC),
            tags=tags,
            cover=self.find_cover(item),
            skipped=self.reason_to_skip(item),
            remarks=tuple(remarks),
        )

    def read_published(self, item: Element) -> datetime | None:
        """Return when a post appeared, or was to appear; nothing of one that was still being written."""
        if self.say(item, "wp:status") in {"draft", "pending", "auto-draft"}:
            return None
        in_utc = read_utc(self.say(item, "wp:post_date_gmt"))
        return in_utc or read_date(self.say(item, "pubDate")) or read_date(self.say(item, "wp:post_date"))

    def read_terms(self, item: Element, domain: str) -> tuple[str, ...]:
        terms = [
            html.unescape((one.text or "").strip()) for one in item.iter("category") if one.get("domain") == domain
        ]
        return tuple(dict.fromkeys(term for term in terms if term))

    def reason_to_skip(self, item: Element) -> str:
        """Return why no draft is made, or ""."""
        if self.say(item, "wp:post_type") == "page":
            return _("It is a page, not a post.")
        if self.say(item, "wp:status") in {"trash", "auto-draft"}:
            return _("It was in the bin of the old site.")
        return ""

    def remarks_on(self, item: Element) -> list[str]:
        """Return what the report says of a post beside its text: its state, its author, its comments."""
        states = {
            "draft": _("It was a draft on the old site."),
            "pending": _("It awaited approval on the old site."),
            "private": _("It was private on the old site."),
            "future": _("It was scheduled on the old site. Its date is kept."),
        }
        found = [states[status]] if (status := self.say(item, "wp:status")) in states else []
        if self.say(item, "wp:post_password"):
            found.append(_("It was open on the old site only with a password."))
        comments = sum(1 for _each in item.iterfind("wp:comment", self.names))
        if comments:
            words = ngettext("Left out %(number)d comment.", "Left out %(number)d comments.", comments)
            found.append(words % {"number": comments})
        return found

    def find_cover(self, item: Element) -> OldPicture | None:
        """Return the picture that stood over a post."""
        for meta in item.iterfind("wp:postmeta", self.names):
            if self.say(meta, "wp:meta_key") == "_thumbnail_id":
                found = self.attachments.get(self.say(meta, "wp:meta_value"))
                if found is not None and (address := self.say(found, "wp:attachment_url")):
                    return OldPicture(address, self.find_alt(found))
        return None

    def find_alt(self, attachment: Element) -> str:
        metas = attachment.iterfind("wp:postmeta", self.names)
        said = (self.say(one, "wp:meta_value") for one in metas if self.say(one, "wp:meta_key").endswith("image_alt"))
        return next(said, "")

    def find_topic_paths(self) -> dict[str, str]:
        """Return the old addresses of the categories."""
        found: dict[str, str] = {}
        for item in self.items:
            for one in item.iter("category"):
                if one.get("domain") == "category" and (name := html.unescape((one.text or "").strip())):
                    slug = one.get("nicename") or ""
                    paths = [f"{folder}/category/{name}" for folder in self.folders()] or [f"/category/{slug}"]
                    found.update(dict.fromkeys(paths, name))
        return {path: name for path, name in found.items() if name.lower() not in NO_TOPIC}

    def folders(self) -> list[str]:
        """Return the folders in which a Squarespace site kept its posts: each is a blog's own list."""
        paths = (normal_path(self.say(item, "link")) for item in self.of_type("post") if self.is_squarespace)
        return sorted({f"/{path.split('/')[1]}" for path in paths if path.count("/") > 1})

    def count_the_rest(self) -> list[str]:
        """Return what the file holds beside posts and pages."""
        kinds = Counter(self.say(item, "wp:post_type") or "?" for item in self.items if not self.is_post(item))
        pictures = kinds.pop("attachment", 0)
        lines = say_authors(self.say(one, "dc:creator") for one in self.items)
        for kind, number in sorted(kinds.items()):
            lines.append(_("Left out %(number)d × “%(kind)s”.") % {"number": number, "kind": kind})
        if pictures:
            words = ngettext(
                "It names %(number)d picture or file.", "It names %(number)d pictures and files.", pictures
            )
            lines.insert(0, words % {"number": pictures})
        return lines
