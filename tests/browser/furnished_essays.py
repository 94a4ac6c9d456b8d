"""What stands in the essays when every page is walked."""

from datetime import timedelta

from articles.models import Essay, OldAddress, Reflection, Revision, Topic
from articles.reflections.services import open_site, reply_to
from articles.reflections.taking_back import token_of
from tests.articles.reflecting import leave, show
from tests.browser.furnished_moving import furnish_moving
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
        takes_reflections=True,
    )
    OldAddress.objects.create(slug="quieter", essay=essay)
    Revision.objects.create(essay=essay, title=essay.title, body=essay.body)
    return {"topic": essay.topic.slug if essay.topic else "", **furnish_reflections(essay), **furnish_moving(essay)}


def furnish_reflections(essay: Essay) -> dict[str, str]:
    """Leave reflections in every state, with a reply and without; return names for addresses."""
    open_site(is_open=True)
    answered = show(essay, "I read this twice.\n\nThen I went for a walk.", name="Asha")
    reply_to(reflection=answered, words="Thank you for this.", now=NOW)
    show(essay, "Quiet is a good word for it.", name="")
    leave(essay, "Not this one.", state=Reflection.State.NOT_SHOWN, decided_at=NOW)
    waiting = leave(essay, "I want to die of shame when I think of it.", name="")
    return {
        "reflection": str(waiting.uuid),
        "reflection_answered": str(answered.uuid),
        "reflection_token": token_of(waiting),
        "reflection_token_calm": token_of(answered),
    }
