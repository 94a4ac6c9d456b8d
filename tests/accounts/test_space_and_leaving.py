"""The space, signing out and leaving quickly."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from practice.leaving import NEUTRAL_SITE
from tests.cast import make_patron

pytestmark = pytest.mark.gate

CLEARED = '"cache", "cookies", "storage"'


def test_nobody_is_sent_from_the_space_to_sign_in(client: Browser) -> None:
    assert client.get("/space/").headers["Location"] == "/account/login/?next=/space/"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("prospect", "Worksheets come with being a client"),
        ("active", "None yet"),
        ("paused", "You have begun none"),
        ("ended", "You have begun none"),
    ],
)
def test_the_space_says_where_one_stands(client: Browser, db: None, status: str, words: str) -> None:
    client.force_login(make_patron("asha@example.com", "Asha", status))
    page = client.get("/space/").content.decode()
    assert words in page
    assert "She sees a worksheet only when you share a copy of it." in page


@pytest.mark.parametrize(("status", "is_said"), [("ended", True), ("paused", False), ("active", False)])
def test_the_space_says_that_care_has_ended(client: Browser, db: None, status: str, *, is_said: bool) -> None:
    client.force_login(make_patron("asha@example.com", "Asha", status))
    assert ("Your care here has ended" in client.get("/space/").content.decode()) is is_said


def test_a_reader_finds_a_plain_space(client: Browser, reader: User) -> None:
    client.force_login(reader)
    assert "the sessions you ask for appear here" in client.get("/space/").content.decode()


def test_the_space_has_a_way_to_sign_out(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert 'action="/account/logout/"' in client.get("/space/").content.decode()


def test_staff_goes_on_from_the_space_to_the_desk(client: Browser, staff: User) -> None:
    client.force_login(staff)
    assert client.get("/space/").headers["Location"] == "/admin/"


def test_the_space_is_kept_by_no_cache(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert client.get("/space/").headers["Cache-Control"] == "private, no-store"


def test_the_space_takes_no_forms(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert client.post("/space/").status_code == 405


@pytest.mark.parametrize("path", ["/account/logout/", "/admin/logout/"])
def test_signing_out_clears_the_browser(client: Browser, staff: User, path: str) -> None:
    client.force_login(staff)
    answer = client.post(path)
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert answer.cookies["session"].value == ""
    assert client.get("/space/").status_code == 302


def test_signing_out_takes_a_form_not_a_link(client: Browser, asha: User) -> None:
    client.force_login(asha)
    answer = client.get("/account/logout/")
    assert "Clear-Site-Data" not in answer.headers
    assert client.get("/space/").status_code == 200


def test_pages_on_the_way_in_clear_nothing(client: Browser, db: None) -> None:
    client.get("/account/login/")
    client.post("/account/login/code/", {"email": "asha@example.com"})
    assert "Clear-Site-Data" not in client.get("/account/login/code/confirm/").headers


def test_leaving_ends_the_session_and_clears_the_browser(client: Browser, asha: User) -> None:
    client.force_login(asha)
    kept = client.cookies["session"].value
    answer = client.post("/leave/")
    assert answer.headers["Refresh"] == f"0; url={NEUTRAL_SITE}"
    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert answer.headers["Cache-Control"] == "private, no-store"
    thief = Browser()
    thief.cookies["session"] = kept
    assert thief.get("/space/").status_code == 302


def test_leaving_works_with_a_stale_token(asha: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(asha)
    assert browser.post("/leave/", {"csrfmiddlewaretoken": "stale"}).status_code == 200
    assert browser.get("/space/").status_code == 302


def test_a_forged_leave_brings_no_cookie_and_clears_nothing(client: Browser, db: None) -> None:
    assert "Clear-Site-Data" not in client.post("/leave/").headers


def test_the_public_way_out_is_a_plain_redirect_without_cookies(client: Browser, asha: User) -> None:
    answer = client.get("/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (302, NEUTRAL_SITE)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_way_out_changes_nothing_on_a_get(client: Browser, asha: User) -> None:
    client.force_login(asha)
    client.get("/leave/")
    assert client.get("/space/").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_leaving_takes_no_other_method(client: Browser, method: str) -> None:
    assert getattr(client, method)(reverse("leave")).status_code == 405


def test_signing_out_leads_to_a_page_that_says_so_and_needs_no_cookie(client: Browser, asha: User) -> None:
    client.force_login(asha)
    answer = client.post("/account/logout/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/signed-out/")
    assert "cookies" in answer.headers["Clear-Site-Data"]
    page = Browser().get("/signed-out/")
    assert "You are signed out" in page.content.decode()
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_what_was_typed_of_reaching_one_is_given_back_when_the_sign_in_has_ended(client: Browser, asha: User) -> None:
    client.force_login(asha)
    client.get("/space/reach/")
    client.logout()
    here = {"Origin": "http://testserver"}
    sent = {"name": "Asha", "reach": "call", "phone": "+919876543210", "safe_hours": "after six"}
    answer = client.post("/space/reach/", sent, headers=here)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your sign-in has ended. Nothing is lost" in page
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page
    client.force_login(asha)
    client.post("/space/reach/", sent)
    asha.client.refresh_from_db()
    assert asha.client.safe_hours == "after six"


def test_without_words_nobody_is_sent_from_there_to_sign_in(client: Browser, db: None) -> None:
    answer = client.post("/space/reach/", {"reach": "email"}, headers={"Origin": "http://testserver"})
    assert answer.headers["Location"] == "/account/login/?next=/space/reach/"
