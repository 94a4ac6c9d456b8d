"""What a browser does on the pages of the booking flow, for tests."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from bookings.form_age import new_token
from bookings.models import SessionType
from bookings.shown_terms import terms_shown, texts_in_force

SLOT = "2026-11-23T06:30:00Z"
QUERY = f"?start={SLOT}&mode=video&tz=Europe/London"


def details_url(session_type: SessionType, query: str = QUERY) -> str:
    return reverse("book_details", args=[session_type.slug]) + query


def opened(ago: timedelta = timedelta(minutes=1), *, slug: str = "") -> str:
    """Return the token of a form that was opened so long ago, on the terms of a session type as they are.

    Without a `slug`, of the first.
    """
    types = SessionType.objects.select_related("practitioner")
    session_type = types.get(slug=slug) if slug else types.earliest("pk")
    return new_token(timezone.now() - ago, terms_shown(session_type, texts_in_force()))


def form(**changes: str) -> dict[str, str]:
    given = {
        "request_key": str(uuid4()),
        "opened": opened(),
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


def mend(browser: Browser, page: str = "") -> Any:
    """Press "Use another address" on the page that takes the code, such as it is."""
    page = page or text(browser.get("/book/verify/"))
    found = re.search(r'action="([^"]+)">(?:<input[^>]*>)?<button[^>]* name="mend" value="([^"]+)"', page)
    assert found
    return browser.post(unescape(found[1]), {"mend": found[2]})
