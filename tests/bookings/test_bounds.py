"""How much may be held, at each bound: one below it, at it, and what does not count towards it."""

from datetime import timedelta

import pytest

from accounts.models import Client, Practitioner
from bookings.errors import FullError, TooManyOpenError
from bookings.models import Booking, SessionType
from bookings.services.caps import (
    OPEN_REQUESTS_OF_STRANGERS,
    SESSIONS_BOOKED_AT_ONCE,
    confirms_at_once,
    has_enough_requests,
    is_full,
    require_intake,
    require_room,
)
from tests.bookings.steps import ask, verify
from tests.factories import MONDAY, NOW, make_booking, make_client, make_session_type, make_user

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def asha(session_type: SessionType) -> Client:
    return make_client(user=make_user())


@pytest.fixture
def at_once(session_type: SessionType) -> SessionType:
    session_type.confirms_at_once = True
    session_type.save()
    return session_type


def fill(session_type: SessionType, count: int, **about: object) -> None:
    """Store requests of strangers that still wait, each with an address of its own."""
    for number in range(count):
        given = {"status": "requested", "email": f"{number}@example.com", "hold_until": NOW + SECOND, **about}
        make_booking(session_type, starts_at=MONDAY + number * DAY, **given)


@pytest.mark.parametrize(
    ("count", "full"),
    [(OPEN_REQUESTS_OF_STRANGERS - 1, False), (OPEN_REQUESTS_OF_STRANGERS, True)],
)
def test_strangers_hold_so_many_open_requests_together_and_no_more(
    session_type: SessionType, count: int, full: bool
) -> None:
    fill(session_type, count)
    assert is_full(session_type.practitioner, NOW) is full


@pytest.fixture
def full(session_type: SessionType) -> Practitioner:
    fill(session_type, OPEN_REQUESTS_OF_STRANGERS)
    return session_type.practitioner


def test_while_strangers_hold_all_only_clients_in_care_may_ask(full: Practitioner, asha: Client) -> None:
    require_intake(full, asha, NOW)
    asha.status = Client.Status.PAUSED
    for nobody_in_care in (asha, None):
        with pytest.raises(FullError):
            require_intake(full, nobody_in_care, NOW)


def test_while_strangers_hold_all_a_stranger_neither_asks_nor_proves_what_was_asked_before(
    session_type: SessionType,
) -> None:
    draft = ask(session_type, MONDAY + 2 * HOUR, email="bela@example.com")
    fill(session_type, OPEN_REQUESTS_OF_STRANGERS)
    with pytest.raises(FullError):
        verify(draft)
    with pytest.raises(FullError):
        ask(session_type, MONDAY + 4 * HOUR, browser="other", email="carla@example.com")
    assert not Booking.objects.filter(email="carla@example.com").exists()


def test_a_request_past_its_deadline_makes_room_for_the_next(full: Practitioner) -> None:
    require_intake(full, None, NOW + SECOND)


def test_an_offer_counts_as_open_and_what_clients_in_care_ask_for_does_not(
    session_type: SessionType, asha: Client
) -> None:
    fill(session_type, OPEN_REQUESTS_OF_STRANGERS - 1, status="proposed")
    make_booking(session_type, status="requested", hold_until=NOW + DAY, client=asha, starts_at=MONDAY + 40 * DAY)
    assert not is_full(session_type.practitioner, NOW)
    make_booking(session_type, status="requested", hold_until=NOW + DAY, starts_at=MONDAY + 41 * DAY)
    assert is_full(session_type.practitioner, NOW)


def test_one_person_has_two_open_requests_and_no_more(session_type: SessionType, asha: Client) -> None:
    fill(session_type, 1, client=asha)
    require_room(asha, NOW)
    make_booking(session_type, status="proposed", client=asha, hold_until=NOW + DAY, starts_at=MONDAY + HOUR)
    with pytest.raises(TooManyOpenError):
        require_room(asha, NOW)
    require_room(asha, NOW + SECOND)  # the deadline of the first has come


@pytest.mark.parametrize(
    ("email", "is_hers"), [("asha@example.com", True), ("asha+2@example.com", True), ("bela@example.com", False)]
)
def test_what_the_same_mailbox_asked_for_counts_whoever_it_was_stored_for(
    session_type: SessionType, asha: Client, email: str, is_hers: bool
) -> None:
    fill(session_type, 1, client=asha, email="an-older-address@example.com")
    make_booking(session_type, status="requested", email=email, hold_until=NOW + DAY, starts_at=MONDAY + HOUR)
    assert has_enough_requests(asha, NOW) is is_hers


@pytest.mark.parametrize(("count", "agreed"), [(SESSIONS_BOOKED_AT_ONCE - 1, True), (SESSIONS_BOOKED_AT_ONCE, False)])
def test_so_many_sessions_to_come_are_booked_without_an_answer_and_no_more(
    at_once: SessionType, asha: Client, count: int, agreed: bool
) -> None:
    for number in range(count):
        make_booking(at_once, client=asha, starts_at=MONDAY + number * DAY, created_at=NOW - SECOND)
    assert confirms_at_once(at_once, asha, NOW) is agreed


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": NOW},  # begun
        {"status": "cancelled", "blocks": False},
        {"created_at": NOW},  # of this very moment: one series
    ],
)
def test_what_is_not_to_come_or_is_of_the_same_series_does_not_count(
    at_once: SessionType, asha: Client, changes: dict[str, object]
) -> None:
    for number in range(SESSIONS_BOOKED_AT_ONCE - 1):
        make_booking(at_once, client=asha, starts_at=MONDAY + number * DAY, created_at=NOW - SECOND)
    make_booking(at_once, **{"client": asha, "starts_at": MONDAY + HOUR, "created_at": NOW - SECOND, **changes})
    assert confirms_at_once(at_once, asha, NOW)


@pytest.mark.parametrize(("status", "agreed"), [("active", True), ("prospect", False), ("paused", False)])
def test_only_a_client_in_care_books_without_an_answer(
    at_once: SessionType, asha: Client, status: str, agreed: bool
) -> None:
    asha.status = status
    assert confirms_at_once(at_once, asha, NOW) is agreed


def test_a_stranger_and_any_other_kind_of_session_wait_for_an_answer(at_once: SessionType, asha: Client) -> None:
    assert confirms_at_once(at_once, None, NOW) is False
    assert confirms_at_once(make_session_type(at_once.practitioner, slug="other"), asha, NOW) is False
