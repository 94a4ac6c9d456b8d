"""Which database holds the words of the essays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from articles.searching import postgres, sqlite
from articles.searching.asking import Place, Query, Statement


class Engine(Protocol):
    """What each of the two modules does in its database's own way."""

    JOINED: str  # makes one line of the column `pk` of a query, in its order
    IN_LINE: str  # the condition that a column has one of the numbers of a line

    def write(self, cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None: ...
    def erase(self, cursor: CursorWrapper, essay_ids: Iterable[int]) -> None: ...
    def written(self, cursor: CursorWrapper) -> set[int]: ...
    def express(self, query: Query) -> str: ...
    def finding(self, query: Query, now: datetime) -> Statement: ...
    def matching(self, queries: Sequence[Query], enough: int) -> Statement: ...
    def among(self, column: str, values: Collection[str]) -> Statement: ...
    def counting(self, queries: Sequence[Query], now: datetime) -> Statement: ...


def engine_of(used: BaseDatabaseWrapper) -> Engine:
    """Return the engine of a database."""
    return cast("Engine", postgres if used.vendor == "postgresql" else sqlite)
