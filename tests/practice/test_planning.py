"""What PostgreSQL plans once answers as if it were planned each time; SQLite needs no telling."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from practice.planning import execute, numbered

SQL = "SELECT CAST(%s AS integer) + 1, '100 %%', CAST(%s AS text)"

pytestmark = pytest.mark.both


def ask(*given: Any) -> Any:
    """Return the row for these values."""
    with connection.cursor() as cursor:
        execute(cursor, SQL, given)
        return cursor.fetchone()


def queries_of(times: int) -> list[str]:
    """Return what the database is told when the statement is executed so often."""
    with CaptureQueriesContext(connection) as told:
        for number in range(times):
            ask(number, "x")
    return [query["sql"] for query in told.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["it's", "100 %", "%s", "$1", "'; DROP TABLE x; --", "नींद"])
def test_values_stay_what_they_are(words: str) -> None:
    assert ask(41, words) == (42, "100 %", words)
    assert ask(-1, words) == (0, "100 %", words)


def test_places_are_numbered_and_signs_of_per_cent_are_not_places() -> None:
    assert numbered("a = %s AND b LIKE '5%%' AND c = %s") == "a = $1 AND b LIKE '5%' AND c = $2"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_it_is_planned_once_for_each_connection() -> None:
    for _connection in range(2):
        connection.close()
        told = queries_of(3)
        assert [sql.partition(" ")[0] for sql in told] == ["PREPARE", "EXECUTE", "EXECUTE", "EXECUTE"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_was_planned_outlives_a_transaction_that_is_rolled_back() -> None:
    connection.close()
    with transaction.atomic():
        ask(1, "x")
        transaction.set_rollback(True)
    assert ask(2, "y") == (3, "100 %", "y")


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_is_told_nothing_of_plans() -> None:
    assert len(queries_of(3)) == 3
