"""How much one person may hold, whatever way she asks; and what the clock decides before her."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings import waiting
from bookings.errors import StatusError, TooManyOpenError
from bookings.models import Booking, SessionType
from bookings.request_limits import REQUESTS_A_PERSON_A_DAY
from bookings.services import withdraw_request
from bookings.services.caps import SESSIONS_BOOKED_AT_ONCE
from bookings.services.offering import take_off_list
from bookings.waiting_words import position_words
from practice.models import OutgoingMessage
from tests.bookings.browsing import details_url, form
from tests.bookings.steps import ask, ask_and_verify
from tests.bookings.waiting_steps import wait
from tests.cast import make_patron
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hour(number: int) -> datetime:
    """Return one of many times that do not touch one another."""
    day, slot = divmod(number, 3)
    return MONDAY.replace(hour=5, minute=30) + timedelta(days=day, hours=2 * slot)


def test_another_tag_in_the_address_makes_no_other_person(session_type: SessionType) -> None:
    for number in range(2):
        ask_and_verify(session_type, hour(number), email=f"mallory+{number}@example.com")
    with pytest.raises(TooManyOpenError):
        ask_and_verify(session_type, hour(2), email="Mallory+2@example.com")
    ask_and_verify(session_type, hour(3), email="malory@example.com")


def test_another_dot_in_an_address_of_gmail_makes_no_other_person(session_type: SessionType) -> None:
    for number, address in enumerate(["mallory@gmail.com", "m.allory@gmail.com"]):
        ask_and_verify(session_type, hour(number), email=address)
    with pytest.raises(TooManyOpenError):
        ask_and_verify(session_type, hour(2), email="m.a.l.l.o.r.y@googlemail.com")
    for number, address in enumerate(["asha@example.com", "a.sha@example.com", "as.ha@example.com"], start=3):
        ask_and_verify(session_type, hour(number), email=address)  # anywhere else a dot may be somebody else


def test_people_without_an_address_are_not_one_person(session_type: SessionType) -> None:
    for number in range(2):
        make_booking(session_type, starts_at=hour(number), status="requested", hold_until=NOW + DAY, email="")
    asha = Client.objects.get(user=make_patron("asha@example.com", "Asha"))
    Client.objects.update(user=None)
    asha.refresh_from_db()
    assert ask(session_type, hour(2), client=asha).status == Booking.Status.REQUESTED


def test_one_person_asks_so_often_a_day_and_no_more(client: Browser, session_type: SessionType) -> None:
    """Each tells the therapist at once, at night too; withdrawn ones count."""
    client.force_login(make_patron("asha@example.com", "Asha", "prospect"))
    statuses = []
    for number in range(REQUESTS_A_PERSON_A_DAY + 1):
        place = f"203.0.{number}.7"
        statuses.append(client.post(details_url(session_type), form(), REMOTE_ADDR=place).status_code)
        for booking in Booking.objects.filter(status="requested"):
            withdraw_request(booking=booking, by=None, now=NOW)
    assert statuses == [302] * REQUESTS_A_PERSON_A_DAY + [429]


def test_beyond_so_many_sessions_to_come_a_type_that_confirms_at_once_waits(session_type: SessionType) -> None:
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    asha = Client.objects.get(user=make_patron("asha@example.com", "Asha"))
    for number in range(SESSIONS_BOOKED_AT_ONCE - 1):
        make_booking(session_type, starts_at=hour(number), client=asha, created_at=NOW - HOUR)
    last, first = hour(SESSIONS_BOOKED_AT_ONCE - 1), hour(SESSIONS_BOOKED_AT_ONCE)
    assert ask(session_type, last, client=asha, browser="").status == Booking.Status.CONFIRMED
    Booking.objects.update(created_at=NOW - HOUR)
    assert ask(session_type, first, client=asha, browser="").status == Booking.Status.REQUESTED


def test_a_withdrawal_after_the_deadline_finds_the_request_expired(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert booking.hold_until
    with pytest.raises(StatusError):
        withdraw_request(booking=booking, by=None, now=booking.hold_until)
    booking.refresh_from_db()
    assert booking.status == Booking.Status.REQUESTED  # until the next who takes the lock, or the job, expires it
    assert not OutgoingMessage.objects.filter(kind="booking_withdrawn").exists()


def test_one_second_earlier_it_is_withdrawn(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert booking.hold_until
    before = booking.hold_until - timedelta(seconds=1)
    assert withdraw_request(booking=booking, by=None, now=before).status == Booking.Status.WITHDRAWN


def test_a_place_that_ends_between_two_reads_says_nothing_of_its_turn(session_type: SessionType) -> None:
    entry = wait(session_type)
    assert position_words(entry)
    therapist = session_type.practitioner.user
    assert therapist
    take_off_list(entry=entry, by=therapist, now=NOW)
    assert entry.ended_at is None
    assert (waiting.position_of(entry)[0], position_words(entry)) == (0, "")


def test_a_form_that_says_nothing_of_its_terms_is_ticked_again(client: Browser, session_type: SessionType) -> None:
    page = client.post(details_url(session_type), form(opened="x")).content.decode()
    assert 'name="opened" value="x"' not in page
    assert "checked" not in page.partition('name="limits"')[2].partition(">")[0]
    assert reverse("notice") in page


def test_a_browser_that_opened_no_link_finds_nothing_of_one(client: Browser, db: None) -> None:
    assert client.get(reverse("book_manage_calendar")).status_code == 404
    assert client.get(reverse("book_manage")).headers["Location"] == reverse("book_find")
