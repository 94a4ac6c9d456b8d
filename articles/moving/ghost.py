"""Ghost: the JSON that its settings export."""

import html
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.moving.dates import read_date
from articles.moving.koenig import MobiledocReader, render_lexical
from articles.moving.ricos import listed, part, text
from articles.moving.source import OldPicture, OldPost, OldSite, SiteFileError, say_authors

OWN_ADDRESS = "__GHOST_URL__"  # the site itself, whose address the file does not tell
FEEDS = ("/rss",)


def read_json(text: str) -> OldSite:
    """Return the site of a Ghost export.

    Raises:
        SiteFileError: it is no JSON, or that of something else.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SiteFileError(_("This file is cut short or damaged: it is no whole JSON. Export it again.")) from error
    holder = whole if isinstance(whole, dict) else {}
    first = next(iter(listed(holder, "db")), holder)
    tables = part(first, "data")
    if not isinstance(tables.get("posts"), list):
        raise SiteFileError(_("This is JSON, but no export of Ghost: it holds no posts."))
    return GhostReader(tables).read()


class GhostReader:
    """Puts the tables of an export together again."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.tables = tables
        self.tags = {key(each): each for each in listed(tables, "tags")}
        self.metas = {text_or_number(each.get("post_id")): each for each in listed(tables, "posts_meta")}

    def read(self) -> OldSite:
        """Return the whole site."""
        settings = {text(each.get("key")): each.get("value") for each in listed(self.tables, "settings")}
        site = OldSite("ghost")
        site.language = (
            text(settings.get("lang")) or text(settings.get("locale")) or text(settings.get("default_locale"))
        )
        site.posts = [self.read_post(row) for row in listed(self.tables, "posts")]
        shown = [tag for tag in self.tags.values() if is_public(tag) and text(tag.get("slug"))]
        site.topic_paths = {f"/tag/{text(tag.get('slug'))}": text(tag.get("name")) for tag in shown}
        site.feed_paths = FEEDS
        site.remarks = say_authors(text(each.get("name")) for each in listed(self.tables, "users"))
        members = len(listed(self.tables, "members"))
        if members:
            words = ngettext(
                "%(number)d member of the old site was left out.",
                "%(number)d members of the old site were left out.",
                members,
            )
            site.remarks.append(words % {"number": members})
        return site

    def read_post(self, row: dict[str, Any]) -> OldPost:
        """Return one post, or a page, of which no draft is made."""
        remarks = remarks_on(row)
        slug, meta = text(row.get("slug")), self.metas.get(key(row), {})
        cover = text(row.get("feature_image"))
        alt = text(row.get("feature_image_alt")) or text(meta.get("feature_image_alt"))
        caption = text(row.get("feature_image_caption")) or text(meta.get("feature_image_caption"))
        is_page = row.get("type") == "page" or row.get("page") in (1, True)
        is_draft = row.get("status") == "draft"
        return OldPost(
            identity=text(row.get("uuid")) or key(row) or slug,
            title=text(row.get("title")),
            html=read_text(row, remarks.append).replace(OWN_ADDRESS, ""),
            addresses=(f"/{slug}/",) if slug else (),
            slug=slug,
            summary=text(row.get("custom_excerpt"))
            or text(row.get("meta_description"))
            or text(meta.get("meta_description")),
            published_at=None if is_draft else read_date(text(row.get("published_at"))),
            categories=self.names_of_tags(key(row)),
            cover=OldPicture(cover.replace(OWN_ADDRESS, ""), alt, caption) if cover else None,
            skipped=_("It is a page, not a post.") if is_page else "",
            remarks=tuple(remarks),
        )

    def names_of_tags(self, post: str) -> tuple[str, ...]:
        """Return the names of a post's tags, the primary one first; Ghost's own begin with # and are left out."""
        rows = [row for row in listed(self.tables, "posts_tags") if text_or_number(row.get("post_id")) == post]
        rows.sort(key=lambda row: row["sort_order"] if isinstance(row.get("sort_order"), int) else 0)
        tags = [self.tags.get(text_or_number(row.get("tag_id")), {}) for row in rows]
        return tuple(text(tag.get("name")) for tag in tags if is_public(tag))


def is_public(tag: dict[str, Any]) -> bool:
    """Tell whether readers of the old site saw a tag."""
    return bool(text(tag.get("name"))) and not text(tag.get("name")).startswith("#")


def read_text(row: dict[str, Any], remark: Callable[[str], None]) -> str:
    """Return the text of a post: the HTML that Ghost wrote, or what that would be made of."""
    if text(row.get("html")).strip():
        return text(row.get("html"))
    try:
        if lexical := text(row.get("lexical")):
            return render_lexical(as_tree(lexical), remark)
        if mobiledoc := text(row.get("mobiledoc")):
            return MobiledocReader(as_tree(mobiledoc), remark).render()
    except (ValueError, RecursionError):
        remark(_("Its text is damaged: only its plain words were taken."))
    lines = text(row.get("plaintext")).split("\n")
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line.strip())


def as_tree(kept: str) -> dict[str, Any]:
    found = json.loads(kept)
    return found if isinstance(found, dict) else {}


def remarks_on(row: dict[str, Any]) -> list[str]:
    """Return what the report says of a post's state on the old site."""
    states = {
        "draft": _("It was a draft on the old site."),
        "scheduled": _("It was scheduled on the old site. Its date is kept."),
        "sent": _("It was sent as a letter and stood on no page."),
    }
    found = [states[status]] if (status := text(row.get("status"))) in states else []
    if text(row.get("visibility")) not in {"", "public"}:
        found.append(_("It was for members of the old site only."))
    return found


def key(row: dict[str, Any]) -> str:
    """Return the id of a row, which older exports give as a number."""
    return text_or_number(row.get("id"))


def text_or_number(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""
