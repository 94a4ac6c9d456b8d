"""Proving the address: the code works once, in time, in the browser that asked."""

from datetime import timedelta

import pytest

from accounts.models import Client, Consent, User
from accounts.reach import ReachWishes, wishes_of
from bookings.errors import CodeExpiredError, SlotTakenError, StatusError, TooManyOpenError, WrongCodeError
from bookings.models import Booking, SessionType
from bookings.scheduling.policy import Reason
from bookings.services import release_all_lapsed, send_new_code
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.steps import ask, ask_and_verify, code_for, kinds_queued, verify
from tests.cast import enrol
from tests.factories import MONDAY, NOW, make_booking, make_client, make_policy, make_user

MINUTE = timedelta(minutes=1)


def wrong_code(booking: Booking) -> str:
    return f"{(int(code_for(booking)) + 1) % 1_000_000:06d}"


def test_the_code_turns_a_draft_into_a_request_and_an_address_into_a_person(session_type: SessionType) -> None:
    booking = verify(ask(session_type))
    assert booking.status == Booking.Status.REQUESTED
    assert booking.client is not None
    assert booking.client.status == Client.Status.PROSPECT
    assert booking.client.user is not None
    assert not booking.client.user.has_usable_password()


def test_the_request_holds_its_time_for_48_hours(session_type: SessionType) -> None:
    start = MONDAY + timedelta(days=7)
    assert verify(ask(session_type, start)).hold_until == NOW + timedelta(hours=48)


def test_the_hold_never_reaches_past_the_start_less_the_notice(session_type: SessionType) -> None:
    start = NOW + timedelta(hours=25)
    assert verify(ask(session_type, start)).hold_until == start - timedelta(hours=12)


def test_both_are_told_once_the_address_is_proved(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    assert {"booking_received", "booking_to_answer", "booking_nudge"} <= set(kinds_queued(booking))


def test_the_consent_is_stored_with_its_version(session_type: SessionType) -> None:
    notice = PolicyText.objects.get(kind="notice")
    booking = verify(ask(session_type, notice_text=notice))
    assert Consent.objects.get(client=booking.client).policy_text == notice


def test_entering_the_code_twice_is_one_request(session_type: SessionType) -> None:
    draft = ask(session_type)
    code = code_for(draft)
    verify(draft, code=code)
    again = verify(draft, code=code)
    assert again.status == Booking.Status.REQUESTED
    assert again.events.filter(act="verify").count() == 1


def test_a_wrong_code_is_counted_and_after_three_the_right_one_no_longer_works(session_type: SessionType) -> None:
    draft = ask(session_type)
    left = []
    for _try in range(3):
        with pytest.raises(WrongCodeError) as refused:
            verify(draft, code=wrong_code(draft))
        left.append(refused.value.tries_left)
    assert left == [2, 1, 0]
    with pytest.raises(WrongCodeError):
        verify(draft)


def test_a_new_code_gives_three_new_tries_and_ends_the_old_one(session_type: SessionType) -> None:
    draft = ask(session_type)
    old = code_for(draft)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=NOW + MINUTE)
    if old != code_for(draft):
        with pytest.raises(WrongCodeError):
            verify(draft, code=old, now=NOW + MINUTE)
    assert verify(draft, now=NOW + 2 * MINUTE).status == Booking.Status.REQUESTED


def test_a_second_new_code_within_half_a_minute_is_not_mailed(session_type: SessionType) -> None:
    draft = ask(session_type)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=NOW + timedelta(seconds=29))
    assert kinds_queued(draft) == ["booking_code"]


def test_after_ten_minutes_the_code_no_longer_works(session_type: SessionType) -> None:
    draft = ask(session_type)
    with pytest.raises(CodeExpiredError):
        verify(draft, now=NOW + 10 * MINUTE)


def test_the_code_works_only_in_the_browser_that_asked(session_type: SessionType) -> None:
    draft = ask(session_type)
    with pytest.raises(Booking.DoesNotExist):
        verify(draft, browser="other")


def test_a_late_code_takes_the_time_again_where_it_is_free(session_type: SessionType) -> None:
    draft = ask(session_type)
    later = NOW + timedelta(hours=3)
    release_all_lapsed(later)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=later)
    proved = verify(draft, now=later + MINUTE)
    assert proved.blocks
    assert proved.status == Booking.Status.REQUESTED


def test_a_late_code_finds_the_time_taken_and_the_draft_stays(session_type: SessionType) -> None:
    draft = ask(session_type)
    later = NOW + 16 * MINUTE
    ask(session_type, browser="other", email="bela@example.com", now=later)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=later)
    with pytest.raises(SlotTakenError):
        verify(draft, now=later + MINUTE)
    draft.refresh_from_db()
    assert draft.status == Booking.Status.DRAFT


