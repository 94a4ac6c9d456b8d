"""What stands in the essays when every page is walked."""

from datetime import timedelta

from articles.models import Essay, OldAddress, Revision, Topic
from tests.factories import NOW, make_essay

SENTENCES = "<p>Most of us learned early how to read a room.</p>"


def furnish_essays() -> dict[str, str]:
    """Publish what was shipped, and an essay with everything that an essay can have; return names for addresses."""
    Essay.objects.update(state=Essay.State.PUBLISHED, publish_at=NOW - timedelta(days=3))
    sections = "".join(f"<h2>Part {number}</h2>{SENTENCES}" for number in range(5))
    essay = make_essay(
        "Quiet",
        body=sections + "<ul><li>One</li></ul><blockquote><p>Said.</p></blockquote>",
        topic=Topic.objects.first() or Topic.objects.create(slug="ground", name="Ground"),
        content_note="Of leaving.",
        tonight="Rest.",
        has_crisis_block=True,
        reviewed_by="Dr Arati Bhatt",
        reviewed_on=NOW.date(),
        reviewed_digest="0" * 64,  # of no text: it was changed since
    )
    OldAddress.objects.create(slug="quieter", essay=essay)
    Revision.objects.create(essay=essay, title=essay.title, body=essay.body)
    return {"topic": essay.topic.slug if essay.topic else "", "essay_changed": str(essay.pk)}
