"""The same form sent several times at once: whichever is counted beyond a limit leads to what another one has made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from accounts.models import Client
from bookings.models import Booking, SessionType
from bookings.request_limits import REQUESTS_A_PERSON_A_DAY
from practice import limits
from tests.bookings.browsing import details_url, form, text
from tests.bookings.test_series_pages import address, asha, own
from tests.bookings.test_series_pages import form as series_form

__all__ = ["asha", "own"]  # fixtures
pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

DAY = timedelta(days=1)


def use_up(client: Client) -> None:
    """Leave nothing of what one person may ask for in a day."""
    while limits.spend("request by person", str(client.pk), limit=REQUESTS_A_PERSON_A_DAY, per=DAY):
        pass


def let_another_win(monkeypatch: pytest.MonkeyPatch, view: str, client: Client, send: Callable[[], Any]) -> list[Any]:
    """Have `send` go through while the next form is being counted, with the last that the limits had to give."""
    answers: list[Any] = []

    def count(allowances: Any) -> bool:
        monkeypatch.undo()
        answers.append(send())
        use_up(client)
        return limits.spend_in_turn(allowances)

    monkeypatch.setattr(f"bookings.views.{view}.spend_in_turn", count)
    return answers


def test_a_request_counted_beyond_the_limit_leads_to_what_the_same_form_has_made(
    monkeypatch: pytest.MonkeyPatch, own: Browser, asha: Client, session_type: SessionType
) -> None:
    page, sent = details_url(session_type), form()
    others = let_another_win(monkeypatch, "asking", asha, lambda: own.post(page, sent))
    answer = own.post(page, sent)
    assert [each.status_code for each in (*others, answer)] == [302, 302]
    assert answer.headers["Location"] == others[0].headers["Location"]
    assert Booking.objects.count() == 1


def test_control_another_form_is_refused(
    monkeypatch: pytest.MonkeyPatch, own: Browser, asha: Client, session_type: SessionType
) -> None:
    page, sent = details_url(session_type), form()
    let_another_win(monkeypatch, "asking", asha, lambda: own.post(page, sent))
    answer = own.post(page, {**sent, "request_key": str(uuid4()), "note": "Some words."})
    assert answer.status_code == 429
    assert "Some words." in text(answer)


def test_a_series_counted_beyond_the_limit_leads_to_the_one_made(
    monkeypatch: pytest.MonkeyPatch, own: Browser, asha: Client, session_type: SessionType
) -> None:
    page, sent = address(session_type), series_form()
    others = let_another_win(monkeypatch, "series", asha, lambda: own.post(page, sent))
    answer = own.post(page, sent)
    assert [each.status_code for each in (*others, answer)] == [302, 302]
    assert answer.headers["Location"] == others[0].headers["Location"]
    refused = own.post(page, {**sent, "request_key": str(uuid4())})
    assert refused.status_code != 302
