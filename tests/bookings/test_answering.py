"""The therapist's answers: decided again under the lock, on every path."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import Practitioner, User
from bookings import desk_times
from bookings.desk_views import get_booking
from bookings.errors import NeedsOverrideError, SlotTakenError, StatusError
from bookings.models import Booking, SessionType, TimeOff
from bookings.scheduling.policy import Reason
from bookings.services import (
    accept_proposal,
    calendar,
    confirm_booking,
    decline_booking,
    propose_time,
    refuse_proposal,
    release_lapsed,
)
from bookings.services.answering import concerns
from bookings.services.recording import move_on
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW, make_booking

pytestmark = pytest.mark.gate

HOUR = timedelta(hours=1)


@pytest.fixture
def request_(session_type: SessionType) -> Booking:
    return ask_and_verify(session_type)


def test_confirming_agrees_the_time_and_sends_the_calendar_file(request_: Booking, therapist: User) -> None:
    booking = confirm_booking(booking=request_, by=therapist, now=NOW)
    assert booking.status == Booking.Status.CONFIRMED
    assert booking.hold_until is None
    assert {"booking_confirmed", "booking_reminder"} <= set(kinds_queued(booking))


def test_confirming_twice_is_refused_and_shows_where_the_booking_is(request_: Booking, therapist: User) -> None:
    confirm_booking(booking=request_, by=therapist, now=NOW)
    with pytest.raises(StatusError) as refused:
        confirm_booking(booking=request_, by=therapist, now=NOW)
    assert refused.value.booking.status == Booking.Status.CONFIRMED
    assert kinds_queued(request_).count("booking_confirmed") == 1


def test_confirming_after_the_deadline_is_refused_and_the_client_is_told(request_: Booking, therapist: User) -> None:
    assert request_.hold_until is not None
    with pytest.raises(StatusError) as refused:
        confirm_booking(booking=request_, by=therapist, now=request_.hold_until)
    assert refused.value.booking.status == Booking.Status.EXPIRED


def test_the_refusal_after_the_deadline_keeps_the_release(request_: Booking, practitioner: Practitioner) -> None:
    assert request_.hold_until is not None
    release_lapsed(practitioner, request_.hold_until)
    release_lapsed(practitioner, request_.hold_until + HOUR)
    assert kinds_queued(request_).count("booking_expired") == 1


def test_leave_entered_meanwhile_warns_and_a_reason_overrides_it(
    request_: Booking, practitioner: Practitioner, therapist: User
) -> None:
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY - HOUR, ends_at=MONDAY + HOUR)
    with pytest.raises(NeedsOverrideError) as refused:
        confirm_booking(booking=request_, by=therapist, now=NOW)
    assert refused.value.reasons == [Reason.TIME_OFF]
    booking = confirm_booking(booking=request_, by=therapist, now=NOW, override_reason="I come in for her.")
    event = booking.events.get(act="confirm")
    assert (event.reason_code, event.note) == ("override", "I come in for her.")


def test_declining_frees_the_time_at_once(request_: Booking, session_type: SessionType, therapist: User) -> None:
    decline_booking(booking=request_, by=therapist, now=NOW)
    assert ask(session_type, browser="other", email="bela@example.com").blocks
    assert "booking_declined" in kinds_queued(request_)


def test_a_proposal_frees_the_old_time_and_holds_the_new_one(
    request_: Booking, session_type: SessionType, therapist: User
) -> None:
    proposed = propose_time(booking=request_, starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    assert proposed.status == Booking.Status.PROPOSED
    assert proposed.ends_at - proposed.starts_at == timedelta(minutes=50)
    assert ask(session_type, browser="other", email="bela@example.com").blocks
    with pytest.raises(SlotTakenError):
        ask(session_type, MONDAY + 3 * HOUR, browser="third", email="chitra@example.com")


def test_a_proposal_over_another_session_is_refused_whatever_the_reason(
    request_: Booking, session_type: SessionType, therapist: User
) -> None:
    ask_and_verify(session_type, MONDAY + 2 * HOUR, email="bela@example.com")
    with pytest.raises(SlotTakenError):
        propose_time(booking=request_, starts_at=MONDAY + 2 * HOUR, by=therapist, now=NOW, override_reason="I insist.")


def propose(booking: Booking, therapist: User, start: datetime = MONDAY + 3 * HOUR) -> Booking:
    return propose_time(booking=booking, starts_at=start, by=therapist, now=NOW)


def test_accepting_a_proposal_confirms_it(request_: Booking, therapist: User) -> None:
    booking = accept_proposal(booking=propose(request_, therapist), by=None, now=NOW)
    assert booking.status == Booking.Status.CONFIRMED
    assert booking.starts_at == MONDAY + 3 * HOUR


def test_refusing_a_proposal_ends_the_request(request_: Booking, therapist: User) -> None:
    booking = refuse_proposal(booking=propose(request_, therapist), by=None, now=NOW)
    assert booking.status == Booking.Status.WITHDRAWN
    assert not booking.blocks


def test_a_proposal_past_its_deadline_can_no_longer_be_accepted(request_: Booking, therapist: User) -> None:
    proposed = propose(request_, therapist, MONDAY + timedelta(days=7))
    with pytest.raises(StatusError):
        accept_proposal(booking=proposed, by=None, now=NOW + timedelta(hours=48))


def test_a_time_that_has_passed_cannot_be_proposed_whatever_the_reason(request_: Booking, therapist: User) -> None:
    with pytest.raises(SlotTakenError) as refused:
        propose_time(booking=request_, starts_at=NOW - HOUR, by=therapist, now=NOW, override_reason="A slip.")
    assert refused.value.reasons == [Reason.IN_THE_PAST]


def test_a_request_withdrawn_while_holds_are_released_stops_nobody_else(
    request_: Booking, practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraw_first(booking: Booking, *args: Any, **kwargs: Any) -> Booking:
        Booking.objects.filter(pk=booking.pk).update(status="withdrawn", blocks=False)
        return move_on(booking, *args, **kwargs)

    assert request_.hold_until
    monkeypatch.setattr(calendar, "move_on", withdraw_first)
    release_lapsed(practitioner, request_.hold_until)
    request_.refresh_from_db()
    assert request_.status == Booking.Status.WITHDRAWN
    assert "booking_expired" not in kinds_queued(request_)


def test_the_times_offered_for_a_proposal_fit_the_session_that_was_asked_for(
    request_: Booking, therapist: User, clock: time_machine.Traveller
) -> None:
    SessionType.objects.update(length_minutes=30, video=False)
    for value, _words in desk_times.free_choices(get_booking(request_.pk)):
        assert concerns(request_, NOW, starts_at=datetime.fromisoformat(value)) == []
    assert desk_times.free_choices(get_booking(request_.pk))


def test_a_session_within_a_day_is_not_reminded_of_the_day_before(session_type: SessionType, therapist: User) -> None:
    soon = NOW + timedelta(hours=20)
    booking = make_booking(session_type, starts_at=soon, status="requested", hold_until=NOW + timedelta(hours=1))
    confirm_booking(booking=booking, by=therapist, now=NOW, override_reason="Agreed on the telephone.")
    assert "booking_confirmed" in kinds_queued(booking)
    assert "booking_reminder" not in kinds_queued(booking)
