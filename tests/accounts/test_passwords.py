"""Passwords: what is taken, what is refused, and that an endless one is never hashed."""

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD, last_message_to, prove
from tests.factories import NOW

pytestmark = pytest.mark.gate


def set_password(browser: Browser, user: User, password: str) -> str:
    """Set a first password as a signed-in user; return the page that answers."""
    prove(browser, user)
    given = {"password1": password, "password2": password, "is_staff": "1", "is_superuser": "1", "user": "1"}
    return browser.post(reverse("account_set_password"), given, follow=True).content.decode()


@pytest.mark.parametrize(
    "password", ["a long phrase " * 14 + "end!", "🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎", "  blanks at both ends  "]
)
def test_a_password_is_taken_as_it_was_typed(client: Browser, reader: User, password: str) -> None:
    set_password(client, reader, password)
    reader.refresh_from_db()
    assert reader.check_password(password)
    assert not reader.check_password(password[:-1])
    browser = Browser()
    browser.post(reverse("account_login"), {"login": reader.email, "password": password})
    assert browser.get(reverse("space")).status_code == 200


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password123", "too common"),
        ("SereinMind2026", "name of the practice"),
        ("reader@example.com", "too similar"),
        ("short one", "too short"),
        ("x" * 100_000, "at most 512 characters"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(client: Browser, reader: User, password: str, reason: str) -> None:
    assert reason in set_password(client, reader, password)
    reader.refresh_from_db()
    assert not reader.has_usable_password()


@pytest.mark.parametrize("address", ["staff@example.com", "nobody@example.com"])
@pytest.mark.usefixtures("staff")
def test_an_endless_password_is_refused_before_it_is_hashed(
    client: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object) -> str:
        raise AssertionError("hashed")

    monkeypatch.setattr(MD5PasswordHasher, "encode", never)
    answer = client.post(reverse("account_login"), {"login": address, "password": "x" * 100_000})
    assert answer.status_code == 200
    with pytest.raises(AssertionError, match="hashed"):  # the control: a short one is
        client.post(reverse("account_login"), {"login": address, "password": "x" * 20})


def test_no_form_makes_anyone_staff(client: Browser, reader: User) -> None:
    set_password(client, reader, PASSWORD)
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)
    assert not reader.is_staff
    assert not reader.is_superuser


def link_to_reset(address: str) -> str:
    """Return the path of the link last sent to an address."""
    Browser().post(reverse("account_reset_password"), {"email": address})
    text = last_message_to(address)
    return next(word for word in text.split() if "/reset/key/" in word).removeprefix("http://127.0.0.1:8000")


def use_link(path: str, password: str) -> str:
    """Open a reset link in a fresh browser and set a password; return the last page."""
    browser = Browser()
    page = browser.get(path, follow=True)
    if not page.redirect_chain:
        return page.content.decode()
    form = page.redirect_chain[-1][0]
    return browser.post(form, {"password1": password, "password2": password}, follow=True).content.decode()


def test_a_link_sets_a_password_once(staff: User) -> None:
    path = link_to_reset(staff.email)
    use_link(path, "five calm horses at noon")
    staff.refresh_from_db()
    assert staff.check_password("five calm horses at noon")
    use_link(path, "six calm horses at noon!")
    staff.refresh_from_db()
    assert staff.check_password("five calm horses at noon")


@pytest.mark.parametrize(("seconds", "works"), [(3500, True), (3700, False)])
def test_a_link_works_for_an_hour(staff: User, seconds: int, works: bool) -> None:
    path = link_to_reset(staff.email)
    with time_machine.travel(NOW.timestamp() + seconds):
        use_link(path, "five calm horses at noon")
    staff.refresh_from_db()
    assert staff.check_password("five calm horses at noon") is works


def test_a_link_for_an_address_since_changed_is_dead(staff: User) -> None:
    path = link_to_reset(staff.email)
    User.objects.filter(pk=staff.pk).update(email="other@example.com")
    use_link(path, "five calm horses at noon")
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)
