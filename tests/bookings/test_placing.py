"""The therapist places a session herself: confirmed at once, over her own rules with a reason, over no session."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Client, User
from bookings.emails import KINDS, render
from bookings.errors import (
    GuardianMissingError,
    KeyReusedError,
    NeedsOverrideError,
    NotInCareError,
    SlotTakenError,
)
from bookings.history import say_event
from bookings.models import Booking, BookingEvent, OutsideBusy, SessionType, TimeOff
from bookings.on_file import is_grown_up
from bookings.scheduling.policy import Reason
from bookings.services import note_guardian, place_session
from practice.models import OutgoingMessage, PolicyText
from tests.bookings.steps import ask, ask_and_verify, kinds_queued
from tests.bookings.test_guardian import MOTHER, TODAY
from tests.factories import MONDAY, NOW, make_booking, make_client, make_outside, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SUNDAY = MONDAY - timedelta(days=1)


@pytest.fixture
def asha(session_type: SessionType) -> Client:
    return make_client(user=make_user(), zone_name="Europe/London")


def place(client: Client, by: User, starts_at: datetime = MONDAY, **changes: Any) -> Booking:
    given: dict[str, Any] = {
        "session_type": SessionType.objects.get(),
        "mode": "video",
        "request_key": uuid4(),
        "now": NOW,
    }
    return place_session(client=client, by=by, starts_at=starts_at, **{**given, **changes})


def first_event(booking: Booking) -> BookingEvent:
    return booking.events.get()


def test_it_is_confirmed_at_once_and_the_history_says_who_placed_it(asha: Client, therapist: User) -> None:
    booking = place(asha, therapist)
    assert (booking.status, booking.blocks, booking.hold_until) == ("confirmed", True, None)
    event = first_event(booking)
    assert (event.act, event.by, event.by_user) == ("place", "practice", therapist)
    assert (event.from_status, event.to_status, event.reason_code, event.note) == ("", "confirmed", "", "")
    assert say_event(event) == "You placed the session yourself: 23 Nov 2026, 12:00 pm IST"


def test_it_is_hers_as_the_practice_knows_her(asha: Client, therapist: User) -> None:
    booking = place(asha, therapist)
    said = (booking.client, booking.name, booking.email, booking.client_zone, booking.is_minor)
    assert said == (asha, "Asha", "asha@example.com", "Europe/London", False)


def test_the_terms_of_today_are_frozen(asha: Client, therapist: User, session_type: SessionType) -> None:
    SessionType.objects.update(fee_rupees=1500, length_minutes=60)  # since the page was opened
    booking = place(asha, therapist, session_type=session_type)
    SessionType.objects.update(fee_rupees=2000)
    booking.refresh_from_db()
    assert (booking.fee_rupees, booking.length_minutes, booking.cancellation_hours) == (1500, 60, 24)
    assert booking.ends_at - booking.starts_at == HOUR
    assert booking.cancellation_policy == PolicyText.objects.get(kind="cancellation")
    assert (booking.notice_text, booking.confidentiality_text) == (None, None)


def test_it_is_told_and_reminded_of_like_any_agreed_session(asha: Client, therapist: User) -> None:
    booking = place(asha, therapist)
    assert kinds_queued(booking) == ["booking_confirmed", "booking_reminder", "booking_reminder_near"]
    mail = render(OutgoingMessage.objects.get(kind="booking_confirmed"), NOW)
    assert mail
    assert mail.to == "asha@example.com"
    assert [file.filename for file in mail.attachments] == ["session.ics"]


@pytest.mark.parametrize("has_login", [True, False], ids=["a login without an address", "no login"])
def test_to_somebody_without_an_address_nothing_is_sent(
    session_type: SessionType, therapist: User, has_login: bool
) -> None:
    booking = place(make_client("Gita", user=make_user("") if has_login else None), therapist)
    rows = list(OutgoingMessage.objects.all())
    assert rows
    assert {row.kind for row in rows if KINDS[row.kind].to_client} == {row.kind for row in rows}
    assert [render(row, NOW) for row in rows] == [None] * len(rows)
    assert (booking.status, booking.email) == ("confirmed", "")


def test_notice_and_horizon_do_not_bind_the_practice(asha: Client, therapist: User) -> None:
    assert place(asha, therapist, NOW + MINUTE).status == "confirmed"
    assert place(asha, therapist, MONDAY + timedelta(weeks=20)).status == "confirmed"


def test_over_her_hours_and_time_off_it_needs_a_reason_which_is_kept(
    asha: Client, therapist: User, session_type: SessionType
) -> None:
    TimeOff.objects.create(practitioner=session_type.practitioner, starts_at=SUNDAY, ends_at=SUNDAY + HOUR)
    with pytest.raises(NeedsOverrideError) as refused:
        place(asha, therapist, SUNDAY)
    assert refused.value.reasons == [Reason.OUTSIDE_HOURS, Reason.TIME_OFF]
    assert not Booking.objects.exists()
    booking = place(asha, therapist, SUNDAY, override_reason="She travels on Monday.")
    event = first_event(booking)
    assert (event.reason_code, event.note) == ("override", "She travels on Monday.")


@pytest.mark.parametrize("status", ["confirmed", "requested", "proposed"])
@pytest.mark.parametrize(
    ("minutes", "reason"), [(30, Reason.BUSY), (-30, Reason.BUSY), (55, Reason.BUFFER), (-55, Reason.BUFFER)]
)
def test_over_a_session_or_a_hold_or_beside_it_nothing_is_placed(
    asha: Client, therapist: User, session_type: SessionType, status: str, minutes: int, reason: Reason
) -> None:
    make_booking(session_type, status=status)
    with pytest.raises(SlotTakenError) as refused:
        place(asha, therapist, MONDAY + minutes * MINUTE, override_reason="I want it.")
    assert refused.value.reasons == [reason]
    assert Booking.objects.count() == 1


def test_a_draft_that_holds_its_time_is_a_hold_too(asha: Client, therapist: User, session_type: SessionType) -> None:
    ask(session_type, email="bela@example.com")
    with pytest.raises(SlotTakenError):
        place(asha, therapist)
    assert place(asha, therapist, now=NOW + 15 * MINUTE).status == "confirmed"  # the draft holds it no longer


def test_once_a_request_has_lapsed_its_time_is_free(asha: Client, therapist: User, session_type: SessionType) -> None:
    request = make_booking(session_type, status="requested", hold_until=NOW)
    assert place(asha, therapist).status == "confirmed"
    request.refresh_from_db()
    assert request.status == "expired"


@pytest.mark.parametrize("minutes", [0, 55], ids=["over", "beside"])
def test_over_or_beside_an_entry_of_her_other_calendar_a_reason_is_enough(
    asha: Client, therapist: User, session_type: SessionType, minutes: int
) -> None:
    calendar = make_outside(session_type.practitioner)
    start = MONDAY + minutes * MINUTE
    OutsideBusy.objects.create(calendar=calendar, starts_at=start, ends_at=start + HOUR)
    with pytest.raises(NeedsOverrideError):
        place(asha, therapist)
    assert place(asha, therapist, override_reason="That is moved.").status == "confirmed"


def test_nothing_is_placed_in_the_past_or_on_no_whole_minute(asha: Client, therapist: User) -> None:
    for starts_at, reason in [(NOW, Reason.IN_THE_PAST), (MONDAY + timedelta(seconds=1), Reason.NOT_ON_STEP)]:
        with pytest.raises(SlotTakenError) as refused:
            place(asha, therapist, starts_at, override_reason="I want it.")
        assert reason in refused.value.reasons
    assert not Booking.objects.exists()


def test_whoever_is_no_longer_in_care_has_no_session_placed(asha: Client, therapist: User) -> None:
    Client.objects.update(status=Client.Status.ENDED)  # since the page was opened
    with pytest.raises(NotInCareError):
        place(asha, therapist)


@pytest.mark.parametrize("status", ["prospect", "paused"])
def test_for_everybody_else_a_session_can_be_placed(asha: Client, therapist: User, status: str) -> None:
    Client.objects.update(status=status)
    assert place(asha, therapist).status == "confirmed"


def test_for_somebody_under_18_a_guardian_has_to_agree_first(session_type: SessionType, therapist: User) -> None:
    request = ask_and_verify(session_type, MONDAY + timedelta(days=1), is_minor=True, guardian_word="later")
    assert request.client
    with pytest.raises(GuardianMissingError):
        place(request.client, therapist)
    assert Booking.objects.count() == 1
    note_guardian(booking=request, details=MOTHER, how="paper", given_on=TODAY, by=therapist, now=NOW)
    booking = place(request.client, therapist)
    assert (booking.status, booking.is_minor) == ("confirmed", True)


def test_a_session_placed_says_nothing_of_age(asha: Client, therapist: User) -> None:
    place(asha, therapist)
    assert not is_grown_up(asha)


def test_the_same_form_twice_is_one_session(asha: Client, therapist: User) -> None:
    key = uuid4()
    booking = place(asha, therapist, request_key=key)
    assert place(asha, therapist, request_key=key) == booking
    assert Booking.objects.count() == 1
    assert booking.events.count() == 1


def test_the_same_key_with_other_words_places_nothing(asha: Client, therapist: User, session_type: SessionType) -> None:
    key = uuid4()
    booking = place(asha, therapist, request_key=key)
    others = [(asha, MONDAY + 3 * HOUR, "video"), (asha, MONDAY, "phone"), (make_client("Bela"), MONDAY, "video")]
    for client, starts_at, mode in others:
        with pytest.raises(KeyReusedError) as refused:
            place(client, therapist, starts_at, mode=mode, request_key=key)
        assert refused.value.booking == booking
    assert Booking.objects.count() == 1
