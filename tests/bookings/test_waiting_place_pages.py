"""The page of a place on the waiting list, and answering a time that was offered."""

import re

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from accounts.services import set_client_status
from bookings.models import Booking, SessionType, WaitingEntry
from bookings.services import accept_proposal, keep_waiting, let_in, offer_free_times
from bookings.services.codes import waiting_token
from tests.bookings.browsing import text
from tests.bookings.waiting_browsing import offer_url, place_url, signed_in_as
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    TUESDAY,
    held_for,
    let_pass,
    open_time,
    wait,
    wait_as_stranger,
    wait_for_offer,
)
from tests.factories import NOW

pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("clock")]

Status = Booking.Status


def test_a_place_is_seen_by_its_owner_and_by_the_link_from_the_mailbox_only(session_type: SessionType) -> None:
    entry, other = wait(session_type, "asha"), wait(session_type, "bela")
    guest = Browser()
    for page in (place_url(entry), place_url(entry, "leave")):
        assert guest.get(page).headers["Location"] == f"/account/login/?next={page}"
    assert signed_in_as(other, Browser()).get(place_url(entry)).status_code == 404
    assert signed_in_as(entry, Browser()).get(place_url(entry)).status_code == 200
    link = reverse("book_place_link", args=[waiting_token(entry.uuid)])
    assert guest.get(link).headers["Location"] == place_url(entry)
    assert guest.get(place_url(entry)).status_code == 200
    assert guest.get(place_url(other)).status_code == 404
    assert guest.get(place_url(other, "leave")).status_code == 404
    assert guest.get(reverse("book_place_link", args=["guessed"])).status_code == 404
    assert guest.get(place_url(entry, "dance")).status_code == 404


def test_opening_what_is_in_a_mail_changes_nothing(session_type: SessionType, scarce: Practitioner) -> None:
    """As mail scanners do: every address that a message holds, and every act by GET."""
    entry = wait_for_offer(session_type, scarce)
    booking = held_for(entry)
    scanner = Browser()
    scanner.get(reverse("book_place_link", args=[waiting_token(entry.uuid)]))
    for act in ("leave", "stay", "change"):
        scanner.get(place_url(entry, act))
    scanner.get(offer_url(booking))
    for act in ("accept", "refuse", "leave"):
        scanner.get(reverse("book_manage_act", args=[act]))
    entry.refresh_from_db()
    booking.refresh_from_db()
    assert (entry.ended_at, booking.status) == (None, Status.PROPOSED)


