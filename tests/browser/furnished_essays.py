"""What stands in the essays when every page is walked."""

from datetime import timedelta

from accounts.models import User
from articles.models import Essay, EssayDraft, OldAddress, Revision, Topic
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
    )
    OldAddress.objects.create(slug="quieter", essay=essay)
    Revision.objects.create(essay=essay, title=essay.title, body=essay.body)
    return {"topic": essay.topic.slug if essay.topic else "", **furnish_drafts()}


def furnish_drafts() -> dict[str, str]:
    """Leave words unsaved: of an essay, and of a new one."""
    written = make_essay("Being written", state=Essay.State.DRAFT, publish_at=None)
    words = {"title": ["Being written on"], "body": ["<h2>One</h2><p>Two <em>three</em>.</p>"], "scene": ["hills"]}
    given = {"author": User.objects.get(email="therapist@example.com"), "words": words, "saved_at": NOW, "count": 1}
    draft = EssayDraft.objects.create(essay=written, **given)
    new = EssayDraft.objects.create(**given)
    return {"written": str(written.pk), "essay_draft": str(draft.key), "new_essay_draft": str(new.key)}
