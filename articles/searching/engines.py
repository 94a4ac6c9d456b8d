"""Which database holds the words of the essays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, cast

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from articles.searching import postgres, sqlite
from articles.searching.asking import Place, Query, Statement


class Engine(Protocol):
    """What each of the two modules does in its database's own way."""

    JOINED: str  # makes one line of the column `pk` of a query, in its order
    MATCHED: str  # the query for the essays, readable or not, that have the words of an expressed query, as `pk`
    IS_SAID: str  # the condition that a row of the essays is one of these

    def write(self, cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None: ...
    def erase(self, cursor: CursorWrapper, essay_ids: Iterable[int]) -> None: ...
    def written(self, cursor: CursorWrapper) -> set[int]: ...
    def express(self, query: Query) -> str: ...
    def among(self, column: str, values: Collection[str]) -> Statement: ...
    def counting(self, queries: Sequence[str], readable: Statement) -> Statement: ...


def engine_of(used: BaseDatabaseWrapper) -> Engine:
    """Return the engine of a database."""
    return cast("Engine", postgres if used.vendor == "postgresql" else sqlite)


def express(query: Query) -> str:
    """Return a query in the language of the database."""
    return engine_of(connection).express(query)
