"""The words of the essays in PostgreSQL: a column of full text beside the text of the search, with an index."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from articles.searching.asking import Place, Query, Statement, Way, keys_of

TABLE = "articles_searchtext"
JOINED = "SELECT string_agg(pk::text, ',') FROM ({}) AS found"
MATCHED = "SELECT saying.pk FROM articles_essays_saying(%s::tsquery) AS saying (pk)"
IS_SAID = f"articles_essay.id IN ({MATCHED})"


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


def among(column: str, values: Collection[str]) -> Statement:
    """Return the condition that a column has one of these values, in the same words however many they are."""
    return f"{column} = ANY(%s::text[])", [list(values)]


def counting(queries: Sequence[str], readable: Statement) -> Statement:
    """Return what counts the essays of each expressed query: its number, and how many; no row where none is `readable`.

    As one question about many words it is planned once for all of them.
    """
    sql, given = readable
    counted = f"""
        WITH said AS MATERIALIZED (SELECT saying.pk FROM articles_essays_saying(asked.query) AS saying (pk))
        SELECT count(*) AS times FROM said HAVING EXISTS (SELECT 1 FROM said WHERE EXISTS ({sql}))
    """
    asked = "unnest(%s::tsquery[]) WITH ORDINALITY AS asked (query, number)"
    counts = f"SELECT asked.number - 1, counted.times FROM {asked}, LATERAL ({counted}) AS counted"
    return counts, [list(queries), *given]
