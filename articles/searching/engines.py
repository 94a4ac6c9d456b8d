"""Which database holds the words of the essays, and the condition that an essay has those of a query."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from articles.searching import postgres, sqlite
from articles.searching.asking import Place, Query


class Engine(Protocol):
    """What each of the two modules does in its database's own way."""

    def write(self, cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None: ...
    def erase(self, cursor: CursorWrapper, essay_ids: Iterable[int]) -> None: ...
    def written(self, cursor: CursorWrapper) -> set[int]: ...
    def express(self, query: Query) -> str: ...


def engine_of(used: BaseDatabaseWrapper) -> Engine:
    """Return the engine of a database."""
    return cast("Engine", postgres if used.vendor == "postgresql" else sqlite)


def express(query: Query) -> str:
    """Return a query in the language of the database."""
    return engine_of(connection).express(query)


class Said(Func):
    """That an essay has the words of an expressed query."""

    output_field = BooleanField()

    def __init__(self, expressed: Any) -> None:
        super().__init__(F("pk"), expressed)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        return self._as_membership(sqlite.SAID, compiler, connection)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        return self._as_membership(postgres.SAID, compiler, connection)

    def _as_membership(self, membership: str, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        before, after = membership.split("%s")
        return self.as_sql(compiler, connection, template=f"(%(expressions)s{after})", arg_joiner=before)
