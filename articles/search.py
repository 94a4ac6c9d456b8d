"""Finding essays by their words: each word asked for must begin a word of the title, the summary or the text.

Case and accents do not count. What is asked for is taken literally: nothing in it is a wildcard.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Essay
from articles.reading import plain_text, searched_text

MOST_WORDS = 12
MOST_HITS = 50
LATIN_ACCENTS = 200  # combining classes of accents start here; the vowel signs of Indian scripts have 0 to 9
BEFORE, AROUND = 60, 200  # letters of an excerpt: before the first word found, and in all


@dataclass(frozen=True, slots=True)
class Hit:
    """One essay that was found, and the place where, as HTML with the words marked."""

    essay: Essay
    excerpt: SafeString


def find_essays(query: str, now: datetime) -> list[Hit]:
    """Return up to MOST_HITS essays that may be read at `now`: hits in the title first, then newest first."""
    words = [pattern_of(word) for word in fold(query).split()[:MOST_WORDS]]
    if not words:
        return []
    essays = Essay.objects.published(now).select_related("topic").defer("contents")
    ranked = [(rank, essay) for essay in essays.iterator() if (rank := rank_of(essay, words)) is not None]
    ranked.sort(key=lambda pair: pair[0])
    return [Hit(essay, excerpt(essay, words)) for rank, essay in ranked[:MOST_HITS]]


def fold(text: str) -> str:
    """Return `text` in the form in which words are compared: no case, no accents, no compatibility forms."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(each for each in letters if not is_accent(each)))


def is_accent(letter: str) -> bool:
    """Tell whether the character is an accent that a reader may leave out; an Indian vowel sign is not."""
    return unicodedata.combining(letter) >= LATIN_ACCENTS


def pattern_of(word: str) -> re.Pattern[str]:
    """Return what finds a folded word: at the beginning of a word, taken literally."""
    return re.compile((r"(?<!\w)" if word[0].isalnum() else "") + re.escape(word))


def rank_of(essay: Essay, words: list[re.Pattern[str]]) -> int | None:
    """Return 0 where the title has all the words, 1 where title and summary have, 2 with the text; else None."""
    text = fold(essay.title)
    for rank, more in enumerate(["", essay.summary, searched_text(essay.body)]):
        text = f"{text} {fold(more)}"
        if all(word.search(text) for word in words):
            return rank
    return None


def excerpt(essay: Essay, words: list[re.Pattern[str]]) -> SafeString:
    """Return the stretch of the text where a word is first found, marked; else the summary."""
    body = plain_text(essay.body)
    folded, origin = fold_with_origin(body)
    places = [found.start() for word in words if (found := word.search(folded))]
    if essay.summary and (not places or any(word.search(fold(essay.summary)) for word in words)):
        return mark(essay.summary, words)
    at = origin[min(places)] if places else 0
    start = body.rfind(" ", 0, max(at - BEFORE, 0)) + 1 if at > BEFORE else 0
    piece = body[start : start + AROUND]
    if start + AROUND < len(body):
        piece = piece.rsplit(" ", 1)[0].rstrip(".,;:") + "…"
    return mark(("…" if start else "") + piece, words)


def fold_with_origin(text: str) -> tuple[str, list[int]]:
    """Return `text` folded letter by letter, and for each folded letter the place it came from."""
    folded = [(letter, place) for place, each in enumerate(text) for letter in fold(each)]
    return "".join(letter for letter, place in folded), [place for letter, place in folded]


def mark(text: str, words: list[re.Pattern[str]]) -> SafeString:
    """Return `text` escaped, with the words in <mark>."""
    folded, origin = fold_with_origin(text)
    found = [place for word in words for hit in word.finditer(folded) for place in range(hit.start(), hit.end())]
    marked = {origin[place] for place in found}
    runs = groupby(enumerate(text), key=lambda pair: pair[0] in marked)
    pieces = [(is_marked, "".join(letter for _place, letter in run)) for is_marked, run in runs]
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if is_marked else piece,) for is_marked, piece in pieces)
    )
