"""Rows for tests: plain functions with defaults, to be changed by name."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import Client, Practitioner, User
from articles.models import Essay, Series, Topic
from bookings.models import Booking, OutsideCalendar, SessionType
from practice.models import PolicyText

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # noon in Gurgaon
NOW = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)  # Friday, 10 in the morning in Gurgaon


def make_user(email: str = "asha@example.com", **changes: Any) -> User:
    """Return a stored user without a password."""
    return User.objects.create_user(email, **changes)


def make_practitioner(**changes: Any) -> Practitioner:
    """Return a stored practitioner with the default rules."""
    return Practitioner.objects.create(**{"name": "Dr Arati Bhatt", **changes})


def make_client(name: str = "Asha", **changes: Any) -> Client:
    """Return a stored client in care."""
    return Client.objects.create(**{"name": name, "status": Client.Status.ACTIVE, **changes})


def make_session_type(practitioner: Practitioner, **changes: Any) -> SessionType:
    """Return a stored session type of fifty minutes, in every mode."""
    given = {"practitioner": practitioner, "slug": "individual", "name": "Individual session", "length_minutes": 50}
    return SessionType.objects.create(**{**given, "phone": True, **changes})


def make_policy(kind: str = "notice", **changes: Any) -> PolicyText:
    """Return a stored policy text."""
    given = {"kind": kind, "slug": kind, "version": "2026-11-22", "title": kind, "body": "<p>Text</p>"}
    return PolicyText.objects.create(**{**given, "starts_on": datetime(2026, 1, 1, tzinfo=UTC).date(), **changes})


def booking_values(
    session_type: SessionType, starts_at: datetime = MONDAY, status: str = "confirmed", **changes: Any
) -> dict[str, Any]:
    """Return the values of a booking that satisfy every constraint; `changes` may break them."""
    holds = status in {"draft", "requested", "proposed"}
    given = {
        "practitioner": session_type.practitioner,
        "session_type": session_type,
        "length_minutes": session_type.length_minutes,
        "buffer_before_minutes": session_type.buffer_before_minutes,
        "buffer_after_minutes": session_type.buffer_after_minutes,
        "cancellation_hours": 24,
        "mode": "video",
        "status": status,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=session_type.length_minutes),
        "blocks": holds or status in {"confirmed", "completed", "no_show"},
        "hold_until": starts_at - timedelta(hours=12) if holds else None,
        "name": "Asha",
        "email": "asha@example.com",
        "client_zone": "Asia/Kolkata",
        "request_key": uuid4(),
        "created_at": NOW,
    }
    return {**given, **changes}


def make_booking(session_type: SessionType, **changes: Any) -> Booking:
    """Return a stored booking, confirmed for Monday noon unless told otherwise."""
    return Booking.objects.create(**booking_values(session_type, **changes))


def make_outside(practitioner: Practitioner, **changes: Any) -> OutsideCalendar:
    """Return a stored calendar of one's own, from a file unless an address is given, read at NOW."""
    given = {"name": "Family", "created_at": NOW, "last_tried_at": NOW, "last_read_at": NOW}
    due = {"next_try_at": NOW + timedelta(minutes=15)} if changes.get("address") else {}
    return OutsideCalendar.objects.create(practitioner=practitioner, **{**given, **due, **changes})


def make_topic(name: str = "Self-trust", **changes: Any) -> Topic:
    """Return a stored topic."""
    return Topic.objects.create(**{"name": name, "slug": name.lower(), **changes})


def make_series(title: str = "The year", **changes: Any) -> Series:
    """Return a stored series at the address made of its title."""
    return Series.objects.create(**{"title": title, "slug": title.lower().replace(" ", "-"), **changes})


def make_essay(title: str = "A lamp on water", **changes: Any) -> Essay:
    """Return a stored essay, published a day before NOW at the address made of its title unless told otherwise."""
    given = {"title": title, "slug": title.lower().replace(" ", "-"), "body": "<p>Rain.</p>", "summary": "Of rain."}
    published = {"state": Essay.State.PUBLISHED, "publish_at": NOW - timedelta(days=1)}
    return Essay.objects.create(**{**given, **published, **changes})
