"""The words of the essays in SQLite: a table of FTS5 with a row for each essay."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, DateTimeField, QuerySet, TextField
from django.db.models.expressions import RawSQL

from articles.models import Essay
from articles.searching.asking import Place, Query, Statement, Way, keys_of
from practice.prepared import Prepared, asked

TABLE = "articles_searchterms"
SAYING = f"SELECT rowid AS pk FROM {TABLE} WHERE {TABLE} MATCH %s"
JOINED = "(SELECT group_concat(pk) FROM ({}) AS found)"
# The first half is asked once, and spares looking at every essay for words that none says.
IS_SAID = f"EXISTS ({SAYING}) AND articles_essay.id IN ({SAYING})"
IN_LINE = "{} IN (SELECT value FROM json_each('[' || %s || ']'))"


def _build_said() -> QuerySet[Essay, Any]:
    """Return the query for the essays that have the words, newest first."""
    is_said = RawSQL(IS_SAID, [asked("said", TextField())] * IS_SAID.count("%s"), BooleanField())
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(is_said)
    return essays.order_by("-publish_at", "-pk").values_list("pk")


def _build_readable() -> QuerySet[Essay, Any]:
    """Return the query for one of the essays `said`, if it may be read."""
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk=RawSQL("said.pk", []))
    return essays.order_by().values_list("pk")


SAID = Prepared(_build_said)
READABLE = Prepared(_build_readable)


def write(cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None:
    """Store under what an essay is found, in place of what was stored."""
    erase(cursor, [essay_id])
    cursor.execute(f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, %s)", [essay_id, " ".join(keys_of(terms))])


def erase(cursor: CursorWrapper, essay_ids: Iterable[int]) -> None:
    """Forget the words of essays."""
    for essay_id in essay_ids:
        cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [essay_id])


def written(cursor: CursorWrapper) -> set[int]:
    """Return the essays whose words are stored."""
    cursor.execute(f"SELECT rowid FROM {TABLE}")
    return {essay_id for (essay_id,) in cursor.fetchall()}


def express(query: Query) -> str:
    """Return a query in the language of FTS5. Every form stands in quotes, so that none can be an operator."""
    groups = (" AND ".join(either(way, query.place) for way in group) for group in query.groups())
    return " OR ".join(f"({group})" for group in groups)


def either(way: Way, place: Place) -> str:
    """Return the ways in which one word may be said."""
    said = (f'"{key}"{"*" * term.is_beginning}' for term in way for key in term.keys(place))
    return f"({' OR '.join(said)})"


def finding(query: Query, now: datetime) -> Statement:
    """Return the expression of one line of the essays that a query finds among those shown at `now`, newest first."""
    sql, given = SAID.statement(now=now, said=express(query))
    return JOINED.format(sql), given


def matching(queries: Sequence[Query], enough: int) -> Statement:
    """Return the expression of one line for each query, parted by `;`: the essays, readable or not, that it finds.

    None is left out for others that find `enough`.
    """
    return " || ';' || ".join(f"coalesce({JOINED.format(SAYING)}, '')" for _query in queries), [*map(express, queries)]


def among(column: str, values: Collection[str]) -> Statement:
    """Return the condition that a column has one of these values."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})", [*values]


def counting(queries: Sequence[Query], now: datetime) -> Statement:
    """Return what counts the essays of each query: its number, and how many; no row where none is shown at `now`.

    To match each twice is quicker here than to keep what was found.
    """
    sql, given = READABLE.statement(now=now)
    counts = (
        f"SELECT {number}, (SELECT count(*) FROM ({SAYING}) AS every)"
        f" WHERE EXISTS (SELECT 1 FROM ({SAYING}) AS said WHERE EXISTS ({sql}))"
        for number in range(len(queries))
    )
    return " UNION ALL ".join(counts), [each for query in map(express, queries) for each in (query, query, *given)]
