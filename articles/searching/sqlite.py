"""The words of the essays in SQLite: a table of FTS5 with a row for each essay."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from articles.searching.asking import Place, Query, Statement, Way, keys_of

TABLE = "articles_searchterms"
JOINED = "SELECT group_concat(pk) FROM ({}) AS found"
MATCHED = f"SELECT rowid AS pk FROM {TABLE} WHERE {TABLE} MATCH %s"
# The first half is asked once, and spares looking at every essay for words that none says.
IS_SAID = f"EXISTS ({MATCHED}) AND articles_essay.id IN ({MATCHED})"


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


def among(column: str, values: Collection[str]) -> Statement:
    """Return the condition that a column has one of these values."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})", [*values]


def counting(queries: Sequence[str], readable: Statement) -> Statement:
    """Return what counts the essays of each expressed query: its number, and how many; no row where none is `readable`.

    To match each twice is quicker here than to keep what was found.
    """
    sql, given = readable
    counts = (
        f"SELECT {number}, (SELECT count(*) FROM ({MATCHED}) AS every)"
        f" WHERE EXISTS (SELECT 1 FROM ({MATCHED}) AS said WHERE EXISTS ({sql}))"
        for number in range(len(queries))
    )
    return " UNION ALL ".join(counts), [each for query in queries for each in (query, query, *given)]
