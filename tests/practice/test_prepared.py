"""A query that is built once answers what the same query answers when it is built each time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import DateTimeField, QuerySet
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking, SessionType
from practice.prepared import Prepared, asked
from tests.factories import MONDAY, make_booking

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
COLUMNS = ("starts_at", "uuid", "fee_rupees", "blocks", "name")
SINCE = asked("since", DateTimeField())


def bookings_since(since: object) -> "QuerySet[Booking, tuple[object, ...]]":
    return Booking.objects.filter(starts_at__gt=since).order_by("starts_at").values_list(*COLUMNS)


@pytest.fixture
def three(session_type: SessionType) -> list[Booking]:
    return [make_booking(session_type, starts_at=MONDAY + number * HOUR * 2) for number in range(3)]


def test_it_answers_for_each_value_what_the_plain_query_answers(three: list[Booking]) -> None:
    prepared = Prepared(lambda: bookings_since(SINCE))
    for since in (MONDAY - HOUR, MONDAY, MONDAY + 3 * HOUR, MONDAY + 9 * HOUR):
        assert [tuple(row) for row in prepared.rows(since=since)] == list(bookings_since(since))
    assert len(prepared.rows(since=MONDAY)) == 2


def test_a_value_moved_by_a_stretch_of_time_is_reckoned_here(three: list[Booking]) -> None:
    prepared = Prepared(lambda: bookings_since(SINCE - HOUR))
    assert len(prepared.rows(since=MONDAY)) == 3
    assert len(prepared.rows(since=MONDAY + HOUR)) == 2


def test_it_is_built_once_and_asked_once_each_time(three: list[Booking]) -> None:
    built = []
    prepared = Prepared(lambda: built.append(1) or bookings_since(SINCE))  # type: ignore[func-returns-value]
    with CaptureQueriesContext(connection) as queries:
        prepared.rows(since=MONDAY)
        prepared.rows(since=MONDAY + HOUR)
    assert (len(built), len(queries)) == (1, 2)


def test_a_value_that_is_not_given_is_an_error(three: list[Booking]) -> None:
    with pytest.raises(KeyError):
        Prepared(lambda: bookings_since(SINCE)).rows()


def test_what_is_no_place_for_a_value_stays_as_it_was_at_first(three: list[Booking]) -> None:
    """The control: a value put into the query itself is never looked at again."""
    since = [MONDAY + 9 * HOUR]
    prepared = Prepared(lambda: bookings_since(since[0]))
    assert prepared.rows() == []
    since[0] = MONDAY - HOUR
    assert prepared.rows() == []
