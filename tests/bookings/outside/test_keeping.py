"""What was read takes its time; what cannot be read frees none."""

import logging
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Practitioner
from bookings import selectors
from bookings.errors import SlotTakenError
from bookings.models import Booking, OutsideBusy, OutsideCalendar, SessionType
from bookings.outside.answering import answer_to
from bookings.outside.apart import Answer, Wish, to_minutes
from bookings.outside_polling import READING, read_due_calendars, start_reading
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason
from bookings.services import (
    add_calendar,
    ask_to_read,
    change_calendar,
    keep_draft,
    make_draft,
    remove_calendar,
    switch_calendar,
)
from bookings.services.outside import (
    AHEAD,
    DRAFT_LIFE,
    EVERY,
    LEASE,
    LONGEST_WAIT,
    claim_due,
    keep_answer,
    window_of,
    wish_of,
)
from tests.bookings.outside.golden import TEN
from tests.bookings.outside.plain import calendar, event
from tests.bookings.steps import ask
from tests.factories import MONDAY, NOW, make_booking, make_outside

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://calendar.example/secret-token.ics"


def busy(*spans: tuple[datetime, datetime], **changes: Any) -> Answer:
    return Answer(busy=tuple((to_minutes(start), to_minutes(end)) for start, end in spans), entries=1, **changes)


NOON = (MONDAY, MONDAY + HOUR)
LATER = (MONDAY + DAY, MONDAY + DAY + HOUR)


def stored(row: OutsideCalendar) -> list[tuple[datetime, datetime]]:
    return list(row.busy.order_by("starts_at").values_list("starts_at", "ends_at"))


def take(row: OutsideCalendar, answer: Answer, now: datetime = NOW) -> bool:
    """Have a calendar read now, with this answer."""
    OutsideCalendar.objects.filter(pk=row.pk).update(next_try_at=now)
    claimed = claim_due(now)
    assert claimed == row
    return keep_answer(calendar=claimed, answer=answer, now=now)


def reasons(session_type: SessionType, start: datetime = MONDAY, asker: Asker = Asker.STRANGER) -> list[Reason]:
    return selectors.reasons_against(session_type=session_type, start=start, mode="video", now=NOW, asker=asker)


@pytest.fixture
def family(practitioner: Practitioner) -> OutsideCalendar:
    return add_calendar(practitioner=practitioner, name="Family", address=ADDRESS, now=NOW)


# What busy time does


