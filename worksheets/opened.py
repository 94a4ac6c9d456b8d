"""Which shared copies the therapist has open: for half an hour after a press, in the session in which she pressed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

OPEN_FOR = timedelta(minutes=30)
OPENED = "opened_copies"  # in the session: when each copy was opened


def is_open(request: HttpRequest, reference: UUID, now: datetime) -> bool:
    """Tell whether this session opened the copy a short while ago."""
    opened = parse_datetime(request.session.get(OPENED, {}).get(str(reference), ""))
    return opened is not None and timedelta() <= now - opened < OPEN_FOR


def note_open(request: HttpRequest, reference: UUID, now: datetime) -> None:
    """Note in the session that the copy is open; what was opened long ago is left out."""
    kept = {
        known: said
        for known, said in request.session.get(OPENED, {}).items()
        if (opened := parse_datetime(said)) and now - opened < OPEN_FOR
    }
    request.session[OPENED] = {**kept, str(reference): now.isoformat()}
