"""The words of the essays in PostgreSQL: a column of full text beside the text of the search, with an index."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from articles.searching.asking import Place, Query, Statement, Way, keys_of

TABLE = "articles_searchtext"
JOINED = "array_to_string(ARRAY({}), ',')"
SHOWN = "articles_shown_saying({}::tsquery, %s)"
EACH = "string_to_array(%s, ';')"  # of several words or queries, none of which has such a sign
IN_LINE = "{} = ANY(string_to_array(%s, ',')::bigint[])"


def one_line(several: Iterable[str]) -> str:
    """Return words or queries as `EACH` takes them: a list as a parameter costs more than all else that is sent."""
    return ";".join(several)


def write(cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None:
    """Store under what an essay is found, in place of what was stored."""
    statement = f"UPDATE {TABLE} SET terms = array_to_tsvector(%s::text[]) WHERE essay_id = %s"
    cursor.execute(statement, [keys_of(terms), essay_id])


def erase(cursor: CursorWrapper, essay_ids: Iterable[int]) -> None:
    """Forget the words of essays."""
    cursor.execute(f"UPDATE {TABLE} SET terms = NULL WHERE essay_id = ANY(%s)", [list(essay_ids)])


def written(cursor: CursorWrapper) -> set[int]:
    """Return the essays whose words are stored."""
    cursor.execute(f"SELECT essay_id FROM {TABLE} WHERE terms IS NOT NULL")
    return {essay_id for (essay_id,) in cursor.fetchall()}


def express(query: Query) -> str:
    """Return a query in the language of PostgreSQL. Every form stands in quotes, so that none can be an operator."""
    groups = (" & ".join(either(way, query.place) for way in group) for group in query.groups())
    return " | ".join(f"({group})" for group in groups)


def either(way: Way, place: Place) -> str:
    """Return the ways in which one word may be said."""
    said = (f"'{key}'{':*' * term.is_beginning}" for term in way for key in term.keys(place))
    return f"({' | '.join(said)})"


def finding(query: Query, now: datetime) -> Statement:
    """Return the expression of one line of the essays that a query finds among those shown at `now`, newest first."""
    return f"array_to_string({SHOWN.format('%s')}, ',')", [express(query), now]


def matching(queries: Sequence[Query], enough: int) -> Statement:
    """Return the expression of one line for each query, parted by `;`: the essays, readable or not, that it finds.

    What comes after one that finds `enough` is left out.
    """
    return f"articles_lines_saying({EACH}::tsquery[], %s)", [one_line(map(express, queries)), enough]


def among(column: str, values: Collection[str]) -> Statement:
    """Return the condition that a column has one of these values, in the same words however many they are."""
    return f"{column} = ANY({EACH})", [one_line(values)]


def counting(queries: Sequence[Query], now: datetime) -> Statement:
    """Return what counts the essays of each query that are shown at `now`: its number, and how many.

    As one question about many words it is planned once for all of them.
    """
    asked = f"unnest({EACH}::tsquery[]) WITH ORDINALITY AS asked (query, number)"
    sql = f"SELECT asked.number - 1, cardinality({SHOWN.format('asked.query')}) FROM {asked}"
    return sql, [now, one_line(map(express, queries))]
