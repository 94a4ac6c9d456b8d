"""Which reflections are shown where, and where one may be written."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from articles.models import Essay, Reflection
from articles.selectors import find_essay, find_moved
from practice.models import Practice

MOST_WAITING = 50  # the therapist reads each of them; beyond that no more are taken
# Fetched with the essay itself, so that a page without reflections asks for none.
HAS_REFLECTIONS = Exists(Reflection.objects.shown().filter(essay=OuterRef("pk")))


def is_open(essay: Essay, practice: Practice) -> bool:
    """Tell whether readers may write under an essay: both switches are on."""
    return practice.takes_reflections and essay.takes_reflections


def shown_under(essay: Essay) -> list[Reflection]:
    """Return what everybody may read under an essay, newest last. No query where `find_essay` found that none is."""
    if not getattr(essay, "has_reflections", False):
        return []
    return list(Reflection.objects.shown().filter(essay=essay))


def essay_to_write_under(slug: str, now: datetime) -> Essay | None:
    """Return the essay at this address, or that was there once, if it can be read and readers may write under it."""
    essay = find_essay(slug, now) or find_moved(slug, now)
    return essay if essay and is_open(essay, Practice.load()) else None


def find_sent(*, request_key: UUID, name: str, body: str) -> Reflection | None:
    """Return the reflection that was stored under a key, if it has these words."""
    stored = Reflection.objects.filter(request_key=request_key).first()
    return stored if stored and (stored.name, stored.body) == (name, body) else None


def is_full() -> bool:
    """Tell whether so many wait that no more are taken."""
    return Reflection.objects.waiting().count() >= MOST_WAITING
