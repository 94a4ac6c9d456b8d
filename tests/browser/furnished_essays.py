"""What stands in the essays when every page is walked."""

from datetime import timedelta

from django.urls import reverse

from accounts.models import User
from articles.models import Essay, EssayDraft, OldAddress, OldListAddress, Reflection, Revision, Topic
from articles.previews import make_preview
from articles.reflections.services import open_site, reply_to
from articles.reflections.taking_back import token_of
from tests.articles.pictures.uploads import make_picture
from tests.articles.reflecting import leave, show
from tests.browser.furnished_moving import furnish_moving
from tests.factories import NOW, make_essay, make_series

SENTENCES = "<p>Most of us learned early how to read a room.</p>"


def furnish_essays() -> dict[str, str]:
    """Publish what was shipped, and an essay with everything that an essay can have; return names for addresses."""
    Essay.objects.update(state=Essay.State.PUBLISHED, publish_at=NOW - timedelta(days=3))
    sections = "".join(f"<h2>Part {number}</h2>{SENTENCES}" for number in range(5))
    picture = make_picture(alt="A red lamp on blue water", caption="By Asha")
    bare = make_picture(key="f" * 32, label="")
    essay = make_essay(
        "Quiet",
        body=sections
        + picture.body_html(picture.alt, picture.caption)
        + "<ul><li>One</li></ul><blockquote><p>Said.</p></blockquote>",
        topic=Topic.objects.first() or Topic.objects.create(slug="ground", name="Ground"),
        content_note="Of leaving.",
        tonight="Rest.",
        has_crisis_block=True,
        reviewed_by="Dr Arati Bhatt",
        reviewed_on=NOW.date(),
        reviewed_digest="0" * 64,  # of no text: it was changed since
        takes_reflections=True,
    )
    OldAddress.objects.create(slug="quieter", essay=essay)
    OldListAddress.objects.create(slug="rest", topic=essay.topic)
    make_essay("Gone", state=Essay.State.WITHDRAWN, first_public_at=NOW)
    topic = essay.topic.slug if essay.topic else ""
    pictures = {"picture": picture.key, "picture_bare": bare.key, "essay_changed": str(essay.pk)}
    written = {**furnish_reflections(essay), **furnish_life(essay), **furnish_drafts()}
    return {"topic": topic, **pictures, **written, **furnish_moving(essay)}


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


def furnish_life(essay: Essay) -> dict[str, str]:
    """Give an essay versions and a series, and make a draft that is previewed; return names for addresses."""
    series = make_series(summary="Twelve months, one after the other.")
    make_essay("Quieter still", series=series, part=2, summary="Of snow.")
    Essay.objects.filter(pk=essay.pk).update(series=series, part=1)
    Revision.objects.create(essay=essay, title="Quiet?", body=essay.body, saved_at=NOW - timedelta(hours=2))
    new_words = essay.body.replace("read a room", "listen") + "<p>More.</p>"
    version = Revision.objects.create(essay=essay, title="Quiet", body=new_words, saved_at=NOW - timedelta(hours=1))
    Revision.objects.create(essay=essay, title=essay.title, body=essay.body, content_note=essay.content_note)
    unseen = make_essay("Unseen", state=Essay.State.DRAFT, body=essay.body, tonight="Rest.")
    preview = reverse("essay_preview", args=[make_preview(essay=unseen, now=NOW)])
    return {
        "essay": str(essay.pk),
        "unseen": str(unseen.pk),
        "version": str(version.pk),
        "series_pk": str(series.pk),
        "preview": preview,
    }


def furnish_drafts() -> dict[str, str]:
    """Leave words unsaved: of an essay, and of a new one."""
    written = make_essay("Being written", state=Essay.State.DRAFT, publish_at=None)
    words = {"title": ["Being written on"], "body": ["<h2>One</h2><p>Two <em>three</em>.</p>"], "scene": ["hills"]}
    given = {"author": User.objects.get(email="therapist@example.com"), "words": words, "saved_at": NOW, "count": 1}
    draft = EssayDraft.objects.create(essay=written, **given)
    new = EssayDraft.objects.create(**given)
    return {"written": str(written.pk), "essay_draft": str(draft.key), "new_essay_draft": str(new.key)}
