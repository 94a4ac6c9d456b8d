"""How hard an English text is to read, as the grade of school whose pupils can follow it.

The formula is that of Flesch and Kincaid: .39 (words / sentences) + 11.8 (syllables / words) - 15.59.
Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of new readability formulas for Navy enlisted personnel,
Research Branch Report 8-75, Naval Technical Training Command, Millington. It looks at length alone and knows nothing
of meaning, so what it says is advice.
"""

import html as markup
import re
from dataclasses import dataclass

from articles.checking.syllables import count_syllables
from articles.reading import TAG

AIM = 8.0  # the highest grade that the site aims at
FEWEST_WORDS = 100  # in fewer, one long word decides
LONG_SENTENCE = 35  # words

NOT_RUNNING = re.compile(r"<(h[23]|table|figure)\b[^>]*>.*?</\1>", re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|li|blockquote)>|<br>")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
NO_END = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|e\.g|i\.e|approx|No)\.$")
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Level:
    """What was measured; `grade` is None where there are too few words to say."""

    grade: float | None
    long_sentences: tuple[str, ...]


def measure_level(html: str) -> Level:
    """Return how hard the running text of cleaned HTML is to read; headings, tables and pictures are left out."""
    said = sentences(html)
    words = [words_of(sentence) for sentence in said]
    long = tuple(sentence for sentence, its in zip(said, words, strict=True) if len(its) > LONG_SENTENCE)
    total = sum(len(its) for its in words)
    if total < FEWEST_WORDS:
        return Level(None, long)
    syllables = sum(count_syllables(word) for its in words for word in its)
    return Level(grade_of(total, len(words), syllables), long)


def grade_of(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade."""
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


def sentences(html: str) -> list[str]:
    """Return the sentences of a text; every block ends one, whether or not there is a full stop."""
    blocks = BLOCK_END.split(NOT_RUNNING.sub("", html))
    lines = (" ".join(markup.unescape(TAG.sub("", block)).split()) for block in blocks)
    found = (sentence for line in lines for sentence in joined(SENTENCE_END.split(line)))
    return [sentence for sentence in found if words_of(sentence)]


def joined(parts: list[str]) -> list[str]:
    """Return what was parted at full stops, put together again where the stop is only that of a short form."""
    whole: list[str] = []
    for part in parts:
        if whole and NO_END.search(whole[-1]):
            whole[-1] = f"{whole[-1]} {part}"
        else:
            whole.append(part)
    return whole


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; those joined by a hyphen are one, as in most counts."""
    return WORD.findall(sentence)
