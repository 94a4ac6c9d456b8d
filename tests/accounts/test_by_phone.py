"""Clients without email: a link that works once, sent by hand, and a PIN told in person, open the space together."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.test import Client as Browser

from accounts.by_phone import services
from accounts.by_phone.records import PhoneEntry
from accounts.by_phone.services import (
    HasEmailError,
    NoPinError,
    come_in,
    make_link,
    make_pin,
    open_entry,
    take_back,
)
from accounts.models import Client, LedgerEntry, User, find_user
from tests.accounts.phones import ELSEWHERE, HERE, LATER, open_ways, try_pin, wrong
from tests.browser.furnished import pocket_key
from tests.cast import make_patron, sign_in
from tests.factories import NOW, make_client

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

SPACE = "/space/"


# What is stored


def test_only_hashes_are_stored_and_each_client_has_her_own(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    other = make_client("Hema")
    open_ways(other, therapist)
    entry = PhoneEntry.objects.get(client=gita)
    stored = str(list(PhoneEntry.objects.values_list()))
    assert pin not in stored
    assert token not in stored
    assert not check_password(pin, entry.pin_hash)  # mixed with the secret key: the database alone gives nothing away
    PhoneEntry.objects.filter(client=other).update(pin_hash=entry.pin_hash)
    assert try_pin(make_link(client=other, by=therapist, now=NOW), pin) == "WrongPinError"


def test_pins_and_links_differ_every_time(gita: Client, therapist: User) -> None:
    made = {open_ways(gita, therapist) for _ in range(5)}
    assert len({token for _pin, token in made}) == 5
    assert len({pin for pin, _token in made}) > 1
    assert all(re.fullmatch(r"\d{6}", pin) and len(token) == 32 for pin, token in made)


def test_each_act_stands_in_her_ledger(gita: Client, therapist: User) -> None:
    open_ways(gita, therapist)
    take_back(client=gita, by=therapist, now=NOW)
    acts = LedgerEntry.objects.filter(client=gita, by=therapist).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["pin", "link", "way in taken back"]


# Coming in


def test_link_and_pin_open_a_login_without_an_address(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    user = come_in(token=token, browser=HERE, pin=pin, now=NOW + LATER)
    gita.refresh_from_db()
    assert gita.user == user
    assert (user.email, user.has_usable_password(), user.is_staff) == ("", False, False)
    assert str(user) == "Login without email"
    again = make_link(client=gita, by=therapist, now=NOW)
    assert come_in(token=again, browser=ELSEWHERE, pin=pin, now=NOW + LATER) == user


def test_a_link_works_once(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    assert [try_pin(token, pin), try_pin(token, pin)] == ["in", "DeadLinkError"]


def test_the_control_a_link_that_was_not_used_still_works(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    for _ in range(5):
        open_entry(token=token, browser=ELSEWHERE, now=NOW)
    assert try_pin(token, pin) == "in"


def test_a_link_takes_three_tries(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    assert [try_pin(token, wrong(pin)) for _ in range(4)] == [*["WrongPinError"] * 3, "DeadLinkError"]
    assert try_pin(token, pin) == "DeadLinkError"


def test_two_wrong_tries_leave_the_third(gita: Client, therapist: User) -> None:
    """The control: what ends it is the count alone."""
    pin, token = open_ways(gita, therapist)
    assert [try_pin(token, wrong(pin)) for _ in range(2)] == ["WrongPinError"] * 2
    assert try_pin(token, pin) == "in"


def test_tries_side_by_side_are_no_more_than_three(
    gita: Client, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them has read the row before any was counted, as parallel requests do."""
    pin, token = open_ways(gita, therapist)
    seen = open_entry(token=token, browser=HERE, now=NOW)
    monkeypatch.setattr(services, "open_entry", lambda **_given: seen)
    assert [try_pin(token, wrong(pin)) for _ in range(5)] == [*["WrongPinError"] * 3, *["DeadLinkError"] * 2]


