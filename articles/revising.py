"""All the words of an essay are kept each time that they are saved."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Essay, Revision

WORDS = ("title", "summary", "topic_id", "language", "body", "content_note", "tonight")


def words_of(written: Essay | Revision) -> dict[str, object]:
    """Return everything that is written in an essay, or was."""
    return {name: getattr(written, name) for name in WORDS}


def keep_revision(*, essay: Essay, before: Essay | None, by: AbstractBaseUser, now: datetime) -> None:
    """Keep the words of an essay that was just saved, if they are new; `before` is the row as it was until now.

    What stood there and was never kept, as of an essay that came with the program or from a file, is kept first.
    """
    if before is not None:
        if words_of(before) == words_of(essay):
            return
        newest = essay.revisions.first()
        if newest is None or words_of(newest) != words_of(before):
            Revision.objects.create(essay=essay, saved_at=before.updated_at, **words_of(before))
    Revision.objects.create(essay=essay, saved_at=now, saved_by_id=by.pk, **words_of(essay))
