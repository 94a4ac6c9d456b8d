"""A client moves her session: in the browser that asked, by the manage link, and from her space."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.access import BROWSER, browser_key, draft_of
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, decline_booking, offer_move, request_move
from bookings.services.codes import hash_token, manage_token
from bookings.views.moving import MOVES_A_SESSION_A_DAY
from tests.bookings.at_desk import MINUTE, status_of
from tests.bookings.browsing import text
from tests.bookings.steps import ask, ask_and_verify
from tests.cast import make_reader
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

DAY = timedelta(days=1)
TUESDAY = "2026-11-24T06:30:00Z"
WHEN = "Tuesday 24 November 2026, 6:30 am to 7:20 am, London (GMT)"


@pytest.fixture
def agreed(session_type: SessionType, therapist: User) -> Booking:
    return confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)


@pytest.fixture
def linked(client: Browser, agreed: Booking) -> Browser:
    """A browser that opened the manage link."""
    client.get(reverse("book_manage_link", args=[manage_token(agreed)]))
    return client


@pytest.fixture
def own(client: Browser, agreed: Booking) -> Browser:
    """The client's own browser, signed in."""
    assert agreed.client
    assert agreed.client.user
    client.force_login(agreed.client.user)
    return client


def page(browser: Browser) -> str:
    return text(browser.get(reverse("book_manage")))


def act(name: str) -> str:
    return reverse("book_manage_act", args=[name])


def move(browser: Browser, start: str = TUESDAY) -> Any:
    return browser.post(act("move"), {"start": start}, follow=True)


def known_browser(browser: Browser) -> HttpRequest:
    """Return a request of a browser that has asked for something before."""
    session = browser.session
    session[BROWSER] = "x" * 32
    session.save()
    request: HttpRequest = browser.get(reverse("book_find")).wsgi_request
    return request


def test_looking_at_other_times_changes_nothing(linked: Browser, agreed: Booking) -> None:
    assert f'href="{act("move")}"' in page(linked)
    times = text(linked.get(act("move")))
    assert "It stays yours until Dr Bhatt confirms the new time." in times
    assert f'value="{TUESDAY}"' in times
    assert 'value="2026-11-23T06:30:00Z"' not in times
    assert not Booking.objects.filter(replaces=agreed).exists()


def test_a_move_asked_for_by_the_link_waits_beside_the_old_time(linked: Browser, agreed: Booking) -> None:
    answer = text(move(linked))
    assert "Asked. Your session stays where it is until the new time is confirmed." in answer
    assert f"You asked to move it to {WHEN}." in answer
    assert "Your session is confirmed" in answer
    assert act("withdraw") in answer
    assert f'href="{act("move")}"' not in answer
    assert status_of(agreed) == "confirmed"


def test_the_move_is_withdrawn_and_the_session_stays(linked: Browser, agreed: Booking) -> None:
    move(linked)
    assert "Your session stays at the time agreed." in text(linked.get(act("withdraw")))
    after = text(linked.post(act("withdraw"), follow=True))
    assert "The move is withdrawn. Your session stays at the time agreed." in after
    assert f"You withdrew the move to {WHEN}. Your session stays as it is." in page(linked)
    assert [row.status for row in Booking.objects.order_by("pk")] == ["confirmed", "withdrawn"]
    assert f'href="{act("move")}"' in page(linked)


@pytest.mark.parametrize(
    ("name", "question", "statuses"),
    [
        ("accept", "It takes the place of the time agreed before.", ["moved", "confirmed"]),
        ("refuse", "Your session stays at the time agreed.", ["confirmed", "withdrawn"]),
    ],
)
def test_the_practices_offer_is_answered(
    linked: Browser, agreed: Booking, therapist: User, name: str, question: str, statuses: list[str]
) -> None:
    offer_move(booking=agreed, starts_at=MONDAY + DAY, by=therapist, now=NOW)
    shown = page(linked)
    assert f"suggests another time: {WHEN}." in shown
    assert "Keep the time I have" in shown
    assert question in text(linked.get(act(name)))
    linked.post(act(name))
    assert [row.status for row in Booking.objects.order_by("pk")] == statuses