def test_of_two_right_pins_at_once_one_comes_in(gita: Client, therapist: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one's PIN is found right in the moment in which the first uses up the link."""
    pin, token = open_ways(gita, therapist)
    checked = check_password

    def check_while_another_comes_in(typed: str, stored: str) -> bool:
        monkeypatch.setattr(services, "check_password", checked)
        assert try_pin(token, pin) == "in"
        return checked(typed, stored)

    monkeypatch.setattr(services, "check_password", check_while_another_comes_in)
    assert try_pin(token, pin) == "DeadLinkError"


def test_a_pin_takes_ten_wrong_tries_over_all_its_links(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    said = []
    for number in range(10):
        said.append(try_pin(token, wrong(pin)))
        if number % 3 == 2:
            token = make_link(client=gita, by=therapist, now=NOW)
    assert said == ["WrongPinError"] * 10
    assert try_pin(token, pin) == "DeadLinkError"
    with pytest.raises(NoPinError):
        make_link(client=gita, by=therapist, now=NOW)
    pin, token = open_ways(gita, therapist)
    assert try_pin(token, pin) == "in"


def test_a_right_pin_begins_the_count_anew(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    try_pin(token, wrong(pin))
    try_pin(token, pin)
    assert PhoneEntry.objects.get().pin_tries == 0


@pytest.mark.parametrize(("after", "is_open"), [(services.LINK_LASTS - LATER, True), (services.LINK_LASTS, False)])
def test_a_link_ends_after_two_days(gita: Client, therapist: User, after: timedelta, *, is_open: bool) -> None:
    pin, token = open_ways(gita, therapist)
    assert (try_pin(token, pin, now=NOW + after) == "in") is is_open


@pytest.mark.parametrize(("after", "is_open"), [(services.PIN_LASTS - LATER, True), (services.PIN_LASTS, False)])
def test_a_pin_ends_after_ninety_days(gita: Client, therapist: User, after: timedelta, *, is_open: bool) -> None:
    pin, token = open_ways(gita, therapist)
    PhoneEntry.objects.update(link_until=NOW + timedelta(days=99))
    assert (try_pin(token, pin, now=NOW + after) == "in") is is_open


def test_a_link_in_which_a_pin_was_tried_works_in_no_other_browser(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    assert try_pin(token, wrong(pin), HERE) == "WrongPinError"
    assert try_pin(token, pin, ELSEWHERE) == "DeadLinkError"
    assert try_pin(token, pin, HERE) == "in"


def test_two_browsers_at_once_do_not_share_a_link(
    gita: Client, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin, token = open_ways(gita, therapist)
    seen = open_entry(token=token, browser=ELSEWHERE, now=NOW)
    try_pin(token, wrong(pin), HERE)
    monkeypatch.setattr(services, "open_entry", lambda **_given: seen)
    assert try_pin(token, pin, ELSEWHERE) == "DeadLinkError"


def test_a_new_link_and_a_new_pin_end_the_ones_before(gita: Client, therapist: User) -> None:
    pin, first = open_ways(gita, therapist)
    second = make_link(client=gita, by=therapist, now=NOW)
    assert try_pin(first, pin) == "DeadLinkError"
    new = make_pin(client=gita, by=therapist, now=NOW)
    assert try_pin(second, new) == "DeadLinkError"
    assert try_pin(make_link(client=gita, by=therapist, now=NOW), pin) in {"WrongPinError", "in" if new == pin else ""}


def test_without_a_pin_there_is_no_link(gita: Client, therapist: User) -> None:
    with pytest.raises(NoPinError):
        make_link(client=gita, by=therapist, now=NOW)


def test_a_login_that_is_closed_is_not_opened(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    user = come_in(token=token, browser=HERE, pin=pin, now=NOW)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert try_pin(make_link(client=gita, by=therapist, now=NOW), pin) == "DeadLinkError"


# Whoever has an address


def test_nobody_with_an_address_gets_a_way_round_her_mailbox(asha: User, therapist: User) -> None:
    for act in (make_pin, make_link, take_back):
        with pytest.raises(HasEmailError):
            act(client=asha.client, by=therapist, now=NOW)


def test_an_address_that_comes_later_ends_link_and_pin(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    come_in(token=token, browser=HERE, pin=pin, now=NOW)
    token = make_link(client=gita, by=therapist, now=NOW)
    User.objects.filter(client=gita).update(email="gita@example.com")
    assert try_pin(token, pin) == "DeadLinkError"


def test_an_address_that_comes_while_the_pin_is_checked_counts_too(
    gita: Client, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin, token = open_ways(gita, therapist)
    gita.user = make_patron("g@example.com", "Other")
    seen = open_entry(token=token, browser=HERE, now=NOW)
    Client.objects.filter(user=gita.user).update(user=None)
    gita.save(update_fields=["user"])
    monkeypatch.setattr(services, "open_entry", lambda **_given: seen)
    assert try_pin(token, pin) == "DeadLinkError"


def test_several_have_no_address_and_no_empty_one_finds_them(gita: Client, therapist: User) -> None:
    for client in (gita, make_client("Hema")):
        pin, token = open_ways(client, therapist)
        come_in(token=token, browser=HERE, pin=pin, now=NOW)
    assert User.objects.filter(email="").count() == 2
    assert find_user("") is None
    assert find_user(" ") is None


# A lost phone


def test_taking_back_ends_everything(gita: Client, therapist: User) -> None:
    pin, token = open_ways(gita, therapist)
    user = come_in(token=token, browser=HERE, pin=pin, now=NOW)
    phone = sign_in(Browser(), user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "k", "credential": pocket_key()})
    token = make_link(client=gita, by=therapist, now=NOW)
    assert phone.get(SPACE).status_code == 200
    take_back(client=Client.objects.get(pk=gita.pk), by=therapist, now=NOW)
    assert phone.get(SPACE).status_code == 302
    assert try_pin(token, pin) == "DeadLinkError"
    assert not Authenticator.objects.filter(user=user).exists()


def test_taking_back_from_somebody_who_never_came_in(gita: Client, therapist: User) -> None:
    take_back(client=gita, by=therapist, now=NOW)
    assert not PhoneEntry.objects.exists()
