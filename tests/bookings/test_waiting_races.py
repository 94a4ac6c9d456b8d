"""The waiting list and several hands at the same moment; with the guards off, one time is promised twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

import pytest

from accounts.models import Practitioner, User
from bookings import waiting
from bookings.errors import SlotTakenError, StatusError
from bookings.models import Booking, SessionType, WaitingEntry, WaitingOffer
from bookings.scheduling.policy import Asker
from bookings.services import (
    accept_proposal,
    leave_list,
    offer_by_hand,
    offer_free_times,
    offering,
    refuse_proposal,
    release_all_lapsed,
)
from tests.bookings.steps import ask
from tests.bookings.test_races import all_at_once, overlaps
from tests.bookings.unguarded import (
    drop_database_guard,
    followed_by,
    meeting,
    put_guards_back,
    unlock,
    unlocked_calendar,
)
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    TUESDAY,
    WEDNESDAY,
    held,
    held_for,
    offers,
    open_time,
    wait,
)
from tests.factories import NOW, make_client, make_user

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

ROUNDS = 3
Status = Booking.Status


@pytest.fixture
def two_waiting(session_type: SessionType, scarce: Practitioner) -> Sequence[WaitingEntry]:
    """Two people who take any time, and one time that comes free."""
    open_time(scarce, TUESDAY, 12)
    return [wait(session_type, "asha", now=NOW - DAY), wait(session_type, "bela")]


def test_the_job_run_many_times_at_once_offers_each_time_once(two_waiting: Sequence[WaitingEntry]) -> None:
    assert Counter(all_at_once([lambda: offer_free_times(NOW)] * 6)) == {"done": 6}
    assert [name for name, _start in held()] == ["asha"]
    assert WaitingOffer.objects.count() == Booking.objects.count() == 1


@pytest.fixture
def no_guards(monkeypatch: pytest.MonkeyPatch, session_type: SessionType) -> Iterator[None]:
    drop_database_guard()
    point = meeting(2)
    unlock(monkeypatch, point)
    monkeypatch.setattr(offering, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(waiting.Look, "choice_for", followed_by(waiting.Look.choice_for, point))
    yield
    Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
    put_guards_back()


def test_with_the_guards_off_the_one_time_is_promised_twice(
    session_type: SessionType, scarce: Practitioner, no_guards: None
) -> None:
    """The control: somebody books the time directly while the list is thinking about it."""
    open_time(scarce, TUESDAY, 12)
    wait(session_type)
    start = free_start(session_type)
    client = make_client("chitra", user=make_user("chitra@example.com"))
    all_at_once([lambda: offer_free_times(NOW), lambda: ask(session_type, start, client=client)])
    assert overlaps() == 1


def free_start(session_type: SessionType) -> datetime:
    """Return when the one free time starts."""
    return waiting.Look(session_type.practitioner, NOW).free_slots(session_type, Asker.CLIENT)[0].start


def test_the_list_and_somebody_who_asks_directly_never_get_the_same_time(
    session_type: SessionType, two_waiting: Sequence[WaitingEntry]
) -> None:
    start = free_start(session_type)
    client = make_client("chitra", user=make_user("chitra@example.com"))
    outcomes = Counter(all_at_once([lambda: offer_free_times(NOW), lambda: ask(session_type, start, client=client)]))
    assert outcomes["done"] >= 1
    assert overlaps() == 0
    assert Booking.objects.filter(blocks=True).count() == 1


def test_two_times_that_come_free_at_one_moment_go_to_two_people(
    session_type: SessionType, scarce: Practitioner
) -> None:
    """Two people say no at the same moment, and the job runs meanwhile: nobody gets two, no time goes twice."""
    for day in (TUESDAY, WEDNESDAY):
        open_time(scarce, day, 12)
    holders = [wait(session_type, name, now=NOW - 2 * DAY) for name in ("asha", "bela")]
    offers()
    for name in ("chitra", "devi", "esha"):
        wait(session_type, name, now=NOW)
    acts: list[Callable[[], object]] = [
        *(lambda entry=entry: refuse_proposal(booking=held_for(entry), by=None, now=NOW) for entry in holders),
        *[lambda: offer_free_times(NOW)] * 3,
    ]
    assert Counter(all_at_once(acts)) == {"done": 5}
    offer_free_times(NOW)
    assert overlaps() == 0
    people = [name for name, _start in held()]
    assert len(people) == len(set(people)) == 2
    again = Counter(WaitingOffer.objects.values_list("entry", "starts_at"))
    assert set(again.values()) == {1}


def test_yes_no_leaving_and_the_deadline_at_one_moment_leave_one_winner(
    session_type: SessionType, scarce: Practitioner
) -> None:
    for round_ in range(ROUNDS):
        entry = wait(session_type, f"asha{round_}")
        open_time(scarce, TUESDAY + round_ * DAY, 12)
        offers()
        booking = held_for(entry)
        outcomes = Counter(
            all_at_once(
                [
                    partial(accept_proposal, booking=booking, by=None, now=NOW),
                    partial(refuse_proposal, booking=booking, by=None, now=NOW),
                    partial(leave_list, entry=entry, by=None, now=NOW),
                    partial(release_all_lapsed, NOW),
                ]
            )
        )
        booking.refresh_from_db()
        entry.refresh_from_db()
        offer = entry.offers.get()
        assert outcomes[SlotTakenError.__name__] == 0
        assert outcomes[StatusError.__name__] >= 1
        if booking.status == Status.CONFIRMED:
            assert (offer.outcome, entry.end) == (WaitingOffer.Outcome.ACCEPTED, WaitingEntry.End.BOOKED)
        else:
            assert (booking.status, offer.outcome) == (Status.WITHDRAWN, WaitingOffer.Outcome.REFUSED)
            assert entry.end == WaitingEntry.End.LEFT


def test_two_tabs_of_the_therapist_offer_one_time_to_one_person(
    session_type: SessionType, two_waiting: Sequence[WaitingEntry], therapist: User
) -> None:
    start = free_start(session_type)
    acts = [lambda e=entry: offer_by_hand(entry=e, starts_at=start, by=therapist, now=NOW) for entry in two_waiting]
    outcomes = Counter(all_at_once([*acts, lambda: offer_free_times(NOW - HOUR)]))
    assert overlaps() == 0
    assert len(held()) == 1
    assert outcomes["done"] >= 1


def test_one_person_who_joins_in_two_tabs_has_one_place(session_type: SessionType) -> None:
    client = make_client("asha", user=make_user("asha@example.com"))
    assert Counter(all_at_once([lambda: wait(session_type, client=client)] * 6)) == {"done": 6}
    assert WaitingEntry.objects.live().count() == 1
