"""The light of her own calendars on the health page."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.health import check_calendars
from bookings.models import OutsideCalendar
from bookings.services import note_seen
from tests.bookings.browsing import text
from tests.factories import NOW, make_outside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADDRESS = "https://calendar.example/private-abc123/basic.ics"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_light_is_green_without_calendars_and_while_they_are_read(practitioner: Practitioner) -> None:
    assert check_calendars(NOW).ok
    make_outside(practitioner, address=ADDRESS, problem="slow", covers_until=NOW + 400 * DAY)
    make_outside(practitioner, covers_until=NOW + 400 * DAY)
    assert check_calendars(NOW + 2 * HOUR).text == "Your own calendars are read."


def test_the_light_is_red_after_two_hours_without_a_reading(practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS, covers_until=NOW + 400 * DAY)
    light = check_calendars(NOW + 2 * HOUR + timedelta(seconds=1))
    assert not light.ok
    assert "not been read since 20 Nov 2026, 10:00 am IST. Its times as they were then still count." in light.text
    assert "Family" not in light.text
    make_outside(practitioner, address=ADDRESS)
    assert "2 calendars of your own have not been read" in check_calendars(NOW + 3 * HOUR).text
    OutsideCalendar.objects.update(is_on=False)
    assert check_calendars(NOW + 3 * HOUR).ok
    assert row.name == "Family"


def test_a_calendar_that_was_never_read_is_not_called_read(practitioner: Practitioner) -> None:
    row = make_outside(practitioner, address=ADDRESS, last_read_at=None, covers_until=NOW + 400 * DAY)
    light = check_calendars(NOW)
    assert (light.ok, light.text) == (True, "A calendar of your own is about to be read for the first time.")
    never = "A calendar of your own has never been read. None of its times count yet."
    light = check_calendars(NOW + 2 * HOUR + timedelta(seconds=1))
    assert (light.ok, light.text) == (False, never)
    row.problem = "denied"
    row.save()
    light = check_calendars(NOW)
    assert (light.ok, light.text) == (False, never)


def test_the_light_is_red_while_entries_cannot_be_read(practitioner: Practitioner) -> None:
    row = make_outside(practitioner, problem="partly", covers_until=NOW + 400 * DAY)
    assert "Some entries" in check_calendars(NOW).text
    note_seen(calendar=row, now=NOW)
    assert check_calendars(NOW).ok


def test_the_light_is_red_when_a_file_runs_out(practitioner: Practitioner) -> None:
    make_outside(practitioner, covers_until=NOW + 100 * DAY)
    assert check_calendars(NOW + 26 * DAY).ok
    assert not check_calendars(NOW + 27 * DAY).ok


@pytest.mark.gate
def test_the_health_page_says_what_to_do(
    desk: Browser, practitioner: Practitioner, clock: time_machine.Traveller
) -> None:
    make_outside(practitioner, address=ADDRESS, problem="denied")
    clock.shift(3 * HOUR)
    page = text(desk.get("/admin/health/"))
    assert "A calendar of your own has not been read since" in page
    assert "beside each stands what is wrong and what to do about it" in page
