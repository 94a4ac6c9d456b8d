"""A pasted text or a table becomes a questionnaire, or says line by line what is wrong."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worksheets.measures.texts import TABLE, TEXT
from worksheets.measures import sentences
from worksheets.measures.reading_in import Fault, read
from worksheets.measures.scoring import Mark, Questionnaire, flaws
from worksheets.measures.sentences import SENTENCES, say

ENDLESS = "x" * 501


def found(text: str) -> list[tuple[int, str]]:
    """Return line and kind of everything that is wrong with a text."""
    came = read(text)
    assert (came.questionnaire is None) == bool(came.faults)
    return [(fault.line, fault.code) for fault in came.faults]


def well(text: str) -> Questionnaire:
    """Return the questionnaire of a text without fault."""
    came = read(text)
    assert came.faults == ()
    assert came.questionnaire
    return came.questionnaire


def swap(before: str, after: str, text: str = TEXT) -> str:
    """Return a text with one part changed."""
    assert before in text
    return text.replace(before, after)


def test_many_blanks_take_no_time() -> None:
    """As many as a form takes took half a minute, in which the site answered nobody else from there."""
    started = time.perf_counter()
    assert well(swap("slowly (reversed)", "slowly    (reversed)")) == well(TEXT)
    assert found(swap("slowly (reversed)", f"slowly{' ' * 50_000}on (reversed)")) == [(8, "long")]
    assert time.perf_counter() - started < 3


def test_a_text_becomes_what_it_says() -> None:
    questionnaire = well(TEXT)
    assert [item.text for item in questionnaire.items] == [
        "I looked out of the window",
        "I walked slowly",
        "I felt unsafe",
    ]
    assert [item.is_reversed for item in questionnaire.items] == [False, True, False]
    assert [(option.points, option.label) for option in questionnaire.items[0].options] == [
        (0, "Never"),
        (1, "Sometimes"),
        (2, "Often"),
    ]
    assert [(band.low, band.high, band.label) for band in questionnaire.bands] == [(0, 2, "Low"), (3, 6, "High")]
    assert questionnaire.marks == (Mark(3, 1),)


def test_a_table_says_the_same_as_a_text() -> None:
    assert well(TABLE) == well(TEXT)


@pytest.mark.parametrize("divider", [";", "\t"])
def test_a_table_with_other_dividers_is_read_too(divider: str) -> None:
    assert well(TABLE.replace(",", divider)) == well(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TEXT,
        "\n\n" + TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("Answers:", "ANSWERS").replace("Safety:", "safety :"),
        TEXT.replace("0-2", "0 – 2").replace("3-6", "3 to 6"),
        TEXT.replace("3 from 1", "Question 3 from 1 point."),
        TEXT.replace("1. I", "1) I"),
        "\ufeff" + TABLE,
        '"part","number","text","points","to"\n' + TABLE.split("\n", 1)[1],
    ],
)
def test_the_same_written_otherwise_is_the_same(text: str) -> None:
    assert well(text) == well(TEXT)


def test_a_question_may_have_answers_of_its_own() -> None:
    own = well(swap("2. I walked slowly (reversed)", "2. I walked slowly\n0 = No\n2 = Yes"))
    assert [[option.label for option in item.options] for item in own.items] == [
        ["Never", "Sometimes", "Often"],
        ["No", "Yes"],
        ["Never", "Sometimes", "Often"],
    ]
    rows = "question,2,I walked slowly,,\nanswer,2,No,0,\nanswer,2,Yes,2,"
    assert well(swap("question,2,I walked slowly,reversed,", rows, TABLE)) == own


def test_a_band_may_be_one_total_and_safety_may_be_left_out() -> None:
    questionnaire = well(swap("0-2 = Low", "0 = None\n1-2 = Low").split("Safety:")[0])
    assert [(band.low, band.high) for band in questionnaire.bands] == [(0, 0), (1, 2), (3, 6)]
    assert questionnaire.marks == ()


WRONG: list[tuple[str, list[tuple[int, str]]]] = [
    ("", [(0, "no questions")]),
    ("   \n", [(0, "no questions")]),
    ("Low to high\n" + TEXT, [(1, "no heading")]),
    (swap("1 = Sometimes", "Sometimes"), [(3, "not in answers")]),
    (swap("1. I looked", "I looked"), [(7, "not in questions"), (8, "number"), (9, "number")]),
    (swap("2. I walked slowly (reversed)\n", ""), [(8, "number")]),
    (swap("0-2 = Low", "0-2 Low"), [(12, "not in bands")]),
    (swap("3 from 1", "3 at 1"), [(16, "not in safety")]),
    (swap("2 = Often", "2 = Never"), [(4, "answer twice")]),
    (swap("2 = Often", "101 = Often"), [(4, "points")]),
    (swap("2 = Often", "2 = " + ENDLESS), [(4, "long")]),
    (swap("I felt unsafe", ENDLESS), [(9, "long")]),
    (swap("= High", "= " + ENDLESS), [(13, "long")]),
    (swap("Questions:", "Questions:\n0 = No"), [(7, "answer of no question")]),
    (swap("0 = Never\n1 = Sometimes\n", ""), [(5, "few answers"), (6, "few answers"), (7, "few answers")]),
    (TEXT.split("Bands:")[0], [(0, "no bands")]),
    (swap("3-6 = High", "4-6 = High"), [(12, "gap")]),
    (swap("3-6 = High", "2-6 = High"), [(13, "overlap")]),
    (swap("3-6 = High", "3-7 = High"), [(13, "beyond")]),
    (swap("3-6 = High", "6-3 = High"), [(12, "gap"), (13, "backwards")]),
    (swap("3 from 1", "4 from 1"), [(16, "no such question")]),
    (swap("3 from 1", "3 from 0"), [(16, "always")]),
    (swap("3 from 1", "3 from 3"), [(16, "never")]),
    (swap("3 from 1", "3 from 1\n3 from 2"), [(17, "twice")]),
    (swap("2 = Often", "\n".join(f"{number} = A{number}" for number in range(2, 13))), [(14, "many answers")]),
    (swap("3-6 = High", "\n".join(f"{number} = B{number}" for number in range(3, 23))), [(32, "many bands")]),
]
WRONG_TABLES: list[tuple[str, list[tuple[int, str]]]] = [
    ("part,number,text,points,to\n", [(0, "no questions")]),
    (swap("answer,,Never,0,", "answer,,Never,none,", TABLE), [(2, "cell")]),
    (swap("answer,,Never,0,", "answer,,,0,", TABLE), [(2, "cell")]),
    (swap("answer,,Never,0,", "answer,,Never,0,1", TABLE), [(2, "cell too many")]),
    (swap("answer,,Never,0,", "answer,,Never,0,1,2", TABLE), [(2, "many cells")]),
    (swap("answer,,Never,0,", "answer,7,Never,0,", TABLE), [(2, "answer of no question")]),
    (swap("answer,,Never,0,", "choice,,Never,0,", TABLE), [(2, "unknown part")]),
    (
        swap("question,2,I walked slowly,reversed,", "question,2,I walked slowly,turned,", TABLE),
        [(6, "cell"), (7, "number")],
    ),
    (swap("band,,Low,0,2", "band,,Low,0,two", TABLE), [(8, "cell")]),
    (swap("band,,Low,0,2", "band,1,Low,0,2", TABLE), [(8, "cell too many")]),
    (swap("safety,3,,1,", "safety,3,unsafe,1,", TABLE), [(10, "cell too many")]),
    (swap("safety,3,,1,", "safety,,,1,", TABLE), [(10, "cell")]),
    (swap("band,,High,3,6", "band,,High,4,6", TABLE), [(8, "gap")]),
    (swap("answer,,Never,0,", 'answer,,"Never,0,', TABLE), [(10, "broken row"), (10, "few answers")][:1]),
]


@pytest.mark.parametrize(("text", "faults"), [*WRONG, *WRONG_TABLES])
def test_what_is_wrong_is_said_with_its_line(text: str, faults: list[tuple[int, str]]) -> None:
    assert found(text) == faults


def test_too_many_questions_are_refused_where_they_begin() -> None:
    questions = "\n".join(f"{number}. Question" for number in range(1, 63))
    text = f"Answers:\n0 = No\n1 = Yes\nQuestions:\n{questions}\nBands:\n0-62 = All"
    assert found(text) == [(65, "many questions")]


def test_every_kind_of_fault_has_a_sentence_and_every_sentence_its_facts() -> None:
    endless = "\n".join(f"{number}. Question" for number in range(1, 63))
    many = f"Answers:\n0 = No\n1 = Yes\nQuestions:\n{endless}\nBands:\n0-62 = All"
    empty_band = "Answers:\n0 = No\n2 = Yes\nQuestions:\n1. One\nBands:\n0 = None\n1 = Odd\n2 = All"
    texts = [text for text, _faults in [*WRONG, *WRONG_TABLES]] + [many, empty_band]
    told = {fault.code: say(fault) for text in texts for fault in read(text).faults}
    assert set(told) == set(SENTENCES)
    assert [sentence for sentence in told.values() if "%(" in sentence] == []


def test_a_gap_and_an_overlap_name_the_totals_and_the_other_line() -> None:
    gap, overlap = read(swap("3-6 = High", "4-6 = High")), read(swap("3-6 = High", "2-6 = High"))
    assert say(gap.faults[0]) == "Line 12: The totals from 3 to 3 lie in no band; totals run from 0 to 6."
    assert say(overlap.faults[0]) == "Line 13: The total 2 lies in this band and in that of line 12."
    assert say(Fault(0, "no bands", {})).startswith("There is no band yet.")


def test_a_fault_without_its_line_would_not_say_where(monkeypatch: Any) -> None:
    """The control: sentences alone, as they were before the line was put in front."""
    monkeypatch.setattr(sentences, "_", lambda words: "%(sentence)s")
    assert "12" not in say(read(swap("3-6 = High", "4-6 = High")).faults[0])


@pytest.mark.gate
@settings(max_examples=40)
@given(st.text(max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    for whole in (text, f"Questions:\n{text}", TEXT + text, f"part,number,text,points,to\n{text}", TABLE + text):
        came = read(whole)
        assert (came.questionnaire is None) == bool(came.faults)
        if came.questionnaire:
            assert flaws(came.questionnaire) == []
        for fault in came.faults:
            assert "%(" not in say(fault).replace(text, "")
