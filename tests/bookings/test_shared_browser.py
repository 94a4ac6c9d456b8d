"""A browser that others use too: what was typed for an unproved request comes back on its own page's wish alone."""

import pytest
from django.test import Client as Browser

from bookings.models import Booking, SessionType
from tests.bookings.browsing import QUERY, ask, details_url, mend, text

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_a_mistyped_address_is_mended_for_the_same_time(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, email="asha@exmaple.com", note="Some words.")
    again = mend(client)
    assert again.status_code == 200
    assert 'value="asha@exmaple.com"' in text(again)
    assert "Some words." in text(again)
    assert ask(client, session_type).status_code == 302
    assert Booking.objects.get(blocks=True).email == "asha@example.com"


@pytest.mark.parametrize("query", [QUERY, "?start=2026-11-23T08:00:00Z&mode=video"])
def test_whoever_uses_the_browser_next_finds_an_empty_form(
    client: Browser, session_type: SessionType, query: str
) -> None:
    ask(client, session_type, note="My husband must not know.")
    opened = client.get(details_url(session_type, query))
    assert opened.status_code == 200
    assert "husband" not in text(opened)
    assert "asha@example.com" not in text(opened)
    assert "husband" in text(mend(client))  # the control: her own page brings it back


def test_the_words_of_a_draft_come_back_in_no_other_browser(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, note="My husband must not know.")
    page, stranger = text(client.get("/book/verify/")), Browser()
    ask(stranger, session_type, email="bela@example.com", start="2026-11-23T08:00:00Z")
    assert "husband" not in text(mend(stranger, page))
    assert "husband" not in text(Browser().post(details_url(session_type), {"mend": "x"}))
    assert "husband" not in text(client.post(details_url(session_type), {"mend": "x"}))
