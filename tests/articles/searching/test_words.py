"""What counts as the same word, and what does not."""

import pytest

from articles.searching.asking import words_asked
from articles.searching.stemming import stem
from articles.searching.words import COMPOUND, forms_of, words_of, words_said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("WINTER", ["winter"]),
        ("ｗｉｎｔｅｒ", ["winter"]),
        ("CAFÉ cafe\u0301", ["cafe", "cafe"]),
        ("don't don’t dont", ["dont", "dont", "dont"]),
        ("self-trust", ["self", "trust"]),
        ("w_nter 50% <b>", ["w", "nter", "50", "b"]),
        ("so\u00adft zero\u200bwidth", ["soft", "zerowidth"]),
        ("हिन्दी हिंदी", ["हिंदी", "हिंदी"]),
        ("माँ मां", ["मां", "मां"]),
        ("ज़िंदगी जिन्दगी \u095bिंदगी", ["जिंदगी", "जिंदगी", "जिंदगी"]),
        ("क्\u200dष क्ष क्\u200cष", ["क्ष", "क्ष", "क्ष"]),
        ("अन्न जन्म", ["अन्न", "जन्म"]),
        ("२०२६", ["2026"]),
        ("शांति।", ["शांति"]),
        ("👩‍👩‍👧 … \0 —", []),
    ],
)
def test_words_are_compared_folded(typed: str, words: list[str]) -> None:
    assert list(words_of(typed)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Self-trust", ["self", "trust", "selftrust"]),
        ("self\u2010trust, self\u2011trust", ["self", "trust", "self", "trust", "selftrust", "selftrust"]),
        ("mother-in-law", ["mother", "in", "law", "motherinlaw"]),
        ("धीरे-धीरे", ["धीरे", "धीरे", "धीरेधीरे"]),
        ("self – trust self- trust -self", ["self", "trust", "self", "trust", "self"]),
        ("trust—self", ["trust", "self"]),
    ],
)
def test_what_a_hyphen_joins_is_said_as_one_word_too(text: str, words: list[str]) -> None:
    assert list(words_said(text)) == words


def test_a_long_run_of_letters_is_looked_through_once() -> None:
    run = "a" * 20_000
    assert words_said(f"{run} self-trust")[1:] == ("self", "trust", "selftrust")
    # The pattern takes what has no hyphen too: else it would begin anew at every letter of it.
    assert COMPOUND.findall(run) == [run]


@pytest.mark.parametrize(
    "forms",
    [
        "sleep sleeps sleeping",
        "worry worries worried worrying",
        "stop stops stopped stopping",
        "hope hopes hoped hoping",
        "sad sadness",
        "critic critics critical",
        "relate relation relational",
        "बात बातें बातों",
        "लड़की लड़कियाँ लड़कियों",
        "सोच सोचना सोचते",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(word) for word in words_of(forms)}) == 1


@pytest.mark.parametrize("pair", ["दिल दाल", "गम गर्म", "hope hop", "rain ruin", "bed bread"])
def test_other_words_keep_a_stem_of_their_own(pair: str) -> None:
    one, other = words_of(pair)
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("caresses", "caress"), ("ponies", "poni"), ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled")),
        *(("conflated", "conflat"), ("hopping", "hop"), ("falling", "fall"), ("filing", "file"), ("happy", "happi")),
        *(("relational", "relat"), ("vietnamization", "vietnam"), ("hopefulness", "hope"), ("triplicate", "triplic")),
        *(("electrical", "electr"), ("allowance", "allow"), ("replacement", "replac"), ("adoption", "adopt")),
        *(("probate", "probat"), ("rate", "rate"), ("cease", "ceas"), ("controll", "control"), ("roll", "roll")),
    ],
)
def test_english_stems_are_those_of_the_published_algorithm(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_what_nobody_types_has_no_form() -> None:
    assert forms_of("a" * 41) == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("the critic in me", ["critic"]),
        ("who am I", ["who", "am", "i"]),
        ("मैं और दिल", ["दिल"]),
        ("rain rain Rain", ["rain"]),
        (" ".join(f"word{number}" for number in range(20)), [f"word{number}" for number in range(12)]),
    ],
)
def test_only_telling_words_are_asked_for_unless_there_are_none(typed: str, words: list[str]) -> None:
    assert words_asked(typed) == words
