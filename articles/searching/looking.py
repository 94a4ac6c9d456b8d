"""The questions that a search asks of the database. Each sees only what may be read at `now`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, DateTimeField, F, FilteredRelation, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.utils.safestring import SafeString

from articles.models import Essay
from articles.searching.asking import Place, Query, Statement, Way, all_of
from articles.searching.engines import engine_of, express
from articles.searching.excerpts import Marker, excerpt
from practice.planning import execute
from practice.prepared import Prepared, asked

HITS_A_PAGE = 10
MOST_HITS = 60
NOTHING: Statement = ("SELECT NULL AS pk", [])
SLOTS = ("id", "text")  # the places in the query for the hits of a page: of all, and of those whose text is read


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
    """Return the query for what is shown of a page of hits, with the texts of some of them.

    Whether they may be read is looked at here and not asked: else SQLite reads all that may be to find these few.
    """
    ids, read = ([asked(f"{name}{number}", BigIntegerField()) for number in range(HITS_A_PAGE)] for name in SLOTS)
    texts = FilteredRelation("search_text", condition=Q(In(F("search_text__essay_id"), read)))
    essays = Essay.objects.filter(pk__in=ids).annotate(texts=texts).order_by()
    shown = ("slug", "language", "topic__name", "title", "summary", "texts__text", "texts__stems")
    return essays.values_list("pk", "state", "publish_at", *shown)


def _build_readable() -> QuerySet[Essay, Any]:
    """Return the query for one of the essays `said`, if it may be read."""
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk=RawSQL("said.pk", []))
    return essays.order_by().values_list("pk")


SAID = Prepared(_build_said, is_planned_once=True)
ROWS = Prepared(_build_rows, is_planned_once=True)
READABLE = Prepared(_build_readable, is_planned_once=True)


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
    said, other, *better = find_each(query, beside, queries, now)
    found = ids_in(said)
    if not found:
        return Answer([], 0, other.split(",") if other else [])
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


def find_each(query: Query, beside: Statement | None, better: Iterable[Query], now: datetime) -> Sequence[str | None]:
    """Return the essays that a query finds, newest first, what was asked beside it, and what better ones find each.

    One query; each answer is a line. Of the better ones the essays are not looked at: they may be no reader's to read.
    """
    engine = engine_of(connection)
    matched = [(engine.MATCHED, [express(each)]) for each in better]
    asked_all = [SAID.statement(now=now, said=express(query)), beside or NOTHING, *matched]
    lines = ", ".join(f"({engine.JOINED.format(sql)})" for sql, _given in asked_all)
    with connection.cursor() as cursor:
        execute(cursor, f"SELECT {lines}", [each for _sql, given in asked_all for each in given])
        row: tuple[str | None, ...] = cursor.fetchone()
    return row


def told_by_summary(queries: Sequence[Query], lines: Sequence[str | None]) -> set[int]:
    """Return the essays whose summary says one of the words: found by title and summary, not by the title alone."""
    told = set[int]()
    for number, query in enumerate(queries):
        if query.place is Place.SUMMARY:
            told |= set(ids_in(lines[number])).difference(ids_in(lines[number - 1]))
    return told


def read_hits(ids: Sequence[int], read: Sequence[int], marker: Marker, now: datetime) -> list[Hit]:
    """Return the hits with these ids, in this order, those to be `read` with a place of their text. One query."""
    slots = {
        f"{name}{number}": chosen[number] if number < len(chosen) else 0
        for name, chosen in zip(SLOTS, (ids, read), strict=True)
        for number in range(HITS_A_PAGE)
    }
    rows = {
        pk: values
        for pk, state, publish_at, *values in ROWS.rows(**slots)
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
    queries = [express(all_of([way])) for way in ways]
    sql, given = engine_of(connection).counting(queries, READABLE.statement(now=now))
    with connection.cursor() as cursor:
        execute(cursor, sql, given)
        found = dict(cursor.fetchall())
    return [found.get(number, 0) for number in range(len(ways))]
