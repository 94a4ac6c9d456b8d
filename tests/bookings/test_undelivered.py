"""A session's page warns where a message about it did not arrive."""

from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils.html import escape

from bookings.models import Booking, SessionType
from bookings.undelivered import NEWS, undelivered_of
from practice.mail import registry
from practice.models import OutgoingMessage
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.factories import NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

State = OutgoingMessage.State


def make_message(booking: Booking, kind: str = "booking_declined", state: str = State.DEAD, cause: str = "") -> None:
    OutgoingMessage.objects.create(
        kind=kind,
        cause=cause or f"booking:{booking.uuid}",
        due_at=NOW,
        next_try_at=NOW,
        message_id=f"<{uuid4().hex}@x>",
        state=state,
        failure="SMTPRecipientsRefused 550",
    )


@pytest.fixture
def declined(session_type: SessionType) -> Booking:
    return make_booking(session_type, status="declined", reach="call", phone="+919811100000", safe_hours="after six")


def test_the_page_warns_that_the_client_was_not_told_and_how_to_reach_her(desk: Browser, declined: Booking) -> None:
    make_message(declined)
    page = text(desk.get(page_of(declined)))
    assert "The message that it was declined did not arrive." in page
    assert "The mail server did not take the address. The client may not know it yet: call or write, as they" in page
    notice = page[page.index("The message that it was declined") : page.index("Try again or set aside")]
    assert "Safe hours: after six. Leave no voicemail." in notice


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT, State.NOT_DUE])
def test_what_arrived_or_was_set_aside_warns_of_nothing(desk: Browser, declined: Booking, state: str) -> None:
    make_message(declined, state=state)
    assert "did not arrive" not in text(desk.get(page_of(declined)))


def test_a_message_about_another_session_warns_of_nothing(session_type: SessionType, declined: Booking) -> None:
    make_message(make_booking(session_type))
    assert undelivered_of(declined) == []


def test_of_a_message_to_the_therapist_it_does_not_say_that_the_client_does_not_know(
    desk: Browser, declined: Booking
) -> None:
    make_message(declined, kind="booking_withdrawn")
    page = text(desk.get(page_of(declined)))
    assert escape("A message did not arrive: “A request was withdrawn”.") in page
    assert "The client may not know" not in page


def test_a_message_about_several_dates_warns_on_each(desk: Browser, session_type: SessionType) -> None:
    row = make_booking(session_type, series=uuid4())
    make_message(row, kind="series_answered", cause=f"series:{row.series}")
    assert [each.to_client for each in undelivered_of(row)] == [True]


def test_the_words_are_of_kinds_that_there_are() -> None:
    assert set(NEWS) <= set(registry.KINDS)
