"""What of a session goes along when it is moved, and what begins anew."""

from datetime import timedelta

from accounts.models import User
from bookings.models import Booking, SessionType
from bookings.services import offer_move
from bookings.services.moving import AGREED_BEFORE
from tests.factories import MONDAY, NOW, make_booking, make_policy

BEGINS_ANEW = {
    "id",
    "uuid",
    "replaces",
    "status",
    "starts_at",
    "ends_at",
    "blocks",
    "hold_until",
    "hold_left",
    "is_late_cancellation",
    "request_key",
    "request_digest",
    "code_hash",
    "code_sent_at",
    "code_tries",
    "manage_token_hash",
    "sequence",
    "created_at",
}


def test_of_every_column_it_is_decided_whether_a_move_keeps_it() -> None:
    """What was acknowledged and how to be reached were once left behind with the old time."""
    columns = {field.name for field in Booking._meta.concrete_fields}
    assert (set(AGREED_BEFORE) | BEGINS_ANEW, set(AGREED_BEFORE) & BEGINS_ANEW) == (columns, set())


def test_a_move_keeps_how_to_be_reached_and_what_was_acknowledged(session_type: SessionType, therapist: User) -> None:
    limits = make_policy("confidentiality")
    reach = {"reach": "call", "phone": "+919876543210", "voicemail": True, "safe_hours": "weekdays, 10 to 4"}
    old = make_booking(session_type, confidentiality_text=limits, **reach)
    row = offer_move(booking=old, starts_at=MONDAY + timedelta(days=1), by=therapist, now=NOW)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in reach} == reach
    assert row.confidentiality_text == limits
