"""Another time for a request that waits: taken and given up together, by whoever asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.access import BROWSER, browser_key
from bookings.errors import SlotTakenError, StatusError
from bookings.models import Booking, Guardian, SessionType
from bookings.selectors import current_row
from bookings.services import (
    change_request,
    confirm_booking,
    decline_booking,
    pause_practice,
    request_move,
    withdraw_request,
)
from bookings.services.codes import manage_token
from practice.models import PolicyText
from tests.bookings.browsing import text
from tests.bookings.letters import written
from tests.bookings.steps import ask, ask_and_verify, ask_series, kinds_queued
from tests.cast import make_patron
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
TUESDAY_VALUE = "2026-11-24T06:30:00Z"


@pytest.fixture
def request_made(session_type: SessionType) -> Booking:
    return ask_and_verify(session_type, note="Some words.", cancellation_policy=PolicyText.objects.first())


def changed(booking: Booking, **given: Any) -> Booking:
    return change_request(**{"booking": booking, "starts_at": TUESDAY, "by": None, "now": NOW, **given})


def test_the_new_time_is_held_and_the_old_one_free_at_once(request_made: Booking, session_type: SessionType) -> None:
    row = changed(request_made)
    request_made.refresh_from_db()
    assert (row.status, row.starts_at, row.ends_at) == ("requested", TUESDAY, TUESDAY + timedelta(minutes=50))
    assert (request_made.status, request_made.blocks) == ("withdrawn", False)
    assert ask_and_verify(session_type, email="bela@example.com").blocks
    with pytest.raises(SlotTakenError):
        ask(session_type, TUESDAY, browser="third", email="third@example.com")


def test_words_terms_and_links_go_along(request_made: Booking) -> None:
    row = changed(request_made)
    for name in ("client", "note", "email", "mode", "fee_rupees", "cancellation_policy", "browser_key", "session_id"):
        assert getattr(row, name) == getattr(request_made, name), name
    assert row.replaces is None
    request_made.refresh_from_db()
    assert row.sequence == request_made.sequence + 1  # the calendars that read along never take the old time for it
    assert current_row(request_made.session_id) == row


def test_its_deadline_is_that_of_a_request_made_now(request_made: Booking) -> None:
    soon = changed(request_made, starts_at=MONDAY + HOUR, now=NOW + 2 * HOUR)
    assert soon.hold_until == NOW + 50 * HOUR
    near = MONDAY - timedelta(days=2)  # a Saturday morning: the notice comes before the forty-eight hours
    assert changed(soon, starts_at=near, now=NOW).hold_until == near - 12 * HOUR


def test_a_time_that_is_taken_leaves_the_request_as_it_is(request_made: Booking, session_type: SessionType) -> None:
    ask_and_verify(session_type, TUESDAY, email="bela@example.com")
    with pytest.raises(SlotTakenError):
        changed(request_made)
    request_made.refresh_from_db()
    assert (request_made.status, request_made.blocks, request_made.starts_at) == ("requested", True, MONDAY)
    assert Booking.objects.count() == 2


def test_a_failure_halfway_changes_nothing(request_made: Booking, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("bookings.services.changing.write_row", fail)
    with pytest.raises(RuntimeError):
        changed(request_made)
    request_made.refresh_from_db()
    assert (request_made.status, request_made.blocks) == ("requested", True)


def test_half_an_hour_later_is_not_in_its_own_way(request_made: Booking) -> None:
    assert changed(request_made, starts_at=MONDAY + HOUR / 2).starts_at == MONDAY + HOUR / 2


def test_the_same_time_again_is_the_same_request(request_made: Booking) -> None:
    assert changed(request_made, starts_at=MONDAY) == request_made
    row = changed(request_made)
    assert changed(row) == row
    assert Booking.objects.count() == 2


def test_an_answer_to_the_old_time_agrees_to_nothing(request_made: Booking, therapist: User) -> None:
    row = changed(request_made)
    for answer in (confirm_booking, decline_booking):
        with pytest.raises(StatusError):
            answer(booking=request_made, by=therapist, now=NOW)
    row.refresh_from_db()
    assert row.status == "requested"
    assert confirm_booking(booking=row, by=therapist, now=NOW).starts_at == TUESDAY


def test_what_was_answered_withdrawn_or_let_lapse_is_not_changed(request_made: Booking, therapist: User) -> None:
    assert request_made.hold_until
    with pytest.raises(StatusError):
        changed(request_made, now=request_made.hold_until)
    withdraw_request(booking=request_made, by=None, now=NOW)
    with pytest.raises(StatusError):
        changed(request_made)


def test_a_move_that_waits_and_a_date_of_a_series_are_not_changed(
    request_made: Booking, session_type: SessionType, therapist: User
) -> None:
    agreed = confirm_booking(booking=request_made, by=therapist, now=NOW)
    move = request_move(booking=agreed, starts_at=TUESDAY, by=None, now=NOW)
    with pytest.raises(StatusError):
        changed(move, starts_at=TUESDAY + HOUR)
    assert agreed.client
    agreed.client.status = "active"
    agreed.client.save()
    withdraw_request(booking=move, by=None, now=NOW)
    weeks = [MONDAY + timedelta(weeks=each) for each in (1, 2)]
    first = ask_series(session_type, *weeks, client=agreed.client)[0]
    with pytest.raises(StatusError):
        changed(first)


def test_in_a_pause_the_request_keeps_its_time(request_made: Booking, therapist: User) -> None:
    pause_practice(practitioner=request_made.practitioner, now=NOW, back_on=None, by=therapist)
    with pytest.raises(SlotTakenError):
        changed(request_made)


def test_both_are_told_of_the_new_time_only(request_made: Booking) -> None:
    row = changed(request_made)
    assert kinds_queued(row) == ["booking_nudge", "booking_nudge", "booking_received", "booking_to_answer"]
    assert "booking_withdrawn" not in kinds_queued(request_made)
    assert written(request_made, "booking_to_answer") is None
    assert written(row, "booking_to_answer") is not None


def test_the_therapist_reads_that_a_request_was_changed_and_no_more(request_made: Booking) -> None:
    mail = written(changed(request_made), "booking_to_answer")
    assert mail is not None
    assert mail.subject == "A request was changed and waits for your answer"
    assert "asks for another one instead; the earlier one is free again. Please answer by Sunday" in mail.text
    assert "Someone has asked for a time." not in mail.text
    for told in ("Asha", "24 November", "23 November", "Some words"):
        assert told not in mail.subject + mail.text + mail.html, told


def test_a_request_that_was_not_changed_says_nothing_of_a_change(request_made: Booking, therapist: User) -> None:
    asked = written(request_made, "booking_to_answer")
    assert asked is not None
    assert (asked.subject, "instead" in asked.text) == ("A request waits for your answer", False)
    agreed = confirm_booking(booking=changed(request_made), by=therapist, now=NOW)
    moved = written(request_move(booking=agreed, starts_at=MONDAY, by=None, now=NOW), "booking_to_answer")
    assert moved is not None
    assert "Someone has asked to move a session." in moved.text
    assert "instead" not in moved.text


def test_the_client_reads_which_time_was_given_up_for_the_new_one(request_made: Booking) -> None:
    asked = written(request_made, "booking_received")
    after = written(changed(request_made), "booking_received")
    assert asked is not None
    assert "asked for before" not in asked.text
    assert written(request_made, "booking_received") is None
    assert after is not None
    assert "Tuesday 24 November 2026, 6:30 am to 7:20 am, London (GMT)" in after.text
    assert "the time you asked for before, Monday 23 November, 6:30 am GMT, which is no longer held" in after.text


def test_a_guardian_who_was_asked_still_answers_for_it(session_type: SessionType) -> None:
    made = ask_and_verify(session_type, is_minor=True, guardian_word="ask")
    assert made.client
    asked = Guardian.objects.create(
        client=made.client, booking=made, how="link", asked_at=NOW, name="G", relation="aunt", contact="g@example.com"
    )
    row = changed(made)
    asked.refresh_from_db()
    assert asked.booking == row
    assert row.is_minor


# On the pages


@pytest.fixture
def linked(client: Browser, request_made: Booking) -> Browser:
    client.get(reverse("book_manage_link", args=[manage_token(request_made)]))
    return client


def test_by_the_manage_link_another_time_is_chosen_beside_withdrawing(linked: Browser, request_made: Booking) -> None:
    page = text(linked.get(reverse("book_manage")))
    url = reverse("book_manage_act", args=["change"])
    assert f'href="{url}"' in page
    assert "You have asked for Monday 23 November 2026" in text(linked.get(url))
    request_made.refresh_from_db()
    assert request_made.status == "requested"
    after = text(linked.post(url, {"start": TUESDAY_VALUE}, follow=True))
    assert "Tuesday 24 November 2026" in after
    assert "Your time is held" in after
    assert "Changed. The new time is held for you" in after


def test_the_button_pressed_twice_asks_once(linked: Browser) -> None:
    url = reverse("book_manage_act", args=["change"])
    for _press in range(2):
        assert linked.post(url, {"start": TUESDAY_VALUE}).status_code == 302
    assert Booking.objects.filter(status="requested").count() == 1
    assert Booking.objects.count() == 2


def test_signed_in_and_in_the_browser_that_asked_the_old_address_shows_the_new_time(
    client: Browser, request_made: Booking, rf: Any
) -> None:
    session = client.session
    session[BROWSER] = "this browser"
    session.save()
    request = rf.get("/")
    request.session = {BROWSER: "this browser"}
    Booking.objects.update(browser_key=browser_key(request))
    url = reverse("book_asked_act", args=[request_made.uuid, "change"])
    assert client.post(url, {"start": TUESDAY_VALUE}).status_code == 302
    assert "Tuesday 24 November 2026" in text(client.get(reverse("book_asked", args=[request_made.uuid])))
    own = Browser()
    assert request_made.client
    assert request_made.client.user
    own.force_login(request_made.client.user)
    space = text(own.get(reverse("space")))
    assert "Choose another time" in space
    assert "Tuesday 24 November 2026" in space


def test_nobody_else_changes_it(request_made: Booking) -> None:
    url = reverse("book_asked_act", args=[request_made.uuid, "change"])
    other = Browser()
    other.force_login(make_patron("bela@example.com", "Bela"))
    nobody = Browser()
    for answer in (nobody.get(url), nobody.post(url, {"start": TUESDAY_VALUE})):
        assert answer.headers["Location"] == f"/account/login/?next={url}"
    assert other.get(url).status_code == other.post(url, {"start": TUESDAY_VALUE}).status_code == 404
    assert Booking.objects.count() == 1


def test_a_time_taken_meanwhile_is_said_and_the_request_stays(
    linked: Browser, session_type: SessionType, request_made: Booking
) -> None:
    ask_and_verify(session_type, TUESDAY, email="bela@example.com")
    response = linked.post(reverse("book_manage_act", args=["change"]), {"start": TUESDAY_VALUE})
    assert response.status_code == 409
    assert "has been taken meanwhile" in text(response)
    request_made.refresh_from_db()
    assert request_made.blocks
