"""Which essays are shown where. Everything here sees only what may be read at `now`, but for `is_gone`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from articles.companions import ANNOTATIONS
from articles.models import Essay, EssayQuerySet, OldAddress, Series, Topic

MOST_RELATED = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """As much of an essay as a link to it needs."""

    slug: str
    title: str
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
    related: list[Neighbour]
    place: Place | None = None


def listed(now: datetime) -> EssayQuerySet:
    """Return what may be read, newest first, without the long texts."""
    return Essay.objects.published(now).select_related("topic").defer("body", "contents")


def with_companions(essays: EssayQuerySet) -> EssayQuerySet:
    """Return the essays with all that their pages need: topic, series, and what rooms above add."""
    return essays.select_related("topic", "series").annotate(**ANNOTATIONS)


def find_essay(slug: str, now: datetime) -> Essay | None:
    """Return the essay at this address with its topic and what rooms above add; one query."""
    return with_companions(Essay.objects.published(now)).filter(slug=slug).first()


def find_moved(slug: str, now: datetime) -> Essay | None:
    """Return the essay that used to be at this address."""
    return Essay.objects.published(now).filter(old_addresses__slug=slug).first()


def is_gone(slug: str) -> bool:
    """Tell whether strangers could read an essay at this address once, and it was taken off or deleted since."""
    here = Q(slug=slug) | Q(old_addresses__slug=slug)
    return Essay.objects.gone().filter(here).exists() or OldAddress.objects.filter(slug=slug, essay=None).exists()


def topics_in_use(now: datetime) -> list[Topic]:
    """Return the topics on which there is something to read, by name."""
    return list(Topic.objects.filter(pk__in=Essay.objects.published(now).values("topic")))


def surroundings(essay: Essay, now: datetime) -> Surroundings:
    """Return where to go on from a published essay.

    One plain query for a line of every essay there is: at the hundreds that one author writes this costs less than
    a query that picks the neighbours.
    """
    names = ("slug", "title", "topic_id", "series_id", "part")
    lines = Essay.objects.published(now).order_by("publish_at", "pk").values_list(*names)
    found = [Neighbour(*line) for line in lines]
    at = next((place for place, each in enumerate(found) if each.slug == essay.slug), None)
    if at is None:  # withdrawn since it was fetched
        return Surroundings(None, None, [])
    previous = found[at - 1] if at > 0 else None
    following = found[at + 1] if at + 1 < len(found) else None
    place = place_of(essay, found)
    linked = [each for each in (previous, following) if each] + (place.parts if place else [])
    shown = {essay.slug, *(each.slug for each in linked)}
    same_topic = [each for each in reversed(found) if essay.topic_id and each.topic_id == essay.topic_id]
    related = [each for each in same_topic if each.slug not in shown][:MOST_RELATED]
    return Surroundings(previous, following, related, place)


def place_of(essay: Essay, readable: list[Neighbour]) -> Place | None:
    """Return an essay's place in its series among those that may be read; None without a series."""
    if essay.series is None:
        return None
    parts = [each for each in readable if each.series_id == essay.series_id]
    parts.sort(key=lambda each: (each.part is None, each.part or 0))
    slugs = [each.slug for each in parts]
    return Place(essay.series, slugs.index(essay.slug) + 1, parts) if essay.slug in slugs else None
