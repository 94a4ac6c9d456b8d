"""The details page before it is sent: another time with every word kept; the fee and the terms before the button."""

import re
from html import unescape

import pytest
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.models import Booking, SessionType
from tests.bookings.browsing import SLOT, details_url, form, text

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

LATER_SLOT = "2026-11-24T06:30:00Z"


# Another time, with every word kept


def test_another_time_is_chosen_without_losing_a_word(client: Browser, session_type: SessionType) -> None:
    typed = form(note="Some <b>words</b>.", name="Asha", email="half@", reach="call", phone="+91 98765 43210")
    times = client.post(details_url(session_type), {**typed, "other_times": ""})
    page = text(times)
    assert times.status_code == 200
    assert "Error" not in page
    assert 'value="Some &lt;b&gt;words&lt;/b&gt;."' in page
    assert re.search(rf'value="{SLOT}" required checked', page)
    back = text(client.post(details_url(session_type), {**carried(page), "start": LATER_SLOT, "take_time": "1"}))
    assert LATER_SLOT in re.search(r'<form method="post" action="([^"]+)"', back)[1].replace("%3A", ":")  # type: ignore[index]
    assert carried(back)["request_key"] == typed["request_key"]
    for kept in ("Some &lt;b&gt;words&lt;/b&gt;.", 'value="half@"', 'value="Asha"', 'value="+91 98765 43210"'):
        assert kept in back
    assert len(re.findall(r"<input[^>]+name=\"(?:limits|consent)\"[^>]+checked", back)) == 2
    assert not Booking.objects.exists()


def test_the_weeks_of_another_time_are_turned_by_buttons_that_carry_the_words(
    client: Browser, session_type: SessionType
) -> None:
    typed = form(note="Some words.")
    page = text(client.post(details_url(session_type), {**typed, "other_times": ""}))
    week = re.search(r'name="other_times" value="([^"]+)"[^>]*>Later<', page)
    assert week
    later = text(client.post(details_url(session_type), {**carried(page), "start": SLOT, "other_times": week[1]}))
    assert "30 November to 6 December 2026" in later
    assert carried(later)["note"] == "Some words."


def test_nothing_typed_stands_in_an_address_or_in_the_session(client: Browser, session_type: SessionType) -> None:
    response = client.post(details_url(session_type), {**form(note="Some words."), "other_times": ""})
    assert "Some words." not in str(dict(client.session))
    assert not re.search(r'(?:href|action)="[^"]*Some', text(response))


# The fee and the terms, before the button


def before_the_button(page: str) -> str:
    """Return what stands between the last field and the button that sends."""
    return page[page.index('name="consent"') : page.index('class="form__actions"')]


def test_on_a_phone_the_fee_and_the_terms_are_read_before_the_button(
    client: Browser, session_type: SessionType
) -> None:
    SessionType.objects.update(fee_rupees=2000)
    Practitioner.objects.update(cancellation_hours=24)
    words = before_the_button(text(client.get(details_url(session_type))))
    assert "Fee: ₹2,000, paid after the session." in words
    assert "free until 24 hours before" in words
    assert "over already" not in words
    Practitioner.objects.update(cancellation_hours=96)
    assert "the free period is over already" in before_the_button(text(client.get(details_url(session_type))))
    times = text(client.get(f"/book/{session_type.slug}/"))
    assert times.index("Fee: ₹2,000") < times.index('name="start"') < times.index(">Continue<")


def test_where_no_fee_is_set_nothing_is_said_of_one(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(fee_rupees=None)
    for url in (details_url(session_type), f"/book/{session_type.slug}/"):
        page = text(client.get(url))
        assert "Fee" not in page
        assert "₹" not in page
        assert "Cancel any time online" in page


def carried(page: str) -> dict[str, str]:
    """Return the hidden fields of a page, without the token."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
