"""What a browser does on the pages of the booking flow, for tests."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from bookings.form_age import new_token
from bookings.models import SessionType

SLOT = "2026-11-23T06:30:00Z"
QUERY = f"?start={SLOT}&mode=video&tz=Europe/London"


def details_url(session_type: SessionType, query: str = QUERY) -> str:
    return reverse("book_details", args=[session_type.slug]) + query


def form(**changes: str) -> dict[str, str]:
    given = {
        "request_key": str(uuid4()),
        "opened": new_token(timezone.now() - timedelta(minutes=1)),
        "name": "Asha",
        "email": "asha@example.com",
        "is_adult": "yes",
        "note": "",
        "limits": "on",
        "consent": "on",
    }
    return {**given, **changes}


def text(response: Any) -> str:
    return str(response.content.decode())


def ask(client: Browser, session_type: SessionType, **changes: str) -> Any:
    return client.post(details_url(session_type), form(**changes))
