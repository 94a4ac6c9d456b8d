"""The list of outgoing messages: readable kinds, about whom, and what became of each in words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import SessionType
from practice.admin_messages import say_fate
from practice.models import OutgoingMessage
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

State = OutgoingMessage.State
LIST = "/admin/practice/outgoingmessage/"
HOUR = timedelta(hours=1)


def make_message(**changes: Any) -> OutgoingMessage:
    given = {"kind": "booking_declined", "cause": "booking:7", "due_at": NOW, "next_try_at": NOW}
    return OutgoingMessage.objects.create(**{**given, "message_id": f"<{uuid4().hex}@x>", **changes})


def test_the_list_names_the_kind_in_words_and_leads_to_the_session(desk: Browser, session_type: SessionType) -> None:
    session = make_booking(session_type, status="declined")
    message = make_message(cause=f"booking:{session.uuid}")
    for page in (
        text(desk.get(LIST)),
        text(desk.get(reverse("admin:practice_outgoingmessage_change", args=[message.pk]))),
    ):
        assert "A request is declined" in page
        assert f'<a href="{page_of(session)}">Asha, 23 Nov 2026, 12:00 pm IST</a>' in page
        assert "booking_declined" not in page.replace("?kind__exact=", "").replace("?kind=booking_declined", "")
        assert str(session.uuid) not in page


def test_what_is_about_nobody_and_was_not_tried_shows_no_dash_and_no_none(desk: Browser) -> None:
    message = make_message(kind="account", cause="account:1")
    assert '<td class="field-about" data-label="About" data-empty></td>' in text(desk.get(LIST))
    page = text(desk.get(reverse("admin:practice_outgoingmessage_change", args=[message.pk])))
    assert "not yet" in page
    assert ">None<" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": State.SENT, "sent_at": NOW}, "Sent on 20 Nov 2026, 10:00 am IST."),
        ({"state": State.NOT_DUE}, "Not sent: it was no longer due, or was set aside."),
        (
            {"state": State.DEAD, "failure": "SMTPRecipientsRefused 550"},
            "Could not be sent. The mail server did not take the address.",
        ),
        ({"due_at": NOW + HOUR, "next_try_at": NOW + HOUR}, "Waits; due on 20 Nov 2026, 11:00 am IST."),
        ({"next_try_at": NOW + HOUR}, "Waits for the end of the night: goes on 20 Nov 2026, 11:00 am IST."),
        (
            {"next_try_at": NOW + HOUR, "attempts": 2, "failure": "TimeoutError"},
            "Waits. The mail server took too long. It is tried again on 20 Nov 2026, 11:00 am IST.",
        ),
    ],
)
@pytest.mark.usefixtures("practitioner")
def test_what_became_of_a_message_is_said_in_words(changes: dict[str, Any], words: str) -> None:
    assert say_fate(make_message(**changes)) == words


def test_messages_can_be_chosen_by_kind_in_words(desk: Browser) -> None:
    make_message()
    make_message(kind="booking_confirmed")
    page = text(desk.get(LIST, {"kind": "booking_confirmed"}))
    assert "A session is confirmed" in page
    assert page.count('class="field-about') == 1


def test_a_longer_list_asks_no_more_questions(desk: Browser, session_type: SessionType) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    session = make_booking(session_type)
    make_message(cause=f"booking:{session.uuid}")
    make_message(cause="account:1", kind="account")
    short = questions()
    for day in range(1, 5):
        other = make_booking(session_type, starts_at=MONDAY + timedelta(days=day))
        make_message(cause=f"booking:{other.uuid}")
        make_message(cause=f"account:{day}0", kind="account")
    assert questions() == short
