"""What the forms of a word have in common: sleeping, sleeps and sleep are one word to a reader who searches.

English follows M. F. Porter, "An algorithm for suffix stripping" (Program 14, 1980); Hindi the list of endings of
A. Ramanathan and D. Rao, "A lightweight stemmer for Hindi" (EACL 2003). They are here because both databases must give
the same answer: SQLite has no stemmer for Hindi, and PostgreSQL's for English cuts otherwise than SQLite's.
"""

import re

DOUBLED = re.compile(r"([^aeioulsz])\1$")
ENGLISH = re.compile(r"[a-z]{3,}")
DEVANAGARI = re.compile(r"[\u0900-\u097f]+")

SECOND = {
    **{"ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able"},
    **{"alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate"},
    **{"alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive"},
    "biliti": "ble",
}
THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
FOURTH = dict.fromkeys(
    [
        *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent"),
        *("sion", "tion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"),
    ],
    "",
)
# As words reach here: folded, so that both signs of a nasal vowel are one. Two letters or signs stay before an ending.
HINDI = re.compile(
    "(?<=..)(?:"
    "ाएंगी|ाएंगे|ाऊंगी|ाऊंगा|ाइयों|ाइयां|ाएगी|ाएगा|ाओगी|ाओगे|एंगी|ेंगी|एंगे|ेंगे|ूंगी|ूंगा|ातीं|नाओं|"
    "नाएं|ताओं|ताएं|ियों|ियां|ाकर|ाइए|ाईं|ाया|ेगी|ेगा|ोगी|ोगे|ाने|ाना|ाते|ाती|ाता|तीं|ाओं|ाएं|ुओं|ुएं|"
    "ुआं|कर|ाओ|िए|ाई|ाए|ने|नी|ना|ते|ीं|ती|ता|ां|ों|ें|ो|े|ू|ु|ी|ि|ा"
    ")$"
)


def stem(word: str) -> str:
    """Return what the forms of a folded word have in common; a word of neither language stays as it is."""
    if ENGLISH.fullmatch(word):
        return stem_english(word)
    return stem_hindi(word) if DEVANAGARI.fullmatch(word) else word


def stem_hindi(word: str) -> str:
    """Return the word without its longest ending."""
    return HINDI.sub("", word, count=1)


def stem_english(word: str) -> str:
    """Return the stem of a word of three letters or more, by the steps 1 to 5 of the algorithm."""
    word = without_past(without_plural(word))
    if word.endswith("y") and has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = replace_ending(replace_ending(word, SECOND, 1), THIRD, 1)
    word = without_final_e(replace_ending(word, FOURTH, 2))
    return word[:-1] if word.endswith("ll") and measure(word) > 1 else word


def without_plural(word: str) -> str:
    """Return the word without the ending of a plural: step 1a."""
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def without_past(word: str) -> str:
    """Return the word without -ed or -ing, its end made whole again: step 1b."""
    if word.endswith("eed"):
        return word[:-1] if measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return mend(rest) if has_vowel(rest) else word
    return word


def mend(rest: str) -> str:
    """Return what -ed or -ing was put to: hop for hopp, hope for hop."""
    if rest.endswith(("at", "bl", "iz")) or (measure(rest) == 1 and is_short(rest)):
        return rest + "e"
    return rest[:-1] if DOUBLED.search(rest) else rest


def replace_ending(word: str, endings: dict[str, str], least: int) -> str:
    """Return the word with the longest of the endings replaced, if what stands before is long enough."""
    ending = max((each for each in endings if word.endswith(each)), key=len, default="")
    if not ending:
        return word
    kept = word.removesuffix(ending) + ending[0] * (ending in {"sion", "tion"})
    return kept + endings[ending] if measure(kept) >= least else word


def without_final_e(word: str) -> str:
    """Return the word without a last e that nothing is lost with: step 5a."""
    rest = word.removesuffix("e")
    is_needless = measure(rest) > 1 or (measure(rest) == 1 and not is_short(rest))
    return rest if is_needless else word


def kinds(word: str) -> str:
    """Return v for every vowel and c for every consonant; y is a vowel after a consonant."""
    found = ""
    for letter in word:
        found += "v" if letter in "aeiou" or (letter == "y" and found.endswith("c")) else "c"
    return found


def measure(word: str) -> int:
    """Return how often a vowel is followed by a consonant."""
    return kinds(word).count("vc")


def has_vowel(word: str) -> bool:
    """Tell whether a vowel is in the word."""
    return "v" in kinds(word)


def is_short(word: str) -> bool:
    """Tell whether the word ends as hop does: consonant, vowel, consonant other than w, x or y."""
    return kinds(word).endswith("cvc") and word[-1] not in "wxy"
