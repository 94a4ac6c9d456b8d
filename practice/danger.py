"""Words that may speak of danger, looked for in what was written to the therapist.

A match is never a measure of risk, and no match never means that somebody is safe: it shows help first to whoever
wrote, and marks the text for the therapist. Nothing of it is stored; it is worked out whenever the text is read.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parent / "texts" / "danger_words.json"
NUKTA = "\u093c"
LOOKS = {"\u0901": "\u0902"}  # the two signs of a nasal vowel, which people write for one another
BETWEEN = 2  # words that may stand between those of a phrase: want to just die


def has_danger_words(text: str) -> bool:
    """Tell whether the words of one of the phrases stand in the text, in order and near each other.

    A word of a phrase that ends in * stands for every word that begins so.
    """
    words = words_in(text)
    together = " " + " ".join(words)
    return any(f" {phrase[0].removesuffix('*')}" in together and _is_in(phrase, words) for phrase in phrases())


@cache
def phrases() -> tuple[tuple[str, ...], ...]:
    """Return the phrases of every language, each as the stems of its words."""
    languages: dict[str, list[str]] = json.loads(PHRASES.read_text(encoding="utf-8"))
    return tuple(tuple(_stems(phrase)) for listed in languages.values() for phrase in listed)


def words_in(text: str) -> list[str]:
    """Return the words of a text, alike in any case and spelling of the same letters."""
    return _spelled(text).split()


def _stems(phrase: str) -> list[str]:
    return [_spelled(word).strip() + ("*" if word.endswith("*") else "") for word in phrase.split()]


def _spelled(text: str) -> str:
    """Return a text with its letters as the phrases spell them, and a blank for whatever is no letter.

    Marks stay, without which Devanagari has no vowels; apostrophes and what cannot be seen go without a blank.
    """
    spelled = []
    for character in unicodedata.normalize("NFKD", text).casefold():
        kind = unicodedata.category(character)
        if kind[0] in "LN" or (kind[0] == "M" and "\u0900" <= character <= "\u097f" and character != NUKTA):
            spelled.append(LOOKS.get(character, character))
        elif kind[0] != "M" and kind != "Cf" and character not in "'\u2019\u2018`\u00b4":
            spelled.append(" ")
    return "".join(spelled)


def _is_in(phrase: tuple[str, ...], words: list[str]) -> bool:
    return any(_begins_at(place, phrase, words) for place, word in enumerate(words) if _fits(phrase[0], word))


def _begins_at(place: int, phrase: tuple[str, ...], words: list[str]) -> bool:
    """Tell whether the rest of a phrase follows the word at `place`."""
    for stem in phrase[1:]:
        following = range(place + 1, min(place + 2 + BETWEEN, len(words)))
        found = next((number for number in following if _fits(stem, words[number])), None)
        if found is None:
            return False
        place = found
    return True


def _fits(stem: str, word: str) -> bool:
    return word.startswith(stem[:-1]) if stem.endswith("*") else word == stem
