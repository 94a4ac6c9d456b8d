"""What was read takes its time; what cannot be read frees none."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts.models import Practitioner
from bookings.models import OutsideBusy, OutsideCalendar, SessionType
from bookings.outside.apart import Answer
from bookings.outside_polling import read_due_calendars
from bookings.scheduling.policy import Reason
from bookings.services import (
    ask_to_read,
    change_calendar,
    keep_draft,
    make_draft,
    note_seen,
    remove_calendar,
    switch_calendar,
)
from bookings.services.outside import (
    DRAFT_LIFE,
    EVERY,
    claim_due,
)
from tests.bookings.outside.taking import ADDRESS, DAY, HOUR, LATER, NOON, busy, reasons, stored, take
from tests.factories import MONDAY, NOW, make_outside

pytestmark = pytest.mark.django_db


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
    assert fields == {"id", "calendar", "starts_at", "ends_at", "is_left_over"}


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


def left_over(row: OutsideCalendar) -> list[datetime]:
    return list(row.busy.filter(is_left_over=True).values_list("starts_at", flat=True))


def test_what_is_kept_because_an_entry_could_not_be_read_is_marked_until_it_is_read_again(
    family: OutsideCalendar,
) -> None:
    take(family, busy(NOON, LATER))
    assert left_over(family) == []
    take(family, busy(LATER, unreadable=1))
    assert left_over(family) == [NOON[0]]
    take(family, busy(NOON, LATER, unreadable=1))
    assert left_over(family) == []
    assert stored(family) == [NOON, LATER]


def test_what_was_seen_of_a_file_is_news_again_with_the_next_one(practitioner: Practitioner) -> None:
    kept = keep_draft(
        draft=make_draft(practitioner=practitioner, name="C", answer=busy(NOON, unreadable=1), now=NOW), now=NOW
    )
    assert kept
    note_seen(calendar=kept, now=NOW)
    kept.refresh_from_db()
    assert kept.seen_at == NOW
    answer = busy(LATER, unreadable=1)
    keep_draft(
        draft=make_draft(practitioner=practitioner, name="C", answer=answer, now=NOW, stands_in_for=kept), now=NOW
    )
    kept.refresh_from_db()
    assert kept.seen_at is None


def test_what_is_read_again_by_itself_and_what_is_whole_cannot_be_settled(
    family: OutsideCalendar, practitioner: Practitioner
) -> None:
    take(family, busy(NOON, unreadable=1))
    whole = make_outside(practitioner)
    for row in (family, whole):
        row.refresh_from_db()
        note_seen(calendar=row, now=NOW)
        row.refresh_from_db()
        assert row.seen_at is None


def test_a_draft_that_nobody_keeps_is_forgotten_after_a_day(practitioner: Practitioner) -> None:
    make_draft(practitioner=practitioner, name="Choir", answer=busy(NOON), now=NOW)
    read_due_calendars(NOW + DRAFT_LIFE, ask=lambda _: Answer())
    assert OutsideCalendar.objects.exists()
    read_due_calendars(NOW + DRAFT_LIFE + HOUR, ask=lambda _: Answer())
    assert not OutsideBusy.objects.exists()


def test_a_piece_is_stored_as_it_reads(practitioner: Practitioner) -> None:
    row = make_outside(practitioner)
    piece = OutsideBusy.objects.create(calendar=row, starts_at=MONDAY, ends_at=MONDAY + HOUR)
    assert (str(piece), str(row)) == ("23 Nov 2026, 12:00 pm IST", "Family")
    assert piece.starts_at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
