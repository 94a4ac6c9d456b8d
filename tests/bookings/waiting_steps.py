"""What people do with the waiting list, in one call each, for tests."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import Client, Practitioner
from bookings import waiting
from bookings.models import Booking, DateOverride, SessionType, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.services import Wishes, ask_to_wait, join_list, offer_free_times, prove_waiting, release_all_lapsed
from practice.models import OutgoingMessage
from tests.factories import NOW, make_client, make_user

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TUESDAY, WEDNESDAY, THURSDAY = (NOW.date() + timedelta(days=days) for days in (4, 5, 6))


def open_time(practitioner: Practitioner, day: date, hour: int) -> datetime:
    """Open fifty minutes from a full hour in the practice's zone, room for one session; return its start in UTC."""
    DateOverride.objects.create(practitioner=practitioner, date=day, starts=time(hour), ends=time(hour, 50))
    return datetime.combine(day, time(hour), practitioner.zone).astimezone(UTC)


def wishes(*cells: str, zone: str = "Asia/Kolkata", modes: tuple[str, ...] = ("video",), **changes: Any) -> Wishes:
    """Return the wishes for any time by video unless told otherwise."""
    return Wishes(modes=list(modes), cells=list(cells), zone_name=zone, **changes)


def wait(
    session_type: SessionType,
    name: str = "asha",
    *cells: str,
    now: datetime = NOW,
    client: Client | None = None,
    **changes: Any,
) -> WaitingEntry:
    """Give a client in care, made for it unless given, a place on the list."""
    someone = client or make_client(name, user=make_user(f"{name}@example.com"))
    return join_list(session_type=session_type, client=someone, wishes=wishes(*cells, **changes), now=now)


def ask_as_stranger(
    session_type: SessionType, email: str = "new@example.com", *, browser: str = "browser", now: datetime = NOW
) -> WaitingDraft:
    """Ask to wait without a proved address."""
    return ask_to_wait(
        session_type=session_type,
        wishes=wishes(),
        name="New",
        email=email,
        request_key=uuid4(),
        browser_key=browser,
        now=now,
    )


def code_of(draft: WaitingDraft) -> str:
    """Return the newest code that was mailed for a draft."""
    message = OutgoingMessage.objects.filter(kind="waiting_code", cause=f"waiting-draft:{draft.uuid}").latest("due_at")
    return str(message.body["code"])


def wait_as_stranger(session_type: SessionType, email: str = "new@example.com", *, now: datetime = NOW) -> WaitingEntry:
    """Join as somebody unknown, with the code."""
    draft = ask_as_stranger(session_type, email, browser=email, now=now)
    return prove_waiting(draft=draft, code=code_of(draft), now=now)


def offers(now: datetime = NOW) -> list[tuple[str, datetime]]:
    """Let the worker's job run, and return what is held now: for whom and when, in order of time."""
    offer_free_times(now)
    return held()


def held() -> list[tuple[str, datetime]]:
    """Return who holds which time from the list, in order of time."""
    rows = WaitingOffer.objects.filter(booking__status=Booking.Status.PROPOSED).order_by("starts_at")
    return [(offer.entry.client.name, offer.starts_at) for offer in rows]


def held_for(entry: WaitingEntry) -> Booking:
    """Return the time that is held for somebody."""
    return Booking.objects.get(waiting_offer__entry=entry, status=Booking.Status.PROPOSED)


def wait_for_offer(session_type: SessionType, scarce: Practitioner, *, hour: int = 12) -> WaitingEntry:
    """Wait, and be offered the only free time, on Tuesday; return the place."""
    entry = wait(session_type)
    open_time(scarce, TUESDAY, hour)
    offers()
    return entry


def kinds_of(entry: WaitingEntry) -> list[str]:
    """Return the kinds of message queued for a place, sorted."""
    rows = OutgoingMessage.objects.filter(cause=f"waiting:{entry.uuid}")
    return sorted(rows.values_list("kind", flat=True))


def skip_of(entry: WaitingEntry, now: datetime = NOW) -> object:
    """Return the time that the list would offer to somebody, or why none."""
    entry = waiting.waiting_for(entry.practitioner).get(pk=entry.pk)
    return waiting.Look(entry.practitioner, now).choice_for(entry)


def let_pass(entry: WaitingEntry, scarce: Practitioner, count: int) -> datetime:
    """Let `count` offers in a row go by unanswered; return the time after the last."""
    now = NOW
    for number in range(count):
        open_time(scarce, now.date() + timedelta(days=5 + number), 12)
        assert [name for name, _start in offers(now)] == [entry.client.name]
        deadline = held_for(entry).hold_until
        assert deadline is not None
        release_all_lapsed(deadline)
        now = deadline
    return now
