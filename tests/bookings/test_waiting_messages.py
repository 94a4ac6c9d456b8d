"""What people are told about the waiting list: when it is due, in which words, and not in the quiet hours."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings import emails_waiting
from bookings.models import SessionType, WaitingDraft
from bookings.services import (
    keep_waiting,
    leave_list,
    let_in,
    prove_waiting,
    release_all_lapsed,
    send_new_waiting_code,
)
from practice.mail import Mail
from practice.mail.registry import rests_until
from practice.models import OutgoingMessage, Practice
from tests.bookings.letters import written
from tests.bookings.waiting_browsing import offer_url
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    MINUTE,
    THURSDAY,
    TUESDAY,
    ask_as_stranger,
    code_of,
    held_for,
    let_pass,
    offers,
    open_time,
    wait,
    wait_as_stranger,
    wait_for_offer,
)
from tests.factories import NOW

EVENING = NOW + 12 * HOUR  # ten in the evening in Gurgaon


def row(kind: str) -> OutgoingMessage:
    return OutgoingMessage.objects.get(kind=kind)


def mail_of(kind: str) -> Mail | None:
    return emails_waiting.render(row(kind), NOW)


def test_an_offer_names_the_time_and_the_deadline_on_both_clocks(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type, zone="Europe/London")
    open_time(scarce, TUESDAY, 18)
    offers()
    mail = written(held_for(entry), "waiting_offer")
    assert mail is not None
    assert mail.subject == "A time for you"
    assert "Tuesday 24 November 2026, 12:30 pm to 1:20 pm, London (GMT)" in mail.text
    assert "until Friday 20 November, 8:00 pm GMT. That is Saturday 21 November, 1:30 am IST." in mail.text
    assert "opening it changes nothing" in mail.text


def test_an_offer_made_at_night_is_told_in_the_morning_and_its_hours_count_from_then(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, THURSDAY, 18)
    offers(EVENING)
    morning = NOW + 22 * HOUR  # eight
    assert rests_until(row("waiting_offer"), EVENING) == morning
    assert held_for(entry).hold_until == morning + 12 * HOUR


def test_an_offer_that_was_answered_is_not_sent_any_more(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_for_offer(session_type, scarce, hour=18)
    booking = held_for(entry)
    leave_list(entry=entry, by=None, now=NOW)
    assert written(booking, "waiting_offer") is None


def test_a_time_that_passed_by_says_that_the_place_is_kept(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_for_offer(session_type, scarce, hour=18)
    booking = held_for(entry)
    release_all_lapsed(NOW + DAY)
    booking.refresh_from_db()
    mail = written(booking, "booking_expired", NOW + DAY)
    assert mail is not None
    assert "You keep your place on the waiting list" in mail.text
    leave_list(entry=entry, by=None, now=NOW + DAY)
    mail = written(booking, "booking_expired", NOW + DAY)
    assert mail is not None
    assert "You keep your place" not in mail.text


def test_once_it_is_asked_whether_she_still_waits_no_message_promises_the_next_time(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    first, *_others, last = (offer.booking for offer in entry.offers.order_by("pk"))
    mail = written(first, "booking_expired", now)  # the last has none: its message is the question itself
    assert mail is not None
    client.get(offer_url(last))
    page = client.get(reverse("book_manage")).content.decode()
    for said in (mail.text, page):
        assert "You keep your place on the waiting list" in said
        assert "whether you still wait; until you say so, no further times are held for you." in said
        assert "the next time that suits you is offered to you" not in said


def test_an_offer_says_what_happens_where_no_answer_comes(session_type: SessionType, scarce: Practitioner) -> None:
    mail = written(held_for(wait_for_offer(session_type, scarce)), "waiting_offer")
    assert mail is not None
    assert "If no answer comes, it is released at that hour, and you keep your place too." in mail.text


def test_joining_is_told_at_once_and_says_what_happens_to_somebody_new(session_type: SessionType) -> None:
    entry = wait_as_stranger(session_type)
    mail = mail_of("waiting_joined")
    assert mail is not None
    assert mail.to == "new@example.com"
    assert "You are new here" in mail.text
    assert "/book/wait/link/" in mail.text
    assert rests_until(row("waiting_joined"), EVENING) is None
    Client.objects.update(status=Client.Status.ACTIVE)
    mail = mail_of("waiting_joined")
    assert mail is not None
    assert "You are new here" not in mail.text
    leave_list(entry=entry, by=None, now=NOW)
    assert mail_of("waiting_joined") is None


def test_the_therapist_is_told_of_somebody_new_until_she_has_let_them_in(
    session_type: SessionType, therapist: User
) -> None:
    entry = wait_as_stranger(session_type)
    mail = mail_of("waiting_new")
    assert mail is not None
    assert mail.to == "arati@example.com"
    assert "new@example.com" not in mail.text + mail.subject
    assert rests_until(row("waiting_new"), EVENING) == NOW + 22 * HOUR
    let_in(entry=entry, now=NOW)
    assert mail_of("waiting_new") is None


def test_without_a_login_of_hers_the_practice_is_told(session_type: SessionType) -> None:
    wait_as_stranger(session_type)
    Practitioner.objects.update(user=None)
    Practice.objects.update(email="hello@example.com")
    mail = mail_of("waiting_new")
    assert mail is not None
    assert mail.to == "hello@example.com"


def test_the_question_names_until_when_the_place_is_kept_and_is_not_asked_once_answered(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    mail = mail_of("waiting_paused")
    assert mail is not None
    assert "kept until Tuesday 22 December, 8:00 pm IST" in mail.text
    assert "Opening the page changes nothing." in mail.text
    keep_waiting(entry=entry, now=now)
    assert mail_of("waiting_paused") is None


def test_whoever_has_no_address_gets_nothing(session_type: SessionType) -> None:
    wait(session_type)
    Client.objects.update(user=None)
    assert mail_of("waiting_joined") is None


def test_messages_about_a_place_that_is_gone_are_not_due(session_type: SessionType) -> None:
    wait_as_stranger(session_type)
    message = row("waiting_new")
    message.cause = "waiting:00000000-0000-4000-8000-000000000000"
    assert emails_waiting.render(message, NOW) is None
    assert emails_waiting.rest_of(message) is None


@pytest.mark.parametrize(
    ("wording", "subject"),
    [
        (Client.Wording.DISCREET, "You have a place on the waiting list"),
        (Client.Wording.BARE, "Received"),
        (Client.Wording.PLAIN, "You wait for a time with Dr Arati Bhatt"),
    ],
)
def test_the_wording_that_was_chosen_is_kept(session_type: SessionType, wording: str, subject: str) -> None:
    entry = wait(session_type)
    Client.objects.filter(pk=entry.client_id).update(wording=wording)
    mail = mail_of("waiting_joined")
    assert mail is not None
    assert mail.subject == subject
    assert ("Received:" in mail.text) is False
    assert "/book/wait/link/" in mail.text


def test_a_code_is_sent_while_it_can_be_used(session_type: SessionType) -> None:
    draft = ask_as_stranger(session_type)
    message = row("waiting_code")
    mail = emails_waiting.render_code(message, NOW)
    assert mail is not None
    assert mail.subject == f"Your code is {code_of(draft)}"
    assert mail.to == "new@example.com"
    assert emails_waiting.render_code(message, NOW + 10 * MINUTE) is None
    send_new_waiting_code(draft=draft, now=NOW + MINUTE)
    assert emails_waiting.render_code(message, NOW + MINUTE) is None  # a newer one is on its way
    prove_waiting(draft=draft, code=code_of(draft), now=NOW + MINUTE)
    newest = OutgoingMessage.objects.filter(kind="waiting_code").latest("due_at")
    assert emails_waiting.render_code(newest, NOW + MINUTE) is None
    assert WaitingDraft.objects.get().code_hash == ""


def test_no_message_names_the_kind_of_session(session_type: SessionType, scarce: Practitioner) -> None:
    SessionType.objects.update(name="Couples session", description="For two")
    let_pass(wait(session_type), scarce, 3)
    wait_as_stranger(session_type, now=NOW + timedelta(seconds=1))
    rows = OutgoingMessage.objects.filter(kind__in=emails_waiting.KINDS)
    mails = [emails_waiting.render(message, NOW) for message in rows]
    assert len(mails) >= 4
    assert all(mail is not None and "Couples" not in mail.text + mail.html + mail.subject for mail in mails)
