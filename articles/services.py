"""Every write to essays beside the editor's own."""

from contextlib import suppress
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from articles.importing import ImportedEssay
from articles.models import Essay, OldAddress, Revision, Topic
from articles.rendering import prepare
from articles.revising import keep_revision, words_of
from articles.series import settle_part
from articles.slugs import unique_slug

TITLE_LENGTH, SUMMARY_LENGTH, NOTE_LENGTH, TONIGHT_LENGTH = 160, 240, 400, 300
TRIES = 3  # to store a draft at an address that nothing else takes at the same moment


def save_edited(*, essay: Essay, by: AbstractBaseUser, now: datetime) -> None:
    """Save what was changed in the editor, keep all its words, and lead on from an address that was public.

    Feeds and search engines are told of a change only where readers read other words than before.

    `now` is when it appears if it is published without a date. Once an essay is taken off, what shows it before it is
    published again needs a new link.
    """
    with transaction.atomic():
        before = Essay.objects.select_for_update().filter(pk=essay.pk).first()
        if essay.state == Essay.State.PUBLISHED and essay.publish_at is None:
            essay.publish_at = now
        essay.first_public_at = since_when_public(before, now)
        settle_part(essay)
        prepare(essay)  # what is compared are words as they are stored
        essay.updated_at = before.updated_at if before and words_of(before) == words_of(essay) else now
        essay.save()
        keep_revision(essay=essay, before=before, by=by, now=now)
        keep_old_address(essay, before)
        if before and before.is_public(now) and not essay.is_public(now):
            essay.preview_links.all().delete()


def restore_revision(*, revision: Revision, by: AbstractBaseUser, now: datetime) -> Essay:
    """Give an essay the words of one of its revisions, byte for byte, which is kept as a revision itself.

    Its address, state, date, picture and mark of review stay as they are.
    """
    with transaction.atomic():
        essay = Essay.objects.select_for_update().get(pk=revision.essay_id)
        for name, value in words_of(revision).items():
            setattr(essay, name, value)
        save_edited(essay=essay, by=by, now=now)
    return essay


def since_when_public(before: Essay | None, now: datetime) -> datetime | None:
    """Return when strangers could first read what is stored; None if they never could.

    An essay appears by the clock, and nothing is written then: it is noted when the row is next changed.
    """
    if before is None:
        return None
    return before.first_public_at or (before.publish_at if before.is_public(now) else None)


def keep_old_address(essay: Essay, before: Essay | None) -> None:
    """Remember where an essay was that strangers could read, and that where it is now leads nowhere else.

    An old address names the essay, not another address: so a second move leads there at once, and none leads in a ring.
    """
    OldAddress.objects.filter(Q(essay=essay) | Q(essay=None), slug=essay.slug).delete()
    if before and before.slug != essay.slug and essay.first_public_at:
        OldAddress.objects.update_or_create(slug=before.slug, defaults={"essay": essay})


def delete_essay(*, essay: Essay, now: datetime) -> None:
    """Delete an essay with all that was kept of it, but for the addresses at which strangers could read it.

    What led there from an old site leads to where it was, which says that it is gone.
    """
    with transaction.atomic():
        stored = Essay.objects.select_for_update().filter(pk=essay.pk).first()
        if stored is None:  # another tab was first
            return
        if since_when_public(stored, now):
            was, _made = OldAddress.objects.update_or_create(slug=stored.slug, defaults={"essay": stored})
            stored.old_paths.update(essay=None, gone=was)
        else:
            stored.old_addresses.all().delete()
        stored.delete()


def store_draft(imported: ImportedEssay) -> Essay:
    """Store an imported essay as a draft at an address of its own.

    Raises:
        IntegrityError: again and again something else took the address first.
    """
    for _try in range(TRIES - 1):
        with suppress(IntegrityError):
            return store_draft_once(imported)
    return store_draft_once(imported)


def store_draft_once(imported: ImportedEssay) -> Essay:
    """Store an imported essay at an address that is free now; raises as `store_draft`, if it is not any more."""
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
    """Return the topic of this name, made if there is none; None without a name that an address can be made of.

    A topic that got another address is still meant by the name of before.
    """
    slug = slugify(name)[:60]
    if slug and (moved := Topic.objects.filter(old_addresses__slug=slug).first()):
        return moved
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name[:60]})[0] if slug else None


def is_yes(word: str) -> bool:
    """Tell whether a word in a file's block means yes."""
    return word.strip().lower() in {"yes", "true", "1"}
