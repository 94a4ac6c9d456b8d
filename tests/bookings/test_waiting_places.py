"""A place on the waiting list: joining, changing, leaving, being taken off, and the end of care."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Client, Consent, Practitioner, User
from accounts.services import set_client_status
from bookings import waiting
from bookings.errors import (
    CodeExpiredError,
    ListClosedError,
    StatusError,
    WrongCodeError,
)
from bookings.models import Booking, SessionType, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.services import (
    accept_proposal,
    change_wishes,
    is_settled,
    join_list,
    keep_waiting,
    leave_list,
    let_in,
    offer_free_times,
    prove_waiting,
    send_new_waiting_code,
    take_off_list,
)
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.waiting_steps import (
    DAY,
    HOUR,
    MINUTE,
    TUESDAY,
    ask_as_stranger,
    code_of,
    held,
    held_for,
    kinds_of,
    let_pass,
    offers,
    open_time,
    wait,
    wait_as_stranger,
    wait_for_offer,
    wishes,
)
from tests.factories import NOW, make_client, make_session_type, make_user

KOLKATA, LONDON = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")


Status = Booking.Status


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
    entry = wait_for_offer(session_type, scarce)
    take_off_list(entry=entry, by=therapist, now=NOW)
    assert entry.offers.get().outcome == WaitingOffer.Outcome.TAKEN_BACK
    assert held() == []


def test_the_end_of_care_ends_every_place_and_gives_back_what_is_held(
    session_type: SessionType, scarce: Practitioner, therapist: User
) -> None:
    entry = wait_for_offer(session_type, scarce)
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
    later = NOW + HOUR
    leave_list(entry=entry, by=None, now=later)
    keep_waiting(entry=entry, now=later)
    change_wishes(entry=entry, wishes=wishes("2-morning"), now=later)
    take_off_list(entry=entry, by=therapist, now=later)
    let_in(entry=entry, now=later)
    entry.refresh_from_db()
    assert (entry.end, entry.ended_at, entry.cells, entry.let_in_at) == (WaitingEntry.End.LEFT, NOW, [], None)


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


@pytest.mark.parametrize(
    ("email", "cells", "is_same"),
    [("new@example.com", [], True), ("mended@example.com", [], False), ("new@example.com", ["2-morning"], False)],
)
def test_a_form_that_comes_again_is_settled_only_if_it_says_the_same(
    session_type: SessionType, email: str, cells: list[str], is_same: bool
) -> None:
    draft = ask_as_stranger(session_type)
    assert is_settled(draft, wishes(*cells), "New", email) is is_same
    prove_waiting(draft=draft, code=code_of(draft), now=NOW)
    draft.refresh_from_db()
    assert is_settled(draft, wishes(*cells), "New", email)  # proved: a place is changed on its own page


def test_saying_that_one_still_waits_begins_the_count_anew(session_type: SessionType) -> None:
    entry = wait(session_type)
    WaitingEntry.objects.update(rests_since=NOW - DAY, passed=2)
    kept = keep_waiting(entry=entry, now=NOW)
    assert (kept.pk, kept.rests_since, kept.passed, kept.created_at) == (entry.pk, None, 0, NOW)
    entry.refresh_from_db()
    assert (entry.rests_since, entry.passed) == (None, 0)


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


def test_a_list_closed_since_the_page_was_opened_takes_nobody(session_type: SessionType) -> None:
    assert session_type.practitioner.keeps_waiting_list
    Practitioner.objects.update(keeps_waiting_list=False)
    with pytest.raises(ListClosedError):
        wait(session_type)


def test_who_is_no_longer_in_care_joins_as_somebody_new(session_type: SessionType) -> None:
    asha, bela = (make_client(name, user=make_user(f"{name}@example.com")) for name in ("asha", "bela"))
    Client.objects.filter(pk=asha.pk).update(status="ended")
    assert kinds_of(wait(session_type, client=asha)) == ["waiting_joined", "waiting_new"]
    assert kinds_of(wait(session_type, client=bela)) == ["waiting_joined"]
