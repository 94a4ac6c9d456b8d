"""A page of the desk that grew old in another tab overwrites nothing that nobody has seen."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from practice.models import Referral
from tests.cast import make_therapist, sign_in
from tests.factories import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

MINE = {"name": "A colleague", "what": "Mine", "link": "", "phone": "112", "order": "0", "is_shown": "on"}
NO_ROWS = {f"{name}-{each}_FORMS": "0" for name in ("consents", "ledger") for each in ("TOTAL", "INITIAL")}
GITA = {"name": "Gita", "reach": "whatsapp", "phone": "+91 98765 43210", "safe_hours": "", "zone_name": "", **NO_ROWS}


@pytest.fixture
def desk() -> Browser:
    """The therapist's browser."""
    return sign_in(Browser(), make_therapist(), second_factor=True)


@pytest.fixture
def referral() -> Referral:
    """A row with a page of its own."""
    return Referral.objects.create(name="A colleague", what="As it was", phone="112")


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def seen_on(page: str) -> dict[str, str]:
    """Return what the page keeps of the row as it stood."""
    found = re.search(r'name="seen_row" value="(\w+)"', page)
    return {"seen_row": found[1]} if found else {}


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def what_is_stored(referral: Referral) -> str:
    referral.refresh_from_db()
    return referral.what


def test_what_was_changed_elsewhere_is_shown_before_it_is_overwritten(desk: Browser, referral: Referral) -> None:
    seen = seen_on(text(desk.get(change(referral))))
    Referral.objects.update(what="Of the other tab")
    refused = desk.post(change(referral), MINE | seen)
    assert "This was changed elsewhere since you opened the page, so nothing is saved yet." in text(refused)
    assert ": “Of the other tab”" in text(refused)
    assert "Mine" in text(refused)
    assert what_is_stored(referral) == "Of the other tab"
    assert desk.post(change(referral), MINE | seen_on(text(refused))).status_code == 302
    assert what_is_stored(referral) == "Mine"


def test_control_without_the_field_the_older_page_wins_unseen(desk: Browser, referral: Referral) -> None:
    Referral.objects.update(what="Of the other tab")
    assert desk.post(change(referral), MINE).status_code == 302
    assert what_is_stored(referral) == "Mine"


def test_a_page_that_is_of_today_saves_at_once_and_the_same_twice(desk: Browser, referral: Referral) -> None:
    sent = MINE | seen_on(text(desk.get(change(referral))))
    assert seen_on(text(desk.get(change(referral))))
    assert [desk.post(change(referral), sent).status_code for _press in range(2)] == [302, 302]
    assert what_is_stored(referral) == "Mine"


def test_what_changed_in_a_column_that_the_page_does_not_write_is_no_matter(desk: Browser) -> None:
    client = make_client("Gita", zone_name="Asia/Kolkata", phone="+919876543210", reach="whatsapp")
    seen = seen_on(text(desk.get(change(client))))
    type(client).objects.update(status="paused")
    sent = GITA | {"name": "Gita R"}
    assert desk.post(change(client), sent | seen).status_code == 302
    client.refresh_from_db()
    assert (client.name, client.status) == ("Gita R", "paused")


def test_of_a_choice_the_words_are_shown(desk: Browser) -> None:
    client = make_client("Gita", phone="+919876543210", reach="whatsapp")
    seen = seen_on(text(desk.get(change(client))))
    type(client).objects.update(reach="call", zone_name="Europe/London")
    refused = text(desk.post(change(client), GITA | seen))
    assert "“A phone call”" in refused
    assert "“London (Europe)”" in refused


def test_a_new_row_has_nothing_to_be_older_than(desk: Browser) -> None:
    assert not seen_on(text(desk.get(reverse("admin:practice_referral_add"))))
    assert desk.post(reverse("admin:practice_referral_add"), MINE | {"seen_row": "x"}).status_code == 302


def test_nobody_shuts_herself_out_of_the_desk(desk: Browser) -> None:
    """Only a shell could let her in again; somebody else's login can be shut."""
    me, other = User.objects.get(), User.objects.create_user("asha@example.com")
    for user in (me, other):
        desk.post(change(user), {})
    assert list(User.objects.filter(is_active=True)) == [me]
