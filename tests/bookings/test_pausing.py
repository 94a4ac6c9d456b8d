"""A pause takes no requests and lets none die: the clock of every running one stands still."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Practitioner, User
from bookings import emails, pause_mail
from bookings.errors import SlotTakenError, StartedError, StatusError
from bookings.models import Booking, SessionType
from bookings.scheduling.policy import Reason
from bookings.services import (
    accept_proposal,
    confirm_booking,
    offer_move,
    pause_practice,
    propose_time,
    release_all_lapsed,
    request_move,
    resume_practice,
    withdraw_request,
)
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.letters import written
from tests.bookings.steps import ask, ask_and_verify, verify
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FAR = MONDAY + 21 * DAY


def pause(therapist: User, now: datetime = NOW, back_on: date | None = None) -> None:
    pause_practice(practitioner=Practitioner.objects.get(), back_on=back_on, by=therapist, now=now)


def resume(therapist: User, now: datetime) -> None:
    resume_practice(practitioner=Practitioner.objects.get(), by=therapist, now=now)


def reread(booking: Booking) -> Booking:
    booking.refresh_from_db()
    return booking


def deadline_of(booking: Booking) -> datetime:
    until = reread(booking).hold_until
    assert until is not None
    return until


def test_in_a_pause_nothing_can_be_asked_for_and_after_it_everything(
    session_type: SessionType, therapist: User
) -> None:
    pause(therapist)
    with pytest.raises(SlotTakenError) as refused:
        ask(SessionType.objects.get())
    assert refused.value.reasons == [Reason.PAUSED]
    resume(therapist, NOW + HOUR)
    assert ask(SessionType.objects.get(), now=NOW + HOUR).status == "draft"


def test_a_request_outlives_a_pause_and_its_deadline_is_later_by_its_length(
    session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type, FAR)
    assert deadline_of(booking) == NOW + 48 * HOUR
    pause(therapist, NOW + 40 * HOUR)
    release_all_lapsed(NOW + 10 * DAY)
    assert reread(booking).status == "requested"
    resume(therapist, NOW + 40 * HOUR + 9 * DAY)
    assert deadline_of(booking) == NOW + 48 * HOUR + 9 * DAY
    assert booking.hold_left is None
    assert confirm_booking(booking=booking, by=therapist, now=NOW + 10 * DAY).status == "confirmed"


def test_without_a_pause_it_would_have_expired(session_type: SessionType) -> None:
    """The control."""
    booking = ask_and_verify(session_type, FAR)
    release_all_lapsed(NOW + 10 * DAY)
    assert reread(booking).status == "expired"


def test_a_pause_keeps_no_time_past_the_notice(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, MONDAY + 2 * DAY)
    pause(therapist)
    latest = MONDAY + 2 * DAY - 12 * HOUR
    assert deadline_of(booking) == latest
    release_all_lapsed(latest - timedelta.resolution)
    assert reread(booking).status == "requested"
    release_all_lapsed(latest)
    assert reread(booking).status == "expired"


def test_a_long_pause_that_ends_before_the_notice_ends_no_later(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, MONDAY + 2 * DAY)
    pause(therapist)
    resume(therapist, MONDAY + DAY)
    assert deadline_of(booking) == MONDAY + 2 * DAY - 12 * HOUR


def test_a_deadline_that_was_later_already_stays(session_type: SessionType, therapist: User) -> None:
    """A proposal may be held up to the start, which is past the notice."""
    booking = make_booking(session_type, status="proposed", hold_until=MONDAY)
    pause(therapist)
    assert deadline_of(booking) == MONDAY
    resume(therapist, NOW + HOUR)
    assert deadline_of(booking) == MONDAY


def test_a_move_in_a_pause_keeps_the_clock_of_the_old_time(session_type: SessionType, therapist: User) -> None:
    old = make_booking(session_type, client=make_client(user=make_user()))
    row = request_move(booking=old, starts_at=FAR, by=None, now=NOW)
    pause(therapist)
    assert deadline_of(row) == old.starts_at
    resume(therapist, MONDAY - HOUR)
    assert deadline_of(row) == old.starts_at
    with pytest.raises(StatusError):
        confirm_booking(booking=row, by=therapist, now=MONDAY)
    release_all_lapsed(MONDAY)
    assert (reread(old).status, reread(row).status) == ("confirmed", "expired")


def test_without_a_session_to_move_the_pause_holds_up_to_the_notice(session_type: SessionType, therapist: User) -> None:
    """The control."""
    row = make_booking(session_type, starts_at=FAR, status="requested", hold_until=NOW + 48 * HOUR)
    pause(therapist)
    assert deadline_of(row) == FAR - 12 * HOUR


@pytest.mark.parametrize("act", [confirm_booking, accept_proposal])
def test_a_session_that_has_begun_is_not_moved_whatever_the_deadline_says(
    act: Callable[..., Booking], session_type: SessionType, therapist: User
) -> None:
    old = make_booking(session_type, client=make_client(user=make_user()))
    if act is confirm_booking:
        row = request_move(booking=old, starts_at=FAR, by=None, now=NOW)
    else:
        row = offer_move(booking=old, starts_at=FAR, by=therapist, now=NOW)
    Booking.objects.filter(pk=row.pk).update(hold_until=FAR)
    with pytest.raises(StartedError):
        act(booking=row, by=therapist, now=MONDAY)
    assert (reread(old).status, reread(row).status) == ("confirmed", row.status)
    assert act(booking=row, by=therapist, now=MONDAY - timedelta.resolution).status == "confirmed"
    assert reread(old).status == "moved"


def test_both_ends_of_a_pause_are_in_the_history(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, FAR)
    pause(therapist)
    resume(therapist, NOW + HOUR)
    events = booking.events.filter(act__in=["pause", "resume"])
    assert list(events.values_list("act", "by", "by_user", "from_status", "to_status")) == [
        ("pause", "practice", therapist.pk, "requested", "requested"),
        ("resume", "practice", therapist.pk, "requested", "requested"),
    ]


def test_pausing_again_changes_only_the_day(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, FAR)
    pause(therapist)
    pause(therapist, NOW + DAY, back_on=date(2026, 12, 7))
    practitioner = Practitioner.objects.get()
    assert (practitioner.is_paused, practitioner.back_on) == (True, date(2026, 12, 7))
    assert reread(booking).hold_left == 48 * HOUR
    assert booking.events.filter(act="pause").count() == 1
    resume(therapist, NOW + 2 * DAY)
    practitioner.refresh_from_db()
    assert (practitioner.is_paused, practitioner.back_on) == (False, None)


def test_a_draft_proved_in_a_pause_becomes_a_request_whose_clock_stands_still(
    session_type: SessionType, therapist: User
) -> None:
    draft = ask(session_type, FAR)
    pause(therapist)
    booking = verify(draft, now=NOW + 5 * timedelta(minutes=1))
    assert booking.status == "requested"
    assert (booking.hold_left, booking.hold_until) == (48 * HOUR, FAR - 12 * HOUR)
    resume(therapist, NOW + 3 * DAY)
    assert deadline_of(booking) == NOW + 5 * DAY


def test_what_is_answered_in_a_pause_is_not_touched_when_it_ends(session_type: SessionType, therapist: User) -> None:
    agreed = ask_and_verify(session_type, FAR, email="a@example.com")
    offered = ask_and_verify(session_type, FAR + DAY, email="b@example.com")
    given_back = ask_and_verify(session_type, FAR + 2 * DAY, email="c@example.com")
    pause(therapist)
    confirm_booking(booking=agreed, by=therapist, now=NOW + DAY)
    propose_time(booking=offered, starts_at=FAR + DAY + HOUR, by=therapist, now=NOW + DAY)
    withdraw_request(booking=given_back, by=None, now=NOW + DAY)
    for booking in (agreed, offered, given_back):
        assert reread(booking).hold_left is None
    resume(therapist, NOW + 2 * DAY)
    assert (reread(agreed).status, agreed.hold_until) == ("confirmed", None)
    assert (reread(offered).status, offered.hold_until) == ("proposed", NOW + 3 * DAY)
    assert (reread(given_back).status, given_back.hold_until) == ("withdrawn", None)


# What is sent


def nudges(booking: Booking, now: datetime) -> list[bool]:
    """Return for each reminder of a deadline, in order of time, whether it is sent at `now`."""
    rows = OutgoingMessage.objects.filter(kind="booking_nudge", cause=f"booking:{booking.uuid}").order_by("due_at")
    return [emails.render(row, now) is not None for row in rows]


def test_a_deadline_that_stands_still_is_not_reminded_of_and_the_new_one_is(
    session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type, FAR)
    assert nudges(booking, NOW + HOUR) == [True, True]
    pause(therapist)
    assert nudges(booking, NOW + HOUR) == [False, False]
    resume(therapist, NOW + 3 * DAY)
    assert nudges(booking, NOW + 3 * DAY) == [False, False, True, True]


def test_a_client_is_told_of_the_pause_in_place_of_the_hour(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type, FAR)
    before = written(booking, "booking_received")
    pause(therapist)
    after, desk = written(booking, "booking_received"), written(booking, "booking_to_answer")
    assert before
    assert after
    assert desk
    assert "answers by Sunday 22 November, 4:30 am GMT" in before.text
    for mail in (before, after):
        assert "If no answer has come by then, the time is released and you are told" in mail.text
    assert "answers by" not in after.text
    assert "put off by as long as the pause lasts, to Sunday 13 December, 6:30 pm GMT at the latest" in after.text
    assert "In your pause its deadline is put off" in desk.text


def test_pausing_and_resuming_write_to_nobody(session_type: SessionType, therapist: User) -> None:
    booking = make_booking(session_type, status="proposed", hold_until=MONDAY - DAY)
    make_booking(session_type, starts_at=FAR)
    pause(therapist)
    resume(therapist, NOW + HOUR)
    assert reread(booking).status == "proposed"
    assert not OutgoingMessage.objects.exists()


# The day of return


def reminder(now: datetime) -> Mail | None:
    return pause_mail.render(OutgoingMessage.objects.filter(kind=pause_mail.KIND).earliest("due_at"), now)


def test_on_the_day_that_was_named_the_therapist_is_reminded_and_the_pause_goes_on(
    practitioner: Practitioner, therapist: User
) -> None:
    pause_practice(practitioner=practitioner, back_on=date(2026, 12, 7), by=therapist, now=NOW)
    message = OutgoingMessage.objects.get(kind=pause_mail.KIND)
    assert message.due_at == datetime(2026, 12, 7, 2, 30, tzinfo=UTC)  # eight in the morning in Gurgaon
    mail = reminder(message.due_at)
    assert mail is not None
    assert mail.to == therapist.email
    practitioner.refresh_from_db()
    assert practitioner.is_paused


def test_a_day_put_off_or_a_pause_that_ended_brings_no_reminder(practitioner: Practitioner, therapist: User) -> None:
    day = datetime(2026, 12, 7, 2, 30, tzinfo=UTC)
    pause_practice(practitioner=practitioner, back_on=date(2026, 12, 7), by=therapist, now=NOW)
    assert reminder(day) is not None
    pause_practice(practitioner=practitioner, back_on=date(2026, 12, 9), by=therapist, now=NOW)
    assert reminder(day) is None
    assert reminder(day + timedelta(days=2)) is not None
    pause_practice(practitioner=practitioner, back_on=None, by=therapist, now=NOW)
    assert reminder(day) is None
    resume_practice(practitioner=practitioner, by=therapist, now=NOW)
    assert reminder(day) is None


def test_a_practice_without_an_address_is_not_reminded_by_mail(practitioner: Practitioner, therapist: User) -> None:
    pause_practice(practitioner=practitioner, back_on=date(2026, 12, 7), by=therapist, now=NOW)
    Practitioner.objects.update(user=None)
    assert reminder(datetime(2026, 12, 7, 2, 30, tzinfo=UTC)) is None
