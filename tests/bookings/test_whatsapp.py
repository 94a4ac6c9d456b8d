"""WhatsApp by the therapist's own hand: only for who chose it, in neutral words, and nothing goes by itself."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from accounts.models import Client
from bookings.models import Booking, SessionType
from bookings.whatsapp import TEXTS, WITHOUT_MAIL, WITHOUT_PAGE, lines_for
from practice.mail.discretion import find_telling_words
from practice.models import OutgoingMessage
from tests.bookings.at_desk import page_of
from tests.factories import make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NUMBER = "+44 7700 900123"


def session_of(session_type: SessionType, status: str = "confirmed", **person: Any) -> Booking:
    """Return a session of someone who chose WhatsApp, unless told otherwise."""
    client = make_client(**{"name": "Asha", "reach": Client.Reach.WHATSAPP, "phone": NUMBER, **person})
    return make_booking(session_type, status=status, client=client, client_zone="Europe/London")


def test_a_link_opens_the_chat_with_the_words_filled_in(session_type: SessionType) -> None:
    confirmed, changed, look = lines_for(session_of(session_type))
    address = urlsplit(confirmed.url)
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/447700900123")
    assert parse_qs(address.query) == {"text": [confirmed.text]}
    assert confirmed.text == ("Hello Asha, Monday 23 November, 6:30 am GMT is confirmed. The details are in your mail.")
    assert changed.text.startswith("Hello Asha, something has changed about Monday 23 November, 6:30 am GMT.")
    assert look.text == "Hello Asha, please look at your mail when you can."


@pytest.mark.parametrize(
    ("status", "count"), [("requested", 1), ("proposed", 2), ("cancelled", 2), ("declined", 1), ("completed", 0)]
)
def test_the_lines_fit_where_the_session_stands(session_type: SessionType, status: str, count: int) -> None:
    assert len(lines_for(session_of(session_type, status))) == count


@pytest.mark.parametrize(
    "person",
    [
        {"reach": "email"},
        {"reach": "call"},
        {"phone": ""},
        {"phone": "07700 900123"},  # of which country?
        {"phone": "ask my sister"},
    ],
)
def test_without_the_choice_or_a_whole_number_there_is_no_link(
    session_type: SessionType, person: dict[str, str]
) -> None:
    assert lines_for(session_of(session_type, **person)) == []


def test_whoever_has_no_mailbox_is_not_sent_to_it(session_type: SessionType) -> None:
    session = session_of(session_type, user=make_user(""))
    Booking.objects.filter(pk=session.pk).update(email="")
    lines = lines_for(Booking.objects.get(pk=session.pk))
    assert lines[0].text == "Hello Asha, Monday 23 November, 6:30 am GMT is confirmed."
    assert not any("mail" in f"{line.text} {line.label}" for line in lines)


def test_whoever_has_no_space_either_is_asked_to_call(session_type: SessionType) -> None:
    session = session_of(session_type)
    Booking.objects.filter(pk=session.pk).update(email="")
    lines = lines_for(Booking.objects.get(pk=session.pk))
    assert lines[0].text == "Hello Asha, Monday 23 November, 6:30 am GMT is confirmed."
    assert [line.text.rpartition("lease call when you can.")[1] for line in lines[1:]] == [
        "lease call when you can."
    ] * 2
    assert lines[2].label == "Please call"
    assert not any("page" in f"{line.text} {line.label}" for line in lines)


def test_a_session_of_nobody_has_no_link(session_type: SessionType) -> None:
    assert lines_for(make_booking(session_type)) == []


def test_no_line_holds_a_telling_word_or_says_session() -> None:
    said = [str(text) for text in (*TEXTS.values(), *WITHOUT_MAIL.values(), *WITHOUT_PAGE.values())]
    assert [text for text in said if find_telling_words(text) or "session" in text] == []


def test_what_stands_in_a_name_stays_in_the_text(session_type: SessionType) -> None:
    booking = session_of(session_type)
    booking.name = "A&B #1?phone=99 %s"
    line = lines_for(booking)[2]
    assert parse_qs(urlsplit(line.url).query) == {"text": [line.text]}
    assert "A&B #1?phone=99 %s" in line.text


@pytest.mark.gate
def test_the_desk_shows_the_links_and_sends_nothing(desk: Browser, session_type: SessionType) -> None:
    booking = session_of(session_type)
    page = BeautifulSoup(desk.get(page_of(booking)).content, "html.parser")
    links = page.select("section[aria-labelledby='whatsapp-title'] a[href^='https://wa.me/']")
    assert len(links) == 3
    assert all(link["rel"] == ["noopener", "noreferrer"] for link in links)
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"safe_hours": "after six", "voicemail": True}, "Safe hours: after six. Voicemail is all right."),
        ({}, "Safe hours: not said; ask by email first. Leave no voicemail."),
    ],
)
def test_the_safe_hours_stand_beside_the_buttons(
    desk: Browser, session_type: SessionType, wishes: dict[str, Any], words: str
) -> None:
    session = session_of(session_type, user=make_user("asha@example.com"), **wishes)
    page = BeautifulSoup(desk.get(page_of(session)).content, "html.parser")
    part = page.select_one("section[aria-labelledby='whatsapp-title']")
    assert part is not None
    assert words in part.get_text()


@pytest.mark.gate
def test_control_the_desk_of_who_chose_email_shows_none(desk: Browser, session_type: SessionType) -> None:
    booking = session_of(session_type, reach="email")
    assert "wa.me" not in desk.get(page_of(booking)).content.decode()
