"""Calendars of one's own on the desk: added, looked at, asked about before time is freed, and said in plain words."""

from datetime import timedelta
from pathlib import Path
from re import findall
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.models import OutsideBusy, OutsideCalendar, SessionType
from bookings.outside.addresses import BadAddressError
from bookings.outside_words import PROBLEMS, problem_of, say_busy, say_source, say_standing
from practice.times import Place
from tests.bookings.at_desk import page_of as session_page
from tests.bookings.at_desk import status_of
from tests.bookings.browsing import text
from tests.bookings.outside.plain import HOME, calendar, event
from tests.factories import MONDAY, NOW, make_booking, make_outside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGE = "/admin/calendars/"
ADDRESS = "https://calendar.example/private-abc123/basic.ics"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLACE = Place(HOME, "Gurgaon")
NOON = ["DTSTART:20261123T063000Z", "DURATION:PT1H"]
WHY = "/admin/why/?day=2026-11-23&hour={hour}&type={type}&mode=video&asker={asker}"


def add_busy(row: OutsideCalendar, start: Any = MONDAY, end: Any = MONDAY + HOUR) -> None:
    OutsideBusy.objects.create(calendar=row, starts_at=start, ends_at=end)


def page_of(row: OutsideCalendar, act: str = "") -> str:
    return f"{PAGE}{row.uuid}/" + (f"{act}/" if act else "")


def file_of(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("../../own.ics", content, "text/calendar")


# Adding


@pytest.mark.gate
def test_an_address_is_added_and_never_shown_again(desk: Browser, practitioner: Practitioner) -> None:
    page = text(desk.post(PAGE, {"name": "Family", "address": ADDRESS.replace("https", "webcal")}, follow=True))
    assert "It is read for the first time within a minute." in page
    row = OutsideCalendar.objects.get()
    assert (row.name, row.address, row.next_try_at) == ("Family", ADDRESS, NOW)
    for address in (PAGE, page_of(row), page_of(row, "off"), "/admin/"):
        assert "private-abc123" not in text(desk.get(address))
    assert "calendar.example/…" in text(desk.get(PAGE))


@pytest.mark.gate
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://calendar.example/a.ics", "it must begin with https:// or webcal://"),
        ("https://a:b@calendar.example/a.ics", "This is not an address that can be read."),
        ("", "This field is required"),
        ("https://calendar.example/\x00", "Null characters are not allowed."),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_with_words(
    desk: Browser, practitioner: Practitioner, address: str, words: str
) -> None:
    answer = desk.post(PAGE, {"name": "Family", "address": address})
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="Family"' in text(answer)
    assert not OutsideCalendar.objects.exists()


@pytest.mark.gate
def test_a_file_is_shown_before_it_is_kept(desk: Browser, session_type: SessionType) -> None:
    content = calendar(
        event(*NOON), event("DTSTART:20261125T063000Z", "DURATION:PT2H", uid="b"), event("DTSTART:x", uid="c")
    )
    page = text(desk.post(PAGE, {"name": "Choir", "file": file_of(content)}, follow=True))
    assert "2 busy times, until 25 Nov 2026, 2:00 pm IST." in page
    assert "1 entry could not be read." in page
    draft = OutsideCalendar.objects.get()
    assert draft.is_draft
    assert "Choir" not in text(desk.get(PAGE))
    page = text(desk.post(page_of(draft, "keep"), follow=True))
    assert "Its times are no longer offered." in page
    draft.refresh_from_db()
    assert (draft.is_draft, draft.is_on) == (False, True)
    assert "Choir" in text(desk.get(PAGE))
    assert desk.post(page_of(draft, "keep")).status_code == 404  # pressed twice


@pytest.mark.gate
def test_a_file_can_be_forgotten_and_replaced(desk: Browser, practitioner: Practitioner) -> None:
    kept = make_outside(practitioner, name="Choir")
    add_busy(kept)
    newer = calendar(event("DTSTART:20261201T063000Z", "DURATION:PT1H"))
    for act, count in (("drop", 0), ("keep", 1)):
        page = text(desk.post(page_of(kept, "upload"), {"file": file_of(newer)}, follow=True))
        assert "take the place of those of the file before" in page
        draft = OutsideCalendar.objects.get(is_draft=True)
        desk.post(page_of(draft, act))
        assert not OutsideCalendar.objects.filter(is_draft=True).exists()
        assert OutsideBusy.objects.filter(calendar=kept, starts_at__month=12).count() == count
    assert not OutsideBusy.objects.filter(starts_at=MONDAY).exists()


@pytest.mark.gate
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "What stands there is no calendar file."),
        (b"", "What stands there is no calendar file."),
        (b"x" * 5_000_001, "The calendar is larger than 5 MB."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026", "No entry of this calendar can be read"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_is_kept(
    desk: Browser, practitioner: Practitioner, content: bytes, words: str
) -> None:
    kept = make_outside(practitioner, name="Choir")
    for address, form in ((PAGE, {"name": "Choir 2"}), (page_of(kept, "upload"), {})):
        answer = desk.post(address, {**form, "file": file_of(content)})
        assert answer.status_code == 422
        assert words in text(answer)
    assert OutsideCalendar.objects.count() == 1


