"""Forms that look like a machine's come back with every word kept, and strangers together cannot fill the diary."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner
from bookings.errors import FullError
from bookings.form_age import opened_at
from bookings.models import Booking, SessionType
from bookings.services import decline_booking
from bookings.services.caps import OPEN_REQUESTS_OF_STRANGERS
from practice.form_age import OLDEST, QUICKEST
from tests.bookings.browsing import ask, details_url, form, opened, text
from tests.bookings.steps import ask as ask_by_service
from tests.bookings.steps import ask_and_verify, code_for, verify
from tests.cast import make_patron
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

SECOND = timedelta(seconds=1)
TOO_OLD = "of a form that was opened a day and a second ago"


def token_in(page: str) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return found[1]


def assert_came_back(answer: object, words: str) -> str:
    """Check that a form was not sent, says why and holds what was typed; return the page."""
    page = text(answer)
    assert getattr(answer, "status_code", 0) == 422
    assert words in page
    assert "Some words." in page
    assert 'value="asha@example.com"' in page
    assert not Booking.objects.exists()
    return page


def test_a_form_sent_within_two_seconds_comes_back_and_goes_at_the_next_press(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    token = token_in(text(client.get(details_url(session_type))))
    clock.shift(QUICKEST - timedelta(milliseconds=1))
    answer = ask(client, session_type, note="Some words.", opened=token)
    page = assert_came_back(answer, "quicker than this page can believe")
    clock.shift(timedelta(milliseconds=1))
    assert token_in(page) == token
    assert ask(client, session_type, opened=token_in(page)).status_code == 302


@pytest.mark.parametrize(
    "token",
    ["", "x", "a:b:c", "\u0968", signing.dumps([NOW.timestamp(), ""], salt="another"), TOO_OLD],
    ids=["none", "x", "three parts", "no Latin sign", "signed for another use", "too old"],
)
def test_a_token_that_is_old_or_broken_brings_the_form_back_with_a_fresh_one(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller, token: str
) -> None:
    token = opened(OLDEST + SECOND) if token == TOO_OLD else token
    answer = ask(client, session_type, note="Some words.", opened=token)
    page = assert_came_back(answer, "open for more than a day")
    assert opened_at(token_in(page)) == NOW
    clock.shift(QUICKEST)
    assert ask(client, session_type, opened=token_in(page)).status_code == 302


def test_a_form_that_was_open_for_a_day_is_taken(client: Browser, session_type: SessionType) -> None:
    assert ask(client, session_type, opened=opened(OLDEST)).status_code == 302


def test_what_fills_in_the_field_that_nobody_sees_is_told_so(client: Browser, session_type: SessionType) -> None:
    page = text(client.get(details_url(session_type)))
    assert re.search(r'aria-hidden="true"[^§]{0,120}name="subject" tabindex="-1"', page)
    answer = ask(client, session_type, note="Some words.", subject="Cheap pills")
    page = assert_came_back(answer, "A field that people cannot see was filled in.")
    assert "Cheap pills" not in page
    assert ask(client, session_type, subject="").status_code == 302


def test_a_form_that_has_made_its_request_is_not_doubted_when_it_comes_again(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    sent = form()
    first = client.post(details_url(session_type), sent)
    again = client.post(details_url(session_type), {**sent, "opened": "x"})
    assert again.headers["Location"] == first.headers["Location"]


def test_clients_are_asked_for_the_same(client: Browser, session_type: SessionType) -> None:
    client.force_login(make_patron("asha@example.com", "Asha"))
    assert ask(client, session_type, opened="x").status_code == 422
    assert ask(client, session_type).status_code == 302


# How much strangers may hold together


def hour(number: int) -> datetime:
    """Return one of many times that do not touch one another, from Monday to Saturday."""
    day, slot = divmod(number, 3)
    return MONDAY.replace(hour=5, minute=30) + timedelta(days=day, hours=2 * slot)


def fill_up(session_type: SessionType, count: int = OPEN_REQUESTS_OF_STRANGERS) -> list[Booking]:
    """Let as many people ask as may."""
    return [ask_and_verify(session_type, hour(number), email=f"person{number}@example.com") for number in range(count)]


FREE = {"start": "2026-11-28T05:30:00Z"}


def test_beyond_the_cap_the_page_says_so_and_keeps_what_was_typed(
    client: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    fill_up(session_type)
    answer = ask(client, session_type, note="Some words.", **FREE)
    page = text(answer)
    assert answer.status_code == 409
    assert "Requests are full at present" in page
    assert 'href="tel:+918826402150"' in page
    assert 'href="/help/"' in page
    assert "Some words." in page
    assert "This time has gone" not in page
    assert Booking.objects.count() == OPEN_REQUESTS_OF_STRANGERS
    before = client.get(details_url(session_type, "?start=2026-11-28T05:30:00Z&mode=video"))
    assert before.status_code == 409
    assert "Requests are full at present" in text(before)


def test_one_below_the_cap_there_is_room(client: Browser, session_type: SessionType) -> None:
    fill_up(session_type, OPEN_REQUESTS_OF_STRANGERS - 1)
    assert client.get(details_url(session_type, "?start=2026-11-28T05:30:00Z&mode=video")).status_code == 200
    assert ask(client, session_type, **FREE).status_code == 302


def test_an_answer_makes_room(client: Browser, session_type: SessionType, practitioner: Practitioner) -> None:
    asked = fill_up(session_type)
    assert practitioner.user
    decline_booking(booking=asked[0], by=practitioner.user, now=NOW)
    assert ask(client, session_type, **FREE).status_code == 302


def test_a_deadline_that_has_passed_makes_room_before_any_job_has_run(session_type: SessionType) -> None:
    fill_up(session_type)
    Booking.objects.filter(starts_at=hour(0)).update(hold_until=NOW)
    assert ask_by_service(session_type, hour(16)).status == Booking.Status.DRAFT


def test_a_client_in_care_still_asks_and_takes_up_no_room(client: Browser, session_type: SessionType) -> None:
    fill_up(session_type)
    client.force_login(make_patron("asha@example.com", "Asha"))
    assert ask(client, session_type, **FREE).status_code == 302
    Client.objects.filter(user__email="person0@example.com").update(status="active")
    assert ask_by_service(session_type, hour(16), browser="another").status == Booking.Status.DRAFT


def test_someone_who_is_known_but_not_in_care_counts_like_a_stranger(session_type: SessionType) -> None:
    fill_up(session_type)
    user = make_patron("asha@example.com", "Asha", "prospect")
    with pytest.raises(FullError):
        ask_by_service(session_type, hour(16), client=Client.objects.get(user=user))


def test_a_code_entered_when_it_is_full_keeps_the_draft_until_there_is_room(
    client: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    asked = fill_up(session_type, OPEN_REQUESTS_OF_STRANGERS - 1)
    ask(client, session_type, **FREE)
    draft = Booking.objects.get(status="draft")
    ask_and_verify(session_type, hour(14), email="last@example.com")
    code = code_for(draft)
    answer = client.post(reverse("book_verify"), {"code": code})
    assert answer.status_code == 409
    assert "Requests are full at present" in text(answer)
    draft.refresh_from_db()
    assert draft.status == Booking.Status.DRAFT
    assert practitioner.user
    decline_booking(booking=asked[0], by=practitioner.user, now=NOW)
    assert verify(draft, browser=draft.browser_key, code=code).status == Booking.Status.REQUESTED
