"""Moving a confirmed session: the old time is the client's until the new one is agreed."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from accounts.models import Practitioner, User
from bookings.calendars import calendar_file
from bookings.errors import (
    MoveOpenError,
    NeedsOverrideError,
    SlotTakenError,
    StartedError,
    StatusError,
    TooManyOpenError,
)
from bookings.models import Booking, BookingEvent, SessionType
from bookings.scheduling.policy import Reason
from bookings.selectors import current_row, sessions_of
from bookings.services import (
    accept_proposal,
    cancel_booking,
    confirm_booking,
    decline_booking,
    offer_move,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    request_move,
    withdraw_request,
)
from tests.bookings.letters import written
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW, make_booking

CLIENT, PRACTICE = BookingEvent.By.CLIENT, BookingEvent.By.PRACTICE
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MONDAY + DAY
HALF_PAST = MONDAY + HOUR / 2


@pytest.fixture
def agreed(session_type: SessionType, therapist: User) -> Booking:
    return confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)


@pytest.fixture
def asked(agreed: Booking) -> Booking:
    return request_move(booking=agreed, starts_at=LATER, by=None, now=NOW)


@pytest.fixture
def offered(agreed: Booking, therapist: User) -> Booking:
    return offer_move(booking=agreed, starts_at=LATER, by=therapist, now=NOW)


def statuses(*rows: Booking) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def is_free(session_type: SessionType, starts_at: datetime) -> bool:
    try:
        ask(session_type, starts_at, browser="other", email="bela@example.com")
    except SlotTakenError:
        return False
    return True


# While it waits


def test_a_move_is_a_second_row_of_the_same_session(agreed: Booking, asked: Booking) -> None:
    assert (asked.session_id, asked.replaces, asked.starts_at) == (agreed.session_id, agreed, LATER)
    assert statuses(agreed, asked) == ["confirmed", "requested"]
    assert (asked.fee_rupees, asked.mode, asked.client) == (agreed.fee_rupees, agreed.mode, agreed.client)
    assert list(asked.events.values_list("act", "from_status", "to_status")) == [("ask_move", "", "requested")]


def test_the_practices_offer_is_a_proposal(agreed: Booking, offered: Booking) -> None:
    assert statuses(agreed, offered) == ["confirmed", "proposed"]
    assert kinds_queued(offered) == ["booking_move_offered"]


@pytest.mark.parametrize("starts_at", [MONDAY, LATER])
def test_both_times_are_kept_from_others(asked: Booking, session_type: SessionType, starts_at: datetime) -> None:
    assert not is_free(session_type, starts_at)


def test_a_time_that_overlaps_the_old_one_can_be_asked_for(agreed: Booking) -> None:
    assert request_move(booking=agreed, starts_at=HALF_PAST, by=None, now=NOW).starts_at == HALF_PAST


def test_a_stranger_still_cannot_ask_for_that_time(agreed: Booking, session_type: SessionType) -> None:
    """The control of the test above."""
    assert not is_free(session_type, HALF_PAST)


def test_it_is_held_until_the_old_time_starts_at_the_latest(agreed: Booking, therapist: User) -> None:
    near = MONDAY - 2 * HOUR
    offered = offer_move(booking=agreed, starts_at=MONDAY + 3 * DAY, by=therapist, now=near)
    assert offered.hold_until == MONDAY
    with pytest.raises(StatusError):
        accept_proposal(booking=offered, by=None, now=MONDAY)
    assert statuses(agreed) == ["confirmed"]


def test_another_time_offered_for_a_move_ends_with_the_old_time_too(asked: Booking, therapist: User) -> None:
    changed = propose_time(booking=asked, starts_at=MONDAY + 3 * DAY, by=therapist, now=MONDAY - 3 * DAY)
    assert changed.hold_until == MONDAY - DAY
    assert "stays as it is until you say yes" in str(written(changed, "booking_proposed"))


def test_the_same_move_asked_for_twice_is_one(agreed: Booking, asked: Booking) -> None:
    assert request_move(booking=agreed, starts_at=LATER, by=None, now=NOW) == asked
    assert kinds_queued(asked).count("booking_received") == 1


def test_only_one_move_waits_at_a_time(agreed: Booking, asked: Booking, therapist: User) -> None:
    with pytest.raises(MoveOpenError):
        request_move(booking=agreed, starts_at=LATER + HOUR, by=None, now=NOW)
    with pytest.raises(MoveOpenError):
        offer_move(booking=agreed, starts_at=LATER, by=therapist, now=NOW)


def test_the_database_itself_refuses_a_second_open_row(asked: Booking, session_type: SessionType) -> None:
    """The control: without the service, the constraint stands in the way."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make_booking(session_type, starts_at=LATER + DAY, status="proposed", session_id=asked.session_id)


