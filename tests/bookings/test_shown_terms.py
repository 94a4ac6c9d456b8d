"""A request is made on the terms that its form showed; where they changed meanwhile, nothing is sent and it says so."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.form_age import new_token, terms_in
from bookings.forms import RequestForm
from bookings.models import Booking, SessionType, WaitingDraft
from bookings.shown_terms import ShownTerms, say_changes, terms_shown, texts_in_force
from bookings.views.asking import DetailsPage
from tests.bookings import test_series_pages as series
from tests.bookings import waiting_browsing as waiting
from tests.bookings.browsing import details_url, form, opened, text
from tests.factories import NOW, make_client, make_policy, make_user

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

CHANGED = "This has changed since you opened this page"


def new_fee() -> None:
    SessionType.objects.update(fee_rupees=9000)


def new_length() -> None:
    SessionType.objects.update(length_minutes=45)


def new_window() -> None:
    Practitioner.objects.update(cancellation_hours=72)


def new_notice() -> None:
    make_policy("notice", version="2026-11-23")


def new_limits() -> None:
    make_policy("confidentiality", version="2026-11-23")


def new_policy() -> None:
    make_policy("cancellation", version="2026-11-23")


CHANGED_TO = {
    new_fee: "the fee (it was: none named; it is now: ₹9,000)",
    new_length: "the length (it was: 50 minutes; it is now: 45 minutes)",
    new_window: "until when cancelling is free (it was: 24 hours before; it is now: 72 hours before)",
    new_notice: "the privacy notice",
    new_limits: "the text on what stays between us, and its limits",
    new_policy: "the text on cancelling",
}
CHANGES = [new_fee, new_length, new_window, new_notice, new_limits, new_policy]
each_change = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)


def ticked(page: str) -> list[str]:
    """Return which of the two boxes about the texts are ticked in a page."""
    boxes = re.findall(r'<input type="checkbox" name="(limits|consent)"([^>]*)>', page)
    assert len(boxes) == 2
    return [name for name, rest in boxes if "checked" in rest]


def token_in(page: str) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return found[1]


def assert_held_back(answer: Any, change: Callable[[], None] = new_fee) -> str:
    """Check that nothing was sent, and that what changed is named, alone."""
    page = text(answer)
    assert f"{CHANGED}: {CHANGED_TO[change]}. Nothing was sent: please read" in page
    assert answer.status_code == 422
    assert CHANGED in page
    assert ticked(page) == []
    return page


@each_change
def test_a_request_is_held_back_with_every_word_and_goes_once_it_is_ticked_again(
    client: Browser, session_type: SessionType, change: Callable[[], None]
) -> None:
    sent = form(note="Some words.")
    change()
    page = assert_held_back(client.post(details_url(session_type), sent), change)
    assert "Some words." in page
    assert not Booking.objects.exists()
    again = client.post(details_url(session_type), {**sent, "opened": token_in(page)})
    assert again.status_code == 422  # the new form is quicker than a person: the same words say what is new
    assert client.post(details_url(session_type), {**sent, "opened": opened()}).status_code == 302
    assert Booking.objects.get().fee_rupees == SessionType.objects.get().fee_rupees


def test_other_mistakes_do_not_hide_that_the_terms_changed(client: Browser, session_type: SessionType) -> None:
    sent = form(name="")
    new_fee()
    assert "Enter a name" in assert_held_back(client.post(details_url(session_type), sent))


def test_what_was_sent_before_the_change_stands_when_it_comes_again(client: Browser, session_type: SessionType) -> None:
    sent = form()
    first = client.post(details_url(session_type), sent)
    new_fee()
    again = client.post(details_url(session_type), sent)
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])


def test_terms_that_change_between_the_page_and_the_lock_hold_it_back_too(
    client: Browser, session_type: SessionType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_meanwhile(_page: DetailsPage, _form: RequestForm) -> bool:
        new_fee()
        return True

    monkeypatch.setattr(DetailsPage, "is_within_limits", change_meanwhile)
    assert_held_back(client.post(details_url(session_type), form()))
    assert not Booking.objects.exists()


def test_without_the_note_of_what_was_shown_the_new_fee_is_stored(
    client: Browser, session_type: SessionType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the form says nothing of a fee, so only what it carries along tells what was shown."""
    monkeypatch.setattr(RequestForm, "shows_other_terms", False)
    sent = form()
    new_fee()
    assert client.post(details_url(session_type), sent).status_code == 302
    assert Booking.objects.get().fee_rupees == 9000


@each_change
def test_a_series_is_held_back(client: Browser, session_type: SessionType, change: Callable[[], None]) -> None:
    asha = make_client(user=make_user(), zone_name="Europe/London")
    assert asha.user
    client.force_login(asha.user)
    sent = series.form(note="Some words.")
    change()
    page = assert_held_back(client.post(series.address(session_type), sent), change)
    assert "Some words." in page
    assert not Booking.objects.exists()
    assert client.post(series.address(session_type), {**sent, "opened": opened()}).status_code == 302
    assert Booking.objects.count() == 4


@pytest.mark.parametrize("change", [new_notice, new_limits], ids=lambda change: change.__name__)
def test_a_place_on_the_list_is_held_back(
    client: Browser, session_type: SessionType, change: Callable[[], None]
) -> None:
    Practitioner.objects.update(keeps_waiting_list=True)
    sent = waiting.form()
    change()
    assert 'value="New"' in assert_held_back(client.post(waiting.join_url(session_type), sent), change)
    assert not WaitingDraft.objects.exists()
    assert client.post(waiting.join_url(session_type), {**sent, "opened": opened()}).status_code == 302


TERMS = ShownTerms(50, 3000, 24, 1, 2, 3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"fee_rupees": None}, "the fee (it was: ₹3,000; it is now: none named)"),
        ({"fee_rupees": 0}, "the fee (it was: ₹3,000; it is now: ₹0)"),
        ({"cancellation_hours": 0}, "until when cancelling is free (it was: 24 hours before; it is now: the start)"),
        ({"minutes": 1, "notice": None}, "the length (it was: 50 minutes; it is now: 1 minute); the privacy notice"),
        (
            {"confidentiality": 9, "cancellation": 9},
            "the text on what stays between us, and its limits; the text on cancelling",
        ),
    ],
)
def test_each_term_that_changed_is_named_with_what_it_was_and_is(changes: dict[str, Any], words: str) -> None:
    assert say_changes(TERMS, TERMS._replace(**changes)) == words


def test_a_form_carries_the_terms_themselves_and_nobody_can_write_others(
    client: Browser, session_type: SessionType
) -> None:
    token = form()["opened"]
    assert terms_in(token) == terms_shown(SessionType.objects.get(), texts_in_force())
    assert terms_in(new_token(NOW, TERMS)) == TERMS
    assert terms_in(new_token(NOW, TERMS)[:-1]) is None


def test_a_form_of_the_earlier_kind_comes_back_to_be_ticked_again(client: Browser, session_type: SessionType) -> None:
    """Its token holds a fingerprint, which says nothing of what was shown."""
    earlier = signing.dumps([NOW.timestamp(), "0123456789abcdef"], salt="bookings.form")
    answer = client.post(details_url(session_type), form(opened=earlier, note="Some words."))
    assert (answer.status_code, "Some words." in text(answer), ticked(text(answer))) == (422, True, [])
    assert not Booking.objects.exists()
