"""The desk: what the inbox, the day and the week say, and what each act does."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.http import Http404
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.admin import ClientAdmin
from accounts.models import Client, LedgerEntry, Practitioner, User
from bookings import desk_views, desk_week
from bookings.desk import headline_words, request_row, today_section
from bookings.errors import BookingError, StartedError
from bookings.models import Booking, BookingEvent, DateOverride, SessionType, TimeOff, WorkingHours
from practice import desk as desk_pages
from practice.models import Limit, OutgoingMessage, WorkerBeat
from tests.bookings.browsing import text
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW, make_booking, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
HOME = "/admin/"


@pytest.fixture
def desk(client: Browser, therapist: User) -> Browser:
    """The therapist's browser."""
    client.force_login(therapist)
    return client


def send(desk: Browser, act: str, booking: Booking, **form: str) -> str:
    """Press a button; return the page that follows."""
    return text(desk.post(reverse(f"admin:booking_{act}", args=[booking.pk]), form, follow=True))


def page_of(booking: Booking) -> str:
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def status_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


def run(desk: Browser, action: str, *chosen: Any, model: str = "bookings_booking") -> str:
    """Choose rows of a list and run an action."""
    form = {"action": action, "_selected_action": [str(row.pk) for row in chosen]}
    return text(desk.post(reverse(f"admin:{model}_changelist"), form, follow=True))


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
        (-90, "40 minutes after your 10:30 am."),
        (-51, "1 minute after your 11:09 am."),
        (60, "10 minutes before your 1:00 pm."),
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
    assert headline_words(1, None, NOW) == "1 session, 0 requests."


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


# The acts


