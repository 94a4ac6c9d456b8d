"""What a client in care has said before is not asked again, and still stands with her request."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Consent, User
from bookings.models import Booking, SessionType, WaitingEntry
from bookings.shown_terms import texts_in_force
from practice.models import PolicyText
from tests.bookings.browsing import details_url, form, text
from tests.bookings.steps import ask_and_verify
from tests.bookings.waiting_browsing import form as waiting_form
from tests.bookings.waiting_browsing import join_url
from tests.factories import MONDAY, NOW, make_policy

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

FIELDS = ("name", "email", "is_adult", "limits", "consent")


@pytest.fixture
def texts(session_type: SessionType) -> dict[str, PolicyText]:
    """The two texts, in the versions that are in force."""
    if texts_in_force()["confidentiality"] is None:
        make_policy("confidentiality", version="2026-11-01")
    return {kind: text for kind, text in texts_in_force().items() if text is not None}


@pytest.fixture
def asha(session_type: SessionType, texts: dict[str, PolicyText]) -> Client:
    """A client in care whose first request, a week later than the tests', agreed to both texts."""
    later = MONDAY + timedelta(weeks=1)
    made = ask_and_verify(
        session_type, later, notice_text=texts["notice"], confidentiality_text=texts["confidentiality"]
    )
    assert made.client
    made.client.status = Client.Status.ACTIVE
    made.client.save()
    return made.client


@pytest.fixture
def own(client: Browser, asha: Client) -> Browser:
    """Her own browser, signed in."""
    assert asha.user
    client.force_login(asha.user)
    return client


def asked(browser: Browser, session_type: SessionType) -> list[str]:
    """Return which of the questions the details page puts."""
    page = text(browser.get(details_url(session_type)))
    return [name for name in FIELDS if f'name="{name}"' in page]


def test_she_is_asked_for_nothing_but_a_note(own: Browser, session_type: SessionType) -> None:
    assert asked(own, session_type) == []
    page = text(own.get(details_url(session_type)))
    assert "Asking as <strong>Asha</strong>, asha@example.com." in page
    assert "You have agreed to these two texts" in page


def test_a_stranger_is_asked_everything(client: Browser, session_type: SessionType, asha: Client) -> None:
    assert asked(client, session_type) == list(FIELDS)


def test_who_is_not_in_care_is_asked_again(own: Browser, session_type: SessionType, asha: Client) -> None:
    Client.objects.update(status=Client.Status.ENDED)
    assert asked(own, session_type) == list(FIELDS)


def test_what_she_agreed_to_is_stored_with_the_request(
    own: Browser, session_type: SessionType, asha: Client, texts: dict[str, PolicyText]
) -> None:
    sent = {name: value for name, value in form(note="Some words.").items() if name not in FIELDS}
    assert own.post(details_url(session_type), sent).status_code == 302
    made = Booking.objects.get(starts_at=MONDAY)
    assert (made.notice_text, made.confidentiality_text) == (texts["notice"], texts["confidentiality"])
    assert (made.name, made.email, made.is_minor, made.client) == ("Asha", "asha@example.com", False, asha)


def written_since(asha: Client, before: set[int]) -> list[tuple[str, str]]:
    """Return kind and version of what was noted as agreed to since."""
    rows = Consent.objects.filter(client=asha).exclude(pk__in=before).order_by("policy_text__kind")
    return list(rows.values_list("policy_text__kind", "policy_text__version"))


def test_an_agreement_on_file_is_not_noted_as_given_again(
    own: Browser, session_type: SessionType, asha: Client
) -> None:
    before = set(Consent.objects.values_list("pk", flat=True))
    assert len(before) == 2
    assert own.post(details_url(session_type), form()).status_code == 302
    assert Booking.objects.get(starts_at=MONDAY).client == asha
    assert written_since(asha, before) == []


def test_nor_with_several_dates(own: Browser, session_type: SessionType, asha: Client) -> None:
    before = set(Consent.objects.values_list("pk", flat=True))
    url = reverse("space_book_series", args=[session_type.slug]) + "?start=2026-11-23T06:30:00Z&mode=video"
    sent = {**form(), "date-0": "2026-11-23T06:30:00Z"}
    assert own.post(url, sent).status_code == 302
    assert Booking.objects.get(starts_at=MONDAY).client == asha
    assert written_since(asha, before) == []
    make_policy("notice", version="2026-11-20", starts_on=NOW.date())
    Booking.objects.filter(starts_at=MONDAY).update(status="withdrawn", blocks=False, hold_until=None)
    assert own.post(url, {**form(), "date-0": "2026-11-24T06:30:00Z"}).status_code == 302
    assert written_since(asha, before) == [("notice", "2026-11-20")]


