"""Links that show the page of an unpublished essay to whoever holds them, for a week at most."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from articles.models import Essay, PreviewLink

LASTS = timedelta(days=7)


class PublicAlreadyError(Exception):
    """Anyone can read the essay, so there is nothing to preview."""


def make_preview(*, essay: Essay, now: datetime) -> str:
    """Return the token of a new link, which is shown this once: only its hash is kept.

    Links that have lapsed are deleted on the way.

    Raises:
        PublicAlreadyError: the essay can be read at its address.
    """
    if essay.is_public(now):
        raise PublicAlreadyError
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        PreviewLink.objects.filter(until__lte=now).delete()
        PreviewLink.objects.create(essay=essay, token_hash=hash_preview(token), made_at=now, until=now + LASTS)
    return token


def end_preview(*, link: PreviewLink) -> None:
    """Let a link show nothing any more."""
    link.delete()


def find_preview(token: str, now: datetime) -> PreviewLink | None:
    """Return the link that works at `now`; None for one that has lapsed, was ended, or never was."""
    found = PreviewLink.objects.filter(token_hash=hash_preview(token), until__gt=now)
    return found.select_related("essay").first()


def hash_preview(token: str) -> str:
    """Return what a link is found by; a token has 192 bits, so nobody comes to one by trying."""
    return hashlib.sha256(token.encode()).hexdigest()
