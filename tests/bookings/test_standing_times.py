"""A standing time takes in a date, ends at a client's or the therapist's wish, and ends with care."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Client, Practitioner, User
from accounts.services import set_client_status
from bookings.errors import NotInCareError, SlotTakenError, StatusError
from bookings.models import Booking, BookingEvent, SessionType, StandingDate, StandingTime, TimeOff, WorkingHours
from bookings.services import (
    accept_proposal,
    confirm_booking,
    end_standing,
    offer_move,
    request_move,
    start_standing,
    take_in,
)
from bookings.services.standing_times import fill_all, running_standing
from tests.bookings.standing import FIRST, agreed, asha, left_out, sessions, standing
from tests.bookings.steps import kinds_queued, together
from tests.factories import MONDAY, NOW, make_booking, make_client, make_policy

__all__ = ["agreed", "asha", "standing"]

By = BookingEvent.By
DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(weeks=1)


def test_the_therapist_takes_in_a_date_over_her_own_rules_but_over_no_session(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY + WEEK, ends_at=MONDAY + WEEK + HOUR
    )
    make_booking(session_type, starts_at=MONDAY + 2 * WEEK)
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    off, busy = standing.dates.filter(booking=None)
    booking = take_in(row=off, by=therapist, now=NOW)
    assert booking.starts_at == MONDAY + WEEK
    assert booking.events.get(act="standing").note == "time_off"
    assert "booking_confirmed" in kinds_queued(booking)
    with pytest.raises(SlotTakenError):
        take_in(row=busy, by=therapist, now=NOW)
    with pytest.raises(StatusError):
        take_in(row=off, by=therapist, now=NOW)


def test_the_history_names_every_rule_that_a_date_was_taken_in_over(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY + WEEK, ends_at=MONDAY + WEEK + HOUR
    )
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    WorkingHours.objects.all().delete()
    booking = take_in(row=standing.dates.get(booking=None), by=therapist, now=NOW)
    assert set(booking.events.get(act="standing").note.split(", ")) == {"time_off", "outside_hours"}


def test_a_date_that_is_past_or_of_an_ended_time_is_not_taken_in(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY + WEEK, ends_at=MONDAY + WEEK + HOUR
    )
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    row = standing.dates.get(booking=None)
    with pytest.raises(SlotTakenError):
        take_in(row=row, by=therapist, now=MONDAY + WEEK)
    end_standing(standing=standing, first_day=FIRST, by=By.PRACTICE, user=therapist, now=NOW)
    with pytest.raises(NotInCareError):
        take_in(row=row, by=therapist, now=NOW)


def test_a_client_ends_it_from_a_date_on_and_late_ones_are_marked(standing: StandingTime) -> None:
    now = MONDAY - HOUR
    rows = end_standing(standing=standing, first_day=FIRST, by=By.CLIENT, user=None, now=now)
    assert [row.is_late_cancellation for row in rows[:2]] == [True, False]
    assert sessions(standing) == []
    standing.refresh_from_db()
    assert standing.ended_on == FIRST
    assert together(standing.uuid) == ["standing_ended", "standing_ended_desk", "standing_started"]
    assert all("booking_cancelled" not in kinds_queued(row) for row in rows)


def test_ended_from_a_later_date_the_sessions_before_it_stay(standing: StandingTime, therapist: User) -> None:
    now = MONDAY - HOUR
    rows = end_standing(standing=standing, first_day=FIRST + 2 * WEEK, by=By.PRACTICE, user=therapist, now=now)
    assert [row.starts_at for row in sessions(standing)] == [MONDAY, MONDAY + WEEK]
    assert not any(row.is_late_cancellation for row in rows)
    assert "standing_ended_desk" not in together(standing.uuid)
    fill_all(now + 6 * WEEK)
    assert len(sessions(standing)) == 2


def test_ending_twice_changes_nothing_but_it_can_end_earlier(standing: StandingTime) -> None:
    end_standing(standing=standing, first_day=FIRST + 2 * WEEK, by=By.CLIENT, user=None, now=NOW)
    assert end_standing(standing=standing, first_day=FIRST + 2 * WEEK, by=By.CLIENT, user=None, now=NOW) == []
    earlier = end_standing(standing=standing, first_day=FIRST + WEEK, by=By.CLIENT, user=None, now=NOW)
    assert [row.starts_at for row in earlier] == [MONDAY + WEEK]


def test_one_that_ends_on_a_day_far_ahead_is_filled_up_to_it(standing: StandingTime) -> None:
    far = standing.filled_to + timedelta(weeks=2)
    StandingTime.objects.update(ended_on=far)
    fill_all(NOW + 8 * WEEK)
    assert sessions(standing)[-1].starts_at.date() < far
    assert sessions(standing)[-1].starts_at.date() + WEEK >= far


def test_the_end_cancels_a_move_that_waits_and_a_moved_session_too(standing: StandingTime, therapist: User) -> None:
    first, second = sessions(standing)[:2]
    offer = offer_move(booking=first, starts_at=first.starts_at + HOUR, by=therapist, now=NOW)
    accept_proposal(booking=offer, by=None, now=NOW)
    waiting = request_move(booking=second, starts_at=second.starts_at + HOUR, by=None, now=NOW)
    end_standing(standing=standing, first_day=FIRST, by=By.CLIENT, user=None, now=NOW)
    for row in (offer, second, waiting):
        row.refresh_from_db()
    assert (offer.status, second.status, waiting.status) == ("cancelled", "cancelled", "withdrawn")


def test_a_session_that_outlived_a_standing_time_can_begin_a_new_one(
    standing: StandingTime, agreed: Booking, therapist: User
) -> None:
    end_standing(standing=standing, first_day=FIRST + WEEK, by=By.CLIENT, user=None, now=NOW)
    again = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    assert again != standing
    assert StandingDate.objects.get(booking=agreed).standing_time == again


def test_one_that_still_has_dates_to_come_is_not_begun_a_second_time(
    standing: StandingTime, agreed: Booking, therapist: User
) -> None:
    before = sessions(standing)[:4]
    end_standing(standing=standing, first_day=FIRST + 4 * WEEK, by=By.CLIENT, user=None, now=NOW)
    assert start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW) == standing
    assert sessions(standing) == before
    last = before[-1]
    assert running_standing(last, NOW) is None  # nothing of the old one stands in the way of the next
    assert running_standing(agreed, MONDAY + 4 * WEEK) is None
    again = start_standing(booking=last, every_weeks=1, by=therapist, now=NOW)
    assert (again != standing, left_out(again)) == (True, {})


def test_a_move_that_waits_when_it_begins_is_a_session_of_it(agreed: Booking, therapist: User) -> None:
    move = request_move(booking=agreed, starts_at=MONDAY + 2 * HOUR, by=None, now=NOW)
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    confirm_booking(booking=move, by=therapist, now=NOW)
    assert sessions(standing)[0].starts_at == MONDAY + 2 * HOUR
    end_standing(standing=standing, first_day=FIRST, by=By.CLIENT, user=None, now=NOW)
    move.refresh_from_db()
    assert move.status == "cancelled"


@pytest.mark.parametrize("status", ["paused", "ended"])
def test_when_care_pauses_or_ends_the_standing_time_ends_with_it(
    standing: StandingTime, session_type: SessionType, asha: Client, therapist: User, status: str
) -> None:
    single = make_booking(session_type, starts_at=MONDAY + 2 * HOUR, client=asha)
    set_client_status(client=asha, status=status, by=therapist, now=NOW)
    assert sessions(standing) == []
    assert together(standing.uuid) == ["standing_ended", "standing_started"]
    assert not any(row.is_late_cancellation for row in sessions(standing, "cancelled"))
    single.refresh_from_db()
    assert single.status == "confirmed"
    fill_all(NOW + WEEK)
    assert sessions(standing) == []


def test_care_that_begins_again_brings_no_standing_time_back(
    standing: StandingTime, asha: Client, therapist: User
) -> None:
    for status in ("paused", "active"):
        set_client_status(client=asha, status=status, by=therapist, now=NOW)
    fill_all(NOW + WEEK)
    assert sessions(standing) == []


def test_an_hour_that_the_practices_clock_skips_is_left_out(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    Practitioner.objects.update(zone_name="Europe/London")
    WorkingHours.objects.all().delete()
    start, now = datetime(2027, 3, 14, 1, 30, tzinfo=UTC), datetime(2027, 3, 10, tzinfo=UTC)
    booking = make_booking(session_type, starts_at=start, client=asha)
    standing = start_standing(booking=booking, every_weeks=1, by=therapist, now=now, is_over_hours=True)
    assert left_out(standing) == {date(2027, 3, 28): "clock"}
    assert sessions(standing)[2].starts_at == datetime(2027, 4, 4, 0, 30, tzinfo=UTC)  # 1:30 by the clock, an hour on
    row = standing.dates.get(booking=None)
    with pytest.raises(SlotTakenError):
        take_in(row=row, by=therapist, now=now)


def test_a_standing_time_goes_on_while_the_practice_is_paused(standing: StandingTime) -> None:
    Practitioner.objects.update(is_paused=True)
    before = len(sessions(standing))
    fill_all(NOW + WEEK)
    assert len(sessions(standing)) == before + 1


def test_later_dates_keep_the_terms_that_the_client_has_seen(standing: StandingTime) -> None:
    SessionType.objects.update(fee_rupees=2000, length_minutes=80, buffer_after_minutes=30)
    Practitioner.objects.update(cancellation_hours=48)
    make_policy("cancellation", version="2026-11-23")
    before = len(sessions(standing))
    fill_all(NOW + 2 * WEEK)
    rows = sessions(standing)
    assert len(rows) > before
    terms = {(row.fee_rupees, row.length_minutes, row.buffer_after_minutes, row.cancellation_hours) for row in rows}
    assert len(terms) == 1
    assert {row.cancellation_policy_id for row in rows} == {rows[0].cancellation_policy_id}
    assert (rows[-1].fee_rupees, rows[-1].cancellation_hours) == (None, 24)


def test_one_that_begins_with_a_session_that_is_over_keeps_its_terms(
    session_type: SessionType, therapist: User
) -> None:
    over = make_booking(session_type, starts_at=NOW - WEEK, status="completed", client=make_client(), fee_rupees=700)
    standing = start_standing(booking=over, every_weeks=1, by=therapist, now=NOW, is_over_hours=True)
    SessionType.objects.update(fee_rupees=2000)
    fill_all(NOW + 2 * WEEK)
    assert {row.fee_rupees for row in sessions(standing)} == {700}


def test_someone_without_a_login_has_sessions_and_no_mail(session_type: SessionType, therapist: User) -> None:
    client = make_client("Ravi")
    booking = make_booking(session_type, client=client, email="")
    standing = start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)
    assert {row.email for row in sessions(standing)} == {""}