@pytest.mark.gate
def test_without_a_file_the_form_comes_back(desk: Browser, practitioner: Practitioner) -> None:
    answer = desk.post(PAGE, {"name": "Choir"})
    assert answer.status_code == 422
    assert "Calendar file (.ics, up to 5 MB): This field is required." in text(answer)


@pytest.mark.gate
def test_there_are_not_more_calendars_than_can_be_read(desk: Browser, practitioner: Practitioner) -> None:
    for number in range(10):
        make_outside(practitioner, name=str(number))
    page = text(desk.post(PAGE, {"name": "Family", "address": ADDRESS}, follow=True))
    assert "There are as many calendars as can be read." in page
    assert OutsideCalendar.objects.count() == 10


# One calendar


@pytest.mark.gate
def test_it_is_read_when_asked(desk: Browser, practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS)
    assert "It is read within a minute." in text(desk.post(page_of(row, "read"), follow=True))
    row.refresh_from_db()
    assert row.next_try_at == NOW


@pytest.mark.gate
def test_name_and_address_can_be_changed_each_alone(desk: Browser, practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS)
    desk.post(page_of(row), {"name": "Us", "address": ""})
    desk.post(page_of(row), {"name": "Us", "address": "https://new.example/a"})
    again = OutsideCalendar.objects.get()
    assert (again.name, again.address) == ("Us", "https://new.example/a")
    answer = desk.post(page_of(row), {"name": "", "address": "x"})
    assert answer.status_code == 422
    assert OutsideCalendar.objects.get().address == "https://new.example/a"


@pytest.mark.gate
@pytest.mark.parametrize("act", ["off", "remove"])
def test_what_frees_time_is_asked_first(desk: Browser, practitioner: Practitioner, act: str) -> None:
    row = make_outside(practitioner)
    add_busy(row)
    page = text(desk.get(page_of(row, act)))
    assert "Every time that only this calendar blocks is offered again at once" in page
    assert "1 busy time, until 23 Nov 2026, 1:00 pm IST." in page
    assert OutsideCalendar.objects.get().is_on
    desk.post(page_of(row, act))
    assert not OutsideBusy.objects.counting_for(practitioner.pk).exists()


@pytest.mark.gate
def test_it_can_be_switched_on_again(desk: Browser, practitioner: Practitioner) -> None:
    row = make_outside(practitioner, is_on=False)
    assert "Switched off: its times do not count." in text(desk.get(page_of(row)))
    desk.post(page_of(row, "on"))
    assert OutsideCalendar.objects.get().is_on


@pytest.mark.gate
def test_an_act_that_is_none_or_only_a_post_is_not_done_by_looking(desk: Browser, practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS)
    assert desk.get(page_of(row, "read")).status_code == 405
    assert desk.get(page_of(row, "nothing")).status_code == 404
    assert desk.post(page_of(row, "keep")).status_code == 404


@pytest.mark.gate
def test_before_there_are_rules_there_is_nothing_to_add(desk: Browser) -> None:
    assert "There are no rules to change yet." in text(desk.get(PAGE, follow=True))
    assert desk.get("/admin/").status_code == 200


# Where else it shows


@pytest.mark.gate
def test_the_front_page_names_what_cannot_be_read_and_the_sessions_that_are_overlapped(
    desk: Browser, session_type: SessionType
) -> None:
    row = make_outside(session_type.practitioner, address=ADDRESS, problem="denied")
    booking = make_booking(session_type, starts_at=MONDAY)
    page = text(desk.get("/admin/"))
    assert "The other computer did not let us in." in page
    assert "You are busy elsewhere during agreed sessions" not in page
    add_busy(row)
    page = text(desk.get("/admin/"))
    assert f'<a href="{session_page(booking)}">23 Nov 2026, 12:00 pm IST (Asha)</a>' in page
    assert status_of(booking) == "confirmed"


@pytest.mark.gate
def test_the_front_page_says_nothing_where_all_is_well(desk: Browser, session_type: SessionType) -> None:
    make_outside(session_type.practitioner, address=ADDRESS)
    assert "Your own calendars" not in text(desk.get("/admin/")).replace("Your own calendars are read.", "")


