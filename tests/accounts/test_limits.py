"""Limits on signing in: exact, shared by all processes, and no help to whoever wants to lock someone out."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.urls import urlpatterns as account_urls
from allauth.mfa.urls import urlpatterns as mfa_urls
from django.db import connection
from django.http import HttpRequest
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from accounts.adapter import AccountAdapter
from accounts.limits import LIMITS, MAIL_A_DAY, UNLIMITED
from accounts.models import User
from bookings.request_limits import may_mail
from practice.limits import spend_in_turn
from practice.models import OutgoingMessage
from tests.cast import PASSWORD, code_sent_to, make_staff, sign_in, totp_now
from tests.factories import NOW
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

LOGIN, CODE, RESET = "/account/login/", "/account/login/code/", "/account/password/reset/"


def names_in(patterns: Sequence[URLPattern | URLResolver]) -> set[str]:
    """Return the names of all addresses below."""
    found: set[str] = set()
    for entry in patterns:
        found |= names_in(entry.url_patterns) if isinstance(entry, URLResolver) else {str(entry.name)}
    return found


def try_password(address: str, browser: Browser | None = None, password: str = "wrong horses", **more: Any) -> int:
    """Try a password; return the status."""
    browser = browser or Browser()
    return browser.post(LOGIN, {"login": address, "password": password}, **more).status_code


def test_every_route_of_allauth_is_limited_or_says_why_not() -> None:
    assert names_in(account_urls) | names_in(mfa_urls) == LIMITS.keys() | UNLIMITED.keys()
    assert not LIMITS.keys() & UNLIMITED.keys()


def test_the_sixth_bad_password_is_refused(staff: User) -> None:
    assert [try_password(staff.email) for _ in range(6)] == [200] * 5 + [429]
    assert try_password(staff.email, password=PASSWORD) == 429


def test_an_unknown_address_is_refused_at_the_same_try(db: None) -> None:
    assert [try_password("nobody@example.com") for _ in range(6)] == [200] * 5 + [429]


def test_the_refusal_says_when_to_come_back_and_keeps_nothing(staff: User) -> None:
    browser = Browser()
    for _ in range(6):
        answer = browser.post(LOGIN, {"login": staff.email, "password": "wrong horses"})
    assert answer.headers["Retry-After"] == "300"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert staff.email not in answer.content.decode()


def test_changing_the_case_of_the_address_gains_no_tries(staff: User) -> None:
    spellings = ["staff@example.com", "Staff@example.com", " staff@example.com", "STAFF@example.com"]
    assert [try_password(spelling) for spelling in [*spellings, *spellings]][5:] == [429] * 3


def test_many_addresses_from_one_place_are_refused(db: None) -> None:
    statuses = [try_password(f"person{number}@example.com") for number in range(21)]
    assert statuses == [200] * 20 + [429]


def test_strangers_cannot_lock_the_therapist_out_of_her_password(therapist: User) -> None:
    for place in range(10):
        for _ in range(6):
            try_password(therapist.email, REMOTE_ADDR=f"203.0.113.{place}")
    browser = Browser()
    assert try_password(therapist.email, browser, PASSWORD, REMOTE_ADDR="198.51.100.7") == 302
    browser.post(reverse("mfa_authenticate"), {"code": totp_now()}, REMOTE_ADDR="198.51.100.7")
    assert browser.get("/admin/").status_code == 200


def test_allauths_own_limits_would_let_strangers_lock_her_out(therapist: User, settings: Any) -> None:
    """The control: what the library does by itself, counting failures by the email address."""
    settings.ACCOUNT_RATE_LIMITS = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AccountAdapter, "pre_authenticate", DefaultAccountAdapter.pre_authenticate)
        for place in range(6):
            try_password(therapist.email, REMOTE_ADDR=f"203.0.113.{place}")
        assert try_password(therapist.email, None, PASSWORD, REMOTE_ADDR="198.51.100.7") == 200


def test_strangers_who_use_up_the_mail_do_not_shut_password_and_passkey(therapist: User) -> None:
    for place in range(12):
        Browser().post(CODE, {"email": therapist.email}, REMOTE_ADDR=f"203.0.113.{place}")
    assert Browser().post(CODE, {"email": therapist.email}, REMOTE_ADDR="198.51.100.7").status_code == 429
    assert try_password(therapist.email, None, PASSWORD, REMOTE_ADDR="198.51.100.7") == 302


def test_a_passkey_is_never_refused_for_trying_often(db: None) -> None:
    browser = Browser()
    statuses = {browser.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code for _ in range(60)}
    assert statuses == {302}


def test_guessing_at_the_second_factor_ends_for_the_user_not_only_for_the_place(therapist: User) -> None:
    statuses = []
    for place in range(21):
        browser = Browser(REMOTE_ADDR=f"203.0.113.{place}")
        try_password(therapist.email, browser, PASSWORD)
        statuses.append(browser.post(reverse("mfa_authenticate"), {"code": "abc"}).status_code)
    assert statuses == [200] * 20 + [429]


def test_a_mailbox_gets_eight_messages_an_hour_from_wherever_they_are_asked_for(asha: User) -> None:
    statuses = [
        Browser().post(path, {"email": asha.email}, REMOTE_ADDR=f"203.0.113.{place}").status_code
        for place, path in enumerate([CODE, RESET] * 5)
    ]
    assert statuses == [302] * 8 + [429] * 2
    assert OutgoingMessage.objects.count() == 8


def test_one_place_asks_for_three_messages_to_one_mailbox(asha: User, bela: User) -> None:
    statuses = [Browser().post(CODE, {"email": asha.email}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert Browser().post(CODE, {"email": bela.email}).status_code == 302


def test_all_places_together_ask_for_three_hundred_messages_an_hour(db: None) -> None:
    statuses = [
        Browser().post(CODE, {"email": f"person{number}@example.com"}, REMOTE_ADDR=f"10.0.{number % 200}.1").status_code
        for number in range(302)
    ]
    assert (statuses.count(302), statuses[300:]) == (300, [429, 429])


def test_over_ones_own_limit_one_uses_up_nobody_elses(asha: User) -> None:
    for number in range(40):
        Browser().post(CODE, {"email": f"person{number}@example.com"})
    assert OutgoingMessage.objects.count() == 10
    assert Browser().post(CODE, {"email": asha.email}, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_form_forged_by_another_site_uses_up_no_tries(staff: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    assert {try_password(staff.email, browser) for _ in range(8)} == {403}
    assert try_password(staff.email) == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_goes_round_the_count(client: Browser, staff: User, method: str) -> None:
    for _ in range(21):
        answer = getattr(client, method)(LOGIN)
    assert answer.status_code in {405, 429}


def test_a_forged_forwarded_address_gains_no_tries(staff: User) -> None:
    statuses = [try_password(staff.email, headers={"x-forwarded-for": f"203.0.113.{n}"}) for n in range(6)]
    assert statuses == [200] * 5 + [429]


def test_guessing_the_password_of_an_open_session_ends(client: Browser, staff: User) -> None:
    sign_in(client, staff)
    statuses = [client.post(reverse("account_reauthenticate"), {"password": "wrong"}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_tries_made_at_once_get_the_limit_and_none_more() -> None:
    make_staff()

    def attempt(number: int) -> int:
        try:
            return try_password("staff@example.com")
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(attempt, range(24)))
    report("S10", statuses.count(200) - 5, 0, tries=len(statuses))
    assert statuses.count(200) == 5
    assert statuses.count(429) == 19


@pytest.mark.django_db(transaction=True)
def test_a_code_tried_at_once_from_one_browser_gets_three_tries() -> None:
    staff = make_staff()
    first = Browser()
    first.post(CODE, {"email": staff.email})
    right = code_sent_to(staff.email)
    wrong = [f"{(int(right) + step) % 1_000_000:06d}" for step in range(1, 13)]

    def attempt(code: str) -> int:
        browser = Browser()
        browser.cookies["session"] = first.cookies["session"].value
        try:
            return browser.post("/account/login/code/confirm/", {"code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(attempt, wrong))
    assert statuses.count(429) >= len(wrong) - 3 - statuses.count(302)
    assert statuses.count(200) <= 3


def test_logs_name_no_address(staff: User, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        try_password(staff.email)
    assert not re.search(r"@|staff|127\.0\.0\.1", caplog.text)


@pytest.fixture
def here(rf: RequestFactory) -> HttpRequest:
    """Return a request from some place."""
    return rf.post("/", REMOTE_ADDR="203.0.113.7")


MAILBOX_A_DAY = [MAIL_A_DAY.allowance("asha@example.com")]


def ask_for_code(mailbox: str) -> int:
    """Ask for a code to sign in, from a browser that has asked for nothing yet; return the status."""
    return Browser().post(CODE, {"email": mailbox}).status_code


def test_both_doors_share_what_a_mailbox_may_be_sent_in_a_day(db: None, here: HttpRequest) -> None:
    for _ in range(MAIL_A_DAY.limit - 1):
        assert spend_in_turn(MAILBOX_A_DAY)
    assert ask_for_code("Asha@Example.com ") == 302
    assert not may_mail("asha@example.com", here)
    assert ask_for_code("asha@example.com") == 429
    assert may_mail("bela@example.com", here)


def test_what_the_form_for_a_session_mails_counts_at_the_way_in(db: None, here: HttpRequest) -> None:
    for _ in range(MAIL_A_DAY.limit - 1):
        spend_in_turn(MAILBOX_A_DAY)
    assert may_mail("asha@example.com", here)
    assert ask_for_code("asha@example.com") == 429


def from_elsewhere(mailbox: str, place: str) -> int:
    return Browser().post(CODE, {"email": mailbox}, REMOTE_ADDR=place).status_code


def test_one_place_cannot_keep_the_owner_elsewhere_from_her_code(db: None) -> None:
    """Hour after hour somebody tries nine times; the owner asks once an hour, until the day's mails are used up."""
    owner, sent = [], 0
    with time_machine.travel(NOW.replace(hour=0, minute=1), tick=False) as clock:
        for _hour in range(10):
            sent += [from_elsewhere("asha@example.com", "203.0.113.7") for _ in range(9)].count(302)
            owner.append(from_elsewhere("asha@example.com", "198.51.100.9"))
            clock.shift(timedelta(hours=1))
    assert owner == [302] * 10
    assert sent == 10


