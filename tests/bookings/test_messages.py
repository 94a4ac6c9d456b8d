"""What people are told: neutral, complete, the same in text and HTML, and only while it is still true."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Practitioner, User
from bookings import emails, emails_together, emails_waiting, pause_mail
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import (
    cancel_booking,
    confirm_booking,
    decline_booking,
    guardians,
    leave_list,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    send_new_code,
    withdraw_request,
)
from practice.mail import Mail
from practice.mail.letters import unlinked
from practice.models import OutgoingMessage, Practice
from tests.bookings.letters import write_every_letter, written
from tests.bookings.steps import ask, ask_and_verify
from tests.bookings.waiting_steps import wait_as_stranger
from tests.factories import MONDAY, NOW

pytestmark = pytest.mark.gate

HOUR = timedelta(hours=1)
CONFIRMED = "booking_confirmed"


def words_of(part: str) -> list[str]:
    """Return the words of a text or of an HTML part, addresses and markup left out."""
    body = part[part.index("<main") :] if "<main" in part else part
    plain = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style.*?</style>", " ", body)))
    return re.findall(r"\w+", re.sub(r"https?://\S+", " ", plain))


@pytest.fixture
def request_(session_type: SessionType) -> Booking:
    return ask_and_verify(session_type)


@pytest.fixture
def every_message(session_type: SessionType, therapist: User) -> list[Mail]:
    """Each kind of message once."""
    return write_every_letter(session_type, therapist)


def test_text_and_html_say_the_same(every_message: list[Mail]) -> None:
    for mail in every_message:
        said = words_of(mail.text)
        missing = [word for word in said if word not in words_of(mail.html)]
        assert missing == [], mail.subject


def test_every_message_names_the_help_lines(every_message: list[Mail]) -> None:
    for mail in every_message:
        assert "14416" in mail.text
        assert "14416" in mail.html


def test_no_message_names_the_note_or_carries_a_video_link(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, note="The quiet words.")
    confirm_booking(booking=booking, by=therapist, now=NOW)
    for kind in ("booking_received", "booking_to_answer", "booking_confirmed"):
        mail = written(booking, kind)
        assert mail is None or "quiet" not in mail.text + mail.html


def test_the_confirmation_says_when_in_both_zones(request_: Booking, therapist: User) -> None:
    confirm_booking(booking=request_, by=therapist, now=NOW)
    mail = written(request_, "booking_confirmed")
    assert mail is not None
    assert "Monday 23 November 2026, 6:30 am to 7:20 am, London (GMT)" in mail.text
    assert "12:00 pm in Gurgaon (IST)" in mail.text
    assert [attachment.filename for attachment in mail.attachments] == ["session.ics"]


def test_the_therapist_is_told_without_any_name(request_: Booking) -> None:
    mail = written(request_, "booking_to_answer")
    assert mail is not None
    assert mail.to == "arati@example.com"
    assert "Asha" not in mail.text + mail.subject + mail.html


@pytest.mark.parametrize("kind", ["booking_received", "booking_to_answer", "booking_nudge"])
def test_what_is_no_longer_so_is_not_sent(request_: Booking, therapist: User, kind: str) -> None:
    decline_booking(booking=request_, by=therapist, now=NOW)
    assert written(request_, kind) is None


def test_a_reminder_of_a_cancelled_session_is_not_sent(request_: Booking, therapist: User) -> None:
    confirm_booking(booking=request_, by=therapist, now=NOW)
    assert written(request_, "booking_reminder") is not None
    cancel_booking(booking=request_, by=BookingEvent.By.CLIENT, user=None, now=NOW)
    assert written(request_, "booking_reminder") is None


def test_a_reminder_after_the_start_is_not_sent(request_: Booking, therapist: User) -> None:
    confirm_booking(booking=request_, by=therapist, now=NOW)
    assert written(request_, "booking_reminder", MONDAY) is None


def test_markup_in_a_name_is_shown_as_typed(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type, name='<script>alert(1)</script> {{ 7|add:"7" }}')
    mail = written(booking, "booking_received")
    assert mail is not None
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert '{{ 7|add:"7" }}' in mail.text


def test_there_is_a_text_for_every_kind() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "emails" / "bookings"
    kinds = {*emails.KINDS, *emails_together.KINDS, *emails_waiting.KINDS}
    alone = {emails.MANAGE_LINK, emails_waiting.CODE, guardians.ASKED, pause_mail.KIND, "care_ended"}
    assert {path.stem for path in folder.glob("*.txt")} == kinds | alone


def test_a_code_is_mailed_for_as_long_as_it_works(session_type: SessionType) -> None:
    draft = ask(session_type)
    assert written(draft, "booking_code", NOW + timedelta(minutes=9))
    assert written(draft, "booking_code", NOW + timedelta(minutes=10)) is None


def test_a_code_that_a_newer_one_replaced_is_not_mailed(session_type: SessionType) -> None:
    draft = ask(session_type)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=NOW + timedelta(minutes=1))
    first, second = OutgoingMessage.objects.filter(kind="booking_code").order_by("due_at")
    later = NOW + timedelta(minutes=2)
    assert emails.render(first, later) is None
    assert emails.render(second, later)


def test_whose_turn_it_was_decides_what_is_said_when_nobody_answered(request_: Booking, therapist: User) -> None:
    proposed = propose_time(booking=request_, starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    assert proposed.hold_until
    release_all_lapsed(proposed.hold_until)
    mail = written(request_, "booking_expired", proposed.hold_until)
    assert mail
    assert "The time we suggested is no longer held" in mail.subject
    assert "sorry" not in mail.text


@pytest.mark.parametrize(
    "name", ["Security alert: https://evil.example/login", "Read: http://testserver.evil.example/x", "x: https://y"]
)
def test_a_name_that_looks_like_a_link_is_shown_and_is_none(session_type: SessionType, name: str) -> None:
    mail = written(ask_and_verify(session_type, name=name), "booking_received")
    assert mail
    assert f"<p>Hello {unlinked(name)},</p>" in mail.html
    assert "://" not in unlinked(name)
    links = re.findall(r'href="([^"]+)"', mail.html)
    assert links
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in links)


def test_a_message_about_a_booking_that_is_not_there_is_not_sent(session_type: SessionType) -> None:
    message = OutgoingMessage(kind="booking_received", cause="booking:00000000-0000-0000-0000-000000000001")
    assert emails.render(message, NOW) is None


def test_links_for_an_address_with_nothing_to_come_are_not_mailed(request_: Booking) -> None:
    message = OutgoingMessage(kind=emails.MANAGE_LINK, cause="links:1")
    message.body = {"email": "nobody@example.com"}
    assert emails.render_links(message, NOW) is None
    message.body = {"email": request_.email}
    letter = emails.render_links(message, NOW)
    assert letter is not None
    assert "/book/manage/" in letter.text


def test_without_a_login_the_practices_own_address_is_told(request_: Booking) -> None:
    Practitioner.objects.update(user=None)
    Practice.objects.update(email="desk@example.com")
    message = OutgoingMessage.objects.get(kind="booking_to_answer")
    told = emails.render(message, NOW)
    assert told is not None
    assert told.to == "desk@example.com"
    Practice.objects.update(email="")
    assert emails.render(message, NOW) is None


@pytest.mark.parametrize(
    ("mode", "phone", "words"),
    [
        ("phone", "+911234567890", "Please call +91 12345 67890 at that hour."),
        ("phone", "", "You are the one who calls; you hear the number from Dr Arati Bhatt."),
        ("video", "", "The way in opens on your page 15 minutes before the start."),
    ],
)
def test_a_confirmation_says_how_one_comes(
    session_type: SessionType, therapist: User, mode: str, phone: str, words: str
) -> None:
    Practice.objects.update(phone=phone)
    mail = written(confirm_booking(booking=ask_and_verify(session_type, mode=mode), by=therapist, now=NOW), CONFIRMED)
    assert mail is not None
    assert words in mail.text
    assert ("Your page: the way in, move or cancel" in mail.text) is (mode == "video")


def test_a_suggestion_that_is_not_taken_is_told_as_such(request_: Booking, therapist: User) -> None:
    offer = propose_time(booking=request_, starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    mail = written(refuse_proposal(booking=offer, by=None, now=NOW), "booking_withdrawn")
    assert mail is not None
    assert mail.subject == "Your suggestion was not taken"
    assert "The client said no to" in mail.text


def test_control_a_request_that_is_withdrawn_is_no_refusal(request_: Booking) -> None:
    mail = written(withdraw_request(booking=request_, by=None, now=NOW), "booking_withdrawn")
    assert mail is not None
    assert mail.subject == "A request was withdrawn"


def test_the_links_of_an_address_hold_its_place_on_the_waiting_list(session_type: SessionType) -> None:
    entry = wait_as_stranger(session_type, "new@example.com")
    message = OutgoingMessage(kind=emails.MANAGE_LINK, cause="links:1")
    message.body = {"email": "new@example.com"}
    mail = emails.render_links(message, NOW)
    assert mail is not None
    assert f"Your place on the waiting list: {emails.place_urls('new@example.com')[0]}" in mail.text
    leave_list(entry=entry, by=None, now=NOW)
    assert emails.render_links(message, NOW) is None
