"""Logins are born once; a client's standing changes at once and is written down."""

from functools import partial

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.models import Client, LedgerEntry, User
from accounts.services import (
    StandingError,
    find_or_create_user_for,
    prove_address,
    set_client_status,
    sign_in_by_proof,
    stay_signed_in_here,
)
from practice.sessions import SessionStore
from tests.at_once import at_once
from tests.cast import enrol
from tests.factories import NOW, make_client, make_practitioner, make_user


@pytest.mark.django_db
def test_a_login_has_one_proved_address_and_no_password() -> None:
    user = find_or_create_user_for(" Asha@Example.COM ")
    assert user.email == "asha@example.com"
    assert not user.has_usable_password()
    assert not user.is_staff
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified, address.primary) == (user, user.email, True, True)


@pytest.mark.django_db
def test_the_same_address_in_another_case_is_the_same_login() -> None:
    assert find_or_create_user_for("USER@Example.com") == find_or_create_user_for("user@example.com")
    assert User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.django_db
def test_a_login_that_was_there_before_is_marked_as_proved() -> None:
    user = make_user("asha@example.com")
    EmailAddress.objects.create(user=user, email=user.email)
    assert find_or_create_user_for("asha@example.com") == user
    assert EmailAddress.objects.get().verified


@pytest.mark.django_db
def test_an_address_proved_for_someone_else_is_not_taken_over() -> None:
    other = make_user("new@example.com")
    EmailAddress.objects.create(user=other, email="asha@example.com", verified=True)
    user = make_user("asha@example.com")
    prove_address(user)
    assert not EmailAddress.objects.get(user=user).verified


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_login() -> None:

    def make(number: int) -> int:
        return find_or_create_user_for("Asha@example.com" if number % 2 else "asha@example.com").pk

    made = set(at_once([partial(make, number) for number in range(6)]))
    assert len(made) == 1
    assert User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("prospect", "active"),
        ("prospect", "ended"),
        ("active", "paused"),
        ("active", "ended"),
        ("paused", "active"),
        ("paused", "ended"),
        ("ended", "active"),
    ],
)
def test_a_change_of_standing_is_stored_and_written_down(staff: User, before: str, after: str) -> None:
    client = make_client(status=before)
    set_client_status(client=client, status=after, by=staff, now=NOW)
    client.refresh_from_db()
    assert client.status == after
    entry = LedgerEntry.objects.get()
    assert (entry.client, entry.by, entry.at, entry.act) == (client, staff, NOW, "status")
    assert entry.thing == f"{before} > {after}"


@pytest.mark.parametrize(
    ("before", "after"), [("prospect", "paused"), ("active", "prospect"), ("ended", "paused"), ("active", "staff")]
)
def test_a_standing_that_may_not_follow_is_refused(staff: User, before: str, after: str) -> None:
    client = make_client(status=before)
    with pytest.raises(StandingError):
        set_client_status(client=client, status=after, by=staff, now=NOW)
    client.refresh_from_db()
    assert client.status == before
    assert not LedgerEntry.objects.exists()


def test_setting_what_already_is_writes_nothing(staff: User) -> None:
    set_client_status(client=make_client(), status=Client.Status.ACTIVE, by=staff, now=NOW)
    assert not LedgerEntry.objects.exists()


def test_a_stale_copy_of_the_client_does_not_undo_a_later_change(staff: User) -> None:
    client = make_client(name="Asha")
    stale = Client.objects.get()
    set_client_status(client=client, status=Client.Status.ENDED, by=staff, now=NOW)
    with pytest.raises(StandingError):
        set_client_status(client=stale, status=Client.Status.PAUSED, by=staff, now=NOW)


@pytest.fixture
def request_() -> HttpRequest:
    """A request with a session, signed out, as a view gets it."""
    request = RequestFactory().post("/book/verify/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    MessageMiddleware(lambda request: HttpResponse()).process_request(request)
    return request


def sign_in(request: HttpRequest, user: User) -> str:
    """Sign in by proof inside what the middleware sets up; return where to go on."""
    with context.request_context(request):
        return sign_in_by_proof(request, user, next_url="/book/asked/")["Location"]


def test_a_proved_mailbox_signs_a_client_in(request_: HttpRequest, asha: User) -> None:
    assert sign_in(request_, asha) == "/book/asked/"
    assert request_.user == asha


def test_how_she_signed_in_is_noted_as_allauth_notes_its_own_codes(request_: HttpRequest, asha: User) -> None:
    sign_in(request_, asha)
    (noted,) = request_.session[AUTHENTICATION_METHODS_SESSION_KEY]
    assert (noted["method"], noted["email"]) == ("code", "asha@example.com")


def test_a_clients_own_second_factor_is_still_asked_for(request_: HttpRequest, asha: User) -> None:
    enrol(asha)
    assert sign_in(request_, asha) == "/account/2fa/authenticate/"
    assert not request_.user.is_authenticated


def test_a_proved_mailbox_never_signs_staff_in(request_: HttpRequest, staff: User) -> None:
    assert sign_in(request_, staff) == "/book/asked/"
    assert not request_.user.is_authenticated


def test_the_browser_in_which_an_address_is_changed_stays_signed_in_and_no_strangers_does(
    request_: HttpRequest, asha: User, bela: User
) -> None:
    stay_signed_in_here(request_, asha)
    assert HASH_SESSION_KEY not in request_.session
    request_.user = bela
    stay_signed_in_here(request_, asha)
    assert HASH_SESSION_KEY not in request_.session
    request_.user = asha
    stay_signed_in_here(request_, asha)
    assert request_.session[HASH_SESSION_KEY] == asha.get_session_auth_hash()


def test_staff_who_tries_the_site_as_a_client_stays_at_work(request_: HttpRequest, asha: User, staff: User) -> None:
    request_.user = staff
    assert sign_in(request_, asha) == "/book/asked/"
    assert request_.user == staff


def test_a_proved_mailbox_does_not_open_a_closed_login(request_: HttpRequest, asha: User) -> None:
    asha.is_active = False
    asha.save()
    assert sign_in(request_, asha) == "/account/inactive/"
    assert not request_.user.is_authenticated


@pytest.mark.django_db
def test_an_address_has_one_form_however_it_was_typed() -> None:
    asha = make_user("asha@example.com")
    assert User.objects.get_by_natural_key(" Asha@Example.COM ") == asha
    typed = User(email="Asha@Example.COM", password="!")
    with pytest.raises(ValidationError, match="already exists"):
        typed.full_clean()
    assert typed.email == asha.email


@pytest.mark.django_db
def test_a_practitioner_has_a_zone_that_exists() -> None:
    practitioner = make_practitioner(zone_name="Europe/London")
    practitioner.full_clean()
    practitioner.zone_name = "Mars/Olympus"
    with pytest.raises(ValidationError, match="Choose a time zone from the list"):
        practitioner.full_clean()