def test_nor_at_the_form_for_a_session(db: None, rf: RequestFactory) -> None:
    near, far = (rf.post("/", REMOTE_ADDR=place) for place in ("203.0.113.7", "198.51.100.9"))
    with time_machine.travel(NOW.replace(hour=0, minute=1), tick=False) as clock:
        for hour in range(12):
            assert [may_mail("asha@example.com", near) for _ in range(9)].count(True) <= 4
            assert may_mail("Asha+note@example.com", far) is (hour < 10)  # then she has used up her own
            clock.shift(timedelta(hours=1))


def test_the_first_refusal_does_not_tell_whether_somebody_asked_elsewhere(db: None, rf: RequestFactory) -> None:
    near, far = (rf.post("/", REMOTE_ADDR=place) for place in ("203.0.113.7", "198.51.100.9"))
    assert may_mail("asha@example.com", far)
    tries = [[may_mail(mailbox, near) for _ in range(8)] for mailbox in ("asha@example.com", "nobody@example.com")]
    assert tries == [[True] * 4 + [False] * 4] * 2


def test_a_tag_in_an_address_gains_no_messages(db: None, here: HttpRequest) -> None:
    assert [may_mail(f"asha+{number}@example.com", here) for number in range(6)] == [True] * 4 + [False] * 2


def test_the_networks_of_one_household_are_one_place(db: None) -> None:
    places = [f"2001:db8:1:{number:x}::1" for number in range(8)]
    assert [from_elsewhere("asha@example.com", place) for place in places].count(302) == 3


@pytest.mark.parametrize("door", [CODE, RESET])
def test_a_field_that_the_form_does_not_read_gains_no_messages(asha: User, door: str) -> None:
    """The count once went by whichever of two fields was filled in, and a stranger chose which."""
    statuses = [
        Browser().post(door, {"email": asha.email, "login": f"junk{number}@example.com"}).status_code
        for number in range(4)
    ]
    assert statuses == [302] * 3 + [429]


def test_a_field_that_the_form_does_not_read_gains_no_passwords(staff: User) -> None:
    statuses = [try_password_with(staff.email, f"junk{number}@example.com") for number in range(6)]
    assert statuses == [200] * 5 + [429]


def try_password_with(login: str, email: str) -> int:
    """Try a password in a form with a field too many."""
    return Browser().post(LOGIN, {"login": login, "email": email, "password": "wrong horses"}).status_code