def test_confirming_in_the_inbox(desk: Browser, session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    page = send(desk, "confirm", booking)
    assert "Confirmed: 23 Nov 2026, 12:00 pm IST. The calendar file is on its way." in page
    assert status_of(booking) == "confirmed"
    event = booking.events.get(act="confirm")
    assert (event.by, event.by_user) == ("practice", therapist)


def test_over_time_off_a_reason_is_asked_for_and_kept(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    booking = ask_and_verify(session_type)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY - HOUR, ends_at=MONDAY + HOUR)
    page = send(desk, "confirm", booking)
    assert "not done, because you have time off then." in page
    assert "Why you confirm it all the same" in page
    assert status_of(booking) == "requested"
    assert "Confirmed:" in send(desk, "confirm", booking, override_reason="I come back for her.")
    event = BookingEvent.objects.get(booking=booking, act="confirm")
    assert (event.reason_code, event.note) == ("override", "I come back for her.")


def test_a_reason_that_cannot_be_stored_is_no_reason(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    booking = ask_and_verify(session_type)
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY - HOUR, ends_at=MONDAY + HOUR)
    assert "you have time off then" in send(desk, "confirm", booking, override_reason="x" * 301)
    assert status_of(booking) == "requested"


def test_a_request_past_its_deadline_is_not_confirmed(
    desk: Browser, session_type: SessionType, clock: time_machine.Traveller, therapist: User
) -> None:
    booking = ask_and_verify(session_type)
    clock.move_to(NOW + timedelta(days=2))
    desk.force_login(therapist)
    assert "nothing was changed. It is now: not answered in time." in send(desk, "confirm", booking)
    assert "Answer by" not in text(desk.get(page_of(booking)))


def test_declining_frees_the_time_and_keeps_the_note_here(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert "Declined. The client gets a kind word and other times." in send(desk, "decline", booking, note="Mine.")
    assert status_of(booking) == "declined"
    assert not booking.blocks
    assert booking.events.get(act="decline").note == "Mine."
    assert "Mine." not in str([row.body for row in OutgoingMessage.objects.all()])


def test_declining_twice_is_told(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    send(desk, "decline", booking)
    assert "nothing was changed. It is now: declined." in send(desk, "decline", booking, note="x" * 501)


def test_cancelling_tells_the_client_and_is_never_late(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW + HOUR)
    assert "Cancel this session" in text(desk.get(page_of(booking)))
    assert "Cancelled. The client is told" in send(desk, "cancel", booking, note="Ill.")
    assert status_of(booking) == "cancelled"
    assert not booking.is_late_cancellation
    assert "booking_cancelled" in kinds_queued(booking)
    assert "Cancel this session" not in text(desk.get(page_of(booking)))


def test_a_session_that_has_started_is_not_cancelled(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    assert "the session has started." in send(desk, "cancel", booking, note="x" * 501)
    assert status_of(booking) == "confirmed"
    assert "Cancel this session" not in text(desk.get(page_of(booking)))


def test_any_other_fault_is_told_too(session_type: SessionType, desk: Browser) -> None:
    request = desk.get(HOME).wsgi_request
    for error in (BookingError(), StartedError()):
        desk_views.explain(request, make_booking(session_type, starts_at=MONDAY, status="declined"), error)
    said = [str(message) for message in request._messages]  # type: ignore[attr-defined]
    assert said == [
        "23 Nov 2026, 12:00 pm IST: nothing was changed.",
        "23 Nov 2026, 12:00 pm IST: the session has started.",
    ]


def test_nobody_but_a_user_acts(session_type: SessionType) -> None:
    request = RequestFactory().get(HOME)
    request.user = type("Nobody", (), {})()
    with pytest.raises(Http404):
        desk_views.user_of(request)
    with pytest.raises(Http404):
        ClientAdmin(Client, admin.site).make_client(request, Client.objects.all())


# Another time


def test_the_page_offers_the_free_times_of_the_same_length(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    page = text(desk.get(reverse("admin:booking_propose", args=[booking.pk])))
    assert "Asha asked for Monday 23 November 2026, 12:00 pm to 12:50 pm, Gurgaon (IST)." in page
    assert "Friday 20 November, 10:30 am" in page
    assert page.count('type="radio"') == desk_views.MOST_OFFERED
    assert "as clocks show it in Gurgaon" in page


def test_a_free_time_is_offered_and_held(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    start = MONDAY + 3 * HOUR
    slots = dict(desk_views.free_choices(booking))
    chosen = next(iter(slots))
    assert "The new time is held for the client" in send(desk, "propose", booking, slot=chosen)
    assert status_of(booking) == "proposed"
    assert booking.starts_at == datetime.fromisoformat(chosen) != start


def test_a_typed_time_is_read_on_the_clock_of_the_practice(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    send(desk, "propose", booking, other="2026-11-24T15:00")
    assert status_of(booking) == "proposed"
    assert booking.starts_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose one time: from the list, or another one."),
        ({"slot": "FREE", "other": "2026-11-24T15:00"}, "Choose one time: from the list, or another one."),
        ({"slot": "2026-11-23T00:00:00+00:00"}, "That time is not free any more. Choose another."),
        ({"other": "tomorrow"}, "Write day and time such as 2026-11-25 13:00."),
        ({"other": "9999-12-31T23:00"}, "That is too far away."),
        ({"other": "0001-01-01T00:00"}, "That is too far away."),
        ({"other": "2026-11-24T15:00", "override_reason": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_a_time_is_refused_with_words(
    desk: Browser, session_type: SessionType, form: dict[str, str], words: str
) -> None:
    booking = ask_and_verify(session_type)
    free = next(iter(dict(desk_views.free_choices(booking))))
    given = {name: value.replace("FREE", free) for name, value in form.items()}
    answer = desk.post(reverse("admin:booking_propose", args=[booking.pk]), given)
    assert answer.status_code == 422
    assert words in text(answer)
    assert status_of(booking) == "requested"


@pytest.mark.parametrize("hour", ["2027-03-28T01:30", "2026-10-25T01:30"])
def test_an_hour_that_the_clock_skips_or_repeats_is_refused_with_words(
    desk: Browser, session_type: SessionType, hour: str
) -> None:
    booking = ask_and_verify(session_type)
    Practitioner.objects.update(zone_name="Europe/London")
    answer = desk.post(reverse("admin:booking_propose", args=[booking.pk]), {"other": hour})
    assert answer.status_code == 422
    assert "The clocks change on that day: this hour does not exist, or comes twice." in text(answer)
    assert str(timezone.get_current_timezone()) == "Asia/Kolkata"


def test_a_taken_time_is_refused_and_its_own_hour_is_named(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    make_booking(session_type, starts_at=MONDAY + 3 * HOUR)
    answer = desk.post(reverse("admin:booking_propose", args=[booking.pk]), {"other": "2026-11-23T15:00"})
    assert answer.status_code == 409
    assert "23 Nov 2026, 3:00 pm IST: not done, because another session has this time." in text(answer)
    assert 'value="2026-11-23T15:00"' in text(answer)


def test_a_time_outside_the_hours_is_offered_with_a_reason(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    early = {"other": "2026-11-23T08:00"}
    assert "it is outside your working hours" in send(desk, "propose", booking, **early)
    assert status_of(booking) == "requested"
    send(desk, "propose", booking, **early, override_reason="Before her flight.")
    assert status_of(booking) == "proposed"


def test_another_time_for_what_is_answered_is_refused_and_the_page_says_so(
    desk: Browser, session_type: SessionType
) -> None:
    booking = make_booking(session_type)
    answer = desk.post(reverse("admin:booking_propose", args=[booking.pk]), {"other": "2026-11-24T15:00"})
    assert answer.status_code == 409
    assert "nothing was changed. It is now: confirmed." in text(answer)
    assert "Another time cannot be offered any more. This request is now: confirmed." in text(answer)


# What can and cannot be done at all


@pytest.mark.parametrize("act", ["confirm", "decline", "cancel"])
def test_an_act_is_a_post_on_a_session_that_is_there(desk: Browser, session_type: SessionType, act: str) -> None:
    booking = ask_and_verify(session_type)
    assert desk.get(reverse(f"admin:booking_{act}", args=[booking.pk])).status_code == 405
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
    page = run(desk, "confirm_selected", good, off, done)
    assert "Confirmed: 23 Nov 2026, 12:00 pm IST." in page
    assert "23 Nov 2026, 3:00 pm IST: not done, because you have time off then." in page
    assert "24 Nov 2026, 12:00 pm IST: nothing was changed. It is now: confirmed." in page
    assert (status_of(good), status_of(off)) == ("confirmed", "requested")


def test_the_list_declines_what_it_can_and_says_of_the_rest_why(desk: Browser, session_type: SessionType) -> None:
    good = ask_and_verify(session_type)
    done = make_booking(session_type, starts_at=MONDAY + timedelta(days=1))
    page = run(desk, "decline_selected", good, done)
    assert "Declined: 23 Nov 2026, 12:00 pm IST." in page
    assert "24 Nov 2026, 12:00 pm IST: nothing was changed. It is now: confirmed." in page
    assert status_of(good) == "declined"


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
        ("workinghours", {"weekday": 6, "starts": "10:00", "ends": "11:00", "valid_from": "2026-12-01"}),
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
    add(desk, "dateoverride", practitioner=practitioner.pk, date="2026-12-01", starts="20:00", ends="00:00")
    assert DateOverride.objects.get().ends == time()


# People


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("make_client", "prospect", "active"), ("pause_care", "active", "paused"), ("end_care", "active", "ended")],
)
def test_a_change_of_standing_is_told_and_written_to_the_ledger(
    desk: Browser, therapist: User, action: str, before: str, after: str
) -> None:
    asha = make_client(status=before)
    page = run(desk, action, asha, model="accounts_client")
    assert f"Asha: now “{Client.Status(after).label}”." in page
    entry = LedgerEntry.objects.get()
    assert (entry.client, entry.by, entry.act, entry.thing) == (asha, therapist, "status", f"{before} > {after}")
    page = text(desk.get(reverse("admin:accounts_client_change", args=[asha.pk])))
    assert f"{before} &gt; {after}" in page


def test_a_standing_that_may_not_follow_is_told_and_leaves_no_trace(desk: Browser) -> None:
    asha = make_client(status="prospect")
    page = run(desk, "pause_care", asha, model="accounts_client")
    assert "Asha: not changed; this does not follow “asked, not yet a client”." in page
    assert not LedgerEntry.objects.exists()


def test_a_client_is_changed_without_touching_standing_or_ledger(desk: Browser, therapist: User) -> None:
    asha = make_client(user=User.objects.create_user("asha@example.com"))
    LedgerEntry.objects.create(client=asha, at=NOW, by=therapist, act="status", thing="x")
    url = reverse("admin:accounts_client_change", args=[asha.pk])
    page = text(desk.get(url))
    assert "asha@example.com" in page
    form = dict(re.findall(r'<input type="hidden" name="((?:consents|ledger)-[^"]+)" value="([^"]*)"', page))
    form |= {"name": "Asha R.", "language": "en-gb", "reach": "call", "status": "ended"}
    form |= {"ledger-0-act": "forged", "ledger-0-DELETE": "on"}
    assert desk.post(url, form).status_code == 302
    asha.refresh_from_db()
    assert (asha.name, asha.status) == ("Asha R.", "active")
    assert LedgerEntry.objects.get().act == "status"


@pytest.mark.parametrize(("model", "may_add"), [("client", False), ("user", False), ("practitioner", True)])
def test_people_are_not_deleted_here(desk: Browser, practitioner: Practitioner, model: str, may_add: bool) -> None:
    rows: dict[str, Any] = {"client": make_client, "user": User.objects.get, "practitioner": Practitioner.objects.get}
    row = rows[model]()
    assert desk.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert desk.get(reverse(f"admin:accounts_{model}_change", args=[row.pk])).status_code == 200
    assert desk.post(reverse(f"admin:accounts_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert desk.get(reverse(f"admin:accounts_{model}_add")).status_code == (200 if may_add else 403)


# The desk itself


def test_what_belongs_on_no_page_of_the_desk_is_not_there(desk: Browser) -> None:
    labels = {model._meta.label for model in admin.site._registry}
    assert labels.isdisjoint(desk_pages.LEFT_OUT | {"sites.Site"})
    assert labels.isdisjoint({Limit._meta.label, WorkerBeat._meta.label, LedgerEntry._meta.label})


def test_several_models_can_be_registered_at_once() -> None:
    site = desk_pages.Desk("another")
    site.register([Booking, Limit])
    assert set(site._registry) == {Booking, Limit}


def test_the_rest_of_the_desk_is_one_click_away_and_the_day_comes_first(
    desk: Browser, session_type: SessionType
) -> None:
    page = text(desk.get(HOME))
    names = ["Today", "Week", "Hours", "Clients", "Essays", "Worksheets", "Sign out"]
    places = [page.index(f">{name}</") for name in names]
    assert places == sorted(places)
    assert 'aria-current="page">Today' in page
    assert "Before strangers may book" in page


def test_the_front_page_asks_the_database_a_bounded_number_of_times(
    desk: Browser, session_type: SessionType, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_booking(session_type, starts_at=NOW + (number + 1) * HOUR)
    with django_assert_max_num_queries(75):
        desk.get(HOME)
