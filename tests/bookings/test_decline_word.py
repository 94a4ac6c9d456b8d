"""A decline may carry one sentence of hers: below the usual words, on the page, and never on a locked phone."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings.emails import render
from bookings.lock_screen import first_words
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import confirm_booking, decline_booking, request_move
from bookings.word_to_client import word_with
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.at_desk import HOUR, page_of, send, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

WORD = "Meera Rao has room on Thursdays; I have again in January."
CARE = "It says nothing about you or about what you wrote."


def act_of(booking: Booking) -> str:
    return reverse("admin:booking_decline", args=[booking.pk])


def mail_of(booking: Booking) -> Mail:
    message = OutgoingMessage.objects.get(kind="booking_declined", cause=f"booking:{booking.uuid}")
    mail = render(message, NOW)
    assert mail
    return mail


def typed_in(page: str) -> dict[str, str]:
    """Return what stands in the two boxes of the question."""
    boxes = BeautifulSoup(page, "lxml").select("textarea")
    return {str(box["name"]): box.get_text().strip() for box in boxes}


def test_the_sentence_goes_to_the_client_and_the_note_does_not(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    send(desk, "decline", booking, word=WORD, note="Conflict of interest.")
    assert status_of(booking) == "declined"
    mail = mail_of(booking)
    for part in (mail.text, mail.html):
        assert part.index(CARE) < part.index(f"adds: “{WORD}”")
        assert "Conflict" not in part
    assert word_with(booking) == WORD


def test_control_without_a_sentence_the_message_is_the_usual_one(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    send(desk, "decline", booking, note="Mine.")
    assert "adds:" not in mail_of(booking).text
    assert not booking.events.filter(act="word").exists()
    assert word_with(booking) == ""


@pytest.mark.parametrize("wording", Client.Wording)
@pytest.mark.parametrize("name", ["A", "Asha"])
def test_a_locked_phone_never_shows_it(
    session_type: SessionType, therapist: User, wording: Client.Wording, name: str
) -> None:
    booking = ask_and_verify(session_type, name=name, client_zone="Asia/Kolkata")
    Client.objects.update(wording=wording)
    decline_booking(booking=booking, by=therapist, now=NOW, word="Thursdays!")
    mail = mail_of(booking)
    assert "Thursdays" not in f"{mail.subject} {mail.from_name} {first_words(mail.text)}"
    assert ("Thursdays" in mail.text) is (wording != Client.Wording.BARE)


def test_her_page_says_it_too(client: Browser, session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    decline_booking(booking=booking, by=therapist, now=NOW, word=WORD)
    assert booking.client
    assert booking.client.user
    client.force_login(booking.client.user)
    page = text(client.get(reverse("book_asked", args=[booking.uuid])))
    assert page.index(CARE) < page.index(f"adds: “{WORD}”")


def test_of_a_move_that_is_declined_the_page_of_the_session_that_stays_says_it(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    agreed = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    asked = request_move(booking=agreed, starts_at=agreed.starts_at + HOUR, by=None, now=NOW)
    decline_booking(booking=asked, by=therapist, now=NOW, word=WORD)
    assert agreed.client
    assert agreed.client.user
    client.force_login(agreed.client.user)
    page = text(client.get(reverse("book_asked", args=[agreed.uuid])))
    assert f"adds: “{WORD}”" in page


def test_the_desk_keeps_it_apart_from_the_note(desk: Browser, session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    decline_booking(booking=booking, by=therapist, now=NOW, note="Mine.", word=WORD)
    page = text(desk.get(page_of(booking)))
    assert f"You wrote to the client: “{WORD}”" in page
    assert "Your note: “Mine.”" in page
    assert "You added a sentence to the message" in page
    word = BookingEvent.objects.get(act="word")
    assert (word.from_status, word.to_status, word.by, word.by_user) == ("declined", "declined", "practice", therapist)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Meera offers psychotherapy too.", "Leave out: psychotherapy"),
        ("Your Anxiety and stress can wait.", "Leave out: Anxiety, stress"),
        ("An inner critic is loud.", "Leave out: critic"),
        ("Staying while misunderstood", "Leave out: Staying while misunderstood"),
        ("x" * 241, "at most 240 characters"),
        ("a\u202eb", "Remove the characters that cannot be shown"),
        ("One line.\nAnother.", "Remove the characters that cannot be shown"),
    ],
)
def test_a_sentence_that_cannot_go_is_refused_in_words_and_all_is_kept(
    desk: Browser, session_type: SessionType, word: str, said: str
) -> None:
    booking = ask_and_verify(session_type)
    answer = desk.post(act_of(booking), {"word": word, "note": "Mine."})
    page = text(answer)
    assert answer.status_code == 422
    assert said in page
    assert typed_in(page) == {"word": word, "note": "Mine."}
    assert status_of(booking) == "requested"


def test_on_a_request_that_was_answered_meanwhile_both_are_given_back(
    desk: Browser, session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type)
    confirm_booking(booking=booking, by=therapist, now=NOW)
    answer = desk.post(act_of(booking), {"word": WORD})
    assert answer.status_code == 409
    assert WORD in text(answer)
    assert not BookingEvent.objects.filter(act="word").exists()
    assert desk.post(act_of(booking), {}).status_code == 302


def letter_on(page: str) -> Any:
    found = BeautifulSoup(page, "lxml").select_one("details.desk__letter")
    assert found
    return found


def test_the_message_can_be_seen_first_as_it_will_go(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    asked = letter_on(text(desk.get(act_of(booking))))
    assert (asked.has_attr("open"), CARE in asked.get_text(), "adds:" in asked.get_text()) == (False, True, False)
    answer = desk.post(act_of(booking), {"word": WORD, "note": "Mine.", "look": "yes"})
    page = text(answer)
    assert answer.status_code == 200
    assert typed_in(page) == {"word": WORD, "note": "Mine."}
    assert status_of(booking) == "requested"
    shown = letter_on(page)
    assert shown.has_attr("open")
    send(desk, "decline", booking, word=WORD)
    mail = mail_of(booking)
    assert "".join(shown.select_one(".desk__paper").get_text().split()) == "".join(mail.text.split())
    assert f"A locked phone shows: {mail.subject}. {first_words(mail.text)}" in " ".join(shown.get_text().split())


def test_whoever_wants_bare_messages_reads_it_on_the_page_and_no_link_to_it_is_shown_here(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    Client.objects.update(wording=Client.Wording.BARE)
    shown = letter_on(text(desk.post(act_of(booking), {"word": WORD, "look": "yes"}))).get_text()
    assert "Your sentence stands on their page." in shown
    assert WORD not in shown
    assert "/book/manage/" not in shown


def test_without_an_address_no_message_is_shown(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert "The message that the client gets" in text(desk.get(act_of(booking)))
    Booking.objects.update(email="", client=None)
    assert "The message that the client gets" not in text(desk.get(act_of(booking)))
