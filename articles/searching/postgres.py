"""The words of the essays in PostgreSQL: two columns of full text beside the text of the search.

`terms` has every word, without places: the index on it answers which essays have a word. `head` has the words of the
better places, weighted A to C. It stays short, for the database reads it row by row to tell their order.
"""

from collections.abc import Iterable, Mapping

from django.db.backends.utils import CursorWrapper

from articles.searching.asking import Place, Query, Term

TABLE = "articles_searchtext"
SAID = f" IN (SELECT essay_id FROM {TABLE} WHERE terms @@ %s::tsquery)"
SAID_IN_HEAD = f" IN (SELECT essay_id FROM {TABLE} WHERE head @@ %s::tsquery)"
WEIGHTS = "ABC"


def write(cursor: CursorWrapper, essay_id: int, terms: Mapping[str, Place]) -> None:
    """Store under what an essay is found, in place of what was stored."""
    head = [f"'{form}':1{WEIGHTS[place]}" for form, place in terms.items() if place is not Place.TEXT]
    cursor.execute(
        f"UPDATE {TABLE} SET terms = array_to_tsvector(%s::text[]), head = %s::tsvector WHERE essay_id = %s",
        [list(terms), " ".join(head), essay_id],
    )


def erase(cursor: CursorWrapper, essay_ids: Iterable[int]) -> None:
    """Forget the words of essays."""
    cursor.execute(f"UPDATE {TABLE} SET terms = NULL, head = NULL WHERE essay_id = ANY(%s)", [list(essay_ids)])


def written(cursor: CursorWrapper) -> set[int]:
    """Return the essays whose words are stored."""
    cursor.execute(f"SELECT essay_id FROM {TABLE} WHERE terms IS NOT NULL")
    return {essay_id for (essay_id,) in cursor.fetchall()}


def express(query: Query) -> str:
    """Return a query in the language of PostgreSQL. Every form stands in quotes, so that none can be an operator."""
    mark = "" if query.place is Place.TEXT else WEIGHTS[: query.place + 1]
    groups = (
        " & ".join(f"({' | '.join(quote(term, mark) for term in way)})" for way in group) for group in query.groups()
    )
    return " | ".join(f"({group})" for group in groups)


def quote(term: Term, mark: str) -> str:
    """Return a term in quotes, with the weights that it must have."""
    marks = ("*" if term.is_beginning else "") + mark
    return f"'{term.form}'" + (f":{marks}" if marks else "")
