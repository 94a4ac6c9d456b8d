"""A standing time makes no more sessions for somebody under 18 once the consent has ended, and stops no other write."""

from datetime import timedelta

import pytest

from accounts.models import Client, User
from bookings.desk_standing import reason_of
from bookings.errors import GuardianMissingError
from bookings.models import Booking, SessionType, StandingDate, StandingTime
from bookings.services import (
    GuardianDetails,
    confirm_booking,
    end_guardian,
    note_guardian,
    start_standing,
    take_in,
)
from bookings.services.recording import By
from bookings.services.standing_dates import NO_CONSENT, horizon_day
from bookings.services.standing_times import fill_all
from bookings.services.writing import FirstEvent, Person, Row, Terms, write_row
from bookings.standing_words import say_left_out
from tests.bookings.standing import sessions
from tests.bookings.steps import ask, ask_and_verify
from tests.factories import MONDAY, NOW, make_client, make_user

WEEK = timedelta(weeks=1)
LATER = NOW + 6 * WEEK
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")


def agree(booking: Booking, therapist: User) -> None:
    note_guardian(booking=booking, details=MOTHER, how="paper", given_on=NOW.date(), by=therapist, now=NOW)


@pytest.fixture
def hers(session_type: SessionType, therapist: User) -> Booking:
    """An agreed session of somebody under 18, in care."""
    booking = ask_and_verify(session_type, is_minor=True, guardian_word="ask")
    Client.objects.update(status=Client.Status.ACTIVE)
    agree(booking, therapist)
    return confirm_booking(booking=booking, by=therapist, now=NOW)


@pytest.fixture
def running(hers: Booking, therapist: User) -> StandingTime:
    return start_standing(booking=hers, every_weeks=1, by=therapist, now=NOW)


def test_after_the_consent_ended_dates_are_left_out_with_words(
    running: StandingTime, hers: Booking, therapist: User
) -> None:
    before = len(sessions(running))
    end_guardian(booking=hers, by=therapist, now=NOW)
    fill_all(LATER)
    assert sessions(running)[before:] == []
    left = list(running.dates.filter(booking=None))
    assert left
    assert {row.reason_code for row in left} == {NO_CONSENT}
    assert say_left_out(left[0]) == "a parent or guardian has to agree first"
    assert "no parent or guardian agrees" in reason_of(left[0].reason_code)


def test_control_while_somebody_agrees_its_dates_go_on(running: StandingTime) -> None:
    before = len(sessions(running))
    fill_all(LATER)
    assert sessions(running)[before:]
    assert not running.dates.filter(booking=None).exists()


def test_a_missing_consent_is_in_the_way_of_nobody_elses_request(
    running: StandingTime, hers: Booking, session_type: SessionType, therapist: User
) -> None:
    end_guardian(booking=hers, by=therapist, now=NOW)
    bela = make_client("Bela", user=make_user("bela@example.com"))
    start = MONDAY + 6 * WEEK + timedelta(days=1)
    assert ask(session_type, start, client=bela, email="bela@example.com", now=LATER).status == "requested"
    running.refresh_from_db()
    assert running.filled_to > horizon_day(running.practitioner, LATER)  # its dates were decided by that write


def test_once_somebody_agrees_again_later_dates_are_taken_in_by_themselves(
    running: StandingTime, hers: Booking, therapist: User
) -> None:
    end_guardian(booking=hers, by=therapist, now=NOW)
    fill_all(LATER)
    agree(hers, therapist)
    fill_all(LATER)
    beyond = running.dates.filter(date__gt=horizon_day(running.practitioner, LATER))
    assert beyond.exists()
    assert not beyond.filter(booking=None).exists()


def test_a_date_left_out_is_not_taken_in_by_hand_without_consent(
    running: StandingTime, hers: Booking, therapist: User
) -> None:
    end_guardian(booking=hers, by=therapist, now=NOW)
    fill_all(LATER)
    row = StandingDate.objects.filter(standing_time=running, booking=None).order_by("-date")[0]
    with pytest.raises(GuardianMissingError):
        take_in(row=row, by=therapist, now=LATER)
    agree(hers, therapist)
    assert take_in(row=row, by=therapist, now=LATER).status == "confirmed"


def test_the_one_writer_refuses_an_agreed_row_without_consent(hers: Booking, therapist: User) -> None:
    terms, person = Terms.agreed_in(hers), Person.agreed_in(hers)
    row = Row(status=Booking.Status.CONFIRMED, mode="video", starts_at=MONDAY + WEEK, hold_until=None)
    first = FirstEvent(act="standing", by=By.PRACTICE)
    end_guardian(booking=hers, by=therapist, now=NOW)
    with pytest.raises(GuardianMissingError):
        write_row(terms, person, row, first, NOW)
    agree(hers, therapist)
    assert write_row(terms, person, row, first, NOW).status == "confirmed"
