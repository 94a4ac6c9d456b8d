"""The therapist's acts on one session, and what each says."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib import admin
from django.http import Http404
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.admin import ClientAdmin
from accounts.models import Client, Practitioner, User
from bookings import desk_times, desk_views
from bookings.errors import BookingError, StartedError
from bookings.models import BookingEvent, SessionType, TimeOff, WorkingHours
from practice.models import OutgoingMessage
from practice.times import Place
from tests.bookings.at_desk import HOME, HOUR, MINUTE, page_of, send, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify, kinds_queued
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


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


@pytest.mark.parametrize(
    ("act", "field", "status"),
    [("confirm", "override_reason", "requested"), ("decline", "note", "requested"), ("cancel", "note", "confirmed")],
)
def test_a_note_that_is_too_long_does_nothing_and_comes_back(
    desk: Browser, session_type: SessionType, act: str, field: str, status: str
) -> None:
    booking = make_booking(session_type, starts_at=MONDAY, status=status)
    answer = desk.post(reverse(f"admin:booking_{act}", args=[booking.pk]), {field: "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in text(answer)
    assert "What you typed is kept." in text(answer)
    assert f'<a href="#id_{field}">' in text(answer)
    assert f'id="id_{field}_error"' in text(answer)
    assert f'aria-describedby="id_{field}_error"' in text(answer)
    assert status_of(booking) == status


def test_declining_asks_first_and_says_what_the_client_is_told(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert reverse("admin:booking_decline", args=[booking.pk]) in text(desk.get(HOME))
    page = text(desk.get(reverse("admin:booking_decline", args=[booking.pk])))
    assert "The client is told kindly that this time is not possible" in page
    assert "Decline and tell the client" in page
    assert "The session stays at the time agreed." not in page
    assert status_of(booking) == "requested"


@pytest.mark.parametrize(("act", "status"), [("decline", "withdrawn"), ("cancel", "cancelled")])
def test_the_question_is_not_asked_where_the_act_is_not_possible_any_more(
    desk: Browser, session_type: SessionType, act: str, status: str
) -> None:
    booking = make_booking(session_type, starts_at=MONDAY, status=status)
    page = text(desk.get(reverse(f"admin:booking_{act}", args=[booking.pk])))
    assert f"This is not possible any more. It is now: {status}" in page
    assert "and tell the client" not in page


def test_a_session_that_has_begun_is_not_asked_about(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    page = text(desk.get(reverse("admin:booking_cancel", args=[booking.pk])))
    assert "The session has started, so it cannot be cancelled any more." in page
    page_for_other_times = text(desk.get(reverse("admin:booking_propose", args=[booking.pk])))
    assert "The session has started, so no other time can be offered any more." in page_for_other_times
    for words in (page, page_for_other_times):
        assert "now: confirmed" not in words


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
    assert "nothing was changed. It is now: declined." in send(desk, "decline", booking, note="Once more.")


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
    assert "the session has started." in send(desk, "cancel", booking, note="Too late.")
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
    assert page.count('type="radio"') == len(desk_times.free_choices(booking)) + 1 > desk_times.ENOUGH
    assert "as clocks show it in Gurgaon" in page


def test_a_tap_on_a_free_time_can_be_taken_back_for_a_typed_one(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    url = reverse("admin:booking_propose", args=[booking.pk])
    free = next(iter(dict(desk_times.free_choices(booking))))
    page = text(desk.post(url, {"slot": free, "other": "2026-11-24T15:00"}))
    assert "Choose one time: from the list, or another one." in page
    assert re.search(r'<input type="radio" name="slot" value=""[^>]*> <span>None of these, but the time below', page)
    assert "The new time is held for the client" in send(desk, "propose", booking, slot="", other="2026-11-24T15:00")


def test_without_a_free_time_there_is_none_to_take_back(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    WorkingHours.objects.all().delete()
    assert "None of these" not in text(desk.get(reverse("admin:booking_propose", args=[booking.pk])))


def test_a_free_time_is_offered_and_held(desk: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    start = MONDAY + 3 * HOUR
    slots = dict(desk_times.free_choices(booking))
    chosen = next(iter(slots))
    assert "The new time is held for the client" in send(desk, "propose", booking, slot=chosen)
    assert status_of(booking) == "proposed"
    assert booking.starts_at == datetime.fromisoformat(chosen) != start


def test_a_free_time_that_is_no_longer_among_the_few_is_offered_all_the_same(
    desk: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    chosen = (MONDAY + 2 * HOUR).isoformat()
    assert chosen not in dict(desk_times.free_choices(booking))
    assert "The new time is held for the client" in send(desk, "propose", booking, slot=chosen)


def test_where_few_days_are_free_more_of_their_times_are_listed() -> None:
    starts = [MONDAY + number * 30 * MINUTE for number in range(12)]
    assert desk_times.spread(starts, ZoneInfo("Asia/Kolkata")) == set(starts)
    week = [MONDAY + timedelta(days=day) + number * 30 * MINUTE for day in range(8) for number in range(12)]
    shown = desk_times.spread(week, ZoneInfo("Asia/Kolkata"))
    assert len(shown) == 8 * desk_times.FEW_A_DAY
    assert {week[0], week[11], week[-1]} <= shown


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
    free = next(iter(dict(desk_times.free_choices(booking))))
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
    page = send(desk, "propose", booking, **early)
    assert "it is outside your working hours" in page
    assert "You can offer it all the same: say why in the last field." in page
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


def test_other_times_are_said_on_the_clients_clock_too_and_leave_out_the_one_asked_for(
    session_type: SessionType,
) -> None:
    saturday = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
    booking = make_booking(session_type, starts_at=saturday, status="requested", client_zone="Europe/London")
    choices = dict(desk_times.free_choices(booking, (saturday + HOUR).isoformat()))
    assert saturday.isoformat() not in choices
    assert choices[(saturday + HOUR).isoformat()] == "Saturday 21 November, 11:00 am (5:30 am GMT)"


def test_a_choice_names_the_clients_day_only_where_it_is_another_one() -> None:
    home, there = Place(ZoneInfo("Asia/Kolkata"), "Gurgaon"), Place(ZoneInfo("America/New_York"), "New York")
    morning, evening = datetime(2026, 11, 23, 4, 30, tzinfo=UTC), datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    say = desk_times.say_choice
    assert say(morning, home, there) == "Monday 23 November, 10:00 am (Sunday 22 November, 11:30 pm EST)"
    assert say(evening, home, there) == "Monday 23 November, 6:00 pm (7:30 am EST)"
    assert say(morning, home, home) == "Monday 23 November, 10:00 am"
