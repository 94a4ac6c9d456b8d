"""All that readers read of an essay is kept each time that any of it is saved."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from articles.models import Essay, Revision

CRISIS_BLOCK = "has_crisis_block"
WORDS = ("title", "summary", "topic_id", "language", "body", "content_note", CRISIS_BLOCK, "tonight")


def words_of(written: Essay | Revision) -> dict[str, object]:
    """Return everything that is written in an essay, or was.

    Of an early version it is not known whether it showed where help is; then nothing is said of that.
    """
    words = {name: getattr(written, name) for name in WORDS}
    if words[CRISIS_BLOCK] is None:
        del words[CRISIS_BLOCK]
    return words


def says_the_same(version: Revision, essay: Essay) -> bool:
    """Tell whether a version says what an essay says, as far as it is known."""
    return words_of(version).items() <= words_of(essay).items()


def keep_revision(*, essay: Essay, before: Essay | None, by: AbstractBaseUser, now: datetime) -> None:
    """Keep the words of an essay that was just saved, if they are new; `before` is the row as it was until now.

    What stood there and was never kept, as of an essay that came with the program or from a file, is kept first.
    """
    if before is not None:
        if words_of(before) == words_of(essay):
            return
        newest = essay.revisions.first()
        if newest is None or not says_the_same(newest, before):
            Revision.objects.create(essay=essay, saved_at=before.updated_at, **words_of(before))
    Revision.objects.create(essay=essay, saved_at=now, saved_by_id=by.pk, **words_of(essay))
