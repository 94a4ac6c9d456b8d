"""Around every change of the clocks nothing shifts, from the list of free times to the desk (B8)."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Practitioner
from practice import times
from practice.times import Place, say_session
from tests.bookings.clock_changes import Change, Round, all_changes, some_changes
from tests.bookings.clock_reader import LETTERS, Reader
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

CASES = int(os.environ.get("B8_CASES", "500"))
LONDON_IN_OCTOBER = Change(datetime(2026, 10, 25, 1, tzinfo=UTC), "Asia/Kolkata", "Europe/London")


@pytest.mark.long
def test_nothing_shifts_around_a_change_of_the_clocks(practitioner: Practitioner) -> None:
    round_ = Round(practitioner)
    round_.go(some_changes(CASES))
    wrong = dict(round_.shifted)
    report("B8", sum(wrong.values()), 0, cases=round_.cases, zones=16, engine=connection.vendor, where=wrong)
    assert round_.cases >= CASES
    assert wrong == {}


def test_the_cases_are_of_sixteen_zones_and_every_year() -> None:
    changes = all_changes()
    assert len({zone for change in changes for zone in (change.home, change.away)} - {"Asia/Kolkata"}) == 16
    assert {change.instant.year for change in changes} == set(range(2026, 2037))
    assert set(LETTERS) - {"Asia/Kolkata"} == {
        zone for change in some_changes(CASES) for zone in (change.home, change.away)
    } - {"Asia/Kolkata"}


def test_a_formatter_with_a_fixed_offset_is_noticed(
    practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: every hour with the offset that holds when the page is made, as many sites write them."""

    def as_now(zone: ZoneInfo) -> Any:
        now = timezone.now().astimezone(zone)
        return timezone.get_fixed_timezone(now.utcoffset() or timedelta()), now.tzname()

    real_time = times.say_time
    monkeypatch.setattr(times, "say_time", lambda instant, zone: real_time(instant, as_now(zone)[0]))
    monkeypatch.setattr(times, "say_zone", lambda instant, zone: as_now(zone)[1])
    round_ = Round(practitioner)
    round_.go([LONDON_IN_OCTOBER])
    assert round_.shifted["mail"] == 8 + 1  # the second two hours, and the end of the session before them


def test_an_hour_without_the_letters_of_its_day_is_noticed(
    practitioner: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the hours are right, the letters are those of today."""
    monkeypatch.setattr(times, "say_zone", lambda instant, zone: timezone.now().astimezone(zone).tzname())
    round_ = Round(practitioner)
    round_.go([LONDON_IN_OCTOBER])
    assert round_.shifted["mail"] == 8 + 1


def test_a_session_across_the_change_carries_both_letters() -> None:
    start = LONDON_IN_OCTOBER.instant - timedelta(minutes=30)
    said = say_session(start, start + timedelta(minutes=50), Place(ZoneInfo("Europe/London"), "London"))
    assert said == "Sunday 25 October 2026, 1:30 am BST to 1:20 am GMT, London"
    assert Reader("Europe/London", LONDON_IN_OCTOBER.instant).session(said + "\n") == (
        start,
        start + timedelta(minutes=50),
    )
