"""What is said about several dates at once: one message, true at the moment at which it goes out."""

from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from accounts.models import Client, User
from bookings import calendars
from bookings.emails_together import render
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import answer_series, cancel_booking, end_standing, pause_practice, withdraw_series
from bookings.services.recording import By
from practice.mail import Mail
from practice.mail.registry import rests_until
from practice.models import OutgoingMessage
from tests.bookings.letters_together import ticked, written_together
from tests.bookings.standing import FIRST, agreed, asha, sessions, standing
from tests.bookings.steps import ask_series
from tests.factories import MONDAY, NOW
from tests.reporting import report

__all__ = ["agreed", "asha", "standing"]

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
NIGHT = NOW + timedelta(hours=14)  # midnight in Gurgaon, half past six in the evening in London


@pytest.fixture
def waiting(session_type: SessionType, asha: Client) -> list[Booking]:
    return ask_series(session_type, client=asha)


@pytest.fixture
def series(waiting: list[Booking]) -> UUID:
    assert waiting[0].series
    return waiting[0].series


def letter(series: UUID, kind: str) -> Mail:
    mail = written_together(series, kind)
    assert mail is not None
    return mail


def events(content: bytes) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(content)
    return [
        {
            "method": str(calendar["method"]),
            "uid": str(event["uid"]),
            "start": event.decoded("dtstart"),
            "sequence": int(str(event.decoded("sequence"))),
            "status": str(event["status"]),
        }
        for event in calendar.walk("VEVENT")
    ]


def test_the_answer_names_what_is_confirmed_and_what_is_not(
    waiting: list[Booking], series: UUID, therapist: User
) -> None:
    answer_series(series=series, ticked=ticked(waiting[:3]), by=therapist, now=NOW)
    mail = letter(series, "series_answered")
    assert mail.subject == "Some of your dates are confirmed"
    confirmed, _words, rest = mail.text.partition("These times cannot be offered to you")
    assert confirmed.count("6:30 am to 7:20 am, London (GMT); 12:00 pm in Gurgaon (IST)") == 3
    assert rest.count("Monday 14 December 2026") == 1


def test_one_file_holds_every_confirmed_date_under_the_identifier_of_its_session(
    waiting: list[Booking], series: UUID, therapist: User
) -> None:
    """B9 for many sessions: same instants, the identifier of each, and a cancellation that outranks it."""
    answer_series(series=series, ticked=ticked(waiting[:3]), by=therapist, now=NOW)
    [file] = letter(series, "series_answered").attachments
    found = events(file.content)
    assert [each["start"] for each in found] == [MONDAY + week * WEEK for week in range(3)]
    assert {each["method"] for each in found} == {"PUBLISH"}
    assert b"ATTENDEE" not in file.content
    cancelled = cancel_booking(booking=waiting[1], by=By.CLIENT, user=None, now=NOW)
    [taken_out] = events(calendars.calendar_file(cancelled, now=NOW, sender="hello@example.com"))
    assert taken_out["uid"] == found[1]["uid"]
    assert taken_out["sequence"] > found[1]["sequence"]  # type: ignore[operator]
    report("B9", sum(each["uid"] != calendars.uid_of(row) for each, row in zip(found, waiting, strict=False)), 0)


def test_all_declined_is_said_with_care_and_without_a_file(series: UUID, therapist: User) -> None:
    answer_series(series=series, ticked=set(), by=therapist, now=NOW)
    mail = letter(series, "series_answered")
    assert mail.subject == "About the dates you asked for"
    assert mail.attachments == ()
    assert "It says nothing about you" in mail.text
    assert "confirmed" not in mail.text


def test_a_message_that_came_too_late_is_not_sent(series: UUID) -> None:
    assert written_together(series, "series_to_answer")
    withdraw_series(series=series, by=None, now=NOW)
    for kind in ("series_received", "series_to_answer", "series_nudge"):
        assert written_together(series, kind) is None


