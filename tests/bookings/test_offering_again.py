"""A time offered after a request that came to nothing: a row of its own, on the terms of today, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Client, Practitioner, User
from bookings import consent
from bookings.emails import render
from bookings.errors import BookingError, GuardianMissingError, NeedsOverrideError, SlotTakenError, StatusError
from bookings.history import say_event
from bookings.models import Booking, SessionType, WaitingOffer
from bookings.on_file import is_grown_up
from bookings.pages import session_view
from bookings.scheduling.policy import Reason
from bookings.services import (
    accept_proposal,
    change_request,
    decline_booking,
    note_of_age,
    offer_again,
    offer_by_hand,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    request_move,
    withdraw_request,
)
from bookings.services.offering_again import can_offer_again, key_after, request_before
from bookings.standing import standing_of
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.bookings.waiting_steps import wait
from tests.factories import MONDAY, NOW, make_booking, make_client, make_policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR = timedelta(hours=1)
LATER = MONDAY + 4 * HOUR
OVER = NOW + timedelta(days=3)  # after every deadline


def declined(session_type: SessionType, by: User, **changes: Any) -> Booking:
    return decline_booking(booking=ask_and_verify(session_type, **changes), by=by, now=NOW)


def again(booking: Booking, by: User, starts_at: datetime = LATER, **changes: Any) -> Booking:
    return offer_again(**{"booking": booking, "starts_at": starts_at, "by": by, "now": NOW, **changes})


def test_a_new_row_holds_the_time_and_the_old_one_stays(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist, note="In my words.")
    offered = again(request, therapist)
    request.refresh_from_db()
    assert (request.status, request.blocks) == ("declined", False)
    assert (offered.status, offered.blocks, offered.starts_at) == ("proposed", True, LATER)
    assert offered.hold_until == NOW + timedelta(hours=48)
    assert offered.session_id != request.session_id
    assert (offered.replaces, offered.series) == (None, None)
    offered.refresh_from_db()
    said = (offered.client, offered.name, offered.email, offered.client_zone, offered.note, offered.mode)
    assert said == (request.client, "Asha", "asha@example.com", "Europe/London", "In my words.", "video")
    assert request_before(offered) == request
    assert request_before(request) is None


def test_the_hold_ends_when_the_time_begins(session_type: SessionType, therapist: User) -> None:
    assert again(declined(session_type, therapist), therapist, NOW + 5 * HOUR).hold_until == NOW + 5 * HOUR


def test_she_gets_the_letter_and_says_yes_as_to_any_proposal(session_type: SessionType, therapist: User) -> None:
    offered = again(declined(session_type, therapist), therapist)
    assert kinds_queued(offered) == ["booking_proposed"]
    mail = render(OutgoingMessage.objects.get(kind="booking_proposed"), NOW)
    assert mail
    assert mail.to == "asha@example.com"
    assert "You asked for a time before. This one is suggested to you now:" in mail.text
    assert "The time you asked for is not possible" not in mail.text
    assert accept_proposal(booking=offered, by=None, now=NOW).status == "confirmed"
    assert {"booking_confirmed", "booking_reminder", "booking_accepted"} <= set(kinds_queued(offered))


def test_a_proposal_in_answer_to_a_request_says_what_it_said(session_type: SessionType, therapist: User) -> None:
    """The control."""
    propose_time(booking=ask_and_verify(session_type), starts_at=LATER, by=therapist, now=NOW)
    mail = render(OutgoingMessage.objects.get(kind="booking_proposed"), NOW)
    assert mail
    assert "The time you asked for is not possible. This one is suggested instead:" in mail.text


def test_the_terms_are_those_of_today_and_her_page_says_so_before_she_accepts(
    session_type: SessionType, therapist: User
) -> None:
    notice = PolicyText.objects.get(kind="notice")
    request = declined(session_type, therapist, notice_text=notice)
    newer = make_policy("cancellation", version="2026-11-20", starts_on=NOW.date())
    SessionType.objects.update(fee_rupees=1800, length_minutes=60)
    Practitioner.objects.update(cancellation_hours=48)
    offered = again(request, therapist)
    assert (offered.fee_rupees, offered.length_minutes, offered.cancellation_hours) == (1800, 60, 48)
    assert (offered.cancellation_policy, offered.notice_text) == (newer, notice)
    words = standing_of(session_view(offered, NOW), NOW).words
    assert "The terms are those of today: 60 minutes, free to cancel until 48 hours before." in words
    assert "cannot offer the time" not in words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("expired", "You offered 23 Nov 2026, 4:00 pm IST, after nobody had answered the request in time"),
        ("declined", "You offered 23 Nov 2026, 4:00 pm IST, after you had declined the request"),
        ("withdrawn", "You offered 23 Nov 2026, 4:00 pm IST, after the client had withdrawn or said no"),
    ],
)
def test_the_history_says_after_what_it_was_offered(
    session_type: SessionType, therapist: User, status: str, words: str
) -> None:
    request = make_booking(session_type, status=status, client=make_client())
    event = again(request, therapist).events.get()
    assert (event.act, event.by, event.by_user, event.reason_code) == ("offer_again", "practice", therapist, status)
    assert say_event(event) == words


def test_a_request_whose_deadline_has_passed_counts_before_any_job_has_run(
    session_type: SessionType, therapist: User
) -> None:
    request = ask_and_verify(session_type)
    offered = again(request, therapist, MONDAY + timedelta(days=7), now=OVER)
    request.refresh_from_db()
    assert (request.status, offered.status) == ("expired", "proposed")


def test_an_offer_that_ends_unmet_can_be_followed_by_another(session_type: SessionType, therapist: User) -> None:
    first = again(declined(session_type, therapist), therapist)
    refuse_proposal(booking=first, by=None, now=NOW)
    second = again(first, therapist, MONDAY)
    assert (second.status, request_before(second)) == ("proposed", first)
    release_all_lapsed(OVER)
    third = again(second, therapist, MONDAY + timedelta(days=7), now=OVER)
    assert third.status == "proposed"


def test_after_one_request_a_time_is_offered_once(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist)
    offered = again(request, therapist)
    assert again(request, therapist) == offered  # the same form sent twice
    with pytest.raises(StatusError):
        again(request, therapist, LATER + 2 * HOUR)
    assert Booking.objects.count() == 2
    assert offered.events.count() == 1
    refuse_proposal(booking=offered, by=None, now=NOW)
    with pytest.raises(StatusError):
        again(request, therapist)


def test_the_database_holds_to_once_too(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist)
    again(request, therapist)
    with pytest.raises(IntegrityError):
        make_booking(session_type, starts_at=MONDAY + timedelta(days=1), request_key=key_after(request))


def refused_after(booking: Booking, therapist: User) -> bool:
    before = Booking.objects.count()
    with pytest.raises(BookingError) as refused:
        again(booking, therapist, MONDAY + timedelta(days=7))
    return isinstance(refused.value, StatusError) and Booking.objects.count() == before


@pytest.mark.parametrize("status", ["requested", "proposed", "confirmed", "completed", "no_show", "cancelled", "moved"])
def test_after_anything_else_none_is_offered(session_type: SessionType, therapist: User, status: str) -> None:
    assert refused_after(make_booking(session_type, status=status, client=make_client()), therapist)


def test_after_a_draft_or_for_nobody_proved_none_is_offered(session_type: SessionType, therapist: User) -> None:
    draft = ask(session_type)
    assert refused_after(draft, therapist)
    assert refused_after(make_booking(session_type, status="expired", starts_at=LATER), therapist)


def test_once_care_has_ended_none_is_offered(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist)
    assert can_offer_again(request)
    Client.objects.update(status=Client.Status.ENDED)
    assert refused_after(request, therapist)


def test_a_move_that_came_to_nothing_leaves_its_session(session_type: SessionType, therapist: User) -> None:
    session = make_booking(session_type, client=make_client())
    move = withdraw_request(booking=request_move(booking=session, starts_at=LATER, by=None, now=NOW), by=None, now=NOW)
    assert refused_after(move, therapist)


def test_the_time_given_up_for_another_leaves_the_row_of_the_other(session_type: SessionType, therapist: User) -> None:
    request = ask_and_verify(session_type)
    changed = change_request(booking=request, starts_at=LATER, by=None, now=NOW)
    decline_booking(booking=changed, by=therapist, now=NOW)
    request.refresh_from_db()
    assert request.status == "withdrawn"
    assert refused_after(request, therapist)
    assert again(changed, therapist, MONDAY).status == "proposed"


def test_an_offer_from_the_waiting_list_leaves_the_place_on_it(session_type: SessionType, therapist: User) -> None:
    entry = wait(session_type)
    offer: WaitingOffer = offer_by_hand(entry=entry, starts_at=MONDAY, by=therapist, now=NOW)
    refuse_proposal(booking=offer.booking, by=None, now=NOW)
    assert refused_after(offer.booking, therapist)


def test_the_time_is_looked_at_as_for_every_offer(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist)
    make_booking(session_type, starts_at=LATER)
    with pytest.raises(SlotTakenError):
        again(request, therapist, override_reason="I want it.")
    with pytest.raises(SlotTakenError) as refused:
        again(request, therapist, NOW, override_reason="I want it.")
    assert refused.value.reasons == [Reason.IN_THE_PAST]
    sunday = MONDAY - timedelta(days=1)
    with pytest.raises(NeedsOverrideError):
        again(request, therapist, sunday)
    offered = again(request, therapist, sunday, override_reason="She travels.")
    assert offered.events.get().note == "She travels."


def test_the_time_that_was_asked_for_can_be_the_one_offered(session_type: SessionType, therapist: User) -> None:
    assert again(declined(session_type, therapist), therapist, MONDAY).starts_at == MONDAY


def test_somebody_under_18_still_needs_consent_to_accept(session_type: SessionType, therapist: User) -> None:
    offered = again(declined(session_type, therapist, is_minor=True, guardian_word="ask"), therapist)
    assert offered.is_minor
    with pytest.raises(GuardianMissingError):
        accept_proposal(booking=offered, by=None, now=NOW)


def test_what_was_noted_of_her_age_since_is_not_said_anew(session_type: SessionType, therapist: User) -> None:
    request = declined(session_type, therapist, is_minor=True, guardian_word="ask")
    note_of_age(booking=request, by=therapist, now=NOW)
    offered = again(request, therapist, now=NOW + HOUR)
    assert offered.client
    assert not offered.is_minor
    assert not consent.is_under_age(offered.client)
    assert not is_grown_up(offered.client)
