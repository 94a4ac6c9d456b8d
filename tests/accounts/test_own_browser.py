"""Is this phone only yours? Asked after signing in, no unless she says yes, and kept without saying who she is."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.test import Client as Browser

from accounts import own_browser
from accounts.models import User
from tests.browser.furnished import pocket_key
from tests.cast import make_patron, prove, sign_in
from tests.factories import MONDAY, make_booking, make_practitioner, make_session_type
from tests.worksheets.sheets import make_sheet

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

PHONE, SPACE, QUESTION = "/space/phone/", "/space/", "Is this phone only yours?"
CODE, EMAIL, REACH, ADD_KEY = "/account/login/code/", "/account/email/", "/space/reach/", "/account/2fa/webauthn/add/"


@pytest.fixture
def shared(client: Browser, asha: User) -> Browser:
    """A browser in which Asha has just signed in and not been asked yet."""
    return prove(client, asha)


@pytest.fixture
def own(shared: Browser) -> Browser:
    """A browser that Asha has said is only hers."""
    shared.post(PHONE, {"answer": "yes"})
    return shared


def html(browser: Browser, path: str) -> str:
    """Return a page."""
    return browser.get(path).content.decode()


def test_the_space_asks_until_there_is_an_answer(shared: Browser) -> None:
    assert QUESTION in html(shared, SPACE)
    assert shared.post(PHONE, {"answer": "no"}).headers["Location"] == SPACE
    assert QUESTION not in html(shared, SPACE)


def test_a_yes_is_asked_for_once(own: Browser) -> None:
    assert QUESTION not in html(own, SPACE)


def test_a_no_is_forgotten_with_the_sign_in_and_leaves_nothing_in_the_browser(shared: Browser, asha: User) -> None:
    answer = shared.post(PHONE, {"answer": "no"})
    assert answer.cookies[own_browser.COOKIE].value == ""
    shared.post("/account/logout/")
    shared.force_login(asha)
    assert QUESTION in html(shared, SPACE)


def test_a_yes_is_kept_for_a_year_out_of_reach_of_scripts_and_says_nothing_of_anybody(own: Browser) -> None:
    kept = own.cookies[own_browser.COOKIE]
    assert (kept["max-age"], kept["httponly"], kept["samesite"], kept["path"]) == (31536000, True, "Lax", "/")
    assert signing.loads(kept.value, salt=own_browser.SALT) == "yes"


def test_the_cookie_is_the_same_kind_for_everybody(own: Browser, bela: User) -> None:
    other = sign_in(Browser(), bela)
    other.post(PHONE, {"answer": "yes"})
    said = [signing.loads(each.cookies[own_browser.COOKIE].value, salt=own_browser.SALT) for each in (own, other)]
    assert said == ["yes", "yes"]


@pytest.mark.parametrize(
    "value",
    ["yes", "", "x:y:z", signing.dumps("yes", salt="other"), signing.dumps("no")],
    ids=["bare", "empty", "unsigned", "of-another-cookie", "signed-no"],  # a signature holds the second it was made in
)
def test_what_this_site_did_not_sign_counts_as_shared(shared: Browser, value: str) -> None:
    shared.cookies[own_browser.COOKIE] = value
    assert QUESTION in html(shared, SPACE)


def test_the_answer_can_be_changed_at_any_time(own: Browser) -> None:
    assert "You said that only you use it." in html(own, PHONE)
    own.post(PHONE, {"answer": "no"})
    assert "It is treated as a phone that others may use too." in html(own, PHONE)


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_another_answer_changes_nothing_and_is_said(shared: Browser, answer: str) -> None:
    page = shared.post(PHONE, {"answer": answer})
    assert page.status_code == 422
    assert "Choose one of the two answers." in page.content.decode()
    assert own_browser.COOKIE not in page.cookies


def test_whoever_is_not_signed_in_is_led_from_the_question_to_sign_in(client: Browser) -> None:
    assert client.get(PHONE).headers["Location"] == f"/account/login/?next={PHONE}"


def test_signing_out_keeps_the_yes_and_clears_the_rest(own: Browser) -> None:
    answer = own.post("/account/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["session"].value == ""
    assert own.cookies[own_browser.COOKIE].value


def test_leaving_quickly_forgets_the_yes_too(own: Browser) -> None:
    answer = own.post("/leave/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert own.cookies[own_browser.COOKIE].value == ""


def test_a_public_page_is_the_same_in_both(own: Browser) -> None:
    assert own.get("/").content == Browser().get("/").content


# What it changes


def address_field(page: str) -> str:
    found = re.search(r"<input[^>]*(?:name=\"email\"|name=\"login\")[^>]*>", page)
    assert found
    return found.group()


@pytest.mark.parametrize("path", [CODE, "/account/login/", "/account/password/reset/"])
def test_an_address_is_kept_by_the_browser_only_on_a_phone_of_ones_own(client: Browser, path: str) -> None:
    assert 'autocomplete="off"' in address_field(html(client, path))
    client.cookies[own_browser.COOKIE] = signing.dumps("yes", salt=own_browser.SALT)
    assert 'autocomplete="off"' not in address_field(html(client, path))


def test_a_new_address_and_a_number_are_kept_only_there(shared: Browser) -> None:
    assert 'autocomplete="off"' in address_field(html(shared, EMAIL))
    assert 'autocomplete="tel"' not in html(shared, REACH)
    shared.post(PHONE, {"answer": "yes"})
    assert 'autocomplete="off"' not in address_field(html(shared, EMAIL))
    assert 'autocomplete="tel"' in html(shared, REACH)


def test_no_passkey_is_offered_on_a_shared_phone(shared: Browser) -> None:
    assert ADD_KEY not in html(shared, "/account/2fa/")
    for method in (shared.get, shared.post):
        assert method(ADD_KEY).headers["Location"] == PHONE
    shared.post(PHONE, {"answer": "yes"})
    assert ADD_KEY in html(shared, "/account/2fa/")
    assert shared.get(ADD_KEY).status_code == 200


def test_after_a_yes_a_passkey_is_offered_once_and_can_be_left(shared: Browser, asha: User) -> None:
    assert ADD_KEY not in html(shared, PHONE)  # nor before it
    assert shared.post(PHONE, {"answer": "yes"}).headers["Location"] == PHONE
    page = html(shared, PHONE)
    assert ADD_KEY in page
    assert "Not now" in page
    Authenticator.objects.create(user=asha, type="webauthn", data={"name": "k", "credential": pocket_key()})
    assert ADD_KEY not in html(shared, PHONE)
    assert shared.post(PHONE, {"answer": "yes"}).headers["Location"] == SPACE


def test_staff_is_not_asked_and_may_add_a_key(client: Browser, staff: User) -> None:
    client.force_login(staff)
    assert ADD_KEY in html(client, "/account/2fa/")
    assert client.get(ADD_KEY).headers["Location"].startswith("/account/reauthenticate/")


def test_the_names_of_worksheets_wait_to_be_asked_for_on_a_shared_phone(shared: Browser) -> None:
    make_sheet()
    for path in (SPACE, "/space/worksheets/"):
        shown = re.sub(r"<details.*?</details>", "", html(shared, path), flags=re.DOTALL)
        assert "First sheet" not in shown
    assert "First sheet" in html(shared, "/space/worksheets/")
    assert "First sheet" in html(shared, "/space/worksheets/first-sheet/")
    shared.post(PHONE, {"answer": "yes"})
    assert "<details" not in html(shared, "/space/worksheets/").partition("<main")[2]


def test_a_list_says_why_its_names_are_hidden_and_where_that_is_changed(shared: Browser) -> None:
    make_sheet()
    why = f'Names are hidden, as others may use this phone. <a class="tall-link" href="{PHONE}">'
    assert why in html(shared, "/space/worksheets/")
    assert "Names are hidden" not in html(shared, "/space/shared/")  # an empty list hides none
    shared.post(PHONE, {"answer": "yes"})
    assert "Names are hidden" not in html(shared, "/space/worksheets/")


@pytest.fixture
def file(asha: User) -> str:
    """The address of the calendar file of a session of Asha's."""
    session_type = make_session_type(make_practitioner())
    booking = make_booking(session_type, starts_at=MONDAY, client=asha.client)
    return f"/book/asked/{booking.uuid}/calendar/"


