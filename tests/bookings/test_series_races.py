"""Several people, tabs and presses at the same moment around a series: one whole series or none, never half of one."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import Client, User
from accounts.services import set_client_status
from bookings.errors import BookingError, NotInCareError, SeriesRefusedError, StatusError
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import (
    answer_series,
    confirm_booking,
    request_series,
    series,
    start_standing,
    withdraw_request,
    withdraw_series,
)
from practice.models import OutgoingMessage
from tests.bookings.steps import ask_series, details, four_mondays, together
from tests.bookings.test_races import all_at_once, overlaps
from tests.bookings.unguarded import drop_database_guard, followed_by, meeting, put_guards_back, unlocked_calendar
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]

PRESSES = 20
PEOPLE = 6
WEEK = timedelta(weeks=1)


@pytest.fixture
def people(session_type: SessionType) -> list[Client]:
    return [make_client(f"P{n}", user=make_user(f"p{n}@example.com")) for n in range(PEOPLE)]


def asking(session_type: SessionType, client: Client, starts: list[datetime], key: UUID) -> Callable[[], object]:
    return lambda: request_series(
        session_type=session_type,
        details=details(),
        starts=starts,
        request_key=key,
        browser_key=f"browser {client.name}",
        now=NOW,
        client=client,
    )


def sizes() -> list[int]:
    """Return how many rows each series has."""
    return sorted(Counter(Booking.objects.exclude(series=None).values_list("series", flat=True)).values())


def test_one_form_sent_twenty_times_at_one_moment_is_one_series_and_one_mail(
    session_type: SessionType, people: list[Client]
) -> None:
    key = uuid4()
    outcomes = all_at_once([asking(session_type, people[0], four_mondays(), key)] * PRESSES)
    assert Counter(outcomes) == {"done": PRESSES}
    assert sizes() == [4]
    assert together(key).count("series_received") == 1
    assert OutgoingMessage.objects.filter(kind="series_to_answer").count() == 1


def test_of_many_series_that_share_one_date_one_is_written_whole(
    session_type: SessionType, people: list[Client]
) -> None:
    """Everybody's third date is the same, the others are their own: who loses it must lose them all."""
    shared = MONDAY + 2 * WEEK

    def starts(number: int) -> list[datetime]:
        own = MONDAY + timedelta(days=number % 5, hours=number // 5)
        return [own + timedelta(days=7 * 4), own + timedelta(days=7 * 5), shared]

    acts = [asking(session_type, client, starts(n), uuid4()) for n, client in enumerate(people)]
    outcomes = Counter(all_at_once(acts))
    halves = sum(size != 3 for size in sizes())
    report("B2", overlaps() + halves, 0, engine=connection.vendor, path="series")
    assert outcomes == {"done": 1, SeriesRefusedError.__name__: PEOPLE - 1}
    assert sizes() == [3]


def test_without_the_transaction_half_a_series_lands(
    session_type: SessionType, people: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: row after row is written, and the database refuses the one in the middle that is taken."""
    rows = [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]
    monkeypatch.setattr(series, "locked_calendar", unlocked_calendar)

    def take_the_second(*_args: object, **_kwargs: object) -> dict[datetime, list[object]]:
        make_booking(session_type, starts_at=MONDAY + WEEK)  # somebody else, between the look and the write
        return {}

    monkeypatch.setattr(series, "refused_dates", take_the_second)
    with pytest.raises(Exception, match="double"):
        asking(session_type, people[0], rows, uuid4())()
    assert sizes() == [1]


def test_with_the_transaction_the_same_leaves_nothing(
    session_type: SessionType, people: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_the_second(*_args: object, **_kwargs: object) -> dict[datetime, list[object]]:
        make_booking(session_type, starts_at=MONDAY + WEEK)
        return {}

    monkeypatch.setattr(series, "refused_dates", take_the_second)
    with pytest.raises(BookingError):
        asking(session_type, people[0], [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK], uuid4())()
    assert sizes() == []


def test_with_the_guards_off_two_series_take_the_same_time(
    session_type: SessionType, people: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_database_guard()
    monkeypatch.setattr(series, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(series, "refused_dates", followed_by(series.refused_dates, meeting(PEOPLE)))
    try:
        all_at_once([asking(session_type, client, four_mondays(), uuid4()) for client in people])
        assert overlaps() > 0
    finally:
        Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
        put_guards_back()


def test_two_tabs_of_the_therapist_answer_a_series_once(
    session_type: SessionType, people: list[Client], therapist: User
) -> None:
    rows = ask_series(session_type, client=people[0])
    uuid, chosen = rows[0].series, {row.uuid for row in rows[:2]}
    assert uuid
    acts = [
        lambda: answer_series(series=uuid, ticked=chosen, by=therapist, now=NOW),
        lambda: answer_series(series=uuid, ticked=set(), by=therapist, now=NOW),
        lambda: withdraw_series(series=uuid, by=None, now=NOW),
    ]
    assert Counter(all_at_once(acts)) == {"done": 1, StatusError.__name__: 2}
    statuses = list(Booking.objects.order_by("starts_at").values_list("status", flat=True))
    assert statuses in (["confirmed"] * 2 + ["declined"] * 2, ["declined"] * 4, ["withdrawn"] * 4)
    assert OutgoingMessage.objects.filter(kind="series_answered").count() <= 1


def test_a_single_row_answered_or_withdrawn_meanwhile_stops_the_answer_or_is_stopped_by_it(
    session_type: SessionType, people: list[Client], therapist: User
) -> None:
    for round_ in range(3):
        starts = [start + timedelta(days=round_) for start in four_mondays()]
        rows = ask_series(session_type, *starts, client=people[round_])
        uuid, chosen = rows[0].series, {row.uuid for row in rows}
        assert uuid
        outcomes = all_at_once(
            [
                lambda u=uuid, c=chosen: answer_series(series=u, ticked=c, by=therapist, now=NOW),  # type: ignore[misc]
                lambda r=rows[1]: withdraw_request(booking=r, by=None, now=NOW),  # type: ignore[misc]
                lambda r=rows[2]: confirm_booking(booking=r, by=therapist, now=NOW),  # type: ignore[misc]
            ]
        )
        statuses = set(Booking.objects.filter(series=uuid).values_list("status", flat=True))
        whole = statuses == {"confirmed"}
        assert outcomes.count("done") == (1 if whole else 2)
        assert whole or "declined" not in statuses


def test_one_session_made_a_standing_time_in_many_tabs_is_one(
    session_type: SessionType, people: list[Client], therapist: User
) -> None:
    booking = make_booking(session_type, client=people[0])
    acts = [lambda: start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)] * PEOPLE
    assert Counter(all_at_once(acts)) == {"done": PEOPLE}
    standing = StandingTime.objects.get()
    assert OutgoingMessage.objects.filter(kind="standing_started").count() == 1
    assert overlaps() == 0
    assert standing.dates.count() == Booking.objects.count()


def test_care_that_ends_while_a_standing_time_begins_leaves_no_session_of_it(
    session_type: SessionType, people: list[Client], therapist: User
) -> None:
    client = people[0]
    booking = make_booking(session_type, client=client)
    outcomes = all_at_once(
        [
            lambda: start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW),
            lambda: set_client_status(client=client, status="ended", by=therapist, now=NOW),
        ]
    )
    assert set(outcomes) <= {"done", NotInCareError.__name__}
    later = Booking.objects.filter(status="confirmed", starts_at__gt=MONDAY)
    assert not later.exists()
