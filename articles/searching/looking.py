"""The questions that a search asks of the database. Each sees only what may be read at `now`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from articles.models import Essay, SearchText
from articles.searching.asking import Place, Query, Statement, Way, all_of
from articles.searching.engines import engine_of
from articles.searching.excerpts import Marker, excerpt
from practice.planning import execute
from practice.prepared import Prepared, asked

HITS_A_PAGE = 10
MOST_HITS = 60
ENOUGH = 2 * MOST_HITS  # essays that a better query finds: that half of them are no reader's to read is not looked for
NOTHING: Statement = ("SELECT NULL AS pk", [])


@dataclass(frozen=True, slots=True)
class Hit:
    """One essay that was found: its title and the place where, as HTML with the words marked."""

    slug: str
    language: str
    topic: str
    title: str
    marked_title: SafeString
    excerpt: SafeString


def _build_rows() -> QuerySet[Essay, Any]:
    """Return the query for what is shown of a page of hits, with the texts of some of them.

    Whether they may be read is looked at here and not asked: else SQLite reads all that may be to find these few.
    """
    condition = engine_of(connection).IN_LINE.format("articles_essay.id")
    is_hit, is_read = (RawSQL(condition, [asked(name, TextField())], BooleanField()) for name in ("hits", "read"))
    kept = SearchText.objects.filter(essay=OuterRef("pk"))
    texts = {f"{name}_read": Case(When(is_read, then=Subquery(kept.values(name)))) for name in ("text", "stems")}
    shown = ("slug", "language", "topic__name", "title", "summary", *texts)
    return Essay.objects.filter(is_hit).annotate(**texts).order_by().values_list("pk", "state", "publish_at", *shown)


ROWS = Prepared(_build_rows, is_planned_once=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what a query finds, how many essays it finds in all, and the answer to what was asked `beside` it."""

    hits: list[Hit]
    total: int
    beside: list[str]


def look(query: Query, now: datetime, page: int, beside: Statement | None = None) -> Answer:
    """Return what a query finds, and where it finds nothing the column `pk` of a query `beside` it. Up to two queries.

    What has the words in its title comes before what has them in title and summary, this before what is about them,
    the rest by its date; where some of the words will do, what lacks one at most comes before all.
    """
    queries = better_queries(query)
    found, others, better = find_each(query, beside, queries, now)
    if not found:
        return Answer([], 0, others)
    ids = best_first(found, better)[(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    if not ids:
        return Answer([], len(found), [])
    marker = Marker.of(term for way in query.ways for term in way)
    in_summary = told_by_summary(queries, better)
    hits = read_hits(ids, [pk for pk in ids if pk not in in_summary], marker, now)
    return Answer(hits, len(found), [])


def ids_in(line: str | None) -> list[int]:
    """Return the ids in one line, in their order; none in NULL.

    Thousands of rows cost more to fetch than to find, so that the database makes one line of them.
    """
    return list(map(int, line.split(","))) if line else []


def line_of(ids: Iterable[int]) -> str:
    """Return ids as one line."""
    return ",".join(map(str, ids))


def best_first(found: list[int], better: Iterable[Collection[int]]) -> list[int]:
    """Return what is listed of all that was found; `better` are the ids of the best first, readable or not."""
    listed: dict[int, None] = {}
    for best in better:
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


def find_each(
    query: Query, beside: Statement | None, better: Sequence[Query], now: datetime
) -> tuple[list[int], list[str], list[set[int]]]:
    """Return the essays that a query finds, newest first, what was asked beside it, and what better ones find each.

    One query. Of the better ones the essays are not looked at: they may be no reader's to read. None comes after one
    that finds `ENOUGH`, for what is listed is full by then.
    """
    engine = engine_of(connection)
    sql, given = beside or NOTHING
    lines = [engine.finding(query, now), (engine.JOINED.format(sql), given), engine.matching(better, ENOUGH)]
    with connection.cursor() as cursor:
        columns = ", ".join(line for line, _given in lines)
        execute(cursor, f"SELECT {columns}", [each for _line, given in lines for each in given])
        found, others, matched = cursor.fetchone()
    return ids_in(found), others.split(",") if others else [], until_enough(matched)


def until_enough(lines: str) -> list[set[int]]:
    """Return the ids in each line, up to the first that has `ENOUGH`."""
    each: list[set[int]] = []
    for line in lines.split(";"):
        each.append(set(ids_in(line)))
        if len(each[-1]) >= ENOUGH:
            break
    return each


def told_by_summary(queries: Iterable[Query], better: Sequence[set[int]]) -> set[int]:
    """Return the essays whose summary says one of the words: found by title and summary, not by the title alone."""
    told = set[int]()
    for number, (query, found) in enumerate(zip(queries, better, strict=False)):
        if query.place is Place.SUMMARY:
            told |= found - better[number - 1]
    return told


def read_hits(ids: Sequence[int], read: Sequence[int], marker: Marker, now: datetime) -> list[Hit]:
    """Return the hits with these ids, in this order, those to be `read` with a place of their text. One query."""
    rows = {
        pk: values
        for pk, state, publish_at, *values in ROWS.rows(hits=line_of(ids), read=line_of(read))
        if state == Essay.State.PUBLISHED and publish_at <= now  # another moment than that of the other query
    }
    return [hit_of(marker, *rows[pk]) for pk in ids if pk in rows]


def hit_of(
    marker: Marker, slug: str, language: str, topic: str | None, title: str, summary: str, *read: str | None
) -> Hit:
    """Return what is shown of one essay."""
    text, stems = read
    shown = excerpt(marker, summary, text or "", stems or "")
    return Hit(slug, language, topic or "", title, marker.mark(title), shown)


def count_each(ways: Sequence[Way], now: datetime) -> list[int]:
    """Return how many essays say each word, 0 where none of them may be read. One query, none without words."""
    if not ways:
        return []
    queries = [all_of([way]) for way in ways]
    sql, given = engine_of(connection).counting(queries, now)
    with connection.cursor() as cursor:
        execute(cursor, sql, given)
        found = dict(cursor.fetchall())
    return [found.get(number, 0) for number in range(len(ways))]
