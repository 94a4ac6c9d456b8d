"""Quiet hours: nine in the evening to eight in the morning where the recipient is, on both sides of a clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as django_mail
from django.test import Client as Browser
from time_machine import travel

from accounts.models import User
from practice.health import check_messages
from practice.mail import outbox, register
from practice.mail.quiet import Recipient, end_of_quiet, evening_before, is_quiet, wait_until
from practice.mail.registry import KINDS, RESTS
from practice.mail.worker import send_round
from practice.models import OutgoingMessage
from tests.bookings.conftest import desk, therapist
from tests.factories import NOW
from tests.practice.mail.rows import Hands, again, claim, put

__all__ = ["desk", "therapist"]

LONDON, NEW_YORK, DELHI = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
HOUR = timedelta(hours=1)
HERE = Recipient(ZoneInfo("America/Los_Angeles"))  # NOW is half past eight in the evening there


def utc(text: str) -> datetime:
    """Return an instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "instant", "quiet"),
    [
        (LONDON, "2026-03-28 20:59", False),  # before the clocks go forward, London is at UTC
        (LONDON, "2026-03-28 21:00", True),
        (LONDON, "2026-03-29 06:59", True),  # afterwards an hour ahead of it
        (LONDON, "2026-03-29 07:00", False),
        (LONDON, "2026-03-29 19:59", False),
        (LONDON, "2026-03-29 20:00", True),
        (LONDON, "2026-10-25 07:59", True),  # and back
        (LONDON, "2026-10-25 08:00", False),
        (NEW_YORK, "2026-03-08 01:59", False),  # the evening before the change: UTC-5
        (NEW_YORK, "2026-03-08 02:00", True),
        (NEW_YORK, "2026-03-08 11:59", True),  # the morning after it: UTC-4
        (NEW_YORK, "2026-03-08 12:00", False),
        (NEW_YORK, "2026-11-01 12:59", True),
        (NEW_YORK, "2026-11-01 13:00", False),
    ],
)
def test_quiet_is_what_the_clock_on_the_wall_says(zone: ZoneInfo, instant: str, quiet: bool) -> None:
    assert is_quiet(utc(instant), zone) is quiet


@pytest.mark.parametrize(
    ("zone", "instant", "morning"),
    [
        (LONDON, "2026-03-28 22:00", "2026-03-29 07:00"),  # a night of ten hours
        (LONDON, "2026-03-29 03:00", "2026-03-29 07:00"),
        (LONDON, "2026-10-24 20:30", "2026-10-25 08:00"),  # a night of twelve
        (NEW_YORK, "2026-03-08 04:00", "2026-03-08 12:00"),
        (NEW_YORK, "2026-11-01 02:00", "2026-11-01 13:00"),
        (DELHI, "2026-11-22 16:00", "2026-11-23 02:30"),
    ],
)
def test_the_quiet_ends_at_eight_of_the_new_clock(zone: ZoneInfo, instant: str, morning: str) -> None:
    assert end_of_quiet(utc(instant), zone) == utc(morning)
    assert wait_until(utc(instant), Recipient(zone)) == utc(morning)


@pytest.mark.parametrize(
    ("zone", "instant", "evening"),
    [
        (LONDON, "2026-03-29 05:00", "2026-03-28 20:00"),
        (LONDON, "2026-10-25 06:30", "2026-10-24 19:00"),
        (LONDON, "2026-10-25 20:00", "2026-10-25 20:00"),
        (NEW_YORK, "2026-11-01 10:30", "2026-11-01 00:00"),
    ],
)
def test_the_evening_before_is_eight_of_the_old_clock(zone: ZoneInfo, instant: str, evening: str) -> None:
    assert evening_before(utc(instant), zone) == utc(evening)


def test_a_message_of_no_use_in_the_morning_goes_at_night() -> None:
    night, morning = utc("2026-11-22 23:00"), utc("2026-11-23 08:00")
    assert wait_until(night, Recipient(LONDON, useful_until=morning)) == morning
    assert wait_until(night, Recipient(LONDON, useful_until=morning - timedelta(minutes=1))) is None


def test_by_day_nothing_waits() -> None:
    assert wait_until(utc("2026-11-22 12:00"), Recipient(LONDON)) is None


@pytest.fixture
def resting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages of the kind "note" rest where NOW is late in the evening."""
    monkeypatch.setitem(RESTS, "note", lambda message: HERE)


@pytest.fixture
def late(hands: Hands) -> Hands:
    """A clock at half past nine in the evening there."""
    hands.pass_by(HOUR)
    return hands


@pytest.mark.gate
@pytest.mark.django_db
@pytest.mark.usefixtures("resting")
def test_a_message_waits_for_the_morning_and_then_goes_once(late: Hands) -> None:
    message = put(due_at=late.now, body={"words": "kept"})
    send_round(late.steady())
    waiting = again(message)
    morning = end_of_quiet(late.now, HERE.zone)
    assert django_mail.outbox == []
    assert (waiting.state, waiting.next_try_at, waiting.attempts) == ("queued", morning, 0)
    assert (waiting.claimed_until, waiting.first_tried_at, waiting.body) == (None, None, {"words": "kept"})

    late.pass_by(morning - late.now - timedelta(seconds=1))
    assert send_round(late.steady()) == 0
    late.pass_by(timedelta(seconds=1))
    send_round(late.steady())
    send_round(late.steady())
    assert (len(django_mail.outbox), again(message).state) == (1, "sent")


@pytest.mark.gate
@pytest.mark.django_db
def test_control_a_kind_that_does_not_rest_goes_in_the_same_night(late: Hands) -> None:
    put(due_at=late.now)
    send_round(late.steady())
    assert len(django_mail.outbox) == 1


@pytest.mark.gate
@pytest.mark.django_db
@pytest.mark.usefixtures("resting")
def test_before_nine_it_goes(hands: Hands) -> None:
    put()
    send_round(hands.steady())
    assert len(django_mail.outbox) == 1


@pytest.mark.gate
@pytest.mark.django_db
def test_what_is_no_longer_due_is_closed_at_night_too(late: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RESTS, "cancelled", lambda message: HERE)
    message = put(kind="cancelled", due_at=late.now)
    send_round(late.steady())
    assert again(message).state == "not_due"


def test_registering_a_kind_again_forgets_how_it_rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "note", KINDS["note"])
    register("note", KINDS["note"], rest=lambda message: HERE)
    assert "note" in RESTS
    register("note", KINDS["note"])
    assert "note" not in RESTS


@pytest.mark.gate
@pytest.mark.django_db
def test_a_message_put_off_is_not_reported_as_stuck_but_a_failing_one_is(late: Hands) -> None:
    message = put(due_at=late.now)
    outbox.put_off(claim(message, late.now), late.now + 10 * HOUR)
    assert check_messages(late.now + HOUR).ok
    OutgoingMessage.objects.update(attempts=1)
    assert not check_messages(late.now + HOUR).ok


@pytest.mark.gate
@pytest.mark.django_db
def test_the_desk_lists_the_new_time_of_a_message_put_off(desk: Browser, late: Hands, therapist: User) -> None:
    message = put(due_at=late.now)
    address = "/admin/practice/outgoingmessage/"
    with travel(late.now, tick=False):
        assert "20 Nov 2026, 9:30 pm IST" not in desk.get(address).content.decode()
        outbox.put_off(claim(message, late.now), NOW.replace(hour=16, minute=0))
        assert "20 Nov 2026, 9:30 pm IST" in desk.get(address).content.decode()
        assert "20 Nov 2026, 9:30 pm IST" in desk.get(f"{address}{message.pk}/change/").content.decode()
