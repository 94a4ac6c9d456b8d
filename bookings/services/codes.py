"""Codes and links that prove something: stored as keyed hashes only."""

import base64
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from bookings.models import Booking

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 3


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hash_code(booking_uuid: UUID, code: str) -> str:
    """Return the keyed hash under which a code is stored; bound to its booking."""
    return salted_hmac("bookings.code", f"{booking_uuid}:{code}", algorithm="sha256").hexdigest()


def is_code(booking: Booking, code: str) -> bool:
    """Tell, in constant time, whether this is the code that was sent for the booking."""
    return bool(booking.code_hash) and constant_time_compare(booking.code_hash, hash_code(booking.uuid, code))


def manage_token(booking: Booking) -> str:
    """Return the token of a booking's manage link: worked out from the secret key, so that no copy is stored."""
    digest = salted_hmac("bookings.manage", str(booking.uuid), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def hash_token(token: str) -> str:
    """Return the hash under which a token is looked up."""
    return hmac.new(b"manage", token.encode(), "sha256").hexdigest()
