"""What was typed becomes an answer's body: what can be kept is kept, whatever else was sent with it."""

from typing import Any

import pytest
from django.http import QueryDict

from tests.worksheets.sheets import PROMPTS
from worksheets.forms import AnswerForm
from worksheets.kinds import LONG_LENGTH, SHORT_LENGTH
from worksheets.prompts import parse_prompts


def read(stored: dict[str, Any] | None = None, /, **sent: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the body and the errors of what was sent, by prompt."""
    data = QueryDict("whole=1", mutable=True)
    for name, value in sent.items():
        data.setlist(f"w-{name}", value if isinstance(value, list) else [value])
    form = AnswerForm(parse_prompts(PROMPTS), data=data)
    return form.read_body(stored or {}), dict(form.errors)


def test_every_kind_is_read() -> None:
    body, errors = read(line="a", words="b\r\nc", tone="7", place="out", found=["sad", "glad"])
    assert body == {"line": "a", "words": "b\nc", "tone": 7, "place": "out", "found": ["sad", "glad"]}
    assert errors == {}


def test_nothing_is_required() -> None:
    assert read(line="", words="", tone="", place="") == ({}, {})


def test_zero_on_a_scale_is_an_answer() -> None:
    assert read(tone="0")[0] == {"tone": 0}


def test_unknown_names_are_ignored() -> None:
    assert read(line="a", other="x", revision="9", **{"line.x": "y"})[0] == {"line": "a"}


def test_what_is_too_long_is_refused_and_the_rest_is_kept() -> None:
    body, errors = read({"words": "before"}, line="kept", words="x" * (LONG_LENGTH + 1))
    assert body == {"line": "kept", "words": "before"}
    assert f"has {LONG_LENGTH + 1}" in errors["words"][0]


@pytest.mark.parametrize(("name", "length"), [("line", SHORT_LENGTH), ("words", LONG_LENGTH), ("words", 5000)])
def test_the_full_length_is_kept(name: str, length: int) -> None:
    assert read(**{name: "é" * length}) == ({name: "é" * length}, {})


@pytest.mark.parametrize(
    "sent", [{"tone": "11"}, {"tone": "-1"}, {"tone": "٣"}, {"place": "moon"}, {"found": ["sad", "<b>"]}]
)
def test_an_answer_that_was_not_offered_is_refused(sent: dict[str, Any]) -> None:
    body, errors = read(line="kept", **sent)
    assert body == {"line": "kept"}
    assert list(errors) == list(sent)


def test_a_request_that_was_cut_off_empties_nothing() -> None:
    stored = {"line": "a", "words": "b", "tone": 3}
    assert read(stored, line="new")[0] == {"line": "new", "words": "b", "tone": 3}


def test_an_answer_can_be_taken_back() -> None:
    assert read({"tone": 3, "found": ["sad"], "line": "a"}, tone="", line="")[0] == {}


@pytest.mark.parametrize("bad", ["a\0b", "\x01\x07\x1b[31m", "a\u2028b", "z" + "\u0301" * 500])
def test_text_that_cannot_be_shown_is_refused_and_the_rest_is_kept(bad: str) -> None:
    body, errors = read({"words": "before"}, words=bad, line="kept")
    assert body == {"words": "before", "line": "kept"}
    assert list(errors) == ["words"]


def test_a_line_break_in_a_line_is_refused() -> None:
    assert list(read(line="a\r\nBcc: x@y.z")[1]) == ["line"]


@pytest.mark.parametrize("blank", ["\u200b\u2060", "\u3164", "   \n "])
def test_what_cannot_be_seen_is_no_answer(blank: str) -> None:
    assert read(words=blank)[0] == {}


def test_letters_are_composed() -> None:
    assert read(line="e\u0301")[0] == {"line": "é"}


def test_emoji_of_many_parts_stay_whole() -> None:
    text = "👩🏽‍⚕️" * 60
    assert read(words=text)[0] == {"words": text}


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% debug %}", "%s%n", "{0.__class__}", "' OR 1=1--", "=HYPERLINK(1)", "null"]
)
def test_what_looks_like_code_is_text(text: str) -> None:
    assert read(words=text)[0] == {"words": text}


def test_the_browser_may_not_cut_a_text_short() -> None:
    form = AnswerForm(parse_prompts(PROMPTS))
    assert "maxlength" not in str(form["line"]) + str(form["words"])


@pytest.mark.parametrize("name", ["line", "words"])
def test_what_is_typed_goes_to_no_other_service(name: str) -> None:
    control = str(AnswerForm(parse_prompts(PROMPTS))[name])
    for attribute in ('spellcheck="false"', 'autocomplete="off"', 'translate="no"', 'writingsuggestions="false"'):
        assert attribute in control
