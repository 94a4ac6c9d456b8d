"""The pages of the waiting list: joining, proving, one's place, answering an offer; and who may see what."""

import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import Client, Practitioner, User
from bookings.form_age import new_token
from bookings.models import Booking, SessionType, WaitingDraft, WaitingEntry
from bookings.services import keep_waiting, let_in, offer_free_times
from bookings.services.codes import manage_token, waiting_token
from practice.models import OutgoingMessage
from tests.bookings.browsing import text
from tests.bookings.test_waiting_list import TUESDAY, let_pass
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    MINUTE,
    close_all,
    code_of,
    held_for,
    offers,
    open_time,
    wait,
    wait_as_stranger,
)
from tests.factories import NOW, make_session_type, make_user

pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("clock")]
Status = Booking.Status


@pytest.fixture
def scarce(practitioner: Practitioner) -> Practitioner:
    close_all(practitioner)
    return practitioner


def form(**changes: Any) -> dict[str, Any]:
    given = {
        "request_key": str(uuid4()),
        "opened": new_token(timezone.now() - MINUTE),
        "modes": ["video"],
        "cells": ["1-early", "2-evening"],
        "zone": "Europe/London",
        "name": "New",
        "email": "new@example.com",
        "is_adult": "yes",
        "limits": "on",
        "consent": "on",
    }
    return {**given, **changes}


def join_url(session_type: SessionType) -> str:
    return reverse("book_wait", args=[session_type.slug])


def place_url(entry: WaitingEntry, act: str = "") -> str:
    return reverse("book_place_act", args=[entry.uuid, act]) if act else reverse("book_place", args=[entry.uuid])


def signed_in_as(entry: WaitingEntry, client: Browser) -> Browser:
    assert entry.client.user
    client.force_login(entry.client.user)
    return client


def test_a_stranger_joins_with_a_code_and_finds_the_place(client: Browser, session_type: SessionType) -> None:
    answer = client.post(join_url(session_type), form())
    assert answer.headers["Location"] == reverse("book_wait_verify")
    assert "new@example.com" in text(client.get(reverse("book_wait_verify")))
    code = code_of(WaitingDraft.objects.get())
    answer = client.post(reverse("book_wait_verify"), {"code": code})
    entry = WaitingEntry.objects.get()
    assert answer.headers["Location"] == place_url(entry)
    page = text(client.get(place_url(entry)))
    assert "You are the only one on the list." in page
    assert "Tuesday: early" in page
    assert "Wednesday: evening" in page
    assert "London (GMT)" in page
    assert "looks at the list herself" in page
    assert "On the waiting list" in text(client.get(reverse("space")))  # the code has signed the person in


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(session_type: SessionType) -> None:
    wait(session_type, "known")
    pages = []
    for email in ("known@example.com", "other@example.com"):
        browser = Browser()
        answer = browser.post(join_url(session_type), form(email=email))
        pages.append((answer.status_code, answer.headers["Location"]))
        pages.append((200, re.sub(r"csrf\S+ value=\S+", "", text(browser.get(answer.headers["Location"])))))
    assert pages[0] == pages[2]
    assert pages[1][1].replace("known@", "other@").replace("\n", "") == pages[3][1].replace("\n", "")
    codes = OutgoingMessage.objects.filter(kind="waiting_code")
    assert codes.count() == 2


def test_the_form_sent_twice_mails_one_code(client: Browser, session_type: SessionType) -> None:
    sent = form()
    for _press in range(2):
        assert client.post(join_url(session_type), sent).status_code == 302
    assert WaitingDraft.objects.count() == OutgoingMessage.objects.filter(kind="waiting_code").count() == 1