def test_a_late_code_is_judged_by_the_length_that_will_be_stored(session_type: SessionType) -> None:
    SessionType.objects.update(length_minutes=80)
    draft = ask(SessionType.objects.get())
    SessionType.objects.update(length_minutes=50)
    later = NOW + timedelta(hours=3)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=later)
    other = make_booking(SessionType.objects.get(), starts_at=MONDAY + timedelta(hours=1), created_at=later)
    with pytest.raises(SlotTakenError) as refused:
        verify(draft, now=later + MINUTE)
    assert refused.value.reasons == [Reason.BUSY]
    Booking.objects.filter(pk=other.pk).update(status="cancelled", blocks=False)
    proved = verify(draft, now=later + MINUTE)
    assert proved.ends_at - proved.starts_at == 80 * MINUTE


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"is_offered": False}, Reason.WRONG_MODE),
        ({"video": False}, Reason.WRONG_MODE),
        ({"audience": "clients"}, Reason.CLIENTS_ONLY),
    ],
)
def test_a_late_code_opens_nothing_that_cannot_be_asked_for_any_more(
    session_type: SessionType, changes: dict[str, object], reason: Reason
) -> None:
    draft = ask(session_type)
    SessionType.objects.update(**changes)
    later = NOW + timedelta(hours=3)
    send_new_code(booking_uuid=draft.uuid, browser_key="browser", now=later)
    with pytest.raises(SlotTakenError) as refused:
        verify(draft, now=later + MINUTE)
    assert refused.value.reasons == [reason]


def test_a_code_in_time_keeps_what_was_held(session_type: SessionType) -> None:
    """The control."""
    draft = ask(session_type)
    SessionType.objects.update(is_offered=False)
    assert verify(draft, now=NOW + MINUTE).status == Booking.Status.REQUESTED


def test_a_draft_a_day_old_is_over(session_type: SessionType) -> None:
    draft = ask(session_type, MONDAY + timedelta(days=7))
    code = code_for(draft)
    with pytest.raises(StatusError):
        verify(draft, code=code, now=NOW + timedelta(hours=24))


def test_the_same_address_with_another_name_merges_nothing(session_type: SessionType) -> None:
    ask_and_verify(session_type, name="Asha")
    second = ask_and_verify(session_type, MONDAY + timedelta(hours=2), name="Rohan")
    assert second.name == "Rohan"
    assert second.client is not None
    assert second.client.name == "Asha"


def test_an_address_typed_in_capitals_is_the_same_person(session_type: SessionType) -> None:
    make_user("asha@example.com")
    verify(ask(session_type, email="asha@example.com"))
    assert User.objects.filter(email__iexact="ASHA@example.com").count() == 1


def test_a_third_open_request_of_one_person_is_refused(session_type: SessionType) -> None:
    ask_and_verify(session_type)
    ask_and_verify(session_type, MONDAY + timedelta(hours=2))
    with pytest.raises(TooManyOpenError):
        ask_and_verify(session_type, MONDAY + timedelta(hours=4))


def test_a_request_proved_in_the_last_minutes_before_the_notice_is_still_held(session_type: SessionType) -> None:
    start = MONDAY
    asked = start - timedelta(hours=12)
    proved = verify(ask(session_type, start, now=asked), now=asked + 9 * MINUTE)
    assert proved.status == Booking.Status.REQUESTED
    assert proved.hold_until == asked + 24 * MINUTE


def test_the_limits_of_confidentiality_are_stored_with_their_version_once_it_is_known_by_whom(
    session_type: SessionType,
) -> None:
    notice, limits = make_policy("notice", version="2"), make_policy("confidentiality")
    booking = ask(session_type, notice_text=notice, confidentiality_text=limits)
    assert booking.confidentiality_text == limits
    assert not Consent.objects.exists()
    verify(booking)
    assert {consent.policy_text for consent in Consent.objects.all()} == {notice, limits}


def test_no_new_code_is_sent_for_what_is_no_draft_any_more(session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    mails = OutgoingMessage.objects.filter(kind="booking_code").count()
    with pytest.raises(StatusError):
        send_new_code(booking_uuid=booking.uuid, browser_key=booking.browser_key, now=NOW + MINUTE)
    assert OutgoingMessage.objects.filter(kind="booking_code").count() == mails


def test_another_browser_gets_no_new_code(session_type: SessionType) -> None:
    draft = ask(session_type)
    with pytest.raises(Booking.DoesNotExist):
        send_new_code(booking_uuid=draft.uuid, browser_key="another", now=NOW + MINUTE)


def test_a_request_that_says_nothing_of_calls_leaves_what_was_chosen_before(session_type: SessionType) -> None:
    chosen = ReachWishes(reach="call", phone="+919876543210", safe_hours="mornings")
    asha = make_client(user=make_user(), **chosen.columns())
    ask_and_verify(session_type)
    asha.refresh_from_db()
    assert wishes_of(asha) == chosen


def test_with_a_second_factor_the_mailbox_alone_changes_no_number(session_type: SessionType) -> None:
    chosen, other = (ReachWishes(reach="call", phone=phone) for phone in ("+919876543210", "+442079460000"))
    asha = make_client(user=make_user(), **chosen.columns())
    assert asha.user
    enrol(asha.user)
    ask_and_verify(session_type, wishes=other)
    asha.refresh_from_db()
    assert wishes_of(asha) == chosen


def test_control_without_one_the_number_is_that_of_the_newest_request(session_type: SessionType) -> None:
    other = ReachWishes(reach="call", phone="+442079460000")
    asha = make_client(user=make_user(), **ReachWishes(reach="call", phone="+919876543210").columns())
    ask_and_verify(session_type, wishes=other)
    asha.refresh_from_db()
    assert wishes_of(asha) == other
