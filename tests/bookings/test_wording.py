"""How much a message gives away: discreet unless the client chose otherwise, in sender, subject, text and calendar."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client as Browser

from accounts.models import Client, Practitioner, User
from accounts.services import set_wording
from bookings import calendars, emails
from bookings.lock_screen import example_session, first_words, lock_screens
from bookings.models import Booking, SessionType
from bookings.services import cancel_booking, confirm_booking
from bookings.services.recording import By
from bookings.wording import SUBJECTS
from practice.mail import Mail
from practice.models import OutgoingMessage, Practice
from tests.bookings.letters import write_every_letter, written
from tests.bookings.steps import ask_and_verify
from tests.cast import make_patron
from tests.factories import NOW, make_booking
from tests.test_outgoing import as_sent

pytestmark = pytest.mark.django_db
WRITTEN_TWICE = 2  # the receipt of a request that was changed too, and a time offered again after a no

NO_BODY: Any = {}
BARE, DISCREET, PLAIN = "bare", "discreet", "plain"


def confirmed(session_type: SessionType, therapist: User, wording: str = "") -> Booking:
    """Return a confirmed session by someone who chose this wording, or chose nothing."""
    booking = confirm_booking(booking=ask_and_verify(session_type, mode="in_person"), by=therapist, now=NOW)
    assert booking.client
    if wording:
        set_wording(client=booking.client, wording=wording)
        booking.client.refresh_from_db()
    return booking


def said_in(mail: Mail) -> str:
    """Return everything of a message that a person can see, its files included, in lower case."""
    sent = as_sent(mail)
    files = [attachment.filename + attachment.content.decode() for attachment in mail.attachments]
    return "\n".join([str(sent["Subject"]), str(sent["From"]), mail.text, mail.html, *files]).lower()


def to_clients(mails: list[Mail]) -> list[Mail]:
    """Return the messages that go to clients, but for the code."""
    return [mail for mail in mails if mail.to != "arati@example.com" and "code" not in mail.subject]


def test_whoever_chose_nothing_is_told_discreetly(session_type: SessionType, therapist: User) -> None:
    Practice.objects.update(name="Serein Therapy Clinic")
    mail = written(confirmed(session_type, therapist), "booking_confirmed")
    assert mail is not None
    assert mail.subject == "Your session is confirmed"
    assert str(as_sent(mail)["From"]).startswith("Serein <")
    assert b"SUMMARY:Appointment" in mail.attachments[0].content
    assert "Bhatt" not in mail.subject + mail.text


THERAPIST = "Bhatt"


def test_no_locked_phone_shows_the_therapist_of_a_discreet_message(session_type: SessionType, therapist: User) -> None:
    mails = to_clients(write_every_letter(session_type, therapist))
    shown = [(mail.subject, first_words(mail.text)) for mail in mails]
    assert [line for subject, line in shown if THERAPIST in subject or THERAPIST in line] == []
    assert any(THERAPIST in mail.text for mail in mails)  # further down she has her name


def test_control_a_message_that_begins_with_the_therapist_is_found() -> None:
    assert THERAPIST in first_words("Hello Asha,\n\nDr Arati Bhatt cannot offer you this time:\n\nMonday")


def test_plain_words_say_with_whom_and_when_at_a_glance(session_type: SessionType, therapist: User) -> None:
    mail = written(confirmed(session_type, therapist, PLAIN), "booking_confirmed")
    assert mail is not None
    assert mail.subject == ("Your session with Dr Arati Bhatt on Monday 23 November, 6:30 am GMT is confirmed")
    assert str(as_sent(mail)["From"]).startswith("Dr Arati Bhatt <")
    assert b"SUMMARY:Session with Dr Arati Bhatt" in mail.attachments[0].content
    assert "“Session with Dr Arati Bhatt”" in mail.text


def test_bare_words_keep_the_time_and_leave_out_the_rest(session_type: SessionType, therapist: User) -> None:
    mail = written(confirmed(session_type, therapist, BARE), "booking_confirmed")
    assert mail is not None
    assert mail.subject == "Confirmed"
    assert "Monday 23 November 2026, 6:30 am to 7:20 am, London (GMT)" in mail.text
    assert "12:00 pm in Gurgaon (IST)" in mail.text
    assert "/book/manage/" in mail.text
    assert b"SUMMARY:Busy" in mail.attachments[0].content
    assert mail.attachments[0].filename == "invite.ics"
    assert b"LOCATION" not in mail.attachments[0].content


@pytest.mark.gate
@pytest.mark.unmeasured
def test_the_bare_level_never_says_session(session_type: SessionType, therapist: User) -> None:
    mails = to_clients(write_every_letter(session_type, therapist, BARE))
    assert len(mails) == len(SUBJECTS) + WRITTEN_TWICE
    told = [
        mail.subject for mail in mails if any(word in said_in(mail) for word in ("session", "bhatt", "appointment"))
    ]
    assert told == []


@pytest.mark.gate
@pytest.mark.unmeasured
def test_control_the_other_levels_do_say_it(session_type: SessionType, therapist: User) -> None:
    subjects = [mail.subject for mail in to_clients(write_every_letter(session_type, therapist, DISCREET))]
    assert any("session" in subject for subject in subjects)
    assert not any("Bhatt" in subject for subject in subjects)


@pytest.mark.gate
@pytest.mark.unmeasured
def test_every_plain_subject_names_the_therapist_and_the_day(session_type: SessionType, therapist: User) -> None:
    mails = to_clients(write_every_letter(session_type, therapist, PLAIN))
    assert len(mails) == len(SUBJECTS) + WRITTEN_TWICE
    assert all("Dr Arati Bhatt" in mail.subject for mail in mails)
    undated = [mail.subject for mail in mails if "ember, " not in mail.subject]
    assert len(undated) == sum("%(moment)s" not in str(each.plain) for each in SUBJECTS.values()) == 4


@pytest.mark.gate
@pytest.mark.unmeasured
def test_what_goes_to_the_therapist_does_not_follow_the_client(session_type: SessionType, therapist: User) -> None:
    mails = [mail for mail in write_every_letter(session_type, therapist, PLAIN) if mail.to == "arati@example.com"]
    assert "A request waits for your answer" in {mail.subject for mail in mails}
    assert all(mail.from_name == "" and "Asha" not in mail.subject for mail in mails)


def test_every_kind_for_clients_has_its_own_subjects_but_the_code() -> None:
    to_client = {name for name, kind in emails.KINDS.items() if kind.to_client}
    assert to_client - set(SUBJECTS) == {"booking_code"}


def test_the_choice_holds_for_messages_queued_before_it(session_type: SessionType, therapist: User) -> None:
    booking = confirmed(session_type, therapist)
    assert booking.client
    before = OutgoingMessage.objects.count()
    set_wording(client=booking.client, wording=BARE)
    mail = written(booking, "booking_reminder")
    assert mail is not None
    assert (mail.subject, OutgoingMessage.objects.count()) == ("A reminder", before)


def test_a_cancellation_takes_the_same_entry_out_of_the_calendar(session_type: SessionType, therapist: User) -> None:
    booking = confirmed(session_type, therapist, BARE)
    first, last = written(booking, "booking_confirmed"), None
    cancel_booking(booking=booking, by=By.PRACTICE, user=therapist, now=NOW)
    last = written(booking, "booking_cancelled")
    assert first is not None
    assert last is not None
    uids = [line for mail in (first, last) for line in mail.attachments[0].content.splitlines() if b"UID" in line]
    assert len(uids) == 2
    assert uids[0] == uids[1]
    assert b"SUMMARY:Busy" in last.attachments[0].content


def test_without_a_client_a_calendar_is_discreet(session_type: SessionType) -> None:
    booking = make_booking(session_type)
    assert b"SUMMARY:Appointment" in calendars.calendar_file(booking, now=NOW, sender="x@example.com")


@pytest.fixture
def asha(session_type: SessionType) -> User:
    return make_patron("asha@example.com", "Asha")


@pytest.mark.gate
@pytest.mark.unmeasured
def test_the_page_shows_beforehand_what_a_locked_phone_will_show(
    client: Browser, asha: User, clock: time_machine.Traveller
) -> None:
    Client.objects.update(zone_name="Europe/London")
    Practice.objects.update(name="Serein Therapy Clinic")
    client.force_login(asha)
    page = BeautifulSoup(client.get("/space/messages/").content, "html.parser")
    shown = [[dd.get_text() for dd in card("dd")] for card in page.select("article.card")]
    assert shown == [
        [
            "Serein",
            "A reminder of your session",
            "Hello Asha, This is a reminder of your session: Friday 27 November 2026, 4:00 am to 4:50…",
            "Appointment",
        ],
        [
            "Serein",
            "A reminder",
            "Hello Asha, A reminder: Friday 27 November 2026, 4:00 am to 4:50 am, London (GMT) 9:30 am…",
            "Busy",
        ],
        [
            "Dr Arati Bhatt",
            "Your session with Dr Arati Bhatt on Friday 27 November, 4:00 am GMT",
            "Hello Asha, This is a reminder of your session: Friday 27 November 2026, 4:00 am to 4:50…",
            "Session with Dr Arati Bhatt",
        ],
    ]


@pytest.mark.parametrize("wording", [DISCREET, BARE, PLAIN])
def test_what_is_shown_beforehand_is_what_is_sent(
    session_type: SessionType, therapist: User, asha: User, wording: str
) -> None:
    """A real session at the example's time, written as it would go out."""
    person = Client.objects.get(user=asha)
    set_wording(client=person, wording=wording)
    person.refresh_from_db()
    example = example_session(person, NOW)
    booking = make_booking(
        session_type, starts_at=example.starts_at, client=person, name="Asha", client_zone="", email=asha.email
    )
    message = OutgoingMessage(
        kind="booking_reminder", cause=f"booking:{booking.uuid}", message_id="<1@x>", body=NO_BODY
    )
    mail = emails.render(message, NOW)
    screen = next(screen for screen in lock_screens(person, NOW) if screen.is_chosen)
    assert mail is not None
    assert screen.subject == mail.subject
    assert str(as_sent(mail)["From"]).startswith(f"{screen.sender} <")
    assert " ".join(mail.text.split()).startswith(screen.line.removesuffix("…"))


