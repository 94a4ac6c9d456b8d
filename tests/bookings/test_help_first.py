"""Where the words of a request speak of danger, help that can be dialled from where the client is stands first."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings.models import Booking, SessionType
from practice.models import HelpLine
from tests.bookings.browsing import QUERY, details_url, form, text
from tests.cast import make_patron
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

DANGER = "I want to die"
INDIA, UK, BY_COUNTRY = 'href="tel:14416"', 'href="tel:116123"', 'href="/help/"'


@pytest.fixture(autouse=True)
def _shipped(session_type: SessionType) -> None:
    HelpLine.objects.all().delete()
    call_command("load_facts", verbosity=0)


def request_of_asha(client: Browser, session_type: SessionType, zone: str, **changes: Any) -> Booking:
    user = make_patron("asha@example.com", "Asha")
    client.force_login(user)
    given = {"status": "requested", "client_zone": zone, "note": DANGER, **changes}
    return make_booking(session_type, client=Client.objects.get(user=user), **given)


def page_of_request(client: Browser, session_type: SessionType, zone: str) -> str:
    booking = request_of_asha(client, session_type, zone)
    return text(client.get(reverse("book_asked", args=[booking.uuid])))


def page_of_series(client: Browser, session_type: SessionType, zone: str) -> str:
    series = uuid4()
    request_of_asha(client, session_type, zone, series=series)
    return text(client.get(reverse("space_series", args=[series])))


def page_of_code(client: Browser, session_type: SessionType, zone: str) -> str:
    url = details_url(session_type, QUERY.replace("Europe/London", zone))
    return text(client.post(url, form(note=DANGER), follow=True))


def block_of(page: str) -> str:
    """Return the block that stands first on a page, before its heading."""
    before, found, rest = page.partition("<main")[2].partition('<section class="notice crisis"')
    assert found
    assert "<h1>" not in before
    return rest.partition("</section>")[0]


@pytest.mark.parametrize("page", [page_of_request, page_of_series, page_of_code])
@pytest.mark.parametrize(
    ("zone", "links"),
    [
        ("Asia/Kolkata", [INDIA, BY_COUNTRY]),
        ("Europe/London", [UK, 'href="tel:999"', BY_COUNTRY, INDIA]),
        ("Asia/Dubai", [BY_COUNTRY, INDIA]),
    ],
)
def test_what_can_be_dialled_where_she_is_comes_before_what_can_not(
    client: Browser, session_type: SessionType, page: Callable[..., str], zone: str, links: list[str]
) -> None:
    block = block_of(page(client, session_type, zone))
    assert [block.index(link) for link in links] == sorted(block.index(link) for link in links)


def test_the_country_is_named_with_its_lines(client: Browser, session_type: SessionType) -> None:
    block = block_of(page_of_request(client, session_type, "Europe/London"))
    assert "Whom you can call now (United Kingdom):" in block
    assert "Samaritans: 116 123" in block


@pytest.mark.parametrize("changes", [{"note": "I want to talk"}, {"starts_at": MONDAY.replace(day=19)}])
def test_other_words_and_what_is_over_bring_no_help_before_its_time(
    client: Browser, session_type: SessionType, changes: dict[str, Any]
) -> None:
    booking = request_of_asha(client, session_type, "Europe/London", **changes)
    assert booking.created_at == NOW
    assert 'class="notice crisis"' not in text(client.get(reverse("book_asked", args=[booking.uuid])))
