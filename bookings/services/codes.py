"""Codes and links that prove something: stored as keyed hashes only."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.errors import BookingError, CodeExpiredError, WrongCodeError
from bookings.models import Booking, WaitingDraft

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 3
RESEND_AFTER = timedelta(seconds=30)


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(booking_uuid: UUID, code: str) -> str:
    """Return the keyed hash under which a code is stored; bound to its booking."""
    return salted_hmac("bookings.code", f"{booking_uuid}:{code}", algorithm="sha256").hexdigest()


def is_code(draft: Booking | WaitingDraft, code: str) -> bool:
    """Tell, in constant time, whether this is the code that was sent for the draft."""
    return bool(draft.code_hash) and constant_time_compare(draft.code_hash, hash_code(draft.uuid, code))


def put_new_code(draft: Booking | WaitingDraft, now: datetime) -> str:
    """Store the hash of a fresh code on a draft, and return the code: it is stored nowhere else."""
    code = new_code()
    draft.code_hash = hash_code(draft.uuid, code)
    draft.code_sent_at = now
    draft.code_tries = 0
    draft.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
    return code


def try_code(draft: Booking | WaitingDraft, code: str, now: datetime) -> BookingError | None:
    """Count the try; return what is wrong with the code, or None. Returned, not raised: the count must be kept."""
    if draft.code_tries >= CODE_TRIES:
        return WrongCodeError(0)
    if draft.code_sent_at is None or draft.code_sent_at + CODE_LIFE <= now:
        return CodeExpiredError()
    if is_code(draft, code):
        return None
    type(draft)._default_manager.filter(pk=draft.pk).update(code_tries=F("code_tries") + 1)
    return WrongCodeError(CODE_TRIES - draft.code_tries - 1)


def was_sent_just_now(draft: Booking | WaitingDraft, now: datetime) -> bool:
    """Tell whether a code left within the last half minute: a second press then sends nothing."""
    return draft.code_sent_at is not None and now < draft.code_sent_at + RESEND_AFTER


def manage_token(booking: Booking) -> str:
    """Return the token of a booking's manage link: worked out from the secret key, so that no copy is stored."""
    return _token("bookings.manage", booking.uuid)


def waiting_token(entry_uuid: UUID) -> str:
    """Return the token of the link to a place on the waiting list, made in the same way."""
    return _token("bookings.waiting", entry_uuid)


def hash_token(token: str) -> str:
    """Return the hash under which a token is looked up."""
    return hmac.new(b"manage", token.encode(), "sha256").hexdigest()


def _token(salt: str, uuid: UUID) -> str:
    digest = salted_hmac(salt, str(uuid), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
