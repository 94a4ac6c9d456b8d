"""How many syllables an English word has, by its spelling.

English spelling does not say it for certain. These rules are right for most words that essays use, which
tests/articles/test_reading_level.py counts, and what they get wrong evens out over a text.
"""

import re
from functools import lru_cache

LETTERS = re.compile(r"[^a-z]")
VOWELS = re.compile(r"[aeiouy]+")

# An e that is written and not spoken before an ending: lone-ly, care-ful, some-thing, move-ment but not el-e-ment.
SILENT_WITHIN = re.compile(
    r"([aeiouy][^aeiouy]{1,3})e(?=(?:ly|ful|fully|less|ness|thing|times?|one|body|where|work)$)"
    r"|([aeiouy](?:[^aeiouyl]|[^aeiouy]v))e(?=ments?$)"
)
# And at the end: hope, times, walked, league; but ta-ble, hou-ses, want-ed.
SILENT_END = re.compile(
    r"[^aeiouy]e$"
    r"|[aeiou][gq]ue$"
    r"|[^aeiouycgsxzh]es$|[^cs]hes$"
    r"|[^aeiouydt]ed$"
)
SPOKEN_LE = re.compile(r"[^aeiouylr]le[ds]?$")

# Vowels side by side that are spoken apart: each is one syllable more than there are groups of vowels.
APART = re.compile(
    r"(?<![ctsgxnh])(?<!ll)i[aou](?!ge)"  # ra-di-o, va-ri-ous, gi-ant, but not na-tion, on-ion, mil-lion, mar-riage
    r"|(?<=g)iant|niu|nious|(?<=n)ia[ln]"  # gi-ant, ge-ni-us, har-mo-ni-ous, co-lo-ni-al
    r"|(?<=sc)ien|(?<![ctsf])ien(?!d)|iet"  # sci-ence, cli-ent, so-ci-e-ty, but not pa-tience, friend
    r"|eo(?!p|us|n$|ns$)|eum$"  # vi-de-o, mu-se-um, but not peo-ple, sur-geon
    r"|react|creat(?!ure)|ealit|(?<=[rd])eas?$|eatre"  # re-act, cre-ate, re-al-i-ty, i-de-a
    r"|(?<![qg])ua(?=[ltr])|uou"  # u-su-al, sit-u-a-tion, con-tin-u-ous
    r"|(?<![gq])ui(?=n|d|ci)"  # ru-in, flu-id, su-i-cide
    r"|[aeiouy]ing"  # do-ing, cry-ing
    r"|poe[mt]|chao|coop"  # po-em, cha-os, co-op-er-ate
    r"|(?:ism|ythm)s?$|[dts]nt$"  # op-ti-mism, rhyth-m, did-n't
)
# What the rules get wrong and essays of this kind say often.
KNOWN = {
    "business": 2, "every": 2, "everybody": 4, "everyone": 3, "everything": 3, "evening": 2, "evenings": 2,
    "favourite": 3, "idea": 3, "maybe": 2, "naked": 2, "recipe": 3, "simile": 3, "wednesday": 2,
}  # fmt: skip


@lru_cache(maxsize=4096)
def count_syllables(word: str) -> int:
    """Return the number of syllables of a word, at least 1; a number counts as one."""
    letters = LETTERS.sub("", word.lower().replace("’", "'").removesuffix("'s"))
    if letters in KNOWN:
        return KNOWN[letters]
    spoken = SILENT_WITHIN.sub(lambda found: found[1] or found[2], letters)
    groups = len(VOWELS.findall(spoken)) + len(APART.findall(spoken))
    is_silent = SILENT_END.search(spoken) and not SPOKEN_LE.search(spoken)
    return max(1, groups - 1 if is_silent else groups)
