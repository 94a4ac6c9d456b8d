"""When a calendar is read, by whom, and what becomes of a reading that was overtaken."""

import logging
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import Practitioner
from bookings.models import OutsideBusy, OutsideCalendar, SessionType
from bookings.outside.answering import answer_to
from bookings.outside.apart import Answer, Wish
from bookings.outside_polling import READING, read_due_calendars, start_reading
from bookings.scheduling.policy import Reason
from bookings.services import (
    add_calendar,
    ask_to_read,
    change_calendar,
    remove_calendar,
    switch_calendar,
)
from bookings.services.outside import (
    AHEAD,
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
from tests.bookings.outside.taking import ADDRESS, DAY, HOUR, NOON, busy, reasons, stored, take
from tests.factories import NOW

pytestmark = pytest.mark.django_db


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


def test_a_slow_reading_leaves_the_next_its_whole_time(family: OutsideCalendar, practitioner: Practitioner) -> None:
    add_calendar(practitioner=practitioner, name="Choir", address="https://choir.example/x", now=NOW)
    time = NOW
    others: list[OutsideCalendar | None] = []

    def answer(wish: Wish) -> Answer:
        nonlocal time
        others.append(claim_due(time + LEASE - timedelta.resolution) if len(others) else None)
        time += 2 * LEASE
        return Answer()

    assert read_due_calendars(NOW, ask=answer, clock=lambda: time) == 2
    assert others == [None, None]  # no other worker takes what is being read


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
