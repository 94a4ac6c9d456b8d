"""Every write to essays beside the editor's own."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from articles.importing import ImportedEssay
from articles.models import Essay, OldAddress, Revision, Topic
from articles.slugs import unique_slug

TITLE_LENGTH, SUMMARY_LENGTH, NOTE_LENGTH, TONIGHT_LENGTH = 160, 240, 400, 300


def save_edited(*, essay: Essay, by: AbstractBaseUser, now: datetime) -> None:
    """Save what was changed in the editor, keep the text as it was, and lead on from a published address.

    `now` is when it appears if it is published without a date.
    """
    with transaction.atomic():
        before = Essay.objects.filter(pk=essay.pk).first()
        if essay.state == Essay.State.PUBLISHED and essay.publish_at is None:
            essay.publish_at = now
        essay.save()
        if before and (before.title, before.body) != (essay.title, essay.body):
            Revision.objects.create(essay=essay, saved_at=now, saved_by_id=by.pk, title=before.title, body=before.body)
        OldAddress.objects.filter(slug=essay.slug).delete()
        if before and before.slug != essay.slug and before.state != Essay.State.DRAFT:
            OldAddress.objects.create(slug=before.slug, essay=essay)


def store_draft(imported: ImportedEssay) -> Essay:
    """Store an imported essay as a draft at an address of its own."""
    essay = Essay(slug=unique_slug(imported.title), state=Essay.State.DRAFT)
    with transaction.atomic():
        fill_from(essay, imported)
        essay.save()
    return essay


def fill_from(essay: Essay, imported: ImportedEssay) -> None:
    """Set what a file says of its essay; what is too long for its field is cut, an unknown scene left out."""
    said = imported.metadata
    essay.title = imported.title[:TITLE_LENGTH]
    essay.summary = imported.summary[:SUMMARY_LENGTH]
    essay.language = "hi" if imported.language == "hi" else "en-gb"
    essay.body = imported.html
    essay.topic = topic_named(said.get("topic", ""))
    essay.scene = said.get("scene", "") if said.get("scene", "") in Essay.Scene.values else ""
    essay.content_note = said.get("content_note", "")[:NOTE_LENGTH]
    essay.has_crisis_block = is_yes(said.get("crisis_block", ""))
    essay.tonight = said.get("tonight", "")[:TONIGHT_LENGTH]
    essay.worksheet_slug = slugify(said.get("worksheet", ""))[:60]


def topic_named(name: str) -> Topic | None:
    """Return the topic of this name, made if there is none; None without a name that an address can be made of."""
    slug = slugify(name)[:60]
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name[:60]})[0] if slug else None


def is_yes(word: str) -> bool:
    """Tell whether a word in a file's block means yes."""
    return word.strip().lower() in {"yes", "true", "1"}
