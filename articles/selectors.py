"""Which essays are shown where. Everything here sees only what may be read at `now`, but for `is_gone`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q, QuerySet, SlugField
from django.urls import reverse

from articles.companions import ANNOTATIONS
from articles.models import Essay, EssayQuerySet, OldAddress, Series, Topic
from articles.slugs import spellings
from practice.prepared import Prepared, PreparedRows, asked

MOST_RELATED = 3
MOST_OF_TOPIC = 12  # among them itself, its neighbours, and what is linked as its series
AT_NOW = asked("now", DateTimeField())
TEXTS_OF_ITS_ESSAY = ("essay__body", "essay__contents")  # which a list of rows that belong to essays does not show


@dataclass(frozen=True, slots=True)
class Neighbour:
    """As much of an essay as a link to it needs."""

    slug: str
    title: str
    language: str
    topic_id: int | None
    series_id: int | None = None
    part: int | None = None

    def get_absolute_url(self) -> str:
        """Return the address of the essay's page."""
        return reverse("essay", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of its series an essay is. What may not be read now is no part: the others close up."""

    series: Series
    number: int
    parts: list[Neighbour]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a reader may go on from an essay: the ones before and after it in time, its series, others of its topic."""

    previous: Neighbour | None
    next: Neighbour | None
    related: tuple[Neighbour, ...]
    place: Place | None = None


def listed(now: datetime) -> EssayQuerySet:
    """Return what may be read, newest first, without the long texts."""
    return Essay.objects.published(now).select_related("topic").defer("body", "contents")


def with_companions(essays: EssayQuerySet) -> EssayQuerySet:
    """Return the essays with all that their pages need: topic, series, and what rooms above add."""
    return essays.select_related("topic", "series").annotate(**ANNOTATIONS)


def find_essay(slug: str, now: datetime) -> Essay | None:
    """Return the essay at this address with its topic and what rooms above add; one query."""
    return READABLE.first(now=now, slug=slug)


def readable() -> EssayQuerySet:
    """Return the query for the essay at an address."""
    return Essay.objects.published(AT_NOW).filter(slug=asked("slug", SlugField())).annotate(**ANNOTATIONS).order_by()


# What rooms above add is a dozen queries within one: built anew it would cost more than all the rest of the page.
READABLE = PreparedRows(readable, "topic", "series")


def find_moved(slug: str, now: datetime) -> Essay | None:
    """Return the essay that used to be at this address, or that is there but for a capital letter."""
    return Essay.objects.published(now).filter(here(slug)).first()


def is_gone(slug: str) -> bool:
    """Tell whether strangers could read an essay at this address once, and it was taken off or deleted since."""
    deleted = OldAddress.objects.filter(slug__in=spellings(slug), essay=None)
    return Essay.objects.gone().filter(here(slug)).exists() or deleted.exists()


def here(slug: str) -> Q:
    """Return the condition that an essay is at this address or used to be, however its letters were typed."""
    return Q(slug__in=spellings(slug)) | Q(old_addresses__slug__in=spellings(slug))


def lists_to_read(kind: type[Topic] | type[Series], now: datetime) -> QuerySet[Any]:
    """Return the topics or the series in which there is something to read."""
    name = "topic" if kind is Topic else "series"
    return kind.objects.filter(Exists(Essay.objects.published(now).filter(**{name: OuterRef("pk")})))


def topics_in_use(now: datetime) -> list[Topic]:
    """Return the topics on which there is something to read, by name."""
    return list(lists_to_read(Topic, now))


def addresses_of_topics(now: datetime) -> frozenset[str]:
    """Return where topics are, and used to be, on which there is something to read; one query."""
    places = lists_to_read(Topic, now).values_list("slug", "old_addresses__slug")
    return frozenset(slug for place in places for slug in place if slug)


def surroundings(essay: Essay, now: datetime) -> Surroundings:
    """Return where to go on from a published essay; one query, which reads a few lines however many essays there are.

    Essays of one instant follow each other in the order in which they were made.
    """
    rows = NEARBY.rows(now=now, at=essay.publish_at, pk=essay.pk, topic=essay.topic_id, series=essay.series_id)
    keys = [pk for pk, *_line in rows]
    if essay.pk not in keys:  # withdrawn since it was fetched
        return Surroundings(None, None, ())
    found, at = [Neighbour(*line) for _pk, *line in rows], keys.index(essay.pk)
    previous = found[at - 1] if at > 0 else None
    following = found[at + 1] if at + 1 < len(found) else None
    place = place_of(essay, found)
    linked = [each for each in (previous, following) if each] + (place.parts if place else [])
    shown = {essay.slug, *(each.slug for each in linked)}
    same_topic = [each for each in reversed(found) if essay.topic_id and each.topic_id == essay.topic_id]
    related = tuple(each for each in same_topic if each.slug not in shown)[:MOST_RELATED]
    return Surroundings(previous, following, related, place)


def place_of(essay: Essay, readable: list[Neighbour]) -> Place | None:
    """Return an essay's place in its series among those that may be read; None without a series."""
    if essay.series is None:
        return None
    parts = [each for each in readable if each.series_id == essay.series_id]
    parts.sort(key=lambda each: (each.part is None, each.part or 0))
    slugs = [each.slug for each in parts]
    return Place(essay.series, slugs.index(essay.slug) + 1, parts) if essay.slug in slugs else None


def nearby() -> QuerySet[Essay, Any]:
    """Return the query for an essay's own line, the one before, the one after, its series, and the newest of its topic.

    Of its topic more are asked for than are shown: itself and the ones before and after may be among them, and those of
    its series are linked as such. Each bound of the dates lets the index be entered at the right place.
    """
    at, pk = asked("at", DateTimeField()), asked("pk", BigIntegerField())
    essays = Essay.objects.published(AT_NOW)
    earlier = Essay.objects.published(at)  # the essay itself is readable: what came before it is so too
    before = earlier.filter(Q(publish_at__lt=at) | Q(pk__lt=pk)).order_by("-publish_at", "-pk")
    after = essays.filter(Q(publish_at__gt=at) | Q(pk__gt=pk), publish_at__gte=at).order_by("publish_at", "pk")
    same_topic = essays.filter(topic=asked("topic", BigIntegerField())).order_by("-publish_at", "-pk")
    near = Q(pk__in=essays.filter(pk=pk).values("pk"))
    near |= Q(pk__in=essays.filter(series=asked("series", BigIntegerField())).values("pk"))
    for some, number in ((before, 1), (after, 1), (same_topic, MOST_OF_TOPIC)):
        near |= Q(pk__in=some.values("pk")[:number])
    names = ("pk", "slug", "title", "language", "topic", "series", "part")
    return Essay.objects.filter(near).order_by("publish_at", "pk").values_list(*names)


NEARBY = Prepared(nearby)