@pytest.mark.gate
def test_the_page_says_which_calendar_entries_tell_where_the_room_is(
    client: Browser, asha: User, session_type: SessionType
) -> None:
    """As the files themselves do: a phone shows the place of an entry on its lock screen."""
    client.force_login(asha)
    person = Client.objects.get(user=asha)
    booking = make_booking(session_type, mode="in_person", client=person)
    room = Practice.load().address_line
    cards = client.get("/space/messages/").content.decode().split('<article class="card">')[1:]
    for card, wording in zip(cards, Client.Wording, strict=True):
        person.wording = wording
        file = calendars.calendar_file(booking, now=NOW, sender="x@example.com")
        assert (b"LOCATION" in file) is (room in card) is (wording == PLAIN)


def test_before_the_practice_is_set_up_there_is_an_example_too(db: None) -> None:
    Practitioner.objects.all().delete()
    assert len(lock_screens(Client(name="Asha"), NOW)) == 3


@pytest.mark.gate
@pytest.mark.unmeasured
def test_a_choice_is_kept_and_sends_nothing(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert "How your messages read" in client.get("/space/").content.decode()
    answer = client.post("/space/messages/", {"wording": PLAIN})
    assert answer.headers["Location"] == "/space/messages/"
    assert Client.objects.get(user=asha).wording == PLAIN
    assert "Saved." in client.get("/space/messages/").content.decode()
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.parametrize("sent", [{}, {"wording": "loud"}])
def test_no_choice_or_an_unknown_one_is_refused_in_words(client: Browser, asha: User, sent: dict[str, str]) -> None:
    client.force_login(asha)
    answer = client.post("/space/messages/", sent)
    assert answer.status_code == 422
    assert "Choose how your messages are worded" in answer.content.decode()
    assert Client.objects.get(user=asha).wording == DISCREET


@pytest.mark.gate
@pytest.mark.unmeasured
def test_a_choice_changes_ones_own_messages_only(client: Browser, asha: User) -> None:
    make_patron("bela@example.com", "Bela")
    client.force_login(asha)
    client.post("/space/messages/", {"wording": BARE})
    assert Client.objects.get(user__email="bela@example.com").wording == DISCREET


def test_the_reminder_of_the_example_is_a_week_away(asha: User) -> None:
    example = example_session(Client.objects.get(user=asha), NOW)
    assert timedelta(days=6, hours=23) <= example.starts_at - NOW <= timedelta(days=7)
