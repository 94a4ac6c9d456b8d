"""Coming to a session: the way in opens 15 minutes before the start and closes at the end, and nothing is mailed."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings import desk as desk_rooms
from bookings.arrival import arrival_of, is_way_open, new_request_url, said_late_at
from bookings.errors import StatusError
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, say_running_late, set_video_link
from bookings.services.codes import hash_token, manage_token
from practice.models import OutgoingMessage, Practice
from practice.opening import STEPS
from tests.bookings.at_desk import page_of
from tests.bookings.letters import write_every_letter, written
from tests.cast import make_patron
from tests.factories import MONDAY, NOW, make_booking

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
OPENS, START, END = MONDAY - 15 * MINUTE, MONDAY, MONDAY + 50 * MINUTE
ROOM = "https://meet.example.com/bhatt-room"


@pytest.fixture
def asha(practitioner: Practitioner) -> User:
    """A client, of a practitioner with a video room."""
    practitioner.video_link = ROOM
    practitioner.save()
    return make_patron("asha@example.com", "Asha")


@pytest.fixture
def booking(session_type: SessionType, asha: User) -> Booking:
    """Monday noon by video."""
    return make_booking(session_type, client=Client.objects.get(user=asha), client_zone="Europe/London")


@pytest.fixture
def phone(client: Browser, asha: User) -> Browser:
    """Asha's browser; she signs in at the hour that a test is about."""
    return client


def page_at(phone: Browser, booking: Booking, now: datetime, address: str = "") -> str:
    """Return the page of a booking as it is at `now`."""
    with time_machine.travel(now, tick=False):
        phone.force_login(User.objects.get(email="asha@example.com"))
        answer = phone.get(address or reverse("book_asked", args=[booking.uuid]))
        return " ".join(answer.content.decode().split())


def say_late(phone: Browser, booking: Booking, now: datetime) -> str:
    """Press "I am running late"; return the page that follows."""
    with time_machine.travel(now, tick=False):
        phone.force_login(User.objects.get(email="asha@example.com"))
        answer = phone.post(reverse("book_asked_act", args=[booking.uuid, "late"]), follow=True)
        return " ".join(answer.content.decode().split())


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
    assert f'href="{reverse("contact")}">write to Dr Arati Bhatt</a>' in page
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


# Running late


@pytest.mark.gate
def test_one_tap_tells_the_therapist_at_once_and_on_the_desk(phone: Browser, booking: Booking) -> None:
    page = say_late(phone, booking, START - 5 * MINUTE)
    assert "A message to Dr Arati Bhatt is on its way: you are running late." in page
    assert "You said at 6:25 am that you are running late; Dr Arati Bhatt is told by email." in page
    message = OutgoingMessage.objects.get(kind="booking_running_late")
    assert message.next_try_at <= START - 5 * MINUTE
    mail = written(booking, "booking_running_late", START)
    assert mail is not None
    assert mail.to == "arati@example.com"
    assert "Monday 23 November, 12:00 pm IST is running late" in mail.text
    assert "Asha" not in mail.subject + mail.text
    assert written(booking, "booking_running_late", END) is None
    (moment,) = desk_rooms.today_section(START)["today"]
    assert moment["late_at"] == "11:55 am"


@pytest.mark.gate
def test_without_a_link_the_page_says_whom_to_call(
    phone: Browser, booking: Booking, practitioner: Practitioner
) -> None:
    Practitioner.objects.update(video_link="")
    Practice.objects.update(phone="+918826402150")
    page = page_at(phone, booking, OPENS)
    missing = (
        'The video link is missing here, and we are sorry. Please call <a class="tall-link" href="tel:+918826402150">'
    )
    assert missing in page
    assert "in a moment" not in page


@pytest.mark.gate
def test_the_desk_warns_while_a_video_session_to_come_has_no_link(
    desk: Browser, booking: Booking, therapist: User
) -> None:
    missing, warning = "Video sessions without a link", "There is no video link for this session"

    def is_warned(now: datetime) -> tuple[bool, bool]:
        with time_machine.travel(now, tick=False):
            desk.force_login(therapist)
            front, page = desk.get("/admin/"), desk.get(page_of(booking))
            return missing in front.content.decode(), warning in page.content.decode()

    assert is_warned(NOW) == (False, False)
    Practitioner.objects.update(video_link="")
    assert is_warned(NOW) == (True, True)
    assert is_warned(END) == (False, False)
    set_video_link(booking=booking, link="https://other.example/one")
    assert is_warned(NOW) == (False, False)
    Booking.objects.update(video_link="", mode="phone")
    assert is_warned(NOW) == (False, False)


@pytest.mark.gate
def test_the_desk_shows_it_beside_the_session(desk: Browser, booking: Booking, therapist: User) -> None:
    with time_machine.travel(START, tick=False):
        desk.force_login(therapist)
        assert "running late" not in desk.get("/admin/").content.decode()
        say_running_late(booking=booking, by=None, now=START)
        assert "running late, said at 12:00 pm" in desk.get("/admin/").content.decode()
        assert "The client is running late." in desk.get(page_of(booking)).content.decode()


