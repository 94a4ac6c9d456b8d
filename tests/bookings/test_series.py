"""Several dates asked for, answered and taken back together: all of them or none."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import Client, Practitioner, User
from bookings.errors import (
    KeyReusedError,
    NotInCareError,
    SeriesRefusedError,
    StatusError,
    TooManyOpenError,
)
from bookings.models import Booking, SessionType, TimeOff
from bookings.scheduling.policy import Reason
from bookings.services import (
    answer_series,
    cancel_booking,
    confirm_booking,
    decline_booking,
    pause_practice,
    propose_time,
    release_all_lapsed,
    request_move,
    resume_practice,
    withdraw_request,
    withdraw_series,
)
from bookings.services.series import MOST_DATES
from practice.models import OutgoingMessage
from tests.bookings.steps import ask, ask_series, four_mondays, kinds_queued, together
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture
def asha(db: None) -> Client:
    return make_client(user=make_user())


def uuids(rows: list[Booking]) -> set[object]:
    return {row.uuid for row in rows}


def statuses(rows: list[Booking]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def test_a_series_is_one_row_a_date_under_one_deadline_and_one_message_each_way(
    session_type: SessionType, asha: Client
) -> None:
    rows = ask_series(session_type, client=asha)
    assert [row.starts_at for row in rows] == four_mondays()
    assert {row.series for row in rows} == {rows[0].series}
    assert {row.hold_until for row in rows} == {NOW + timedelta(hours=48)}
    assert statuses(rows) == ["requested"] * 4
    assert together(rows[0].series) == ["series_nudge", "series_nudge", "series_received", "series_to_answer"]
    assert [kinds_queued(row) for row in rows] == [[]] * 4


def test_the_deadline_is_that_of_the_earliest_date(session_type: SessionType, asha: Client) -> None:
    tomorrow = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
    rows = ask_series(session_type, tomorrow + WEEK, tomorrow, client=asha)
    assert {row.hold_until for row in rows} == {tomorrow - timedelta(hours=12)}


def test_one_date_taken_in_the_middle_and_nothing_is_written(session_type: SessionType, asha: Client) -> None:
    make_booking(session_type, starts_at=MONDAY + 2 * WEEK)
    with pytest.raises(SeriesRefusedError) as refused:
        ask_series(session_type, client=asha)
    assert refused.value.refused == {MONDAY + 2 * WEEK: [Reason.BUSY]}
    assert not Booking.objects.exclude(series=None).exists()
    assert not OutgoingMessage.objects.exists()


def test_every_reason_is_told_of_every_date(session_type: SessionType, asha: Client) -> None:
    practitioner = session_type.practitioner
    TimeOff.objects.create(practitioner=practitioner, starts_at=MONDAY + WEEK - HOUR, ends_at=MONDAY + WEEK + 5 * HOUR)
    dates = [MONDAY, MONDAY + WEEK, MONDAY + 9 * WEEK, MONDAY - timedelta(days=1)]
    with pytest.raises(SeriesRefusedError) as refused:
        ask_series(session_type, *dates, client=asha)
    assert refused.value.refused == {
        MONDAY + WEEK: [Reason.TIME_OFF],
        MONDAY + 9 * WEEK: [Reason.BEYOND_HORIZON],
        MONDAY - timedelta(days=1): [Reason.OUTSIDE_HOURS],
    }


@pytest.mark.parametrize(("cap", "reason"), [("sessions_a_day", "day_full"), ("sessions_a_week", "week_full")])
def test_the_limits_count_the_series_itself(session_type: SessionType, asha: Client, cap: str, reason: str) -> None:
    Practitioner.objects.update(**{cap: 2})
    session_type.refresh_from_db()
    two = [MONDAY - 2 * HOUR, MONDAY]
    with pytest.raises(SeriesRefusedError) as refused:
        ask_series(session_type, *two, MONDAY + 3 * HOUR, client=asha)
    assert refused.value.refused == {MONDAY + 3 * HOUR: [Reason(reason)]}
    assert len(ask_series(session_type, *two, client=asha)) == 2


def test_a_date_named_twice_overlaps_itself(session_type: SessionType, asha: Client) -> None:
    with pytest.raises(SeriesRefusedError) as refused:
        ask_series(session_type, MONDAY, MONDAY, client=asha)
    assert refused.value.refused == {MONDAY: [Reason.BUSY]}


@pytest.mark.parametrize("number", [0, MOST_DATES + 1])
def test_no_date_or_too_many_is_no_series(session_type: SessionType, asha: Client, number: int) -> None:
    from bookings.services import request_series
    from tests.bookings.steps import details

    with pytest.raises(ValueError, match="dozen"):
        request_series(
            session_type=session_type,
            details=details(),
            starts=[MONDAY + day * timedelta(days=1) for day in range(number)],
            request_key=uuid4(),
            browser_key="",
            now=NOW,
            client=asha,
        )


def test_the_same_form_again_is_the_same_series_and_with_other_dates_it_is_refused(
    session_type: SessionType, asha: Client
) -> None:
    key = uuid4()
    first = ask_series(session_type, client=asha, key=key)
    assert uuids(ask_series(session_type, client=asha, key=key)) == uuids(first)
    with pytest.raises(KeyReusedError) as reused:
        ask_series(session_type, MONDAY, client=asha, key=key)
    assert reused.value.booking == first[0]
    assert Booking.objects.count() == 4


def test_a_series_counts_as_one_open_request(session_type: SessionType, asha: Client) -> None:
    ask_series(session_type, client=asha)
    ask(session_type, MONDAY + timedelta(days=1), client=asha, browser="")
    with pytest.raises(TooManyOpenError):
        ask_series(session_type, MONDAY + timedelta(days=2), client=asha)


def test_only_a_client_in_care_asks_for_a_series(session_type: SessionType, asha: Client) -> None:
    Client.objects.update(status="paused")
    with pytest.raises(NotInCareError):
        ask_series(session_type, client=asha)


def test_a_type_that_confirms_at_once_confirms_every_date(session_type: SessionType, asha: Client) -> None:
    session_type.confirms_at_once = True
    session_type.save()
    rows = ask_series(session_type, client=asha)
    assert statuses(rows) == ["confirmed"] * 4
    assert together(rows[0].series) == ["series_answered", "series_at_once"]
    assert {kind for row in rows for kind in kinds_queued(row)} == {"booking_reminder", "booking_reminder_near"}


def test_the_ticked_dates_are_confirmed_the_others_declined_and_the_client_told_once(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    answer_series(series=rows[0].series, ticked=uuids(rows[:3]), by=therapist, now=NOW)  # type: ignore[arg-type]
    assert statuses(rows) == ["confirmed"] * 3 + ["declined"]
    assert together(rows[0].series).count("series_answered") == 1
    assert kinds_queued(rows[0]) == ["booking_reminder", "booking_reminder_near"]
    assert kinds_queued(rows[3]) == []


def test_no_date_ticked_declines_them_all(session_type: SessionType, asha: Client, therapist: User) -> None:
    rows = ask_series(session_type, client=asha)
    answer_series(series=rows[0].series, ticked=set(), by=therapist, now=NOW)  # type: ignore[arg-type]
    assert statuses(rows) == ["declined"] * 4


def test_a_second_tab_of_the_therapist_changes_nothing(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    series = rows[0].series
    assert series
    answer_series(series=series, ticked=uuids(rows), by=therapist, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(StatusError):
        answer_series(series=series, ticked=set(), by=therapist, now=NOW)
    assert statuses(rows) == ["confirmed"] * 4


def test_a_date_withdrawn_meanwhile_stops_the_whole_answer(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    withdraw_request(booking=rows[1], by=None, now=NOW)
    with pytest.raises(StatusError):
        answer_series(series=rows[0].series, ticked=uuids(rows), by=therapist, now=NOW)  # type: ignore[arg-type]
    assert statuses(rows) == ["requested", "withdrawn", "requested", "requested"]


def test_over_her_own_rules_the_therapist_needs_a_reason_and_over_a_session_nothing_helps(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    series = rows[0].series
    assert series
    TimeOff.objects.create(practitioner=session_type.practitioner, starts_at=MONDAY - HOUR, ends_at=MONDAY + HOUR)
    with pytest.raises(SeriesRefusedError) as refused:
        answer_series(series=series, ticked=uuids(rows), by=therapist, now=NOW)  # type: ignore[arg-type]
    assert (refused.value.refused, refused.value.can_override) == ({MONDAY: [Reason.TIME_OFF]}, True)
    assert statuses(rows) == ["requested"] * 4
    answer_series(series=series, ticked=uuids(rows), by=therapist, now=NOW, override_reason="I am in")  # type: ignore[arg-type]
    assert statuses(rows) == ["confirmed"] * 4
    assert rows[0].events.get(act="confirm").note == "I am in"


def test_the_deadline_ends_every_date_and_the_client_is_told_once(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    late = NOW + timedelta(hours=48)
    release_all_lapsed(late)
    release_all_lapsed(late + HOUR)
    assert statuses(rows) == ["expired"] * 4
    assert together(rows[0].series).count("series_expired") == 1
    assert all("booking_expired" not in kinds_queued(row) for row in rows)
    with pytest.raises(StatusError):
        answer_series(series=rows[0].series, ticked=uuids(rows), by=therapist, now=late)  # type: ignore[arg-type]


def test_a_series_is_withdrawn_whole_and_once(session_type: SessionType, asha: Client) -> None:
    rows = ask_series(session_type, client=asha)
    series = rows[0].series
    assert series
    withdraw_series(series=series, by=None, now=NOW)
    assert statuses(rows) == ["withdrawn"] * 4
    assert together(series).count("series_withdrawn") == 1
    with pytest.raises(StatusError):
        withdraw_series(series=series, by=None, now=NOW)


def test_one_row_answered_by_itself_is_a_session_like_any_other(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    confirm_booking(booking=rows[0], by=therapist, now=NOW)
    decline_booking(booking=rows[1], by=therapist, now=NOW)
    propose_time(booking=rows[2], starts_at=MONDAY + HOUR, by=therapist, now=NOW)
    assert statuses(rows) == ["confirmed", "declined", "proposed", "requested"]
    assert "booking_confirmed" in kinds_queued(rows[0])
    answer_series(series=rows[0].series, ticked=uuids(rows[3:]), by=therapist, now=NOW)  # type: ignore[arg-type]
    assert statuses(rows) == ["confirmed", "declined", "proposed", "confirmed"]


def test_one_session_of_an_answered_series_is_moved_and_cancelled_by_itself(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    answer_series(series=rows[0].series, ticked=uuids(rows), by=therapist, now=NOW)  # type: ignore[arg-type]
    moved = request_move(booking=rows[0], starts_at=MONDAY + HOUR, by=None, now=NOW)
    assert moved.waiting_series is None
    assert "booking_to_answer" in kinds_queued(moved)
    cancel_booking(booking=rows[1], by="client", user=None, now=NOW)  # type: ignore[arg-type]
    assert statuses(rows) == ["confirmed", "cancelled", "confirmed", "confirmed"]


def test_a_pause_puts_the_deadline_of_all_the_dates_off_alike(
    session_type: SessionType, asha: Client, therapist: User
) -> None:
    rows = ask_series(session_type, client=asha)
    practitioner = session_type.practitioner
    pause_practice(practitioner=practitioner, back_on=None, by=therapist, now=NOW + HOUR)
    statuses(rows)
    assert {row.hold_until for row in rows} == {MONDAY - timedelta(hours=12)}
    resume_practice(practitioner=practitioner, by=therapist, now=NOW + 3 * HOUR)
    statuses(rows)
    assert {row.hold_until for row in rows} == {NOW + timedelta(hours=50)}
    nudges = OutgoingMessage.objects.filter(cause=f"series:{rows[0].series}", kind="series_nudge")
    assert nudges.count() == 4


def test_a_type_no_longer_offered_is_refused_for_every_date(session_type: SessionType, asha: Client) -> None:
    SessionType.objects.update(is_offered=False)
    with pytest.raises(SeriesRefusedError) as refused:
        ask_series(session_type, client=asha)
    assert refused.value.refused == {start: [Reason.WRONG_MODE] for start in four_mondays()}
