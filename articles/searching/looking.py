"""The questions that a search asks of the database. Each sees only what may be read at `now`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, QuerySet, TextField
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
    matched = RawSQL(engine_of(connection).MATCHED, [asked("said", TextField())])
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk__in=matched)
    return essays.order_by("-publish_at", "-pk").values_list("pk")


def _build_rows() -> QuerySet[Essay, Any]:
    """Return the query for what is shown of a page of hits."""
    places = [asked(f"id{number}", BigIntegerField()) for number in range(HITS_A_PAGE)]
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk__in=places).order_by()
    shown = ("slug", "language", "topic__name", "title", "summary", "search_text__text", "search_text__stems")
    return essays.values_list("pk", *shown)


SAID = Prepared(_build_said)
ROWS = Prepared(_build_rows)
READABLE = Prepared(lambda: Essay.objects.published(asked("now", DateTimeField())).order_by().values_list("pk"))


def look(query: Query, now: datetime, page: int) -> tuple[list[Hit], int]:
    """Return one page of what a query finds, and how many essays it finds in all. Up to three queries.

    What has the words in its title comes before what has them in title and summary, this before what is about them,
    the rest by its date; where some of the words will do, what lacks one at most comes before all.
    """
    found = [pk for (pk,) in SAID.rows(now=now, said=express(query))]
    if not found:
        return [], 0
    ranks = rank_each(better_queries(query))
    better = sorted((pk for pk in found if pk in ranks), key=ranks.__getitem__)
    listed = [*better, *(pk for pk in found if pk not in ranks)][:MOST_HITS]
    ids = listed[(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    marker = Marker.of(term for way in query.ways for term in way)
    return read_hits(ids, marker, now) if ids else [], len(found)


def better_queries(query: Query) -> list[Query]:
    """Return what of all that a query finds is the best, the next best and so on."""
    places = [query.at(place) for place in Place if place is not Place.TEXT]
    if query.least == len(query.ways):
        return places
    nearly = Query(query.ways, len(query.ways) - 1)
    return [*(nearly.at(place) for place in Place), *places]


def rank_each(queries: Sequence[Query]) -> dict[int, int]:
    """Return for each essay, readable or not, the first of the queries that finds it. One query.

    The essays are not read for it: those that have a word in a better place are few, all that have it may be many.
    """
    engine = engine_of(connection)
    statement = " UNION ALL ".join(
        f"SELECT {number}, * FROM ({engine.MATCHED}) AS said{number}" for number in range(len(queries))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [express(query) for query in queries])
        found = sorted(cursor.fetchall(), reverse=True)
    return {pk: number for number, pk in found}


def read_hits(ids: Sequence[int], marker: Marker, now: datetime) -> list[Hit]:
    """Return the hits with these ids, in this order. One query."""
    slots = {f"id{number}": ids[number] if number < len(ids) else 0 for number in range(HITS_A_PAGE)}
    rows = {pk: values for pk, *values in ROWS.rows(now=now, **slots)}
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
    readable = f"EXISTS (WITH readable(id) AS ({sql}) SELECT 1 FROM readable WHERE id IN ({engine.MATCHED}))"
    counts = (
        f"SELECT {number}, (SELECT count(*) FROM ({engine.MATCHED}) AS every) WHERE {readable}"
        for number in range(len(ways))
    )
    queries = [express(all_of([way])) for way in ways]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts), [each for query in queries for each in (query, *given, query)])
        found = dict(cursor.fetchall())
    return [found.get(number, 0) for number in range(len(ways))]
