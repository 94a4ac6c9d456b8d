"""The second factor of staff: demanded over https, optional on loopback; the desk's door."""

import html
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from accounts.services import find_or_create_user_for
from tests.cast import PASSWORD, TOTP_SECRET, code_sent_to, last_message_to, prove, sign_in, totp_now

pytestmark = pytest.mark.gate

DESK, LOGIN = "/admin/", "/account/login/"


@pytest.fixture
def https(settings: Any) -> None:
    """Serve the site over https, as far as the rules are concerned."""
    settings.IS_HTTPS = True


def test_nobody_is_led_from_the_desk_to_sign_in(client: Browser) -> None:
    answer = client.get("/admin/bookings/?all=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LOGIN}?next=/admin/bookings/%3Fall%3D1")


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=https://evil.test/", "/admin/logout/"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.usefixtures("staff")
def test_the_admins_own_sign_in_is_not_there(client: Browser, path: str, method: str) -> None:
    answer = getattr(client, method)(path, {"username": "staff@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LOGIN}?next=/admin/")
    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize("path", [DESK, "/admin/login/", "/admin/accounts/client/", "/admin/nothing/"])
def test_a_client_finds_no_desk(client: Browser, asha: User, path: str) -> None:
    client.force_login(asha)
    absent = client.get("/nothing/")
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, absent.content)


@pytest.mark.usefixtures("https")
def test_without_the_guard_the_desk_opens_on_a_password_alone(staff: User, settings: Any) -> None:
    """The control: Django's admin by itself."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("guard_desk")]
    browser = Browser()
    assert browser.get("/admin/login/").status_code == 200
    browser.force_login(staff)
    assert browser.get(DESK).status_code == 200


def test_on_loopback_the_desk_opens_without_a_second_factor(client: Browser, staff: User) -> None:
    client.force_login(staff)
    assert client.get(DESK).status_code == 200


@pytest.mark.usefixtures("https")
def test_over_https_staff_without_one_is_led_to_set_one_up(client: Browser, staff: User) -> None:
    client.force_login(staff)
    for path in [DESK, "/admin/accounts/client/", "/admin/jsi18n/", "/admin/password_change/"]:
        assert client.get(path).headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("https")
def test_over_https_staff_who_has_one_must_use_it_in_this_session(client: Browser, therapist: User) -> None:
    client.force_login(therapist)
    answer = client.get("/admin/?day=1")
    assert answer.headers["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F%3Fday%3D1"
    used = client.post(answer.headers["Location"], {"code": totp_now()})
    assert used.headers["Location"] == "/admin/?day=1"
    assert client.get(DESK).status_code == 200


@pytest.mark.usefixtures("https")
def test_a_second_factor_taken_away_closes_the_desk_at_once(client: Browser, therapist: User) -> None:
    sign_in(client, therapist, second_factor=True)
    assert client.get(DESK).status_code == 200
    Authenticator.objects.filter(user=therapist).delete()
    assert client.get(DESK).headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("https")
def test_recovery_codes_alone_are_no_second_factor(client: Browser, therapist: User) -> None:
    Authenticator.objects.filter(user=therapist).exclude(type="recovery_codes").delete()
    sign_in(client, therapist, second_factor=True)
    assert client.get(DESK).headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("https")
def test_staff_goes_from_password_to_enrolment_to_the_desk(client: Browser, staff: User) -> None:
    client.post(LOGIN, {"login": staff.email, "password": PASSWORD})
    assert client.get(DESK).headers["Location"] == reverse("mfa_index")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked.headers["Location"], {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = TOTP_SECRET
    session.save()
    activated = client.post(reverse("mfa_activate_totp"), {"code": totp_now()})
    assert activated.headers["Location"] == reverse("mfa_view_recovery_codes")
    client.post(reverse("mfa_reauthenticate"), {"code": totp_now()})
    assert client.get(DESK).status_code == 200


@pytest.mark.usefixtures("https")
def test_the_password_alone_does_not_sign_in_who_has_a_second_factor(client: Browser, therapist: User) -> None:
    answer = client.post(LOGIN, {"login": therapist.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(DESK).headers["Location"].startswith(LOGIN)


@pytest.mark.usefixtures("https")
def test_over_https_a_code_by_mail_does_not_sign_in_staff_without_a_second_factor(client: Browser, staff: User) -> None:
    client.post("/account/login/code/", {"email": staff.email})
    answer = client.post("/account/login/code/confirm/", {"code": code_sent_to(staff.email)})
    assert answer.headers["Location"] == LOGIN
    assert client.get(reverse("space")).status_code == 302


def test_on_loopback_a_code_by_mail_signs_in_staff(client: Browser, staff: User) -> None:
    client.post("/account/login/code/", {"email": staff.email})
    client.post("/account/login/code/confirm/", {"code": code_sent_to(staff.email)})
    assert client.get(DESK).status_code == 200


@pytest.mark.usefixtures("https")
def test_over_https_no_link_resets_the_password_of_staff_without_a_second_factor(staff: User) -> None:
    Browser().post(reverse("account_reset_password"), {"email": staff.email})
    assert "password/reset/key" not in last_message_to(staff.email)


def test_the_admins_own_change_of_password_gives_way_to_ours(client: Browser, staff: User) -> None:
    client.force_login(staff)
    assert client.post("/admin/password_change/").headers["Location"] == reverse("account_change_password")


def test_the_secret_of_an_authenticator_app_is_not_stored_in_clear(therapist: User) -> None:
    stored = Authenticator.objects.get(user=therapist, type="totp").data["secret"]
    assert TOTP_SECRET not in stored
    assert stored.startswith("1:")


def test_a_change_to_the_sign_in_is_told_with_its_hour(client: Browser, therapist: User) -> None:
    client.force_login(therapist)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert "20 Nov 2026, 10:00 am IST" in last_message_to(therapist.email)


def test_a_code_of_the_app_works_once(therapist: User) -> None:
    code = totp_now()
    pages = []
    for _ in range(2):
        browser = Browser()
        browser.post(LOGIN, {"login": therapist.email, "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code})
        pages.append(browser.get(DESK).status_code)
    assert pages == [200, 302]


def test_recovery_codes_are_shown_once(client: Browser, therapist: User) -> None:
    sign_in(client, therapist, second_factor=True)
    client.post(reverse("mfa_reauthenticate"), {"code": totp_now()})
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = Authenticator.objects.get(user=therapist, type="recovery_codes").wrap().get_unused_codes()
    first, second = (client.get(reverse("mfa_view_recovery_codes")).content.decode() for _ in range(2))
    assert codes[0] in first
    assert codes[0] not in second


@pytest.mark.usefixtures("db")
def test_a_passkey_can_be_used_to_sign_in(client: Browser) -> None:
    answer = client.get(reverse("mfa_login_webauthn"), headers={"x-requested-with": "XMLHttpRequest"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert options["challenge"]


def test_the_app_can_be_opened_on_the_phone_itself_and_the_key_be_copied(db: None) -> None:
    browser = prove(Browser(), find_or_create_user_for("reader@example.com"))
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    body = html.unescape(page.content.decode())
    assert 'href="otpauth://totp/' in body
    assert f"secret={secret}" in body
    assert f'value="{secret}"' in body
