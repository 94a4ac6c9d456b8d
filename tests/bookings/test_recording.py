"""One step of a booking: its number in calendars, its reminders, and who comes second."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.errors import StatusError
from bookings.models import Booking, SessionType
from bookings.scheduling.lifecycle import Act
from bookings.services import complete_session, say_running_late, set_late_mark, set_video_link, undo_mark
from bookings.services.recording import By, fresh, move_on, remind
from practice.models import OutgoingMessage
from tests.factories import MONDAY, NOW, make_booking

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
DAY_BEFORE, NEAR = MONDAY - DAY, MONDAY - 2 * HOUR


@pytest.fixture
def agreed(session_type: SessionType) -> Booking:
    return make_booking(session_type)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (DAY_BEFORE - SECOND, [DAY_BEFORE, NEAR]),
        (DAY_BEFORE, [NEAR]),
        (NEAR - SECOND, [NEAR]),
        (NEAR, []),
    ],
)
def test_only_reminders_still_to_come_are_queued(agreed: Booking, now: datetime, due: list[datetime]) -> None:
    remind(agreed, now)
    assert list(OutgoingMessage.objects.order_by("due_at").values_list("due_at", flat=True)) == due


def test_every_step_raises_the_number_in_calendars_by_one(agreed: Booking) -> None:
    for act, number in ((Act.COMPLETE, 1), (Act.UNDO, 2)):
        assert move_on(agreed, act, by=By.PRACTICE, now=MONDAY).sequence == number


def test_whoever_comes_second_is_told_how_the_booking_stands_and_nothing_is_written(agreed: Booking) -> None:
    stale = Booking.objects.get(pk=agreed.pk)
    move_on(agreed, Act.CANCEL, by=By.CLIENT, now=NOW, blocks=False)
    with pytest.raises(StatusError) as refused:
        move_on(stale, Act.MOVE, by=By.PRACTICE, now=NOW, blocks=False)
    assert refused.value.booking.status == "cancelled"
    assert list(agreed.events.values_list("act", flat=True)) == ["cancel"]


def test_a_step_writes_what_was_said_of_it(agreed: Booking, therapist: User) -> None:
    move_on(agreed, Act.COMPLETE, by=By.PRACTICE, now=MONDAY, user=therapist, reason_code="by_hand", note="Held.")
    event = agreed.events.get()
    assert (event.at, event.by, event.by_user, event.starts_at) == (MONDAY, "practice", therapist, MONDAY)
    assert (event.from_status, event.to_status) == ("confirmed", "completed")
    assert (event.reason_code, event.note) == ("by_hand", "Held.")


def test_a_hold_that_begins_anew_has_a_running_clock(session_type: SessionType) -> None:
    paused = make_booking(session_type, status="requested", hold_left=HOUR)
    kept = make_booking(session_type, status="requested", hold_left=HOUR, starts_at=MONDAY + DAY)
    assert move_on(paused, Act.PROPOSE, by=By.PRACTICE, now=NOW, hold_until=MONDAY).hold_left is None
    assert move_on(kept, Act.PROPOSE, by=By.PRACTICE, now=NOW).hold_left == HOUR


@pytest.mark.parametrize(
    "act",
    [
        lambda booking, by: complete_session(booking=booking, by=by, now=MONDAY),
        lambda booking, by: undo_mark(booking=booking, by=by, now=MONDAY),
        lambda booking, by: set_late_mark(booking=booking, is_late=False, by=by, now=MONDAY),
        lambda booking, by: say_running_late(booking=booking, by=by, now=MONDAY),
        lambda booking, _by: set_video_link(booking=booking, link=""),
    ],
    ids=["complete", "undo", "late_mark", "running_late", "video_link"],
)
def test_what_was_said_to_be_done_cannot_be_undone_by_what_follows(
    agreed: Booking, therapist: User, act: Callable[[Booking, User], Booking]
) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        act(agreed, therapist)


def test_what_is_read_again_is_the_row_as_it_stands_with_what_it_points_to(agreed: Booking) -> None:
    Booking.objects.filter(pk=agreed.pk).update(sequence=7)
    again = fresh(agreed)
    assert (again.sequence, again.starts_at) == (7, agreed.starts_at)
    pointed_to = [agreed.client, agreed.practitioner, agreed.practitioner]
    with CaptureQueriesContext(connection) as queries:
        assert [again.client, again.practitioner, again.session_type.practitioner] == pointed_to
    assert len(queries) == 0


def test_a_booking_that_was_deleted_meanwhile_is_not_read_again(agreed: Booking) -> None:
    Booking.objects.filter(pk=agreed.pk).delete()
    with pytest.raises(Booking.DoesNotExist):
        fresh(agreed)