def test_an_offer_is_answered_from_its_page_with_a_no_that_keeps_the_place(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    client.get(offer_url(held_for(entry)))
    page = text(client.get(reverse("book_manage")))
    assert "it is offered to you from the waiting list." in page
    assert "No, and keep my place" in page
    assert "No, and take me off the list" in page
    after = text(client.post(reverse("book_manage_act", args=["refuse"]), follow=True))
    assert "You keep your place on the waiting list" in after
    assert "This time is no longer held" in after
    assert "someone else" not in after  # nobody else waits
    entry.refresh_from_db()
    assert entry.ended_at is None
    assert "you said no" in text(signed_in_as(entry, client).get(place_url(entry)))


def test_a_no_can_give_up_the_place_in_one_go(client: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_for_offer(session_type, scarce)
    client.get(offer_url(held_for(entry)))
    leave = reverse("book_manage_act", args=["leave"])
    assert "your place is given up" in text(client.get(leave))
    after = text(client.post(leave, follow=True))
    assert "You have no place on the waiting list any more." in after
    assert "Nothing was changed" in text(client.post(leave, follow=True))  # the second press
    entry.refresh_from_db()
    assert entry.end == WaitingEntry.End.LEFT


def test_a_yes_confirms_and_ends_the_place(client: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_for_offer(session_type, scarce)
    client.get(offer_url(held_for(entry)))
    assert "Your session is confirmed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
    assert "This place has ended. You accepted a time that was offered to you." in text(
        signed_in_as(entry, client).get(place_url(entry))
    )


def test_an_earlier_offer_says_that_the_place_ended_with_the_later_yes(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 1)
    earlier = entry.offers.get().booking
    open_time(scarce, now.date() + 6 * DAY, 12)
    offer_free_times(now)
    accept_proposal(booking=held_for(entry), by=None, now=now)
    client.get(offer_url(earlier))
    page = text(client.get(reverse("book_manage")))
    assert "You said yes to another time since, and with that your place on the waiting list has ended." in page
    assert "You can join again" not in page


def test_a_time_that_was_taken_back_is_not_told_as_the_end_of_a_place_that_goes_on(
    client: Browser, session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_for_offer(session_type, scarce)
    set_client_status(client=entry.client, status="paused", by=therapist, now=NOW)
    page = text(signed_in_as(entry, client).get(place_url(entry)))
    assert "it was released before you answered" in page
    assert "This place has ended" not in page


def test_the_question_whether_to_leave_says_what_would_happen_and_not_that_it_has(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    page = text(signed_in_as(entry, client).get(place_url(entry, "leave")))
    assert "If you leave, your place is given up." in page
    assert "A time is held for you at present. It would be released too." in page


def test_a_yes_after_the_deadline_changes_nothing_and_says_how_things_stand(
    client: Browser, session_type: SessionType, scarce: Practitioner, clock: time_machine.Traveller
) -> None:
    entry = wait_for_offer(session_type, scarce)
    booking = held_for(entry)
    assert booking.hold_until
    clock.move_to(booking.hold_until)
    client.get(offer_url(booking))
    page = text(client.get(reverse("book_manage")))
    assert "Accept this time" not in page
    assert "You keep your place" in page
    assert "Nothing was changed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
    assert "Nothing was changed" in text(client.post(reverse("book_manage_act", args=["leave"]), follow=True))
    entry.refresh_from_db()
    assert entry.ended_at is None
    assert "you did not answer in time" in text(signed_in_as(entry, client).get(place_url(entry)))


def test_an_offer_shows_on_the_place_and_in_the_space(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    signed_in_as(entry, client)
    page = text(client.get(place_url(entry)))
    assert "It is held for you until" in page
    assert offer_url(held_for(entry)) in page
    assert "A time is held for you: please answer" in text(client.get(reverse("space")))


def test_a_resting_place_asks_and_one_press_is_enough(
    client: Browser, session_type: SessionType, scarce: Practitioner, clock: time_machine.Traveller
) -> None:
    entry = wait(session_type)
    clock.move_to(let_pass(entry, scarce, 3))
    signed_in_as(entry, client)
    assert "Do you still wait?" in text(client.get(place_url(entry)))
    assert "Yes, I still wait" in text(client.get(reverse("space")))
    assert "from the same place" in text(client.post(place_url(entry, "stay"), follow=True))
    entry.refresh_from_db()
    assert entry.rests_since is None


def test_what_suits_is_changed_and_the_place_kept(client: Browser, session_type: SessionType) -> None:
    entry = wait(session_type, "asha", "1-early", now=NOW - DAY)
    signed_in_as(entry, client)
    page = text(client.get(place_url(entry, "change")))
    assert re.search(r'value="1-early" checked', page)
    assert client.post(place_url(entry, "change"), {"zone": "Mars/Base"}).status_code == 422
    changed = {"modes": ["phone", "video"], "cells": ["2-morning"], "zone": "Europe/London"}
    assert "You keep your place" in text(client.post(place_url(entry, "change"), changed, follow=True))
    entry.refresh_from_db()
    assert (entry.modes, entry.cells, entry.zone_name) == (["video", "phone"], ["2-morning"], "Europe/London")
    assert entry.created_at == NOW - DAY


def test_leaving_is_asked_first_and_the_second_tab_says_so(client: Browser, session_type: SessionType) -> None:
    entry = wait(session_type)
    signed_in_as(entry, client)
    assert "Leave the waiting list?" in text(client.get(place_url(entry, "leave")))
    assert "You are off the list." in text(client.post(place_url(entry, "leave"), follow=True))
    assert "Nothing was changed" in text(client.post(place_url(entry, "leave"), follow=True))
    assert "Join again" in text(client.get(place_url(entry)))


def test_how_far_up_one_is_counts_everyone_in_the_published_order(client: Browser, session_type: SessionType) -> None:
    first = wait(session_type, "asha", now=NOW - 2 * DAY)
    middle = wait(session_type, "bela", now=NOW - DAY)
    last = wait(session_type, "chitra")
    said = [text(signed_in_as(entry, Browser()).get(place_url(entry))) for entry in (first, middle, last)]
    assert "You are the first of 3 on the list." in said[0]
    assert "1 person is before you. 3 people are on the list." in said[1]
    assert "2 people are before you. 3 people are on the list." in said[2]


def test_a_place_says_when_a_time_is_about_to_be_offered_and_when_days_are_whole(
    client: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    cells = [f"1-{part}" for part in ("early", "morning", "afternoon", "evening")]
    entry = wait(session_type, "asha", *cells)
    page = text(signed_in_as(entry, client).get(place_url(entry)))
    assert "is about to be offered to you" in page
    assert "Tuesday, all day" in page
    every = [f"{day}-{part}" for day in range(7) for part in ("early", "morning", "afternoon", "evening")]
    client.post(place_url(entry, "change"), {"modes": ["video"], "cells": every, "zone": "Asia/Kolkata"})
    assert "Any day, at any hour" in text(client.get(place_url(entry)))


def test_a_new_persons_offer_is_answered_by_the_link(
    client: Browser, session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_as_stranger(session_type)
    let_in(entry=entry, now=NOW)
    keep_waiting(entry=entry, now=NOW)
    open_time(scarce, TUESDAY, 12)
    offer_free_times(NOW + HOUR)
    booking = held_for(entry)
    assert (booking.email, booking.name) == ("new@example.com", "New")
    client.get(offer_url(booking))
    assert "Your session is confirmed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
