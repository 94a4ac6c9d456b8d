"""Which words are one slip apart: the quick way agrees with the distance of Damerau and Levenshtein."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Spelling
from articles.searching.spelling import asking_near, by_slip, is_one_slip, learn, nearest, shapes

LETTERS = st.text("abc", min_size=1, max_size=6)


def neighbours(word: str) -> set[str]:
    """Return every word of a few letters that one slip makes of a word."""
    letters = "abc"
    gone = {word[:at] + word[at + 1 :] for at in range(len(word))}
    more = {word[:at] + each + word[at:] for at in range(len(word) + 1) for each in letters}
    other = {word[:at] + each + word[at + 1 :] for at in range(len(word)) for each in letters}
    turned = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return (gone | more | other | turned) - {word}


@given(LETTERS, LETTERS)
def test_one_slip_is_one_letter_more_less_other_or_turned(one: str, other: str) -> None:
    assert is_one_slip(one, other) == (other in neighbours(one))


@given(LETTERS, LETTERS)
def test_words_one_slip_apart_always_share_a_shape(one: str, other: str) -> None:
    if is_one_slip(one, other):
        assert not shapes(one).isdisjoint(shapes(other))


def near(words: list[str]) -> dict[str, list[str]]:
    """Return the words kept that are at one slip from these."""
    query = asking_near(words)
    assert query
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return nearest(words, [word for (word,) in cursor.fetchall()])


@pytest.mark.django_db
def test_short_words_long_words_and_numbers_are_never_corrected() -> None:
    learn(["me", "2026", "a" * 25, "winter"])
    assert set(Spelling.objects.values_list("word", flat=True)) == {"winter"}
    assert near(["mee", "2027", "a" * 24]) == {"a" * 24: []}


@pytest.mark.django_db
def test_the_likest_word_comes_first_and_a_slip_in_the_first_letter_last() -> None:
    learn(["hope", "rope", "hops"])
    assert near(["hopee", "jope"]) == {"hopee": ["hope"], "jope": ["hope", "rope"]}


@pytest.mark.django_db
def test_a_word_is_kept_once() -> None:
    learn(["winter"])
    before = Spelling.objects.count()
    learn(["winter"])
    assert Spelling.objects.count() == before == len(shapes("winter")) + 1


def test_of_all_slips_the_likeliest_come_first() -> None:
    others = ["cope", "hole", "hop", "hoped", "hopes", "ope", "rope"]
    assert by_slip("hope", reversed(others)) == ["hoped", "hopes", "hop", "hole", "ope"]
    assert by_slip("hope", ["rope", "cope"]) == ["cope", "rope"]
