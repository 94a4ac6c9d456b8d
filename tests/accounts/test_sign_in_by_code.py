"""Signing in with a code by email: single use, ten minutes, three tries, this browser."""

import re

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from practice.mail.discretion import find_telling_words
from practice.models import OutgoingMessage
from tests.cast import code_sent_to, enrol, last_message_to, totp_now
from tests.factories import NOW

pytestmark = pytest.mark.gate

ASK, ENTER = "/account/login/code/", "/account/login/code/confirm/"


def ask(browser: Browser, email: str, **query: str) -> None:
    """Ask for a code."""
    response = browser.post(ASK, {"email": email, **query})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(ENTER)


def is_signed_in(browser: Browser) -> bool:
    """Say whether the browser may see the space."""
    return browser.get(reverse("space")).status_code == 200


def wrong_for(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_signs_in_and_leads_to_the_space(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    response = client.post(ENTER, {"code": code_sent_to(asha.email)})
    assert response.headers["Location"] == reverse("space")
    assert is_signed_in(client)


def test_the_address_may_be_typed_in_any_case(client: Browser, asha: User) -> None:
    ask(client, "  Asha@EXAMPLE.com ")
    client.post(ENTER, {"code": code_sent_to(asha.email)})
    assert is_signed_in(client)


def test_the_message_is_neutral_and_holds_no_link_but_that_to_help(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    body = OutgoingMessage.objects.get().body
    assert not find_telling_words(f"{body['subject']} {body['text']}")
    assert re.findall(r"https?://\S+", body["text"]) == ["http://127.0.0.1:8000/help/"]
    assert re.findall(r'href="([^"]+)"', body["html"]) == ["http://127.0.0.1:8000/help/"]
    assert "@" not in body["text"]


def test_a_wrong_code_is_answered_with_what_to_do(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    page = client.post(ENTER, {"code": wrong_for(code_sent_to(asha.email))}).content.decode()
    assert "This is not the code. Look for the newest message" in page
    assert "If nothing comes, stop here and ask for another code." in page
    assert "It works for ten minutes" in page


def test_three_wrong_codes_end_it_and_the_right_one_no_longer_helps(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    answers = [client.post(ENTER, {"code": "000000" if code != "000000" else "000001"}) for _ in range(4)]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 302]
    client.post(ENTER, {"code": code})
    assert not is_signed_in(client)


def test_tries_made_side_by_side_count_too(client: Browser, asha: User) -> None:
    """Each of these requests reads the session as it was before the first try, as parallel ones do."""
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    before = client.session["account_login"]
    statuses = []
    for _ in range(4):
        session = client.session
        session["account_login"] = before
        session.save()
        statuses.append(client.post(ENTER, {"code": wrong_for(code)}).status_code)
    assert statuses == [200, 200, 200, 429]


def test_side_by_side_tries_go_on_where_nothing_counts_them(
    client: Browser, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: allauth's own count, kept in the session, does not see them."""
    monkeypatch.setattr("accounts.middleware.first_exceeded", lambda route, request: None)
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    before = client.session["account_login"]
    for _ in range(6):
        session = client.session
        session["account_login"] = before
        session.save()
        assert client.post(ENTER, {"code": wrong_for(code)}).status_code == 200


def test_tries_on_both_sides_of_midnight_are_one_count(client: Browser, asha: User) -> None:
    with time_machine.travel(NOW.replace(hour=23, minute=58), tick=False) as clock:
        ask(client, asha.email)
        before = client.session["account_login"]
        statuses = []
        for _ in range(4):
            session = client.session
            session["account_login"] = before
            session.save()
            statuses.append(client.post(ENTER, {"code": wrong_for(code_sent_to(asha.email))}).status_code)
            clock.shift(60)
    assert statuses[3] == 429


def test_a_code_from_another_browser_is_refused(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    other = Browser()
    response = other.post(ENTER, {"code": code_sent_to(asha.email)})
    assert response.headers["Location"] == ASK
    assert not is_signed_in(other)


def test_a_code_of_another_browsers_sign_in_is_refused(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    other = Browser()
    ask(other, asha.email)
    assert code != code_sent_to(asha.email)
    other.post(ENTER, {"code": code})
    assert not is_signed_in(other)


def test_a_code_works_once(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    client.post(ENTER, {"code": code})
    client.post(reverse("account_logout"))
    client.post(ENTER, {"code": code})
    assert not is_signed_in(client)


@pytest.mark.parametrize(("seconds", "works"), [(9 * 60 + 55, True), (10 * 60 + 5, False)])
def test_a_code_works_for_ten_minutes(client: Browser, asha: User, seconds: int, works: bool) -> None:
    ask(client, asha.email)
    code = code_sent_to(asha.email)
    with time_machine.travel(NOW.timestamp() + seconds, tick=True):
        client.post(ENTER, {"code": code})
        assert is_signed_in(client) is works


def test_a_code_that_is_late_is_not_sent(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    assert OutgoingMessage.objects.get().body["until"].startswith("2026-11-20T04:40")


def test_a_clients_own_second_factor_is_asked_for(client: Browser, asha: User) -> None:
    enrol(asha)
    ask(client, asha.email)
    response = client.post(ENTER, {"code": code_sent_to(asha.email)})
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": totp_now()})
    assert is_signed_in(client)


def test_signing_in_gives_a_new_session(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    planted = client.cookies["session"].value
    client.post(ENTER, {"code": code_sent_to(asha.email)})
    assert client.cookies["session"].value != planted
    thief = Browser()
    thief.cookies["session"] = planted
    assert not is_signed_in(thief)


def test_the_cookie_of_someone_signed_out_is_dead(client: Browser, asha: User) -> None:
    client.force_login(asha)
    kept = client.cookies["session"].value
    client.post(reverse("account_logout"))
    thief = Browser()
    thief.cookies["session"] = kept
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "target", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)", "http:///x"]
)
def test_no_other_site_is_gone_on_to(client: Browser, asha: User, target: str) -> None:
    ask(client, asha.email, next=target)
    response = client.post(f"{ENTER}?next={target}", {"code": code_sent_to(asha.email), "next": target})
    assert response.headers["Location"] == reverse("space")


def test_another_name_of_this_site_is_not_gone_on_to(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    response = client.post(f"{ENTER}?next=http://localhost/space/", {"code": code_sent_to(asha.email)})
    assert response.headers["Location"] == reverse("space")


def test_a_page_of_this_site_is_gone_on_to(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    response = client.post(f"{ENTER}?next=/account/2fa/", {"code": code_sent_to(asha.email)})
    assert response.headers["Location"] == "/account/2fa/"


def test_a_client_who_wants_the_desk_ends_at_the_404_page(client: Browser, asha: User) -> None:
    ask(client, asha.email)
    response = client.post(f"{ENTER}?next=/admin/", {"code": code_sent_to(asha.email)}, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert response.status_code == 404


def test_a_closed_login_gets_no_code(client: Browser, asha: User) -> None:
    User.objects.filter(pk=asha.pk).update(is_active=False)
    ask(client, asha.email)
    assert OutgoingMessage.objects.get().body["until"] < NOW.isoformat()


def test_a_link_to_set_a_password_is_on_the_configured_address(client: Browser, asha: User) -> None:
    client.post(reverse("account_reset_password"), {"email": asha.email}, headers={"host": "localhost"})
    assert "http://127.0.0.1:8000/account/password/reset/key/" in last_message_to(asha.email)
