"""The therapist's list of sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bookings.models import SessionType
from tests.factories import MONDAY, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def queries_for_the_list(browser: Browser) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(reverse("admin:bookings_booking_changelist")).status_code == 200
    return len(queries)


def test_a_longer_list_asks_no_more_questions(client: Browser, session_type: SessionType, therapist: User) -> None:
    client.force_login(therapist)
    make_booking(session_type, status="requested")
    short = queries_for_the_list(client)
    for day in range(1, 6):
        make_booking(session_type, starts_at=MONDAY + timedelta(days=day), status="requested")
    assert queries_for_the_list(client) == short
