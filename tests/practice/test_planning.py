"""What PostgreSQL plans once answers as if it were planned each time; SQLite needs no telling."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from practice.planning import PREPARED, execute, numbered

SQL = "SELECT CAST(%s AS integer) + 1, '100 %%', CAST(%s AS text)"
REEDS = "SELECT name FROM reed WHERE name = %s"

pytestmark = pytest.mark.both


def ask(*given: Any) -> Any:
    """Return the row for these values."""
    with connection.cursor() as cursor:
        execute(cursor, SQL, given)
        return cursor.fetchone()


def reeds(name: str) -> Any:
    """Return the rows of a table that have this name."""
    with connection.cursor() as cursor:
        execute(cursor, REEDS, [name])
        return cursor.fetchall()


def tell(sql: str) -> None:
    """Execute something that is not planned."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


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


@pytest.fixture
def reed() -> Iterator[None]:
    """A table of one row, which migrations may change."""
    connection.close()
    tell("CREATE TABLE reed (name varchar(10)); INSERT INTO reed VALUES ('tall')")
    yield
    tell("DROP TABLE reed")


@pytest.mark.postgres
@pytest.mark.usefixtures("reed")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "meanwhile",
    [
        "ALTER TABLE reed ALTER name TYPE varchar(20)",
        "ALTER TABLE reed ALTER name TYPE text",
        "DEALLOCATE ALL",
        "DISCARD ALL",
    ],
)
def test_what_can_no_longer_be_answered_as_planned_is_planned_anew(meanwhile: str) -> None:
    assert reeds("tall") == [("tall",)]
    tell(meanwhile)
    assert [reeds("tall"), reeds("small"), reeds("tall")] == [[("tall",)], [], [("tall",)]]
    assert [*PREPARED[connection.connection]] == [REEDS]


@pytest.mark.postgres
@pytest.mark.usefixtures("reed")
@pytest.mark.django_db(transaction=True)
def test_a_name_that_the_server_has_and_the_site_has_forgotten_is_no_fault() -> None:
    reeds("tall")
    PREPARED[connection.connection].clear()
    assert [reeds("tall"), reeds("tall")] == [[("tall",)]] * 2


@pytest.mark.postgres
@pytest.mark.usefixtures("reed")
@pytest.mark.django_db(transaction=True)
def test_other_faults_are_told_and_so_are_all_within_a_transaction() -> None:
    with pytest.raises(DataError):
        ask("no number", "x")
    reeds("tall")
    tell("DEALLOCATE ALL")
    with pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
        reeds("tall")
    assert reeds("tall") == [("tall",)]


@pytest.mark.django_db
def test_a_statement_may_have_no_values() -> None:
    with connection.cursor() as cursor:
        execute(cursor, "SELECT '5 %%'", [])
        assert cursor.fetchone() == ("5 %",)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_is_told_nothing_of_plans() -> None:
    assert len(queries_of(3)) == 3
