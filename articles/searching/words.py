"""The words of a text as they are compared: the same for what an essay says and for what is asked for.

Case and accents do not count, nor do a dot under a Hindi letter, the two spellings of a nasal (हिन्दी, हिंदी) and what
cannot be seen. Whatever is neither letter nor digit parts words; nothing in a text is an operator.

What is kept in memory (`forms_said`, `forms_in`) are words of essays alone: what somebody looks for is kept nowhere.
"""

import re
import unicodedata
from functools import lru_cache

from articles.searching.stemming import stem

LONGEST = 40  # letters; what is longer is no word that anyone types
# Accents of Latin letters, dots under Indian ones, what is invisible, apostrophes.
UNCOUNTED = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u093c\u09bc\u0a3c\u0abc\u0b3c"
    "\u00ad\u200b-\u200f\u2060-\u2064\ufeff'’‘ʼ`]"
)
# Indian vowel signs are no letters to Python, and part no word.
WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u096f\u0971-\u0dff])+")
HYPHEN = re.compile("[-\u2010\u2011]")
# It takes a word without a hyphen too: else it would look for the hyphen anew from every letter of a long run.
COMPOUND = re.compile(f"{WORD.pattern}(?:{HYPHEN.pattern}{WORD.pattern})*")
NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|\u0901")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded."""
    return tuple(WORD.findall(fold(text)))


def words_said(text: str) -> tuple[str, ...]:
    """Return the words of a text of an essay, folded, and those that a hyphen joins once more as one: selftrust."""
    folded = fold(text)
    words = WORD.findall(folded)
    if HYPHEN.search(folded):
        words += [HYPHEN.sub("", each) for each in COMPOUND.findall(folded) if HYPHEN.search(each)]
    return tuple(words)


def fold(text: str) -> str:
    """Return a text in the form in which its words are compared."""
    if text.isascii() and "'" not in text:
        return text.lower()
    plain = UNCOUNTED.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return "".join(map(plain_digit, NASAL.sub("\u0902", unicodedata.normalize("NFC", plain))))


def plain_digit(letter: str) -> str:
    """Return a digit of any script as 0 to 9, and everything else as it is."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def forms_of(word: str) -> tuple[str, ...]:
    """Return under what a folded word is found: itself, and what its forms have in common; nothing if too long."""
    if len(word) > LONGEST:
        return ()
    common = stem(word)
    return (word,) if common == word else (word, common)


@lru_cache(maxsize=20_000)
def forms_said(word: str) -> tuple[str, ...]:
    """Return the same of a word that an essay says; kept, for texts say the same words again and again."""
    return forms_of(word)


@lru_cache(maxsize=20_000)
def forms_in(text: str) -> frozenset[str]:
    """Return every form of the words of a piece of an essay; kept likewise."""
    return frozenset(form for word in words_said(text) for form in forms_of(word))


STOP_WORDS = frozenset(
    words_of(
        "a about after all am an and are as at be been but by can could did do does for from had has have he her him"
        " his how i if in into is it its me my no not of on or our she so than that the their them then there these"
        " they this to too up us was we were what when where which who why will with would you your "
        "का की के को से में मे पर है हैं हूं हो था थी थे और या कि यह वह ये वे मैं हम तुम आप मेरा मेरी मेरे अपना अपनी अपने ने"
        " तो भी ही क्या क्यों कैसे"
    )
)
