"""A query that is built once answers what the same query answers when it is built each time."""

from datetime import timedelta
from operator import attrgetter

import pytest
from django.db import connection
from django.db.models import DateTimeField, F, Model, QuerySet, UUIDField
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking, SessionType
from practice.prepared import Prepared, PreparedRows, asked, written_out
from tests.factories import MONDAY, make_booking, make_client, make_user

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


def test_what_never_changes_is_written_into_the_statement_for_sqlite_alone(three: list[Booking]) -> None:
    def some() -> "QuerySet[Booking, tuple[object, ...]]":
        return Booking.objects.filter(starts_at__gt=SINCE, blocks=True).exclude(name="50 % o'clock").values_list("name")

    sql, values = Prepared(some).statement(since=MONDAY)
    kept = ["50 % o'clock"] if connection.vendor == "postgresql" else []
    assert [value for value in values if isinstance(value, str) and "%" in value] == kept
    assert len(Prepared(some).rows(since=MONDAY - HOUR)) == 3
    assert sql.count("%s") == len(values)


def test_words_written_into_a_statement_stay_the_words_that_they_are() -> None:
    for words in ("it's", "100 %", "%s", "'; DROP TABLE x; --", "नींद"):
        sql, left = written_out("SELECT %s, %s, '%%s'", [words, MONDAY])
        with connection.cursor() as cursor:
            cursor.execute(sql, [str(each) for each in left])
            assert cursor.fetchone() == (words, str(MONDAY), "%s")


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


BY_UUID = asked("uuid", UUIDField())
JOINED = ("practitioner", "practitioner__user", "client", "client__user", "replaces")


def values_of(row: Model | None) -> dict[str, object]:
    """Return everything that one row holds; nothing of no row."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} if row else {}


def test_whole_rows_are_those_of_the_plain_query_with_the_rows_they_point_to(three: list[Booking]) -> None:
    three[0].client = make_client("Asha", user=make_user("asha@example.com"))
    three[0].save()
    Booking.objects.filter(pk=three[2].pk).update(replaces=three[1])
    prepared = PreparedRows(lambda: Booking.objects.filter(uuid=BY_UUID), *JOINED)
    for each in three:
        found = prepared.first(uuid=each.uuid)
        plain = Booking.objects.get(pk=each.pk)
        with CaptureQueriesContext(connection) as queries:
            assert found is not None
            joined = [values_of(attrgetter(path.replace("__", "."))(found)) for path in JOINED if found.client]
            beside = [found.practitioner, found.replaces, found.client]
        assert len(queries) == 0
        assert values_of(found) == values_of(plain)
        assert beside == [plain.practitioner, plain.replaces, plain.client]
        assert not found._state.adding
        if found.client:
            assert joined == [values_of(attrgetter(path.replace("__", "."))(plain)) for path in JOINED]
            assert found.client.user is not None


def test_all_rows_come_in_the_order_of_the_query_and_none_is_none(three: list[Booking]) -> None:
    prepared = PreparedRows(lambda: Booking.objects.filter(starts_at__gt=SINCE).order_by("-starts_at"))
    assert prepared.all(since=MONDAY - HOUR) == three[::-1]
    assert prepared.first(since=MONDAY - HOUR) == three[2]
    assert prepared.all(since=MONDAY + 9 * HOUR) == []
    assert prepared.first(since=MONDAY + 9 * HOUR) is None


def test_a_column_left_out_is_read_when_it_is_asked_for(three: list[Booking]) -> None:
    prepared = PreparedRows(lambda: Booking.objects.filter(uuid=BY_UUID), without=["phone"])
    Booking.objects.filter(pk=three[0].pk).update(phone="+911234567890")
    with CaptureQueriesContext(connection) as queries:
        found = prepared.first(uuid=three[0].uuid)
        assert found is not None
        assert found.name == three[0].name
        assert len(queries) == 1
        assert found.phone == "+911234567890"
        assert len(queries) == 2


def test_a_sealed_column_opens_as_in_any_other_row(three: list[Booking]) -> None:
    three[0].note = "Canary"
    three[0].save()
    found = PreparedRows(lambda: Booking.objects.filter(uuid=BY_UUID)).first(uuid=three[0].uuid)
    assert found is not None
    assert found.note == "Canary"


def test_what_the_query_annotates_is_an_attribute_of_the_row(three: list[Booking]) -> None:
    three[0].client = make_client("Asha")
    three[0].save()
    rows = Booking.objects.filter(uuid=BY_UUID).annotate(who=F("client__name"), none=F("client__user"))
    found = PreparedRows(lambda: rows, "client").first(uuid=three[0].uuid)
    assert found is not None
    assert (found.who, found.none) == ("Asha", None)  # type: ignore[attr-defined]
    assert found.client == three[0].client
