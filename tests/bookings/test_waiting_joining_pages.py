"""Joining the waiting list on its pages: the form, the code, and what a closed list says."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner
from bookings.models import Booking, SessionType, WaitingDraft, WaitingEntry
from practice.models import OutgoingMessage
from tests.bookings.browsing import text
from tests.bookings.waiting_browsing import form, join_url, place_url
from tests.bookings.waiting_steps import (
    MINUTE,
    code_of,
    wait,
)
from tests.factories import make_session_type, make_user

pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("clock")]

Status = Booking.Status


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
    assert client.post(reverse("book_wait_new_code")).headers["Location"] == place_url(entry)


def test_codes_are_mailed_four_times_an_hour_from_one_place_to_one_mailbox(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    client.post(join_url(session_type), form())
    statuses = []
    for _press in range(6):
        clock.shift(MINUTE)
        statuses.append(client.post(reverse("book_wait_new_code")).status_code)
    assert statuses == [302] * 3 + [429] * 3


def test_a_mended_address_takes_the_place_of_the_wrong_one(client: Browser, session_type: SessionType) -> None:
    sent = form(email="wrnog@example.com")
    client.post(join_url(session_type), sent)
    answer = client.post(join_url(session_type), {**sent, "email": "right@example.com", "cells": ["3-early"]})
    assert answer.status_code == 302
    draft = WaitingDraft.objects.get()
    assert (draft.email, draft.cells) == ("right@example.com", ["3-early"])
    assert OutgoingMessage.objects.filter(kind="waiting_code", cause=f"waiting-draft:{draft.uuid}").count() == 1
    assert "right@example.com" in text(client.get(reverse("book_wait_verify")))


def test_the_same_form_sent_twice_mails_one_code(client: Browser, session_type: SessionType) -> None:
    sent = form()
    assert [client.post(join_url(session_type), sent).status_code for _press in range(2)] == [302] * 2
    assert OutgoingMessage.objects.filter(kind="waiting_code").count() == 1


def test_a_mended_form_counts_like_any_other(client: Browser, session_type: SessionType) -> None:
    sent = form()
    statuses = [
        client.post(join_url(session_type), {**sent, "name": f"Name {number}"}).status_code for number in range(6)
    ]
    assert statuses == [302] * 4 + [429] * 2


def test_another_browser_with_the_same_key_changes_nothing(client: Browser, session_type: SessionType) -> None:
    sent = form()
    client.post(join_url(session_type), sent)
    Browser().post(join_url(session_type), {**sent, "email": "other@example.com"})
    assert WaitingDraft.objects.get().email == sent["email"]


def test_guessing_is_stopped_by_place(client: Browser, session_type: SessionType) -> None:
    client.post(join_url(session_type), form())
    statuses = [client.post(reverse("book_wait_verify"), {"code": "000000"}).status_code for _try in range(31)]
    assert statuses[-1] == 429


def test_nobody_without_a_draft_is_asked_for_a_code_but_told_what_to_do(
    client: Browser, practitioner: Practitioner
) -> None:
    page = reverse("book_wait_verify")
    answers = [client.get(page), client.post(page, {"code": "123456"}), client.post(reverse("book_wait_new_code"))]
    assert [answer.status_code for answer in answers] == [200, 409, 409]
    for answer in answers:
        assert "Nothing was sent, and you have no place on the list." in text(answer)
        assert f'href="{reverse("book_waiting_list")}"' in text(answer).split("<main")[1]


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


@pytest.mark.parametrize(("zone", "ticked"), [("Asia/Kolkata", True), ("Europe/London", False)])
def test_coming_in_person_is_ticked_beforehand_only_where_the_clock_is_the_practices(
    client: Browser, session_type: SessionType, zone: str, ticked: bool
) -> None:
    page = text(client.get(join_url(session_type) + f"?tz={zone}"))
    boxes = {way: "checked" in re.findall(f'<input[^>]*value="{way}"[^>]*>', page)[0] for way in ("in_person", "video")}
    assert boxes == {"in_person": ticked, "video": True}


def test_where_coming_in_person_is_the_only_way_nothing_is_asked(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(video=False, phone=False)
    assert client.post(join_url(session_type), form(modes=[])).status_code == 302
    assert WaitingDraft.objects.get().modes == ["in_person"]
