"""The questions that a search asks of the database. Each sees only what may be read at `now`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, DateTimeField, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from articles.models import Essay
from articles.searching.asking import Place, Query, Way, all_of
from articles.searching.engines import engine_of, express
from articles.searching.excerpts import Marker, excerpt
from practice.prepared import Prepared, asked

HITS_A_PAGE = 10
MOST_HITS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One essay that was found: its title and the place where, as HTML with the words marked."""

    slug: str
    language: str
    topic: str
    title: str
    marked_title: SafeString
    excerpt: SafeString


def _build_said() -> QuerySet[Essay, Any]:
    """Return the query for the essays that have the words, newest first."""
    condition = engine_of(connection).IS_SAID
    is_said = RawSQL(condition, [asked("said", TextField())] * condition.count("%s"), BooleanField())
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(is_said)
    return essays.order_by("-publish_at", "-pk").values_list("pk")


def _build_rows() -> QuerySet[Essay, Any]:
    """Return the query for what is shown of a page of hits.

    Whether they may be read is looked at here and not asked: else SQLite reads all that may be to find these few.
    """
    places = [asked(f"id{number}", BigIntegerField()) for number in range(HITS_A_PAGE)]
    essays = Essay.objects.filter(pk__in=places).order_by()
    shown = ("slug", "language", "topic__name", "title", "summary", "search_text__text", "search_text__stems")
    return essays.values_list("pk", "state", "publish_at", *shown)


def _build_readable() -> QuerySet[Essay, Any]:
    """Return the query for one of the essays `said`, if it may be read."""
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk=RawSQL("said.pk", []))
    return essays.order_by().values_list("pk")


SAID = Prepared(_build_said)
ROWS = Prepared(_build_rows)
READABLE = Prepared(_build_readable)


def look(query: Query, now: datetime, page: int) -> tuple[list[Hit], int]:
    """Return one page of what a query finds, and how many essays it finds in all. Up to three queries.

    What has the words in its title comes before what has them in title and summary, this before what is about them,
    the rest by its date; where some of the words will do, what lacks one at most comes before all.
    """
    sql, given = SAID.statement(now=now, said=express(query))
    found = ids_in(fetch_line(engine_of(connection).JOINED.format(sql), given)[0])
    if not found:
        return [], 0
    listed = best_first(found, find_each(better_queries(query)))
    ids = listed[(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    marker = Marker.of(term for way in query.ways for term in way)
    return read_hits(ids, marker, now) if ids else [], len(found)


def fetch_line(sql: str, given: Sequence[Any]) -> tuple[Any, ...]:
    """Return the only row of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def ids_in(line: str | None) -> list[int]:
    """Return the ids in one line, in their order; none in NULL.

    Thousands of rows cost more to fetch than to find, so that the database makes one line of them.
    """
    return list(map(int, line.split(","))) if line else []


def best_first(found: list[int], better: Iterable[str | None]) -> list[int]:
    """Return what is listed of all that was found; `better` has lines of ids, the best first, readable or not."""
    listed: dict[int, None] = {}
    for line in better:
        best = set(ids_in(line))
        listed |= dict.fromkeys(filter(best.__contains__, found))
        if len(listed) >= MOST_HITS:
            break
    else:
        listed |= dict.fromkeys(found)
    return list(listed)[:MOST_HITS]


def better_queries(query: Query) -> list[Query]:
    """Return what of all that a query finds is the best, the next best and so on."""
    places = [query.at(place) for place in Place if place is not Place.TEXT]
    if query.least == len(query.ways):
        return places
    nearly = Query(query.ways, len(query.ways) - 1)
    return [*(nearly.at(place) for place in Place), *places]


def find_each(queries: Iterable[Query]) -> Sequence[str | None]:
    """Return for each query the essays that it finds, readable or not, as a line of ids. One query.

    The essays are not read for it: those that have a word in a better place are few, all that have it may be many.
    """
    engine = engine_of(connection)
    expressed = [express(query) for query in queries]
    found = f"({engine.JOINED.format(engine.MATCHED)})"
    return fetch_line(f"SELECT {', '.join([found] * len(expressed))}", expressed)


def read_hits(ids: Sequence[int], marker: Marker, now: datetime) -> list[Hit]:
    """Return the hits with these ids, in this order. One query."""
    slots = {f"id{number}": ids[number] if number < len(ids) else 0 for number in range(HITS_A_PAGE)}
    rows = {
        pk: values
        for pk, state, publish_at, *values in ROWS.rows(**slots)
        if state == Essay.State.PUBLISHED and publish_at <= now  # another moment than that of the other query
    }
    return [hit_of(marker, *rows[pk]) for pk in ids if pk in rows]


def hit_of(
    marker: Marker, slug: str, language: str, topic: str | None, title: str, summary: str, text: str, stems: str
) -> Hit:
    """Return what is shown of one essay."""
    shown = excerpt(marker, summary, text, stems)
    return Hit(slug, language, topic or "", title, marker.mark(title), shown)


def count_each(ways: Sequence[Way], now: datetime) -> list[int]:
    """Return how many essays say each word, 0 where none of them may be read. One query, none without words."""
    if not ways:
        return []
    sql, given = READABLE.statement(now=now)
    engine = engine_of(connection)
    readable = f"EXISTS (SELECT 1 FROM ({engine.MATCHED}) AS said WHERE EXISTS ({sql}))"
    counts = (
        f"SELECT {number}, (SELECT count(*) FROM ({engine.MATCHED}) AS every) WHERE {readable}"
        for number in range(len(ways))
    )
    queries = [express(all_of([way])) for way in ways]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts), [each for query in queries for each in (query, query, *given)])
        found = dict(cursor.fetchall())
    return [found.get(number, 0) for number in range(len(ways))]