def test_without_an_address_nothing_is_sent(waiting: list[Booking]) -> None:
    Booking.objects.update(email="")
    Client.objects.update(user=None)
    assert written_together(waiting[0].series, "series_received") is None


def test_the_therapist_is_nudged_for_the_deadline_that_holds(
    session_type: SessionType, series: UUID, therapist: User
) -> None:
    assert "several dates" in letter(series, "series_nudge").text
    pause_practice(practitioner=session_type.practitioner, back_on=None, by=therapist, now=NOW)
    assert written_together(series, "series_nudge") is None
    assert "In your pause their deadline is put off" in letter(series, "series_to_answer").text
    assert "The practice is paused at present." in letter(series, "series_received").text


def test_a_nudge_waits_for_the_therapists_morning_and_an_answer_waits_for_nobody(
    series: UUID, waiting: list[Booking], therapist: User
) -> None:
    nudge = OutgoingMessage.objects.filter(kind="series_nudge").earliest("due_at")
    assert rests_until(nudge, NIGHT) is not None
    Booking.objects.update(status="declined", blocks=False)
    assert rests_until(nudge, NIGHT) is None  # nothing waits any more
    answered = OutgoingMessage(kind="series_answered", cause=f"series:{series}", due_at=NOW)
    assert rests_until(answered, NIGHT) is None


def test_what_has_expired_can_be_read_at_any_time(series: UUID) -> None:
    Booking.objects.update(status="expired", blocks=False, hold_until=None, client_zone="Asia/Kolkata")
    expired = OutgoingMessage(kind="series_expired", cause=f"series:{series}", due_at=NOW)
    assert rests_until(expired, NIGHT) is not None


def test_the_start_of_a_standing_time_names_its_hour_and_its_dates(standing: StandingTime) -> None:
    mail = letter(standing.uuid, "standing_started")
    assert "every week on Monday at 12:00 pm, Gurgaon (IST)" in mail.text
    [file] = mail.attachments
    assert len(events(file.content)) == len(sessions(standing))


def test_the_end_takes_every_cancelled_session_out_of_the_calendar(standing: StandingTime) -> None:
    now = MONDAY - HOUR
    rows = end_standing(standing=standing, first_day=FIRST, by=By.CLIENT, user=None, now=now)
    mail = letter(standing.uuid, "standing_ended")
    found = [each for file in mail.attachments for each in events(file.content)]
    assert [each["uid"] for each in found] == [calendars.uid_of(row) for row in rows]
    assert {(each["method"], each["status"]) for each in found} == {("CANCEL", "CANCELLED")}
    assert "These were given up late" in mail.text
    assert "as you asked" in mail.text
    assert "every week on Monday" in letter(standing.uuid, "standing_ended_desk").text


def test_one_that_ends_earlier_after_all_tells_only_of_what_went_with_that(
    standing: StandingTime, therapist: User
) -> None:
    end_standing(standing=standing, first_day=FIRST + 3 * WEEK, by=By.PRACTICE, user=therapist, now=NOW)
    again = end_standing(standing=standing, first_day=FIRST + WEEK, by=By.PRACTICE, user=therapist, now=NOW + HOUR)
    second = letter(standing.uuid, "standing_ended")
    found = [each["uid"] for file in second.attachments for each in events(file.content)]
    assert found == [calendars.uid_of(row) for row in again]
    first = OutgoingMessage.objects.filter(kind="standing_ended").earliest("due_at")
    mail = render(first, NOW + 2 * HOUR)  # the first one goes out late
    assert mail is not None
    assert len(mail.attachments) == len(sessions(standing, "cancelled")) - len(again)


def test_ended_by_the_practice_the_message_says_so(standing: StandingTime, therapist: User) -> None:
    end_standing(standing=standing, first_day=FIRST, by=By.PRACTICE, user=therapist, now=NOW)
    assert "has been ended from the practice's side" in letter(standing.uuid, "standing_ended").text
