"""Offers from the waiting list: to whom, in which order, what an answer does, and why nothing is offered."""

import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Client, Practitioner, User
from bookings import waiting
from bookings.errors import (
    NoPlaceError,
    SlotTakenError,
    StatusError,
)
from bookings.models import Booking, SessionType, WaitingEntry, WaitingOffer
from bookings.scheduling.waiting import Skip
from bookings.services import (
    accept_proposal,
    let_in,
    offer_times_of,
    pause_practice,
    refuse_proposal,
    resume_practice,
    set_urgent,
    take_off_list,
)
from tests.bookings.steps import ask, ask_series, kinds_queued
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    MINUTE,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    held_for,
    kinds_of,
    offers,
    open_time,
    skip_of,
    wait,
    wait_as_stranger,
    wait_for_offer,
)
from tests.factories import NOW, make_booking, make_client, make_user

Status = Booking.Status


def test_whoever_joined_first_is_offered_a_time_first(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    wait(session_type, "bela", now=NOW - 2 * DAY)
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == [("bela", start)]


def test_each_time_goes_to_the_first_whom_it_suits(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", "2-morning", now=NOW - 2 * DAY)
    wait(session_type, "bela", now=NOW - DAY)
    noon, morning = open_time(scarce, TUESDAY, 12), open_time(scarce, WEDNESDAY, 10)
    assert offers() == [("bela", noon), ("asha", morning)]


def test_days_and_hours_are_by_the_clock_where_the_client_is(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "london", "1-early", zone="Europe/London")
    wait(session_type, "gurgaon", "1-early")
    start = open_time(scarce, TUESDAY, 12)  # half past six in the morning in London
    assert offers() == [("london", start)]


def test_an_offer_is_held_like_any_proposal_and_nobody_else_can_take_it(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    booking = held_for(entry)
    assert (booking.status, booking.blocks, booking.starts_at) == (Status.PROPOSED, True, start)
    assert kinds_queued(booking) == ["waiting_offer"]
    with pytest.raises(SlotTakenError):
        ask(session_type, start, client=make_client("bela", user=make_user("bela@example.com")))


def test_one_person_is_offered_one_time_at_once(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    open_time(scarce, WEDNESDAY, 12)
    assert offers() == [("asha", start)]
    assert offers(NOW + MINUTE) == [("asha", start)]


def test_the_database_itself_refuses_a_second_open_offer(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_for_offer(session_type, scarce)
    other = make_booking(session_type, status="proposed", starts_at=NOW + 9 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(entry=entry, booking=other, starts_at=other.starts_at, made_at=NOW)


def test_the_database_itself_refuses_the_same_time_twice(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    refuse_proposal(booking=held_for(entry), by=None, now=NOW)
    other = make_booking(session_type, status="proposed", starts_at=start)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(entry=entry, booking=other, starts_at=start, made_at=NOW)


def test_an_accepted_offer_is_a_confirmed_session_and_ends_the_place(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    booking = accept_proposal(booking=held_for(entry), by=None, now=NOW)
    entry.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    assert (entry.end, entry.ended_at) == (WaitingEntry.End.BOOKED, NOW)
    assert entry.offers.get().outcome == WaitingOffer.Outcome.ACCEPTED
    assert "booking_confirmed" in kinds_queued(booking)


def test_after_a_no_the_time_goes_to_the_next_and_the_place_is_kept(
    session_type: SessionType, scarce: Practitioner
) -> None:
    first, second = wait(session_type, "asha", now=NOW - 2 * DAY), wait(session_type, "bela", now=NOW - DAY)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    booking = refuse_proposal(booking=held_for(first), by=None, now=NOW)
    assert kinds_queued(booking) == ["waiting_offer"]  # nobody writes to the therapist about a no on the list
    assert offers(NOW + MINUTE) == [("bela", start)]
    assert [waiting.position_of(entry) for entry in (first, second)] == [(1, 2), (2, 2)]
    assert first.offers.get().outcome == WaitingOffer.Outcome.REFUSED


def test_the_same_time_is_never_offered_twice_to_the_same_person(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    refuse_proposal(booking=held_for(entry), by=None, now=NOW)
    assert offers(NOW + MINUTE) == []
    assert skip_of(entry, NOW + MINUTE) is Skip.ALL_OFFERED


def test_an_offer_that_nobody_answers_goes_to_the_next_at_its_deadline(
    session_type: SessionType, scarce: Practitioner
) -> None:
    first = wait(session_type, "asha", now=NOW - 2 * DAY)
    wait(session_type, "bela", now=NOW - DAY)
    start = open_time(scarce, THURSDAY, 12)
    offers()
    deadline = held_for(first).hold_until
    assert deadline is not None
    assert offers(deadline - timedelta.resolution) == [("asha", start)]
    assert offers(deadline) == [("bela", start)]
    first.refresh_from_db()
    assert (first.passed, first.rests_since) == (1, None)


def test_a_deadline_that_passed_is_settled_without_the_job(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, THURSDAY, 12)
    offers()
    deadline = held_for(entry).hold_until
    assert deadline is not None
    with pytest.raises(StatusError):
        accept_proposal(booking=held_for(entry), by=None, now=deadline)
    assert waiting.open_offer_of(entry, deadline) is None


def test_what_the_list_does_not_hold_stays_open_to_everyone(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", "2-morning")
    start = open_time(scarce, TUESDAY, 12)
    offers()
    assert ask(session_type, start).status == Status.DRAFT


def test_nothing_is_offered_in_a_pause_and_what_was_offered_stands_still(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    first = wait(session_type, "asha", now=NOW - DAY)
    second = wait(session_type, "bela")
    open_time(scarce, THURSDAY, 12)
    offers()
    pause_practice(practitioner=scarce, back_on=None, by=therapist, now=NOW)
    open_time(scarce, TUESDAY, 12)
    assert [name for name, _start in offers(NOW + HOUR)] == ["asha"]
    assert skip_of(second, NOW + HOUR) is Skip.PAUSED
    assert held_for(first).hold_left == 12 * HOUR
    resume_practice(practitioner=scarce, by=therapist, now=NOW + 2 * HOUR)
    assert held_for(first).hold_until == NOW + 25 * HOUR  # noon to nine in the evening, and three hours of the morning


def test_somebody_new_is_offered_nothing_until_the_therapist_lets_them_in(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_as_stranger(session_type)
    start = open_time(scarce, TUESDAY, 12)
    assert kinds_of(entry) == ["waiting_joined", "waiting_new"]
    assert offers() == []
    assert skip_of(entry) is Skip.NOT_LET_IN
    let_in(entry=entry, now=NOW)
    assert let_in(entry=entry, now=NOW + HOUR).let_in_at == NOW
    assert offers() == [("New", start)]


def test_while_no_new_clients_are_taken_only_clients_are_offered_times(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    new = wait_as_stranger(session_type, now=NOW - DAY)
    let_in(entry=new, now=NOW)
    wait(session_type, "asha")
    Practitioner.objects.update(takes_new_clients=False)
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == [("asha", start)]
    assert skip_of(new) is Skip.INTAKE_CLOSED


def test_whoever_stands_first_by_the_therapists_hand_is_offered_times_first(
    session_type: SessionType, scarce: Practitioner
) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    late = wait(session_type, "bela")
    set_urgent(entry=late, is_urgent=True, reason="A word", now=NOW)
    start = open_time(scarce, TUESDAY, 12)
    assert waiting.position_of(late) == (1, 2)
    assert offers() == [("bela", start)]
    back = set_urgent(entry=late, is_urgent=False, reason="A word", now=NOW)
    assert (back.is_urgent, back.urgent_reason) == (False, "")


def test_the_reason_for_standing_first_goes_with_the_place(session_type: SessionType, therapist: User) -> None:
    entry = wait(session_type)
    set_urgent(entry=entry, is_urgent=True, reason="A word", now=NOW)
    take_off_list(entry=entry, by=therapist, now=NOW)
    entry.refresh_from_db()
    assert (entry.end, entry.urgent_reason) == (WaitingEntry.End.TAKEN_OFF, "")
    with pytest.raises(NoPlaceError):
        set_urgent(entry=entry, is_urgent=True, reason="x", now=NOW)


def test_a_time_is_held_for_nobody_who_has_two_open_requests(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    for hour in (12, 14):
        ask(session_type, open_time(scarce, TUESDAY, hour), client=entry.client)
    open_time(scarce, WEDNESDAY, 12)
    assert offers() == []
    assert skip_of(entry) is Skip.HAS_REQUESTS


def test_nothing_is_offered_of_a_session_that_is_not_offered_any_more(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    SessionType.objects.update(is_offered=False)
    assert offers() == []
    assert skip_of(entry) is Skip.NOT_FOR_THEM


def test_nothing_is_offered_of_a_session_that_is_for_new_clients_to_a_client(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    SessionType.objects.update(audience=SessionType.Audience.NEW_CLIENTS)
    assert skip_of(entry) is Skip.NOT_FOR_THEM


def test_nothing_is_offered_to_who_has_no_address(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    Client.objects.update(user=None)
    assert offers() == []
    assert skip_of(entry) is Skip.NO_ADDRESS


def test_nothing_is_free_where_the_notice_is_longer_than_the_horizon(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    Practitioner.objects.update(notice_hours=48, horizon_days=1)
    assert skip_of(entry) is Skip.NOTHING_FREE


def test_two_times_that_come_free_at_once_go_to_two_people(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    wait(session_type, "bela")
    starts = [open_time(scarce, TUESDAY, 12), open_time(scarce, WEDNESDAY, 12)]
    assert offers() == [("asha", starts[0]), ("bela", starts[1])]


def test_offers_of_one_round_keep_the_buffers_between_them(
    session_type: SessionType, practitioner: Practitioner
) -> None:
    for number in range(4):
        wait(session_type, f"p{number}")
    made = offer_times_of(practitioner, NOW)
    starts = sorted(offer.starts_at for offer in made)
    assert len(starts) == 4
    assert all(later - earlier >= HOUR for earlier, later in itertools.pairwise(starts))


def test_several_dates_asked_for_together_are_one_open_request(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    starts = [open_time(scarce, TUESDAY, hour) for hour in (12, 14)]
    ask_series(session_type, *starts, client=entry.client, mode="video")
    free = open_time(scarce, WEDNESDAY, 12)
    assert offers() == [("asha", free)]
