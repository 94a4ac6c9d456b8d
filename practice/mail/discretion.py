"""Keep from a lock screen what only its owner should know: no outgoing message holds a telling word."""

import json
from functools import lru_cache
from pathlib import Path

TELLING_WORDS = Path(__file__).resolve().parent.parent / "texts" / "telling_words.json"


@lru_cache(maxsize=1)
def telling_words() -> tuple[str, ...]:
    """Return the beginnings of words that tell what the practice is, English and Hindi, folded to one case."""
    lists: dict[str, list[str]] = json.loads(TELLING_WORDS.read_text(encoding="utf-8"))
    return tuple(word.casefold() for words in lists.values() for word in words)


def find_telling_words(text: str) -> list[str]:
    """Return the telling words found anywhere in `text`, also inside longer words."""
    folded = text.casefold()
    return [word for word in telling_words() if word in folded]


def neutral_name(name: str) -> str:
    """Return `name` without its telling words; empty where nothing else is left."""
    kept = " ".join(word for word in name.split() if not find_telling_words(word))
    return "" if find_telling_words(kept) else kept
