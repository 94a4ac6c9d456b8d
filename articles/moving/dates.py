"""Dates as platforms write them, to instants."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone

from practice.fields import FIRST_YEAR, LAST_YEAR

NEVER = "0000-00-00"


def read_date(text: str) -> datetime | None:
    """Return the instant that a date says, in ISO or as mail writes it; None for none, or one of another century.

    The zone that it names counts; a date without one is of the practice's own zone.
    """
    text = text.strip()
    if not text or text.startswith(NEVER):
        return None
    moment = read_iso(text) or read_mail_date(text)
    if moment is None or not FIRST_YEAR < moment.year < LAST_YEAR:
        return None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def read_iso(text: str) -> datetime | None:
    """Return the moment of an ISO date, naive where it names no zone."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_mail_date(text: str) -> datetime | None:
    """Return the moment of a date such as “Tue, 02 Apr 2024 05:16:20 +0530”."""
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def read_utc(text: str) -> datetime | None:
    """Return the instant of a date that is known to be in UTC without saying so."""
    moment = None if text.startswith(NEVER) else read_iso(text.strip())
    return read_date(moment.replace(tzinfo=UTC).isoformat()) if moment else None
