"""The practice of the bookings' tests serves the pages of the desk too."""

from tests.bookings.conftest import clock, desk, practitioner, session_type, therapist

__all__ = ["clock", "desk", "practitioner", "session_type", "therapist"]
