"""One tap says that one is late; and the link of a session is given, warned of and kept at the desk."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings import desk as desk_rooms
from bookings.arrival import said_late_at
from bookings.errors import StatusError
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, say_running_late, set_video_link
from practice.models import OutgoingMessage, Practice
from practice.opening import STEPS
from tests.bookings.at_desk import page_of
from tests.bookings.coming import END, MINUTE, OPENS, ROOM, SECOND, START, asha, booking, page_at, phone, say_late
from tests.bookings.letters import written
from tests.factories import NOW, make_booking

pytestmark = pytest.mark.django_db

__all__ = ["asha", "booking", "phone"]


@pytest.mark.gate
def test_one_tap_tells_the_therapist_at_once_and_on_the_desk(phone: Browser, booking: Booking) -> None:
    page = say_late(phone, booking, START - 5 * MINUTE)
    assert "A message to Dr Bhatt is on its way: you are running late." in page
    assert "You said at 6:25 am that you are running late; Dr Bhatt is told by email." in page
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
        assert say_running_late(booking=booking, by=None, now=START + minute * MINUTE) == booking
    assert said_late_at([booking]) == {booking.pk: START}
    assert booking.events.count() == 1
    assert OutgoingMessage.objects.count() == 1


def test_the_therapist_reads_who_said_it_and_is_told_at_once(booking: Booking, asha: User) -> None:
    say_running_late(booking=booking, by=asha, now=START)
    event = booking.events.get()
    said = (event.by, event.by_user, event.from_status, event.reason_code, event.note)
    assert said == ("client", asha, "confirmed", "running_late", "The client is running late.")
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.due_at) == ("booking_running_late", OPENS)  # at once, whenever it is said


def test_a_link_of_ones_own_is_kept_and_can_be_taken_back(booking: Booking) -> None:
    for link in ("https://other.example/one", ""):
        assert set_video_link(booking=booking, link=link).video_link == link
        booking.refresh_from_db()
        assert booking.video_link == link


def test_a_session_given_up_takes_no_link(session_type: SessionType) -> None:
    cancelled = make_booking(session_type, status="cancelled", blocks=False)
    with pytest.raises(StatusError):
        set_video_link(booking=cancelled, link=ROOM)
    cancelled.refresh_from_db()
    assert cancelled.video_link == ""


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
    for other in (room, over):
        with time_machine.travel(NOW, tick=False):
            assert "/video/" not in desk.get(page_of(other)).content.decode()
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
