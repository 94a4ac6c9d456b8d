"""The pages of a client without email: what her link opens, how her PIN is taken, and her own pages afterwards."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from accounts import sign_ins
from accounts.by_phone.records import PhoneEntry
from accounts.by_phone.services import HasEmailError, make_pin
from accounts.models import Client, User
from accounts.services import set_client_status
from practice.models import OutgoingMessage
from tests.accounts.phones import open_ways, try_pin, wrong
from tests.cast import code_sent_to, last_message_to, sign_in
from tests.factories import NOW, make_client

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

IN, SPACE = "/in/", "/space/"


@pytest.fixture
def link(gita: Client, therapist: User) -> tuple[str, str]:
    """A PIN, and the address that the link opens."""
    pin, token = open_ways(gita, therapist)
    return pin, f"/in/{token}/"


def text(browser: Browser, path: str = IN) -> str:
    """Return a page."""
    return " ".join(browser.get(path).content.decode().split())


def test_a_phone_comes_in_by_link_and_pin(client: Browser, link: tuple[str, str]) -> None:
    pin, path = link
    opened = client.get(path)
    assert opened.headers["Location"] == IN  # the token stays in no history of the page that takes the PIN
    assert "Enter your PIN" in text(client)
    assert client.post(IN, {"pin": pin}).headers["Location"] == SPACE
    assert "Is this phone only yours?" in text(client, SPACE)
    assert OutgoingMessage.objects.count() == 0


def test_messengers_that_look_at_a_link_use_nothing_up(link: tuple[str, str]) -> None:
    pin, path = link
    for method in ("get", "head"):
        for _ in range(50):
            assert getattr(Browser(), method)(path).status_code == 302
    phone = Browser()
    phone.get(path)
    assert phone.post(IN, {"pin": pin}).headers["Location"] == SPACE


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "devanagari"])
def test_a_pin_may_be_typed_with_blanks_and_in_other_digits(client: Browser, link: tuple[str, str], typed: str) -> None:
    pin, path = link
    other = "".join(chr(0x966 + int(digit)) for digit in pin)
    client.get(path)
    given = other if typed == "devanagari" else typed.format(pin[:3], pin[3:])
    assert client.post(IN, {"pin": given}).headers["Location"] == SPACE


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "a\0b", "9" * 400])
def test_what_is_no_pin_is_refused_in_words_and_counts_as_no_try(
    client: Browser, link: tuple[str, str], typed: str
) -> None:
    client.get(link[1])
    answer = client.post(IN, {"pin": typed})
    assert answer.status_code == 422
    assert PhoneEntry.objects.get().pin_tries == 0


def test_a_wrong_pin_is_said_and_never_shown_again(client: Browser, link: tuple[str, str]) -> None:
    pin, path = link
    client.get(path)
    answer = client.post(IN, {"pin": wrong(pin)})
    assert answer.status_code == 422
    assert "This is not the PIN. After three tries the link works no more." in answer.content.decode()


def dead(browser: Browser, path: str) -> tuple[int, bytes, object]:
    """Return what a link that opens nothing answers, as a stranger sees it."""
    answer = browser.get(path)
    varied = {name: value for name, value in answer.headers.items() if name != "ETag"}  # made of the token
    return answer.status_code, re.sub(rb'value="\w{64}"', b"", answer.content), varied


def test_a_link_that_never_was_was_used_ran_out_or_was_tried_elsewhere_is_answered_alike(
    gita: Client, therapist: User
) -> None:
    hema, ila = make_client("Hema"), make_client("Ila")
    (pin, used), (_pin, stale), (other, tried) = (open_ways(each, therapist) for each in (gita, hema, ila))
    assert try_pin(used, pin) == "in"
    PhoneEntry.objects.filter(client=hema).update(link_until=NOW)
    assert try_pin(tried, wrong(other)) == "WrongPinError"
    answers = [dead(Browser(), f"/in/{token}/") for token in ("x" * 32, used, stale, tried)]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 404
    assert b"This link no longer works" in answers[0][1]


def test_the_page_without_a_link_is_the_same_as_that_of_a_dead_one(client: Browser) -> None:
    assert dead(client, IN) == dead(Browser(), "/in/nothing/")
    assert client.post(IN, {"pin": "123456"}).status_code == 404


def test_a_dead_link_leaves_no_session(client: Browser) -> None:
    assert "session" not in client.get("/in/nothing/").cookies


def test_the_desk_does_not_lose_its_own_sign_in_by_trying_a_link(link: tuple[str, str], therapist: User) -> None:
    pin, path = link
    desk = sign_in(Browser(), therapist, second_factor=True)
    assert "You are signed in at the desk" in " ".join(desk.get(path, follow=True).content.decode().split())
    desk.post(IN, {"pin": pin})
    assert desk.get("/admin/").status_code == 200
    phone = Browser()
    phone.get(path)
    assert phone.post(IN, {"pin": pin}).headers["Location"] == SPACE


def test_somebody_else_who_is_signed_in_there_is_signed_out(link: tuple[str, str], bela: User, gita: Client) -> None:
    pin, path = link
    phone = sign_in(Browser(), bela)
    phone.get(path)
    phone.post(IN, {"pin": pin})
    gita.refresh_from_db()
    assert phone.session["_auth_user_id"] == str(gita.user_id)


def test_tries_from_one_place_are_limited_whatever_the_links(client: Browser, link: tuple[str, str]) -> None:
    statuses = [client.post(IN, {"pin": "123456"}).status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]


def test_a_pause_holds_for_her_as_for_anybody(gita: Client, therapist: User, link: tuple[str, str]) -> None:
    pin, path = link
    phone = Browser()
    phone.get(path)
    phone.post(IN, {"pin": pin})
    assert phone.get("/space/worksheets/").status_code == 200
    set_client_status(client=gita, status="paused", by=therapist, now=NOW)
    assert "can be read, not changed" in text(phone, "/space/worksheets/")


# Her own pages


@pytest.fixture
def phone(link: tuple[str, str]) -> Browser:
    """The browser in which Gita came in."""
    browser = Browser()
    browser.get(link[1])
    browser.post(IN, {"pin": link[0]})
    return browser


def test_her_pages_do_not_speak_of_email_that_she_has_not(phone: Browser) -> None:
    assert "Nobody writes or calls, unless you choose it here." in text(phone, "/space/reach/")
    assert "email only" not in text(phone, "/space/reach/").lower()
    assert "Enter a number, or choose neither" in phone.post("/space/reach/", {"reach": "call"}).content.decode()
    account = text(phone, "/account/email/")
    assert "There is none here." in account
    assert ">Password<" not in account


def test_where_she_is_signed_in_is_listed_as_for_anybody(phone: Browser) -> None:
    assert "This one" in text(phone, "/space/sign-ins/")


def test_a_passkey_is_offered_once_the_phone_is_hers_and_lets_her_in_without_an_address(
    phone: Browser, gita: Client
) -> None:
    add = "/account/2fa/webauthn/add/"
    assert phone.get(add).headers["Location"] == "/space/phone/"
    phone.post("/space/phone/", {"answer": "yes"})
    assert phone.get(add).status_code == 200


def test_an_address_that_she_adds_is_proved_first_and_takes_the_place_of_link_and_pin(
    phone: Browser, gita: Client, therapist: User
) -> None:
    phone.post("/account/email/", {"action_add": "", "email": "gita@example.com"})
    gita.refresh_from_db()
    assert gita.user
    assert gita.user.email == ""
    phone.post("/account/confirm-email/", {"code": code_sent_to("gita@example.com")})
    gita.user.refresh_from_db()
    assert gita.user.email == "gita@example.com"
    assert "Your address is confirmed." in last_message_to("gita@example.com")
    with pytest.raises(HasEmailError):
        make_pin(client=gita, by=therapist, now=NOW)


def test_her_sign_in_ends_on_a_shared_phone_after_half_an_hour(phone: Browser) -> None:
    with time_machine.travel(NOW + sign_ins.SHARED_LASTS + timedelta(minutes=2), tick=False):
        assert phone.get(SPACE).status_code == 302
