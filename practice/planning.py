"""Statements that PostgreSQL plans once for a connection, where to plan them takes longer than to answer them.

Python's module for SQLite keeps by itself what it has compiled (https://docs.python.org/3/library/sqlite3.html,
`cached_statements`); PostgreSQL is told to, by PREPARE (https://www.postgresql.org/docs/current/sql-prepare.html). What
was prepared lasts as long as the connection and outlives a transaction that is rolled back.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

PLACE = re.compile(r"%[%s]")  # of a parameter; or a sign of per cent that is one
STALE = frozenset({"0A000", "26000", "42P05"})  # a migration changed its columns; the server forgot it; or still has it
PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()  # names by SQL, for each connection


def execute(cursor: CursorWrapper, sql: str, given: Sequence[Any]) -> None:
    """Execute a statement, as `cursor.execute` does. The SQL must not hold values, else each is planned and kept.

    One query; at the first time on a connection to PostgreSQL two. What cannot be answered as it was planned is asked
    without a plan, and planned anew at the next time; not within a transaction, which the database has given up then.
    """
    if connection.vendor != "postgresql":
        cursor.execute(sql, given)
        return
    names = PREPARED.setdefault(connection.connection, {})
    try:
        execute_planned(cursor, sql, given, names)
    except DatabaseError as error:
        if connection.in_atomic_block or getattr(error.__cause__, "sqlstate", None) not in STALE:
            raise
        names.clear()
        cursor.execute("DEALLOCATE ALL")
        cursor.execute(sql, given)


def execute_planned(cursor: CursorWrapper, sql: str, given: Sequence[Any], names: dict[str, str]) -> None:
    """Execute a statement by its plan, which is made if it has no name yet."""
    if sql not in names:
        name = f"kept_{sha256(sql.encode()).hexdigest()[:24]}"
        cursor.execute(f"PREPARE {name} AS {numbered(sql)}")
        names[sql] = name
    values = f" ({', '.join(['%s'] * len(given))})" if given else ""
    cursor.execute(f"EXECUTE {names[sql]}{values}", given)


def numbered(sql: str) -> str:
    """Return SQL with its places numbered, as PREPARE takes them."""
    numbers = count(1)
    return PLACE.sub(lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", sql)
