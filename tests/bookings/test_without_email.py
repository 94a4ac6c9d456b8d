"""A client without email asks, waits and is answered like anybody: nothing is asked of her, nothing written to her."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.emails import KINDS, render
from bookings.errors import NoPlaceError
from bookings.models import Booking, SessionType
from bookings.scheduling.waiting import Skip
from bookings.services import confirm_booking, offer_by_hand
from practice.models import OutgoingMessage
from tests.bookings.browsing import ask, details_url, text
from tests.bookings.waiting_steps import TUESDAY, offers, open_time, skip_of, wait
from tests.cast import sign_in
from tests.factories import NOW, make_client, make_user
from tests.worksheets.sheets import make_sheet
from worksheets import given
from worksheets.models import Assignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]


@pytest.fixture
def gita() -> Client:
    """A client in care who came in by a link and a PIN."""
    return make_client("Gita", user=make_user(""))


@pytest.fixture
def phone(gita: Client) -> Browser:
    """Her browser."""
    assert gita.user
    return sign_in(Browser(), gita.user)


def test_no_address_is_asked_for_and_the_request_comes_to_the_desk(
    phone: Browser, session_type: SessionType, gita: Client
) -> None:
    page = text(phone.get(details_url(session_type)))
    assert 'name="email"' not in page
    answer = ask(phone, session_type, email="")
    booking = Booking.objects.get()
    assert answer.headers["Location"] == reverse("book_asked", args=[booking.uuid])
    assert (booking.status, booking.client, booking.email) == ("requested", gita, "")
    shown = text(phone.get(answer.headers["Location"]))
    assert "This page says it." in shown
    assert "email" not in shown.partition("<main")[2].partition("</main>")[0]


def test_an_address_that_is_sent_along_is_not_believed(phone: Browser, session_type: SessionType, gita: Client) -> None:
    ask(phone, session_type, email="somebody@example.com")
    assert Booking.objects.get().email == ""


def test_whoever_has_an_address_still_has_the_field(client: Browser, session_type: SessionType) -> None:
    """The control: one who is not in care yet, of whom nothing counts as on file."""
    user = make_user("asha@example.com")
    make_client("Asha", user=user, status="prospect")
    assert 'name="email"' in text(sign_in(client, user).get(details_url(session_type)))


def test_no_message_is_written_to_her(phone: Browser, session_type: SessionType, therapist: User) -> None:
    ask(phone, session_type, email="")
    confirm_booking(booking=Booking.objects.get(), by=therapist, now=NOW)
    rows = [row for row in OutgoingMessage.objects.all() if row.kind in KINDS]
    to_her = [render(row, NOW) for row in rows if KINDS[row.kind].to_client]
    assert to_her
    assert set(to_her) == {None}


def test_a_place_on_the_waiting_list_waits_for_a_word_by_hand(
    phone: Browser, session_type: SessionType, scarce: Practitioner, gita: Client, therapist: User
) -> None:
    """Nothing is offered by a message that nobody would get."""
    entry = wait(session_type, client=gita)
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == []
    assert skip_of(entry) is Skip.NO_ADDRESS
    with pytest.raises(NoPlaceError):
        offer_by_hand(entry=entry, starts_at=start, by=therapist, now=NOW)
    assert phone.get(reverse("book_place", args=[entry.uuid])).status_code == 200


def test_with_an_address_the_same_time_is_offered(
    session_type: SessionType, scarce: Practitioner, gita: Client
) -> None:
    """The control."""
    wait(session_type, client=gita)
    open_time(scarce, TUESDAY, 12)
    User.objects.filter(client=gita).update(email="gita@example.com")
    assert len(offers()) == 1


def test_something_given_to_her_is_told_by_no_mail(gita: Client) -> None:
    assignment = Assignment.objects.create(client=gita, worksheet=make_sheet().worksheet)
    given.tell_of(assignment, NOW)
    assert given.render(OutgoingMessage.objects.get(kind=given.KIND), NOW) is None
