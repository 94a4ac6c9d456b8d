"""The questions that a search asks of the database. Each sees only what may be read at `now`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, QuerySet, TextField
from django.utils.safestring import SafeString

from articles.models import Essay
from articles.searching import postgres, sqlite
from articles.searching.asking import Place, Query, Way, all_of
from articles.searching.engines import Said, express
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


def _said(name: str) -> Said:
    return Said(asked(name, TextField()))


def _build_said(name: str, *first: str) -> QuerySet[Essay, Any]:
    """Return the query for the essays that have the words expressed as `name`, those of `first` first, then by date."""
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(_said(name))
    return essays.order_by(*(_said(each).desc() for each in first), "-publish_at", "-pk").values_list("pk")


def _build_rows() -> QuerySet[Essay, Any]:
    """Return the query for what is shown of a page of hits."""
    places = [asked(f"id{number}", BigIntegerField()) for number in range(HITS_A_PAGE)]
    essays = Essay.objects.published(asked("now", DateTimeField())).filter(pk__in=places).order_by()
    shown = ("slug", "language", "topic__name", "title", "summary", "search_text__text", "search_text__forms")
    return essays.values_list("pk", *shown)


TITLE, SUMMARY, SUBJECT = Place.TITLE.name, Place.SUMMARY.name, Place.SUBJECT.name
SAID = Prepared(lambda: _build_said("said"))
# To sort all that a common word finds takes longer than to ask for the few that have it in a better place.
BEST = Prepared(lambda: _build_said(SUBJECT, TITLE, SUMMARY)[:MOST_HITS])
SOME = Prepared(lambda: _build_said("said", "nearly", TITLE, SUMMARY, SUBJECT))
ROWS = Prepared(_build_rows)
READABLE = Prepared(lambda: Essay.objects.published(asked("now", DateTimeField())).order_by().values_list("pk"))


def look(query: Query, now: datetime, page: int) -> tuple[list[Hit], int]:
    """Return one page of what a query finds, and how many essays it finds in all. Up to three queries.

    What has the words in its title comes before what has them in title and summary, this before what is about them,
    the rest by its date; where some of the words will do, what lacks one at most comes before all.
    """
    found = order(query, now)
    ids = found[:MOST_HITS][(page - 1) * HITS_A_PAGE : page * HITS_A_PAGE]
    marker = Marker.of(term for way in query.ways for term in way)
    return read_hits(ids, marker, now) if ids else [], len(found)


def order(query: Query, now: datetime) -> list[int]:
    """Return the ids of all that a query finds, the best first. Two queries at most."""
    said = express(query)
    places = {place.name: express(query.at(place)) for place in (Place.TITLE, Place.SUMMARY, Place.SUBJECT)}
    if query.least < len(query.ways):
        nearly = express(Query(query.ways, len(query.ways) - 1))
        return [pk for (pk,) in SOME.rows(now=now, said=said, nearly=nearly, **places)]
    newest = SAID.rows(now=now, said=said)
    best = BEST.rows(now=now, **places) if newest else []
    return list(dict.fromkeys(pk for (pk,) in (*best, *newest)))


def read_hits(ids: Sequence[int], marker: Marker, now: datetime) -> list[Hit]:
    """Return the hits with these ids, in this order. One query."""
    slots = {f"id{number}": ids[number] if number < len(ids) else 0 for number in range(HITS_A_PAGE)}
    rows = {pk: values for pk, *values in ROWS.rows(now=now, **slots)}
    return [hit_of(marker, *rows[pk]) for pk in ids if pk in rows]


def hit_of(
    marker: Marker, slug: str, language: str, topic: str | None, title: str, summary: str, text: str, forms: str
) -> Hit:
    """Return what is shown of one essay."""
    shown = excerpt(marker, summary, text, forms)
    return Hit(slug, language, topic or "", title, marker.mark(title), shown)


def count_each(ways: Sequence[Way], now: datetime) -> list[int]:
    """Return in how many essays each word is said. One query, none without words."""
    if not ways:
        return []
    sql, given = READABLE.statement(now=now)
    said = postgres.SAID if connection.vendor == "postgresql" else sqlite.SAID
    counts = ", ".join([f"count(*) FILTER (WHERE id{said})"] * len(ways))
    queries = [express(all_of([way])) for way in ways]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH readable(id) AS ({sql}) SELECT {counts} FROM readable", [*given, *queries])
        return list(cursor.fetchone() or ())
