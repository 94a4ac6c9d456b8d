"""Bringing posts in: each in a transaction of its own, so that what was stopped half-way goes on where it stopped."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.importing.essay import EssayFileError
from articles.models import Essay, ImportedPost
from articles.moving.deciding import MAKE, Decision, decide, digest_of, host_in, key_of, topic_in
from articles.moving.media import Media
from articles.moving.paths import is_own_page, keep_paths, keep_site_paths, places_of, say_path
from articles.moving.pictures import keeper, look_only
from articles.moving.report import PostReport, Report
from articles.moving.source import OldSite
from articles.moving.texts import MadeText, TextMaker, plain_words
from articles.old_addresses import host_of
from articles.services import fill_from
from practice.times import say_here

KINDS = {
    "wix": "Wix",
    "wix-feed": "Wix (RSS)",
    "squarespace": "Squarespace",
    "wordpress": "WordPress",
    "ghost": "Ghost",
    "rss": "RSS",
    "atom": "Atom",
}


def bring_in(
    *,
    sites: list[OldSite],
    media: Media,
    now: datetime,
    is_dry: bool,
    again: bool = False,
    within: timedelta | None = None,
) -> Report:
    """Make a draft of each post that is not here yet, and return what became of every one.

    Nothing is ever published or overwritten. A dry run writes nothing. After `within` no further draft is begun; what
    is left is said to wait, and another call goes on with it.
    """
    report = Report(is_dry, lines=[line for site in sites for line in describe(site)])
    decisions = decide(sites, again=again)
    maker = TextMaker(media, look_only if is_dry else keeper(now), places_of(decisions, sites))
    ends = time.monotonic() + within.total_seconds() if within is not None else None
    for decision in decisions:
        is_late = ends is not None and time.monotonic() > ends
        report.posts.append(settle(decision, maker, now, is_dry=is_dry, is_late=is_late))
    report.lines += keep_site_paths(sites, is_dry=is_dry)
    return report


def describe(site: OldSite) -> list[str]:
    """Return what the report says of a file as a whole."""
    named = KINDS[site.kind]
    lines = [
        _("Read as a file of %(kind)s with %(number)d posts and pages.") % {"kind": named, "number": len(site.posts)}
    ]
    return [*lines, *site.remarks]


def settle(decision: Decision, maker: TextMaker, now: datetime, *, is_dry: bool, is_late: bool) -> PostReport:
    """Do what was decided on one post, and say so."""
    post = decision.post
    title = plain_words(post.title) or post.slug or _("Untitled")
    said = PostReport(title, decision.verdict, "".join(post.addresses[:1]))
    said.essay = decision.essay.pk if decision.essay else 0
    if decision.verdict == "skipped":
        said.lines.append(post.skipped)
    elif decision.verdict == "same" and not is_dry:
        said.lines += remember(decision, said.title, now)
    elif decision.verdict == MAKE and is_late:
        said.verdict = "waits"
    elif decision.verdict == MAKE:
        make_draft(decision, maker, said, now, is_dry=is_dry)
    return said


def make_draft(decision: Decision, maker: TextMaker, said: PostReport, now: datetime, *, is_dry: bool) -> None:
    """Make the draft of one post; a post that cannot be read leaves nothing but its line in the report."""
    try:
        made = maker.make(decision.post, decision.site)
    except EssayFileError as error:
        said.verdict = "failed"
        said.lines.append(str(error))
        return
    said.missing = made.missing
    said.lines += [
        *say_dates(decision),
        *say_address(decision, is_dry=is_dry),
        *say_topics(decision),
        *decision.post.remarks,
        *made.lines,
    ]
    if not is_dry:
        keep(decision, made, said, now)


def keep(decision: Decision, made: MadeText, said: PostReport, now: datetime) -> None:
    """Write one draft, unless another press wrote it at the same moment: then that one stays.

    Where something else took its address meanwhile, it waits: the next call finds another one.
    """
    try:
        said.lines += store(decision, made, now)
    except IntegrityError:
        is_here = ImportedPost.objects.filter(key=key_of(decision.post, decision.site)).exists()
        said.verdict = "here" if is_here else "waits"
    else:
        said.verdict, said.essay = "made", decision.essay.pk if decision.essay else 0


def store(decision: Decision, made: MadeText, now: datetime) -> list[str]:
    """Write one draft with its row and its old addresses; return what is to be said of these."""
    imported = replace(made.essay, metadata={"topic": topic_in(decision.post)})
    with transaction.atomic():
        essay = Essay(slug=decision.slug, state=Essay.State.DRAFT, publish_at=decision.post.published_at)
        fill_from(essay, imported)
        essay.save()
        decision.essay = essay
        return remember(decision, essay.title, now)


def remember(decision: Decision, title: str, now: datetime) -> list[str]:
    """Note which post became which essay, and lead its old addresses on."""
    post, site = decision.post, decision.site
    assert decision.essay is not None
    values = {
        "kind": site.kind,
        "host": host_in(site)[:255],
        "path": next(iter(decision.paths), ""),
        "title": title[:160],
        "digest": digest_of(post),
        "essay": decision.essay,
        "imported_at": now,
    }
    with transaction.atomic():
        key = decision.known.key if decision.known else key_of(post, site)
        ImportedPost.objects.update_or_create(key=key, defaults=values)
        return keep_paths(decision.essay, decision.paths)


def say_dates(decision: Decision) -> list[str]:
    """Return what the report says of a post's date."""
    moment = decision.post.published_at
    if moment is None:
        return [_("No date: it gets one when you publish it.")]
    return [_("Date kept: %(date)s") % {"date": say_here(moment)}]


def say_address(decision: Decision, *, is_dry: bool) -> list[str]:
    """Return where a dry run would put a draft, and what would lead there; a real run says each as it does it."""
    if not is_dry:
        return []
    old = (path for path in decision.paths if path.startswith("/?") or not is_own_page(path))
    return [
        _("Address here: %(place)s") % {"place": decision.address},
        *(say_path(path, decision.address) for path in old),
    ]


def say_topics(decision: Decision) -> list[str]:
    """Return which of a post's categories became its topic, and which are only named."""
    topic, tags = topic_in(decision.post), decision.post.tags
    others = [name for name in decision.post.categories if name != topic]
    lines = [_("Topic: %(topic)s") % {"topic": topic}] if topic else []
    if others:
        lines.append(_("Further categories, not kept: %(names)s") % {"names": ", ".join(others)})
    if tags:
        lines.append(_("Tags, not kept: %(names)s") % {"names": ", ".join(tags)})
    return lines


def tell_sites(sites: Iterable[OldSite], address: str) -> None:
    """Add the address of the old site, as the person knows it, to sites whose files do not tell it."""
    host = host_of(address if "//" in address else f"https://{address}")
    for site in sites:
        if host:
            site.hosts |= {host}
            site.address = site.address or f"https://{host}/"
