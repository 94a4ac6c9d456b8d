"""Whoever once said under 18 is not believed grown up by a tick: a guardian agrees, or the therapist notes it."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings import consent
from bookings.errors import GuardianMissingError
from bookings.guardians import desk_part, standing_of
from bookings.history import say_event
from bookings.models import Booking, SessionType
from bookings.services import (
    GuardianDetails,
    accept_proposal,
    change_request,
    confirm_booking,
    end_guardian,
    note_guardian,
    note_of_age,
    offer_by_hand,
    request_move,
    start_standing,
    withdraw_request,
)
from tests.bookings.browsing import text
from tests.bookings.steps import ask, ask_and_verify, ask_series
from tests.bookings.waiting_steps import wait
from tests.factories import MONDAY, NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = NOW + timedelta(minutes=1)
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")


@pytest.fixture
def hers(session_type: SessionType) -> Booking:
    """A first request that says under 18, of somebody in care since; her session type confirms at once."""
    booking = ask_and_verify(session_type, MONDAY + 2 * DAY, is_minor=True, guardian_word="ask")
    Client.objects.update(status=Client.Status.ACTIVE)
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    return Booking.objects.select_related("client").get(pk=booking.pk)


def asha() -> Client:
    return Client.objects.get()


def agree(booking: Booking, by: User) -> None:
    note_guardian(booking=booking, details=MOTHER, how="paper", given_on=NOW.date(), by=by, now=NOW)


def test_a_tick_of_18_or_older_confirms_nothing_at_once(session_type: SessionType, hers: Booking) -> None:
    assert ask(session_type, client=asha(), now=LATER).status == "requested"
    assert consent.is_under_age(asha())  # the newest request says 18 or older, and still


def test_control_for_an_adult_it_is_confirmed_at_once(session_type: SessionType, hers: Booking) -> None:
    Booking.objects.update(is_minor=False)
    assert ask(session_type, client=asha(), now=LATER).status == "confirmed"


def test_with_consent_it_is_confirmed_at_once(session_type: SessionType, hers: Booking, therapist: User) -> None:
    agree(hers, therapist)
    assert ask(session_type, client=asha(), now=LATER).status == "confirmed"


def test_the_therapist_may_believe_her_for_this_request(
    session_type: SessionType, hers: Booking, therapist: User
) -> None:
    booking = confirm_booking(booking=ask(session_type, client=asha(), now=LATER), by=therapist, now=LATER)
    assert booking.status == "confirmed"
    with pytest.raises(GuardianMissingError):
        start_standing(booking=booking, every_weeks=1, by=therapist, now=LATER)


def test_her_series_after_a_tick_still_counts_as_under_age(session_type: SessionType, hers: Booking) -> None:
    withdraw_request(booking=hers, by=None, now=LATER)  # what it said stays said
    ask(session_type, MONDAY + DAY, client=asha(), now=LATER)
    rows = ask_series(session_type, client=asha())
    assert {(row.is_minor, row.status) for row in rows} == {(True, "requested")}


def test_an_offer_of_the_list_after_a_tick_is_not_agreed(
    session_type: SessionType, hers: Booking, therapist: User
) -> None:
    ask(session_type, MONDAY + 2 * HOUR, client=asha(), now=LATER)
    entry = wait(session_type, client=asha())
    offer = offer_by_hand(entry=entry, starts_at=MONDAY, by=therapist, now=LATER)
    with pytest.raises(GuardianMissingError):
        accept_proposal(booking=offer.booking, by=None, now=LATER)


def test_once_she_is_noted_as_of_age_a_tick_is_enough(
    session_type: SessionType, hers: Booking, therapist: User
) -> None:
    note_of_age(booking=hers, by=therapist, now=LATER)
    note_of_age(booking=hers, by=therapist, now=LATER)
    assert [say_event(event) for event in hers.events.filter(act="of_age")] == [
        "You noted that the client is 18 or older"
    ]
    assert not consent.is_under_age(asha())
    assert ask(session_type, client=asha(), now=LATER).status == "confirmed"


def test_her_waiting_request_can_then_be_confirmed_and_moved(hers: Booking, therapist: User) -> None:
    note_of_age(booking=hers, by=therapist, now=LATER)
    part = desk_part(hers)
    assert part is not None
    assert not part.is_missing
    assert part.words == "You have noted that the client is 18 or older."
    assert standing_of(hers, LATER) is None
    booking = confirm_booking(booking=hers, by=therapist, now=LATER)
    move = request_move(booking=booking, starts_at=MONDAY + HOUR, by=None, now=LATER + HOUR)
    assert move.is_minor
    assert not consent.is_under_age(asha())
    assert confirm_booking(booking=move, by=therapist, now=LATER + HOUR).status == "confirmed"


def test_another_time_for_her_request_does_not_say_her_age_anew(hers: Booking, therapist: User) -> None:
    note_of_age(booking=hers, by=therapist, now=LATER)
    other = change_request(booking=hers, starts_at=MONDAY + HOUR, by=None, now=LATER + HOUR)
    assert not other.is_minor
    assert not consent.is_under_age(asha())


def test_control_without_the_note_the_other_time_is_for_somebody_under_18(hers: Booking) -> None:
    other = change_request(booking=hers, starts_at=MONDAY + HOUR, by=None, now=LATER + HOUR)
    assert other.is_minor
    assert consent.is_under_age(asha())


def test_a_later_request_that_says_under_18_counts_again(
    session_type: SessionType, hers: Booking, therapist: User
) -> None:
    note_of_age(booking=hers, by=therapist, now=LATER)
    assert ask(session_type, client=asha(), is_minor=True, now=LATER + HOUR).status == "requested"
    assert consent.is_under_age(asha())


def test_a_consent_that_ended_does_not_make_her_of_age(hers: Booking, therapist: User) -> None:
    agree(hers, therapist)
    end_guardian(booking=hers, by=therapist, now=NOW)
    assert consent.lacks_consent(asha())


@pytest.mark.gate
@pytest.mark.usefixtures("clock")
def test_the_desk_asks_and_then_notes_it(hers: Booking, desk: Browser) -> None:
    page = reverse("admin:bookings_booking_change", args=[hers.pk])
    act = reverse("admin:booking_of_age", args=[hers.pk])
    assert act in text(desk.get(page))
    assert "Nobody at home has to agree" in text(desk.get(act))
    assert consent.is_under_age(asha())
    said = text(desk.post(act, follow=True))
    assert "The client counts as 18 or older from now on." in said
    assert act not in said
