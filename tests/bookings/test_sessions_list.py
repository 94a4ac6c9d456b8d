"""The therapist's list of sessions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from bookings.models import SessionType
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking

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


def test_what_is_to_come_stands_first_the_nearest_on_top_then_the_past(
    desk: Browser, session_type: SessionType
) -> None:
    starts = {"in a week": 7, "today": 0, "long ago": -30, "tomorrow": 1, "yesterday": -1}
    for name, days in starts.items():
        make_booking(session_type, name=name, starts_at=NOW.replace(minute=0) + timedelta(days=days))
    page = text(desk.get(reverse("admin:bookings_booking_changelist")))
    places = {name: page.index(f">{name}<") for name in starts}
    assert sorted(starts, key=lambda name: places[name]) == ["today", "tomorrow", "in a week", "yesterday", "long ago"]


def test_a_column_can_still_be_sorted(desk: Browser, session_type: SessionType) -> None:
    for name in ("b", "a", "c"):
        make_booking(session_type, name=f"{name}sha", starts_at=MONDAY + timedelta(days=ord(name)))
    page = text(desk.get(reverse("admin:bookings_booking_changelist"), {"o": "2"}))
    assert page.index(">asha<") < page.index(">bsha<") < page.index(">csha<")


def test_the_list_offers_no_status_that_is_never_in_it(desk: Browser, session_type: SessionType) -> None:
    make_booking(session_type, status="declined", name="Bela")
    make_booking(session_type, starts_at=MONDAY + timedelta(days=1))
    page = text(desk.get(reverse("admin:bookings_booking_changelist")))
    assert "?status__exact=declined" in page
    assert "address not proved" not in page
    assert "never proved" not in page
    chosen = text(desk.get(reverse("admin:bookings_booking_changelist"), {"status__exact": "declined"}))
    assert ">Bela<" in chosen
    assert ">Asha<" not in chosen
