"""The page that takes the code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, SessionType
from practice.models import OutgoingMessage
from tests.bookings.browsing import ask, text
from tests.bookings.steps import ask_and_verify, code_for
from tests.factories import MONDAY, NOW

WITHOUT_TOKENS = re.compile(r'(?<=csrfmiddlewaretoken" value=")[^"]+|(?<=nonce=")[^"]+')

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_a_wrong_code_is_said_and_counted(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    wrong = f"{(int(code_for(Booking.objects.get())) + 1) % 1_000_000:06d}"
    pages = [text(client.post(reverse("book_verify"), {"code": wrong})) for _try in range(4)]
    assert "You can try 2 more times" in pages[0]
    assert "three times" in pages[2]
    assert "three times" in pages[3]


def test_a_code_from_another_browser_does_not_work(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    other = Browser()
    answer = other.post(reverse("book_verify"), {"code": code_for(Booking.objects.get())})
    assert answer.status_code == 409
    assert Booking.objects.get().status == "draft"


def test_a_late_code_for_a_time_that_went_brings_the_form_back_filled(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type, note="Some words.")
    clock.shift(timedelta(minutes=16))
    ask_and_verify(session_type, email="bela@example.com", now=NOW + timedelta(minutes=16))
    client.post(reverse("book_new_code"))
    draft = Booking.objects.get(email="asha@example.com")
    response = client.post(reverse("book_verify"), {"code": code_for(draft)})
    assert response.status_code == 409
    assert "Some words." in text(response)
    assert text(response).count('name="start"') == 5


def test_the_page_says_that_the_time_is_kept_only_while_it_is(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type)
    clock.move_to(NOW + timedelta(minutes=15, seconds=-1), tick=False)
    assert "The time is kept for you until" in text(client.get(reverse("book_verify")))
    clock.move_to(NOW + timedelta(minutes=15), tick=False)
    page = text(client.get(reverse("book_verify")))
    assert "The time is kept for you until" not in page
    assert "The code takes the time if it is still free." in page


def test_the_page_of_a_draft_leads_to_where_its_code_is_entered(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    answer = client.get(reverse("book_asked", args=[Booking.objects.get().uuid]))
    assert answer.headers["Location"] == reverse("book_verify")


def test_a_new_code_for_a_draft_a_day_old_leads_to_its_page(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type)
    for hours in range(0, 25, 3):  # each visit keeps the browser's session alive
        clock.move_to(NOW + timedelta(hours=hours))
        answer = client.post(reverse("book_new_code"))
    assert answer.headers["Location"] == reverse("book_asked", args=[Booking.objects.get().uuid])
    assert "closed" in text(client.get(answer.headers["Location"]))


def test_the_therapist_who_tries_the_form_as_a_client_stays_signed_in(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    client.force_login(therapist)
    ask(client, session_type)
    answer = client.post(reverse("book_verify"), {"code": code_for(Booking.objects.get())}, follow=True)
    assert answer.status_code == 200
    assert client.session["_auth_user_id"] == str(therapist.pk)


def gone(browser: Browser) -> list[str]:
    """Return what a browser without a request is told: by the page, by a code, by asking for another code."""
    page, code = reverse("book_verify"), {"code": "123456"}
    answers = [browser.get(page), browser.post(page, code), browser.post(reverse("book_new_code"))]
    assert [answer.status_code for answer in answers] == [200, 409, 409]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    return [WITHOUT_TOKENS.sub("", text(answer)) for answer in answers]


def test_a_browser_that_keeps_no_request_is_told_that_nothing_was_sent_and_what_to_do(
    client: Browser, session_type: SessionType
) -> None:
    for page in gone(client):
        for words in ("Nothing was sent, and no time is held for you.", "works only in the browser in which you asked"):
            assert words in page
        for name in ("book", "book_find", "space"):
            assert f'href="{reverse(name)}"' in page.split("<main")[1]


def test_after_four_hours_without_use_the_code_page_says_so_too(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type)
    code = code_for(Booking.objects.get())
    clock.shift(timedelta(hours=4, seconds=1))
    answer = client.post(reverse("book_verify"), {"code": code})
    assert (answer.status_code, "Nothing waits for a code here" in text(answer)) == (409, True)


def test_the_page_is_the_same_whether_or_not_somebody_asked_elsewhere(
    client: Browser, session_type: SessionType
) -> None:
    before = gone(client)
    ask(Browser(), session_type)
    assert gone(client) == before
    ask_and_verify(session_type, MONDAY + timedelta(hours=3), email="bela@example.com")
    assert gone(client) == before


def test_a_proved_request_leads_to_its_page(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    client.post(reverse("book_verify"), {"code": code_for(booking)})
    page = reverse("book_asked", args=[booking.uuid])
    assert client.get(reverse("book_verify")).headers["Location"] == page


def test_an_old_code_is_said_to_be_old(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type)
    clock.shift(timedelta(minutes=10))
    answer = client.post(reverse("book_verify"), {"code": code_for(Booking.objects.get())})
    assert answer.status_code == 422
    assert "more than ten minutes old" in text(answer)


def test_a_third_request_of_one_person_waits_for_an_answer_to_the_others(
    client: Browser, session_type: SessionType
) -> None:
    for number in range(2):
        ask_and_verify(session_type, MONDAY + timedelta(days=number + 1))
    ask(client, session_type)
    draft = Booking.objects.get(status="draft")
    answer = client.post(reverse("book_verify"), {"code": code_for(draft)})
    assert answer.status_code == 409
    assert "Two requests are already waiting" in text(answer)


def test_codes_tried_too_often_from_one_place_are_refused(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    statuses = [client.post(reverse("book_verify"), {"code": "000000"}).status_code for _try in range(31)]
    assert statuses == [422] * 30 + [429]


def test_pressing_twice_for_a_new_code_uses_up_one(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    for _press in range(20):
        assert client.post(reverse("book_new_code")).status_code == 302
    assert OutgoingMessage.objects.filter(kind="booking_code").count() == 1


def test_more_new_codes_than_a_mailbox_should_get_are_refused(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ask(client, session_type)
    statuses = []
    for _press in range(7):
        clock.shift(timedelta(seconds=40))
        statuses.append(client.post(reverse("book_new_code")).status_code)
    assert statuses == [302] * 3 + [429] * 4