def test_a_past_move_makes_room_for_the_next(agreed: Booking, asked: Booking) -> None:
    withdraw_request(booking=asked, by=None, now=NOW)
    assert request_move(booking=agreed, starts_at=LATER, by=None, now=NOW) != asked


# What cannot be moved


def test_a_request_is_not_moved(session_type: SessionType) -> None:
    with pytest.raises(StatusError):
        request_move(booking=ask_and_verify(session_type), starts_at=LATER, by=None, now=NOW)


def test_a_session_that_has_started_is_not_moved(agreed: Booking, therapist: User) -> None:
    with pytest.raises(StartedError):
        request_move(booking=agreed, starts_at=LATER, by=None, now=MONDAY)
    with pytest.raises(StartedError):
        offer_move(booking=agreed, starts_at=LATER, by=therapist, now=MONDAY)


def test_a_session_is_not_moved_to_where_it_is(agreed: Booking) -> None:
    with pytest.raises(SlotTakenError):
        request_move(booking=agreed, starts_at=MONDAY, by=None, now=NOW)


def test_a_taken_time_is_refused_to_both(agreed: Booking, session_type: SessionType, therapist: User) -> None:
    make_booking(session_type, starts_at=LATER)
    for move in (request_move, offer_move):
        with pytest.raises(SlotTakenError) as refusal:
            move(booking=agreed, starts_at=LATER, by=therapist, now=NOW)
        assert refusal.value.reasons[0] is Reason.BUSY
    assert Booking.objects.filter(replaces=agreed).count() == 0


def test_the_practice_moves_over_its_own_rules_with_a_reason_only(agreed: Booking, therapist: User) -> None:
    early = LATER - 5 * HOUR
    with pytest.raises(NeedsOverrideError):
        offer_move(booking=agreed, starts_at=early, by=therapist, now=NOW)
    offered = offer_move(booking=agreed, starts_at=early, by=therapist, now=NOW, override_reason="Her flight.")
    assert offered.events.get().note == "Her flight."


def test_a_time_that_has_passed_is_not_offered(agreed: Booking, therapist: User) -> None:
    with pytest.raises(SlotTakenError):
        offer_move(booking=agreed, starts_at=NOW - HOUR, by=therapist, now=NOW, override_reason="x")


def test_who_has_a_session_may_move_it_while_new_people_are_not_taken(agreed: Booking) -> None:
    Practitioner.objects.update(takes_new_clients=False)
    assert request_move(booking=agreed, starts_at=LATER, by=None, now=NOW)


def test_a_move_counts_towards_the_open_requests_of_a_person(agreed: Booking, session_type: SessionType) -> None:
    for number in (2, 3):
        ask(session_type, MONDAY + number * DAY, browser=f"{number}", client=agreed.client)
    with pytest.raises(TooManyOpenError):
        request_move(booking=agreed, starts_at=LATER, by=None, now=NOW)


def test_a_session_without_a_known_client_can_be_moved(session_type: SessionType) -> None:
    assert request_move(booking=make_booking(session_type), starts_at=LATER, by=None, now=NOW)


# What comes of it


def test_on_agreement_the_old_time_ends_and_the_new_one_is_confirmed(
    agreed: Booking, asked: Booking, therapist: User, session_type: SessionType
) -> None:
    confirm_booking(booking=asked, by=therapist, now=NOW)
    assert statuses(agreed, asked) == ["moved", "confirmed"]
    assert not agreed.blocks
    assert current_row(agreed.session_id) == asked
    assert agreed.events.latest("pk").pk < asked.events.latest("pk").pk
    assert is_free(session_type, MONDAY)


def test_an_accepted_offer_moves_the_session_and_tells_both(agreed: Booking, offered: Booking) -> None:
    accept_proposal(booking=offered, by=None, now=NOW)
    assert statuses(agreed, offered) == ["moved", "confirmed"]
    assert {"booking_moved", "booking_accepted", "booking_reminder"} <= set(kinds_queued(offered))
    assert "booking_confirmed" not in kinds_queued(offered)
    assert written(agreed, "booking_reminder") is None
    assert written(agreed, "booking_confirmed") is None


