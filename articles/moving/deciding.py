"""What is to become of each post, before anything is written."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.urls import reverse
from django.utils.text import slugify

from articles.importing.headings import same_words
from articles.models import Essay, ImportedPost
from articles.moving.source import OldPost, OldSite
from articles.moving.texts import TITLE_LENGTH, plain_words
from articles.old_addresses import host_of, normal_path
from articles.slugs import FALLBACK, LONGEST, is_taken

MAKE = "would"


@dataclass(slots=True)
class Decision:
    """What is to become of one post: a verdict of the report, with the row of an earlier run and the essay, if any.

    `slug` is the address of the draft that is to be made, "" where none is.
    """

    post: OldPost
    site: OldSite
    verdict: str
    known: ImportedPost | None = None
    essay: Essay | None = None
    slug: str = ""

    @property
    def paths(self) -> list[str]:
        """All old addresses of the post, each in its one form."""
        return [path for path in dict.fromkeys(map(normal_path, self.post.addresses)) if path]

    @property
    def address(self) -> str:
        """Where the post's essay is or will be, from the root of this site; "" for none."""
        slug = self.slug or (self.essay.slug if self.essay else "")
        return reverse("essay", args=[slug]) if slug else ""


@dataclass(slots=True)
class Known:
    """Rows of posts, by key and by old path: those that earlier runs left behind, or those met in this one."""

    by_key: dict[str, ImportedPost] = field(default_factory=dict)
    by_path: dict[str, list[ImportedPost]] = field(default_factory=dict)

    def add(self, row: ImportedPost) -> None:
        """Note a row."""
        self.by_key[row.key] = row
        if row.path:
            self.by_path.setdefault(row.path, []).append(row)

    def find(self, post: OldPost, site: OldSite) -> ImportedPost | None:
        """Return the row of a post: by its key, or by an old path on the same site, whichever file told of it."""
        if found := self.by_key.get(key_of(post, site)):
            return found
        host = host_in(site)
        rows = (row for address in post.addresses for row in self.by_path.get(normal_path(address), []))
        return next((row for row in rows if not host or not row.host or row.host == host), None)


def known_posts() -> Known:
    """Return what earlier runs left behind; one query."""
    known = Known()
    for row in ImportedPost.objects.select_related("essay"):
        known.add(row)
    return known


def decide(sites: Iterable[OldSite], *, again: bool) -> list[Decision]:
    """Return a decision for each post, the oldest first. `again` also takes those whose essay was deleted here."""
    known, met = known_posts(), Known()
    pairs = [(post, site) for site in sites for post in site.posts]
    pairs.sort(key=lambda pair: pair[0].published_at.timestamp() if pair[0].published_at else float("inf"))
    given: set[str] = set()
    decisions = []
    for post, site in pairs:
        is_second = met.find(post, site) is not None
        decisions.append(
            Decision(post, site, "twice") if is_second else decide_one(post, site, known, given, again=again)
        )
        met.add(ImportedPost(key=key_of(post, site), host=host_in(site), path=normal_path("".join(post.addresses[:1]))))
    return decisions


def decide_one(post: OldPost, site: OldSite, known: Known, given: set[str], *, again: bool) -> Decision:
    """Return the decision on one post; `given` holds the addresses promised in this run, and takes a new one."""
    if post.skipped:
        return Decision(post, site, "skipped")
    row = known.find(post, site)
    if row and row.essay:
        is_changed = row.kind == site.kind and row.digest != digest_of(post)
        return Decision(post, site, "changed" if is_changed else "here", row, row.essay)
    if row and not again:
        return Decision(post, site, "deleted", row)
    if row is None and (twin := find_twin(post)):
        return Decision(post, site, "same", essay=twin)
    slug = free_slug(post, given)
    given.add(slug)
    return Decision(post, site, MAKE, row, slug=slug)


def find_twin(post: OldPost) -> Essay | None:
    """Return an essay that is this very post, brought in another way: of the same address and the same title."""
    slug = slugify(unquote(post.slug))
    found = Essay.objects.filter(slug=slug).first() if slug else None
    return found if found and same_words(found.title, plain_words(post.title)[:TITLE_LENGTH]) else None


def free_slug(post: OldPost, given: set[str]) -> str:
    """Return the address for a post's draft: that which it had, as far as it can be had here."""
    stem = (slugify(unquote(post.slug)) or slugify(plain_words(post.title)))[: LONGEST - 6].strip("-_") or FALLBACK
    candidate, number = stem, 1
    while candidate in given or is_taken(candidate):
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def topic_in(post: OldPost) -> str:
    """Return the first category of a post that an address can be made of, or ""."""
    return next((name for name in post.categories if slugify(name)), "")


def host_in(site: OldSite) -> str:
    """Return the host of a site, as far as the file tells."""
    return host_of(site.address) or next(iter(sorted(site.hosts)), "")


def key_of(post: OldPost, site: OldSite) -> str:
    """Return what tells a post apart from all others, on whichever site."""
    said = json.dumps([host_in(site), post.identity or normal_path("".join(post.addresses[:1])) or post.title])
    return hashlib.sha256(said.encode()).hexdigest()


def digest_of(post: OldPost) -> str:
    """Return what changes whenever the post does."""
    when = post.published_at.isoformat() if post.published_at else ""
    cover = post.cover.address if post.cover else ""
    said = json.dumps([post.title, post.html, post.summary, when, post.categories, cover])
    return hashlib.sha256(said.encode()).hexdigest()
