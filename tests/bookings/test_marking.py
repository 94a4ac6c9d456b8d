"""What is noted once a session has started: only then, one event each, and it can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from bookings.errors import NotStartedError, StatusError
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import (
    cancel_booking,
    complete_session,
    mark_no_show,
    release_all_lapsed,
    set_late_mark,
    undo_mark,
)
from practice.models import OutgoingMessage
from tests.factories import MONDAY, make_booking

MINUTE = timedelta(minutes=1)
Service = Callable[..., Booking]
MARKS = [(complete_session, "completed"), (mark_no_show, "no_show")]


@pytest.fixture
def agreed(session_type: SessionType) -> Booking:
    return make_booking(session_type)


@pytest.fixture
def cancelled_late(agreed: Booking) -> Booking:
    return cancel_booking(booking=agreed, by=BookingEvent.By.CLIENT, user=None, now=MONDAY - MINUTE)


def events_of(booking: Booking) -> list[tuple[str, str, str]]:
    return list(booking.events.values_list("act", "from_status", "to_status"))


@pytest.mark.parametrize(("service", "status"), MARKS)
def test_from_the_start_on_it_can_be_noted(agreed: Booking, therapist: User, service: Service, status: str) -> None:
    marked = service(booking=agreed, by=therapist, now=MONDAY)
    assert (marked.status, marked.blocks) == (status, True)
    assert len(events_of(marked)) == 1


@pytest.mark.parametrize(("service", "status"), MARKS)
def test_before_the_start_nothing_can_be_noted(agreed: Booking, therapist: User, service: Service, status: str) -> None:
    with pytest.raises(NotStartedError):
        service(booking=agreed, by=therapist, now=MONDAY - MINUTE)
    assert events_of(agreed) == []


@pytest.mark.parametrize(("service", "status"), MARKS)
def test_a_mark_can_be_taken_back(agreed: Booking, therapist: User, service: Service, status: str) -> None:
    marked = service(booking=agreed, by=therapist, now=MONDAY)
    assert undo_mark(booking=marked, by=therapist, now=MONDAY + MINUTE).status == "confirmed"
    assert events_of(marked)[-1] == ("undo", status, "confirmed")


def test_one_mark_can_replace_the_other(agreed: Booking, therapist: User) -> None:
    complete_session(booking=agreed, by=therapist, now=MONDAY)
    mark_no_show(booking=agreed, by=therapist, now=MONDAY)
    assert complete_session(booking=agreed, by=therapist, now=MONDAY).status == "completed"


def test_marking_twice_is_refused_the_second_time(agreed: Booking, therapist: User) -> None:
    complete_session(booking=agreed, by=therapist, now=MONDAY)
    with pytest.raises(StatusError):
        complete_session(booking=agreed, by=therapist, now=MONDAY)
    assert len(events_of(agreed)) == 1


def test_there_is_nothing_to_take_back_without_a_mark(agreed: Booking, therapist: User) -> None:
    with pytest.raises(StatusError):
        undo_mark(booking=agreed, by=therapist, now=MONDAY)


def test_a_cancelled_session_was_never_missed(cancelled_late: Booking, therapist: User) -> None:
    with pytest.raises(StatusError):
        mark_no_show(booking=cancelled_late, by=therapist, now=MONDAY)


def test_nobody_is_told_of_a_mark(agreed: Booking, therapist: User) -> None:
    mark_no_show(booking=agreed, by=therapist, now=MONDAY)
    undo_mark(booking=agreed, by=therapist, now=MONDAY)
    assert not OutgoingMessage.objects.exists()


def test_a_session_that_nobody_marks_stays_confirmed(agreed: Booking) -> None:
    release_all_lapsed(MONDAY + timedelta(days=30))
    agreed.refresh_from_db()
    assert agreed.status == "confirmed"


def test_the_late_mark_comes_off_and_back(cancelled_late: Booking, therapist: User) -> None:
    excused = set_late_mark(booking=cancelled_late, is_late=False, by=therapist, now=MONDAY)
    assert not excused.is_late_cancellation
    assert events_of(excused)[-1] == ("excuse_late", "cancelled", "cancelled")
    assert set_late_mark(booking=excused, is_late=True, by=therapist, now=MONDAY).is_late_cancellation


def test_the_late_mark_comes_off_once(cancelled_late: Booking, therapist: User) -> None:
    set_late_mark(booking=cancelled_late, is_late=False, by=therapist, now=MONDAY)
    with pytest.raises(StatusError):
        set_late_mark(booking=cancelled_late, is_late=False, by=therapist, now=MONDAY)


def test_who_comes_second_is_told_how_the_mark_stands(cancelled_late: Booking, therapist: User) -> None:
    stale = Booking.objects.get(pk=cancelled_late.pk)
    set_late_mark(booking=cancelled_late, is_late=False, by=therapist, now=MONDAY)
    with pytest.raises(StatusError) as refused:
        set_late_mark(booking=stale, is_late=False, by=therapist, now=MONDAY)
    assert not refused.value.booking.is_late_cancellation


def test_a_session_that_took_place_has_no_late_mark_to_take_off(agreed: Booking, therapist: User) -> None:
    held = complete_session(booking=agreed, by=therapist, now=MONDAY)
    for is_late in (True, False):
        with pytest.raises(StatusError):
            set_late_mark(booking=held, is_late=is_late, by=therapist, now=MONDAY)
    assert [act for act, *_statuses in events_of(held)] == ["complete"]


def test_what_was_cancelled_in_time_is_never_marked_late(agreed: Booking, therapist: User) -> None:
    cancel_booking(booking=agreed, by=BookingEvent.By.CLIENT, user=None, now=MONDAY - timedelta(days=2))
    with pytest.raises(StatusError):
        set_late_mark(booking=agreed, is_late=True, by=therapist, now=MONDAY)
