"""The list of words about danger: found in any spelling, in whole words, and near each other."""

import json
import unicodedata

import pytest

from practice.danger import PHRASES, has_danger_words

SPEAKS_OF_DANGER = [
    "I want to die",
    "I just want to quietly die.",
    "I don\u2019t really want to live any more",
    "I do NOT want to be here",
    "Sometimes I think about killing myself",
    "i feel suicidal",
    "My family would be better off without me",
    "I cut myself last week",
    "मैं मरना चाहती हूँ",
    "मै मर जाऊं तो अच्छा",
    "जीना नहीं चाहता",
    "अब और नही जीना",
    "ख़ुदकुशी",
    unicodedata.normalize("NFD", "ज़िंदगी ख़त्म कर दूँ"),
    "mujhe marna hai, main marna chahti hoon",
    "ab aur nahi jeena",
    "ＳＵＩＣＩＤＥ",
    "sui\u200bcide",
]
SPEAKS_OF_OTHER_THINGS = [
    "",
    "I want to talk about my work",
    "My mother died last year, and I want to speak of her",
    "I want to diet",
    "The skill myself and others lack",
    "I am dying to hear from you",
    "I would like to live in Goa and to be here on Monday",
    "मुझे जीवन में नया काम चाहिए",
    "मैं बात करना चाहती हूँ",
    "I want a change. It took me long to say so. People die, I know that.",
]


@pytest.mark.parametrize("words", SPEAKS_OF_DANGER)
def test_words_that_may_speak_of_danger_are_found(words: str) -> None:
    assert has_danger_words(words)
    assert has_danger_words(f"Good day.\n\n{words}\n\nYours, Asha")


@pytest.mark.parametrize("words", SPEAKS_OF_OTHER_THINGS)
def test_other_words_are_not(words: str) -> None:
    assert not has_danger_words(words)


def test_the_list_holds_clean_phrases_of_each_language() -> None:
    listed = json.loads(PHRASES.read_text(encoding="utf-8"))
    assert set(listed) == {"en", "hi", "hi-latn"}
    for phrases in listed.values():
        assert len(phrases) == len(set(phrases)) >= 25
        assert all(phrase == unicodedata.normalize("NFC", " ".join(phrase.lower().split())) for phrase in phrases)


@pytest.mark.parametrize("language", ["en", "hi", "hi-latn"])
def test_each_phrase_of_the_list_finds_itself(language: str) -> None:
    listed = json.loads(PHRASES.read_text(encoding="utf-8"))[language]
    assert [phrase for phrase in listed if not has_danger_words(phrase.replace("*", ""))] == []
