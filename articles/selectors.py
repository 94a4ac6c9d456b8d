"""Which essays are shown where. Everything here sees only what may be read at `now`, but for `is_gone`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from articles.companions import ANNOTATIONS
from articles.models import Essay, EssayQuerySet, OldAddress, Topic

MOST_RELATED = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """As much of an essay as a link to it needs."""

    slug: str
    title: str
    topic_id: int | None

    def get_absolute_url(self) -> str:
        """Return the address of the essay's page."""
        return reverse("essay", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a reader may go on from an essay: the ones before and after it in time, others of its topic."""

    previous: Neighbour | None
    next: Neighbour | None
    related: list[Neighbour]


def listed(now: datetime) -> EssayQuerySet:
    """Return what may be read, newest first, without the long texts."""
    return Essay.objects.published(now).select_related("topic").defer("body", "contents")


def with_companions(essays: EssayQuerySet) -> EssayQuerySet:
    """Return the essays with all that their pages need: topic, and what rooms above add."""
    return essays.select_related("topic").annotate(**ANNOTATIONS)


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
    lines = Essay.objects.published(now).order_by("publish_at", "pk").values_list("slug", "title", "topic_id")
    found = [Neighbour(*line) for line in lines]
    at = next((place for place, each in enumerate(found) if each.slug == essay.slug), None)
    if at is None:  # withdrawn since it was fetched
        return Surroundings(None, None, [])
    previous = found[at - 1] if at > 0 else None
    following = found[at + 1] if at + 1 < len(found) else None
    shown = {essay.slug, *(each.slug for each in (previous, following) if each)}
    same_topic = [each for each in reversed(found) if essay.topic_id and each.topic_id == essay.topic_id]
    return Surroundings(previous, following, [each for each in same_topic if each.slug not in shown][:MOST_RELATED])
