"""Whom and what a message is about: each room says it of the causes that it writes.

A cause is a reference such as `booking:<uuid>`: a word, and which row. What it means is known upstairs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """What the desk says of a message's cause: the name to use, when the session is ("" where none is), its page."""

    name: str
    when: str
    page: str


type Tell = Callable[[Sequence[str]], Mapping[str, About]]

CAUSES: dict[str, Tell] = {}


def register(word: str, tell: Tell) -> None:
    """Name the function that says what the causes with this word are about.

    It gets the references behind the word, which may be anything, and returns those that it knows.
    """
    CAUSES[word] = tell


def about(causes: Iterable[str]) -> dict[str, About]:
    """Return what is known of each cause; one whose row is gone, or that nobody registered, is left out."""
    by_word: dict[str, set[str]] = defaultdict(set)
    for cause in causes:
        word, _colon, reference = cause.partition(":")
        by_word[word].add(reference)
    return {
        f"{word}:{reference}": found
        for word, references in by_word.items()
        if word in CAUSES
        for reference, found in CAUSES[word](sorted(references)).items()
    }
