"""Where the links of an essay lead within this site, and whether a reader finds anything there now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from articles.checking.shape import Link
from articles.models import Essay, OldAddress
from articles.selectors import addresses_of_topics
from articles.slugs import spellings

OF_THE_PAGE = frozenset({"main", "tonight", "related"})  # places of an essay's page that are not in its text


class Problem(StrEnum):
    """Why a reader finds nothing there."""

    ABSENT = "absent"
    DRAFT = "draft"
    NOT_YET = "not yet"
    WITHDRAWN = "withdrawn"
    NO_SUCH_PART = "no such part"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that leads to nothing, and why."""

    link: Link
    problem: Problem


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says of the essays and topics that are linked to."""

    essays: dict[str, Essay]
    moved: dict[str, str]
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a link within this site leads: the match of its path, None where there is no such page, and the part."""

    link: Link
    match: ResolverMatch | None
    part: str


def dead_links(links: list[Link], essay: Essay, now: datetime) -> list[DeadLink]:
    """Return the links of an essay that lead to nothing here. At most three queries, whatever the number of links.

    Of other rooms' pages only the form of the address is looked at; links that leave the site are not followed.
    """
    aims = [aim for link in links if (aim := aim_of(link, essay))]
    known = look_up(aims, essay, now)
    judged = ((aim, judge(aim, known, now)) for aim in aims)
    return [DeadLink(aim.link, problem) for aim, problem in judged if problem]


def aim_of(link: Link, essay: Essay) -> Aim | None:
    """Return where a link leads on this site; None where it leads elsewhere, or is none that a browser opens."""
    base = f"{settings.SITE_URL}{reverse('essays')}{essay.slug}/"
    try:
        parts = urlsplit(urljoin(base, link.href))
        host = parts.hostname
    except ValueError:
        return Aim(link, None, "")
    if parts.scheme not in {"http", "https"} or host != settings.SITE_HOST:
        return None
    return Aim(link, match_of(unquote(parts.path) or "/"), unquote(parts.fragment))


def match_of(path: str) -> ResolverMatch | None:
    """Return what answers a path; one without its last slash is led on to the one that has it."""
    for candidate in dict.fromkeys((path, f"{path.rstrip('/')}/")):
        try:
            return resolve(candidate)
        except Resolver404:
            continue
    return None


def look_up(aims: list[Aim], essay: Essay, now: datetime) -> Known:
    """Return what is known of the essays and topics that are aimed at; the essay itself counts as it is written."""
    aimed = (aim.match.kwargs["slug"] for aim in aims if aim.match and aim.match.view_name == "essay")
    slugs = {spelling for slug in aimed for spelling in spellings(slug)} - {essay.slug}
    moved: dict[str, str] = {}
    if slugs:
        old = OldAddress.objects.filter(slug__in=slugs).select_related("essay").defer("essay__body")
        moved = {each.slug: each.essay.slug for each in old if each.essay}
    found = Essay.objects.filter(slug__in=slugs | set(moved.values())).defer("body") if slugs else []
    essays = {each.slug: each for each in found}
    essays[essay.slug] = essay
    asks_topics = any(aim.match and aim.match.view_name == "topic" for aim in aims)
    topics = addresses_of_topics(now) if asks_topics else frozenset()
    return Known(essays, moved, topics)


def judge(aim: Aim, known: Known, now: datetime) -> Problem | None:
    """Return why a link leads to nothing; None where it leads to something."""
    if aim.match is None:
        return Problem.ABSENT
    if "admin" in aim.match.app_names:
        return Problem.DESK
    slug = aim.match.kwargs.get("slug", "")
    if aim.match.view_name == "topic" and slug not in known.topics:
        return Problem.ABSENT
    return judge_essay(aim, slug, known, now) if aim.match.view_name == "essay" else None


def judge_essay(aim: Aim, slug: str, known: Known, now: datetime) -> Problem | None:
    """Return why a link to an essay leads to nothing. One to the essay itself is as good as the essay."""
    places = [*spellings(slug), *(known.moved.get(each, "") for each in spellings(slug))]
    essay = next((known.essays[each] for each in places if each in known.essays), None)
    if essay is None:
        return Problem.ABSENT
    is_itself = aim.link.href.startswith("#")
    if not is_itself and essay.state != Essay.State.PUBLISHED:
        return Problem.WITHDRAWN if essay.state == Essay.State.WITHDRAWN else Problem.DRAFT
    if not is_itself and (essay.publish_at is None or essay.publish_at > now):
        return Problem.NOT_YET
    parts = OF_THE_PAGE | {each["id"] for each in essay.contents}
    return Problem.NO_SUCH_PART if aim.part and aim.part not in parts else None
