"""At night the desk says when the message of an act goes, and no message goes before the one that it follows."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client as Browser

from accounts.models import Client, User
from bookings.models import Booking, BookingEvent, SessionType, StandingTime
from bookings.services import end_standing, start_standing
from practice.mail.worker import SteadyClock, send_round
from tests.bookings.at_desk import send
from tests.bookings.standing import agreed, asha
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking

__all__ = ["agreed", "asha"]
pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("clock")]
HOUR = timedelta(hours=1)
NIGHT = NOW + timedelta(hours=14)  # midnight in Gurgaon, half past six in the evening in London
BY = BookingEvent.By.PRACTICE


@pytest.mark.parametrize(
    ("hours", "zone", "said"),
    [
        (12, "Asia/Kolkata", "the email goes at 8 am tomorrow, by their clock"),
        (14, "Asia/Kolkata", "the email goes at 8 am today, by their clock"),
        (14, "Europe/London", ""),
        (2, "Asia/Kolkata", ""),
    ],
)
def test_declining_at_night_says_when_the_client_is_told(
    desk: Browser,
    session_type: SessionType,
    therapist: User,
    clock: time_machine.Traveller,
    hours: int,
    zone: str,
    said: str,
) -> None:
    booking = ask_and_verify(session_type, MONDAY + timedelta(days=7), client_zone=zone)
    clock.move_to(NOW + hours * HOUR)
    desk.force_login(therapist)
    page = send(desk, "decline", booking)
    assert "Declined. The client gets a kind word and other times." in page
    assert ("It is night where they are" in page) is bool(said)
    assert said in page


def subjects_sent(at: datetime) -> list[str]:
    django_mail.outbox.clear()
    send_round(SteadyClock(lambda: at))
    return [str(mail.subject) for mail in django_mail.outbox]


@pytest.fixture
def begun_at_night(session_type: SessionType, asha: Client, therapist: User) -> StandingTime:
    """A standing time that began when it was night where its client is, with a session agreed before."""
    session = make_booking(session_type, starts_at=MONDAY + timedelta(days=7), client=asha, client_zone="Asia/Kolkata")
    standing = start_standing(booking=session, every_weeks=1, by=therapist, now=NIGHT)
    Booking.objects.update(client_zone="Asia/Kolkata")
    assert subjects_sent(NIGHT) == []
    return standing


def test_the_end_of_a_standing_time_waits_for_the_message_of_its_beginning(
    begun_at_night: StandingTime, therapist: User
) -> None:
    last = begun_at_night.first_date + timedelta(weeks=2)
    end_standing(standing=begun_at_night, first_day=last, by=BY, user=therapist, now=NIGHT + HOUR)
    assert subjects_sent(NIGHT + HOUR) == []
    assert subjects_sent(NIGHT + 8 * HOUR) == ["Your standing time is confirmed", "Your standing time ends"]


def test_of_dates_that_were_never_told_the_end_says_nothing(begun_at_night: StandingTime, therapist: User) -> None:
    first = begun_at_night.first_date
    end_standing(standing=begun_at_night, first_day=first, by=BY, user=therapist, now=NIGHT + HOUR)
    assert subjects_sent(NIGHT + 8 * HOUR) == ["Your standing time ends"]
    (known,) = django_mail.outbox[0].attachments
    assert b"METHOD:CANCEL" in known.get_payload(decode=True)


def test_control_by_day_the_end_is_told_at_once(session_type: SessionType, asha: Client, therapist: User) -> None:
    session = make_booking(session_type, starts_at=MONDAY + timedelta(days=7), client=asha)
    standing = start_standing(booking=session, every_weeks=1, by=therapist, now=NOW)
    assert len(subjects_sent(NOW)) == 1
    end_standing(standing=standing, first_day=standing.first_date, by=BY, user=therapist, now=NIGHT)
    Booking.objects.update(client_zone="Asia/Kolkata")
    assert subjects_sent(NIGHT) == ["Your standing time ends"]
