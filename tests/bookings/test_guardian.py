"""A session for somebody under 18 is agreed only with the consent of a parent or guardian; nobody is asked unasked."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from bookings import consent, guardian_mail
from bookings.errors import GuardianMissingError, GuardianSettledError
from bookings.models import Booking, Guardian, SessionType
from bookings.services import (
    GuardianDetails,
    accept_proposal,
    answer_as_guardian,
    ask_guardian,
    confirm_booking,
    end_guardian,
    note_guardian,
    propose_time,
    request_move,
    withdraw_request,
)
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW, make_client, make_policy, make_session_type, make_user

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 20)
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")
FATHER = GuardianDetails("Ravi", "father", "ravi@example.com")


def childs_request(session_type: SessionType, **changes: Any) -> Booking:
    return ask_and_verify(session_type, is_minor=True, guardian_word="ask", **changes)


def asked(session_type: SessionType) -> Guardian:
    return ask_guardian(booking=childs_request(session_type), details=MOTHER, by=None, now=NOW)


def mail_to_guardian(guardian: Guardian, now: datetime = NOW) -> Mail | None:
    message = OutgoingMessage.objects.get(cause=f"guardian:{guardian.uuid}")
    return guardian_mail.render(message, now)


def note(booking: Booking, by: User, **changes: Any) -> Guardian:
    given: dict[str, Any] = {
        "booking": booking,
        "details": MOTHER,
        "how": "paper",
        "given_on": TODAY,
        "by": by,
        "now": NOW,
    }
    return note_guardian(**{**given, **changes})


# Nothing is agreed without consent


def test_a_childs_request_is_not_confirmed_without_consent(session_type: SessionType, therapist: User) -> None:
    booking = childs_request(session_type)
    with pytest.raises(GuardianMissingError):
        confirm_booking(booking=booking, by=therapist, now=NOW)
    booking.refresh_from_db()
    assert booking.status == "requested"
    assert "booking_confirmed" not in kinds_queued(booking)


def test_the_same_request_of_an_adult_is_confirmed(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    assert confirm_booking(booking=booking, by=therapist, now=NOW).status == "confirmed"


def test_a_reason_that_overrides_a_rule_does_not_override_consent(session_type: SessionType, therapist: User) -> None:
    with pytest.raises(GuardianMissingError):
        confirm_booking(booking=childs_request(session_type), by=therapist, now=NOW, override_reason="I know her.")


def test_with_consent_it_is_confirmed(session_type: SessionType, therapist: User) -> None:
    booking = childs_request(session_type)
    note(booking, therapist)
    assert confirm_booking(booking=booking, by=therapist, now=NOW).status == "confirmed"


def test_an_offered_time_is_not_accepted_without_consent(session_type: SessionType, therapist: User) -> None:
    booking = propose_time(booking=childs_request(session_type), starts_at=MONDAY + HOUR, by=therapist, now=NOW)
    with pytest.raises(GuardianMissingError):
        accept_proposal(booking=booking, by=None, now=NOW)
    note(booking, therapist)
    assert accept_proposal(booking=booking, by=None, now=NOW).status == "confirmed"


def test_a_session_that_confirms_at_once_waits_for_consent(session_type: SessionType, therapist: User) -> None:
    client = make_client("Bela", user=make_user("bela@example.com"))
    brief = make_session_type(session_type.practitioner, slug="brief", confirms_at_once=True)
    booking = ask(brief, client=client, is_minor=True, email="bela@example.com")
    assert booking.status == "requested"
    note(booking, therapist)
    assert ask(brief, MONDAY + 2 * HOUR, client=client, is_minor=True).status == "confirmed"


def test_a_move_stays_that_of_a_child(session_type: SessionType, therapist: User) -> None:
    booking = childs_request(session_type)
    note(booking, therapist)
    confirm_booking(booking=booking, by=therapist, now=NOW)
    move = request_move(booking=booking, starts_at=MONDAY + 2 * HOUR, by=None, now=NOW)
    assert (move.is_minor, move.guardian_word) == (True, "ask")
    end_guardian(booking=booking, by=therapist, now=NOW)
    with pytest.raises(GuardianMissingError):
        confirm_booking(booking=move, by=therapist, now=NOW)
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_consent_for_one_client_is_none_for_another(session_type: SessionType, therapist: User) -> None:
    note(childs_request(session_type), therapist)
    other = childs_request(session_type, starts_at=MONDAY + 2 * HOUR, email="bela@example.com")
    assert consent.lacks_guardian(other)


# Nobody is written to unasked


def test_asking_for_a_time_writes_to_no_guardian(session_type: SessionType) -> None:
    booking = childs_request(session_type)
    assert not Guardian.objects.exists()
    assert kinds_queued(booking) == kinds_queued_for_an_adult(session_type)


def kinds_queued_for_an_adult(session_type: SessionType) -> list[str]:
    return kinds_queued(ask_and_verify(session_type, MONDAY + 4 * HOUR, email="adult@example.com"))


def test_from_a_draft_nobody_can_be_asked(session_type: SessionType) -> None:
    draft = ask(session_type, is_minor=True, guardian_word="ask")
    with pytest.raises(GuardianSettledError):
        ask_guardian(booking=draft, details=MOTHER, by=None, now=NOW)
    assert not OutgoingMessage.objects.filter(kind="guardian_asked").exists()


def test_once_proved_and_wished_for_one_message_is_queued(session_type: SessionType) -> None:
    guardian = asked(session_type)
    mail = mail_to_guardian(guardian)
    assert mail is not None
    assert mail.to == "meera@example.com"
    assert "Asha" in mail.text
    assert guardian.booking.events.get(act="guardian_ask").by == "client"


def test_asking_the_same_person_twice_sends_one_message(session_type: SessionType) -> None:
    guardian = asked(session_type)
    again = ask_guardian(booking=guardian.booking, details=MOTHER, by=None, now=NOW + HOUR)
    assert again.pk == guardian.pk
    assert OutgoingMessage.objects.filter(kind="guardian_asked").count() == 1


def test_asking_somebody_else_ends_the_first_link(session_type: SessionType) -> None:
    first = asked(session_type)
    second = ask_guardian(booking=first.booking, details=FATHER, by=None, now=NOW + HOUR)
    assert mail_to_guardian(first) is None
    assert mail_to_guardian(second, NOW + HOUR) is not None
    with pytest.raises(GuardianSettledError):
        answer_as_guardian(guardian=first, agrees=True, today=TODAY, now=NOW + HOUR)


def test_an_adult_has_nobody_to_ask(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    with pytest.raises(GuardianSettledError):
        ask_guardian(booking=booking, details=MOTHER, by=None, now=NOW)
    with pytest.raises(GuardianSettledError):
        note(booking, therapist)


def test_a_withdrawn_request_ends_message_and_answer(session_type: SessionType) -> None:
    guardian = asked(session_type)
    assert mail_to_guardian(guardian) is not None
    withdraw_request(booking=guardian.booking, by=None, now=NOW)
    assert mail_to_guardian(guardian) is None
    with pytest.raises(GuardianSettledError):
        answer_as_guardian(guardian=guardian, agrees=True, today=TODAY, now=NOW)
    assert not consent.has_guardian(guardian.client)


def test_the_answer_counts_to_the_last_second_of_the_deadline(session_type: SessionType) -> None:
    guardian = asked(session_type)
    deadline = guardian.booking.hold_until
    assert deadline
    assert mail_to_guardian(guardian, deadline - timedelta(seconds=1)) is not None
    assert mail_to_guardian(guardian, deadline) is None
    with pytest.raises(GuardianSettledError):
        answer_as_guardian(guardian=guardian, agrees=True, today=TODAY, now=deadline)


# What is stored of an answer


def test_a_yes_is_stored_with_day_way_and_version(session_type: SessionType, therapist: User) -> None:
    text = make_policy("guardian")
    row = answer_as_guardian(guardian=asked(session_type), agrees=True, today=TODAY, now=NOW)
    assert (row.has_agreed, row.given_on, row.how, row.policy_text) == (True, TODAY, "link", text)
    assert row.booking.events.get(act="guardian_yes").by == "guardian"
    assert {"booking_guardian_answered", "booking_guardian_news"} <= set(kinds_queued(row.booking))
    assert confirm_booking(booking=row.booking, by=therapist, now=NOW).status == "confirmed"


def test_a_no_confirms_nothing_and_somebody_else_can_be_asked(session_type: SessionType, therapist: User) -> None:
    row = answer_as_guardian(guardian=asked(session_type), agrees=False, today=TODAY, now=NOW)
    assert (row.has_agreed, row.given_on) == (False, None)
    with pytest.raises(GuardianMissingError):
        confirm_booking(booking=row.booking, by=therapist, now=NOW)
    second = ask_guardian(booking=row.booking, details=FATHER, by=None, now=NOW)
    answer_as_guardian(guardian=second, agrees=True, today=TODAY, now=NOW)
    assert confirm_booking(booking=row.booking, by=therapist, now=NOW).status == "confirmed"


def test_an_answer_is_given_once(session_type: SessionType) -> None:
    guardian = asked(session_type)
    answer_as_guardian(guardian=guardian, agrees=False, today=TODAY, now=NOW)
    with pytest.raises(GuardianSettledError):
        answer_as_guardian(guardian=guardian, agrees=True, today=TODAY, now=NOW)


def test_what_the_therapist_notes_ends_a_link_that_waits(session_type: SessionType, therapist: User) -> None:
    guardian = asked(session_type)
    row = note(guardian.booking, therapist, details=FATHER)
    assert (row.how, row.recorded_by, row.given_on) == ("paper", therapist, TODAY)
    assert mail_to_guardian(guardian) is None
    with pytest.raises(GuardianSettledError):
        note(guardian.booking, therapist)
    with pytest.raises(GuardianSettledError):
        ask_guardian(booking=guardian.booking, details=MOTHER, by=None, now=NOW)


def test_consent_that_ended_confirms_nothing_more(session_type: SessionType, therapist: User) -> None:
    booking = childs_request(session_type)
    end_guardian(booking=booking, by=therapist, now=NOW)
    assert not booking.events.filter(act="guardian_end").exists()
    note(booking, therapist)
    end_guardian(booking=booking, by=therapist, now=NOW)
    assert booking.events.filter(act="guardian_end").count() == 1
    with pytest.raises(GuardianMissingError):
        confirm_booking(booking=booking, by=therapist, now=NOW)
    note(booking, therapist)
    assert confirm_booking(booking=booking, by=therapist, now=NOW).status == "confirmed"


def test_names_and_addresses_of_guardians_are_stored_encrypted(session_type: SessionType) -> None:
    asked(session_type)
    stored = Guardian.objects.values_list("name", "relation", "contact").get()
    assert not {"Meera", "mother", "meera@example.com"} & {getattr(each, "token", each) for each in stored}


def test_the_database_refuses_half_an_answer(session_type: SessionType) -> None:
    asked(session_type)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardian.objects.update(has_agreed=True)


def test_a_guardian_message_waits_for_the_morning_but_not_past_its_use(session_type: SessionType) -> None:
    guardian = asked(session_type)
    message = OutgoingMessage.objects.get(cause=f"guardian:{guardian.uuid}")
    recipient = guardian_mail.rest_of(message)
    assert recipient is not None
    assert guardian.booking.hold_until
    assert recipient.useful_until == guardian.booking.hold_until - HOUR
    message.cause = "guardian:00000000-0000-4000-8000-000000000000"
    assert guardian_mail.rest_of(message) is None
    assert guardian_mail.render(message, NOW) is None
