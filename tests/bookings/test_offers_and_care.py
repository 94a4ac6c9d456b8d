"""What was offered before somebody's care ended or was paused is not agreed afterwards behind the therapist's back."""

from datetime import timedelta

import pytest

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings.errors import NotInCareError, StatusError
from bookings.history import say_event
from bookings.models import Booking, SessionType, WaitingEntry, WaitingOffer
from bookings.scheduling.waiting import Skip
from bookings.services import accept_proposal, end_care, offer_by_hand, propose_time
from bookings.views.acting import acts_for
from bookings.waiting import Look
from tests.bookings.standing import asha
from tests.bookings.steps import ask, kinds_queued
from tests.bookings.waiting_steps import wait
from tests.factories import MONDAY, NOW

__all__ = ["asha"]

HOUR = timedelta(hours=1)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def offered(session_type: SessionType, asha: Client, therapist: User) -> Booking:
    """A request for which another time was proposed."""
    booking = ask(session_type, client=asha)
    return propose_time(booking=booking, starts_at=MONDAY + HOUR, by=therapist, now=NOW)


@pytest.fixture
def listed(session_type: SessionType, asha: Client, therapist: User) -> WaitingOffer:
    """A time offered from the waiting list."""
    return offer_by_hand(entry=wait(session_type, client=asha), starts_at=MONDAY, by=therapist, now=NOW)


def test_after_care_ended_an_earlier_proposal_is_not_accepted(offered: Booking, asha: Client, therapist: User) -> None:
    end_care(client=asha, cancels=False, by=therapist, now=LATER)
    assert acts_for(Booking.objects.get(pk=offered.pk), LATER) == ["refuse"]
    with pytest.raises(NotInCareError):
        accept_proposal(booking=offered, by=None, now=LATER)
    offered.refresh_from_db()
    assert offered.status == "proposed"


def test_control_in_care_it_is_accepted(offered: Booking) -> None:
    assert "accept" in acts_for(offered, LATER)
    assert accept_proposal(booking=offered, by=None, now=LATER).status == "confirmed"


def test_what_is_offered_after_the_end_of_care_can_be_accepted(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    end_care(client=asha, cancels=True, by=therapist, now=NOW)
    asha.refresh_from_db()
    booking = ask(session_type, client=asha, now=LATER)
    offer = propose_time(booking=booking, starts_at=MONDAY + HOUR, by=therapist, now=LATER)
    assert accept_proposal(booking=offer, by=None, now=LATER).status == "confirmed"


def test_ending_care_with_its_sessions_releases_what_was_offered(
    offered: Booking, asha: Client, therapist: User
) -> None:
    assert end_care(client=asha, cancels=True, by=therapist, now=LATER) == [offered]
    offered.refresh_from_db()
    assert (offered.status, offered.blocks) == ("expired", False)
    assert say_event(offered.events.latest("pk")) == "It was released, because care ended"
    assert "booking_expired" not in kinds_queued(offered)
    with pytest.raises(StatusError):
        accept_proposal(booking=offered, by=None, now=LATER)


def test_a_pause_takes_an_offer_of_the_list_back_and_keeps_the_place(
    listed: WaitingOffer, asha: Client, therapist: User
) -> None:
    set_client_status(client=asha, status=Client.Status.PAUSED, by=therapist, now=LATER)
    with pytest.raises(StatusError):
        accept_proposal(booking=listed.booking, by=None, now=LATER)
    booking = Booking.objects.get(pk=listed.booking_id)
    assert not booking.blocks
    assert say_event(booking.events.latest("pk")) == "It was taken back, because care was paused"
    entry = WaitingEntry.objects.select_related("client__user", "session_type__practitioner", "practitioner").get()
    assert (entry.ended_at, entry.passed) == (None, 0)
    assert entry.offers.get().outcome == WaitingOffer.Outcome.TAKEN_BACK
    assert Look(entry.practitioner, LATER).choice_for(entry) is Skip.NOT_LET_IN
    WaitingEntry.objects.update(let_in_at=NOW)
    entry.refresh_from_db()
    assert Look(entry.practitioner, LATER).choice_for(entry) is Skip.NOT_FOR_THEM


def test_the_end_of_care_takes_an_offer_of_the_list_back_with_the_place(
    listed: WaitingOffer, asha: Client, therapist: User
) -> None:
    set_client_status(client=asha, status=Client.Status.ENDED, by=therapist, now=LATER)
    with pytest.raises(StatusError):
        accept_proposal(booking=listed.booking, by=None, now=LATER)
    assert WaitingEntry.objects.get().end == "care_ended"
