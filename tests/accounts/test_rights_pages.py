"""The pages of a person's own data: who gets them, what they show and do."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.test import Client as Browser

from accounts.models import Client, Consent, Erasure, LedgerEntry, User
from accounts.rights.agreeing import withdraw
from bookings.models import Booking
from practice.models import ContactMessage
from tests.cast import code_sent_to, prove, sign_in
from tests.factories import NOW, make_booking, make_policy, make_practitioner, make_session_type

pytestmark = pytest.mark.django_db

DATA, FILE, ERASE = "/space/data/", "/space/data/file/", "/space/data/erase/"
PROVE = "/space/data/prove/?next=%2Fspace%2Fdata%2F"


@pytest.fixture(autouse=True)
def _list_elsewhere(settings: Any, tmp_path: Any) -> None:
    """Keep the list of erasures of these tests apart."""
    settings.ERASURE_LIST = tmp_path / "erasures.jsonl"


def consent_of(user: User, slug: str = "notice") -> Consent:
    """Return a stored consent of a client to a text of that name."""
    text = make_policy(slug=slug, title="The notice", body=f"<p>Words of {slug}.</p>")
    return Consent.objects.create(client=user.client, policy_text=text, given_at=NOW)


def test_the_page_shows_what_is_kept_and_leads_to_each_right(client: Browser, asha: User) -> None:
    consent = consent_of(asha)
    page = sign_in(client, asha).get(DATA).content.decode()
    for address in ("/space/reach/", "/account/email/", FILE, ERASE, f"/space/data/agreed/{consent.pk}/", "/privacy/"):
        assert address in page


def test_every_entry_can_be_read_and_nobody_else_s(client: Browser, asha: User, bela: User) -> None:
    contact = {"name": "Asha", "body": "My own words.", "request_key": uuid4()}
    ContactMessage.objects.create(email="asha@example.com", **contact)
    page = sign_in(client, asha).get("/space/data/all/")
    assert "My own words." in page.content.decode()
    assert "bela@example.com" not in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_code_that_waits_to_be_sent_cannot_be_read_there(client: Browser, asha: User) -> None:
    """Whoever finds her space open asks for a code elsewhere, and must not find it here."""
    sign_in(client, asha)
    Browser().post("/account/login/code/", {"email": "asha@example.com"})
    code = code_sent_to("asha@example.com")
    page = client.get("/space/data/all/").content.decode()
    assert "Messages sent or waiting" in page
    assert code not in page


def test_a_reader_has_the_page_too_and_the_therapist_has_none(client: Browser, reader: User, therapist: User) -> None:
    assert sign_in(client, reader).get(DATA).status_code == 200
    assert sign_in(Browser(), therapist, second_factor=True).get(DATA).status_code == 404


def test_the_file_comes_after_a_fresh_sign_in_and_is_kept_by_no_cache(client: Browser, asha: User) -> None:
    answer = prove(client, asha, ago=60).post(FILE, {"sure": "yes"})
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.content)) as archive:
        assert b"asha@example.com" in archive.read("your-data.json")
    assert LedgerEntry.objects.filter(client=asha.client, act="export").count() == 1


def test_on_a_phone_that_others_may_use_nothing_is_given_or_noted_before_she_is_sure(
    client: Browser, asha: User
) -> None:
    answer = prove(client, asha).post(FILE)
    assert "Keep a file on this phone?" in answer.content.decode()
    assert "Content-Disposition" not in answer.headers
    assert not LedgerEntry.objects.filter(act="export").exists()
    client.post("/space/phone/", {"answer": "yes"})
    assert "attachment" in client.post(FILE).headers["Content-Disposition"]


@pytest.mark.parametrize("address", [FILE, ERASE])
def test_an_old_sign_in_is_not_enough(client: Browser, asha: User, address: str) -> None:
    answer = prove(client, asha, ago=301).post(address, {"sure": "on"})
    back = {FILE: DATA, ERASE: ERASE}[address]
    assert answer.headers["Location"] == f"/space/data/prove/?{urlencode({'next': back})}"
    assert Client.objects.filter(user=asha).exists()


def test_whoever_has_a_password_proves_it_by_that(client: Browser, asha: User) -> None:
    asha.set_password("four calm horses at noon")
    asha.save()
    answer = sign_in(client, asha).post(FILE)
    assert answer.headers["Location"] == "/account/reauthenticate/?next=%2Fspace%2Fdata%2F"


@pytest.mark.parametrize(("address", "back"), [(FILE, DATA), (ERASE, ERASE)])
def test_signing_in_again_by_code_leads_back_to_the_page_that_asked(
    client: Browser, asha: User, address: str, back: str
) -> None:
    prove_page = sign_in(client, asha).post(address, {"sure": "on"}).headers["Location"]
    assert f'href="{back}">Go back' in client.get(prove_page).content.decode()
    answer = client.post(prove_page)
    asked = client.post(answer.headers["Location"], {"email": "asha@example.com"})
    done = client.post(asked.headers["Location"], {"code": code_sent_to("asha@example.com")})
    assert done.headers["Location"] == back
    assert client.post(FILE, {"sure": "yes"}).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("elsewhere", ["", "https://evil.example/", "/admin/", "//evil.example/space/data/"])
def test_signing_in_again_leads_nowhere_else(client: Browser, asha: User, elsewhere: str) -> None:
    answer = sign_in(client, asha).post(f"/space/data/prove/?{urlencode({'next': elsewhere})}")
    assert answer.headers["Location"] == f"/account/login/code/?{urlencode({'next': DATA})}"


def test_whoever_has_no_address_is_told_to_ask_for_a_new_link(client: Browser) -> None:
    user = User.objects.create_user("")
    Client.objects.create(name="Gita", user=user, status=Client.Status.ACTIVE)
    browser = sign_in(client, user)
    assert browser.post(FILE, {"sure": "yes"}).headers["Location"] == PROVE
    for answer in (browser.get("/space/data/prove/"), browser.post("/space/data/prove/")):
        assert "for a new link" in answer.content.decode()
    assert browser.get(DATA).status_code == 200


def test_the_file_is_not_given_for_a_link(client: Browser, asha: User) -> None:
    assert prove(client, asha).get(FILE).status_code == 405


def test_a_receipt_holds_the_text_as_agreed_and_is_nobody_else_s(client: Browser, asha: User, bela: User) -> None:
    consent = consent_of(asha)
    make_policy(slug="notice", version="2027-01-01", body="<p>Later words.</p>")
    page = sign_in(client, asha).get(f"/space/data/agreed/{consent.pk}/").content.decode()
    assert "Words of notice." in page
    assert "Later words." not in page
    assert sign_in(Browser(), bela).get(f"/space/data/agreed/{consent.pk}/").status_code == 404
    assert sign_in(Browser(), bela).post(f"/space/data/agreed/{consent.pk}/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_taking_back_is_one_press_and_ends_what_waits(client: Browser, asha: User) -> None:
    session_type = make_session_type(make_practitioner())
    waiting = make_booking(session_type, status="requested", client=asha.client)
    consent = consent_of(asha)
    sign_in(client, asha).post(f"/space/data/agreed/{consent.pk}/")
    consent.refresh_from_db()
    waiting.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert waiting.status == Booking.Status.WITHDRAWN


def test_taking_back_leaves_agreed_sessions_and_counts_once(asha: User) -> None:
    session_type = make_session_type(make_practitioner())
    agreed = make_booking(session_type, client=asha.client)
    consent = consent_of(asha)
    withdraw(consent=consent, now=NOW)
    withdraw(consent=consent, now=NOW)
    agreed.refresh_from_db()
    assert agreed.status == Booking.Status.CONFIRMED
    assert LedgerEntry.objects.filter(client=asha.client, act="consent withdrawn").count() == 1


def test_what_she_did_with_her_rights_stands_in_her_ledger_and_not_on_the_desk(
    client: Browser, asha: User, therapist: User
) -> None:
    withdraw(consent=consent_of(asha), now=NOW)
    prove(client, asha).post(FILE, {"sure": "yes"})
    page = client.get("/space/ledger/").content.decode()
    assert "You took back your consent to “The notice”." in page
    assert "You took along a file of all that is kept about you." in page
    assert asha.client
    row = sign_in(Browser(), therapist, second_factor=True).get(f"/admin/accounts/client/{asha.client.pk}/change/")
    assert row.status_code == 200
    assert not [act for act in ("export", "consent withdrawn") if f">{act}<" in row.content.decode()]


@pytest.mark.gate
def test_an_erasure_asks_for_a_tick_and_then_ends_everything(client: Browser, asha: User) -> None:
    prove(client, asha)
    assert client.post(ERASE).status_code == 422
    assert User.objects.filter(pk=asha.pk).exists()
    answer = client.post(ERASE, {"sure": "on"})
    assert answer.headers["Location"] == "/erased/"
    assert "cookies" in answer.headers["Clear-Site-Data"]
    assert not User.objects.filter(pk=asha.pk).exists()
    assert Erasure.objects.get().by == "client"
    assert client.get("/erased/").status_code == 200


def test_the_page_before_says_what_stays_and_until_when(client: Browser, asha: User) -> None:
    page = sign_in(client, asha).get(ERASE).content.decode()
    assert "After 365 days" in page
    assert "What stays" in page
    assert "checked" not in page
