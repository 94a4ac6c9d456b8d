"""People on the desk, and the desk itself."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.urls import reverse

from accounts import ledger
from accounts.models import Client, LedgerEntry, Practitioner, User
from bookings.models import Booking, SessionType
from practice import desk as desk_pages
from practice.models import Limit, WorkerBeat
from tests.bookings.at_desk import HOME, HOUR, run_action
from tests.bookings.browsing import text
from tests.factories import NOW, make_booking, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


# People


def test_a_change_of_standing_is_told_and_written_to_the_ledger(desk: Browser, therapist: User) -> None:
    asha = make_client(status="prospect")
    page = run_action(desk, "make_client", asha, model="accounts_client")
    assert "Asha: now “client”." in page
    entry = LedgerEntry.objects.get()
    assert (entry.client, entry.by, entry.act, entry.thing) == (asha, therapist, "status", "prospect > active")
    page = text(desk.get(reverse("admin:accounts_client_change", args=[asha.pk])))
    assert "Dr Arati Bhatt opened worksheets to you." in page


def test_a_standing_that_may_not_follow_is_told_and_leaves_no_trace(desk: Browser) -> None:
    asha = make_client(status="active")
    run_action(desk, "make_client", asha, model="accounts_client")
    assert not LedgerEntry.objects.exists()
    asha = make_client(status="prospect")
    page = text(desk.post(reverse("admin:pause_care") + f"?client={asha.pk}", follow=True))
    assert "Asha: not changed; this does not follow “asked, not yet a client”." in page
    assert not LedgerEntry.objects.exists()


def test_a_client_is_changed_without_touching_standing_or_ledger(desk: Browser, therapist: User) -> None:
    asha = make_client(user=User.objects.create_user("asha@example.com"))
    ledger.write(client=asha, at=NOW, by=therapist, act="status", thing="x")
    url = reverse("admin:accounts_client_change", args=[asha.pk])
    page = text(desk.get(url))
    assert "asha@example.com" in page
    form = dict(re.findall(r'<input type="hidden" name="((?:consents|ledger)-[^"]+)" value="([^"]*)"', page))
    form |= {"name": "Asha R.", "language": "en-gb", "reach": "call", "status": "ended"}
    form |= {"ledger-0-act": "forged", "ledger-0-DELETE": "on"}
    assert desk.post(url, form).status_code == 302
    asha.refresh_from_db()
    assert (asha.name, asha.status) == ("Asha R.", "active")
    assert LedgerEntry.objects.get().act == "status"


@pytest.mark.parametrize(("model", "may_add"), [("client", True), ("user", False), ("practitioner", True)])
def test_people_are_not_deleted_here(desk: Browser, practitioner: Practitioner, model: str, may_add: bool) -> None:
    rows: dict[str, Callable[[], Any]] = {
        "client": make_client,
        "user": User.objects.get,
        "practitioner": Practitioner.objects.get,
    }
    row = rows[model]()
    assert desk.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert desk.get(reverse(f"admin:accounts_{model}_change", args=[row.pk])).status_code == 200
    assert desk.post(reverse(f"admin:accounts_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert desk.get(reverse(f"admin:accounts_{model}_add")).status_code == (200 if may_add else 403)


# The desk itself


def test_what_belongs_on_no_page_of_the_desk_is_not_there(desk: Browser) -> None:
    labels = {model._meta.label for model in admin.site._registry}
    assert labels.isdisjoint(desk_pages.LEFT_OUT | {"sites.Site"})
    assert labels.isdisjoint({Limit._meta.label, WorkerBeat._meta.label, LedgerEntry._meta.label})


def test_several_models_can_be_registered_at_once() -> None:
    site = desk_pages.Desk("another")
    site.register([Booking, Limit])
    assert set(site._registry) == {Booking, Limit}


def test_the_rest_of_the_desk_is_one_click_away_and_the_day_comes_first(
    desk: Browser, session_type: SessionType
) -> None:
    page = text(desk.get(HOME))
    names = ["Today", "Week", "Hours", "Clients", "Essays", "Worksheets", "Sign out"]
    places = [page.index(f">{name}</") for name in names]
    assert places == sorted(places)
    assert 'aria-current="page">Today' in page
    assert "Before strangers may book" in page


def test_the_front_page_asks_the_database_a_bounded_number_of_times(
    desk: Browser, session_type: SessionType, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_booking(session_type, starts_at=NOW + (number + 1) * HOUR)
    with django_assert_max_num_queries(90):
        desk.get(HOME)


@pytest.mark.parametrize("wording", Client.Wording)
def test_the_page_of_a_client_says_how_her_messages_are_worded(desk: Browser, wording: Client.Wording) -> None:
    asha = make_client(wording=wording)
    page = text(desk.get(reverse("admin:accounts_client_change", args=[asha.pk])))
    row = re.search(r'field-wording.*?class="readonly">([^<]*)<', page, re.DOTALL)
    assert row
    assert row[1].strip() == wording.label


def test_what_is_not_allowed_is_refused_in_words_of_its_own(desk: Browser, practitioner: Practitioner) -> None:
    answer = desk.post(reverse("admin:accounts_practitioner_delete", args=[practitioner.pk]), {"post": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This cannot be done here" in page
    assert "small file" not in page
    assert Practitioner.objects.filter(pk=practitioner.pk).exists()


def test_control_a_stale_form_is_still_told_what_it_needs(therapist: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(therapist)
    answer = browser.post(reverse("admin:test_mail"))
    assert answer.status_code == 403
    assert "small file that the form needs" in answer.content.decode()
