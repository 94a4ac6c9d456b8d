"""Asked for at an address of the old site: where this site leads on to."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.models import Essay, OldPath, Topic
from articles.old_addresses import normal_path
from practice import moved


def register() -> None:
    """Have it asked where no page of this site answers."""
    moved.register("old site", find_place)


def find_place(request: HttpRequest) -> str | None:
    """Return where an old address leads, if that may be read now; one query, two for a topic."""
    path = normal_path(request.get_full_path())
    row = OldPath.objects.select_related("essay", "topic", "gone").filter(path=path).first() if path else None
    return place_at(row, timezone.now()) if row else None


def place_at(row: OldPath, now: datetime) -> str | None:
    """Return the address that a row leads to, or None while nothing is to be read there.

    To an essay that was taken off, or deleted, it leads all the same: its own address says so.
    """
    if row.essay:
        return row.essay.get_absolute_url() if has_been_shown(row.essay, now) else None
    if row.topic:
        return row.topic.get_absolute_url() if has_essays(row.topic, now) else None
    return reverse("essay", args=[row.gone.slug]) if row.gone else reverse(row.page)


def has_been_shown(essay: Essay, now: datetime) -> bool:
    """Tell whether anyone may read an essay at `now`, or could until it was taken off: it is read there, or gone."""
    is_gone = essay.state != Essay.State.PUBLISHED and essay.first_public_at is not None
    return is_gone or essay.is_public(now)


def has_essays(topic: Topic, now: datetime) -> bool:
    """Tell whether there is something to read on a topic at `now`."""
    return Essay.objects.published(now).filter(topic=topic).exists()
