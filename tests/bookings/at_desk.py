"""What the therapist does on the desk, in one call each, for tests."""

from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Booking
from tests.bookings.browsing import text

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
HOME = "/admin/"


def send(desk: Browser, act: str, booking: Booking, **form: str) -> str:
    """Press a button; return the page that follows."""
    return text(desk.post(reverse(f"admin:booking_{act}", args=[booking.pk]), form, follow=True))


def page_of(booking: Booking) -> str:
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def status_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


def run_action(desk: Browser, action: str, *chosen: Any, model: str = "bookings_booking") -> str:
    """Choose rows of a list and run an action."""
    form = {"action": action, "_selected_action": [str(row.pk) for row in chosen]}
    return text(desk.post(reverse(f"admin:{model}_changelist"), form, follow=True))
