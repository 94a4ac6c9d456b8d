"""Topics and series that got another address: where they used to be leads on to where they are now."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from articles.models import Essay, OldListAddress, Series, Topic
from articles.selectors import here, lists_to_read

type Listed = Topic | Series


def essays_of(listed: Listed) -> QuerySet[Essay]:
    """Return the essays of a topic or of a series."""
    return Essay.objects.filter(**{kind_of(listed): listed})


def kind_of(listed: Listed) -> str:
    """Return under which name essays and old addresses hold it: `topic` or `series`."""
    return "topic" if isinstance(listed, Topic) else "series"


def save_listed(*, listed: Listed, now: datetime) -> None:
    """Save a topic or a series, and lead on from an address at which there was something to read.

    As with essays, an old address names the topic or the series, not another address: a second move leads there at
    once, and none leads in a ring.
    """
    kind = kind_of(listed)
    with transaction.atomic():
        before = type(listed).objects.select_for_update().filter(pk=listed.pk).first()
        listed.save()
        OldListAddress.objects.filter(slug=listed.slug).exclude(**{kind: None}).delete()
        if before and before.slug != listed.slug and was_read(before, now):
            held = OldListAddress.objects.exclude(**{kind: None})
            held.update_or_create(slug=before.slug, defaults={kind: listed})


def was_read(listed: Listed, now: datetime) -> bool:
    """Tell whether strangers can read any of its essays, or could once."""
    could = ~Q(first_public_at=None) | Q(state=Essay.State.PUBLISHED, publish_at__lte=now)
    return essays_of(listed).filter(could).exists()


def find_moved_list(kind: type[Topic] | type[Series], slug: str, now: datetime) -> Listed | None:
    """Return the topic or series that used to be at an address, or is there but for a capital letter.

    None while there is nothing to read in it. One query.
    """
    found: Listed | None = lists_to_read(kind, now).filter(here(slug)).first()
    return found


def topics_by_address() -> dict[str, Topic]:
    """Return all topics by where they are, and by where they used to be. One query."""
    topics: list[Any] = list(Topic.objects.annotate(earlier=F("old_addresses__slug")))
    return {topic.earlier: topic for topic in topics if topic.earlier} | {topic.slug: topic for topic in topics}
