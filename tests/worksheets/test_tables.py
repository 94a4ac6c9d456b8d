"""Weeks, rows and the body: asked, read, kept, shown and printed like any other prompt."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client as Browser

from accounts.models import Client
from tests.worksheets.sheets import PAGE, PAPER, html, make_sheet
from worksheets.filling import page_mark
from worksheets.forms import AnswerForm
from worksheets.kinds import BODY_PARTS, CELL_LENGTH, DAYS
from worksheets.models import Answer
from worksheets.prompts import MOST_ROWS, PromptError, parse_prompts
from worksheets.reading import entries

KEPT = {"id": "kept", "kind": "choices", "label": "Kept?", "options": [
    {"value": "yes", "label": "Yes"}, {"value": "no", "label": "Not this time"},
]}  # fmt: skip
PROMISE = {"id": "promise", "kind": "short", "label": "Promise"}
SEEN = {"id": "seen", "kind": "long", "label": "What I noticed"}
WEEK = {"id": "days", "kind": "week", "label": "The week", "hint": "A <b>hint</b>", "columns": [PROMISE, KEPT, SEEN]}
ROWS = {"id": "log", "kind": "rows", "label": "The log", "most": 3, "row_label": "Entry", "columns": [SEEN]}
BODY_MAP = {"id": "where", "kind": "body", "label": "Where do you feel it?"}
TABLES = [WEEK, ROWS, BODY_MAP]
HELD: Any = {
    "days": {"tue": {"promise": "Water first", "kept": "yes"}},
    "log": {"2": {"seen": "Late"}},
    "where": ["jaw"],
}


def sent(**answers: Any) -> QueryDict:
    """Return what a page sends; `__` stands for the hyphen in a name."""
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(f"w-{name.replace('__', '-')}", value if isinstance(value, list) else [value])
    return data


def read(stored: dict[str, Any] | None = None, /, **answers: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    form = AnswerForm(parse_prompts(TABLES), data=sent(**answers))
    return form.read_body(stored or {}), dict(form.errors)


def test_a_cell_is_stored_under_its_row_and_its_column() -> None:
    body, errors = read(days__tue__promise="Water first", days__tue__kept="yes", log__2__seen="Late", where=["jaw"])
    assert (body, errors) == (HELD, {})


def test_what_is_left_empty_is_not_in_it() -> None:
    assert read(days__mon__promise="", days__mon__kept="", days__mon__seen="  ", log__1__seen="") == ({}, {})


def test_a_request_that_was_cut_off_empties_no_cell() -> None:
    body, _errors = read(HELD, days__mon__promise="New", where=["jaw"])
    assert body == {**HELD, "days": {"mon": {"promise": "New"}, **HELD["days"]}}


def test_a_cell_that_is_refused_leaves_the_others_and_what_was_there() -> None:
    body, errors = read(HELD, days__tue__promise="Tea", days__tue__kept="maybe", log__2__seen="x" * (CELL_LENGTH + 1))
    assert body["days"]["tue"] == {"promise": "Tea", "kept": "yes"}
    assert body["log"] == HELD["log"]
    assert list(errors) == ["days-tue-kept", "log-2-seen"]


def test_what_was_stored_stands_in_the_form_again() -> None:
    form = AnswerForm(parse_prompts(TABLES), body=HELD)
    found = {name: form[name].value() for name in ("days-tue-promise", "days-tue-kept", "log-2-seen", "where")}
    assert found == {"days-tue-promise": "Water first", "days-tue-kept": "yes", "log-2-seen": "Late", "where": ["jaw"]}
    assert form["days-mon-kept"].value() == ""


@pytest.mark.parametrize("stored", [{"days": "words"}, {"days": {"tue": ["x"]}}, {"days": None}])
def test_a_body_of_another_shape_is_an_empty_table(stored: dict[str, Any]) -> None:
    assert AnswerForm(parse_prompts(TABLES), body=stored)["days-tue-promise"].value() is None


def test_to_read_it_shows_each_row_in_which_something_stands() -> None:
    week, log, where = entries(parse_prompts(TABLES), HELD)
    assert [row.label for row in week.filled] == ["Tuesday"]
    assert [(cell.label, cell.text, cell.taken) for cell in week.filled[0].cells] == [
        ("Promise", "Water first", []), ("Kept?", "", ["Yes"]), ("What I noticed", "", []),
    ]  # fmt: skip
    assert [row.label for row in log.rows] == ["Entry 1", "Entry 2", "Entry 3"]
    assert where.taken == ["Jaw"]
    assert len(week.rows) == len(DAYS)
    assert len(where.marks) == len(BODY_PARTS)


def with_columns(*columns: Any, **changes: Any) -> dict[str, Any]:
    return {"id": "t", "kind": "rows", "label": "T", "columns": list(columns), **changes}


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (with_columns(), "a list of 1 to 5 columns"),
        ({"id": "t", "kind": "week", "label": "T"}, "a list of 1 to 5 columns"),
        (with_columns(*[{**SEEN, "id": f"c{number}"} for number in range(6)]), "a list of 1 to 5 columns"),
        (with_columns(SEEN, SEEN), "two columns have the id “seen”"),
        (with_columns("seen"), "column 1: it must be an object"),
        (with_columns(SEEN, {**WEEK, "id": "w"}), "column 2: a table cannot stand in a table"),
        (with_columns({"id": "x", "kind": "scale"}), "column 1: it needs a label"),
        (with_columns(SEEN, most=0), "from 1 to 12"),
        (with_columns(SEEN, most=MOST_ROWS + 1), "from 1 to 12"),
        (with_columns(SEEN, most=True), "from 1 to 12"),
        ({**WEEK, "most": 3}, "has no part called “most”"),
        ({**BODY_MAP, "options": []}, "has no part called “options”"),
    ],
)
def test_a_table_that_cannot_be_asked_is_refused_with_a_sentence(definition: dict[str, Any], words: str) -> None:
    with pytest.raises(PromptError, match=r"^Prompt 1: ") as refused:
        parse_prompts([definition])
    assert words in str(refused.value)


def send(ashas: Client, **answers: Any) -> dict[str, Any]:
    return {"revision": "0", "page": page_mark(ashas), **dict(sent(**answers).lists()), "whole": "1"}


@pytest.mark.django_db
def test_a_week_is_filled_in_and_saved_without_javascript(browser: Browser, ashas: Client) -> None:
    make_sheet(prompts=TABLES)
    assert browser.post(PAGE, send(ashas, days__sun__promise="Rest <now>", where=["chest"])).status_code == 302
    assert Answer.objects.get().body == {"days": {"sun": {"promise": "Rest <now>"}}, "where": ["chest"]}
    page = BeautifulSoup(html(browser.get(PAGE)), "lxml")
    assert [each["value"] for each in page.select("#id_w-days-sun-promise")] == ["Rest <now>"]
    legends = [legend.get_text(strip=True) for legend in page.select("fieldset.rows legend.rows__name")]
    assert legends[:7] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "open_rows"), [({}, 1), ({"log": {"1": {"seen": "a"}}}, 2), ({"log": {"3": {"seen": "a"}}}, 3)]
)
def test_rows_that_are_still_empty_are_folded_away(browser: Browser, ashas: Client, held: Any, open_rows: int) -> None:
    version = make_sheet(prompts=[ROWS])
    Answer.objects.create(client=ashas, version=version, body=held)
    page = BeautifulSoup(html(browser.get(PAGE)), "lxml")
    folded = page.select("details .rows__row")
    assert len(page.select(".rows__row")) - len(folded) == open_rows
    assert len(folded) == 3 - open_rows


@pytest.mark.django_db
def test_a_hint_and_a_label_of_a_table_are_text(browser: Browser, ashas: Client) -> None:
    make_sheet(prompts=[{**WEEK, "label": "{{ x }} <i>"}])
    page = html(browser.get(PAGE))
    assert "A &lt;b&gt;hint&lt;/b&gt;" in page
    assert "{{ x }} &lt;i&gt;" in page


@pytest.mark.django_db
def test_on_paper_a_table_is_empty_to_fill_in_or_shows_the_filled_rows(browser: Browser, ashas: Client) -> None:
    version = make_sheet(prompts=TABLES)
    Answer.objects.create(client=ashas, version=version, body=HELD)
    filled = BeautifulSoup(html(browser.get(PAPER)), "lxml")
    assert [head.get_text() for head in filled.select(".paper__row h3")] == ["Tuesday", "Entry 2"]
    blank = BeautifulSoup(html(browser.get(PAPER + "?empty=1")), "lxml")
    assert [len(table.select("tbody tr")) for table in blank.select(".paper__table")] == [7, 3]
    assert "Water first" not in blank.get_text()
