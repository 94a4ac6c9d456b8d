"""Several people at the same moment: one wins, the others are told. With the guards off, both would."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import Client, User
from bookings.errors import BookingError, SlotTakenError, StatusError
from bookings.models import Booking, SessionType
from bookings.services import (
    confirm_booking,
    decline_booking,
    place_session,
    propose_time,
    request_session,
    withdraw_request,
)
from tests.at_once import at_once
from tests.bookings.steps import ask, ask_and_verify, details
from tests.bookings.unguarded import put_guards_back, take_guards_away
from tests.factories import MONDAY, NOW, make_client
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

PEOPLE = 8
ROUNDS = 5
HOUR = timedelta(hours=1)
LATER = MONDAY + 4 * HOUR


def all_at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Run every act in a thread of its own, started together; return what came of each: "done" or its error."""

    def outcome_of(act: Callable[[], object]) -> str:
        try:
            act()
        except BookingError as error:
            return type(error).__name__
        return "done"

    return at_once([partial(outcome_of, act) for act in acts])


def overlaps() -> int:
    """Count the pairs of bookings that keep overlapping time."""
    rows = list(Booking.objects.filter(blocks=True).values_list("starts_at", "ends_at"))
    return sum(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(rows) for b in rows[i + 1 :])


def request_slot(session_type: SessionType, number: int, round_: int) -> Callable[[], object]:
    start = MONDAY + timedelta(days=round_)
    return lambda: ask(session_type, start, browser=f"{round_}-{number}", email=f"p{round_}-{number}@example.com")


def test_of_many_who_ask_for_one_slot_one_gets_it(session_type: SessionType) -> None:
    for round_ in range(ROUNDS):
        outcomes = Counter(all_at_once([request_slot(session_type, n, round_) for n in range(PEOPLE)]))
        assert outcomes == {"done": 1, SlotTakenError.__name__: PEOPLE - 1}
    assert overlaps() == 0


def test_one_form_sent_many_times_at_one_moment_is_one_request(session_type: SessionType) -> None:
    key = uuid4()

    def send() -> object:
        return request_session(
            session_type=session_type, details=details(), request_key=key, browser_key="browser", now=NOW
        )

    assert Counter(all_at_once([send] * PEOPLE)) == {"done": PEOPLE}
    assert Booking.objects.count() == 1


@pytest.fixture
def no_guards(monkeypatch: pytest.MonkeyPatch, session_type: SessionType) -> Iterator[None]:
    take_guards_away(monkeypatch, people=PEOPLE)
    yield
    Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
    put_guards_back()


def test_with_the_guards_off_the_double_booking_is_seen(session_type: SessionType, no_guards: None) -> None:
    """B2 at the level of services: the control of the test above."""
    all_at_once([request_slot(session_type, n, 0) for n in range(PEOPLE)])
    assert overlaps() > 0


def test_the_same_request_confirmed_in_many_tabs_is_confirmed_once(session_type: SessionType, therapist: User) -> None:
    booking = ask_and_verify(session_type)
    acts = [lambda: confirm_booking(booking=booking, by=therapist, now=NOW)] * PEOPLE
    assert Counter(all_at_once(acts)) == {"done": 1, StatusError.__name__: PEOPLE - 1}
    assert booking.events.filter(act="confirm").count() == 1


def test_confirm_decline_and_withdraw_at_one_moment_leave_one_winner(
    session_type: SessionType, therapist: User
) -> None:
    for round_ in range(ROUNDS):
        booking = ask_and_verify(session_type, MONDAY + timedelta(days=round_), email=f"p{round_}@example.com")
        outcomes = all_at_once(
            [
                lambda b=booking: confirm_booking(booking=b, by=therapist, now=NOW),  # type: ignore[misc]
                lambda b=booking: decline_booking(booking=b, by=therapist, now=NOW),  # type: ignore[misc]
                lambda b=booking: withdraw_request(booking=b, by=None, now=NOW),  # type: ignore[misc]
            ]
        )
        assert Counter(outcomes) == {"done": 1, StatusError.__name__: 2}


def two_requests(session_type: SessionType) -> list[Booking]:
    first = ask_and_verify(session_type, MONDAY, email="asha@example.com")
    second = ask_and_verify(session_type, MONDAY + 2 * HOUR, email="bela@example.com")
    return [first, second]


def propose_both(bookings: list[Booking], therapist: User) -> list[str]:
    def offer(booking: Booking, minutes: int) -> Callable[[], object]:
        start = LATER + timedelta(minutes=minutes)
        return lambda: propose_time(booking=booking, starts_at=start, by=therapist, now=NOW)

    return all_at_once([offer(booking, 20 * n) for n, booking in enumerate(bookings)])


def test_two_tabs_that_move_two_requests_onto_one_time_move_one(session_type: SessionType, therapist: User) -> None:
    """B3: proposals from two tabs for overlapping times."""
    outcomes = propose_both(two_requests(session_type), therapist)
    report("B3", outcomes.count("done") - 1, 0, engine=connection.vendor, path="proposal")
    assert Counter(outcomes) == {"done": 1, SlotTakenError.__name__: 1}
    assert overlaps() == 0


def test_with_the_guards_off_both_proposals_take_the_time(
    session_type: SessionType, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookings = two_requests(session_type)
    take_guards_away(monkeypatch, people=2)
    try:
        propose_both(bookings, therapist)
        assert overlaps() == 1
    finally:
        Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
        put_guards_back()


def placing(
    session_type: SessionType, client: Client, therapist: User, *, minutes: int = 0, key: UUID | None = None
) -> Callable[[], object]:
    """Place a session from a tab of its own, unless several send the same `key`."""
    start, key = LATER + timedelta(minutes=minutes), key or uuid4()
    return lambda: place_session(
        client=client,
        session_type=session_type,
        starts_at=start,
        mode="video",
        request_key=key,
        by=therapist,
        now=NOW,
    )


def place_both(session_type: SessionType, therapist: User) -> list[str]:
    people = [make_client("Asha"), make_client("Bela")]
    return all_at_once([placing(session_type, each, therapist, minutes=20 * n) for n, each in enumerate(people)])


@pytest.mark.both
def test_two_tabs_that_place_overlapping_sessions_place_one(session_type: SessionType, therapist: User) -> None:
    """B3: sessions placed from two tabs for overlapping times."""
    outcomes = place_both(session_type, therapist)
    report("B3", outcomes.count("done") - 1, 0, engine=connection.vendor, path="placing")
    assert Counter(outcomes) == {"done": 1, SlotTakenError.__name__: 1}
    assert overlaps() == 0


@pytest.mark.both
def test_with_the_guards_off_both_tabs_place_theirs(
    session_type: SessionType, therapist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_guards_away(monkeypatch, people=2)
    try:
        place_both(session_type, therapist)
        assert overlaps() == 1
    finally:
        Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
        put_guards_back()


@pytest.mark.both
def test_one_form_of_placing_sent_many_times_at_one_moment_is_one_session(
    session_type: SessionType, therapist: User
) -> None:
    act = placing(session_type, make_client(), therapist, key=uuid4())
    assert Counter(all_at_once([act] * PEOPLE)) == {"done": PEOPLE}
    assert Booking.objects.count() == 1
