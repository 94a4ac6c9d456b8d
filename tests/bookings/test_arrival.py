"""Coming to a session: the way in opens 15 minutes before the start and closes at the end, and nothing is mailed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.arrival import arrival_of, is_way_open, new_request_url
from bookings.models import Booking, SessionType
from bookings.services import set_video_link
from bookings.services.codes import hash_token, manage_token
from practice.models import OutgoingMessage, Practice
from tests.bookings.coming import END, MINUTE, OPENS, ROOM, SECOND, START, asha, booking, page_at, phone
from tests.bookings.letters import write_every_letter
from tests.factories import NOW, make_booking

pytestmark = pytest.mark.django_db

__all__ = ["asha", "booking", "phone"]

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [(OPENS - SECOND, False), (OPENS, True), (START, True), (END - SECOND, True), (END, False)],
)
def test_the_way_in_is_open_from_15_minutes_before_until_the_end(
    booking: Booking, now: datetime, is_open: bool
) -> None:
    arrival = arrival_of(booking, now, "/late/")
    assert arrival is not None
    assert (is_way_open(booking, now), arrival.is_open, bool(arrival.link)) == (is_open, is_open, is_open)


@pytest.mark.parametrize("status", ["requested", "proposed", "declined", "cancelled", "completed"])
def test_there_is_no_way_in_to_what_is_not_agreed(session_type: SessionType, status: str) -> None:
    assert arrival_of(make_booking(session_type, status=status), START, "/late/") is None


def test_a_session_of_its_own_link_uses_that_one(booking: Booking) -> None:
    Practitioner.objects.update(video_company="Example Calls Ltd")
    booking = Booking.objects.get(pk=booking.pk)
    room = arrival_of(booking, START, "/late/")
    own = arrival_of(set_video_link(booking=booking, link="https://other.example/one"), START, "/late/")
    assert room is not None
    assert own is not None
    assert (room.link, room.company) == (ROOM, "Example Calls Ltd")
    assert (own.link, own.company) == ("https://other.example/one", "other.example")


def test_without_a_name_the_host_of_the_room_is_named(booking: Booking) -> None:
    arrival = arrival_of(booking, START, "/late/")
    assert arrival is not None
    assert arrival.company == "meet.example.com"


@pytest.mark.gate
def test_before_it_opens_the_page_says_when_and_holds_no_link(phone: Browser, booking: Booking) -> None:
    for address in ("", "/space/"):
        page = page_at(phone, booking, OPENS - SECOND, address)
        assert "The way in opens here on Monday 23 November, 6:15 am GMT." in page
        assert ROOM not in page
        assert "I am running late" not in page


@pytest.mark.gate
def test_when_it_is_open_the_page_has_all_one_needs(phone: Browser, booking: Booking) -> None:
    for address in ("", "/space/"):
        page = page_at(phone, booking, OPENS, address)
        assert f'href="{ROOM}" target="_blank" rel="noopener noreferrer"' in page
        assert "It is carried by meet.example.com" in page
        assert "Please be in a private place" in page
        assert "If you have not met by 6:40 am, please call" in page
        assert "I am running late" in page
        assert "Send a new request" not in page


@pytest.mark.parametrize(("now", "is_first"), [(OPENS - SECOND, False), (OPENS, True)])
def test_the_session_that_is_open_stands_above_what_waits_for_an_answer(
    phone: Browser, booking: Booking, now: datetime, *, is_first: bool
) -> None:
    later = {"starts_at": START + 7 * DAY, "client": booking.client, "hold_until": END}
    waits = make_booking(booking.session_type, status="proposed", **later)
    page = page_at(phone, booking, now, "/space/")
    order = [page.index(f"/book/asked/{each.uuid}/") for each in (booking, waits)]
    assert (order == sorted(order)) is is_first


@pytest.mark.gate
@pytest.mark.parametrize(("minutes", "is_shown"), [(9, False), (10, True)])
def test_after_ten_minutes_the_page_says_what_to_do_instead(
    phone: Browser, booking: Booking, minutes: int, is_shown: bool
) -> None:
    for address in ("", "/space/"):
        page = page_at(phone, booking, START + minutes * MINUTE, address)
        main = page.partition("<main")[2].partition("</main>")[0]
        assert ("If you have not met by now, please call." in main and "tel:+918826402150" in main) is is_shown
        assert ("A session that has begun is no longer moved here" in main and "a new request" in main) is is_shown
        assert ('href="/space/book/individual/?tz=Europe%2FLondon"' in main) is is_shown  # her own times


@pytest.mark.gate
def test_after_the_end_the_page_says_until_when_it_was_open(phone: Browser, booking: Booking) -> None:
    page = page_at(phone, booking, END)
    assert "The way in was open here until Monday 23 November, 7:20 am GMT." in page
    assert ROOM not in page


@pytest.mark.gate
@pytest.mark.parametrize("mode", ["video", "phone", "in_person"])
def test_after_the_end_the_page_says_that_it_is_over_before_anyone_has_noted_so(
    phone: Browser, booking: Booking, mode: str
) -> None:
    Booking.objects.filter(pk=booking.pk).update(mode=mode)
    calendar = reverse("book_asked_act", args=[booking.uuid, "calendar"])
    before, after = page_at(phone, booking, END - SECOND), page_at(phone, booking, END)
    assert "Your session is confirmed" in before
    assert calendar in before
    assert "This session is over" in after
    assert "Choose another time" in after
    for words in ("Your session is confirmed", "You can cancel online", calendar):
        assert words not in after
    assert ("The way in was open" in after) is (mode == "video")


@pytest.mark.gate
def test_by_the_link_of_a_mail_too_a_client_in_care_finds_the_times_of_her_space(booking: Booking) -> None:
    Booking.objects.update(manage_token_hash=hash_token(manage_token(booking)))
    with time_machine.travel(START + 10 * MINUTE, tick=False):
        page = Browser().get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True).content.decode()
    assert 'href="/space/book/individual/?tz=Europe%2FLondon">Send a new request</a>' in page


def test_what_she_may_not_ask_for_again_leads_to_all_she_may(booking: Booking) -> None:
    SessionType.objects.update(audience=SessionType.Audience.NEW_CLIENTS)
    assert new_request_url(Booking.objects.get(pk=booking.pk)) == "/space/book/"
    Client.objects.update(status=Client.Status.ENDED)
    assert new_request_url(Booking.objects.get(pk=booking.pk)).startswith("/book/individual/")


@pytest.mark.gate
def test_without_a_link_the_page_does_not_pretend(phone: Browser, booking: Booking, practitioner: Practitioner) -> None:
    practitioner.video_link = ""
    practitioner.save()
    Practice.objects.update(phone="")
    page = page_at(phone, booking, START + 10 * MINUTE)
    assert "The video link is missing here, and we are sorry." in page
    assert f'href="{reverse("contact")}">write to Dr Bhatt</a>' in page
    assert "If you have not met by now: a session that has begun is no longer moved here" in page
    Client.objects.update(status=Client.Status.ENDED)
    assert 'href="/book/individual/?tz=Europe%2FLondon"' in page_at(phone, booking, START + 10 * MINUTE)


@pytest.mark.gate
def test_in_person_the_page_says_how_to_get_there(phone: Browser, session_type: SessionType, asha: User) -> None:
    Practice.objects.update(directions="Second lift, then left.", step_free_access="A ramp at the side.")
    person = Client.objects.get(user=asha)
    booking = make_booking(session_type, client=person, client_zone="Asia/Kolkata", mode="in_person")
    early, late = page_at(phone, booking, NOW), page_at(phone, booking, START)
    for page in (early, late):
        for words in ("205, Second Floor, Qutub Plaza", "Second lift, then left.", "Getting in: A ramp at the side."):
            assert words in page
        assert ROOM not in page
    assert "From Monday 23 November, 11:45 am IST you can say here that you are running late." in early
    assert "You are expected." in late


@pytest.mark.gate
def test_by_phone_the_page_asks_for_a_private_place(phone: Browser, session_type: SessionType, asha: User) -> None:
    booking = make_booking(
        session_type, client=Client.objects.get(user=asha), mode="phone", client_zone="Europe/London"
    )
    page = page_at(phone, booking, START)
    assert "Your session is by phone: please call" in page
    assert 'href="tel:+918826402150"' in page
    assert "Please be in a private place" in page
    assert ROOM not in page


@pytest.mark.gate
def test_a_stranger_gets_neither_page_nor_link(phone: Browser, session_type: SessionType, asha: User) -> None:
    other = make_booking(session_type)
    with time_machine.travel(START, tick=False):
        phone.force_login(asha)
        assert phone.get(reverse("book_asked", args=[other.uuid])).status_code == 404
        assert phone.post(reverse("book_asked_act", args=[other.uuid, "late"])).status_code == 404
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
def test_the_link_is_in_no_mail(session_type: SessionType, therapist: User, practitioner: Practitioner) -> None:
    practitioner.video_link = ROOM
    practitioner.save()
    letters = write_every_letter(session_type, therapist)
    parts = [part for mail in letters for part in (mail.subject, mail.text, mail.html)]
    parts += [file.content.decode() for mail in letters for file in mail.attachments]
    assert any("/book/manage/" in part for part in parts)
    assert not any("meet.example.com" in part for part in parts)
