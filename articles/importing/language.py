"""Which language an essay is in, as far as its script and commonest words tell."""

import re

from articles.importing.names import names

COMMON_ENGLISH = names("the and of to a in is that it you not for with as your be are this or what")
DEVANAGARI = re.compile("[\u0900-\u097f]")
LATIN = re.compile("[A-Za-z]")
SAMPLE = 20_000


def find_language(text: str, declared: str) -> str:
    """Return "en", "hi" or "" when uncertain; a declared language counts only where the script agrees."""
    sample = text[:SAMPLE]
    code = re.split(r"[-_]", declared.strip().lower())[0]
    devanagari, latin = len(DEVANAGARI.findall(sample)), len(LATIN.findall(sample))
    if devanagari > latin:
        return "hi" if code in ("", "hi", "en") else ""
    words = re.findall(r"[a-z]+", sample.lower())
    common = sum(word in COMMON_ENGLISH for word in words)
    return "en" if words and common * 8 >= len(words) else ""
