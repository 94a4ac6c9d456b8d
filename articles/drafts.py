"""What is being written is kept as it is typed, and let go of once it is saved or thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import QueryDict

from articles.models import Essay, EssayDraft, EssayDraftQuerySet

KEY, COUNT, FOLLOWS, ESSAY, SEEN = "draft_key", "draft_count", "draft_follows", "draft_essay", "seen_row"
MARKS = (KEY, COUNT, FOLLOWS, ESSAY, SEEN)  # what a page says of itself
TOKEN = "csrfmiddlewaretoken"
HIGHEST = 2**31 - 1
LONGEST_NUMBER = 19  # digits, from which on no database takes it
EMPTIED_STAYS = timedelta(days=1)  # longer than any sending is on its way
UNSAVED_STAYS = timedelta(days=365)  # words that nobody came back to; the page of the essay offers them until then


class UnknownPageError(Exception):
    """What was sent does not say from which page it comes, or says another person's."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What an open page says of itself: its key, how often it has sent, and how the essay stood when it was opened.

    `follows` names the draft whose words the page began with, and how far that one had come by then.
    """

    key: UUID
    count: int
    seen: str = ""
    follows: tuple[UUID, int] | None = None


def marks_in(sent: Mapping[str, Any]) -> Marks:
    """Return what a page said of itself.

    Raises:
        UnknownPageError: it said nothing that can be understood.
    """
    try:
        count = int(sent.get(COUNT, ""))
        key, _, at = str(sent.get(FOLLOWS, "")).partition(":")
        follows = (UUID(key), int(at)) if key else None
        marks = Marks(UUID(sent.get(KEY, "")), count, str(sent.get(SEEN, ""))[:64], follows)
    except ValueError:
        raise UnknownPageError from None
    if not 0 <= count < HIGHEST or "\0" in marks.seen:
        raise UnknownPageError
    return marks


def essay_number(sent: Mapping[str, Any]) -> int | None:
    """Return the number of the essay that a page says it is about; None for a new one, and for what is no number."""
    said = str(sent.get(ESSAY, ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER else None


def words_in(sent: QueryDict) -> dict[str, list[str]]:
    """Return what stands in the controls of a page, without what the page says of itself and which button was pressed.

    PostgreSQL keeps no null byte, and no form of the essay takes one.
    """
    own = {TOKEN, *MARKS}
    return {
        name.replace("\0", ""): [str(value).replace("\0", "") for value in values]
        for name, values in sent.lists()
        if name not in own and not name.startswith("_")
    }


def sent_again(words: Mapping[str, list[str]]) -> QueryDict:
    """Return kept words as the form would have sent them."""
    sent = QueryDict(mutable=True)
    for name, values in words.items():
        sent.setlist(name, list(values))
    return sent


def unsaved_drafts(author: AbstractBaseUser, essay: Essay | None) -> EssayDraftQuerySet:
    """Return what this author wrote on an essay and did not save, newest first; without an essay, of new ones."""
    return EssayDraft.objects.unsaved().filter(author_id=author.pk, essay=essay)


def find_draft(author: AbstractBaseUser, key: UUID) -> EssayDraft | None:
    """Return one draft of this author that has not ended, with its essay; None where there is none."""
    return EssayDraft.objects.unsaved().select_related("essay").filter(author_id=author.pk, key=key).first()


def keep_draft(
    *, marks: Marks, words: dict[str, list[str]], essay: Essay | None, author: AbstractBaseUser, now: datetime
) -> EssayDraft:
    """Keep what stands on a page. What is older than what is kept already changes nothing.

    The draft that the page began with ends, unless somebody has written on in it since.

    Raises:
        UnknownPageError: the key is another person's.
    """
    with transaction.atomic():
        draft = lock_draft(marks, essay, author, now)
        if marks.count > draft.count:
            draft.words, draft.based_on, draft.essay = words, marks.seen, essay
            draft.count, draft.saved_at, draft.ended_at = marks.count, now, None
            draft.save()
        end_followed(marks, author, now)
    return draft


def end_draft(*, marks: Marks, author: AbstractBaseUser, now: datetime) -> None:
    """Let go of what a page kept: it was saved, or thrown away. What the page writes afterwards is kept anew.

    Raises:
        UnknownPageError: the key is another person's.
    """
    with transaction.atomic():
        draft = lock_draft(marks, None, author, now)
        draft.words, draft.count, draft.ended_at = {}, max(marks.count, draft.count), now
        draft.save(update_fields=["words", "count", "ended_at"])
        end_followed(marks, author, now)


def forget_old_drafts(now: datetime) -> None:
    """Delete what was let go of, and what nobody came back to in a year."""
    EssayDraft.objects.filter(ended_at__lt=now - EMPTIED_STAYS).delete()
    EssayDraft.objects.filter(saved_at__lt=now - UNSAVED_STAYS).delete()


def throw_away(*, draft: EssayDraft, now: datetime) -> None:
    """Let go of a draft as it was shown; of one in which somebody wrote on meanwhile nothing is lost."""
    end_if_unchanged(draft.key, draft.count, draft.author_id, now)


def lock_draft(marks: Marks, essay: Essay | None, author: AbstractBaseUser, now: datetime) -> EssayDraft:
    """Return the draft of a page under a lock, made where there is none; one that is made counts as nothing sent."""
    given = {"author_id": author.pk, "essay": essay, "saved_at": now, "ended_at": now, "count": 0}
    draft, _made = EssayDraft.objects.select_for_update().get_or_create(key=marks.key, defaults=given)
    if draft.author_id != author.pk:
        raise UnknownPageError
    return draft


def end_followed(marks: Marks, author: AbstractBaseUser, now: datetime) -> None:
    """End the draft with whose words a page began."""
    if marks.follows:
        key, count = marks.follows
        end_if_unchanged(key, count, author.pk, now)


def end_if_unchanged(key: UUID, count: int, author_id: int, now: datetime) -> None:
    """End a draft if it has come no further than `count`."""
    found = EssayDraft.objects.unsaved().filter(key=key, count=count, author_id=author_id)
    found.update(words={}, ended_at=now)
