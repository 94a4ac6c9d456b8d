"""Addresses of the desk's lists that no link leads to: a day that no calendar has shows the whole list."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import SessionType
from practice.dated_lists import DatedListAdmin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

FAR = [("9999", "12", "31"), ("1", "1", "1"), ("9" * 30, "1", "1"), ("2026", "13", "1")]
LISTS = {"bookings_booking": "starts_at", "bookings_dateoverride": "date", "articles_essay": "publish_at"}


def far_address(name: str, day: tuple[str, str, str]) -> str:
    """Return the address of a list narrowed to a day."""
    parts = zip(("year", "month", "day"), day, strict=True)
    return reverse(f"admin:{name}_changelist") + "?" + "&".join(f"{LISTS[name]}__{part}={say}" for part, say in parts)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("day", FAR)
def test_a_day_that_no_calendar_has_shows_the_whole_list(
    desk: Browser, session_type: SessionType, name: str, day: tuple[str, str, str]
) -> None:
    assert desk.get(far_address(name, day), follow=True).status_code == 200


def test_control_the_library_overflows_on_such_a_day(
    desk: Browser, session_type: SessionType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(DatedListAdmin, "get_changelist_instance")
    with pytest.raises(OverflowError):
        desk.get(far_address("bookings_booking", FAR[0]))
