"""Fill what the migration before made room for. A migration of its own: PostgreSQL changes no table with open writes."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

JUST_BEFORE = timedelta(seconds=1)
WORDS = ("summary", "topic_id", "language", "content_note", "tonight")


def note_what_was_public(apps: Any, schema_editor: Any) -> None:
    """Take for public what has a day that is over, and is no draft that never moved: more is not known of before."""
    shown = Q(state__in=["published", "withdrawn"]) | Q(old_addresses__isnull=False)
    essays = apps.get_model("articles", "Essay").objects.filter(publish_at__lte=timezone.now())
    essays.filter(pk__in=essays.filter(shown).values("pk")).update(first_public_at=F("publish_at"))


def turn_revisions(apps: Any, schema_editor: Any) -> None:
    """Let each revision say who wrote its words and when; until now it said who replaced them."""
    essays = apps.get_model("articles", "Essay").objects.filter(revisions__isnull=False).distinct()
    for essay in essays:
        turn_revisions_of(essay)


def turn_revisions_of(essay: Any) -> None:
    """Move the names and instants on by one text, and keep the words of today as the newest.

    Of who wrote the first words, and when, nothing is known. The words beside the text were not kept: they are
    taken to have been those of today.
    """
    words = {name: getattr(essay, name) for name in WORDS}
    saved_at, saved_by_id = None, None
    for revision in essay.revisions.order_by("saved_at", "pk"):
        replaced = revision.saved_at, revision.saved_by_id
        revision.saved_at, revision.saved_by_id = saved_at or revision.saved_at - JUST_BEFORE, saved_by_id
        for name, value in words.items():
            setattr(revision, name, value)
        revision.save()
        saved_at, saved_by_id = replaced
    essay.revisions.create(saved_at=saved_at, saved_by_id=saved_by_id, title=essay.title, body=essay.body, **words)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_life")]

    operations = [
        migrations.RunPython(note_what_was_public, migrations.RunPython.noop),
        migrations.RunPython(turn_revisions, migrations.RunPython.noop),
    ]