def test_busy_time_forbids_a_stranger_and_warns_the_practice(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    assert reasons(session_type) == []
    take(family, busy(NOON))
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert reasons(session_type, asker=Asker.PRACTICE) == [Reason.BUSY_ELSEWHERE]
    assert Reason.BUSY_ELSEWHERE.binds_practice.value == "warns"
    assert reasons(session_type, MONDAY + HOUR) == []
    assert reasons(session_type, MONDAY - HOUR / 2) == [Reason.BUSY_ELSEWHERE]
    window = Interval(MONDAY - HOUR, MONDAY + 2 * HOUR)
    offered = selectors.offered_slots(
        session_type=session_type, mode="video", window=window, now=NOW, asker=Asker.STRANGER
    )
    assert [slot.start for slot in offered] == [MONDAY - HOUR, MONDAY + HOUR, MONDAY + 1.5 * HOUR]


def test_busy_time_counts_towards_no_limit(session_type: SessionType, family: OutsideCalendar) -> None:
    Practitioner.objects.update(sessions_a_day=1, sessions_a_week=1)
    session_type.refresh_from_db()
    take(family, busy(NOON))
    assert reasons(session_type, MONDAY + 2 * HOUR) == []
    make_booking(session_type, starts_at=MONDAY + 4 * HOUR)
    assert reasons(session_type, MONDAY + 2 * HOUR) == [Reason.DAY_FULL, Reason.WEEK_FULL]


def test_a_calendar_that_is_off_or_a_draft_takes_no_time(session_type: SessionType, practitioner: Practitioner) -> None:
    off = make_outside(practitioner, is_on=False)
    draft = make_outside(practitioner, is_on=False, is_draft=True)
    for row in (off, draft):
        OutsideBusy.objects.create(calendar=row, starts_at=MONDAY, ends_at=MONDAY + HOUR)
    assert reasons(session_type) == []


def test_a_week_away_is_found_from_within_though_it_began_long_before(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    take(family, busy((MONDAY - 9 * DAY, MONDAY + 3 * DAY)))
    assert all(end - start <= DAY for start, end in stored(family))
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert reasons(session_type, MONDAY + 3 * DAY) == []


def test_a_request_over_busy_time_is_not_taken(session_type: SessionType, family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    with pytest.raises(SlotTakenError):
        ask(session_type, MONDAY)


def test_an_agreed_session_stays_and_is_found(session_type: SessionType, family: OutsideCalendar) -> None:
    inside = make_booking(session_type, starts_at=MONDAY)
    make_booking(session_type, starts_at=MONDAY + HOUR)
    take(family, busy(NOON))
    assert selectors.sessions_overlapped_elsewhere(session_type.practitioner, NOW) == [inside]
    assert Booking.objects.filter(status="confirmed").count() == 2
    assert selectors.sessions_overlapped_elsewhere(session_type.practitioner, MONDAY + DAY) == []


def test_free_times_take_four_queries_however_many_days(session_type: SessionType, family: OutsideCalendar) -> None:
    take(family, busy(NOON, LATER))
    for days in (1, 90):
        with CaptureQueriesContext(connection) as asked:
            selectors.timetable_of(session_type.practitioner, Interval(MONDAY, MONDAY + days * DAY), NOW)
        assert len(asked) == 4


@pytest.mark.sqlite
def test_both_halves_of_what_is_busy_are_found_by_an_index(session_type: SessionType, family: OutsideCalendar) -> None:
    with CaptureQueriesContext(connection) as asked:
        selectors.busy_times(session_type.practitioner, Interval(MONDAY, MONDAY + DAY), NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "INDEX busy_times (practitioner_id=? AND starts_at>? AND starts_at<?)" in plan
    assert "outsidebusy_1 (calendar_id=? AND starts_at>? AND starts_at<?)" in plan
    assert "SCAN bookings_booking" not in plan
    assert "SCAN bookings_outsidebusy" not in plan
    assert "TEMP B-TREE" not in plan


# Unreadable never frees time


def test_times_that_are_gone_are_given_back_once_the_calendar_is_read_whole(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    """The control of the tests below: where all could be read, a time that is gone is free."""
    take(family, busy(NOON))
    assert take(family, busy(LATER))
    assert stored(family) == [LATER]
    assert reasons(session_type) == []


@pytest.mark.parametrize("problem", ["denied", "gone", "not_calendar", "too_much", "slow", "private"])
def test_a_reading_that_fails_frees_nothing(session_type: SessionType, family: OutsideCalendar, problem: str) -> None:
    take(family, busy(NOON))
    take(family, Answer(problem=problem), NOW + EVERY)
    assert stored(family) == [NOON]
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    family.refresh_from_db()
    assert (family.problem, family.last_read_at, family.last_tried_at) == (problem, NOW, NOW + EVERY)


def test_a_reading_that_is_not_whole_adds_but_frees_nothing_until_one_is_whole(family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    take(family, busy(LATER, unreadable=1))
    assert stored(family) == [NOON, LATER]
    family.refresh_from_db()
    assert (family.problem, family.unreadable) == ("partly", 1)
    take(family, busy(LATER))
    assert stored(family) == [LATER]
    family.refresh_from_db()
    assert (family.problem, family.unreadable) == ("", 0)


def test_what_is_unchanged_stays_and_mends_a_problem(family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    take(family, Answer(problem="slow"))
    take(family, Answer(is_unchanged=True), NOW + HOUR)
    family.refresh_from_db()
    assert (stored(family), family.problem, family.last_read_at) == ([NOON], "", NOW + HOUR)


def test_an_empty_calendar_that_could_be_read_frees_all(family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    take(family, Answer())
    assert stored(family) == []


def test_what_is_the_same_is_not_written_again(family: OutsideCalendar) -> None:
    take(family, busy(NOON, LATER))
    first = set(family.busy.values_list("pk", flat=True))
    take(family, busy(NOON, LATER, (MONDAY + 3 * DAY, MONDAY + 3 * DAY + HOUR)))
    assert first < set(family.busy.values_list("pk", flat=True))


def test_what_is_long_past_goes_even_from_a_calendar_that_is_not_whole(family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    take(family, busy(unreadable=1), NOW + 30 * DAY)
    assert stored(family) == []


def test_nothing_but_times_is_stored(family: OutsideCalendar) -> None:
    fields = {field.name for field in OutsideBusy._meta.get_fields()}
    assert fields == {"id", "calendar", "starts_at", "ends_at"}


# When it is read


def test_a_calendar_is_read_every_quarter_of_an_hour_and_less_often_while_it_fails(family: OutsideCalendar) -> None:
    take(family, busy())
    family.refresh_from_db()
    assert family.next_try_at == NOW + EVERY
    waits = []
    for _ in range(8):
        take(family, Answer(problem="slow"))
        family.refresh_from_db()
        assert family.next_try_at
        waits.append(family.next_try_at - NOW)
    assert waits == [EVERY, 2 * EVERY, 4 * EVERY, 8 * EVERY, *[LONGEST_WAIT] * 4]
    take(family, busy())
    family.refresh_from_db()
    assert (family.failures, family.next_try_at) == (0, NOW + EVERY)


def test_a_calendar_is_claimed_once(family: OutsideCalendar) -> None:
    claimed = claim_due(NOW)
    assert claimed == family
    assert claimed.next_try_at == NOW + LEASE
    assert claim_due(NOW) is None
    assert claim_due(NOW + LEASE) == family  # whoever had it is gone


def test_two_workers_that_see_the_same_calendar_do_not_both_get_it(family: OutsideCalendar) -> None:
    other = OutsideCalendar.objects.get(pk=family.pk)
    assert claim_due(NOW) == family
    OutsideCalendar.objects.filter(pk=family.pk).update(next_try_at=NOW + EVERY)
    assert not keep_answer(calendar=other, answer=busy(NOON), now=NOW)
    assert stored(family) == []


@pytest.mark.parametrize("answer", [busy(NOON), Answer(problem="slow"), Answer(is_unchanged=True)])
@pytest.mark.parametrize("change", ["address", "off", "removed", "asked"])
def test_a_reading_is_dropped_if_the_calendar_was_changed_meanwhile(
    family: OutsideCalendar, answer: Answer, change: str
) -> None:
    claimed = claim_due(NOW)
    assert claimed
    if change == "address":
        change_calendar(calendar=family, name="F", address="https://other.example/", now=NOW + EVERY)
    elif change == "off":
        switch_calendar(calendar=family, is_on=False, now=NOW)
    elif change == "removed":
        remove_calendar(calendar=family)
    else:
        ask_to_read(calendar=family, now=NOW + EVERY)
    assert not keep_answer(calendar=claimed, answer=answer, now=NOW)
    assert not OutsideBusy.objects.exists()


def test_the_present_state_is_told_only_while_it_is_fresh_and_whole(family: OutsideCalendar) -> None:
    family.refresh_from_db()
    assert wish_of(family, NOW).etag == ""
    take(family, busy(NOON, etag='"1"', last_modified="Friday"))
    family.refresh_from_db()
    assert (wish_of(family, NOW + HOUR).etag, wish_of(family, NOW + HOUR).last_modified) == ('"1"', "Friday")
    assert wish_of(family, NOW + 12 * HOUR).etag == ""
    take(family, busy(NOON, etag='"1"', unreadable=1))
    family.refresh_from_db()
    assert wish_of(family, NOW + HOUR).etag == ""


def test_it_is_read_further_than_anyone_can_ask_and_a_file_further_still() -> None:
    longest = Practitioner._meta.get_field("horizon_days").validators
    assert any(getattr(each, "limit_value", 0) == 366 for each in longest)
    assert timedelta(days=366) < AHEAD - timedelta(days=14)
    assert window_of(NOW).end >= NOW + AHEAD - DAY
    assert window_of(NOW, is_file=True).end > window_of(NOW).end
    assert window_of(NOW).start < NOW - 7 * DAY
    assert window_of(NOW) == window_of(NOW + HOUR)


def test_a_round_reads_what_is_due_and_tells_the_log_ids_and_codes_only(
    family: OutsideCalendar, practitioner: Practitioner, caplog: pytest.LogCaptureFixture
) -> None:
    add_calendar(practitioner=practitioner, name="Choir", address="https://choir.example/x", now=NOW + EVERY)
    asked: list[Wish] = []

    def answer(wish: Wish) -> Answer:
        asked.append(wish)
        return Answer(problem="denied")

    with caplog.at_level(logging.INFO):
        assert read_due_calendars(NOW, ask=answer, clock=lambda: NOW) == 1
    assert [wish.address for wish in asked] == [ADDRESS]
    assert caplog.messages == [f"calendar {family.uuid} was not read: denied"]


def test_a_file_goes_from_bytes_to_a_time_that_is_not_offered(
    session_type: SessionType, family: OutsideCalendar, settings: Settings
) -> None:
    own = event(*TEN, uid=f"x@{settings.SITE_HOST}")
    content = calendar(event("DTSTART:20261123T063000Z", "DURATION:PT1H"), own)

    def answer(wish: Wish) -> Answer:
        return answer_to(replace(wish, address="", content=b64encode(content).decode()))

    assert read_due_calendars(NOW, ask=answer, clock=lambda: NOW) == 1
    assert stored(family) == [NOON]
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]


@pytest.mark.django_db(transaction=True)
def test_the_job_reads_in_a_thread_one_round_at_a_time_and_only_when_something_is_due(family: OutsideCalendar) -> None:
    assert start_reading(NOW - HOUR) is None
    with READING:
        assert start_reading(NOW) is None
    thread = start_reading(NOW, ask=lambda _: busy(NOON))
    assert thread
    thread.join(20)
    assert stored(family) == [NOON]
    assert not READING.locked()


@pytest.mark.django_db(transaction=True)
def test_a_round_that_breaks_down_is_logged_by_class_and_the_next_one_can_run(
    family: OutsideCalendar, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(_wish: Wish) -> Answer:
        raise RuntimeError(ADDRESS)

    thread = start_reading(NOW, ask=answer)
    assert thread
    thread.join(20)
    assert caplog.messages == ["reading calendars failed: RuntimeError"]
    assert not READING.locked()


# What is done with a calendar


def test_the_address_is_encrypted(family: OutsideCalendar) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM bookings_outsidecalendar")
        assert "secret-token" not in cursor.fetchone()[0]
    assert OutsideCalendar.objects.get().address == ADDRESS


def test_a_new_address_keeps_the_old_times_until_it_is_read(family: OutsideCalendar) -> None:
    take(family, busy(NOON, etag='"1"'))
    family.refresh_from_db()
    change_calendar(calendar=family, name="Family and friends", address="https://other.example/", now=NOW + HOUR)
    family.refresh_from_db()
    assert (family.name, family.etag, family.next_try_at) == ("Family and friends", "", NOW + HOUR)
    assert stored(family) == [NOON]


def test_a_new_name_leaves_all_else(family: OutsideCalendar) -> None:
    take(family, busy(NOON, etag='"1"'))
    family.refresh_from_db()
    change_calendar(calendar=family, name="F", address="", now=NOW + HOUR)
    again = OutsideCalendar.objects.get()
    assert (again.name, again.address, again.etag, again.next_try_at) == ("F", ADDRESS, '"1"', NOW + EVERY)


def test_switched_off_it_frees_its_time_and_on_again_it_takes_it_at_once(
    session_type: SessionType, family: OutsideCalendar
) -> None:
    take(family, busy(NOON))
    switch_calendar(calendar=family, is_on=False, now=NOW)
    assert reasons(session_type) == []
    assert claim_due(NOW + DAY) is None
    ask_to_read(calendar=family, now=NOW)
    assert claim_due(NOW + DAY) is None
    switch_calendar(calendar=family, is_on=True, now=NOW + DAY)
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert claim_due(NOW + DAY) == family


def test_removed_it_leaves_nothing(session_type: SessionType, family: OutsideCalendar) -> None:
    take(family, busy(NOON))
    remove_calendar(calendar=family)
    assert reasons(session_type) == []
    assert not OutsideBusy.objects.exists()


# Files


def test_a_draft_takes_no_time_until_it_is_kept(session_type: SessionType, practitioner: Practitioner) -> None:
    draft = make_draft(practitioner=practitioner, name="Choir", answer=busy(NOON), now=NOW)
    assert reasons(session_type) == []
    assert keep_draft(draft=draft, now=NOW) == draft
    assert reasons(session_type) == [Reason.BUSY_ELSEWHERE]
    assert keep_draft(draft=draft, now=NOW) is None
    assert claim_due(NOW + DAY) is None


def test_a_newer_file_takes_the_place_of_the_older(practitioner: Practitioner) -> None:
    kept = keep_draft(draft=make_draft(practitioner=practitioner, name="C", answer=busy(NOON), now=NOW), now=NOW)
    assert kept
    newer = make_draft(practitioner=practitioner, name="C", answer=busy(LATER), now=NOW + DAY, stands_in_for=kept)
    assert stored(kept) == [NOON]
    assert keep_draft(draft=newer, now=NOW + DAY) == kept
    kept.refresh_from_db()
    assert (stored(kept), kept.last_read_at, kept.is_on) == ([LATER], NOW + DAY, True)
    assert OutsideCalendar.objects.count() == 1


def test_a_newer_file_that_is_not_whole_frees_nothing(practitioner: Practitioner) -> None:
    kept = keep_draft(draft=make_draft(practitioner=practitioner, name="C", answer=busy(NOON), now=NOW), now=NOW)
    assert kept
    answer = busy(LATER, unreadable=1)
    newer = make_draft(practitioner=practitioner, name="C", answer=answer, now=NOW, stands_in_for=kept)
    keep_draft(draft=newer, now=NOW)
    kept.refresh_from_db()
    assert (stored(kept), kept.problem) == ([NOON, LATER], "partly")


def test_a_draft_that_nobody_keeps_is_forgotten_after_a_day(practitioner: Practitioner) -> None:
    make_draft(practitioner=practitioner, name="Choir", answer=busy(NOON), now=NOW)
    read_due_calendars(NOW + DRAFT_LIFE, ask=lambda _: Answer())
    assert OutsideCalendar.objects.exists()
    read_due_calendars(NOW + DRAFT_LIFE + HOUR, ask=lambda _: Answer())
    assert not OutsideBusy.objects.exists()


def test_a_piece_is_stored_as_it_reads(practitioner: Practitioner) -> None:
    row = make_outside(practitioner)
    piece = OutsideBusy.objects.create(calendar=row, starts_at=MONDAY, ends_at=MONDAY + HOUR)
    assert (str(piece), str(row)) == ("2026-11-23 06:30", "Family")
    assert piece.starts_at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