def test_a_mistake_brings_every_word_back(client: Browser, session_type: SessionType) -> None:
    answer = client.post(join_url(session_type), form(email="x@", modes=[]))
    page = text(answer)
    assert answer.status_code == 422
    assert "Tick at least one way" in page
    assert re.search(r'value="1-early" checked', page)
    assert 'value="New"' in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cells": ["9-noon"]}, "One of the days cannot be read"),
        ({"zone": "Mars/Base"}, "Choose a time zone from the list"),
        ({"modes": ["post"]}, "not held in that way"),
        ({"limits": ""}, "tick the box"),
        ({"subject": "x"}, "people cannot see"),
    ],
)
def test_what_cannot_be_kept_is_said(
    client: Browser, session_type: SessionType, changes: dict[str, Any], words: str
) -> None:
    answer = client.post(join_url(session_type), form(**changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not WaitingDraft.objects.exists()


def test_somebody_under_18_is_shown_whom_to_call(client: Browser, session_type: SessionType) -> None:
    answer = client.post(join_url(session_type), form(is_adult="no"))
    assert answer.status_code == 422
    assert "tel:1098" in text(answer)


def test_too_many_joins_from_one_place_are_refused_with_every_word_kept(
    client: Browser, session_type: SessionType
) -> None:
    statuses = [client.post(join_url(session_type), form(email=f"p{n}@example.com")).status_code for n in range(21)]
    assert statuses[:20] == [302] * 20
    assert statuses[20] == 429


def test_a_client_joins_at_once_and_is_led_to_the_place_the_second_time(
    client: Browser, session_type: SessionType
) -> None:
    user = make_user("asha@example.com")
    Client.objects.create(name="Asha", user=user, status=Client.Status.ACTIVE)
    client.force_login(user)
    page = text(client.get(join_url(session_type)))
    assert 'name="email"' not in page
    answer = client.post(join_url(session_type), form())
    entry = WaitingEntry.objects.get()
    assert answer.headers["Location"] == place_url(entry)
    assert client.get(join_url(session_type)).headers["Location"] == place_url(entry)


def test_a_client_may_not_wait_for_what_is_for_new_clients_only(client: Browser, practitioner: Practitioner) -> None:
    only_new = make_session_type(practitioner, slug="first", audience=SessionType.Audience.NEW_CLIENTS)
    user = make_user("asha@example.com")
    Client.objects.create(name="Asha", user=user, status=Client.Status.ACTIVE)
    assert client.get(join_url(only_new)).status_code == 200
    client.force_login(user)
    assert client.get(join_url(only_new)).status_code == 404


def test_a_session_with_one_way_does_not_ask_for_it(client: Browser, practitioner: Practitioner) -> None:
    only = make_session_type(practitioner, slug="video", in_person=False, phone=False)
    assert 'name="modes"' not in text(client.get(join_url(only)))
    client.post(join_url(only), form(modes=[], cells=[]))
    assert WaitingDraft.objects.get().modes == ["video"]


def test_a_wrong_code_is_said_and_a_new_one_can_be_sent(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    client.post(join_url(session_type), form())
    answer = client.post(reverse("book_wait_verify"), {"code": "12"})
    assert answer.status_code == 422
    wrong = f"{(int(code_of(WaitingDraft.objects.get())) + 1) % 1_000_000:06d}"
    assert "That is not the code." in text(client.post(reverse("book_wait_verify"), {"code": wrong}))
    clock.shift(11 * MINUTE)
    code = code_of(WaitingDraft.objects.get())
    assert "ten minutes old" in text(client.post(reverse("book_wait_verify"), {"code": code}))
    answer = client.post(reverse("book_wait_new_code"), follow=True)
    assert "A new code is on its way." in text(answer)
    code = code_of(WaitingDraft.objects.get())
    assert client.post(reverse("book_wait_verify"), {"code": code}).status_code == 302
    assert WaitingEntry.objects.exists()
    entry = WaitingEntry.objects.get()
    assert client.get(reverse("book_wait_verify")).headers["Location"] == place_url(entry)
    assert client.post(reverse("book_wait_new_code")).headers["Location"] == reverse("book_waiting_list")


def test_codes_are_mailed_six_times_an_hour_to_one_mailbox(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    client.post(join_url(session_type), form())
    statuses = []
    for _press in range(6):
        clock.shift(MINUTE)
        statuses.append(client.post(reverse("book_wait_new_code")).status_code)
    assert statuses == [302] * 5 + [429]


def test_guessing_is_stopped_by_place(client: Browser, session_type: SessionType) -> None:
    client.post(join_url(session_type), form())
    statuses = [client.post(reverse("book_wait_verify"), {"code": "000000"}).status_code for _try in range(31)]
    assert statuses[-1] == 429


def test_nobody_without_a_draft_is_asked_for_a_code(client: Browser, practitioner: Practitioner) -> None:
    assert client.get(reverse("book_wait_verify")).headers["Location"] == reverse("book_waiting_list")
    assert client.post(reverse("book_wait_new_code")).headers["Location"] == reverse("book_waiting_list")


def test_the_public_page_says_the_rules_without_a_cookie(client: Browser, session_type: SessionType) -> None:
    answer = client.get(reverse("book_waiting_list"))
    page = text(answer)
    assert "Whoever joined first comes first." in page
    assert "You have 12 hours to say yes or no." in page
    assert join_url(session_type) in page
    assert not answer.cookies


def test_a_closed_list_says_so_and_is_not_invited_to(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    draft_browser = Browser()
    draft_browser.post(join_url(session_type), form())
    open_form = form()
    times = reverse("book_times", args=[session_type.slug])
    assert join_url(session_type) in text(client.get(times))
    Practitioner.objects.update(keeps_waiting_list=False)
    assert join_url(session_type) not in text(client.get(times))
    assert "Nobody can be added" in text(client.get(reverse("book_waiting_list")))
    assert client.post(join_url(session_type), open_form).headers["Location"] == reverse("book_waiting_list")
    code = code_of(WaitingDraft.objects.get())
    answer = draft_browser.post(reverse("book_wait_verify"), {"code": code})
    assert answer.headers["Location"] == reverse("book_waiting_list")
    assert not WaitingEntry.objects.exists()


@pytest.mark.parametrize("closing", [{"takes_new_clients": False}, {"is_paused": True}])
def test_where_nothing_can_be_asked_for_the_list_is_named(
    client: Browser, session_type: SessionType, closing: dict[str, bool]
) -> None:
    Practitioner.objects.update(**closing)
    assert reverse("book_waiting_list") in text(client.get(reverse("book")))
    assert client.get(join_url(session_type)).status_code == 200


def test_a_place_is_seen_by_its_owner_and_by_the_link_from_the_mailbox_only(session_type: SessionType) -> None:
    entry, other = wait(session_type, "asha"), wait(session_type, "bela")
    guest = Browser()
    assert guest.get(place_url(entry)).status_code == 404
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
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    booking = held_for(entry)
    scanner = Browser()
    scanner.get(reverse("book_place_link", args=[waiting_token(entry.uuid)]))
    for act in ("leave", "stay", "change"):
        scanner.get(place_url(entry, act))
    scanner.get(reverse("book_manage_link", args=[manage_token(booking)]))
    for act in ("accept", "refuse", "leave"):
        scanner.get(reverse("book_manage_act", args=[act]))
    entry.refresh_from_db()
    booking.refresh_from_db()
    assert (entry.ended_at, booking.status) == (None, Status.PROPOSED)


def test_an_offer_is_answered_from_its_page_with_a_no_that_keeps_the_place(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    client.get(reverse("book_manage_link", args=[manage_token(held_for(entry))]))
    page = text(client.get(reverse("book_manage")))
    assert "You are the next on the waiting list whom this time suits." in page
    assert "No, and keep my place" in page
    assert "No, and take me off the list" in page
    after = text(client.post(reverse("book_manage_act", args=["refuse"]), follow=True))
    assert "You keep your place on the waiting list" in after
    entry.refresh_from_db()
    assert entry.ended_at is None
    assert "said no" in text(signed_in_as(entry, client).get(place_url(entry)))


def test_a_no_can_give_up_the_place_in_one_go(client: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    client.get(reverse("book_manage_link", args=[manage_token(held_for(entry))]))
    leave = reverse("book_manage_act", args=["leave"])
    assert "your place is given up" in text(client.get(leave))
    after = text(client.post(leave, follow=True))
    assert "You have no place on the waiting list any more." in after
    assert "Nothing was changed" in text(client.post(leave, follow=True))  # the second press
    entry.refresh_from_db()
    assert entry.end == WaitingEntry.End.LEFT


def test_a_yes_confirms_and_ends_the_place(client: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    client.get(reverse("book_manage_link", args=[manage_token(held_for(entry))]))
    assert "Your session is confirmed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
    assert "This place has ended: an offered time was accepted." in text(
        signed_in_as(entry, client).get(place_url(entry))
    )


def test_a_yes_after_the_deadline_changes_nothing_and_says_how_things_stand(
    client: Browser, session_type: SessionType, scarce: Practitioner, clock: time_machine.Traveller
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    booking = held_for(entry)
    assert booking.hold_until
    clock.move_to(booking.hold_until)
    client.get(reverse("book_manage_link", args=[manage_token(booking)]))
    page = text(client.get(reverse("book_manage")))
    assert "Accept this time" not in page
    assert "You keep your place" in page
    assert "Nothing was changed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
    assert "Nothing was changed" in text(client.post(reverse("book_manage_act", args=["leave"]), follow=True))
    entry.refresh_from_db()
    assert entry.ended_at is None
    assert "not answered in time" in text(signed_in_as(entry, client).get(place_url(entry)))


def test_an_offer_shows_on_the_place_and_in_the_space(
    client: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    signed_in_as(entry, client)
    page = text(client.get(place_url(entry)))
    assert "It is held for you until" in page
    assert reverse("book_manage_link", args=[manage_token(held_for(entry))]) in page
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
    assert "1 person is before you, of 3 on the list." in said[1]
    assert "2 people are before you, of 3 on the list." in said[2]


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


def test_before_the_practice_is_open_there_is_no_list(
    client: Browser, session_type: SessionType, settings: Any
) -> None:
    settings.IS_HTTPS = True
    assert client.get(reverse("book_waiting_list"), secure=True).headers["Location"] == reverse("book")
    assert client.get(join_url(session_type), secure=True).headers["Location"] == reverse("book")


def test_the_therapist_who_tries_the_form_keeps_her_own_sign_in(desk: Browser, session_type: SessionType) -> None:
    desk.post(join_url(session_type), form())
    answer = desk.post(reverse("book_wait_verify"), {"code": code_of(WaitingDraft.objects.get())})
    entry = WaitingEntry.objects.get()
    assert answer.headers["Location"] == place_url(entry)
    assert desk.get(place_url(entry)).status_code == 200  # by the code that proved the mailbox
    assert desk.get(reverse("admin:index")).status_code == 200


def test_a_new_persons_offer_is_answered_by_the_link(
    client: Browser, session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_as_stranger(session_type)
    let_in(entry=entry, by=therapist, now=NOW)
    keep_waiting(entry=entry, now=NOW)
    open_time(scarce, TUESDAY, 12)
    offer_free_times(NOW + HOUR)
    booking = held_for(entry)
    assert (booking.email, booking.name) == ("new@example.com", "New")
    client.get(reverse("book_manage_link", args=[manage_token(booking)]))
    assert "Your session is confirmed" in text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
