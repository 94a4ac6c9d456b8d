"""The health page of the desk: lights, what to do, and the messages that could not be sent."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.emails import KINDS
from bookings.models import Guardian, SessionType, StandingTime, WaitingEntry
from practice import desk_health, health
from practice.mail import causes, registry
from practice.mail.causes import About
from practice.models import OutgoingMessage, Practice, WorkerBeat
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

State = OutgoingMessage.State
PAGE = "/admin/health/"


def make_dead(failure: str = "SMTPRecipientsRefused 550", **changes: object) -> OutgoingMessage:
    given = {"kind": "booking_confirmed", "cause": "booking:7", "due_at": NOW, "body": {"to": "asha@example.com"}}
    row = OutgoingMessage(failure=failure, next_try_at=NOW, **{"state": State.DEAD, **given, **changes})
    row.message_id = f"<{row.uuid}@x>"
    row.save()
    return row


def put(desk: Browser, name: str, message: OutgoingMessage) -> str:
    """Press a button beside a message; return the page that follows."""
    return text(desk.post(reverse(f"admin:{name}", args=[message.uuid]), follow=True))


def state_of(message: OutgoingMessage) -> str:
    message.refresh_from_db()
    return message.state


def test_the_page_is_where_it_is_promised() -> None:
    assert reverse("admin:health") == PAGE


def test_every_light_has_a_name_and_what_to_do_where_it_is_not_green() -> None:
    for name, watch in health.WATCHES.items():
        assert watch.title, name
        assert watch.advice, name


def test_a_light_that_is_not_green_comes_first_with_what_to_do(desk: Browser) -> None:
    page = text(desk.get(PAGE))
    assert "The worker is not running" in page
    assert "Restart the site." in page
    assert page.index("needs a look") < page.index(">well<")


def test_a_green_light_gives_no_advice(desk: Browser) -> None:
    WorkerBeat.objects.create(name="worker", ran_at=NOW)
    rows = {row.title: row for row in desk_health.light_rows(NOW)}
    assert rows["Database"].ok
    assert rows["Database"].advice == ""


def test_a_dead_message_shows_kind_time_and_reason_and_nothing_of_its_address_or_words(desk: Browser) -> None:
    make_dead()
    page = text(desk.get(PAGE))
    assert "A session is confirmed" in page
    assert "Due 20 Nov 2026, 10:00 am IST. The mail server did not take the address." in page
    assert "asha@example.com" not in page
    assert "booking:7" not in page


def test_a_dead_message_says_whose_session_it_is_about_and_leads_there(
    desk: Browser, session_type: SessionType
) -> None:
    session = make_booking(session_type, status="declined")
    make_dead(kind="booking_declined", cause=f"booking:{session.uuid}")
    link = f'<a href="{page_of(session)}">Asha, 23 Nov 2026, 12:00 pm IST</a>'
    assert link in text(desk.get(PAGE))


def test_each_cause_of_the_sessions_says_what_it_is_about(session_type: SessionType) -> None:
    client = make_client("Bela")
    session = make_booking(session_type, client=client, name="Bela", series=uuid4())
    own = {"practitioner": session_type.practitioner, "client": client, "session_type": session_type}
    day = date(2026, 11, 30)
    standing = StandingTime.objects.create(
        **own, mode="video", first_date=day, starts=time(12), filled_to=day, created_at=NOW
    )
    dated = make_booking(session_type, starts_at=MONDAY + timedelta(days=7), name="Bela", series=standing.uuid)
    place = WaitingEntry.objects.create(**own, zone_name="Asia/Kolkata", created_at=NOW, token_hash="x")
    guardian = Guardian.objects.create(client=client, booking=session, name="Ma", how="link", asked_at=NOW)
    given = {
        f"booking:{session.uuid}": (page_of(session), "23 Nov 2026, 12:00 pm IST"),
        f"series:{session.series}": (
            reverse("admin:booking_series", args=[session.series]),
            "23 Nov 2026, 12:00 pm IST",
        ),
        f"series:{standing.uuid}": (
            reverse("admin:bookings_standingtime_change", args=[standing.pk]),
            "30 Nov 2026, 12:00 pm IST",
        ),
        f"waiting:{place.uuid}": (reverse("admin:waiting"), ""),
        f"guardian:{guardian.uuid}": (page_of(session), "23 Nov 2026, 12:00 pm IST"),
    }
    assert dated.series == standing.uuid
    assert causes.about(given) == {cause: About("Bela", when, page) for cause, (page, when) in given.items()}


@pytest.mark.parametrize(
    "cause",
    ["booking:7", "series:x", "assignment:x", "booking:5f6b0c3e-0000-4000-8000-000000000000", "links:7", "account", ""],
)
def test_what_nobody_knows_is_about_nothing(db: None, cause: str) -> None:
    assert causes.about([cause]) == {}


def test_a_draft_is_nobody_yet(session_type: SessionType) -> None:
    draft = make_booking(session_type, status="draft")
    assert causes.about([f"booking:{draft.uuid}"]) == {}


def test_without_dead_messages_the_page_says_none(desk: Browser) -> None:
    assert '<p class="desk__muted">None.</p>' in text(desk.get(PAGE))


def test_every_kind_of_message_has_a_title() -> None:
    assert set(KINDS) <= set(registry.KINDS)
    assert [kind for kind in registry.KINDS if not registry.TITLES[kind]] == []
    assert registry.title_of("some_older_kind") == "some older kind"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("SMTPDataError 554", "The mail server did not take the message."),
        ("SMTPAuthenticationError 535", "The mail server did not accept the practice's password."),
        ("ConnectionRefusedError", "The mail server did not answer."),
        ("SSLCertVerificationError", "The mail server could not prove who it is."),
        ("unknown kind", "The program does not know how to write it."),
        ("ValueError", "The program met a fault of its own (ValueError)."),
        ("", "The program met a fault of its own (?)."),
    ],
)
def test_a_failure_is_told_in_words(failure: str, words: str) -> None:
    assert desk_health.failure_words(failure) == words


def test_try_again_queues_it_once_more(desk: Browser) -> None:
    message = make_dead()
    assert "It is tried again within a minute." in put(desk, "message_again", message)
    assert state_of(message) == State.QUEUED


def test_at_night_try_again_says_when_it_goes(
    desk: Browser, clock: time_machine.Traveller, session_type: SessionType, therapist: User
) -> None:
    session = make_booking(session_type, status="declined", starts_at=MONDAY + timedelta(days=7))
    message = make_dead(kind="booking_declined", cause=f"booking:{session.uuid}")
    clock.move_to(datetime(2026, 11, 20, 18, 0, tzinfo=UTC))
    desk.force_login(therapist)
    page = put(desk, "message_again", message)
    assert "so it is tried again when that is over: on 21 Nov 2026, 8:00 am IST." in page
    assert "within a minute" not in page


def test_set_aside_lets_it_rest_and_it_stops_showing(desk: Browser) -> None:
    message = make_dead()
    page = put(desk, "message_aside", message)
    assert "It is set aside and will not be sent." in page
    assert "The mail server did not take the address." not in page
    assert state_of(message) == State.NOT_DUE


@pytest.mark.parametrize("act", ["message_again", "message_aside"])
def test_a_message_that_was_dealt_with_is_not_touched_and_that_is_said(desk: Browser, act: str) -> None:
    message = make_dead(state=State.SENT)
    assert "Nothing was changed" in put(desk, act, message)
    assert state_of(message) == State.SENT


@pytest.mark.parametrize("act", ["message_again", "message_aside"])
def test_the_acts_are_posts_on_messages_that_are_there(desk: Browser, act: str) -> None:
    message = make_dead()
    assert desk.get(reverse(f"admin:{act}", args=[message.uuid])).status_code == 405
    assert state_of(message) == State.DEAD
    absent = reverse(f"admin:{act}", args=["00000000-0000-4000-8000-000000000000"])
    assert desk.post(absent).status_code == 404


def test_the_front_page_says_what_is_wrong_and_leads_there(desk: Browser) -> None:
    make_dead()
    WorkerBeat.objects.create(name="worker", ran_at=NOW)
    page = text(desk.get("/admin/"))
    assert "Something needs a look" in page
    assert "Clients get no messages at present" not in page
    assert "1 message could not be sent." in page
    assert f'href="{PAGE}"' in page


def test_a_worker_that_stands_still_is_said_before_everything_else(desk: Browser) -> None:
    page = text(desk.get("/admin/"))
    assert page.count('id="health-title"') == 1
    words = ["Clients get no messages at present", "The worker is not running", "Help lines", "desk__columns"]
    assert [page.index(each) for each in words] == sorted(page.index(each) for each in words)


def test_the_front_page_says_when_all_is_well_and_when_mail_was_last_sent(
    desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "WATCHES", {"database": health.WATCHES["database"]})
    assert "No mail has been sent yet." in text(desk.get("/admin/"))
    make_dead(state=State.SENT, sent_at=datetime(2026, 11, 20, 4, 0, tzinfo=UTC))
    page = text(desk.get("/admin/"))
    assert "All well" in page
    assert "Last mail sent: 20 Nov 2026, 9:30 am IST." in page
    assert page.index("desk__columns") < page.index("All well")


def test_the_page_stands_without_a_practice(desk: Browser) -> None:
    Practice.objects.all().delete()
    assert desk.get(PAGE).status_code == 200
