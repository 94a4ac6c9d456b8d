"""What can be done in the lists and forms of the desk, and what cannot."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.desk_time_off import overlaps
from bookings.models import Booking, BookingEvent, DateOverride, SessionType, TimeOff, WorkingHours
from bookings.services import cancel_booking, decline_booking, withdraw_request
from bookings.time_off_words import say_days
from tests.bookings.at_desk import HOUR, MINUTE, page_of, run_action, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask, ask_and_verify
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


# What can and cannot be done at all


@pytest.mark.parametrize(("act", "status"), [("confirm", 405), ("decline", 200), ("cancel", 200)])
def test_opening_the_page_of_an_act_does_not_carry_it_out(
    desk: Browser, session_type: SessionType, act: str, status: int
) -> None:
    booking = ask_and_verify(session_type)
    assert desk.get(reverse(f"admin:booking_{act}", args=[booking.pk])).status_code == status
    assert status_of(booking) == "requested"
    assert desk.post(reverse(f"admin:booking_{act}", args=[0])).status_code == 404


def test_posting_to_the_read_only_page_changes_nothing(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    before = Booking.objects.filter(pk=booking.pk).values().get()
    answer = desk.post(
        page_of(booking), {"status": "confirmed", "name": "Other", "starts_at_0": "2027-01-01"}, follow=True
    )
    assert "A session is not edited here: use the buttons above." in text(answer)
    assert Booking.objects.filter(pk=booking.pk).values().get() == before


def test_the_page_of_a_session_says_who_and_when_and_leaves_out_what_says_nothing(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type, note="Please ring first.")
    page = text(desk.get(page_of(booking)))
    assert "<h1>Asha</h1>" in page
    assert "<h2>23 Nov 2026, 12:00 pm IST, waiting for an answer</h2>" in page
    assert page.count('<span class="rows__label">When</span> 20 Nov 2026, 10:00 am IST</span>') == 2
    assert '<span class="rows__label">Note</span>' not in page
    for words in ("Please ring first.", "6:30 am in London (GMT)", "20 Nov 2026, 10:00 am IST", "History"):
        assert words in page
    assert "Cancelled late" not in page
    assert "Fee, in rupees" not in page
    plain = make_booking(session_type, starts_at=MONDAY + 5 * HOUR, fee_rupees=1500)
    page = text(desk.get(page_of(plain)))
    assert "the same time zone" in page
    assert "Fee, in rupees" in page
    assert "Note from the client" not in page


def test_drafts_are_nobody_yet(desk: Browser, session_type: SessionType) -> None:
    draft = ask(session_type, name="Heron")
    assert "Heron" not in text(desk.get(reverse("admin:bookings_booking_changelist")))
    assert desk.get(page_of(draft)).status_code == 302
    assert desk.get(page_of(draft).replace(str(draft.pk), "nonsense")).status_code == 302


def test_sessions_are_neither_added_nor_deleted_by_hand(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type)
    assert desk.get(reverse("admin:bookings_booking_add")).status_code == 403
    assert desk.post(reverse("admin:bookings_booking_delete", args=[booking.pk]), {"post": "yes"}).status_code == 403
    assert Booking.objects.exists()


def test_the_list_confirms_what_it_can_and_says_of_the_rest_why(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    good = ask_and_verify(session_type)
    off = ask_and_verify(session_type, MONDAY + 3 * HOUR, email="bela@example.com")
    done = make_booking(session_type, starts_at=MONDAY + timedelta(days=1))
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + 3 * HOUR, ends_at=MONDAY + 4 * HOUR)
    page = run_action(desk, "confirm_selected", good, off, done)
    assert "Confirmed: 23 Nov 2026, 12:00 pm IST." in page
    assert "23 Nov 2026, 3:00 pm IST: not done, because you have time off then." in page
    assert "24 Nov 2026, 12:00 pm IST: nothing was changed. It is now: confirmed." in page
    assert (status_of(good), status_of(off)) == ("confirmed", "requested")


def test_no_list_declines_in_one_go(desk: Browser, session_type: SessionType) -> None:
    """A decline asks first, one by one: it cannot be taken back."""
    booking = ask_and_verify(session_type)
    run_action(desk, "decline_selected", booking)
    assert status_of(booking) == "requested"


# Hours, time off, types


def add(desk: Browser, model: str, **form: object) -> Any:
    return desk.post(reverse(f"admin:bookings_{model}_add"), form, follow=True)


def test_time_off_over_confirmed_sessions_names_them_and_touches_none(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    first = make_booking(session_type, name="Asha")
    make_booking(session_type, name="Bela", starts_at=MONDAY + 2 * HOUR)
    make_booking(session_type, name="Cyra", starts_at=MONDAY + 4 * HOUR)
    hours = {"starts_at_0": "2026-11-23", "starts_at_1": "12:30", "ends_at_0": "2026-11-23", "ends_at_1": "15:00"}
    page = text(add(desk, "timeoff", practitioner=practitioner.pk, **hours))
    assert "23 Nov 2026, 12:00 pm IST (Asha); 23 Nov 2026, 2:00 pm IST (Bela)" in page
    assert "Cyra" not in page
    assert status_of(first) == "confirmed"
    row = TimeOff.objects.get()
    assert row.starts_at == MONDAY + 30 * MINUTE
    change = text(desk.get(reverse("admin:bookings_timeoff_change", args=[row.pk])))
    assert 'value="2026-11-23"' in change
    assert 'value="12:30"' in change


def test_time_off_beside_every_session_says_nothing(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    make_booking(session_type)
    hours = {"starts_at_0": "2026-11-23", "starts_at_1": "12:50", "ends_at_0": "2026-11-23", "ends_at_1": "15:00"}
    assert "lies inside" not in text(add(desk, "timeoff", practitioner=practitioner.pk, **hours))


def test_leave_without_hours_is_whole_days_the_last_included(desk: Browser, practitioner: Practitioner) -> None:
    days = {"starts_at_0": "2026-12-01", "ends_at_0": "2026-12-20"}
    page = text(add(desk, "timeoff", practitioner=practitioner.pk, **days))
    assert "1 to 20 Dec 2026, whole days" in page
    row = TimeOff.objects.get()
    first, last = (instant.astimezone(practitioner.zone) for instant in (row.starts_at, row.ends_at))
    assert (first.date(), last.date()) == (date(2026, 12, 1), date(2026, 12, 21))
    assert (first.time(), last.time()) == (time(), time())
    url = reverse("admin:bookings_timeoff_change", args=[row.pk])
    form = text(desk.get(url))
    assert 'value="2026-12-20"' in form
    assert 'value="00:00"' not in form
    desk.post(url, {"practitioner": practitioner.pk, **days, "label": "Away"})
    row.refresh_from_db()
    assert (row.ends_at, row.label) == (last, "Away")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "1 Dec 2026, the whole day"),
        (date(2026, 11, 28), date(2026, 12, 3), "28 Nov to 3 Dec 2026, whole days"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 to 3 Jan 2027, whole days"),
    ],
)
def test_whole_days_are_said_without_hours(first: date, last: date, said: str) -> None:
    assert say_days(first, last) == said


def test_leave_is_named_by_its_days_where_it_is_added_and_deleted(desk: Browser, practitioner: Practitioner) -> None:
    days = {"starts_at_0": "2026-12-01", "ends_at_0": "2026-12-14"}
    page = text(add(desk, "timeoff", practitioner=practitioner.pk, **days))
    assert "“1 to 14 Dec 2026, whole days” was added" in re.sub("<[^>]+>", "", page)
    row = TimeOff.objects.get()
    assert "“1 to 14 Dec 2026, whole days”" in text(desk.get(reverse("admin:bookings_timeoff_delete", args=[row.pk])))


def test_hours_of_one_date_are_named_by_it(desk: Browser, practitioner: Practitioner) -> None:
    page = text(add(desk, "dateoverride", practitioner=practitioner.pk, date="2026-12-01"))
    assert "“1 Dec 2026” was added" in re.sub("<[^>]+>", "", page)


def test_leave_with_hours_is_listed_with_them(desk: Browser, practitioner: Practitioner) -> None:
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY, ends_at=MONDAY + 4 * HOUR)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=2))
    page = text(desk.get(reverse("admin:bookings_timeoff_changelist")))
    assert "23 Nov 2026, 12:00 pm to 4:00 pm" in page
    assert "23 Nov 2026, 12:00 pm, to 25 Nov 2026, 12:00 pm" in page


def test_the_hours_of_a_date_name_the_sessions_that_they_leave_outside(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    session = make_booking(session_type, name="Asha")
    make_booking(session_type, name="Bela", starts_at=MONDAY + 3 * HOUR)
    hours = {"date": "2026-11-23", "starts": "14:00", "ends": "18:00", "video": "on"}
    page = text(add(desk, "dateoverride", practitioner=practitioner.pk, **hours))
    assert "lies outside the hours of that date" in page
    assert "(Asha)" in page
    assert "(Bela)" not in page
    assert "2:00 pm to 6:00 pm" in page
    assert status_of(session) == "confirmed"


def test_a_date_is_closed_once_and_listed_as_closed(desk: Browser, practitioner: Practitioner) -> None:
    assert ">closed<" in text(add(desk, "dateoverride", practitioner=practitioner.pk, date="2026-12-01"))
    again = text(add(desk, "dateoverride", practitioner=practitioner.pk, date="2026-12-01"))
    assert "This date is closed already." in again
    assert DateOverride.objects.count() == 1


@pytest.mark.parametrize(
    ("weekday", "form", "is_said"),
    [
        (0, {"starts": "17:00", "ends": "20:00"}, True),
        (0, {"starts": "17:00", "ends": "00:00"}, True),
        (0, {"starts": "18:00", "ends": "20:00"}, False),
        (6, {"starts": "17:00", "ends": "20:00"}, False),
    ],
)
def test_hours_that_overlap_others_are_named(
    desk: Browser, practitioner: Practitioner, weekday: int, form: dict[str, str], is_said: bool
) -> None:
    page = text(add(desk, "workinghours", practitioner=practitioner.pk, weekday=weekday, video="on", **form))
    assert ("These hours overlap others of that day: Monday 10:00 am to 6:00 pm." in page) is is_said


def test_hours_of_other_months_do_not_overlap() -> None:
    ten, noon = time(10), time(12)
    first = WorkingHours(starts=ten, ends=noon, valid_to=date(2026, 11, 30))
    later = WorkingHours(starts=ten, ends=noon, valid_from=date(2026, 12, 1))
    assert not overlaps(first, later)
    assert not overlaps(later, first)
    assert overlaps(first, WorkingHours(starts=ten, ends=noon))


REFUSED = [
    (
        "timeoff",
        {"starts_at_0": "2026-11-23", "starts_at_1": "15:00", "ends_at_0": "2026-11-23", "ends_at_1": "15:00"},
        "The end has to be later than the start.",
    ),
    ("timeoff", {"starts_at_0": "2026-11-23", "starts_at_1": "15:00"}, "This field is required."),
    ("workinghours", {"weekday": 0, "starts": "12:00", "ends": "10:00"}, "The end has to be later than the start."),
    (
        "workinghours",
        {"weekday": 0, "starts": "10:00", "ends": "12:00", "valid_from": "2026-12-02", "valid_to": "2026-12-01"},
        "The last day has to be the first one or later.",
    ),
    ("dateoverride", {"date": "2026-12-01", "starts": "10:00"}, "Fill in both hours, or neither for a closed day."),
    ("dateoverride", {"date": "2026-11-19"}, "This date is over."),
    ("workinghours", {"weekday": 6, "starts": "10:00", "ends": "12:00"}, "Choose at least one way to meet"),
    ("timeoff", {"starts_at_0": "2026-12-20", "ends_at_0": "2026-12-01"}, "The end has to be later than the start."),
    (
        "timeoff",
        {"starts_at_0": "2026-12-01", "starts_at_1": "10:00", "ends_at_0": "2026-12-20"},
        "An hour is missing here. Give both hours, or neither for whole days.",
    ),
    ("sessiontype", {"name": "A", "slug": "a", "length_minutes": 50}, "Choose at least one way to meet."),
    (
        "sessiontype",
        {"name": "A", "slug": "a", "length_minutes": 5, "video": "on"},
        "A session lasts from 10 minutes to 12 hours.",
    ),
    ("sessiontype", {"name": "A", "slug": "a", "video": "on"}, "This field is required."),
]


@pytest.mark.parametrize(("model", "form", "words"), REFUSED)
def test_what_the_database_would_refuse_is_refused_in_words(
    desk: Browser, practitioner: Practitioner, model: str, form: dict[str, object], words: str
) -> None:
    before = [row.objects.count() for row in (TimeOff, WorkingHours, DateOverride, SessionType)]
    page = text(add(desk, model, practitioner=practitioner.pk, **form))
    assert words in page
    assert "Constraint" not in page
    assert [row.objects.count() for row in (TimeOff, WorkingHours, DateOverride, SessionType)] == before


@pytest.mark.parametrize(
    ("model", "form"),
    [
        ("workinghours", {"weekday": 6, "starts": "20:00", "ends": "00:00", "phone": "on"}),
        ("workinghours", {"weekday": 6, "starts": "10:00", "ends": "11:00", "valid_from": "2026-12-01", "video": "on"}),
        ("dateoverride", {"date": "2026-12-01"}),
        ("sessiontype", {"name": "A", "slug": "a", "length_minutes": 50, "video": "on"}),
    ],
)
def test_what_is_right_is_stored(
    desk: Browser, practitioner: Practitioner, model: str, form: dict[str, object]
) -> None:
    needed = {"audience": "anyone", "buffer_before_minutes": 0, "buffer_after_minutes": 10, "order": 0}
    page = text(add(desk, model, practitioner=practitioner.pk, **needed, **form))
    assert "was added successfully" in page


def test_a_new_row_is_hers_from_the_start(desk: Browser, practitioner: Practitioner) -> None:
    page = text(desk.get(reverse("admin:bookings_workinghours_add")))
    assert f'<option value="{practitioner.pk}" selected>' in page
    assert "related-widget-wrapper-link" not in page
    assert 'type="time"' in page


def test_without_a_practitioner_a_new_row_is_nobodys(desk: Browser) -> None:
    assert desk.get(reverse("admin:bookings_timeoff_add")).status_code == 200


def test_midnight_ends_a_day(desk: Browser, practitioner: Practitioner) -> None:
    add(desk, "dateoverride", practitioner=practitioner.pk, date="2026-12-01", starts="20:00", ends="00:00", video="on")
    assert DateOverride.objects.get().ends == time()


def test_the_last_words_of_a_session_stand_at_the_head_of_its_page(
    desk: Browser, session_type: SessionType, therapist: User
) -> None:
    day = timedelta(days=1)
    cancelled = make_booking(session_type, starts_at=MONDAY)
    note = "We are moving away."
    cancel_booking(booking=cancelled, by=BookingEvent.By.CLIENT, user=None, now=NOW, note=note)
    withdrawn = ask_and_verify(session_type, MONDAY + day)
    withdraw_request(booking=withdrawn, by=None, now=NOW, note="I found someone nearer.")
    declined = ask_and_verify(session_type, MONDAY + 2 * day)
    decline_booking(booking=declined, by=therapist, now=NOW, note="Ask Meera whether she can.")
    said = {
        cancelled: "The client wrote: “We are moving away.”",
        withdrawn: "The client wrote: “I found someone nearer.”",
        declined: "Your note: “Ask Meera whether she can.”",
    }
    for booking, words in said.items():
        page = text(desk.get(page_of(booking)))
        assert page.index(words) < page.index("History")
    quiet = ask_and_verify(session_type, MONDAY + 3 * day)
    withdraw_request(booking=quiet, by=None, now=NOW)
    assert "The client wrote" not in text(desk.get(page_of(quiet)))


def test_in_the_list_a_deadline_brings_its_own_words_for_narrow_screens(
    desk: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type)
    page = text(desk.get(reverse("admin:bookings_booking_changelist")))
    assert '<span class="only-stacked">Answer by</span> <strong>22 Nov 2026, 10:00 am IST</strong>' in page
