"""Asking: a draft holds the time, once a key, within the caps."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Client, Practitioner
from bookings.errors import KeyReusedError, SlotTakenError, TermsChangedError, TooManyOpenError
from bookings.models import Booking, BookingEvent, SessionType
from bookings.scheduling.policy import Reason
from bookings.services import request_session
from bookings.services.asking import nudge
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.steps import ask, ask_and_verify, details, kinds_queued
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

HOUR = timedelta(hours=1)


def test_a_stranger_gets_a_draft_that_holds_the_time_for_fifteen_minutes(session_type: SessionType) -> None:
    booking = ask(session_type)
    assert booking.status == Booking.Status.DRAFT
    assert booking.blocks
    assert booking.hold_until == NOW + timedelta(minutes=15)


def test_a_draft_makes_no_user_and_no_client(session_type: SessionType) -> None:
    ask(session_type)
    assert not Client.objects.exists()


def test_only_the_code_is_mailed_before_the_address_is_proved(session_type: SessionType) -> None:
    assert kinds_queued(ask(session_type)) == ["booking_code"]


def test_the_terms_are_frozen_when_the_time_is_asked_for(session_type: SessionType) -> None:
    session_type.fee_rupees = 2000
    session_type.save()
    booking = ask(session_type)
    SessionType.objects.update(fee_rupees=9000, length_minutes=80)
    Practitioner.objects.update(cancellation_hours=72)
    booking.refresh_from_db()
    assert (booking.fee_rupees, booking.length_minutes, booking.cancellation_hours) == (2000, 50, 24)


def test_the_same_time_is_refused_to_the_next(session_type: SessionType) -> None:
    ask(session_type)
    with pytest.raises(SlotTakenError) as refused:
        ask(session_type, browser="other", email="bela@example.com")
    assert refused.value.reasons == [Reason.BUSY]
    assert Booking.objects.count() == 1


def test_a_time_inside_the_buffer_is_refused(session_type: SessionType) -> None:
    ask(session_type)
    with pytest.raises(SlotTakenError) as refused:
        ask(session_type, MONDAY + timedelta(minutes=50), browser="other")
    assert Reason.BUFFER in refused.value.reasons


def test_a_lapsed_draft_is_free_again_without_any_job(session_type: SessionType) -> None:
    ask(session_type)
    assert ask(session_type, browser="other", now=NOW + timedelta(minutes=15)).blocks


def test_one_second_before_its_end_a_draft_still_holds(session_type: SessionType) -> None:
    ask(session_type)
    with pytest.raises(SlotTakenError):
        ask(session_type, browser="other", now=NOW + timedelta(minutes=14, seconds=59))


def test_the_same_form_sent_twice_is_one_booking_and_one_mail(session_type: SessionType) -> None:
    key = uuid4()

    def send() -> Booking:
        return request_session(
            session_type=session_type, details=details(), request_key=key, browser_key="browser", now=NOW
        )

    assert send().pk == send().pk
    assert OutgoingMessage.objects.count() == 1


def test_the_same_key_with_other_words_shows_the_request_already_made(session_type: SessionType) -> None:
    key = uuid4()
    made = request_session(
        session_type=session_type, details=details(), request_key=key, browser_key="browser", now=NOW
    )
    with pytest.raises(KeyReusedError) as refused:
        request_session(
            session_type=session_type,
            details=details(note="Something else."),
            request_key=key,
            browser_key="browser",
            now=NOW,
        )
    assert refused.value.booking.pk == made.pk


def test_a_new_draft_of_the_same_browser_supersedes_the_old_one(session_type: SessionType) -> None:
    old = ask(session_type)
    ask(session_type, MONDAY + 2 * HOUR)
    old.refresh_from_db()
    assert old.status == Booking.Status.LAPSED
    assert not old.blocks


def test_beyond_three_drafts_an_address_a_draft_holds_nothing(session_type: SessionType) -> None:
    held = [ask(session_type, MONDAY + n * HOUR, browser=f"b{n}").blocks for n in range(4)]
    assert held == [True, True, True, False]


def test_a_tag_or_a_dot_in_the_address_holds_no_further_draft(session_type: SessionType) -> None:
    """Counted by the address as typed, one mailbox would hold all that strangers may hold together."""
    spelt = ["mallory@gmail.com", "m.allory@gmail.com", "mallory+x@gmail.com", "mal.lory@googlemail.com"]
    held = [ask(session_type, MONDAY + n * HOUR, browser=f"b{n}", email=each).blocks for n, each in enumerate(spelt)]
    assert held == [True, True, True, False]


def test_beyond_six_drafts_a_practitioner_a_draft_holds_nothing(session_type: SessionType) -> None:
    day = timedelta(days=1)
    starts = [MONDAY + (n % 4) * HOUR + (n // 4) * day for n in range(7)]
    held = [
        ask(session_type, start, browser=f"b{n}", email=f"p{n}@example.com").blocks for n, start in enumerate(starts)
    ]
    assert held == [True] * 6 + [False]


def test_a_client_known_to_be_one_skips_the_code(session_type: SessionType) -> None:
    booking = ask(session_type, client=make_client(user=make_user()))
    assert booking.status == Booking.Status.REQUESTED
    assert kinds_queued(booking) == ["booking_nudge", "booking_nudge", "booking_received", "booking_to_answer"]


@pytest.mark.parametrize(
    ("left", "nudges"),
    [
        (timedelta(hours=24, seconds=1), [24, 6]),
        (timedelta(hours=24), [6]),
        (timedelta(hours=6, seconds=1), [6]),
        (timedelta(hours=6), []),
    ],
)
def test_the_therapist_is_nudged_as_far_as_the_hour_is_still_to_come(
    session_type: SessionType, left: timedelta, nudges: list[int]
) -> None:
    waiting = make_booking(session_type, status="requested", hold_until=NOW + left)
    nudge(waiting, NOW)
    due = OutgoingMessage.objects.order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [NOW + left - hours * HOUR for hours in nudges]


def test_of_what_has_no_deadline_nobody_is_nudged(session_type: SessionType) -> None:
    nudge(make_booking(session_type), NOW)
    assert not OutgoingMessage.objects.exists()


def test_care_that_ended_since_the_page_was_opened_agrees_nothing_at_once(session_type: SessionType) -> None:
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    stale = make_client(user=make_user())
    Client.objects.update(status=Client.Status.ENDED)
    assert ask(session_type, client=stale).status == Booking.Status.REQUESTED


def test_a_third_open_request_of_one_person_is_refused(session_type: SessionType) -> None:
    asha = make_client(user=make_user())
    ask(session_type, client=asha, browser="")
    ask(session_type, MONDAY + 2 * HOUR, client=asha, browser="")
    with pytest.raises(TooManyOpenError):
        ask(session_type, MONDAY + 4 * HOUR, client=asha, browser="")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_paused": True}, Reason.PAUSED),
        ({"takes_new_clients": False}, Reason.INTAKE_CLOSED),
        ({"notice_hours": 200}, Reason.BEFORE_NOTICE),
        ({"horizon_days": 1}, Reason.BEYOND_HORIZON),
        ({"sessions_a_day": 0}, Reason.DAY_FULL),
    ],
)
def test_the_practitioners_rules_bind_a_stranger(
    session_type: SessionType, change: dict[str, Any], reason: Reason
) -> None:
    Practitioner.objects.update(**change)
    with pytest.raises(SlotTakenError) as refused:
        ask(session_type)
    assert reason in refused.value.reasons


def test_every_step_is_written_down(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    steps = BookingEvent.objects.filter(booking=booking).values_list("act", "from_status", "to_status", "by")
    assert list(steps) == [("ask", "", "draft", "client"), ("verify", "draft", "requested", "client")]


def test_the_consent_of_a_known_client_is_stored_with_its_version(session_type: SessionType) -> None:
    notice = PolicyText.objects.get(kind="notice")
    client = make_client()
    ask(session_type, client=client, notice_text=notice)
    assert client.consents.get().policy_text == notice


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"is_offered": False}, Reason.WRONG_MODE),
        ({"video": False, "in_person": True}, Reason.WRONG_MODE),
        ({"audience": "clients"}, Reason.CLIENTS_ONLY),
    ],
)
def test_a_session_type_changed_since_the_page_was_opened_is_read_again(
    session_type: SessionType, changes: dict[str, object], reason: Reason
) -> None:
    SessionType.objects.update(**changes)
    with pytest.raises(SlotTakenError) as refused:
        ask(session_type)
    assert refused.value.reasons == [reason]


@pytest.mark.parametrize("changes", [{"length_minutes": 80}, {"fee_rupees": 900}])
def test_nothing_is_written_on_terms_that_changed_under_the_form(
    session_type: SessionType, changes: dict[str, int]
) -> None:
    SessionType.objects.update(**changes)
    with pytest.raises(TermsChangedError):
        ask(session_type)
    assert not Booking.objects.exists()
    draft = ask(SessionType.objects.get())
    assert [getattr(draft, name) for name in changes] == list(changes.values())


def test_another_time_for_cancelling_is_another_term(session_type: SessionType) -> None:
    Practitioner.objects.update(cancellation_hours=25)
    with pytest.raises(TermsChangedError):
        ask(session_type)
