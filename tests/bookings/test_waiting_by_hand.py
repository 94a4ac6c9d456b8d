"""Times that the therapist offers to somebody on the waiting list by her own hand."""

from zoneinfo import ZoneInfo

import pytest

from accounts.models import Practitioner, User
from bookings.errors import (
    NeedsOverrideError,
    NoPlaceError,
    OfferOpenError,
    SlotTakenError,
)
from bookings.models import Booking, SessionType
from bookings.scheduling.waiting import Skip
from bookings.services import (
    accept_proposal,
    leave_list,
    offer_by_hand,
    offer_free_times,
    refuse_proposal,
)
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    TUESDAY,
    held,
    let_pass,
    open_time,
    skip_of,
    wait,
    wait_as_stranger,
)
from tests.factories import NOW, make_booking

KOLKATA, LONDON = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")


Status = Booking.Status


def test_the_therapist_offers_a_time_by_hand_out_of_turn_while_nobody_new_is_taken(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    wait(session_type, "asha", "2-morning", now=NOW - DAY)
    new = wait_as_stranger(session_type)
    Practitioner.objects.update(takes_new_clients=False)
    start = open_time(scarce, TUESDAY, 12)
    offer = offer_by_hand(entry=new, starts_at=start, by=therapist, now=NOW)
    assert offer.by_hand
    assert held() == [("New", start)]
    accepted = accept_proposal(booking=offer.booking, by=None, now=NOW)
    assert accepted.status == Status.CONFIRMED


def test_an_offer_by_hand_ends_at_the_latest_when_the_session_would_start(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    start = open_time(scarce, NOW.date(), 14)
    assert offer_by_hand(entry=entry, starts_at=start, by=therapist, now=NOW).booking.hold_until == start


def test_a_no_says_that_one_still_waits(session_type: SessionType, scarce: Practitioner, therapist: User) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    start = open_time(scarce, now.date() + 9 * DAY, 12)
    offer = offer_by_hand(entry=entry, starts_at=start, by=therapist, now=now)
    assert skip_of(entry, now + 2 * DAY) is Skip.RESTS  # the control: without a word it goes on resting
    refuse_proposal(booking=offer.booking, by=None, now=now + HOUR)
    entry.refresh_from_db()
    assert (entry.passed, entry.rests_since) == (0, None)
    offer_free_times(now + 30 * DAY)
    entry.refresh_from_db()
    assert entry.end == ""


def test_a_resting_place_is_not_dropped_while_a_time_is_held_for_it(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    drops_at = let_pass(entry, scarce, 3) + 30 * DAY
    start = open_time(scarce, drops_at.date() + 9 * DAY, 12)
    offer = offer_by_hand(entry=entry, starts_at=start, by=therapist, now=drops_at - HOUR, override_reason="far ahead")
    offer_free_times(drops_at)
    entry.refresh_from_db()
    offer.booking.refresh_from_db()
    assert (entry.end, offer.booking.status) == ("", Status.PROPOSED)
    assert accept_proposal(booking=offer.booking, by=None, now=drops_at).status == Status.CONFIRMED


def test_what_speaks_against_an_offer_by_hand(session_type: SessionType, scarce: Practitioner, therapist: User) -> None:
    entry = wait(session_type, modes=("in_person", "video"))
    start = open_time(scarce, TUESDAY, 12)
    with pytest.raises(NeedsOverrideError):  # outside her hours
        offer_by_hand(entry=entry, starts_at=start + 3 * HOUR, by=therapist, now=NOW)
    with pytest.raises(SlotTakenError):
        offer_by_hand(entry=entry, starts_at=NOW, by=therapist, now=NOW)
    make_booking(session_type, starts_at=start)
    with pytest.raises(SlotTakenError):
        offer_by_hand(entry=entry, starts_at=start, by=therapist, now=NOW, override_reason="x")
    odd = start + 3 * HOUR
    made = offer_by_hand(entry=entry, starts_at=odd, by=therapist, now=NOW, override_reason="She asked for it")
    assert made.booking.mode == "in_person"
    with pytest.raises(OfferOpenError):
        offer_by_hand(entry=entry, starts_at=odd + DAY, by=therapist, now=NOW, override_reason="x")
    refuse_proposal(booking=made.booking, by=None, now=NOW)
    with pytest.raises(OfferOpenError):  # this very time was offered before
        offer_by_hand(entry=entry, starts_at=odd, by=therapist, now=NOW, override_reason="x")
    leave_list(entry=entry, by=None, now=NOW)
    with pytest.raises(NoPlaceError):
        offer_by_hand(entry=entry, starts_at=odd + DAY, by=therapist, now=NOW, override_reason="x")
