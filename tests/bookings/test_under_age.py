"""Whoever asked for somebody under 18 needs a guardian's consent by every other way to a session, too."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings.errors import GuardianMissingError
from bookings.models import Booking, SessionType
from bookings.services import (
    GuardianDetails,
    answer_series,
    confirm_booking,
    end_guardian,
    note_guardian,
    start_standing,
)
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify, ask_series
from tests.factories import MONDAY, NOW

pytestmark = pytest.mark.usefixtures("practitioner")

MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")


@pytest.fixture
def earlier(session_type: SessionType) -> Booking:
    """A young person's first request."""
    booking = ask_and_verify(session_type, MONDAY + timedelta(days=2), is_minor=True, guardian_word="ask")
    Client.objects.update(status=Client.Status.ACTIVE)
    return Booking.objects.select_related("client").get(pk=booking.pk)


def agree(booking: Booking, therapist: User) -> None:
    note_guardian(booking=booking, details=MOTHER, how="paper", given_on=NOW.date(), by=therapist, now=NOW)


def test_her_series_is_agreed_only_with_consent(session_type: SessionType, earlier: Booking, therapist: User) -> None:
    assert earlier.client
    rows = ask_series(session_type, client=earlier.client)
    assert all(row.is_minor for row in rows)
    assert rows[0].series
    ticked = {row.uuid for row in rows}
    with pytest.raises(GuardianMissingError):
        answer_series(series=rows[0].series, ticked=ticked, by=therapist, now=NOW)
    assert not Booking.objects.filter(status="confirmed").exists()
    agree(earlier, therapist)
    assert len(answer_series(series=rows[0].series, ticked=ticked, by=therapist, now=NOW)) == len(rows)


def test_her_series_waits_for_consent_where_others_are_confirmed_at_once(
    session_type: SessionType, earlier: Booking
) -> None:
    assert earlier.client
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    assert {row.status for row in ask_series(session_type, client=earlier.client)} == {"requested"}


@pytest.mark.gate
@pytest.mark.usefixtures("clock")
def test_the_desk_says_why_her_series_is_not_confirmed(
    session_type: SessionType, earlier: Booking, desk: Browser
) -> None:
    assert earlier.client
    rows = ask_series(session_type, client=earlier.client)
    page = reverse("admin:booking_series", args=[rows[0].series])
    answer = desk.post(page, {"dates": [str(row.uuid) for row in rows]}, follow=True)
    assert "no parent or guardian has agreed yet" in text(answer)


def test_her_hour_becomes_a_standing_time_only_while_somebody_agrees(
    session_type: SessionType, earlier: Booking, therapist: User
) -> None:
    agree(earlier, therapist)
    booking = confirm_booking(booking=earlier, by=therapist, now=NOW)
    end_guardian(booking=booking, by=therapist, now=NOW)
    with pytest.raises(GuardianMissingError):
        start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)
    agree(earlier, therapist)
    standing = start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)
    assert all(row.is_minor for row in Booking.objects.filter(series=standing.uuid))


def test_control_of_an_adult_nothing_is_asked(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, MONDAY + timedelta(days=2))
    Client.objects.update(status=Client.Status.ACTIVE)
    client = Client.objects.get()
    rows = ask_series(session_type, client=client)
    assert rows[0].series
    assert not any(row.is_minor for row in rows)
    assert answer_series(series=rows[0].series, ticked={rows[0].uuid}, by=therapist, now=NOW)
    assert start_standing(
        booking=confirm_booking(booking=booking, by=therapist, now=NOW), every_weeks=2, by=therapist, now=NOW
    )
