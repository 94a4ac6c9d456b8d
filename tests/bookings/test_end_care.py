"""Ending care asks first, names what is still to come, and ends it in the same transaction or keeps it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, LedgerEntry, User
from bookings.desk_care import ending_of
from bookings.models import Booking, BookingEvent, SessionType, WaitingEntry
from bookings.services import end_care, end_standing, offer_by_hand, propose_time, request_move, start_standing
from bookings.services.caring import arranged_with
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage
from tests.bookings.at_desk import HOUR, run_action, status_of
from tests.bookings.browsing import text
from tests.bookings.standing import sessions
from tests.bookings.steps import ask, kinds_queued, together
from tests.bookings.waiting_steps import wait
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
DAY = timedelta(days=1)


@pytest.fixture
def asha(session_type: SessionType) -> Client:
    return make_client("Asha", user=make_user("asha@example.com"))


@pytest.fixture
def session(session_type: SessionType, asha: Client) -> Booking:
    return make_booking(session_type, client=asha)


def question(*clients: Client) -> str:
    return reverse("admin:end_care") + "?" + "&".join(f"client={client.pk}" for client in clients)


def test_the_action_asks_first_and_names_each_session(desk: Browser, session: Booking, asha: Client) -> None:
    page = run_action(desk, "end_care", asha, model="accounts_client")
    assert "23 Nov 2026, 12:00 pm IST" in page
    assert "What becomes of them?" in page
    assert "one email tells the client of all of them; otherwise nobody is written to" in page
    assert "can be read and printed in her space until 18 February 2027" in page
    asha.refresh_from_db()
    assert asha.status == "active"
    assert status_of(session) == "confirmed"


def test_without_an_answer_nothing_is_done(desk: Browser, session: Booking, asha: Client) -> None:
    answer = desk.post(question(asha))
    assert answer.status_code == 422
    assert "Say what becomes of what is still to come." in text(answer)
    asha.refresh_from_db()
    assert asha.status == "active"


def test_sessions_are_cancelled_with_one_message_for_all(
    desk: Browser, session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    request = ask(session_type, MONDAY + DAY, client=asha)
    page = text(desk.post(question(asha), {"sessions": "cancel"}, follow=True))
    assert "Asha: now “care has ended”. Ended with it: 1 session, 1 request. One email tells the client" in page
    assert (status_of(session), status_of(request)) == ("cancelled", "declined")
    assert kinds_queued(session) == []
    assert "booking_declined" not in kinds_queued(request)
    assert OutgoingMessage.objects.filter(kind="care_ended", cause=f"client:{asha.pk}").count() == 1
    assert LedgerEntry.objects.get().by == therapist


def test_sessions_can_be_kept(desk: Browser, session: Booking, asha: Client) -> None:
    page = text(desk.post(question(asha), {"sessions": "keep"}, follow=True))
    assert "Asha: now “care has ended”." in page
    assert status_of(session) == "confirmed"
    assert kinds_queued(session) == []


def test_where_nothing_is_to_come_nothing_is_asked_of_it(desk: Browser, asha: Client) -> None:
    assert "What becomes of them?" not in text(desk.get(question(asha)))
    desk.post(question(asha))
    asha.refresh_from_db()
    assert asha.status == "ended"


@pytest.mark.parametrize("query", ["", "?client=x", "?client=00000000-0000-4000-8000-000000000000"])
def test_without_anybody_chosen_it_leads_back_to_the_list(desk: Browser, query: str) -> None:
    answer = desk.get(reverse("admin:end_care") + query)
    assert answer.headers["Location"] == "/admin/accounts/client/"


def test_a_move_ends_with_its_session_and_an_offer_is_released(
    session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    move = request_move(booking=session, starts_at=MONDAY + 2 * HOUR, by=None, now=NOW)
    offered = ask(session_type, MONDAY + DAY, client=asha)
    propose_time(booking=offered, starts_at=MONDAY + DAY + HOUR, by=therapist, now=NOW)
    assert list(arranged_with(asha, NOW)) == [session]
    assert end_care(client=asha, cancels=True, by=therapist, now=NOW) == [session, offered]
    assert [status_of(row) for row in (session, move, offered)] == ["cancelled", "withdrawn", "expired"]


def test_what_has_started_and_what_is_anothers_stays(
    session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    other = make_booking(session_type, starts_at=MONDAY + DAY, client=make_client("Bela"))
    assert end_care(client=asha, cancels=True, by=therapist, now=MONDAY) == []
    assert [status_of(row) for row in (session, other)] == ["confirmed", "confirmed"]


def test_care_ends_where_there_is_no_calendar_yet(therapist: User) -> None:
    asha = make_client("Asha")
    assert end_care(client=asha, cancels=True, by=therapist, now=NOW) == []
    asha.refresh_from_db()
    assert asha.status == "ended"


def test_ending_twice_writes_one_entry(session: Booking, asha: Client, therapist: User) -> None:
    for _time in range(2):
        end_care(client=asha, cancels=True, by=therapist, now=NOW)
    assert LedgerEntry.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="care_ended").count() == 1


def test_what_ends_in_any_case_is_named_and_ends_with_one_message(
    desk: Browser, session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    own = make_booking(session_type, starts_at=MONDAY + DAY, client=asha)
    standing = start_standing(booking=own, every_weeks=1, by=therapist, now=NOW)
    entry = wait(session_type, client=asha)
    page = text(desk.get(question(asha)))
    assert "23 Nov 2026, 12:00 pm IST" in page
    assert "24 Nov 2026, 12:00 pm IST" in page
    assert "The standing time (every week on Tuesday at 12:00 pm, Gurgaon (IST)) ends, and with it" in page
    assert "The place on the waiting list ends." in page
    desk.post(question(asha), {"sessions": "keep"})
    entry.refresh_from_db()
    assert (status_of(own), status_of(session), entry.end) == ("cancelled", "confirmed", "care_ended")
    assert together(standing.uuid).count("standing_ended") == 1


def test_sessions_of_a_standing_time_that_ends_later_are_no_choice_for_they_end_too(
    desk: Browser, session: Booking, asha: Client, therapist: User
) -> None:
    standing = start_standing(booking=session, every_weeks=1, by=therapist, now=NOW)
    last = date(2026, 12, 14)
    end_standing(standing=standing, first_day=last, by=BookingEvent.By.PRACTICE, user=therapist, now=NOW)
    ending = ending_of(asha, NOW)
    assert (ending.sessions, len(ending.anyway)) == ([], 1)
    assert len(ending.anyway[0].sessions) == len(sessions(standing))
    after = ending_of(asha, datetime(2026, 12, 14, tzinfo=UTC))
    assert (after.sessions, after.anyway) == ([], [])
    desk.post(question(asha), {"sessions": "keep"})
    assert status_of(session) == "cancelled"


def test_control_nothing_is_named_of_whom_has_neither(desk: Browser, session: Booking, asha: Client) -> None:
    page = text(desk.get(question(asha)))
    assert "standing time" not in page
    assert "waiting list ends" not in page


def send_all(now: datetime) -> list[EmailMessage]:
    """Send what is due, and return it."""
    django_mail.outbox.clear()
    send_round(SteadyClock(lambda: now))
    return list(django_mail.outbox)


def test_the_client_gets_one_message_about_everything_and_the_therapist_none(
    session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    own = make_booking(session_type, starts_at=MONDAY + DAY, client=asha)
    start_standing(booking=own, every_weeks=1, by=therapist, now=NOW)
    wait(session_type, client=asha)
    offer_by_hand(entry=WaitingEntry.objects.get(), starts_at=MONDAY + 3 * DAY, by=therapist, now=NOW)
    send_all(NOW)
    ended = end_care(client=asha, cancels=True, by=therapist, now=NOW + HOUR)
    dates = [row for row in ended if row.status == "cancelled"]
    assert len(dates) > 5
    mail, *others = send_all(NOW + HOUR)
    assert others == []
    assert mail.to == ["asha@example.com"]
    assert len(mail.attachments) == len(dates)
    words = str(mail.body)
    for said in ("has come to its end", "Your standing time ends", "no longer held", "Your place on the waiting list"):
        assert said in words
    assert words.count("2026, ") + words.count("2027, ") >= len(dates) + 1
    assert "ask for another time" not in words
    assert "whenever you like" not in words


def test_a_standing_time_that_is_ended_by_itself_still_has_its_own_message(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    """The control: without the end of care nothing is held back."""
    own = make_booking(session_type, starts_at=MONDAY + DAY, client=asha)
    standing = start_standing(booking=own, every_weeks=1, by=therapist, now=NOW)
    send_all(NOW)
    end_standing(
        standing=standing, first_day=standing.first_date, by=BookingEvent.By.PRACTICE, user=therapist, now=NOW + HOUR
    )
    assert [mail.subject for mail in send_all(NOW + HOUR)] == ["Your standing time ends"]


def test_an_offer_that_the_client_was_never_sent_is_not_named(
    session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    wait(session_type, client=asha)
    offer_by_hand(entry=WaitingEntry.objects.get(), starts_at=MONDAY + 3 * DAY, by=therapist, now=NOW)
    end_care(client=asha, cancels=True, by=therapist, now=NOW)
    (mail,) = send_all(NOW)
    assert "was offered to you" not in str(mail.body)


def test_sessions_that_are_kept_are_said_to_stay(
    session_type: SessionType, session: Booking, asha: Client, therapist: User
) -> None:
    own = make_booking(session_type, starts_at=MONDAY + DAY, client=asha)
    start_standing(booking=own, every_weeks=1, by=therapist, now=NOW)
    send_all(NOW)
    end_care(client=asha, cancels=False, by=therapist, now=NOW + HOUR)
    (mail,) = send_all(NOW + HOUR)
    assert "Other sessions that are agreed stay as they are." in str(mail.body)
