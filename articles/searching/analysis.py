"""What the search knows of one essay: its words and where they stand, and its plain text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from articles.models import Essay
from articles.reading import HEADING, plain_text, searched_text
from articles.searching.asking import Place
from articles.searching.words import STOP_WORDS, forms_said, words_said

VERSION = 2  # of the rules in this package; another number makes every essay's entry anew
OFTEN = 4  # times: a word said so often is one of the essay's subjects
MOST_TEXT = 150_000  # letters, a short book: PostgreSQL keeps no more than a megabyte of words in a row


@dataclass(frozen=True, slots=True)
class Entry:
    """An essay as it is searched.

    `stems` has for each piece of `text`, in its place, the stems of its words; `terms` the best place of each form.
    """

    text: str
    stems: str
    terms: dict[str, Place]
    words: set[str]


def analyse(essay: Essay) -> Entry:
    """Return what the search is to know of an essay."""
    text = searched_text(essay.body)[:MOST_TEXT]
    pieces = [words_said(piece) for piece in text.split(" ")]
    said = list(chain.from_iterable(pieces))
    title, summary, headings = words_said(essay.title), words_said(essay.summary), words_said(headings_of(essay.body))
    terms = dict.fromkeys(forms_of_all(said), Place.TEXT)
    terms |= dict.fromkeys([*often_said(said), *forms_of_all(headings)], Place.SUBJECT)
    terms |= dict.fromkeys(forms_of_all(summary), Place.SUMMARY)
    terms |= dict.fromkeys(forms_of_all(title), Place.TITLE)
    return Entry(text, align(pieces), terms, {word for word in (*title, *summary, *said) if forms_said(word)})


def forms_of_all(words: Iterable[str]) -> Iterator[str]:
    """Give every form of every word."""
    return chain.from_iterable(map(forms_said, words))


def headings_of(body: str) -> str:
    """Return the headings of a text, one after the other."""
    return " ".join(plain_text(heading[2]) for heading in HEADING.finditer(body))


def often_said(words: Iterable[str]) -> list[str]:
    """Return the forms that a text says so often that it is about them."""
    said = Counter(forms_said(word)[-1] for word in words if word not in STOP_WORDS and forms_said(word))
    return [form for form, times in said.items() if times >= OFTEN]


def align(pieces: Iterable[Iterable[str]]) -> str:
    """Return the stems of each piece of a text, each between slashes, the pieces parted by spaces."""
    return " ".join("".join(f"/{forms_said(word)[-1]}/" for word in words if forms_said(word)) for words in pieces)
