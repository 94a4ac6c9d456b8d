"""Which messages about a session wait for the morning, and when its reminders come, by the client's own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from accounts.models import Practitioner, User
from bookings import emails
from bookings.models import Booking, SessionType
from bookings.reminders import first_reminders_at, free_reminder_at, free_until, near_reminder_at, zone_of_client
from bookings.services import cancel_booking, confirm_booking, decline_booking
from bookings.services.recording import By
from practice.mail import queue
from practice.mail.registry import rests_until
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage
from tests.bookings.letters import written
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking

HOUR = timedelta(hours=1)
AT_ONCE = {
    "booking_code",
    "booking_received",
    "booking_to_answer",
    "booking_at_once",
    "booking_confirmed",
    "booking_moved",
    "booking_cancelled",
    "booking_cancelled_desk",
    "booking_running_late",
}


def utc(text: str) -> datetime:
    """Return an instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def session_at(start: str, zone: str, hours: int = 24) -> Booking:
    """Return a session that is stored nowhere, with so many hours for cancelling."""
    return Booking(starts_at=utc(start), client_zone=zone, practitioner=Practitioner(), cancellation_hours=hours)


@pytest.mark.parametrize(
    ("start", "zone", "near"),
    [
        ("2026-11-23 06:30", "Asia/Kolkata", "2026-11-23 04:30"),  # noon in Gurgaon: two hours before
        ("2026-11-23 04:30", "Asia/Kolkata", "2026-11-23 02:30"),  # ten in the morning: eight is not quiet any more
        ("2026-11-23 04:00", "Asia/Kolkata", "2026-11-22 14:30"),  # half past nine: the evening before
        ("2026-03-27 10:00", "Europe/London", "2026-03-27 08:00"),  # before the clocks go forward
        ("2026-03-27 09:30", "Europe/London", "2026-03-26 20:00"),
        ("2026-03-29 09:00", "Europe/London", "2026-03-29 07:00"),  # after: ten by the new clock
        ("2026-03-29 08:30", "Europe/London", "2026-03-28 20:00"),  # eight in the evening by the old one
        ("2026-10-25 09:30", "Europe/London", "2026-10-24 19:00"),
        ("2026-03-08 07:30", "America/New_York", "2026-03-08 01:00"),  # half past three at night
        ("2026-11-01 14:30", "America/New_York", "2026-11-01 00:00"),
        ("2026-11-01 15:00", "America/New_York", "2026-11-01 13:00"),
    ],
)
def test_the_second_reminder_is_two_hours_before_or_the_evening_before(start: str, zone: str, near: str) -> None:
    booking = session_at(start, zone)
    assert near_reminder_at(booking) == utc(near)
    assert free_reminder_at(booking) < near_reminder_at(booking) < booking.starts_at


@pytest.mark.parametrize(
    ("start", "zone", "hours", "first"),
    [
        ("2026-11-25 06:30", "Asia/Kolkata", 24, "2026-11-24 04:30"),  # 26 hours before, ten in the morning
        ("2026-11-25 04:29", "Asia/Kolkata", 24, "2026-11-23 14:30"),  # a minute before eight: the evening before
        ("2026-11-25 04:30", "Asia/Kolkata", 24, "2026-11-24 02:30"),
        ("2026-11-25 17:30", "Asia/Kolkata", 24, "2026-11-24 14:30"),  # nine in the evening: at eight
        ("2026-11-25 06:30", "America/New_York", 24, "2026-11-24 01:00"),  # half past eleven at night
        ("2026-03-30 08:30", "Europe/London", 24, "2026-03-28 20:00"),  # over the night of the change
        ("2026-11-25 06:30", "Asia/Kolkata", 22, "2026-11-24 06:30"),  # a day before leaves two hours
        ("2026-11-25 06:30", "Asia/Kolkata", 23, "2026-11-24 05:30"),
        ("2026-11-25 01:30", "Asia/Kolkata", 20, "2026-11-24 01:30"),  # waits for eight, free until eleven
        ("2026-11-25 01:30", "Asia/Kolkata", 22, "2026-11-23 14:30"),  # eight is an hour before the end: too late
        ("2026-11-25 06:30", "Asia/Kolkata", 0, "2026-11-24 06:30"),
        ("2026-11-25 06:30", "Asia/Kolkata", 48, "2026-11-23 04:30"),
    ],
)
def test_the_first_reminder_comes_while_cancelling_is_free(start: str, zone: str, hours: int, first: str) -> None:
    booking = session_at(start, zone, hours)
    assert free_reminder_at(booking) == utc(first)
    assert max(free_reminder_at(booking), utc(first)) <= booking.starts_at - (hours + 2) * HOUR