def test_a_file_is_asked_about_first_on_a_shared_phone(shared: Browser, file: str) -> None:
    page = shared.get(file)
    assert "Content-Disposition" not in page.headers
    assert "Keep a file on this phone?" in page.content.decode()
    kept = shared.get(file, {"sure": "yes"})
    assert kept.headers["Content-Disposition"].startswith("attachment")


def test_a_file_is_simply_given_on_a_phone_of_ones_own(own: Browser, file: str) -> None:
    assert own.get(file).headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_somebody_else_is_absent_as_one_that_never_was(client: Browser, bela: User, file: str) -> None:
    client.force_login(bela)
    answers = [client.get(path) for path in (file, "/book/asked/00000000-0000-4000-8000-000000000000/calendar/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_question_about_a_file_keeps_what_was_asked_with_it(shared: Browser, file: str) -> None:
    page = shared.get(file, {"size": "<b>"}).content.decode()
    assert '<input type="hidden" name="size" value="&lt;b&gt;">' in page


def test_a_sign_in_lasts_shorter_on_a_shared_phone(shared: Browser) -> None:
    assert "You are signed out after 30 minutes without a page." in html(shared, SPACE)
    shared.post(PHONE, {"answer": "yes"})
    assert "You are signed out after 4 hours without a page." in html(shared, SPACE)


def test_a_reader_is_asked_as_well(client: Browser, reader: User) -> None:
    client.force_login(reader)
    assert QUESTION in html(client, SPACE)


def test_a_client_whose_care_has_ended_is_asked_as_well(client: Browser) -> None:
    client.force_login(make_patron("old@example.com", "Old", "ended"))
    assert QUESTION in html(client, SPACE)
