"""The calendar file, read back by an independent parser (B9)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from accounts.models import User
from bookings.calendars import calendar_file
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import cancel_booking, confirm_booking
from practice.models import Practice
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW
from tests.reporting import report

SENDER = "hello@example.com"


@pytest.fixture
def confirmed(session_type: SessionType, therapist: User) -> Booking:
    return confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)


def read(booking: Booking) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(calendar_file(booking, now=NOW, sender=SENDER))
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 1
    return calendar, events[0]


def unfold(content: bytes) -> dict[str, str]:
    """Read the lines of a file as RFC 5545 says, with nothing but string methods: a second, independent parser."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return {line.split(":", 1)[0].split(";")[0]: line.split(":", 1)[1] for line in lines if ":" in line}


@pytest.mark.gate
@pytest.mark.parametrize("day", [0, 1, 5, 9, 14, 22, 26])
def test_the_file_holds_the_same_instant_whoever_reads_it(session_type: SessionType, therapist: User, day: int) -> None:
    start = MONDAY + timedelta(days=day)
    booking = confirm_booking(booking=ask_and_verify(session_type, start), by=therapist, now=NOW)
    content = calendar_file(booking, now=NOW, sender=SENDER)
    plain = unfold(content)
    _calendar, event = read(booking)
    starts = datetime.strptime(plain["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    wrong = sum([event.decoded("dtstart") != start, event.decoded("dtend") != booking.ends_at, starts != start])
    report("B9", wrong, 0)
    assert wrong == 0


def test_every_line_ends_as_the_standard_wants_and_none_is_too_long(confirmed: Booking) -> None:
    lines = calendar_file(confirmed, now=NOW, sender=SENDER).split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_the_title_says_nothing_but_that_there_is_an_appointment(confirmed: Booking) -> None:
    _calendar, event = read(confirmed)
    assert str(event["summary"]) == "Appointment"
    assert "description" not in event


def test_cancelling_takes_the_same_entry_out(confirmed: Booking) -> None:
    calendar, event = read(confirmed)
    later = cancel_booking(booking=confirmed, by=BookingEvent.By.CLIENT, user=None, now=NOW)
    calendar_after, event_after = read(later)
    assert (calendar["method"], calendar_after["method"]) == ("REQUEST", "CANCEL")
    assert event["uid"] == event_after["uid"]
    assert int(event_after["sequence"]) > int(event["sequence"])
    assert (str(event["status"]), str(event_after["status"])) == ("CONFIRMED", "CANCELLED")


def test_a_request_that_waits_has_no_file(session_type: SessionType) -> None:
    with pytest.raises(ValueError, match="agreed"):
        calendar_file(ask_and_verify(session_type), now=NOW, sender=SENDER)


def test_a_name_with_markup_and_line_breaks_adds_no_line(confirmed: Booking) -> None:
    Booking.objects.filter(pk=confirmed.pk).update(name="X\r\nATTACH:http://evil.test/<script>")
    confirmed.refresh_from_db()
    assert b"ATTACH" not in calendar_file(confirmed, now=NOW, sender=SENDER)


def test_the_organiser_is_named_without_a_telling_word(confirmed: Booking) -> None:
    Practice.objects.update(name="Gurgaon Therapy Rooms")
    _calendar, event = read(confirmed)
    assert event["organizer"].params["cn"] == "Gurgaon Rooms"


def test_a_practice_with_a_telling_name_and_a_client_without_mail_leave_no_gap(confirmed: Booking) -> None:
    Practice.objects.update(name="Therapy")
    assert confirmed.client
    confirmed.email, confirmed.client.user = "", None
    _calendar, event = read(confirmed)
    assert "cn" not in {key.lower() for key in event["organizer"].params}
    assert "attendee" not in event


def test_in_person_the_file_says_where_to_who_wants_messages_in_full_and_to_nobody_else(confirmed: Booking) -> None:
    assert confirmed.client
    confirmed.mode = "in_person"
    _calendar, event = read(confirmed)
    assert "location" not in event
    confirmed.client.wording = "plain"
    _calendar, event = read(confirmed)
    assert str(event["location"]).startswith("205, Second Floor")
