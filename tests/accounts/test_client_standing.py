"""A client's page at the desk begins with how she stands, and with the acts that may follow."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.urls import reverse

from accounts import ledger
from accounts.models import Client, User
from accounts.services import set_client_status
from tests.cast import sign_in
from tests.factories import NOW, make_client

pytestmark = [pytest.mark.gate, pytest.mark.django_db]


@pytest.fixture
def desk(therapist: User) -> Browser:
    """The therapist's browser."""
    return sign_in(Browser(), therapist, second_factor=True)


def part_of(desk: Browser, client: Client) -> Any:
    """Return the part of the page that says how a client stands."""
    page = desk.get(reverse("admin:accounts_client_change", args=[client.pk])).content
    found = BeautifulSoup(page, "lxml").select_one("[aria-labelledby=client-standing-title]")
    assert found
    return found


def acts(part: Any) -> list[str]:
    return [each.get_text(strip=True) for each in part.select("a, button")]


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("prospect", ["Make a client: opens worksheets", "End care"]),
        ("active", ["Pause care", "End care"]),
        ("paused", ["Make a client again", "End care"]),
        ("ended", ["Make a client again"]),
    ],
)
def test_only_what_may_follow_is_offered(desk: Browser, status: str, offered: list[str]) -> None:
    client = make_client("Gita", status=status)
    assert acts(part_of(desk, client)) == [*offered, "Erase what is kept"]


def test_each_leads_where_it_is_done(desk: Browser) -> None:
    client = make_client("Gita", status="paused")
    part = part_of(desk, client)
    for link in part.select("a"):
        assert "Gita" in desk.get(link["href"]).content.decode()
    form = part.select_one("form")
    sent = {each["name"]: each["value"] for each in form.select("input[name]")}
    said = desk.post(form["action"], sent, follow=True).content.decode()
    assert "Gita: now “client”." in said
    client.refresh_from_db()
    assert client.status == "active"


def test_the_day_on_which_a_space_closes_stands_there(desk: Browser, asha: User, therapist: User) -> None:
    set_client_status(client=asha.client, status="ended", by=therapist, now=NOW)
    assert "The space can be read until 18 February 2027." in part_of(desk, Client.objects.get(user=asha)).get_text()


def test_the_list_of_what_was_opened_is_told_in_the_sentences_that_the_client_reads(
    desk: Browser, therapist: User
) -> None:
    client = make_client("Gita")
    for act, thing in (("pin", ""), ("status", "prospect > active")):
        ledger.write(client=client, by=therapist, act=act, at=NOW, thing=thing)
    ledger.write(client=client, by=None, act="space closed", at=NOW)
    page = desk.get(reverse("admin:accounts_client_change", args=[client.pk])).content.decode()
    assert "Dr Arati Bhatt made a PIN for you." in page
    assert "Dr Arati Bhatt opened worksheets to you." in page
    assert "The time after your care was over" in page
    assert "prospect &gt; active" not in page
