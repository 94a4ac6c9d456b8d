"""Words that are nearly the one that was typed: one letter too many, too few, wrong or in its neighbour's place."""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from django.db import connection
from django.db.models import F

from articles.models import Spelling
from articles.searching.asking import Statement
from articles.searching.engines import engine_of

SHORTEST, LONGEST = 4, 24  # letters of what may be a slip
BEGINNING = 4  # letters that a word further off still shares
FAMILIAR = 0.6  # how alike it must be, as SequenceMatcher has it
MOST_FOUND, MOST_NEAR = 400, 5
KEPT = "SELECT DISTINCT word AS pk FROM articles_spelling WHERE {} LIMIT %s"
ADDED = "INSERT INTO articles_spelling (shape, word) VALUES (%s, %s) ON CONFLICT DO NOTHING"
SHARED = {1: 0, -1: 1, 0: 2}  # by how many letters longer a word is: the fewer, the more letters it shares of all
BEGINS = "^"  # before a shape that is a beginning; no word has it


def shapes(word: str) -> set[str]:
    """Return the word itself and what it is without each one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def stored_shapes(word: str) -> set[str]:
    """Return the shapes under which a word of an essay is kept."""
    return shapes(word) | {BEGINS + word[:BEGINNING]}


def can_slip(word: str) -> bool:
    """Tell whether a typed word is of the length at which a slip is looked for; numbers have none."""
    return SHORTEST <= len(word) <= LONGEST and not word.isdigit()


def learn(words: Iterable[str]) -> None:
    """Keep the words of an essay; those that are kept already cost nothing."""
    able = {word for word in words if SHORTEST <= len(word) + 1 <= LONGEST and not word.isdigit()}
    known = set(Spelling.objects.filter(shape__in=able, word=F("shape")).values_list("word", flat=True))
    rows = [(shape, word) for word in sorted(able - known) for shape in sorted(stored_shapes(word))]
    with connection.cursor() as cursor:  # for a long essay ten thousand rows: too many to make objects of
        cursor.executemany(ADDED, rows)


def asking_near(words: Iterable[str]) -> Statement | None:
    """Return the query for the kept words at one slip from these, and for others; None if none of these can slip."""
    return _asking(set[str]().union(*map(shapes, filter(can_slip, words))))


def nearest(words: Iterable[str], kept: Collection[str]) -> dict[str, list[str]]:
    """Return for each word those of the `kept` ones that are at one slip from it, the likeliest first."""
    return {word: by_slip(word, (each for each in kept if is_one_slip(word, each))) for word in filter(can_slip, words)}


def alike(words: Iterable[str]) -> dict[str, list[str]]:
    """Return for each word the kept ones that begin as it does and are much like it, the likest first. One query."""
    able = list(filter(can_slip, words))
    query = _asking({BEGINS + word[:BEGINNING] for word in able})
    if query is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(*query)
        kept = {word for (word,) in cursor.fetchall()}
    return {word: by_likeness(word, (each for each in kept if is_familiar(word, each))) for word in able}


def _asking(every: Collection[str]) -> Statement | None:
    """Return the query for the kept words that have one of these shapes."""
    if not every:
        return None
    condition, given = engine_of(connection).among("shape", every)
    return KEPT.format(condition), [*given, MOST_FOUND]


def by_slip(word: str, others: Iterable[str]) -> list[str]:
    """Return the words that were likeliest meant first, at most MOST_NEAR: the more of its letters a word shares.

    A letter was left out, else there is one too many, else one is wrong; a slip in the first letter is the rarest.
    """
    return sorted(others, key=lambda other: (other[0] != word[0], SHARED[len(other) - len(word)], other))[:MOST_NEAR]


def by_likeness(word: str, others: Iterable[str]) -> list[str]:
    """Return the likest words first, at most MOST_NEAR; a slip in the first letter is the rarest."""
    return sorted(others, key=lambda other: (other[0] != word[0], -likeness(word, other), other))[:MOST_NEAR]


def likeness(word: str, other: str) -> float:
    """Return how alike two words are, 1 for the same."""
    return SequenceMatcher(None, word, other).ratio()


def is_familiar(word: str, other: str) -> bool:
    """Tell whether two words are much alike, though not the same."""
    return word != other and likeness(word, other) >= FAMILIAR


def is_one_slip(word: str, other: str) -> bool:
    """Tell whether one slip turns one word into the other: their distance after Damerau and Levenshtein is 1."""
    if len(word) > len(other):
        word, other = other, word
    same = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), len(word))
    rest, others = word[same:], other[same:]
    if len(word) < len(other):
        return rest == others[1:]
    return len(rest) > 0 and (rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:]))