@pytest.mark.parametrize("changed", ["notice", "confidentiality"])
def test_of_two_texts_only_the_one_that_was_ticked_is_noted(
    own: Browser, session_type: SessionType, asha: Client, changed: str
) -> None:
    before = set(Consent.objects.values_list("pk", flat=True))
    make_policy(changed, version="2026-11-20", starts_on=NOW.date())
    assert own.post(details_url(session_type), form()).status_code == 302
    assert written_since(asha, before) == [(changed, "2026-11-20")]


def test_who_is_asked_again_and_ticks_again_has_given_it_again(
    own: Browser, session_type: SessionType, asha: Client
) -> None:
    """The control: where the boxes stand, ticking them is noted, whatever was agreed to before."""
    before = set(Consent.objects.values_list("pk", flat=True))
    Client.objects.update(status=Client.Status.ENDED)
    assert own.post(details_url(session_type), form()).status_code == 302
    assert [kind for kind, _version in written_since(asha, before)] == ["confidentiality", "notice"]


def test_words_sent_by_hand_for_what_is_not_asked_change_nothing(own: Browser, session_type: SessionType) -> None:
    sent = form(name="Bela", email="bela@example.com", is_adult="no")
    assert own.post(details_url(session_type), sent).status_code == 302
    made = Booking.objects.get(starts_at=MONDAY)
    assert (made.name, made.email, made.is_minor) == ("Asha", "asha@example.com", False)


def test_a_new_version_is_agreed_to_anew(own: Browser, session_type: SessionType) -> None:
    make_policy("notice", version="2026-11-20", starts_on=NOW.date())
    assert asked(own, session_type) == ["consent"]
    sent = {name: value for name, value in form().items() if name not in FIELDS}
    assert own.post(details_url(session_type), sent).status_code == 422


def test_an_agreement_taken_back_is_asked_for_again(own: Browser, session_type: SessionType) -> None:
    Consent.objects.filter(policy_text__kind="confidentiality").update(withdrawn_at=NOW)
    assert asked(own, session_type) == ["limits"]


def test_whose_age_is_open_is_asked_it(own: Browser, session_type: SessionType, therapist: User) -> None:
    Booking.objects.update(is_minor=True)
    assert asked(own, session_type) == ["is_adult"]


def test_a_fee_that_changed_meanwhile_speaks_of_no_boxes(own: Browser, session_type: SessionType) -> None:
    sent = form()
    SessionType.objects.update(fee_rupees=9900)
    page = text(own.post(details_url(session_type), sent))
    assert "the fee (it was: none named; it is now: ₹9,900). Nothing was sent: please read" in page
    assert "tick the boxes" not in page


def test_several_dates_ask_for_no_tick_either(own: Browser, session_type: SessionType) -> None:
    url = reverse("space_book_series", args=[session_type.slug]) + "?start=2026-11-23T06:30:00Z&mode=video"
    page = text(own.get(url))
    assert [name for name in FIELDS if f'name="{name}"' in page] == []
    sent = {"request_key": form()["request_key"], "opened": form()["opened"], "date-0": "2026-11-23T06:30:00Z"}
    assert own.post(url, sent).status_code == 302
    assert Booking.objects.get(starts_at=MONDAY).notice_text
    make_policy("confidentiality", version="2026-11-20", starts_on=NOW.date())
    page = text(own.get(url))
    assert [name for name in FIELDS if f'name="{name}"' in page] == ["limits"]


# On the waiting list


def ticks_of_list(browser: Browser, session_type: SessionType) -> list[str]:
    """Return which of the questions the form of the waiting list puts."""
    page = text(browser.get(join_url(session_type)))
    return [name for name in FIELDS if f'name="{name}"' in page]


def test_who_joins_the_list_in_care_ticks_nothing_again(
    own: Browser, session_type: SessionType, asha: Client, texts: dict[str, PolicyText]
) -> None:
    given = Consent.objects.count()
    assert ticks_of_list(own, session_type) == []
    assert "You have agreed to these two texts as they stand" in text(own.get(join_url(session_type)))
    assert own.post(join_url(session_type), waiting_form(limits="", consent="")).status_code == 302
    entry = WaitingEntry.objects.get(client=asha)
    assert (entry.notice_text, entry.confidentiality_text) == (texts["notice"], texts["confidentiality"])
    assert Consent.objects.count() == given


def test_on_the_list_too_what_is_not_on_file_is_ticked(own: Browser, session_type: SessionType, asha: Client) -> None:
    Consent.objects.filter(client=asha, policy_text__kind="confidentiality").update(withdrawn_at=NOW)
    assert ticks_of_list(own, session_type) == ["limits"]
    assert own.post(join_url(session_type), waiting_form(limits="")).status_code == 422
    assert own.post(join_url(session_type), waiting_form()).status_code == 302


def test_who_is_known_but_not_in_care_ticks_both(own: Browser, session_type: SessionType, asha: Client) -> None:
    Client.objects.update(status=Client.Status.PROSPECT)
    assert ticks_of_list(own, session_type) == ["limits", "consent"]
