"""While no new clients are taken, visitors read what is so, and the therapist that it is so and how to change it."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner
from bookings.models import SessionType
from practice.models import Practice
from tests.bookings.browsing import ask, details_url, text
from tests.cast import make_patron

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
CLOSED = "No new clients are taken: your rules say so."


@pytest.mark.parametrize("shut", [{"takes_new_clients": False}, {"is_paused": True}])
def test_visitors_are_promised_no_offer_before_requests_are_taken(
    client: Browser, session_type: SessionType, shut: dict[str, bool]
) -> None:
    assert Practice.objects.exists()
    Practitioner.objects.update(keeps_waiting_list=True, **shut)
    page = text(client.get(reverse("book")))
    assert "Times are offered from it again once requests are taken." in page
    assert "are asked when a time comes free" not in page


def test_the_desk_says_that_no_new_clients_are_taken_and_leads_to_the_rule(
    desk: Browser, practitioner: Practitioner
) -> None:
    assert CLOSED not in text(desk.get("/admin/"))
    Practitioner.objects.update(takes_new_clients=False)
    page = text(desk.get("/admin/"))
    assert CLOSED in page
    assert reverse("admin:accounts_practitioner_change", args=[practitioner.pk]) + "#id_takes_new_clients" in page


# A form that is open already


def test_no_list_is_named_where_none_is_kept_nor_to_whom_another_kind_is_open(
    client: Browser, session_type: SessionType
) -> None:
    Practitioner.objects.update(is_paused=True, keeps_waiting_list=False)
    assert reverse("book_waiting_list") not in text(client.get(details_url(session_type)))
    Practitioner.objects.update(is_paused=False, keeps_waiting_list=True)
    SessionType.objects.update(audience="new_clients")
    client.force_login(make_patron("asha@example.com", "Asha"))
    assert reverse("book_waiting_list") not in text(client.get(details_url(session_type)))


def test_choosing_another_time_in_a_pause_says_so_and_keeps_the_words(
    client: Browser, session_type: SessionType
) -> None:
    Practitioner.objects.update(is_paused=True)
    page = ask(client, session_type, note="Some words.", other_times="")
    assert page.status_code == 409
    assert "is away for a while" in text(page)
    assert "Some words." in text(page)
