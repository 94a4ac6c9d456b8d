"""The settings at the desk say what a change does, and a session type that was asked for is not deleted."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings.admin_forms import is_in_use
from bookings.models import SessionType
from tests.bookings.at_desk import run_action
from tests.bookings.browsing import text
from tests.bookings.waiting_steps import wait
from tests.factories import make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


@pytest.fixture
def asha(db: None) -> Client:
    return make_client("Asha", user=make_user("asha@example.com"))


def delete_page(session_type: SessionType) -> str:
    return reverse("admin:bookings_sessiontype_delete", args=[session_type.pk])


def test_the_settings_say_to_what_a_change_does_not_reach_back(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.get(reverse("admin:bookings_sessiontype_change", args=[session_type.pk])))
    assert "Requests, agreed sessions and standing times keep the fee that was shown." in page
    assert "Off: nobody can ask for it any more. What is agreed stays." in page
    page = text(desk.get(reverse("admin:accounts_practitioner_change", args=[session_type.practitioner_id])))
    assert "Requests that wait already stay." in page
    assert "requests, agreed sessions and standing times keep what was shown." in page
    assert "Off: nobody can join it. Whoever waits already is still offered times." in page


def test_a_type_that_nobody_asked_for_can_be_deleted(desk: Browser, session_type: SessionType) -> None:
    assert desk.get(delete_page(session_type)).status_code == 200
    desk.post(delete_page(session_type), {"post": "yes"})
    assert not SessionType.objects.exists()


def test_a_type_that_was_asked_for_stays(desk: Browser, session_type: SessionType, asha: Client) -> None:
    make_booking(session_type, client=asha, status="cancelled", blocks=False)
    assert desk.post(delete_page(session_type), {"post": "yes"}).status_code == 403
    page = text(desk.get(reverse("admin:bookings_sessiontype_change", args=[session_type.pk])))
    assert delete_page(session_type) not in page
    assert SessionType.objects.exists()


def test_so_does_one_that_somebody_waits_for(desk: Browser, session_type: SessionType, asha: Client) -> None:
    assert not is_in_use(session_type)
    wait(session_type, client=asha)
    assert is_in_use(session_type)


def test_types_are_not_deleted_in_bulk(desk: Browser, session_type: SessionType) -> None:
    run_action(desk, "delete_selected", session_type, model="bookings_sessiontype")
    assert SessionType.objects.exists()
    assert "delete_selected" not in text(desk.get(reverse("admin:bookings_sessiontype_changelist")))
