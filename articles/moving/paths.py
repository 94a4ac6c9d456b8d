"""The redirect map: which whole old addresses lead to which essays, topics and pages."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Essay, OldAddress, OldPath
from articles.moving.deciding import MAKE, Decision, topic_in
from articles.moving.source import OldSite
from articles.old_addresses import normal_path
from articles.old_lists import topics_by_address
from articles.slugs import is_taken

ESSAYS = "/essays/"


def is_own_page(path: str) -> bool:
    """Tell whether this site has a page of its own at an address, with or without a slash at its end."""
    for candidate in (path, f"{path}/"):
        try:
            resolve(candidate)
        except Resolver404:
            continue
        return True
    return False


def places_of(decisions: Iterable[Decision], sites: Iterable[OldSite]) -> dict[str, str]:
    """Return where each old path leads, once the drafts are made: of topics, lists and feeds, and of the posts."""
    decisions = list(decisions)
    named = {slugify(topic_in(each.post))[:60] for each in decisions if each.verdict == MAKE}
    topics = {slug: reverse("topic", args=[slug]) for slug in named if slug}
    topics |= {slug: topic.get_absolute_url() for slug, topic in topics_by_address().items()}
    places: dict[str, str] = {}
    for site in sites:
        for path, name in site.topic_paths.items():
            if (slug := slugify(name)[:60]) in topics:
                places[normal_path(path)] = topics[slug]
        places |= {row.path: place_of(row) for row in page_rows(site)}
    return places | {path: each.address for each in decisions if each.address for path in each.paths}


def keep_paths(essay: Essay, paths: Iterable[str]) -> list[str]:
    """Lead old addresses on to an essay; return what the report says of each."""
    return [keep_path(essay, path) for path in paths]


def keep_path(essay: Essay, path: str) -> str:
    """Lead one old address on, unless this site has a page there or it leads elsewhere already."""
    said = {"path": path, "place": essay.get_absolute_url()}
    if path in (essay.get_absolute_url(), essay.get_absolute_url().rstrip("/")):
        return _("Its address stays: %(path)s") % said
    if slug := slug_below_essays(path):
        return keep_slug(essay, slug, said)
    if not path.startswith("/?") and is_own_page(path):
        return _("Its old address is one of this site's own pages, so it cannot lead on: %(path)s") % said
    free(path)
    row, is_new = OldPath.objects.get_or_create(path=path, defaults={"essay": essay})
    if not is_new and row.essay_id != essay.pk:
        return _("Its old address leads elsewhere already: %(path)s") % said
    return say_path(**said)


def say_path(path: str, place: str) -> str:
    """Return what the report says of an old address that leads on."""
    return _("Old address: %(path)s → %(place)s") % {"path": path, "place": place}


def slug_below_essays(path: str) -> str:
    """Return the last part of an old address that looks like one of this site's own essays, else ""."""
    slug = path.removeprefix(ESSAYS)
    return slug if path.startswith(ESSAYS) and slug == slugify(slug) else ""


def keep_slug(essay: Essay, slug: str, said: dict[str, str]) -> str:
    """Lead an old address among this site's essays on, as when an essay was renamed."""
    if is_taken(slug):
        return _("Its old address leads elsewhere already: %(path)s") % said
    OldAddress.objects.create(slug=slug, essay=essay)
    return say_path(**said)


def keep_site_paths(sites: Iterable[OldSite], *, is_dry: bool) -> list[str]:
    """Lead the old addresses of topics, feeds and lists on; return what the report says of them."""
    lines = []
    for site in sites:
        rows = [*topic_rows(site), *page_rows(site)]
        for row in rows:
            if is_own_page(row.path) or not row.path:
                continue
            lines.append(say_path(row.path, place_of(row)))
            if not is_dry:
                keep_row(row)
    return list(dict.fromkeys(lines))


def topic_rows(site: OldSite) -> list[OldPath]:
    """Return a row for each old category that has a topic here."""
    topics = topics_by_address()
    pairs = ((normal_path(path), topics.get(slugify(name)[:60])) for path, name in site.topic_paths.items())
    return [OldPath(path=path, topic=topic) for path, topic in pairs if path and topic]


def page_rows(site: OldSite) -> list[OldPath]:
    """Return a row for each old address of the list and of the feeds."""
    lists = [OldPath(path=path, page=OldPath.Page.LIST) for path in site.list_paths]
    return [*lists, *(OldPath(path=path, page=OldPath.Page.FEED) for path in site.feed_paths)]


def keep_row(row: OldPath) -> None:
    """Write a row where its address does not lead anywhere yet."""
    with transaction.atomic():
        free(row.path)
        if not OldPath.objects.filter(path=row.path).exists():
            row.save()


def free(path: str) -> None:
    """Forget that an old address led to an essay which was deleted, so that it can lead elsewhere."""
    OldPath.objects.filter(path=path).exclude(gone=None).delete()


def place_of(row: OldPath) -> str:
    """Return where a row leads, whether or not that may be read yet."""
    if row.essay:
        return row.essay.get_absolute_url()
    if row.gone:
        return reverse("essay", args=[row.gone.slug])
    return row.topic.get_absolute_url() if row.topic else reverse(row.page)
