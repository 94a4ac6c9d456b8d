"""A word with a cancellation or a withdrawal survives the end of the sign-in, or of the link, that opened the page."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking
from bookings.services.codes import manage_token
from practice import keeping
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

WORDS = "Heron in the reeds"
OWN = {"origin": "http://testserver"}
HELD, SIGN_IN, FIND = "What you wrote, to copy if you like", "/account/login/", "/book/manage/find/"
each_act = pytest.mark.parametrize("act", ["cancel", "withdraw"])


@pytest.fixture
def strict() -> Browser:
    """A browser whose forms are checked for their token, as everybody's are."""
    return Browser(enforce_csrf_checks=True)


def booked(session_type: SessionType, therapist: User, act: str) -> Booking:
    """Return what the act is for: a session that is agreed, or a request that waits."""
    booking = ask_and_verify(session_type)
    return confirm_booking(booking=booking, by=therapist, now=NOW) if act == "cancel" else booking


def fields(answer: Any) -> dict[str, str]:
    """Return what the page would send."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(answer).split("<main")[1]))


def send(browser: Browser, page: str, words: str = WORDS) -> Any:
    """Send the form of the page that asks before the act, with a token that still counts."""
    browser.get(FIND)
    return browser.post(page, {"note": words, "csrfmiddlewaretoken": browser.cookies["csrf"].value}, headers=OWN)


def assert_given_back(answer: Any, way_on: str) -> None:
    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = text(answer)
    assert HELD in page
    assert "keeps no cookie" not in page  # it may well come once more, and says so
    assert f'<div class="kept" translate="no">{WORDS}</div>' in page
    assert f'href="{way_on}"' in page.split("<main")[1]
    assert fields(answer)["note"] == WORDS


@each_act
def test_after_the_sign_in_has_ended_the_words_come_back_and_are_sent_once_signed_in_again(
    strict: Browser, session_type: SessionType, therapist: User, act: str
) -> None:
    booking = booked(session_type, therapist, act)
    page = reverse("book_asked_act", args=[booking.uuid, act])
    answer = send(strict, page)
    assert_given_back(answer, SIGN_IN)
    booking.refresh_from_db()
    assert booking.status in {"requested", "confirmed"}
    assert booking.client
    assert booking.client.user
    strict.force_login(booking.client.user)
    assert strict.post(page, fields(answer), headers=OWN).status_code == 302
    booking.refresh_from_db()
    assert booking.status in {"withdrawn", "cancelled"}
    assert booking.events.latest("pk").note == WORDS


@each_act
def test_after_the_link_has_ended_the_words_come_back_and_are_sent_once_it_is_open_again(
    strict: Browser, session_type: SessionType, therapist: User, act: str
) -> None:
    booking = booked(session_type, therapist, act)
    page = reverse("book_manage_act", args=[act])
    answer = send(strict, page)
    assert_given_back(answer, FIND)
    strict.get(reverse("book_manage_link", args=[manage_token(booking)]))
    assert strict.post(page, fields(answer), headers=OWN).status_code == 302
    assert booking.events.latest("pk").note == WORDS


def test_what_is_given_back_says_nothing_of_whether_the_booking_is_there(
    strict: Browser, session_type: SessionType, therapist: User
) -> None:
    booking = booked(session_type, therapist, "cancel")
    pages = [reverse("book_asked_act", args=[uuid, "cancel"]) for uuid in (booking.uuid, UUID(int=1))]
    there, absent = (re.sub(r'(?<=token" value=")\w+|nonce="[^"]+"', "", text(send(strict, page))) for page in pages)
    assert HELD in there
    assert there.replace(str(booking.uuid), "") == absent.replace(str(UUID(int=1)), "")


def test_only_a_cancellation_is_told_when_it_counts(
    strict: Browser, session_type: SessionType, therapist: User
) -> None:
    said = {
        act: "it counts from the moment" in text(send(strict, reverse(name, args=[*reference, act])))
        for name, reference in (("book_asked_act", [UUID(int=1)]), ("book_manage_act", []))
        for act in ("cancel", "withdraw")
    }
    assert said == {"cancel": True, "withdraw": False}


@pytest.mark.parametrize(
    ("page", "way_on"), [("/book/manage/do/cancel/", FIND), (f"/book/asked/{UUID(int=1)}/cancel/", SIGN_IN)]
)
def test_without_words_or_from_another_site_one_is_led_to_the_way_in(
    client: Browser, session_type: SessionType, page: str, way_on: str
) -> None:
    for words, headers in ((" ", OWN), (WORDS, {"origin": "https://evil.test"}), (WORDS, {})):
        answer = client.post(page, {"note": words}, headers=headers)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, way_on)
    assert client.get(page).status_code == 302


def test_control_without_it_the_words_are_gone(
    strict: Browser, session_type: SessionType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "keeping_of", lambda _request: None)
    answer = send(strict, reverse("book_manage_act", args=["cancel"]))
    assert (answer.status_code, answer.headers["Location"]) == (302, FIND)
