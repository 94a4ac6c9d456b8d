"""A client in care chooses in her own space: what is closed to strangers is open there, and the other way round."""

import re
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.doors import OWN, PUBLIC, door_to
from bookings.models import Booking, SessionType
from bookings.scheduling.policy import Asker
from bookings.services import RequestDetails, request_session
from tests.bookings.browsing import SLOT, ask, details_url, text
from tests.bookings.letters import written
from tests.bookings.steps import ask as ask_by_service
from tests.bookings.steps import kinds_queued
from tests.cast import make_patron, make_reader
from tests.factories import MONDAY, NOW, make_session_type

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

TYPES = "/space/book/"
TIMES = "/space/book/individual/"


@pytest.fixture
def asha(db: None) -> User:
    return make_patron("asha@example.com", "Asha")


@pytest.fixture
def own(client: Browser, asha: User) -> Browser:
    """Asha's browser, signed in."""
    client.force_login(asha)
    return client


def close_intake(practitioner: Practitioner) -> None:
    practitioner.takes_new_clients = False
    practitioner.save()


def test_while_intake_is_closed_a_client_asks_from_her_space(
    own: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    close_intake(practitioner)
    assert TIMES in text(own.get(TYPES))
    page = text(own.get(f"{TIMES}?tz=Europe/London&from=2026-11-23&start={SLOT}"))
    assert "6:30 am" in page
    assert f'action="{reverse("book_details", args=["individual"])}"' in page
    assert ask(own, session_type).status_code == 302
    assert Booking.objects.get().status == Booking.Status.REQUESTED


def test_while_intake_is_closed_the_public_pages_stay_as_for_a_stranger_for_her_too(
    own: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    close_intake(practitioner)
    for url in ("/book/", "/book/individual/?from=2026-11-23"):
        hers, strangers = own.get(url), Browser().get(url)
        assert hers.content == strangers.content
        assert not hers.cookies
        assert SLOT not in text(hers)
    assert "sign in and ask from your space" in text(own.get("/book/"))


def test_each_door_has_its_own_sessions(own: Browser, session_type: SessionType, practitioner: Practitioner) -> None:
    make_session_type(practitioner, slug="review", name="Review", audience="clients")
    make_session_type(practitioner, slug="first-visit", name="First visit", audience="new_clients")
    hers, public = text(own.get(TYPES)), text(own.get("/book/"))
    assert "Review" in hers
    assert "First visit" not in hers
    assert "Review" not in public
    assert "First visit" in public
    assert own.get("/space/book/review/").status_code == 200
    assert own.get("/space/book/first-visit/").status_code == 404
    assert own.get("/book/review/").status_code == 404
    assert own.get("/book/first-visit/").status_code == 200


@pytest.mark.parametrize("status", ["prospect", "paused", "ended"])
def test_only_a_client_in_care_has_these_pages(client: Browser, session_type: SessionType, status: str) -> None:
    client.force_login(make_patron("bela@example.com", "Bela", status))
    assert client.get(TYPES).status_code == 404
    assert client.get(TIMES).status_code == 404
    assert TYPES not in text(client.get("/space/"))


def test_a_reader_is_told_nothing_and_a_stranger_signs_in(client: Browser, session_type: SessionType) -> None:
    assert client.get(TYPES).headers["Location"].startswith("/account/login/")
    client.force_login(make_reader())
    assert client.get(TIMES).status_code == 404


def test_the_space_leads_there(own: Browser, session_type: SessionType) -> None:
    assert f'href="{TYPES}"' in text(own.get("/space/"))
    ask(own, session_type)
    assert f'href="{TYPES}"' in text(own.get("/space/"))


def test_every_link_of_her_pages_stays_in_her_space(own: Browser, session_type: SessionType) -> None:
    page = text(own.get(f"{TIMES}?from=2026-11-23"))
    same_for_all = {"/book/policy/", "/book/manage/find/", "/book/individual/wait/"}
    assert set(re.findall(r'href="(/book/[^"?]*)[^"]*"', page)) <= same_for_all
    details = text(own.get(details_url(session_type)))
    assert 'name="other_times"' in details  # her own free times, by a button that keeps her words
    assert 'href="/book/individual/' not in details


def test_her_own_time_zone_is_where_the_times_begin(own: Browser, session_type: SessionType) -> None:
    Client.objects.update(zone_name="Europe/London")
    assert "London (GMT)" in text(own.get(TIMES))
    assert "Gurgaon (IST)" in text(own.get(f"{TIMES}?tz=Asia/Kolkata"))


def test_while_the_practice_is_paused_she_is_told_so(
    own: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    practitioner.is_paused = True
    practitioner.save()
    page = text(own.get(TYPES))
    assert "Dr Bhatt is away for a while, so she cannot take requests just now." in page
    assert TIMES not in page


def test_a_session_for_new_clients_is_behind_the_public_door_alone(session_type: SessionType) -> None:
    assert door_to(session_type, Asker.CLIENT) is OWN
    assert door_to(session_type, Asker.STRANGER) is PUBLIC
    session_type.audience = "new_clients"
    assert door_to(session_type, Asker.CLIENT) is PUBLIC
    session_type.audience = "clients"
    assert door_to(session_type, Asker.STRANGER) is None


def test_other_times_of_a_session_for_clients_are_not_offered_where_nobody_is_signed_in(
    client: Browser, session_type: SessionType, asha: User
) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    Booking.objects.update(status="withdrawn", blocks=False, hold_until=None)
    page = reverse("book_asked", args=[booking.uuid])
    assert "Choose another time" in text(client.get(page))
    SessionType.objects.update(audience="clients")
    assert "Choose another time" not in text(client.get(page))


# Confirmed at once


@pytest.fixture
def at_once(session_type: SessionType) -> SessionType:
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    return session_type


def test_a_client_in_care_books_at_once_what_confirms_at_once(own: Browser, at_once: SessionType) -> None:
    assert "Confirmed as soon as you ask." in text(own.get(TYPES))
    assert "Book this time" in text(own.get(details_url(at_once)))
    answer = ask(own, at_once)
    booking = Booking.objects.get()
    assert (booking.status, booking.blocks, booking.hold_until) == ("confirmed", True, None)
    assert [event.to_status for event in booking.events.all()] == ["confirmed"]
    assert "Your session is confirmed" in text(own.get(answer.headers["Location"]))
    assert kinds_queued(booking) == [
        "booking_at_once",
        "booking_confirmed",
        "booking_reminder",
        "booking_reminder_near",
    ]
    letter = written(booking, "booking_confirmed")
    assert letter is not None
    assert [each.filename for each in letter.attachments] == ["session.ics"]


def test_without_the_switch_the_same_request_waits_for_an_answer(own: Browser, session_type: SessionType) -> None:
    assert "Book this time" not in text(own.get(details_url(session_type)))
    ask(own, session_type)
    assert Booking.objects.get().status == Booking.Status.REQUESTED


@pytest.mark.parametrize("status", ["prospect", "paused", "ended"])
def test_nobody_but_a_client_in_care_books_at_once(at_once: SessionType, status: str) -> None:
    user = make_patron("bela@example.com", "Bela", status)
    assert ask_by_service(at_once, client=Client.objects.get(user=user)).status == Booking.Status.REQUESTED


def test_a_stranger_proves_the_address_first(client: Browser, at_once: SessionType) -> None:
    ask(client, at_once)
    assert Booking.objects.get().status == Booking.Status.DRAFT


def test_booking_at_once_finds_a_taken_time_taken(own: Browser, at_once: SessionType) -> None:
    ask(Browser(), at_once, email="bela@example.com")
    assert ask(own, at_once).status_code == 409
    assert not Booking.objects.filter(status="confirmed").exists()


def test_what_changed_since_the_page_was_opened_counts(at_once: SessionType, asha: User) -> None:
    stale = Client.objects.get(user=asha)
    Client.objects.update(status="ended")
    assert ask_by_service(at_once, client=stale).status == Booking.Status.REQUESTED
    Client.objects.update(status="active")
    SessionType.objects.update(confirms_at_once=False)
    later = MONDAY.replace(hour=9)
    assert ask_by_service(at_once, later, client=stale).status == Booking.Status.REQUESTED


def test_the_same_form_again_books_once(at_once: SessionType, asha: User) -> None:
    key, client = uuid4(), Client.objects.get(user=asha)
    words = RequestDetails(MONDAY, "video", "Asha", "asha@example.com", "Europe/London", "")
    made = [
        request_session(
            session_type=at_once, details=words, request_key=key, browser_key="b", now=NOW, client=client
        ).pk
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert Booking.objects.count() == 1


def test_a_session_type_asks_for_an_answer_unless_told_otherwise(desk: Browser, session_type: SessionType) -> None:
    assert not SessionType().confirms_at_once
    assert 'name="confirms_at_once"' in text(desk.get(f"/admin/bookings/sessiontype/{session_type.pk}/change/"))