@pytest.mark.parametrize(
    ("hours", "agreed", "due"),
    [
        (24, 100, [26]),
        (24, 26.5, [26]),
        (24, 26, [24]),  # too late for the first: as it was before
        (24, 24, []),
        (46, 100, [48]),
        (47, 100, [49, 24]),  # the first comes days ahead
        (48, 30, [24]),
    ],
)
def test_one_reminder_the_day_before_wherever_the_first_does_not_do(hours: int, agreed: float, due: list[int]) -> None:
    booking = session_at("2026-11-27 10:30", "Asia/Kolkata", hours)
    found = first_reminders_at(booking, booking.starts_at - agreed * HOUR)
    assert [(booking.starts_at - at) / HOUR for at in found] == due


def test_control_a_day_before_alone_comes_when_cancelling_is_free_no_more() -> None:
    booking = session_at("2026-11-25 06:30", "Asia/Kolkata")
    assert booking.starts_at - 24 * HOUR == free_until(booking)


def test_control_two_hours_before_alone_would_wake_people() -> None:
    booking = session_at("2026-03-29 08:30", "Europe/London")
    assert (booking.starts_at - 2 * HOUR).astimezone(zone_of_client(booking)).hour == 7


def test_an_unknown_zone_is_the_practices_own() -> None:
    assert zone_of_client(session_at("2026-11-23 06:30", "Mars/Base")).key == "Asia/Kolkata"


def message_of(booking: Booking, kind: str) -> OutgoingMessage:
    """Return a message of a kind about a booking, stored nowhere."""
    return OutgoingMessage(kind=kind, cause=f"booking:{booking.uuid}")


@pytest.mark.django_db
def test_each_kind_goes_at_once_or_waits(session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=utc("2026-11-25 12:00"), client_zone="Europe/London")
    night = utc("2026-11-23 22:00")  # in London; in Gurgaon half past three
    waits = {kind for kind in emails.KINDS if rests_until(message_of(booking, kind), night)}
    assert set(emails.KINDS) - waits == AT_ONCE


@pytest.mark.django_db
def test_the_therapists_night_is_her_own(session_type: SessionType) -> None:
    booking = make_booking(
        session_type, status="requested", starts_at=utc("2026-11-26 12:00"), client_zone="Europe/London"
    )
    evening = utc("2026-11-23 16:00")  # half past nine in Gurgaon, tea time in London
    assert rests_until(message_of(booking, "booking_nudge"), evening) == utc("2026-11-24 02:30")
    assert rests_until(message_of(booking, "booking_declined"), evening) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "waits"), [("2026-11-24 09:00", True), ("2026-11-24 08:59", False)])
def test_what_would_leave_less_than_an_hour_to_act_goes_at_night(
    session_type: SessionType, start: str, waits: bool
) -> None:
    booking = make_booking(session_type, starts_at=utc(start), client_zone="Europe/London")
    found = rests_until(message_of(booking, "booking_reminder_near"), utc("2026-11-23 22:00"))
    assert (found is not None) is waits


@pytest.mark.django_db
def test_an_expired_request_never_wakes_anybody(session_type: SessionType) -> None:
    booking = make_booking(session_type, status="expired", blocks=False, client_zone="Europe/London")
    late = booking.starts_at.replace(hour=23)
    assert rests_until(message_of(booking, "booking_expired"), late) is not None


@pytest.mark.django_db
def test_without_its_booking_a_message_rests_nowhere(session_type: SessionType) -> None:
    assert rests_until(message_of(Booking(), "booking_reminder"), utc("2026-11-23 22:00")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "words"),
    [
        (26, "Until Sunday 22 November, 1:30 am EST, 12:00 pm in Gurgaon (IST), you can cancel without being marked"),
        (24.1, "you can cancel without being marked late."),
        (24, ""),
        (10, ""),
    ],
)
def test_the_reminder_says_until_when_cancelling_is_free_as_long_as_it_is(
    session_type: SessionType, therapist: User, before: float, words: str
) -> None:
    booking = ask_and_verify(session_type, client_zone="America/New_York")
    confirm_booking(booking=booking, by=therapist, now=NOW)
    mail = written(booking, "booking_reminder", MONDAY - before * HOUR)
    assert mail is not None
    assert words in " ".join(mail.text.split())
    assert words in " ".join(mail.html.split())
    assert ("marked late" in mail.text) is bool(words)


