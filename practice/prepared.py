"""Queries that are built once and asked often.

Django makes the SQL of a query anew each time it is asked, which takes it longer than the database takes to answer. A
query that every page of free times asks is made at its first asking, in the same words as any other:

    ENDS = Prepared(lambda: Booking.objects.filter(ends_at__gt=asked("now", DateTimeField())).values_list("ends_at"))
    ENDS.rows(now=now)
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

type Row = list[Any]


class Asked(Expression):
    """The place in a query of a value that is given when it is asked, later by `shift` where that is set."""

    def __init__(self, name: str, field: "Field[Any, Any]", shift: timedelta | None = None) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.shift = shift

    def __sub__(self, other: Any) -> Any:
        """Return the place of the same value, earlier by `other`: the database need not reckon."""
        return Asked(self.name, self.output_field, -other)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Stand in the parameters, until `Prepared.rows` puts the value there."""
        return "%s", (self,)

    def given(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """Return the value as the database takes it."""
        value = values[self.name]
        return self.output_field.get_db_prep_value(value if self.shift is None else value + self.shift, connection)


def asked(name: str, field: "Field[Any, Any]") -> Any:
    """Return an `Asked` for where a plain value is expected, such as an argument of a queryset's own method."""
    return Asked(name, field)


class Made:
    """The SQL of a query for one kind of database, with what turns its columns into values."""

    def __init__(self, queryset: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        self.parameters: Sequence[Any] = parameters
        columns = [column for column, _sql, _alias in compiler.select]
        self.converters: list[tuple[int, Callable[..., Any], Any]] = [
            (index, function, column)
            for index, (functions, column) in compiler.get_converters(columns).items()
            for function in functions
        ]

    def ask(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Row]:
        """Ask the database, and return all rows."""
        parameters = [each.given(values, connection) if isinstance(each, Asked) else each for each in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for index, function, column in self.converters:
            for row in rows:
                row[index] = function(row[index], column, connection)
        return rows


class Prepared:
    """A query of `values_list`, made once for each kind of database.

    `build` returns it; what is known only later is `Asked`. Nothing else in it may change between two askings.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[str, Made] = {}

    def rows(self, **values: Any) -> list[Row]:
        """Return the rows for these values. One query.

        Raises:
            KeyError: a value that the query asks for is not given.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = Made(self._build(), connection)
        return made.ask(values, connection)
