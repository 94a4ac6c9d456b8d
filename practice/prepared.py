"""Queries that are built once and asked often.

Django makes the SQL of a query anew each time it is asked, which takes it longer than the database takes to answer. A
query that every page of free times asks is made at its first asking, in the same words as any other:

    ENDS = Prepared(lambda: Booking.objects.filter(ends_at__gt=asked("now", DateTimeField())).values_list("ends_at"))
    ENDS.rows(now=now)

Where whole rows are wanted, with the rows that they point to:

    BY_UUID = PreparedRows(lambda: Booking.objects.filter(uuid=asked("uuid", UUIDField())), "client", "client__user")
    BY_UUID.first(uuid=reference)

What the query annotates becomes an attribute of the row, as it would of any query.
"""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from practice.planning import PLACE, execute

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

    def __init__(self, queryset: QuerySet[Any, Any], connection: BaseDatabaseWrapper, *, is_planned_once: bool) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql: str
        self.parameters: Sequence[Any]
        self.sql, self.parameters = compiler.as_sql()
        if connection.vendor == "sqlite":
            self.sql, self.parameters = written_out(self.sql, self.parameters)
        self.is_planned_once = is_planned_once
        columns = [column for column, _sql, _alias in compiler.select]
        self.converters: list[tuple[int, Callable[..., Any], Any]] = [
            (index, function, column)
            for index, (functions, column) in compiler.get_converters(columns).items()
            for function in functions
        ]

    def given(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """Return the parameters with these values in their places."""
        return [each.given(values, connection) if isinstance(each, Asked) else each for each in self.parameters]

    def ask(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Row]:
        """Ask the database, and return all rows."""
        with connection.cursor() as cursor:
            if self.is_planned_once:
                execute(cursor, self.sql, self.given(values, connection))
            else:
                cursor.execute(self.sql, self.given(values, connection))
            rows = [list(row) for row in cursor.fetchall()]
        for index, function, column in self.converters:
            for row in rows:
                row[index] = function(row[index], column, connection)
        return rows


def written_out(sql: str, parameters: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Return the SQL with what never changes written into it, and the parameters that are left.

    SQLite plans a statement anew whenever a parameter is given that the choice of an index may hang upon, such as one
    that stands in the condition of a partial index ("recompiled", https://sqlite.org/c3ref/prepare.html). For an
    essay's page that took five times as long as the answer.
    """
    left: list[Any] = []
    given = iter(parameters)

    def constant(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(given)
        if isinstance(value, int | str):
            return str(int(value)) if isinstance(value, int) else quoted(value)
        left.append(value)
        return found[0]

    return PLACE.sub(constant, sql), left


def quoted(words: str) -> str:
    """Return words as SQL has them, within a statement in which `%` is written twice."""
    return "'" + words.replace("'", "''").replace("%", "%%") + "'"


class Prepared:
    """A query of `values_list`, made once for each kind of database.

    `build` returns it; what is known only later is `Asked`. Nothing else in it may change between two askings. One that
    `is_planned_once` is planned by PostgreSQL for whatever values may come.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], *, is_planned_once: bool = False) -> None:
        self._build = build
        self._is_planned_once = is_planned_once
        self._made: dict[str, Made] = {}

    def rows(self, **values: Any) -> list[Row]:
        """Return the rows for these values. One query.

        Raises:
            KeyError: a value that the query asks for is not given.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        return self._made_for(connection).ask(values, connection)

    def statement(self, **values: Any) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters for these values, to stand within another query. Raises as `rows`."""
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._made_for(connection)
        return made.sql, made.given(values, connection)

    def _made_for(self, connection: BaseDatabaseWrapper) -> Made:
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = Made(
                self._build(), connection, is_planned_once=self._is_planned_once
            )
        return made


class Part:
    """One of the rows that a line of a query's answer holds: the row itself, or the one to which `path` leads."""

    def __init__(self, model: type[Model], path: str, without: Collection[str], start: int) -> None:
        for name in filter(None, path.split("__")):
            model = cast("type[Model]", model._meta.get_field(name).related_model)
        self.model = model
        self.parent, _underscores, self.name = path.rpartition("__")
        self.path = path
        self.names = [field.attname for field in model._meta.concrete_fields if path or field.attname not in without]
        self.start, self.end = start, start + len(self.names)
        self.key = start + self.names.index(cast("Any", model._meta.pk).attname)

    def columns(self) -> list[str]:
        """Return the names of its columns, as `values_list` takes them."""
        return [f"{self.path}__{name}" if self.path else name for name in self.names]

    def of(self, row: Row) -> Model | None:
        """Return the row of a line; None where the line points to none."""
        if row[self.key] is None:
            return None
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.start : self.end])


class PreparedRows[M: Model]:
    """A query of whole rows, made once for each kind of database.

    `build` returns it, as for `Prepared`; `joined` names the rows that come along, as for `select_related`, each after
    the one that points to it. The columns `without` are read when they are asked for.
    """

    def __init__(self, build: Callable[[], QuerySet[M]], *joined: str, without: Collection[str] = ()) -> None:
        self._build_rows = build
        self._joined = joined
        self._without = without
        self._parts: list[Part] = []
        self._annotated: list[str] = []
        self._prepared = Prepared(self._build)

    def _build(self) -> QuerySet[Any, Any]:
        queryset = self._build_rows()
        parts: list[Part] = []
        for path in ("", *self._joined):
            parts.append(Part(queryset.model, path, self._without, parts[-1].end if parts else 0))
        self._parts = parts
        self._annotated = list(queryset.query.annotations)
        return queryset.values_list(*(column for part in parts for column in part.columns()), *self._annotated)

    def all(self, **values: Any) -> list[M]:
        """Return the rows for these values. One query.

        Raises:
            KeyError: a value that the query asks for is not given.
        """
        rows = self._prepared.rows(**values)
        return [self._made_of(row) for row in rows]

    def first(self, **values: Any) -> M | None:
        """Return the first of the rows for these values; None where there is none. Raises as `all`."""
        return next(iter(self.all(**values)), None)

    def _made_of(self, row: Row) -> M:
        made: dict[str, Model | None] = {}
        for part in self._parts:
            made[part.path] = part.of(row)
            if part.path and (parent := made[part.parent]) is not None:
                setattr(parent, part.name, made[part.path])
        whole = cast("M", made[""])
        for name, value in zip(self._annotated, row[self._parts[-1].end :], strict=True):
            setattr(whole, name, value)
        return whole
