"""The desk: what the inbox, the day and the week say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings import desk_week
from bookings.desk import headline_words, request_row, today_section
from bookings.models import SessionType, TimeOff, WorkingHours
from bookings.services import accept_proposal, offer_move
from tests.bookings.at_desk import HOME, HOUR, MINUTE, page_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


# What the inbox says


def test_a_request_shows_its_deadline_its_hour_elsewhere_and_that_it_is_the_first(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    row = request_row(booking, NOW)
    assert (row.day, row.short_day, row.time) == ("Monday 23 November", "Mon 23 Nov", "12:00 pm")
    assert (row.how, row.elsewhere) == ("online video", "6:30 am in London (GMT)")
    assert row.deadline == "Sunday 22 November, 10:00 am IST"
    assert row.is_first
    page = text(desk.get(HOME))
    assert "Individual session, online video, 6:30 am in London (GMT)." in page
    assert "Answer by Sunday 22 November, 10:00 am IST." in page
    assert "first session" in page
    assert "Requests, soonest deadline first" in page


def test_the_soonest_deadline_comes_first_and_bears_the_one_amber_act(desk: Browser, session_type: SessionType) -> None:
    make_booking(session_type, status="requested", starts_at=MONDAY, hold_until=NOW + 2 * HOUR, name="Late")
    make_booking(session_type, status="requested", starts_at=MONDAY + HOUR, hold_until=NOW + HOUR, name="Soon")
    make_booking(session_type, status="requested", starts_at=MONDAY + 2 * HOUR, hold_until=NOW - MINUTE, name="Over")
    page = text(desk.get(HOME))
    assert page.index("Soon</a>") < page.index("Late</a>")
    assert "Over</a>" not in page
    assert page.count("desk__button--action") == 1


def test_requests_stand_before_what_is_to_be_set_up_and_after_it_where_nobody_waits(
    desk: Browser, session_type: SessionType
) -> None:
    empty = text(desk.get(HOME))
    assert empty.index("Before strangers may book") < empty.index("Requests, soonest deadline first")
    ask_and_verify(session_type)
    page = text(desk.get(HOME))
    assert page.index("Requests, soonest deadline first") < page.index("Before strangers may book")
    assert page.count("Before strangers may book") == 1


def test_someone_who_came_before_shows_where_she_stands(session_type: SessionType) -> None:
    asha = make_client("Asha")
    make_booking(session_type, starts_at=MONDAY - timedelta(days=7), status="completed", client=asha)
    row = request_row(make_booking(session_type, status="requested", client=asha, client_zone=""), NOW)
    assert (row.is_first, row.standing, row.elsewhere) == (False, "client", "")


def test_a_request_without_a_client_is_a_first_session(session_type: SessionType) -> None:
    row = request_row(make_booking(session_type, status="requested"), NOW)
    assert (row.is_first, row.standing, row.other_name) == (True, "", "")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-90, "40 minutes after your session at 10:30 am."),
        (-51, "1 minute after your session at 11:09 am."),
        (60, "10 minutes before your session at 1:00 pm."),
        (20, "Overlaps Jaya at 12:20 pm."),
    ],
)
def test_a_request_names_the_sessions_around_it(session_type: SessionType, minutes: int, words: str) -> None:
    request = make_booking(session_type, status="requested")
    shift = {"starts_at": MONDAY + minutes * MINUTE, "name": "Jaya"}
    if minutes == 20:  # what overlaps cannot be stored any more, but for a request asked from the inbox's own copy
        request.starts_at, request.ends_at = MONDAY - timedelta(days=1), MONDAY - timedelta(days=1) + 50 * MINUTE
        shift["starts_at"] = request.starts_at + 20 * MINUTE
    make_booking(session_type, **shift)
    assert request_row(request, NOW).neighbours == [words]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("requested", "10 minutes before a request at 1:00 pm."),
        ("proposed", "10 minutes before a time that you offered, 1:00 pm."),
        ("confirmed", "10 minutes before your session at 1:00 pm."),
    ],
)
def test_what_somebody_else_only_asks_for_is_not_called_hers(
    session_type: SessionType, status: str, words: str
) -> None:
    request = make_booking(session_type, status="requested")
    make_booking(session_type, starts_at=MONDAY + HOUR, name="Jaya", status=status)
    assert request_row(request, NOW).neighbours == [words]


def test_an_unproved_request_and_one_far_away_are_no_neighbours(session_type: SessionType) -> None:
    request = make_booking(session_type, status="requested")
    make_booking(session_type, status="draft", starts_at=MONDAY + HOUR)
    make_booking(session_type, starts_at=MONDAY + 4 * HOUR)
    assert request_row(request, NOW).neighbours == []


def test_another_name_under_a_known_address_is_flagged_and_nothing_is_merged(
    desk: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type, name="Asha")
    second = ask_and_verify(session_type, MONDAY + HOUR, name="Bela")
    words = "This address is known as Asha. Nothing was merged."
    assert text(desk.get(HOME)).count(words) == 1
    assert words in text(desk.get(page_of(second)))
    assert second.name == "Bela"


def test_a_warning_asks_to_look_before_confirming(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, status="requested", starts_at=MONDAY + 8 * HOUR)
    page = text(desk.get(HOME))
    assert "Mind: it is outside your working hours." in page
    assert "Look and confirm" in page
    assert reverse("admin:booking_confirm", args=[booking.pk]) not in page


def test_an_offered_time_is_listed_with_its_deadline(desk: Browser, session_type: SessionType) -> None:
    make_booking(session_type, status="proposed", name="Asha", hold_until=NOW + 24 * HOUR)
    page = text(desk.get(HOME))
    assert "you offered Monday 23 November, 12:00 pm; held until Saturday 21 November, 10:00 am IST." in page


def test_an_empty_inbox_says_so(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.get(HOME))
    assert "Nothing waits for an answer." in page
    assert "No sessions today." in page
    assert "No sessions this week." in page


# The day and the week


def test_the_day_stands_over_the_page_with_its_sessions_and_what_is_next(
    desk: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    make_booking(session_type, starts_at=NOW - 2 * HOUR, name="Early", status="completed")
    make_booking(session_type, starts_at=NOW + HOUR, name="Noon", mode="in_person")
    make_booking(session_type, starts_at=MONDAY, name="Monday")
    make_booking(session_type, starts_at=MONDAY + HOUR, status="requested")
    page = text(desk.get(HOME))
    assert "<h1>Friday 20 November</h1>" in page
    assert "2 sessions, 1 request. Next: 11:00 am, in person." in page
    assert page.count("desk__moment--over") == 1
    assert "Monday 23 November, 12:00 pm, Monday" in page


def test_with_nothing_left_the_headline_names_no_next(session_type: SessionType) -> None:
    assert headline_words(1, [], NOW) == "1 session, 0 requests."


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(0), "Now: 10:00 am, online video, until 10:50 am. Next: 12:00 pm, in person."),
        (timedelta(minutes=49), "Now: 10:00 am, online video, until 10:50 am. Next: 12:00 pm, in person."),
        (timedelta(minutes=50), "Next: 12:00 pm, in person."),
        (timedelta(minutes=-1), "Next: 10:00 am, online video."),
        (timedelta(hours=2), "Now: 12:00 pm, in person, until 12:50 pm."),
    ],
)
def test_a_session_that_has_begun_is_on_now_and_not_next(
    session_type: SessionType, since: timedelta, words: str
) -> None:
    make_booking(session_type, starts_at=NOW)
    make_booking(session_type, starts_at=NOW + 2 * HOUR, mode="in_person")
    assert today_section(NOW + since)["headline"]["words"] == f"2 sessions, 0 requests. {words}"


def test_a_day_of_the_clock_change_is_a_whole_local_day(practitioner: Practitioner, session_type: SessionType) -> None:
    Practitioner.objects.update(zone_name="Europe/London")
    late = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)  # 25 hours after the day began in London
    make_booking(session_type, starts_at=late)
    assert len(today_section(late - HOUR)["today"]) == 1


def test_without_a_practitioner_the_desk_still_opens(desk: Browser) -> None:
    assert "<h1>Today</h1>" in text(desk.get(HOME))
    assert "No hours and no sessions" in text(desk.get("/admin/week/"))


def cells(week: dict[str, Any], hour: str) -> list[str]:
    """Return what stands in a row of the week: labels, or whether it is open."""
    row = next(row for row in week["rows"] if row.label == hour)
    return [" ".join(each.label for each in cell.entries) or ("" if cell.is_open else "closed") for cell in row.cells]


def test_the_week_puts_each_session_into_its_day_and_hour(
    practitioner: Practitioner, session_type: SessionType
) -> None:
    make_booking(session_type, name="Asha Rao")
    make_booking(session_type, starts_at=MONDAY + timedelta(days=2), name="Bela", status="requested")
    make_booking(session_type, starts_at=MONDAY + timedelta(days=3), status="requested", hold_until=NOW)
    TimeOff.objects.create(
        practitioner=practitioner, starts_at=MONDAY + timedelta(days=4), ends_at=MONDAY + timedelta(days=4, hours=1)
    )
    week = desk_week.week_of(practitioner, date(2026, 11, 23), NOW)
    assert [row.label for row in week["rows"]] == ["10 am", "11 am", *(f"{hour} pm" for hour in (12, 1, 2, 3, 4, 5))]
    assert cells(week, "12 pm") == ["A.R.", "", "Bela", "", "closed", ""]
    assert cells(week, "1 pm") == [""] * 6
    assert [column.count for column in week["columns"]] == [1, 0, 1, 0, 0, 0]


def test_a_session_that_is_to_be_moved_counts_once_where_it_is_agreed(
    practitioner: Practitioner, session_type: SessionType, therapist: User
) -> None:
    session = make_booking(session_type)
    monday = date(2026, 11, 23)
    moved = offer_move(booking=session, starts_at=MONDAY + timedelta(days=1), by=therapist, now=NOW)
    week = desk_week.week_of(practitioner, monday, NOW)
    assert cells(week, "12 pm")[:2] == ["Asha", "Asha"]
    assert ([column.count for column in week["columns"]], week["count"]) == ([1, 0, 0, 0, 0, 0], 1)
    accept_proposal(booking=moved, by=None, now=NOW)
    week = desk_week.week_of(practitioner, monday, NOW)
    assert ([column.count for column in week["columns"]], week["count"]) == ([0, 1, 0, 0, 0, 0], 1)


def test_an_hour_wholly_off_is_closed(practitioner: Practitioner, session_type: SessionType) -> None:
    noon = MONDAY - 30 * MINUTE - 30 * MINUTE  # 11 am in Gurgaon
    TimeOff.objects.create(practitioner=practitioner, starts_at=noon, ends_at=noon + HOUR)
    assert cells(desk_week.week_of(practitioner, date(2026, 11, 23), NOW), "11 am")[0] == "closed"


def test_sunday_shows_only_when_something_is_on_it(practitioner: Practitioner, session_type: SessionType) -> None:
    monday = date(2026, 11, 23)
    assert len(desk_week.week_of(practitioner, monday, NOW)["columns"]) == 6
    make_booking(session_type, starts_at=MONDAY + timedelta(days=6))
    assert len(desk_week.week_of(practitioner, monday, NOW)["columns"]) == 7


def test_the_front_page_shows_only_hours_with_something_in_them(
    desk: Browser, practitioner: Practitioner, session_type: SessionType
) -> None:
    make_booking(session_type, starts_at=NOW + 2 * HOUR)
    make_booking(session_type, starts_at=NOW + 5 * HOUR)
    week = desk_week.week_section(NOW)["week"]
    assert [row.label for row in week["rows"]] == ["12 pm", "3 pm"]
    assert "Sessions by hour and day" in text(desk.get(HOME))


def test_a_week_without_hours_and_sessions_has_no_rows(practitioner: Practitioner) -> None:
    WorkingHours.objects.all().delete()
    assert desk_week.week_of(practitioner, date(2026, 11, 23), NOW)["rows"] == []


def test_the_week_page_turns_over(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.get("/admin/week/?from=2026-11-25"))
    assert "23 to 29 November 2026" in page
    assert "?from=2026-11-16" in page
    assert "?from=2026-11-30" in page
    assert "16 to 22 November 2026" in text(desk.get("/admin/week/?from=nonsense"))


@pytest.mark.parametrize(
    ("name", "short"), [("Asha", "Asha"), ("Asha Rao", "A.R."), (" a  b c d ", "a.b.c."), ("", "")]
)
def test_names_are_short_where_others_may_look(name: str, short: str) -> None:
    assert desk_week.initials_of(name) == short
