"""Until when an offered time is held, and what it means to let it pass."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Practitioner, User
from bookings.models import Booking, SessionType, WaitingEntry
from bookings.scheduling.waiting import Skip
from bookings.services import (
    keep_waiting,
    offer_free_times,
    pause_practice,
    refuse_proposal,
    resume_practice,
)
from practice.mail.quiet import last_waking, waking_deadline, waking_time
from tests.bookings.steps import kinds_queued
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    TUESDAY,
    held_for,
    kinds_of,
    let_pass,
    offers,
    open_time,
    skip_of,
    wait,
)
from tests.factories import NOW

KOLKATA, LONDON = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")


Status = Booking.Status


def in_gurgaon(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=KOLKATA).astimezone(UTC)


@pytest.mark.parametrize(
    ("made", "until"),
    [
        ("2026-11-20 09:00", "2026-11-20 21:00"),  # exactly the end of the day
        ("2026-11-20 09:01", "2026-11-21 08:01"),
        ("2026-11-20 15:00", "2026-11-21 14:00"),
        ("2026-11-20 23:00", "2026-11-21 20:00"),  # at night it counts from eight in the morning
        ("2026-11-20 03:00", "2026-11-20 20:00"),
        ("2026-11-20 21:00", "2026-11-21 20:00"),
    ],
)
def test_only_the_hours_of_the_day_count_towards_the_deadline(made: str, until: str) -> None:
    deadline = waking_deadline(in_gurgaon(made), 12 * HOUR, KOLKATA)
    assert deadline == in_gurgaon(until)


def test_a_long_deadline_spans_days_and_the_change_of_the_clock() -> None:
    made = datetime(2026, 10, 24, 19, tzinfo=LONDON).astimezone(UTC)
    deadline = waking_deadline(made, 20 * HOUR, LONDON)  # two hours on Saturday, thirteen on Sunday, five on Monday
    assert deadline.astimezone(LONDON) == datetime(2026, 10, 26, 13, tzinfo=LONDON)


@pytest.mark.parametrize("hour", range(24))
def test_no_deadline_lies_in_the_quiet_hours(hour: int) -> None:
    deadline = waking_deadline(datetime(2026, 11, 20, hour, 30, tzinfo=UTC), 12 * HOUR, LONDON).astimezone(LONDON)
    assert time(8) < deadline.time() <= time(21)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-20 09:00", "2026-11-20 21:00", 12),
        ("2026-11-20 09:01", "2026-11-21 08:01", 12),
        ("2026-11-20 23:00", "2026-11-21 20:00", 12),
        ("2026-11-20 22:00", "2026-11-21 07:00", 0),
        ("2026-11-20 20:00", "2026-11-22 09:00", 15),
        ("2026-11-20 12:00", "2026-11-20 12:00", 0),
    ],
)
def test_the_hours_of_the_day_between_two_instants(start: str, end: str, hours: int) -> None:
    assert waking_time(in_gurgaon(start), in_gurgaon(end), KOLKATA) == hours * HOUR


@pytest.mark.parametrize(
    ("instant", "last"),
    [
        ("2026-11-20 20:59", "2026-11-20 20:59"),
        ("2026-11-20 21:30", "2026-11-20 21:00"),
        ("2026-11-21 07:59", "2026-11-20 21:00"),
        ("2026-11-21 08:00", "2026-11-21 08:00"),
    ],
)
def test_a_quiet_instant_goes_back_to_the_evening(instant: str, last: str) -> None:
    assert last_waking(in_gurgaon(instant), KOLKATA) == in_gurgaon(last)


def test_after_a_pause_an_offer_ends_in_the_day_with_as_many_of_its_hours_left(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY + timedelta(days=9), 12)
    offers(NOW)
    booking = held_for(entry)
    assert booking.hold_until == in_gurgaon("2026-11-21 09:00")
    pause_practice(practitioner=scarce, back_on=None, by=therapist, now=in_gurgaon("2026-11-20 20:00"))
    resume_practice(practitioner=scarce, by=therapist, now=in_gurgaon("2026-11-21 22:30"))
    booking.refresh_from_db()
    assert booking.hold_until == in_gurgaon("2026-11-22 10:00")  # by the plain clock it would be past eleven at night


def test_a_pause_holds_no_offer_into_the_night(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 11)
    offers(NOW)
    pause_practice(practitioner=scarce, back_on=None, by=therapist, now=NOW)
    assert held_for(entry).hold_until == in_gurgaon("2026-11-23 21:00")  # not eleven, twelve hours before the session


def test_a_time_is_offered_only_if_it_leaves_the_whole_time_to_answer_and_the_notice(
    session_type: SessionType, scarce: Practitioner
) -> None:
    wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    # Twelve hours of the day from Sunday 7 pm to Monday 6 pm; twelve hours of notice before noon on Tuesday.
    evening = datetime.combine(TUESDAY - timedelta(days=2), time(19), KOLKATA).astimezone(UTC)
    late = start - 12 * HOUR
    assert offers(late - 5 * HOUR) == []
    assert skip_of(WaitingEntry.objects.get(), late - 5 * HOUR) is Skip.NOTHING_FREE
    assert offers(evening) == [("asha", start)]


def test_after_three_offers_without_an_answer_a_place_rests_and_its_owner_is_asked(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    entry.refresh_from_db()
    assert (entry.passed, entry.rests_since, entry.drops_at) == (3, now, now + 30 * DAY)
    assert kinds_of(entry) == ["waiting_joined", "waiting_paused"]
    last = entry.offers.first()
    assert last is not None
    assert kinds_queued(last.booking) == ["waiting_offer"]  # the question says it all: no second message
    open_time(scarce, now.date() + timedelta(days=9), 12)
    assert offers(now) == []
    assert skip_of(entry, now) is Skip.RESTS


def test_a_resting_place_is_offered_times_again_once_its_owner_still_waits(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    start = open_time(scarce, now.date() + timedelta(days=9), 12)
    keep_waiting(entry=entry, now=now)
    assert offers(now) == [("asha", start)]


def test_an_answer_in_between_starts_the_count_anew(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 2)
    open_time(scarce, now.date() + timedelta(days=8), 12)
    offers(now)
    refuse_proposal(booking=held_for(entry), by=None, now=now)
    entry.refresh_from_db()
    assert (entry.passed, entry.rests_since) == (0, None)


def test_a_resting_place_ends_after_thirty_days_without_a_word(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    offer_free_times(now + 30 * DAY - timedelta.resolution)
    entry.refresh_from_db()
    assert entry.end == ""
    offer_free_times(now + 30 * DAY)
    ended = WaitingEntry.objects.get(pk=entry.pk)
    assert (ended.end, ended.ended_at) == (WaitingEntry.End.DROPPED, now + 30 * DAY)
