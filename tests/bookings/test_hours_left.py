"""Weekly hours are changed or deleted: the agreed sessions that they leave outside are named, and none is touched."""

from datetime import time, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner
from bookings.desk_hours import sessions_outside
from bookings.models import DateOverride, SessionType, WorkingHours
from tests.bookings.at_desk import HOUR, run_action, status_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
LEFT = "A confirmed session now lies outside your hours. It stays as it is until you move or cancel it: "


def monday(practitioner: Practitioner) -> WorkingHours:
    return WorkingHours.objects.get(practitioner=practitioner, weekday=0)


def save(desk: Browser, row: WorkingHours, **changes: str) -> str:
    form = {"practitioner": str(row.practitioner_id), "weekday": "0", "starts": "10:00", "ends": "18:00"}
    ways = {"in_person": "on", "video": "on", "phone": "on"}
    url = reverse("admin:bookings_workinghours_change", args=[row.pk])
    return text(desk.post(url, form | ways | changes, follow=True))


def test_a_session_that_a_change_leaves_outside_is_named(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    session = make_booking(session_type, name="Asha")
    make_booking(session_type, name="Bela", starts_at=MONDAY + 3 * HOUR)
    page = save(desk, monday(practitioner), starts="14:00")
    assert f"{LEFT}23 Nov 2026, 12:00 pm IST (Asha)." in page
    assert status_of(session) == "confirmed"
    assert "lies outside" not in save(desk, monday(practitioner), starts="14:00")


def test_a_change_that_leaves_none_outside_names_none(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    make_booking(session_type, name="Asha")
    assert "outside your hours" not in save(desk, monday(practitioner), ends="17:00")


def test_hours_that_end_on_a_day_leave_the_later_sessions_outside(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    make_booking(session_type, name="Asha")
    make_booking(session_type, name="Bela", starts_at=MONDAY + timedelta(weeks=1))
    page = save(desk, monday(practitioner), valid_to="2026-11-29")
    assert f"{LEFT}30 Nov 2026, 12:00 pm IST (Bela)." in page


def test_deleted_hours_name_what_they_leave_and_no_more_than_a_few(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    for week in range(10):
        make_booking(session_type, name="Asha", starts_at=MONDAY + timedelta(weeks=week))
    url = reverse("admin:bookings_workinghours_delete", args=[monday(practitioner).pk])
    page = text(desk.post(url, {"post": "yes"}, follow=True))
    assert "Confirmed sessions now lie outside your hours." in page
    assert page.count("(Asha)") == 8
    assert "; and 2 more." in page


def test_so_do_chosen_rows_of_the_list(desk: Browser, session_type: SessionType, practitioner: Practitioner) -> None:
    make_booking(session_type, name="Asha", starts_at=MONDAY + 9 * HOUR)
    day = DateOverride.objects.create(
        practitioner=practitioner, date=MONDAY.date(), starts=time(20), ends=time(22), video=True
    )
    assert sessions_outside() == []
    form = {"action": "delete_selected", "_selected_action": [str(day.pk)], "post": "yes"}
    page = text(desk.post(reverse("admin:bookings_dateoverride_changelist"), form, follow=True))
    assert f"{LEFT}23 Nov 2026, 9:00 pm IST (Asha)." in page


def test_without_sessions_nothing_is_said(desk: Browser, practitioner: Practitioner) -> None:
    assert "outside your hours" not in run_action(
        desk, "delete_selected", monday(practitioner), model="bookings_workinghours"
    )
    assert sessions_outside() == []


def test_the_number_of_sessions_does_not_change_the_number_of_queries(
    session_type: SessionType, django_assert_max_num_queries: object
) -> None:
    for week in range(6):
        make_booking(session_type, starts_at=MONDAY + timedelta(weeks=week, hours=8))
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert len(sessions_outside()) == 6
