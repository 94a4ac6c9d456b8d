"""Pausing care asks first: it cancels every session of a standing time, which nothing brings back."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, LedgerEntry, User
from bookings import emails_waiting
from bookings.models import SessionType, StandingTime, WaitingEntry
from bookings.services import offer_by_hand
from practice.models import OutgoingMessage
from tests.bookings.at_desk import HOUR, run_action
from tests.bookings.browsing import text
from tests.bookings.standing import agreed, asha, sessions, standing
from tests.bookings.waiting_steps import held, wait
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

__all__ = ["agreed", "asha", "standing"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


def question(*clients: Client) -> str:
    return reverse("admin:pause_care") + "?" + "&".join(f"client={client.pk}" for client in clients)


def test_the_action_asks_first_and_names_every_session_that_ends(
    desk: Browser, standing: StandingTime, asha: Client
) -> None:
    page = run_action(desk, "pause_care", asha, model="accounts_client")
    count = len(sessions(standing))
    assert count > 3
    assert f"ends, and with it {count} sessions to come:" in page
    assert "23 Nov 2026, 12:00 pm IST" in page
    assert "the client is told by email" in page
    asha.refresh_from_db()
    assert (asha.status, len(sessions(standing))) == ("active", count)


def test_what_ended_with_it_is_said(desk: Browser, standing: StandingTime, asha: Client, therapist: User) -> None:
    count = len(sessions(standing))
    page = text(desk.post(question(asha), follow=True))
    assert f"now “paused”. The standing time ended, with {count} sessions to come." in page
    assert sessions(standing) == []
    assert OutgoingMessage.objects.filter(kind="standing_ended", cause=f"series:{standing.uuid}").count() == 1
    assert LedgerEntry.objects.get().by == therapist


def test_who_has_no_standing_time_keeps_everything(desk: Browser, session_type: SessionType) -> None:
    bela = make_client("Bela", user=make_user("bela@example.com"))
    session = make_booking(session_type, client=bela)
    assert "Nothing ends with it, and nobody is written to." in text(desk.get(question(bela)))
    page = text(desk.post(question(bela), follow=True))
    assert "Bela: now “paused”." in page
    assert "The standing time ended" not in page
    session.refresh_from_db()
    assert session.status == "confirmed"


def test_a_time_held_from_the_list_is_named(desk: Browser, session_type: SessionType, therapist: User) -> None:
    bela = make_client("Bela", user=make_user("bela@example.com"))
    wait(session_type, client=bela)
    assert "the place is kept" not in text(desk.get(question(bela)))
    entry = WaitingEntry.objects.get()
    offer_by_hand(entry=entry, starts_at=MONDAY + timedelta(days=1) + HOUR, by=therapist, now=NOW)
    page = text(desk.get(question(bela)))
    assert "has not gone out yet and never will; the place is kept:" in page
    assert "24 Nov 2026, 1:00 pm IST" in page
    assert "One email tells them" not in text(desk.post(question(bela), follow=True))
    assert held() == []


def test_who_was_told_of_a_held_time_is_told_that_it_is_taken_back(
    desk: Browser, session_type: SessionType, therapist: User
) -> None:
    bela = make_client("Bela", user=make_user("bela@example.com"))
    wait(session_type, client=bela)
    entry = WaitingEntry.objects.get()
    offer_by_hand(entry=entry, starts_at=MONDAY + timedelta(days=1) + HOUR, by=therapist, now=NOW)
    OutgoingMessage.objects.filter(kind="waiting_offer").update(state=OutgoingMessage.State.SENT)
    assert "is free again, and one email tells them so; the place is kept:" in text(desk.get(question(bela)))
    page = text(desk.post(question(bela), follow=True))
    assert "One email tells them that the time from the waiting list is no longer held." in page
    mail = emails_waiting.render(OutgoingMessage.objects.get(kind="waiting_taken_back"), NOW)
    assert mail is not None
    assert "you keep your place on the waiting list" in mail.text
    assert "has ended" not in mail.text
    assert "Your place: " in mail.text


def test_where_no_time_was_held_nothing_is_taken_back(desk: Browser, session_type: SessionType) -> None:
    bela = make_client("Bela", user=make_user("bela@example.com"))
    wait(session_type, client=bela)
    desk.post(question(bela))
    assert not OutgoingMessage.objects.filter(kind="waiting_taken_back").exists()


@pytest.mark.parametrize("query", ["", "?client=x"])
def test_without_anybody_chosen_it_leads_back_to_the_list(desk: Browser, query: str) -> None:
    page = text(desk.post(reverse("admin:pause_care") + query, follow=True))
    assert "Choose somebody from the list first." in page
    assert not LedgerEntry.objects.exists()