def test_the_old_links_lead_to_the_new_time(
    linked: Browser, agreed: Booking, therapist: User, session_type: SessionType
) -> None:
    asked = request_move(booking=agreed, starts_at=MONDAY + DAY, by=None, now=NOW)
    for token in (manage_token(agreed), manage_token(asked)):
        waiting = text(linked.get(reverse("book_manage_link", args=[token]), follow=True))
        assert "Your session is confirmed" in waiting
        assert "You asked to move it" in waiting
    confirm_booking(booking=asked, by=therapist, now=NOW)
    for token in (manage_token(agreed), manage_token(asked)):
        moved = text(linked.get(reverse("book_manage_link", args=[token]), follow=True))
        assert WHEN in moved
        assert "Your session is confirmed" in moved


def test_both_addresses_of_a_moved_session_show_it(own: Browser, agreed: Booking, therapist: User) -> None:
    asked = request_move(booking=agreed, starts_at=MONDAY + DAY, by=None, now=NOW)
    confirm_booking(booking=asked, by=therapist, now=NOW)
    for row in (agreed, asked):
        assert WHEN in text(own.get(reverse("book_asked", args=[row.uuid])))
        calendar = text(own.get(reverse("book_calendar", args=[row.uuid]), {"sure": "yes"}))
        assert "METHOD:REQUEST" in calendar
        assert "DTSTART:20261124T063000Z" in calendar


def test_a_declined_move_leaves_the_page_of_the_session(own: Browser, agreed: Booking, therapist: User) -> None:
    asked = request_move(booking=agreed, starts_at=MONDAY + DAY, by=None, now=NOW)
    decline_booking(booking=asked, by=therapist, now=NOW)
    assert "Your session is confirmed" in text(own.get(reverse("book_asked", args=[asked.uuid])))


def test_the_space_shows_one_card_with_the_move_in_it(own: Browser, agreed: Booking) -> None:
    assert reverse("book_asked_act", args=[agreed.uuid, "move"]) in text(own.get(reverse("space")))
    request_move(booking=agreed, starts_at=MONDAY + DAY, by=None, now=NOW)
    space = text(own.get(reverse("space")))
    assert space.count("session-card") == 1
    assert f"You asked to move it to {WHEN}." in space
    assert "Withdraw the move" in space


def test_the_browser_that_asked_moves_its_session(client: Browser, session_type: SessionType) -> None:
    """Before anybody is signed in: the browser alone knows the session."""
    booking = make_booking(session_type, browser_key=browser_key(known_browser(client)))
    url = reverse("book_asked_act", args=[booking.uuid, "move"])
    assert "Asked." in text(client.post(url, {"start": TUESDAY}, follow=True))


def test_a_move_is_no_draft_of_this_browser(client: Browser, session_type: SessionType) -> None:
    request = known_browser(client)
    booking = make_booking(session_type, browser_key=browser_key(request))
    draft = ask(session_type, MONDAY + 2 * DAY, browser=browser_key(request))
    request_move(booking=booking, starts_at=MONDAY + DAY, by=None, now=NOW)
    assert draft_of(request) == draft


def test_nobody_else_moves_it(client: Browser, agreed: Booking) -> None:
    url = reverse("book_asked_act", args=[agreed.uuid, "move"])
    for answer in (client.get(url), client.post(url, {"start": TUESDAY})):
        assert answer.headers["Location"] == f"/account/login/?next={url}"
    client.force_login(make_reader())
    assert client.get(url).status_code == client.post(url, {"start": TUESDAY}).status_code == 404
    assert not Booking.objects.filter(replaces=agreed).exists()


# What goes wrong


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-11-24T06:30:30Z"])
def test_without_a_time_the_page_comes_back(linked: Browser, agreed: Booking, start: str) -> None:
    answer = linked.post(act("move"), {"start": start})
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)


def test_a_time_that_went_meanwhile_comes_back_with_the_others(
    linked: Browser, agreed: Booking, session_type: SessionType
) -> None:
    make_booking(session_type, starts_at=MONDAY + DAY)
    answer = linked.post(act("move"), {"start": TUESDAY})
    assert answer.status_code == 409
    assert "This time has been taken meanwhile." in text(answer)
    assert 'type="radio"' in text(answer)


