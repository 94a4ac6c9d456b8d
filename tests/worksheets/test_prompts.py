"""A definition is read into prompts, or refused with a sentence that says what is wrong."""

import json
from typing import Any

import pytest

from tests.worksheets.sheets import PROMPTS
from worksheets.forms import ask
from worksheets.kinds import Checklist, Choices, Long, Option, Prompt, Scale, Short
from worksheets.library import FOLDER
from worksheets.prompts import PromptError, parse_prompts

LINE = {"id": "line", "kind": "short", "label": "One line"}
OPTIONS = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]


def test_every_kind_is_read() -> None:
    line, words, tone, place, found = parse_prompts(PROMPTS)
    assert line == Short("line", "One line", "A <b>hint</b>")
    assert words == Long("words", "In your words")
    assert tone == Scale("tone", "How loud", low=0, high=10, low_label="Quiet", high_label="Loud")
    assert isinstance(place, Choices)
    assert isinstance(found, Checklist)
    assert place.options == (Option("home", "At home"), Option("out", "Elsewhere"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (None, "must be a list"),
        ([], "at least one prompt"),
        ({"id": "a"}, "must be a list"),
        ([LINE] * 41, "at most 40 prompts"),
        ([LINE, LINE], "Two prompts have the id “line”"),
        (["line"], "Prompt 1: it must be an object"),
        ([{**LINE, "kind": "table"}], "Prompt 1: its kind must be one of short, long, scale, choices, checklist."),
        ([{**LINE, "kind": ["short"]}], "its kind must be"),
        ([{**LINE, "lable": "x"}], "a short has no part called “lable”"),
        ([{**LINE, "required": True}], "nothing in a worksheet can be required"),
        ([{**LINE, "id": "Line 1"}], "its id must be small letters"),
        ([{**LINE, "id": 7}], "its id must be small letters"),
        ([LINE, {**LINE, "id": "b", "label": " "}], "Prompt 2: it needs a label."),
        ([{**LINE, "label": "x" * 201}], "at most 200 characters"),
        ([{**LINE, "hint": 5}], "its hint must be a text"),
        ([{**LINE, "kind": "scale", "min": 3, "max": 3}], "from 0 to 10, the smaller first"),
        ([{**LINE, "kind": "scale", "max": 11}], "from 0 to 10"),
        ([{**LINE, "kind": "scale", "min": True}], "from 0 to 10"),
        ([{**LINE, "kind": "choices"}], "2 to 40 options"),
        ([{**LINE, "kind": "choices", "options": OPTIONS[:1]}], "2 to 40 options"),
        ([{**LINE, "kind": "checklist", "options": [*OPTIONS, OPTIONS[0]]}], "two options have the value “a”"),
        ([{**LINE, "kind": "choices", "options": [*OPTIONS, {"value": "c d", "label": "C"}]}], "each option needs"),
        ([{**LINE, "kind": "choices", "options": [*OPTIONS, "c"]}], "each option needs"),
    ],
)
def test_a_wrong_definition_is_refused_with_a_sentence(wrong: Any, sentence: str) -> None:
    with pytest.raises(PromptError, match=sentence.replace("(", r"\(")):
        parse_prompts(wrong)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_the_shipped_worksheets_are_right(path: Any) -> None:
    assert parse_prompts(json.loads(path.read_text(encoding="utf-8"))["prompts"])


def test_a_prompt_of_no_kind_cannot_be_asked() -> None:
    with pytest.raises(TypeError):
        ask(Prompt("line", "One line"))
