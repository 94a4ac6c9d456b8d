"""The words of the essays in SQLite: a table of FTS5, of which a row is an essay and a column is a place."""

from collections.abc import Iterable, Mapping

from django.db.backends.utils import CursorWrapper

from articles.searching.asking import Place, Query, Term

TABLE = "articles_searchterms"
COLUMNS = [place.name.lower() for place in Place]
SAID = f" IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s)"


def write(cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None:
    """Store under what an essay is found, in place of what was stored."""
    erase(cursor, [essay_id])
    places = [" ".join(form for form, best in terms.items() if best is place) for place in Place]
    columns = ", ".join(["rowid", *COLUMNS])
    cursor.execute(f"INSERT INTO {TABLE} ({columns}) VALUES (%s, %s, %s, %s, %s)", [essay_id, *places])


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
    groups = (" AND ".join(f"({' OR '.join(map(quote, way))})" for way in group) for group in query.groups())
    return f"{{{' '.join(COLUMNS[: query.place + 1])}}} : ({' OR '.join(f'({group})' for group in groups)})"


def quote(term: Term) -> str:
    """Return a term in quotes."""
    return f'"{term.form}"' + ("*" if term.is_beginning else "")