def test_asking_twice_makes_one_move(linked: Browser, agreed: Booking) -> None:
    move(linked)
    assert "this page now shows how things stand" in text(move(linked))
    assert Booking.objects.filter(replaces=agreed).count() == 1


def test_two_open_requests_leave_no_room_for_a_move(
    linked: Browser, agreed: Booking, session_type: SessionType
) -> None:
    for number in (2, 3):
        ask(session_type, MONDAY + number * DAY, browser=f"{number}", client=agreed.client)
    assert "Two of your requests are waiting already." in text(move(linked))


def test_a_session_is_not_moved_back_and_forth_all_day(linked: Browser, agreed: Booking) -> None:
    for _time in range(MOVES_A_SESSION_A_DAY):
        move(linked)
        linked.post(act("withdraw"))
    assert move(linked).status_code == 429
    assert status_of(agreed) == "confirmed"


def test_times_that_have_gone_do_not_count_towards_the_limit(linked: Browser, session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY + DAY)
    own_time = "2026-11-23T06:30:00Z"
    for start in [TUESDAY, own_time] * MOVES_A_SESSION_A_DAY:
        assert move(linked, start).status_code == 409
    assert move(linked, "2026-11-25T06:30:00Z").status_code == 200
    assert Booking.objects.filter(status="requested").count() == 1


def test_a_session_that_has_started_is_not_moved(client: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=NOW - MINUTE)
    Booking.objects.filter(pk=booking.pk).update(manage_token_hash=hash_token(manage_token(booking)))
    client.get(reverse("book_manage_link", args=[manage_token(booking)]))
    assert f'href="{act("move")}"' not in page(client)
    assert "this page now shows how things stand" in text(move(client))


def test_where_nothing_is_free_the_page_says_so(linked: Browser, agreed: Booking) -> None:
    Practitioner.objects.update(horizon_days=0)
    answer = text(linked.get(act("move")))
    assert "No other time is open at present." in answer
    assert "Ask for this time" not in answer


def test_the_next_weeks_are_one_link_away(linked: Browser, agreed: Booking) -> None:
    times = text(linked.get(act("move")))
    assert 'href="?from=2026-11-30"' in times
    far = text(linked.get(act("move") + "?from=2027-11-29"))
    assert "No times are open this week." in far


def test_cancelling_says_that_the_move_ends_too(linked: Browser, agreed: Booking) -> None:
    move(linked)
    assert "The other time that waits ends with it." in text(linked.get(act("cancel")))
    linked.post(act("cancel"), {"note": ""})
    assert [row.status for row in Booking.objects.order_by("pk")] == ["cancelled", "withdrawn"]
    assert "This session is cancelled" in page(linked)


def test_a_move_that_nobody_answered_leaves_the_session(
    linked: Browser, agreed: Booking, clock: time_machine.Traveller
) -> None:
    move(linked)
    clock.move_to(NOW + timedelta(hours=49))
    linked.get(reverse("book_manage_link", args=[manage_token(agreed)]))
    shown = page(linked)
    assert "Your session is confirmed" in shown
    assert "You asked to move it" not in shown


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("declined", f"Dr Bhatt cannot offer the other time that you asked for, {WHEN}."),
        ("expired", f"The other time, {WHEN}, was not agreed in time and is released."),
    ],
)
def test_the_page_says_what_came_of_a_move_that_ended(
    linked: Browser, agreed: Booking, status: str, words: str
) -> None:
    assert "stays as it is" not in page(linked)
    move(linked)
    Booking.objects.filter(replaces=agreed).update(status=status, blocks=False, hold_until=None)
    assert f"{words} Your session stays as it is." in page(linked)


def test_the_page_says_that_an_offered_time_was_refused(linked: Browser, agreed: Booking, therapist: User) -> None:
    offer_move(booking=agreed, starts_at=MONDAY + DAY, by=therapist, now=NOW)
    after = text(linked.post(act("refuse"), follow=True))
    assert "The other time is released. Your session stays at the time agreed." in after
    assert f"You said no to another time, {WHEN}. Your session stays as it is." in after
