"""Who is asking, and that a change of standing holds from the next request on."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client as Browser
from django.urls import path

from accounts.access import NOBODY, Kind, require_client, require_signed_in, who_is_asking
from accounts.models import Client, User
from accounts.services import set_client_status
from practice import urls as project
from tests.cast import make_patron, sign_in
from tests.factories import NOW


@require_client
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """Stand for any page of clients in care."""
    if name != "theirs":
        raise Http404
    return HttpResponse("theirs")


@require_signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Say who is asking."""
    asker = who_is_asking(request)
    return HttpResponse(f"{asker.kind} {asker.client.status if asker.client else '-'}")


handler404 = project.handler404
urlpatterns = [*project.urlpatterns, path("sheet/<name>/", sheet), path("own/", own)]
pytestmark = [pytest.mark.urls("tests.accounts.test_access"), pytest.mark.gate]


def said(browser: Browser) -> str:
    """Return who the site thinks is asking."""
    return browser.get("/own/").content.decode()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("prospect", "reader prospect"),
        ("active", "client active"),
        ("paused", "client paused"),
        ("ended", "client ended"),
    ],
)
def test_a_client_is_who_is_or_was_in_care(client: Browser, db: None, status: str, expected: str) -> None:
    client.force_login(make_patron("asha@example.com", "Asha", status))
    assert said(client) == expected


def test_a_user_without_a_client_row_is_a_reader(client: Browser, reader: User) -> None:
    client.force_login(reader)
    assert said(client) == "reader -"


def test_the_therapist_is_the_practitioners_own_login(client: Browser, therapist: User, staff: User) -> None:
    client.force_login(therapist)
    assert said(client) == "therapist -"
    client.force_login(staff)
    assert said(client) == "reader -"


def test_over_https_the_therapist_is_one_only_with_her_second_factor(
    client: Browser, therapist: User, settings: Any
) -> None:
    settings.IS_HTTPS = True
    client.force_login(therapist)
    assert said(client) == "reader -"
    sign_in(client, therapist, second_factor=True)
    assert said(client) == "therapist -"


def test_a_practitioner_who_is_no_staff_any_more_is_a_reader(client: Browser, therapist: User) -> None:
    User.objects.filter(pk=therapist.pk).update(is_staff=False)
    client.force_login(therapist)
    assert said(client) == "reader -"


def test_nobody_is_anonymous_and_sent_to_sign_in(client: Browser) -> None:
    assert client.get("/own/").headers["Location"] == "/account/login/?next=/own/"
    assert client.get("/sheet/theirs/").headers["Location"] == "/account/login/?next=/sheet/theirs/"


def test_nobody_is_sent_to_sign_in_for_what_is_absent_too(client: Browser) -> None:
    assert client.get("/sheet/absent/").headers["Location"] == "/account/login/?next=/sheet/absent/"


def test_a_client_in_care_sees_the_page(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert client.get("/sheet/theirs/").content == b"theirs"


@pytest.mark.parametrize("status", ["prospect", "paused", "ended"])
def test_not_yours_is_the_same_as_absent_byte_by_byte(client: Browser, db: None, status: str) -> None:
    client.force_login(make_patron("asha@example.com", "Asha", status))
    not_yours, absent = client.get("/sheet/theirs/"), client.get("/sheet/absent/")
    assert (not_yours.status_code, not_yours.content) == (404, absent.content)
    assert dict(not_yours.headers) == dict(absent.headers)
    assert not_yours.cookies == absent.cookies


@pytest.mark.parametrize("page", ["edit", "remove"])
def test_someone_elses_passkey_is_the_same_as_an_absent_one(client: Browser, asha: User, bela: User, page: str) -> None:
    hers = Authenticator.objects.create(user=asha, type=Authenticator.Type.WEBAUTHN, data={"name": "Asha's phone"})
    client.force_login(bela)
    not_yours = client.get(f"/account/2fa/webauthn/keys/{hers.pk}/{page}/")
    absent = client.get(f"/account/2fa/webauthn/keys/{hers.pk + 1}/{page}/")
    assert (not_yours.status_code, not_yours.content) == (404, absent.content)
    assert dict(not_yours.headers) == dict(absent.headers)
    hers.refresh_from_db()
    assert client.post(f"/account/2fa/webauthn/keys/{hers.pk}/{page}/", {"name": "mine"}).status_code == 404


def test_a_change_of_standing_holds_from_the_next_request(client: Browser, asha: User, therapist: User) -> None:
    client.force_login(asha)
    row = Client.objects.get(user=asha)
    statuses = []
    for status in ["paused", "active", "ended", "active"]:
        set_client_status(client=row, status=status, by=therapist, now=NOW)
        statuses.append(client.get("/sheet/theirs/").status_code)
    assert statuses == [404, 200, 404, 200]


def test_a_login_that_is_closed_is_nobody_from_the_next_request(client: Browser, asha: User) -> None:
    client.force_login(asha)
    User.objects.filter(pk=asha.pk).update(is_active=False)
    assert client.get("/sheet/theirs/").status_code == 302


def test_who_is_asking_is_kept_from_being_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        NOBODY.kind = Kind.THERAPIST  # type: ignore[misc]


def test_asking_who_takes_two_queries_at_most(asha: User, therapist: User, django_assert_max_num_queries: Any) -> None:
    for user in [asha, therapist]:
        browser = sign_in(Browser(), user)
        with django_assert_max_num_queries(4):  # the session, the user, and two
            browser.get("/own/")
