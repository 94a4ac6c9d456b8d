"""The terms that a form shows, as a few letters that it carries along: it is sent on these terms or not at all."""

import hashlib
import json
from collections.abc import Mapping

from bookings.models import SessionType
from practice.models import PolicyText
from practice.texts import current_texts

NAMES = ("notice", "confidentiality", "cancellation")

type Texts = Mapping[str, PolicyText | None]


def texts_in_force() -> Texts:
    """Return the texts that somebody who asks agrees to, by name. One query."""
    return current_texts(*NAMES)


def price_of(session_type: SessionType) -> tuple[int, int | None, int]:
    """Return the length in minutes, the fee in rupees and the hours for cancelling, as a page shows them."""
    return session_type.length_minutes, session_type.fee_rupees, session_type.practitioner.cancellation_hours


def terms_shown(session_type: SessionType, texts: Texts) -> str:
    """Return a fingerprint of what is agreed to: another fee, length, window or version gives another one."""
    versions = [text.pk if text else None for text in (texts[name] for name in NAMES)]
    return hashlib.sha256(json.dumps([price_of(session_type), versions]).encode()).hexdigest()[:16]