def test_said_twice_it_is_told_once(booking: Booking) -> None:
    for minute in range(3):
        say_running_late(booking=booking, by=None, now=START + minute * MINUTE)
    assert said_late_at([booking]) == {booking.pk: START}
    assert booking.events.count() == 1
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize("now", [OPENS - SECOND, END])
def test_outside_its_hours_it_is_refused(booking: Booking, now: datetime) -> None:
    with pytest.raises(StatusError):
        say_running_late(booking=booking, by=None, now=now)
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
def test_too_early_a_tap_changes_nothing_and_says_so(phone: Browser, booking: Booking) -> None:
    assert "Nothing was changed" in say_late(phone, booking, OPENS - SECOND)
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
def test_opening_the_address_of_the_tap_tells_nobody(phone: Browser, booking: Booking) -> None:
    with time_machine.travel(START, tick=False):
        phone.force_login(User.objects.get(email="asha@example.com"))
        answer: Any = phone.get(reverse("book_asked_act", args=[booking.uuid, "late"]))
    assert answer.headers["Location"] == reverse("book_asked", args=[booking.uuid])
    assert OutgoingMessage.objects.count() == 0


# The link on the desk


@pytest.mark.gate
def test_the_therapist_gives_one_session_a_link_of_its_own(desk: Browser, booking: Booking) -> None:
    address = reverse("admin:booking_video", args=[booking.pk])
    with time_machine.travel(NOW, tick=False):
        assert address in desk.get(page_of(booking)).content.decode()
        assert desk.get(address).status_code == 200
        assert desk.post(address, {"link": " https://other.example/one "}).headers["Location"] == page_of(booking)
        assert "https://other.example/one" in desk.get(address).content.decode()
    booking.refresh_from_db()
    assert booking.video_link == "https://other.example/one"
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
@pytest.mark.parametrize("link", ["http://other.example/one", "javascript:alert(1)", "room 7"])
def test_what_is_no_safe_link_is_refused_in_words(desk: Browser, booking: Booking, link: str) -> None:
    answer = desk.post(reverse("admin:booking_video", args=[booking.pk]), {"link": link})
    assert answer.status_code == 422
    assert "Write the whole address, beginning with https://." in answer.content.decode()
    booking.refresh_from_db()
    assert booking.video_link == ""


@pytest.mark.gate
def test_only_a_video_session_to_come_takes_a_link(desk: Browser, session_type: SessionType) -> None:
    room = make_booking(session_type, mode="in_person")
    over = make_booking(session_type, starts_at=NOW - timedelta(days=2))
    for booking in (room, over):
        with time_machine.travel(NOW, tick=False):
            assert "/video/" not in desk.get(page_of(booking)).content.decode()
    assert desk.get("/admin/bookings/booking/0/change/").status_code == 302


@pytest.mark.gate
def test_a_session_given_up_meanwhile_takes_no_link(desk: Browser, session_type: SessionType) -> None:
    gone = make_booking(session_type, status="cancelled")
    with pytest.raises(StatusError):
        set_video_link(booking=gone, link=ROOM)
    answer = desk.post(reverse("admin:booking_video", args=[gone.pk]), {"link": ROOM}, follow=True)
    assert "nothing was changed" in answer.content.decode()
    gone.refresh_from_db()
    assert gone.video_link == ""


@pytest.mark.gate
def test_the_room_is_kept_encrypted_and_set_at_the_desk(desk: Browser, practitioner: Practitioner) -> None:
    address = reverse("admin:accounts_practitioner_change", args=[practitioner.pk])
    form = desk.get(address).context["adminform"].form
    given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert desk.post(address, given | {"video_link": "http://x.example"}).status_code == 200
    assert desk.post(address, given | {"video_link": ROOM, "video_company": "Example"}).status_code == 302
    practitioner.refresh_from_db()
    assert (practitioner.video_link, practitioner.video_company) == (ROOM, "Example")
    stored = Practitioner.objects.values_list("video_link", flat=True).get()
    assert ROOM not in str(stored)


def test_each_practitioner_gets_a_name_of_her_own_in_the_migration(practitioner: Practitioner) -> None:
    other = Practitioner.objects.create(name="Dr Other")
    Practitioner.objects.update(uuid=practitioner.uuid)
    import_module("accounts.migrations.0004_video_room").name_rows(apps, None)
    practitioner.refresh_from_db()
    other.refresh_from_db()
    assert practitioner.uuid != other.uuid


def test_control_a_confirmation_tells_nobody_that_someone_is_late(session_type: SessionType, therapist: User) -> None:
    request = make_booking(session_type, status="requested")
    confirm_booking(booking=request, by=therapist, now=NOW)
    assert said_late_at([request]) == {}


def test_the_opening_list_asks_for_a_room_only_where_video_is_offered(session_type: SessionType) -> None:
    step = STEPS["video_room"]
    assert not step.is_necessary
    assert not step.is_done()
    SessionType.objects.update(video=False)
    assert step.is_done()
    SessionType.objects.update(video=True)
    practitioner = session_type.practitioner
    practitioner.video_link = ROOM
    practitioner.save()
    assert step.is_done()
    assert step.address() == "/admin/accounts/practitioner/"
