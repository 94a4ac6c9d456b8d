"""How much strangers may ask for: from one place, and all together."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.limits import MAIL_TO_ALL
from bookings.models import Booking, SessionType
from bookings.request_limits import REQUESTS_AN_ADDRESS_A_DAY
from practice.limits import spend_in_turn
from practice.models import OutgoingMessage
from tests.bookings.browsing import details_url, form

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate, pytest.mark.unmeasured]


def spend_to_all() -> bool:
    """Count one message to anybody at all."""
    return spend_in_turn([MAIL_TO_ALL.allowance("everyone")])


def request_from(address: str, session_type: SessionType, mailbox: str) -> int:
    """Ask for the same free time from a browser of its own; a draft beyond the third of a mailbox holds none."""
    Booking.objects.filter(blocks=True).update(blocks=False)
    answer = Browser().post(details_url(session_type), form(email=mailbox), REMOTE_ADDR=address)
    return answer.status_code


def test_one_place_asks_for_no_more_in_a_day_than_the_day_allows(
    session_type: SessionType, clock: time_machine.Traveller
) -> None:
    statuses = []
    for number in range(REQUESTS_AN_ADDRESS_A_DAY + 2):
        statuses.append(request_from("203.0.113.7", session_type, f"person{number}@example.com"))
        clock.shift(timedelta(minutes=4))
    assert statuses == [302] * REQUESTS_AN_ADDRESS_A_DAY + [429] * 2
    assert request_from("203.0.113.8", session_type, "other@example.com") == 302


def test_all_places_together_make_the_site_send_no_more_than_its_mail_of_an_hour(session_type: SessionType) -> None:
    assert request_from("203.0.113.7", session_type, "asha@example.com") == 302
    while spend_to_all():
        pass
    queued = OutgoingMessage.objects.count()
    assert request_from("203.0.113.8", session_type, "bela@example.com") == 429
    browser = Browser()
    assert browser.post(reverse("book_find"), {"email": "asha@example.com"}).status_code == 200
    assert OutgoingMessage.objects.count() == queued
    assert MAIL_TO_ALL.limit == 300


def test_a_mailbox_over_its_own_limit_uses_up_nothing_of_what_all_have(session_type: SessionType) -> None:
    for number in range(40):
        request_from(f"203.0.113.{number}", session_type, "asha@example.com")
    assert OutgoingMessage.objects.filter(kind="booking_code").count() == 6
    assert sum(spend_to_all() for _ in range(MAIL_TO_ALL.limit)) == MAIL_TO_ALL.limit - 6
