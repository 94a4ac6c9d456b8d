"""What somebody may have meant: the words as typed, their beginnings, a slip of one letter, or some of the words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from articles.searching.asking import Way, all_of, any_of, as_beginning, as_form, as_said, words_asked
from articles.searching.looking import Hit, count_each, look
from articles.searching.spelling import alike, asking_near, nearest
from articles.searching.words import STOP_WORDS, words_of

SHORTEST_BEGINNING = 3  # letters: fewer begin too many words
MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: one page of hits, and how many essays there are in all.

    `corrected` is what was looked for in place of what was typed; `has_some` says that the essays have some of the
    words only, `is_vague` that the words stand in nearly every text; `near` are words that are said somewhere, where
    none of those typed is.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    corrected: str = ""
    has_some: bool = False
    is_vague: bool = False
    near: list[str] = field(default_factory=list)


def find_essays(text: str, now: datetime, *, page: int = 1, literally: bool = False) -> Found:
    """Return what may be read at `now` and has the words of what was typed, in any of their forms.

    Where nothing has them all, and unless they are taken `literally`, a word that no essay says stands for those that
    begin with it, else for the commonest at one slip from it, else for nothing; and if no essay has what is left, some
    of it will do. Up to six queries, however many essays there are; two where all words are found.
    """
    words = words_asked(text)
    if not words:
        return Found()
    first = look(all_of([as_form(word) for word in words]), now, page, beside=None if literally else asking_near(words))
    if first.total or literally:
        return Found(first.hits, first.total, is_vague=STOP_WORDS.issuperset(words))
    meant = understand(words, first.beside, now)
    if not meant.ways:
        return Found(near=suggest(words, now))
    corrected = replace_words(text, meant.corrected) if meant.corrected else ""
    every = look(all_of(meant.ways), now, page)
    if every.total:
        return Found(every.hits, every.total, corrected, has_some=len(meant.ways) < len(words))
    some = look(any_of(meant.ways), now, page)
    return Found(some.hits, some.total, corrected, has_some=True)


@dataclass(frozen=True, slots=True)
class Meant:
    """How the words that are said somewhere are looked for, and which of them were slips."""

    ways: list[Way]
    corrected: dict[str, str]


def understand(words: Sequence[str], kept: Collection[str], now: datetime) -> Meant:
    """Return what the words may stand for, `kept` being the words of essays that are like them. One query."""
    tried = [(word, as_form(word)) for word in words if len(words) > 1]  # of a lone word it is known already
    tried += [(word, as_beginning(word)) for word in words if len(word) >= SHORTEST_BEGINNING]
    slips = [(word, other) for word, others in nearest(words, kept).items() for other in others]
    counts = count_each([*(way for _word, way in tried), *(as_said(other) for _word, other in slips)], now)
    ways: dict[str, Way] = {}
    for (word, way), times in zip(tried, counts, strict=False):
        if times:
            ways.setdefault(word, way)
    said = {slip: times for slip, times in zip(slips, counts[len(tried) :], strict=True) if times}
    corrected = {word: other for word, other in likeliest(said).items() if word not in ways}
    ways |= {word: as_said(other) for word, other in corrected.items()}
    return Meant([ways[word] for word in words if word in ways], corrected)


def likeliest(said: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return for each word the one of its slips that most essays say; of two that are said alike the first."""
    best: dict[str, tuple[str, str]] = {}
    for slip, times in said.items():
        if slip[0] not in best or times > said[best[slip[0]]]:
            best[slip[0]] = slip
    return dict(best.values())


def suggest(words: Sequence[str], now: datetime) -> list[str]:
    """Return words that are much like those typed and can be found, one for each stem. Two queries."""
    others: dict[Way, str] = {}
    for near in alike(words).values():
        for other in near:
            others.setdefault(as_said(other), other)
    counts = count_each(list(others), now)
    return [other for other, times in zip(others.values(), counts, strict=True) if times][:MOST_SUGGESTED]


def replace_words(text: str, corrected: Mapping[str, str]) -> str:
    """Return what was typed with its slips corrected."""
    return " ".join(replace_in(piece, corrected) for piece in text.split())


def replace_in(piece: str, corrected: Mapping[str, str]) -> str:
    """Return a piece of what was typed as it is if no word of it was a slip."""
    words = words_of(piece)
    return piece if corrected.keys().isdisjoint(words) else " ".join(corrected.get(word, word) for word in words)
