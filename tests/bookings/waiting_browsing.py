"""What a browser does on the pages of the waiting list, for tests."""

from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Booking, SessionType, WaitingEntry
from bookings.services.codes import manage_token
from tests.bookings.browsing import opened


def form(**changes: Any) -> dict[str, Any]:
    given = {
        "request_key": str(uuid4()),
        "opened": opened(),
        "modes": ["video"],
        "cells": ["1-early", "2-evening"],
        "zone": "Europe/London",
        "name": "New",
        "email": "new@example.com",
        "is_adult": "yes",
        "limits": "on",
        "consent": "on",
    }
    return {**given, **changes}


def join_url(session_type: SessionType) -> str:
    return reverse("book_wait", args=[session_type.slug])


def place_url(entry: WaitingEntry, act: str = "") -> str:
    return reverse("book_place_act", args=[entry.uuid, act]) if act else reverse("book_place", args=[entry.uuid])


def offer_url(booking: Booking) -> str:
    return reverse("book_manage_link", args=[manage_token(booking)])


def signed_in_as(entry: WaitingEntry, client: Browser) -> Browser:
    assert entry.client.user
    client.force_login(entry.client.user)
    return client
