"""The dates of a standing time are decided ahead, once each, and are busy for everybody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Client, Practitioner, User
from bookings import selectors
from bookings.errors import NotInCareError, SlotTakenError, StatusError
from bookings.models import Booking, BookingEvent, SessionType, StandingTime, TimeOff, WorkingHours
from bookings.scheduling.policy import Asker, Reason
from bookings.services import (
    accept_proposal,
    cancel_booking,
    offer_move,
    start_standing,
)
from bookings.services.standing_dates import MARGIN, horizon_day, last_day
from bookings.services.standing_times import fill_all
from practice.models import OutgoingMessage
from tests.bookings.standing import FIRST, agreed, asha, left_out, sessions, standing
from tests.bookings.steps import ask, kinds_queued, together
from tests.factories import MONDAY, NOW, make_booking

__all__ = ["agreed", "asha", "standing"]

By = BookingEvent.By
DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(weeks=1)


def test_an_agreed_session_becomes_the_first_of_its_dates(standing: StandingTime, agreed: Booking) -> None:
    rows = sessions(standing)
    assert rows[0] == agreed
    assert [row.starts_at - rows[0].starts_at for row in rows] == [number * WEEK for number in range(len(rows))]
    assert standing.filled_to == last_day(standing.practitioner, NOW)
    assert rows[-1].starts_at + WEEK > NOW + timedelta(days=60) + MARGIN
    assert agreed.events.filter(act="standing").exists()


def test_the_client_gets_one_message_and_reminders_and_nothing_else(standing: StandingTime) -> None:
    assert together(standing.uuid) == ["standing_started"]
    assert kinds_queued(sessions(standing)[2]) == ["booking_reminder", "booking_reminder_near"]


def test_every_second_week_keeps_its_beat_over_the_new_year(agreed: Booking, therapist: User) -> None:
    standing = start_standing(booking=agreed, every_weeks=2, by=therapist, now=NOW)
    days = [row.starts_at.date() for row in sessions(standing)]
    assert days == [FIRST + number * 2 * WEEK for number in range(len(days))]
    assert date(2027, 1, 4) in days


def test_of_a_session_that_is_over_the_next_date_is_the_first(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    past = make_booking(session_type, client=asha, starts_at=MONDAY - 2 * WEEK, status="completed")
    standing = start_standing(booking=past, every_weeks=1, by=therapist, now=NOW)
    assert standing.first_date == FIRST
    assert sessions(standing)[0].starts_at == MONDAY  # that date has its session too
    past.refresh_from_db()
    assert past.series is None


def test_the_same_session_again_is_the_same_standing_time(
    standing: StandingTime, agreed: Booking, therapist: User
) -> None:
    assert start_standing(booking=agreed, every_weeks=2, by=therapist, now=NOW) == standing
    assert together(standing.uuid) == ["standing_started"]


@pytest.mark.parametrize("status", ["requested", "cancelled"])
def test_only_an_agreed_session_begins_one(
    session_type: SessionType, asha: Client, therapist: User, status: str
) -> None:
    booking = make_booking(session_type, client=asha, status=status)
    Booking.objects.filter(pk=booking.pk).exclude(hold_until=None).update(hold_until=NOW + HOUR)
    with pytest.raises(StatusError):
        start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)


def test_only_a_client_in_care_has_one(session_type: SessionType, asha: Client, therapist: User) -> None:
    Client.objects.update(status="prospect")
    for booking in (make_booking(session_type, client=asha), make_booking(session_type, starts_at=MONDAY + HOUR)):
        with pytest.raises(NotInCareError):
            start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)
    assert not StandingTime.objects.exists()


def test_dates_that_cannot_be_kept_are_left_out_with_the_reason(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY + WEEK - 8 * HOUR, ends_at=MONDAY + WEEK + 8 * HOUR
    )
    make_booking(session_type, starts_at=MONDAY + 2 * WEEK + HOUR / 2)
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    assert left_out(standing) == {FIRST + WEEK: Reason.TIME_OFF, FIRST + 2 * WEEK: Reason.BUSY}
    assert not Booking.objects.filter(series=standing.uuid, starts_at=MONDAY + WEEK).exists()


def test_where_no_date_can_be_had_nothing_is_written(session_type: SessionType, asha: Client, therapist: User) -> None:
    past = make_booking(session_type, client=asha, starts_at=MONDAY - WEEK, status="completed")
    WorkingHours.objects.filter(weekday=0).delete()
    with pytest.raises(SlotTakenError) as refused:
        start_standing(booking=past, every_weeks=1, by=therapist, now=NOW)
    assert refused.value.reasons == [Reason.OUTSIDE_HOURS]
    assert not StandingTime.objects.exists()
    standing = start_standing(booking=past, every_weeks=1, by=therapist, now=NOW, is_over_hours=True)
    assert sessions(standing)


def test_it_counts_towards_the_limits_and_is_busy_for_everybody(
    session_type: SessionType, standing: StandingTime
) -> None:
    ahead = MONDAY + 3 * WEEK

    def reasons(start: datetime) -> list[Reason]:
        return selectors.reasons_against(
            session_type=session_type, start=start, mode="video", now=NOW, asker=Asker.CLIENT
        )

    assert reasons(ahead) == [Reason.BUSY]
    Practitioner.objects.update(sessions_a_day=1)
    session_type.practitioner.refresh_from_db()
    assert reasons(ahead + 3 * HOUR) == [Reason.DAY_FULL]


def test_later_dates_are_taken_before_the_horizon_comes_to_them(standing: StandingTime) -> None:
    """No job has run for as long as the margin: the date that has come within reach has its session all the same."""
    later = NOW + MARGIN
    newest = Booking.objects.filter(series=standing.uuid).latest("starts_at")
    assert newest.starts_at.date() + WEEK > horizon_day(standing.practitioner, later)
    assert not OutgoingMessage.objects.filter(kind="booking_confirmed").exists()


def test_every_write_decides_the_dates_in_reach_before_anybody_else_gets_them(
    session_type: SessionType, standing: StandingTime
) -> None:
    """Even if nothing was written for longer than the margin, another's wish for the client's hour comes too late."""
    later = NOW + MARGIN + 3 * WEEK
    wanted = MONDAY + 15 * WEEK
    assert standing.filled_to < wanted.date()
    with pytest.raises(SlotTakenError):
        ask(session_type, wanted, now=later, email="bela@example.com")
    fill_all(later)  # what was refused was rolled back as a whole; the next write keeps it
    assert Booking.objects.filter(series=standing.uuid, starts_at=wanted).exists()


def test_topping_up_twice_makes_nothing_twice_and_writes_to_nobody(standing: StandingTime) -> None:
    later = NOW + 3 * WEEK
    before = Booking.objects.count()
    for _time in range(2):
        fill_all(later)
    assert Booking.objects.count() == before + 3
    assert together(standing.uuid) == ["standing_started"]


def test_a_skipped_date_is_cancelled_by_the_usual_rules_and_not_made_again(standing: StandingTime) -> None:
    row = sessions(standing)[1]
    skipped = cancel_booking(booking=row, by=By.CLIENT, user=None, now=row.starts_at - HOUR)
    fill_all(row.starts_at - HOUR / 2)
    assert skipped.is_late_cancellation
    assert not Booking.objects.filter(series=standing.uuid, starts_at=row.starts_at, blocks=True).exists()
    assert len(sessions(standing, "cancelled")) == 1


def test_a_skipped_date_is_free_for_others(session_type: SessionType, standing: StandingTime) -> None:
    row = sessions(standing)[2]
    cancel_booking(booking=row, by=By.CLIENT, user=None, now=NOW)
    assert ask(session_type, row.starts_at, email="bela@example.com").status == "draft"


def test_a_moved_date_stays_moved(standing: StandingTime, therapist: User) -> None:
    row = sessions(standing)[1]
    offer = offer_move(booking=row, starts_at=row.starts_at + HOUR, by=therapist, now=NOW)
    accept_proposal(booking=offer, by=None, now=NOW)
    fill_all(NOW + WEEK)
    assert not Booking.objects.filter(series=standing.uuid, starts_at=row.starts_at, blocks=True).exists()


def test_time_off_that_comes_later_leaves_agreed_dates_and_keeps_new_ones_out(standing: StandingTime) -> None:
    ahead = standing.filled_to
    TimeOff.objects.create(
        practitioner=standing.practitioner,
        starts_at=datetime(ahead.year, ahead.month, ahead.day, tzinfo=UTC) - 2 * WEEK,
        ends_at=datetime(ahead.year, ahead.month, ahead.day, tzinfo=UTC) + 2 * WEEK,
    )
    before = len(sessions(standing))
    fill_all(NOW + 2 * WEEK)
    assert len(sessions(standing)) == before
    assert set(left_out(standing).values()) == {Reason.TIME_OFF}


def test_a_date_left_out_beyond_the_horizon_is_tried_again_and_a_nearer_one_is_not(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    last = last_day(session_type.practitioner, NOW)
    off = [
        TimeOff.objects.create(
            practitioner=session_type.practitioner, starts_at=start - 8 * HOUR, ends_at=start + 8 * HOUR
        )
        for start in (MONDAY + WEEK, MONDAY + 11 * WEEK)
    ]
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    assert (MONDAY + 11 * WEEK).date() <= last
    assert len(left_out(standing)) == 2
    for row in off:
        row.delete()
    fill_all(NOW)
    assert left_out(standing) == {FIRST + WEEK: Reason.TIME_OFF}
    assert Booking.objects.filter(series=standing.uuid, starts_at=MONDAY + 11 * WEEK).exists()


def test_what_still_stands_in_the_way_beyond_the_horizon_stays_left_out(
    session_type: SessionType, agreed: Booking, therapist: User
) -> None:
    far = MONDAY + 11 * WEEK
    TimeOff.objects.create(practitioner=session_type.practitioner, starts_at=far, ends_at=far + HOUR)
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    fill_all(NOW)
    assert left_out(standing) == {far.date(): Reason.TIME_OFF}