@pytest.mark.gate
@pytest.mark.parametrize(("hour", "asker"), [("12:00", "stranger"), ("12:00", "practice"), ("13:05", "practice")])
def test_the_explainer_names_the_calendar(desk: Browser, session_type: SessionType, hour: str, asker: str) -> None:
    row = make_outside(session_type.practitioner, name="Choir")
    add_busy(row)
    SessionType.objects.update(buffer_before_minutes=10)
    page = text(desk.get(WHY.format(hour=hour, type=session_type.pk, asker=asker)))
    assert f'<a href="{page_of(row)}">Your calendar “Choir”</a>' in page
    assert ("Your other calendar is busy then" in page) == (hour == "12:00")


@pytest.mark.gate
def test_the_week_shows_that_she_is_busy_elsewhere_and_no_more(desk: Browser, session_type: SessionType) -> None:
    week = "/admin/week/?from=2026-11-23"
    assert "busy elsewhere" not in text(desk.get(week))
    row = make_outside(session_type.practitioner, name="Choir practice")
    add_busy(row, MONDAY, MONDAY + 1.5 * HOUR)
    page = text(desk.get(week))
    assert page.count("busy elsewhere") == 2
    assert "Choir" not in page
    assert "Marked “busy”: another calendar of yours." in page


@pytest.mark.gate
def test_the_lists_of_hours_lead_here(desk: Browser, session_type: SessionType) -> None:
    assert f'href="{PAGE}"' in text(desk.get("/admin/bookings/timeoff/"))


# Words


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_is_said_in_words_with_what_to_do(practitioner: Practitioner, code: str) -> None:
    row = make_outside(practitioner, address=ADDRESS, problem=code)
    words = say_standing(row, PLACE)
    assert "It has not been read since 20 Nov 2026, 10:00 am IST. Its times as they were then still count." in words
    assert str(problem_of(code).words) in words
    assert str(problem_of(code).advice)
    row.last_read_at = None
    assert "It has never been read, so none of its times are known." in say_standing(row, PLACE)


def test_every_code_of_the_reader_has_words() -> None:
    folder = Path(__file__).resolve().parents[3] / "bookings" / "outside"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(findall(r'(?:FetchError|BadAddressError)\("(\w+)"\)|problem="(\w+)"|\d: "(\w+)"', source))
    found = {code for group in codes for code in group if code}
    assert found <= set(PROBLEMS)
    assert len(found) > 10
    assert str(problem_of("unheard of").words) == "The calendar could not be read."


def test_how_a_calendar_stands_is_said_in_words(practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS)
    assert say_standing(row, PLACE) == "Read on 20 Nov 2026, 10:00 am IST."
    assert say_busy(row, NOW, PLACE) == "Nothing in it keeps you busy from now on."
    row.problem, row.unreadable = "partly", 2
    assert "2 entries could not be read. Until they can, no time that was known before is given back." in say_standing(
        row, PLACE
    )
    row.problem, row.last_read_at = "", None
    assert say_standing(row, PLACE) == "It is read for the first time within a minute."


def test_the_warning_names_what_is_kept_back_and_ends_when_she_has_seen_it(
    desk: Browser, practitioner: Practitioner
) -> None:
    row = make_outside(practitioner, problem="partly", unreadable=1)
    add_busy(row, MONDAY + DAY, MONDAY + DAY + HOUR)
    for page in ("/admin/", PAGE, page_of(row)):
        assert "No time is kept back because of it at present." in text(desk.get(page))
    for number in range(6):
        OutsideBusy.objects.create(
            calendar=row,
            starts_at=MONDAY + 2 * number * HOUR,
            ends_at=MONDAY + (2 * number + 1) * HOUR,
            is_left_over=True,
        )
    said = "Kept back because of it: 23 Nov 2026, 12:00 pm IST – 23 Nov 2026, 1:00 pm IST; 23 Nov 2026, 2:00 pm IST"
    for page in ("/admin/", PAGE, page_of(row)):
        assert said in text(desk.get(page))
        assert "And 1 more." in text(desk.get(page))
    assert "I have seen this" in text(desk.get(page_of(row)))
    page = text(desk.post(page_of(row, "seen"), follow=True))
    assert "Noted. The desk warns of it again with the next file" in page
    assert said in page
    assert "I have seen this" not in page
    assert said not in text(desk.get("/admin/"))


def test_no_end_of_the_warning_is_offered_for_what_is_read_again_by_itself(
    desk: Browser, practitioner: Practitioner
) -> None:
    row = make_outside(practitioner, address=ADDRESS, problem="partly", unreadable=1)
    assert "I have seen this" not in text(desk.get(page_of(row)))


def test_of_an_address_only_the_host_is_said(practitioner: Practitioner) -> None:
    assert say_source(make_outside(practitioner, address=ADDRESS)) == "calendar.example/…"
    assert say_source(make_outside(practitioner)) == "from a file"
    assert say_source(make_outside(practitioner, address="http://old.example/secret")) == "…"
    assert BadAddressError("private").code == "private"