def test_the_calendar_file_has_the_same_uid_and_a_higher_number(
    agreed: Booking, asked: Booking, therapist: User
) -> None:
    def entry(booking: Booking) -> tuple[str, int, str]:
        calendar = Calendar.from_ical(calendar_file(booking, now=NOW, sender="practice@example.com"))
        event = calendar.walk("VEVENT")[0]
        return str(event["uid"]), int(str(event["sequence"])), str(calendar["method"])

    before = entry(agreed)
    moved = entry(confirm_booking(booking=asked, by=therapist, now=NOW))
    agreed.refresh_from_db()
    assert moved[1] > agreed.sequence > before[1]
    ended = entry(cancel_booking(booking=asked, by=CLIENT, user=None, now=NOW))
    assert before[0] == moved[0] == ended[0]
    assert ended[1] > moved[1]
    assert (before[2], moved[2], ended[2]) == ("REQUEST", "REQUEST", "CANCEL")


def test_an_overlapping_move_can_be_agreed(agreed: Booking, therapist: User) -> None:
    asked = request_move(booking=agreed, starts_at=HALF_PAST, by=None, now=NOW)
    confirm_booking(booking=asked, by=therapist, now=NOW)
    assert statuses(agreed, asked) == ["moved", "confirmed"]


@pytest.mark.parametrize("answer", [decline_booking, withdraw_request])
def test_a_no_to_the_request_touches_the_new_row_only(
    agreed: Booking, asked: Booking, therapist: User, answer: object
) -> None:
    before = Booking.objects.filter(pk=agreed.pk).values().get()
    answer(booking=asked, by=therapist, now=NOW)  # type: ignore[operator]
    assert Booking.objects.filter(pk=agreed.pk).values().get() == before
    assert not Booking.objects.get(pk=asked.pk).blocks
    assert current_row(agreed.session_id) == agreed


def test_a_no_to_the_offer_leaves_the_session_and_says_so(agreed: Booking, offered: Booking) -> None:
    refuse_proposal(booking=offered, by=None, now=NOW)
    assert statuses(agreed, offered) == ["confirmed", "withdrawn"]
    mail = written(offered, "booking_move_refused")
    assert mail is not None
    assert "The session stays on" in mail.text


def test_the_deadline_touches_the_new_row_only(agreed: Booking, asked: Booking) -> None:
    assert asked.hold_until is not None
    release_all_lapsed(asked.hold_until)
    assert statuses(agreed, asked) == ["confirmed", "expired"]
    mail = written(asked, "booking_expired", asked.hold_until or MONDAY)
    assert mail is not None
    assert "stays as it is" in mail.text


@pytest.mark.parametrize("by", [CLIENT, PRACTICE])
@pytest.mark.parametrize("move", ["asked", "offered"])
def test_cancelling_while_a_move_waits_ends_both(
    agreed: Booking, request: pytest.FixtureRequest, move: str, by: BookingEvent.By, session_type: SessionType
) -> None:
    row: Booking = request.getfixturevalue(move)
    cancel_booking(booking=agreed, by=by, user=None, now=NOW)
    assert statuses(agreed, row) == ["cancelled", "withdrawn"]
    assert row.events.latest("pk").reason_code == "cancelled_with_session"
    assert current_row(agreed.session_id) == agreed
    assert "booking_withdrawn" not in kinds_queued(row)
    assert is_free(session_type, LATER)


def test_a_cancelled_session_is_no_longer_moved(agreed: Booking, asked: Booking, therapist: User) -> None:
    cancel_booking(booking=agreed, by=CLIENT, user=None, now=NOW)
    with pytest.raises(StatusError) as refusal:
        confirm_booking(booking=asked, by=therapist, now=NOW)
    assert refusal.value.booking.status == "withdrawn"
    assert statuses(agreed, asked) == ["cancelled", "withdrawn"]


def test_a_session_can_be_moved_again(agreed: Booking, asked: Booking, therapist: User) -> None:
    confirm_booking(booking=asked, by=therapist, now=NOW)
    third = request_move(booking=asked, starts_at=LATER + DAY, by=None, now=NOW)
    confirm_booking(booking=third, by=therapist, now=NOW)
    assert statuses(agreed, asked, third) == ["moved", "moved", "confirmed"]


def test_a_client_sees_one_row_for_each_session(agreed: Booking, asked: Booking, therapist: User) -> None:
    assert agreed.client is not None
    assert sessions_of(agreed.client, NOW) == [agreed]
    confirm_booking(booking=asked, by=therapist, now=NOW)
    assert sessions_of(agreed.client, NOW) == [asked]
