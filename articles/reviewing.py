"""That a clinician has read an essay: who, on which day, and whether it still says what was read then."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import Essay

FIELDS = ["reviewed_by", "reviewed_on", "reviewed_digest", "updated_at"]


def mark_reviewed(*, essays: Iterable[Essay], by: str, now: datetime) -> int:
    """Record that these essays were read as a clinician as they stand; return how many were not yet so marked.

    A mark stays while the text does: the page names who read it first and when. Of a text that was changed since,
    it is renewed, and where it is not known what was read.
    """
    unread = [essay for essay in essays if not essay.reviewed_digest or essay.is_changed_since_read]
    with transaction.atomic():
        for essay in unread:
            essay.reviewed_by, essay.reviewed_on = by, timezone.localdate(now)
            essay.reviewed_digest, essay.updated_at = essay.text_digest, now  # page and feed say it
            essay.save(update_fields=FIELDS)
    return len(unread)


def unmark_reviewed(*, essay: Essay, now: datetime) -> None:
    """Take the mark away that an essay was read; its page says again that it awaits this."""
    essay.reviewed_by, essay.reviewed_on, essay.reviewed_digest = "", None, ""
    essay.updated_at = now
    essay.save(update_fields=FIELDS)
