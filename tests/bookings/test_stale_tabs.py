"""What the therapist typed on a page that is older than what happened elsewhere is shown again, to be copied."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.models import Booking, SessionType, TimeOff
from bookings.services import decline_booking, withdraw_request
from tests.bookings.at_desk import HOUR
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
WORDS = "Ring her on Monday."


@pytest.fixture
def withdrawn(session_type: SessionType) -> Booking:
    booking = ask_and_verify(session_type)
    return withdraw_request(booking=booking, by=None, now=NOW)


def post(desk: Browser, act: str, booking: Booking, **form: str) -> Any:
    return desk.post(reverse(f"admin:booking_{act}", args=[booking.pk]), form)


@pytest.mark.parametrize(("act", "field"), [("decline", "note"), ("confirm", "override_reason")])
def test_an_answer_to_a_request_that_was_withdrawn_keeps_the_words(
    desk: Browser, withdrawn: Booking, act: str, field: str
) -> None:
    answer = post(desk, act, withdrawn, **{field: WORDS})
    assert answer.status_code == 409
    assert "nothing was changed. It is now: withdrawn." in text(answer)
    assert "What you typed:" in text(answer)
    assert WORDS in text(answer)


def test_a_cancellation_of_a_session_that_is_cancelled_keeps_the_note(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, status="cancelled", blocks=False)
    answer = post(desk, "cancel", booking, note=WORDS)
    assert answer.status_code == 409
    assert WORDS in text(answer)


def test_without_a_note_it_leads_back_as_before(desk: Browser, withdrawn: Booking) -> None:
    assert post(desk, "decline", withdrawn).headers["Location"] == "/admin/"


def test_another_time_for_what_was_declined_keeps_time_and_reason(
    desk: Browser, session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type)
    decline_booking(booking=booking, by=therapist, now=NOW)
    answer = post(desk, "propose", booking, other="2026-11-25T13:00", override_reason=WORDS)
    assert answer.status_code == 409
    assert "What you typed, to copy if you like" in text(answer)
    assert "25 Nov 2026, 1:00 pm IST" in text(answer)
    assert WORDS in text(answer)


def test_a_reason_for_a_time_that_another_session_has_comes_back_in_the_form(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    booking = ask_and_verify(session_type)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY - HOUR, ends_at=MONDAY + HOUR)
    Booking.objects.filter(pk=booking.pk).update(is_minor=True)
    answer = post(desk, "confirm", booking, override_reason=WORDS)
    assert answer.status_code == 409
    assert f">{WORDS}</textarea>" in text(answer).replace("\n", "")
