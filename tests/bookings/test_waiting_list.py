"""The waiting list: who is offered which time, what an answer does, and how a place begins and ends."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Client, Consent, Practitioner, User
from accounts.services import set_client_status
from bookings import waiting
from bookings.errors import (
    CodeExpiredError,
    ListClosedError,
    NeedsOverrideError,
    NoPlaceError,
    OfferOpenError,
    SlotTakenError,
    StatusError,
    WrongCodeError,
)
from bookings.models import Booking, SessionType, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.scheduling.waiting import Skip
from bookings.services import (
    accept_proposal,
    change_wishes,
    join_list,
    keep_waiting,
    leave_list,
    let_in,
    offer_by_hand,
    offer_free_times,
    offer_times_of,
    pause_practice,
    prove_waiting,
    refuse_proposal,
    release_all_lapsed,
    resume_practice,
    send_new_waiting_code,
    set_urgent,
    take_off_list,
)
from practice.mail.quiet import waking_deadline
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.steps import ask, kinds_queued
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    MINUTE,
    ask_as_stranger,
    close_all,
    code_of,
    held,
    held_for,
    kinds_of,
    offers,
    open_time,
    wait,
    wait_as_stranger,
    wishes,
)
from tests.factories import NOW, make_booking, make_client, make_session_type, make_user

KOLKATA, LONDON = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")
TUESDAY, WEDNESDAY, THURSDAY = (NOW.date() + timedelta(days=days) for days in (4, 5, 6))
Status = Booking.Status


@pytest.fixture
def scarce(practitioner: Practitioner) -> Practitioner:
    """A practice without any free time but what a test opens."""
    close_all(practitioner)
    return practitioner


def skip_of(entry: WaitingEntry, now: datetime = NOW) -> object:
    entry = waiting.waiting_for(entry.practitioner).get(pk=entry.pk)
    return waiting.Look(entry.practitioner, now).choice_for(entry)


def test_whoever_joined_first_is_offered_a_time_first(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    wait(session_type, "bela", now=NOW - 2 * DAY)
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == [("bela", start)]


def test_each_time_goes_to_the_first_whom_it_suits(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", "2-morning", now=NOW - 2 * DAY)
    wait(session_type, "bela", now=NOW - DAY)
    noon, morning = open_time(scarce, TUESDAY, 12), open_time(scarce, WEDNESDAY, 10)
    assert offers() == [("bela", noon), ("asha", morning)]


def test_days_and_hours_are_by_the_clock_where_the_client_is(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "london", "1-early", zone="Europe/London")
    wait(session_type, "gurgaon", "1-early")
    start = open_time(scarce, TUESDAY, 12)  # half past six in the morning in London
    assert offers() == [("london", start)]


def test_an_offer_is_held_like_any_proposal_and_nobody_else_can_take_it(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    booking = held_for(entry)
    assert (booking.status, booking.blocks, booking.starts_at) == (Status.PROPOSED, True, start)
    assert kinds_queued(booking) == ["waiting_offer"]
    with pytest.raises(SlotTakenError):
        ask(session_type, start, client=make_client("bela", user=make_user("bela@example.com")))


def test_one_person_is_offered_one_time_at_once(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    open_time(scarce, WEDNESDAY, 12)
    assert offers() == [("asha", start)]
    assert offers(NOW + MINUTE) == [("asha", start)]


def test_the_database_itself_refuses_a_second_open_offer(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    other = make_booking(session_type, status="proposed", starts_at=NOW + 9 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(entry=entry, booking=other, starts_at=other.starts_at, made_at=NOW)


def test_the_database_itself_refuses_the_same_time_twice(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    refuse_proposal(booking=held_for(entry), by=None, now=NOW)
    other = make_booking(session_type, status="proposed", starts_at=start)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(entry=entry, booking=other, starts_at=start, made_at=NOW)


def test_an_accepted_offer_is_a_confirmed_session_and_ends_the_place(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    booking = accept_proposal(booking=held_for(entry), by=None, now=NOW)
    entry.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    assert (entry.end, entry.ended_at) == (WaitingEntry.End.BOOKED, NOW)
    assert entry.offers.get().outcome == WaitingOffer.Outcome.ACCEPTED
    assert "booking_confirmed" in kinds_queued(booking)


def test_after_a_no_the_time_goes_to_the_next_and_the_place_is_kept(
    session_type: SessionType, scarce: Practitioner
) -> None:
    first, second = wait(session_type, "asha", now=NOW - 2 * DAY), wait(session_type, "bela", now=NOW - DAY)
    start = open_time(scarce, TUESDAY, 12)
    offers()
    booking = refuse_proposal(booking=held_for(first), by=None, now=NOW)
    assert kinds_queued(booking) == ["waiting_offer"]  # nobody writes to the therapist about a no on the list
    assert offers(NOW + MINUTE) == [("bela", start)]
    assert [waiting.position_of(entry) for entry in (first, second)] == [(1, 2), (2, 2)]
    assert first.offers.get().outcome == WaitingOffer.Outcome.REFUSED


def test_the_same_time_is_never_offered_twice_to_the_same_person(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    refuse_proposal(booking=held_for(entry), by=None, now=NOW)
    assert offers(NOW + MINUTE) == []
    assert skip_of(entry, NOW + MINUTE) is Skip.ALL_OFFERED


def test_an_offer_that_nobody_answers_goes_to_the_next_at_its_deadline(
    session_type: SessionType, scarce: Practitioner
) -> None:
    first = wait(session_type, "asha", now=NOW - 2 * DAY)
    wait(session_type, "bela", now=NOW - DAY)
    start = open_time(scarce, THURSDAY, 12)
    offers()
    deadline = held_for(first).hold_until
    assert deadline is not None
    assert offers(deadline - timedelta.resolution) == [("asha", start)]
    assert offers(deadline) == [("bela", start)]
    first.refresh_from_db()
    assert (first.passed, first.rests_since) == (1, None)


def test_a_deadline_that_passed_is_settled_without_the_job(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, THURSDAY, 12)
    offers()
    deadline = held_for(entry).hold_until
    assert deadline is not None
    with pytest.raises(StatusError):
        accept_proposal(booking=held_for(entry), by=None, now=deadline)
    assert waiting.open_offer_of(entry, deadline) is None


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


def test_after_three_offers_without_an_answer_a_place_rests_and_its_owner_is_asked(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    entry.refresh_from_db()
    assert (entry.passed, entry.rests_since, entry.drops_at) == (3, now, now + 30 * DAY)
    assert kinds_of(entry) == ["waiting_joined", "waiting_paused"]
    last = entry.offers.first()
    assert last is not None
    assert kinds_queued(last.booking) == ["waiting_offer"]  # the question says it all: no second message
    open_time(scarce, now.date() + timedelta(days=9), 12)
    assert offers(now) == []
    assert skip_of(entry, now) is Skip.RESTS


def test_a_resting_place_is_offered_times_again_once_its_owner_still_waits(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    start = open_time(scarce, now.date() + timedelta(days=9), 12)
    keep_waiting(entry=entry, now=now)
    assert offers(now) == [("asha", start)]


def test_an_answer_in_between_starts_the_count_anew(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 2)
    open_time(scarce, now.date() + timedelta(days=8), 12)
    offers(now)
    refuse_proposal(booking=held_for(entry), by=None, now=now)
    entry.refresh_from_db()
    assert (entry.passed, entry.rests_since) == (0, None)


def test_a_resting_place_ends_after_thirty_days_without_a_word(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    offer_free_times(now + 30 * DAY - timedelta.resolution)
    entry.refresh_from_db()
    assert entry.ended_at is None
    offer_free_times(now + 30 * DAY)
    entry.refresh_from_db()
    assert (entry.end, entry.ended_at) == (WaitingEntry.End.DROPPED, now + 30 * DAY)


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (datetime(2026, 11, 20, 9), datetime(2026, 11, 20, 21)),  # exactly the end of the day
        (datetime(2026, 11, 20, 9, 1), datetime(2026, 11, 21, 8, 1)),
        (datetime(2026, 11, 20, 15), datetime(2026, 11, 21, 14)),
        (datetime(2026, 11, 20, 23), datetime(2026, 11, 21, 20)),  # at night it counts from eight in the morning
        (datetime(2026, 11, 20, 3), datetime(2026, 11, 20, 20)),
        (datetime(2026, 11, 20, 21), datetime(2026, 11, 21, 20)),
    ],
)
def test_only_the_hours_of_the_day_count_towards_the_deadline(made: datetime, until: datetime) -> None:
    deadline = waking_deadline(made.replace(tzinfo=KOLKATA).astimezone(UTC), 12 * HOUR, KOLKATA)
    assert deadline.astimezone(KOLKATA).replace(tzinfo=None) == until


def test_a_long_deadline_spans_days_and_the_change_of_the_clock() -> None:
    made = datetime(2026, 10, 24, 19, tzinfo=LONDON).astimezone(UTC)
    deadline = waking_deadline(made, 20 * HOUR, LONDON)  # two hours on Saturday, thirteen on Sunday, five on Monday
    assert deadline.astimezone(LONDON) == datetime(2026, 10, 26, 13, tzinfo=LONDON)


@pytest.mark.parametrize("hour", range(24))
def test_no_deadline_lies_in_the_quiet_hours(hour: int) -> None:
    deadline = waking_deadline(datetime(2026, 11, 20, hour, 30, tzinfo=UTC), 12 * HOUR, LONDON).astimezone(LONDON)
    assert time(8) < deadline.time() <= time(21)


def test_a_time_is_offered_only_if_it_leaves_the_whole_time_to_answer_and_the_notice(
    session_type: SessionType, scarce: Practitioner
) -> None:
    wait(session_type)
    start = open_time(scarce, TUESDAY, 12)
    # Twelve hours of the day from Sunday 7 pm to Monday 6 pm; twelve hours of notice before noon on Tuesday.
    evening = datetime.combine(TUESDAY - timedelta(days=2), time(19), KOLKATA).astimezone(UTC)
    late = start - 12 * HOUR
    assert offers(late - 5 * HOUR) == []
    assert skip_of(WaitingEntry.objects.get(), late - 5 * HOUR) is Skip.NOTHING_FREE
    assert offers(evening) == [("asha", start)]


def test_what_the_list_does_not_hold_stays_open_to_everyone(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", "2-morning")
    start = open_time(scarce, TUESDAY, 12)
    offers()
    assert ask(session_type, start).status == Status.DRAFT


def test_nothing_is_offered_in_a_pause_and_what_was_offered_stands_still(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    first = wait(session_type, "asha", now=NOW - DAY)
    second = wait(session_type, "bela")
    open_time(scarce, THURSDAY, 12)
    offers()
    pause_practice(practitioner=scarce, back_on=None, by=therapist, now=NOW)
    open_time(scarce, TUESDAY, 12)
    assert [name for name, _start in offers(NOW + HOUR)] == ["asha"]
    assert skip_of(second, NOW + HOUR) is Skip.PAUSED
    held_before = held_for(first).hold_left
    resume_practice(practitioner=scarce, by=therapist, now=NOW + 2 * HOUR)
    assert held_for(first).hold_until == NOW + 2 * HOUR + (held_before or timedelta(0))


def test_somebody_new_is_offered_nothing_until_the_therapist_lets_them_in(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_as_stranger(session_type)
    start = open_time(scarce, TUESDAY, 12)
    assert kinds_of(entry) == ["waiting_joined", "waiting_new"]
    assert offers() == []
    assert skip_of(entry) is Skip.NOT_LET_IN
    let_in(entry=entry, by=therapist, now=NOW)
    assert let_in(entry=entry, by=therapist, now=NOW + HOUR).let_in_at == NOW
    assert offers() == [("New", start)]


def test_while_no_new_clients_are_taken_only_clients_are_offered_times(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    new = wait_as_stranger(session_type, now=NOW - DAY)
    let_in(entry=new, by=therapist, now=NOW)
    wait(session_type, "asha")
    Practitioner.objects.update(takes_new_clients=False)
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == [("asha", start)]
    assert skip_of(new) is Skip.INTAKE_CLOSED


def test_whoever_stands_first_by_the_therapists_hand_is_offered_times_first(
    session_type: SessionType, scarce: Practitioner
) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    late = wait(session_type, "bela")
    set_urgent(entry=late, is_urgent=True, reason="A word", now=NOW)
    start = open_time(scarce, TUESDAY, 12)
    assert waiting.position_of(late) == (1, 2)
    assert offers() == [("bela", start)]
    back = set_urgent(entry=late, is_urgent=False, reason="A word", now=NOW)
    assert (back.is_urgent, back.urgent_reason) == (False, "")


def test_the_reason_for_standing_first_goes_with_the_place(session_type: SessionType, therapist: User) -> None:
    entry = wait(session_type)
    set_urgent(entry=entry, is_urgent=True, reason="A word", now=NOW)
    take_off_list(entry=entry, by=therapist, now=NOW)
    entry.refresh_from_db()
    assert (entry.end, entry.urgent_reason) == (WaitingEntry.End.TAKEN_OFF, "")
    with pytest.raises(NoPlaceError):
        set_urgent(entry=entry, is_urgent=True, reason="x", now=NOW)


def test_a_time_is_held_for_nobody_who_has_two_open_requests(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    for hour in (12, 14):
        ask(session_type, open_time(scarce, TUESDAY, hour), client=entry.client)
    open_time(scarce, WEDNESDAY, 12)
    assert offers() == []
    assert skip_of(entry) is Skip.HAS_REQUESTS


def test_nothing_is_offered_of_a_session_that_is_not_offered_any_more(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    SessionType.objects.update(is_offered=False)
    assert offers() == []
    assert skip_of(entry) is Skip.NOT_FOR_THEM


def test_nothing_is_offered_of_a_session_that_is_for_new_clients_to_a_client(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    SessionType.objects.update(audience=SessionType.Audience.NEW_CLIENTS)
    assert skip_of(entry) is Skip.NOT_FOR_THEM


def test_nothing_is_offered_to_who_has_no_address(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    Client.objects.update(user=None)
    assert offers() == []
    assert skip_of(entry) is Skip.NO_ADDRESS


def test_nothing_is_free_where_the_notice_is_longer_than_the_horizon(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    Practitioner.objects.update(notice_hours=48, horizon_days=1)
    assert skip_of(entry) is Skip.NOTHING_FREE


def test_a_second_join_keeps_the_place_and_takes_the_new_wishes(session_type: SessionType) -> None:
    entry = wait(session_type, "asha", now=NOW - DAY)
    again = join_list(session_type=session_type, client=entry.client, wishes=wishes("2-morning"), now=NOW)
    assert (again.pk, again.created_at, again.cells) == (entry.pk, NOW - DAY, ["2-morning"])
    assert kinds_of(entry) == ["waiting_joined"]


def test_one_person_may_wait_for_two_kinds_of_session_and_joins_again_after_leaving(session_type: SessionType) -> None:
    entry = wait(session_type)
    other = make_session_type(session_type.practitioner, slug="brief")
    wait(other, client=entry.client)
    leave_list(entry=entry, by=None, now=NOW)
    again = wait(session_type, client=entry.client)
    assert again.pk != entry.pk
    assert waiting.entries_of(entry.client).count() == 2


def test_the_database_itself_refuses_two_places_for_one_kind_of_session(session_type: SessionType) -> None:
    entry = wait(session_type)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingEntry.objects.create(
            practitioner=entry.practitioner,
            client=entry.client,
            session_type=session_type,
            created_at=NOW,
            zone_name="Asia/Kolkata",
            token_hash="x",
        )


def test_what_was_agreed_to_is_kept_with_its_version_and_goes_with_the_offer(
    session_type: SessionType, scarce: Practitioner
) -> None:
    notice = PolicyText.objects.get(slug="notice")
    entry = wait(session_type, notice_text=notice)
    open_time(scarce, TUESDAY, 12)
    offers()
    assert Consent.objects.get(client=entry.client).policy_text == notice
    assert held_for(entry).notice_text == notice
    assert held_for(entry).cancellation_policy == PolicyText.objects.get(slug="cancellation")


def test_changing_what_suits_keeps_the_place_and_counts_as_still_waiting(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    now = let_pass(entry, scarce, 3)
    changed = change_wishes(entry=entry, wishes=wishes("2-morning"), now=now)
    assert (changed.cells, changed.rests_since, changed.passed, changed.created_at) == (["2-morning"], None, 0, NOW)


def test_leaving_gives_back_the_time_that_is_held(session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type, "asha", now=NOW - DAY)
    wait(session_type, "bela")
    start = open_time(scarce, TUESDAY, 12)
    offers()
    left = leave_list(entry=entry, by=None, now=NOW)
    assert left.end == WaitingEntry.End.LEFT
    assert entry.offers.get().outcome == WaitingOffer.Outcome.REFUSED
    assert offers() == [("bela", start)]


def test_being_taken_off_gives_back_the_time_that_is_held(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    take_off_list(entry=entry, by=therapist, now=NOW)
    assert entry.offers.get().outcome == WaitingOffer.Outcome.TAKEN_BACK
    assert held() == []


def test_the_end_of_care_ends_every_place_and_gives_back_what_is_held(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    open_time(scarce, TUESDAY, 12)
    offers()
    booking = held_for(entry)
    set_client_status(client=entry.client, status=Client.Status.ENDED, by=therapist, now=NOW)
    entry.refresh_from_db()
    assert entry.end == WaitingEntry.End.CARE_ENDED
    with pytest.raises(StatusError):
        accept_proposal(booking=booking, by=None, now=NOW)
    wait(session_type, client=Client.objects.get())  # whoever comes back may join again
    offer_free_times(NOW)
    assert waiting.entries_of(entry.client).count() == 1


def test_what_happens_to_a_place_that_has_ended_changes_nothing(session_type: SessionType, therapist: User) -> None:
    entry = wait(session_type)
    leave_list(entry=entry, by=None, now=NOW)
    for act in (
        lambda: leave_list(entry=entry, by=None, now=NOW + HOUR),
        lambda: keep_waiting(entry=entry, now=NOW + HOUR),
        lambda: change_wishes(entry=entry, wishes=wishes("2-morning"), now=NOW + HOUR),
        lambda: take_off_list(entry=entry, by=therapist, now=NOW + HOUR),
        lambda: let_in(entry=entry, by=therapist, now=NOW + HOUR),
    ):
        act()
    entry.refresh_from_db()
    assert (entry.end, entry.ended_at, entry.cells, entry.let_in_at) == (WaitingEntry.End.LEFT, NOW, [], None)


def test_the_therapist_offers_a_time_by_hand_out_of_turn_while_nobody_new_is_taken(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    wait(session_type, "asha", "2-morning", now=NOW - DAY)
    new = wait_as_stranger(session_type)
    Practitioner.objects.update(takes_new_clients=False)
    start = open_time(scarce, TUESDAY, 12)
    offer = offer_by_hand(entry=new, starts_at=start, by=therapist, now=NOW)
    assert offer.by_hand
    assert held() == [("New", start)]
    accepted = accept_proposal(booking=offer.booking, by=None, now=NOW)
    assert accepted.status == Status.CONFIRMED


def test_an_offer_by_hand_ends_at_the_latest_when_the_session_would_start(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait(session_type)
    start = open_time(scarce, NOW.date(), 14)
    assert offer_by_hand(entry=entry, starts_at=start, by=therapist, now=NOW).booking.hold_until == start


def test_what_speaks_against_an_offer_by_hand(session_type: SessionType, scarce: Practitioner, therapist: User) -> None:
    entry = wait(session_type, modes=("in_person", "video"))
    start = open_time(scarce, TUESDAY, 12)
    with pytest.raises(NeedsOverrideError):  # outside her hours
        offer_by_hand(entry=entry, starts_at=start + 3 * HOUR, by=therapist, now=NOW)
    with pytest.raises(SlotTakenError):
        offer_by_hand(entry=entry, starts_at=NOW, by=therapist, now=NOW)
    make_booking(session_type, starts_at=start)
    with pytest.raises(SlotTakenError):
        offer_by_hand(entry=entry, starts_at=start, by=therapist, now=NOW, override_reason="x")
    odd = start + 3 * HOUR
    made = offer_by_hand(entry=entry, starts_at=odd, by=therapist, now=NOW, override_reason="She asked for it")
    assert made.booking.mode == "in_person"
    with pytest.raises(OfferOpenError):
        offer_by_hand(entry=entry, starts_at=odd + DAY, by=therapist, now=NOW, override_reason="x")
    refuse_proposal(booking=made.booking, by=None, now=NOW)
    with pytest.raises(OfferOpenError):  # this very time was offered before
        offer_by_hand(entry=entry, starts_at=odd, by=therapist, now=NOW, override_reason="x")
    leave_list(entry=entry, by=None, now=NOW)
    with pytest.raises(NoPlaceError):
        offer_by_hand(entry=entry, starts_at=odd + DAY, by=therapist, now=NOW, override_reason="x")


def test_two_times_that_come_free_at_once_go_to_two_people(session_type: SessionType, scarce: Practitioner) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    wait(session_type, "bela")
    starts = [open_time(scarce, TUESDAY, 12), open_time(scarce, WEDNESDAY, 12)]
    assert offers() == [("asha", starts[0]), ("bela", starts[1])]


def test_offers_of_one_round_keep_the_buffers_between_them(
    session_type: SessionType, practitioner: Practitioner
) -> None:
    for number in range(4):
        wait(session_type, f"p{number}")
    made = offer_times_of(practitioner, NOW)
    starts = sorted(offer.starts_at for offer in made)
    assert len(starts) == 4
    assert all(later - earlier >= HOUR for earlier, later in zip(starts, starts[1:], strict=False))


def test_the_address_is_proved_before_there_is_a_place(session_type: SessionType) -> None:
    draft = ask_as_stranger(session_type)
    assert not WaitingEntry.objects.exists()
    assert not Client.objects.exists()
    entry = prove_waiting(draft=draft, code=code_of(draft), now=NOW)
    assert entry.client.status == Client.Status.PROSPECT
    assert entry.client.user is not None
    assert entry.client.user.email == "new@example.com"
    assert prove_waiting(draft=draft, code="000000", now=NOW).pk == entry.pk  # sent twice, the second finds the place


def test_a_known_address_gets_the_same_code_and_its_own_place(session_type: SessionType) -> None:
    known = wait(session_type, "new", now=NOW - DAY)
    entry = wait_as_stranger(session_type)
    assert entry.pk == known.pk
    assert OutgoingMessage.objects.filter(kind="waiting_code").count() == 1


def test_a_code_works_for_ten_minutes_and_three_tries(session_type: SessionType) -> None:
    draft = ask_as_stranger(session_type)
    code = code_of(draft)
    with pytest.raises(CodeExpiredError):
        prove_waiting(draft=draft, code=code, now=NOW + 10 * MINUTE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (2, 1, 0, 0):
        with pytest.raises(WrongCodeError) as caught:
            prove_waiting(draft=draft, code=wrong, now=NOW)
        assert caught.value.tries_left == left
    with pytest.raises(WrongCodeError):
        prove_waiting(draft=draft, code=code, now=NOW)
    send_new_waiting_code(draft=draft, now=NOW + MINUTE)
    assert prove_waiting(draft=draft, code=code_of(draft), now=NOW + MINUTE)


def test_a_new_code_is_not_sent_within_half_a_minute_or_once_the_place_is_taken(session_type: SessionType) -> None:
    draft = ask_as_stranger(session_type)
    send_new_waiting_code(draft=draft, now=NOW + timedelta(seconds=29))
    assert OutgoingMessage.objects.filter(kind="waiting_code").count() == 1
    prove_waiting(draft=draft, code=code_of(draft), now=NOW)
    send_new_waiting_code(draft=draft, now=NOW + MINUTE)
    assert OutgoingMessage.objects.filter(kind="waiting_code").count() == 1


def test_a_browser_has_one_draft_and_one_form_is_one_draft(session_type: SessionType) -> None:
    first = ask_as_stranger(session_type)
    second = ask_as_stranger(session_type, "other@example.com")
    assert list(WaitingDraft.objects.values_list("pk", flat=True)) == [second.pk]
    with pytest.raises(WaitingDraft.DoesNotExist):
        prove_waiting(draft=first, code="123456", now=NOW)


def test_drafts_are_gone_after_a_day(session_type: SessionType) -> None:
    ask_as_stranger(session_type)
    offer_free_times(NOW + DAY - timedelta.resolution)
    assert WaitingDraft.objects.exists()
    offer_free_times(NOW + DAY)
    assert not WaitingDraft.objects.exists()


def test_a_closed_list_takes_nobody_new_and_keeps_those_who_wait(
    session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type, "asha")
    draft = ask_as_stranger(session_type)
    Practitioner.objects.update(keeps_waiting_list=False)
    session_type.refresh_from_db()
    with pytest.raises(ListClosedError):
        ask_as_stranger(session_type, "other@example.com", browser="other")
    with pytest.raises(ListClosedError):
        prove_waiting(draft=draft, code=code_of(draft), now=NOW)
    with pytest.raises(ListClosedError):
        wait(SessionType.objects.get(), "bela")
    assert wait(SessionType.objects.get(), client=entry.client).pk == entry.pk
    start = open_time(scarce, TUESDAY, 12)
    assert offers() == [("asha", start)]
