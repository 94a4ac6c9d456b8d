"""Every total that answers can add up to lies in exactly one band, asked of every answer there is."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_architecture import ROOMS, imports_in
from worksheets.measures import scoring
from worksheets.measures.scoring import (
    Band,
    Item,
    Mark,
    Option,
    Questionnaire,
    flaws,
    from_data,
    reached,
    score,
    to_data,
    totals,
    unanswered,
)

CORE = ("scoring.py", "reading_in.py", "rhythm.py", "course.py")
FOLDER = Path(scoring.__file__).parent


def make_item(number: int, *points: int, is_reversed: bool = False) -> Item:
    options = tuple(Option(each, f"Answer {place}") for place, each in enumerate(points))
    return Item(number, f"Question {number}", options, is_reversed)


def make(items: list[Item], *bands: tuple[int, int], marks: tuple[Mark, ...] = ()) -> Questionnaire:
    return Questionnaire(tuple(items), tuple(Band(low, high, f"{low} to {high}") for low, high in bands), marks)


def every_answer(questionnaire: Questionnaire) -> Iterator[dict[int, int]]:
    """Yield every complete way to answer."""
    numbers = [item.number for item in questionnaire.items]
    for places in product(*(range(len(item.options)) for item in questionnaire.items)):
        yield dict(zip(numbers, places, strict=True))


def added_up(questionnaire: Questionnaire, chosen: dict[int, int]) -> int:
    """Return the total, worked out another way: reversed answers are read from a mirrored list."""
    total = 0
    for item in questionnaire.items:
        points = [option.points for option in item.options][chosen[item.number]]
        ends = sorted(option.points for option in item.options)
        total += ends[0] + ends[-1] - points if item.is_reversed else points
    return total


def small_questionnaires() -> Iterator[Questionnaire]:
    """Yield every questionnaire of up to three questions, a few kinds of answers and up to three bands that join."""
    kinds = [(0, 1), (0, 2), (1, 3), (0, 1, 2), (0, 1, 3)]
    for count in (1, 2, 3):
        for chosen in combinations_with_replacement(kinds, count):
            for is_reversed in (False, True):
                items = [make_item(number, *points, is_reversed=is_reversed) for number, points in enumerate(chosen, 1)]
                lowest, highest = sum(min(points) for points in chosen), sum(max(points) for points in chosen)
                for first in range(lowest, highest + 1):
                    for second in range(first, highest + 1):
                        bands = [(lowest, first), (first + 1, second), (second + 1, highest)]
                        yield make(items, *(band for band in bands if band[0] <= band[1]))


@pytest.mark.gate
def test_every_answer_to_every_small_questionnaire_has_one_band() -> None:
    asked = 0
    for questionnaire in small_questionnaires():
        if any(flaw.code != "empty" for flaw in flaws(questionnaire)):
            pytest.fail(f"{questionnaire} was refused")
        for chosen in every_answer(questionnaire):
            total = added_up(questionnaire, chosen)
            held = [band for band in questionnaire.bands if band.holds(total)]
            found = score(questionnaire, chosen)
            assert found is not None
            assert (found.total, [found.band]) == (total, held)
            asked += 1
    assert asked >= 10_000


POINTS = st.lists(st.integers(0, 4), min_size=2, max_size=4).map(tuple)
BAND = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(st.lists(st.tuples(POINTS, st.booleans()), min_size=1, max_size=3), st.lists(BAND, min_size=1, max_size=4))
def test_bands_are_refused_exactly_where_a_total_is_in_none_or_in_two(
    kinds: list[tuple[tuple[int, ...], bool]], bands: list[tuple[int, int]]
) -> None:
    items = [make_item(number, *points, is_reversed=turned) for number, (points, turned) in enumerate(kinds, 1)]
    questionnaire = make(items, *bands)
    codes = {flaw.code for flaw in flaws(questionnaire)}
    held = [
        sum(low <= added_up(questionnaire, chosen) <= high for low, high in bands)
        for chosen in every_answer(questionnaire)
    ]
    assert ("gap" in codes) == (0 in held)
    assert ("overlap" in codes) or max(held) <= 1
    if not codes:
        assert set(held) == {1}


def test_bands_taken_without_the_check_leave_a_total_without_a_name() -> None:
    """The control: the same questionnaire, scored as if nobody had asked for its flaws."""
    questionnaire = make([make_item(1, 0, 1, 2)], (0, 0), (2, 2))
    assert [flaw.code for flaw in flaws(questionnaire)] == ["gap"]
    with pytest.raises(StopIteration):
        score(questionnaire, {1: 1})


@given(st.lists(POINTS, min_size=1, max_size=4))
def test_the_totals_are_those_that_answers_add_up_to(kinds: list[tuple[int, ...]]) -> None:
    questionnaire = make([make_item(number, *points) for number, points in enumerate(kinds, 1)])
    assert totals(questionnaire) == {added_up(questionnaire, chosen) for chosen in every_answer(questionnaire)}


def test_a_band_may_leave_out_what_no_answers_add_up_to() -> None:
    assert flaws(make([make_item(1, 0, 2), make_item(2, 0, 2)], (0, 0), (2, 2), (4, 4))) == []


@pytest.mark.parametrize(
    ("bands", "place", "code"),
    [
        ([(0, 2), (4, 6)], 0, "gap"),
        ([(1, 6)], 0, "gap"),
        ([(4, 6), (0, 2)], 1, "gap"),
        ([(0, 3), (3, 6)], 1, "overlap"),
        ([(0, 6), (2, 4)], 1, "overlap"),
        ([(0, 2), (6, 3)], 1, "backwards"),
        ([(0, 2), (3, 7)], 1, "beyond"),
    ],
)
def test_what_is_wrong_is_said_of_the_band_at_fault(bands: list[tuple[int, int]], place: int, code: str) -> None:
    questionnaire = make([make_item(number, 0, 1, 2) for number in (1, 2, 3)], *bands)
    assert (place, code) in [(flaw.place, flaw.code) for flaw in flaws(questionnaire)]


def test_two_gaps_are_two_flaws_with_their_totals() -> None:
    questionnaire = make([make_item(number, 0, 1, 2) for number in (1, 2, 3)], (2, 2), (5, 5))
    found = [(flaw.place, flaw.facts["low"], flaw.facts["high"]) for flaw in flaws(questionnaire)]
    assert found == [(0, 0, 1), (0, 3, 4), (1, 6, 6)]


def test_a_long_gap_is_one_flaw_from_its_first_total_to_its_last() -> None:
    questionnaire = make([make_item(number, 0, 1, 2) for number in (1, 2, 3)], (5, 5))
    found = [(flaw.place, flaw.facts["low"], flaw.facts["high"]) for flaw in flaws(questionnaire)]
    assert found == [(0, 0, 4), (0, 6, 6)]


def test_a_band_that_nothing_reaches_is_named() -> None:
    questionnaire = make([make_item(1, 0, 2), make_item(2, 0, 2)], (0, 0), (1, 1), (2, 4))
    assert [(flaw.place, flaw.code) for flaw in flaws(questionnaire)] == [(1, "empty")]


@pytest.mark.parametrize("left_out", [1, 2, 3])
def test_incomplete_answers_have_no_total(left_out: int) -> None:
    questionnaire = make([make_item(number, 0, 1) for number in (1, 2, 3)], (0, 3))
    chosen = {number: 0 for number in (1, 2, 3) if number != left_out}
    assert score(questionnaire, chosen) is None
    assert unanswered(questionnaire, chosen) == [left_out]
    assert score(questionnaire, {**chosen, left_out: 0}) == scoring.Score(0, Band(0, 3, "0 to 3"))


@pytest.mark.parametrize("place", [-1, 2, 99])
def test_an_answer_that_is_not_offered_is_none(place: int) -> None:
    questionnaire = make([make_item(1, 0, 1)], (0, 1), marks=(Mark(1, 1),))
    assert score(questionnaire, {1: place}) is None
    assert reached(questionnaire, {1: place}) == []


def test_nothing_asked_is_nothing_scored() -> None:
    assert score(make([], (0, 1)), {}) is None


def test_a_reversed_question_counts_from_the_other_end_for_total_and_safety() -> None:
    questionnaire = make([make_item(1, 0, 1, 3, is_reversed=True)], (0, 3), marks=(Mark(1, 3),))
    counted = [score(questionnaire, {1: place}) for place in range(3)]
    assert [each.total for each in counted if each] == [3, 2, 0]
    assert [reached(questionnaire, {1: place}) for place in range(3)] == [[1], [], []]
    item = questionnaire.items[0]
    assert [option.label for option in scoring.asking(item, questionnaire.marks[0])] == ["Answer 0"]


def test_safety_needs_its_own_answer_and_no_other() -> None:
    questionnaire = make([make_item(1, 0, 1), make_item(2, 0, 1, 2)], (0, 3), marks=(Mark(2, 1),))
    assert [reached(questionnaire, {2: place}) for place in range(3)] == [[], [2], [2]]
    assert reached(questionnaire, {1: 1}) == []


@pytest.mark.parametrize(
    ("mark", "code"),
    [(Mark(3, 1), "no such question"), (Mark(1, 3), "never"), (Mark(1, 0), "always"), (Mark(2, 1), "always")],
)
def test_a_mark_must_tell_some_answers_from_others(mark: Mark, code: str) -> None:
    questionnaire = make([make_item(1, 0, 2), make_item(2, 1, 2)], (1, 4), marks=(mark,))
    assert [flaw.code for flaw in flaws(questionnaire)] == [code]


def test_two_marks_on_one_question_are_refused() -> None:
    questionnaire = make([make_item(1, 0, 1, 2)], (0, 2), marks=(Mark(1, 1), Mark(1, 2)))
    assert [(flaw.part, flaw.place, flaw.code) for flaw in flaws(questionnaire)] == [("marks", 1, "twice")]


def test_a_mark_without_its_question_reaches_nothing() -> None:
    assert reached(make([make_item(1, 0, 1)], (0, 1), marks=(Mark(2, 1),)), {1: 1, 2: 1}) == []


@given(st.lists(st.tuples(POINTS, st.booleans()), min_size=1, max_size=3))
def test_a_questionnaire_is_the_same_after_it_was_stored(kinds: list[tuple[tuple[int, ...], bool]]) -> None:
    items = [make_item(number, *points, is_reversed=turned) for number, (points, turned) in enumerate(kinds, 1)]
    questionnaire = make(items, (0, 12), marks=(Mark(1, 1),))
    assert from_data(to_data(questionnaire)) == questionnaire


@pytest.mark.parametrize("name", CORE)
def test_the_core_knows_no_framework_no_clock_and_no_room(name: str) -> None:
    source = (FOLDER / name).read_text(encoding="utf-8")
    own = tuple(f"worksheets.measures.{each.removesuffix('.py')}." for each in CORE)
    strangers = [name for name in imports_in(source, "worksheets.measures") if name.split(".")[0] in ROOMS]
    assert [name for name in strangers if not name.startswith(own)] == []
    assert "django" not in source.lower()
    assert [word for word in ("now(", "today(", "environ") if word in source] == []
