"""What is asked of either database: words, each of which may be said in several ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from typing import Any

from articles.searching.words import STOP_WORDS, forms_of, forms_said, words_of

MOST_WORDS = 12


class Place(IntEnum):
    """Where in an essay a word stands, the best place first."""

    TITLE = 0
    SUMMARY = 1
    SUBJECT = 2  # in a heading, or often in the text
    TEXT = 3


# Before a form that stands in one of the better places: to ask for those alone costs nothing where a word is common.
# These characters are nobody's letters, so that no word has them.
MARKS = {Place.TITLE: "\ue000", Place.SUMMARY: "\ue001", Place.SUBJECT: "\ue002"}


def keys_of(terms: Mapping[str, Place]) -> list[str]:
    """Return what the database keeps of an essay: every form, and once more with a mark where it stands well."""
    return [*terms, *(MARKS[place] + form for form, place in terms.items() if place in MARKS)]


@dataclass(frozen=True, slots=True)
class Term:
    """One way in which a word may be said: as this form, or by any word that begins with it."""

    form: str
    is_beginning: bool = False

    def keys(self, place: Place) -> list[str]:
        """Return what is looked for to find it in a place or a better one."""
        if place is Place.TEXT:
            return [self.form]
        return [mark + self.form for better, mark in MARKS.items() if better <= place]


type Statement = tuple[str, list[Any]]  # SQL and its parameters
type Way = tuple[Term, ...]  # any of these will do


@dataclass(frozen=True, slots=True)
class Query:
    """Words that an essay is to have: `least` of them, in `place` or a better one."""

    ways: tuple[Way, ...]
    least: int
    place: Place = Place.TEXT

    def at(self, place: Place) -> "Query":
        """Return the same query for a better place."""
        return Query(self.ways, self.least, place)

    def groups(self) -> list[tuple[Way, ...]]:
        """Return every choice of words that satisfies the query."""
        return list(combinations(self.ways, self.least))


def words_asked(text: str) -> list[str]:
    """Return the words of what was typed, each once; those that every text has only where there is no other."""
    words = list(dict.fromkeys(words_of(text)))
    telling = [word for word in words if word not in STOP_WORDS]
    return (telling or words)[:MOST_WORDS]


def as_form(word: str) -> Way:
    """Return how a word that was typed is said in any of its forms."""
    return (Term((forms_of(word) or (word,))[-1]),)


def as_said(word: str) -> Way:
    """Return the same of a word that essays say."""
    return (Term(forms_said(word)[-1]),)


def as_beginning(word: str) -> Way:
    """Return how the words that begin so are said."""
    return (Term(word, is_beginning=True),)


def all_of(ways: Sequence[Way]) -> Query:
    """Return the query for essays that have every word."""
    return Query(tuple(ways), len(ways))


def any_of(ways: Sequence[Way]) -> Query:
    """Return the query for essays that have one of the words at least."""
    return Query(tuple(ways), 1)