@pytest.mark.django_db
def test_where_all_clocks_agree_the_hour_is_said_once(session_type: SessionType, therapist: User) -> None:
    booking = confirm_booking(booking=ask_and_verify(session_type, client_zone="Asia/Kolkata"), by=therapist, now=NOW)
    mail = written(booking, "booking_reminder")
    assert mail is not None
    assert "Until Sunday 22 November, 12:00 pm IST, you can cancel without being marked late." in mail.text


@pytest.mark.django_db
def test_the_reminder_near_the_start_says_it_where_it_is_still_so(session_type: SessionType, therapist: User) -> None:
    session_type.practitioner.cancellation_hours = 1
    session_type.practitioner.save()
    booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    mail = written(booking, "booking_reminder_near", near_reminder_at(booking))
    assert mail is not None
    assert "you can cancel without being marked late" in mail.text


@pytest.mark.django_db
def test_the_first_reminder_is_dropped_once_the_second_is_due(session_type: SessionType, therapist: User) -> None:
    booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    near = near_reminder_at(booking)
    assert written(booking, "booking_reminder", near - HOUR) is not None
    assert written(booking, "booking_reminder", near) is None
    assert written(booking, "booking_reminder_near", near) is not None


@pytest.mark.django_db
def test_no_reminder_after_the_start_or_of_a_cancelled_session(session_type: SessionType, therapist: User) -> None:
    booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    assert written(booking, "booking_reminder_near", MONDAY) is None
    cancel_booking(booking=booking, by=By.CLIENT, user=None, now=NOW)
    assert written(booking, "booking_reminder_near", NOW) is None


@pytest.mark.django_db
def test_confirmed_late_only_the_reminder_that_is_still_to_come_is_queued(
    session_type: SessionType, therapist: User
) -> None:
    booking = make_booking(session_type, status="requested", client_zone="Asia/Kolkata", hold_until=MONDAY)
    confirm_booking(booking=booking, by=therapist, now=MONDAY - 3 * HOUR)
    kinds = set(OutgoingMessage.objects.values_list("kind", flat=True))
    assert kinds == {"booking_confirmed", "booking_reminder_near"}
    assert OutgoingMessage.objects.get(kind="booking_reminder_near").due_at == MONDAY - 2 * HOUR


@pytest.mark.django_db
def test_confirmed_when_it_is_near_already_nothing_more_reminds_of_it(
    session_type: SessionType, therapist: User
) -> None:
    booking = make_booking(session_type, status="requested", client_zone="Asia/Kolkata", hold_until=MONDAY)
    confirm_booking(booking=booking, by=therapist, now=MONDAY - 2 * HOUR)
    assert set(OutgoingMessage.objects.values_list("kind", flat=True)) == {"booking_confirmed"}


@pytest.mark.gate
@pytest.mark.django_db
def test_through_a_foreign_clock_change_a_decline_arrives_at_eight_by_the_new_clock(
    session_type: SessionType, therapist: User
) -> None:
    """Late on the Saturday before London's clocks go back; a code asked for in the same night goes at once."""
    night = utc("2026-10-24 21:30")
    booking = make_booking(
        session_type,
        starts_at=utc("2026-10-27 11:00"),
        status="requested",
        client_zone="Europe/London",
        hold_until=utc("2026-10-26 11:00"),
    )
    decline_booking(booking=booking, by=therapist, now=night)
    queue(
        kind="account",
        cause="x:1",
        due_at=night,
        body={"to": "b@example.com", "subject": "x", "text": "x", "html": "", "until": ""},
    )
    send_round(SteadyClock(lambda: night))
    assert [mail.to for mail in django_mail.outbox] == [["b@example.com"]]

    morning = utc("2026-10-25 08:00")
    send_round(SteadyClock(lambda: morning - timedelta(minutes=1)))
    assert len(django_mail.outbox) == 1
    send_round(SteadyClock(lambda: morning))
    assert len(django_mail.outbox) == 2
