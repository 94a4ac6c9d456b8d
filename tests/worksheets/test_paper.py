"""The PDF of a worksheet: A4, every prompt on it, nothing outside the margins, Hindi and long words too."""

import json
import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from accounts.models import Client
from tests.worksheets.sheets import PAGE, typed
from worksheets.kinds import Table
from worksheets.library import FOLDER
from worksheets.models import Answer, Version
from worksheets.paper import MARGIN, Paper, make_pdf, printable
from worksheets.prompts import parse_prompts
from worksheets.reading import entries

pytestmark = pytest.mark.gate

ASKED = f"{PAGE}pdf/"
PDF = f"{ASKED}?sure=yes"
A4 = (595.28, 841.89)  # points
EDGE = MARGIN * 72 / 25.4
HINDI = "मैं अपने आप से क्या वादा करती हूँ? क्षमा, श्रम, ज्ञान और रक्षा।"
LONG = "Donaudampfschifffahrtsgesellschaft" * 12
SHIPPED = sorted(FOLDER.glob("*.json"))
KINDS: list[dict[str, Any]] = [
    {"id": "hindi", "kind": "long", "label": HINDI, "hint": LONG[:400]},
    {"id": "long", "kind": "short", "label": LONG[:200]},
    {"id": "tone", "kind": "scale", "label": "How loud", "min_label": "Quiet " * 20, "max_label": "Loud"},
    {"id": "body", "kind": "body", "label": "Where"},
    {"id": "many", "kind": "checklist", "label": "Which", "options": [
        {"value": f"v{number}", "label": label} for number, label in enumerate([LONG[:200], HINDI, "Sad"])]},
    {"id": "week", "kind": "week", "label": "The week", "columns": [
        {"id": f"c{number}", "kind": "choices", "label": label, "options": [
            {"value": "a", "label": LONG[:60]}, {"value": "b", "label": HINDI[:30]}]}
        for number, label in enumerate([LONG[:80], HINDI, "One", "Two", "Three"])]},
]  # fmt: skip
FILLED: dict[str, Any] = {
    "hindi": f"{HINDI}\n\n{HINDI}",
    "long": LONG[:300],
    "tone": 0,
    "body": ["jaw", "everywhere"],
    "many": ["v0", "v1"],
    "week": {"mon": {"c0": "a", "c4": "b"}, "sun": {"c1": "b"}},
}


def pages_of(prompts: list[dict[str, Any]], body: dict[str, Any], *, is_empty: bool) -> list[LTPage]:
    """Return the pages of a PDF as an independent reader lays them out."""
    shown = entries(parse_prompts(prompts), body)
    made = make_pdf(Paper("A title", HINDI, "The end", shown, is_empty, "Need help now? In India 14416 or 112."))
    return list(read_pdf(made))


def read_pdf(made: bytes) -> Iterator[LTPage]:
    """Yield the pages of a document, the letters on each in the order in which they were written."""
    kept = PDFResourceManager()
    seen = PDFPageAggregator(kept, laparams=None)
    reader = PDFPageInterpreter(kept, seen)
    for page in PDFPage.get_pages(BytesIO(made)):
        reader.process_page(page)
        yield seen.get_result()


def things(part: LTComponent) -> Iterator[LTComponent]:
    """Yield every letter and line of a page."""
    if isinstance(part, LTContainer):
        for each in part:
            yield from things(each)
    elif part.bbox[2] > part.bbox[0] or part.bbox[3] > part.bbox[1]:
        yield part


def words_of(pages: list[LTPage]) -> str:
    """Return the letters of all pages in the order in which they were written, without blanks."""
    letters = (each.get_text() for page in pages for each in things(page) if isinstance(each, LTChar))
    return "".join("".join(letters).split())


def outside(pages: list[LTPage]) -> list[str]:
    """Return what stands nearer to an edge than the margin; the foot of the page has its number in it."""
    found = []
    for page in pages:
        for each in things(page):
            left, bottom, right, top = each.bbox
            if left < EDGE - 1 or right > A4[0] - EDGE + 1 or bottom < EDGE - 18 or top > A4[1] - EDGE + 6:
                found.append(f"{page.pageid}: {each}")
    return found


def is_written(text: str, words: str) -> bool:
    return "".join(text.split()) in words


def questions(prompts: list[dict[str, Any]], *, is_empty: bool) -> Iterator[str]:
    """Yield every label that has to be on the paper; of tables that are not filled in no column."""
    for prompt in parse_prompts(prompts):
        yield prompt.label
        if is_empty and isinstance(prompt, Table):
            yield from (column.label for column in prompt.columns)


@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "filled"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_prompt_of_what_is_shipped_is_on_a4_within_the_margins(path: Path, *, is_empty: bool) -> None:
    prompts = json.loads(path.read_text(encoding="utf-8"))["prompts"]
    pages = pages_of(prompts, {}, is_empty=is_empty)
    words = words_of(pages)
    assert [label for label in questions(prompts, is_empty=is_empty) if not is_written(label, words)] == []
    assert {(round(page.width, 2), round(page.height, 2)) for page in pages} == {A4}
    assert outside(pages) == []


@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "filled"])
def test_hindi_and_words_longer_than_a_line_stay_within_the_margins(*, is_empty: bool) -> None:
    pages = pages_of(KINDS, FILLED, is_empty=is_empty)
    assert outside(pages) == []
    assert is_written(LONG[:200], words_of(pages))


def test_a_long_answer_goes_over_pages_and_none_of_it_is_lost() -> None:
    text = " ".join(f"word{number}" for number in range(900))
    pages = pages_of(KINDS[:1], {"hindi": text}, is_empty=False)
    assert len(pages) > 2
    assert outside(pages) == []
    assert all(f"word{number}" in words_of(pages) for number in (0, 450, 899))


def test_a_table_whose_rows_would_be_higher_than_a_page_is_written_row_by_row() -> None:
    many = [{"value": f"v{number}", "label": f"{number}{LONG[:190]}"} for number in range(8)]
    columns = [{"id": f"c{number}", "kind": "checklist", "label": LONG[:200], "options": many} for number in range(5)]
    pages = pages_of([{"id": "t", "kind": "rows", "label": "T", "most": 2, "columns": columns}], {}, is_empty=True)
    assert outside(pages) == []
    assert words_of(pages).count(f"7{LONG[:40]}") == 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (HINDI, HINDI),
        ("₹ é “x” ✓", "₹ é “x” ✓"),
        ("தமிழ்", "◌" * 5),
        ("👩🏽‍⚕️ here", "◌\u200d◌ here"),
        ("a\tb\r\nc", "a b\nc"),
    ],
)
def test_what_cannot_be_printed_has_a_circle_in_its_place(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(("text", "is_told"), [("தமிழ்", True), (HINDI, False)])
def test_a_paper_that_lacks_letters_says_so(text: str, *, is_told: bool) -> None:
    words = words_of(pages_of(KINDS[:1], {"hindi": text}, is_empty=False))
    assert is_written("Some letters cannot be shown here", words) is is_told


@pytest.fixture
def filled(browser: Browser, ashas: Client, version: Version) -> Answer:
    """A worksheet with words of Asha's."""
    browser.post(PAGE, typed(ashas, words="What I wrote தமிழ்", found=["sad"]))
    return Answer.objects.get()


def test_a_client_takes_her_words_with_her_or_an_empty_sheet(browser: Browser, filled: Answer) -> None:
    own, empty = (words_of(list(read_pdf(browser.get(path).content))) for path in (PDF, f"{PDF}&empty=1"))
    assert is_written("What I wrote", own)
    assert not is_written("What I wrote", empty)
    assert is_written("First sheet", own)
    assert is_written("14416", own)


def test_the_file_is_kept_nowhere_and_its_name_says_nothing(browser: Browser, filled: Answer) -> None:
    response = browser.get(PDF)
    assert response.headers["Content-Disposition"] == 'attachment; filename="page.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert b"First sheet" not in response.content
    assert browser.post(PDF).status_code == 405


def test_on_a_phone_that_others_may_use_it_is_asked_about_first(browser: Browser, filled: Answer) -> None:
    asked = browser.get(f"{ASKED}?empty=1")
    assert "Content-Disposition" not in asked.headers
    assert 'name="empty" value="1"' in asked.content.decode()
    browser.post("/space/phone/", {"answer": "yes"})
    assert browser.get(ASKED).headers["Content-Type"] == "application/pdf"


def test_nothing_of_the_words_is_logged(
    browser: Browser, filled: Answer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert browser.get(PDF).status_code == 200
    said = [record.name for record in caplog.records]
    assert not [name for name in said if name.startswith(("fpdf", "fontTools"))]
    assert "த" not in "".join(capfd.readouterr())


def test_the_libraries_would_tell_of_letters_if_they_were_let(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fpdf", "fontTools"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        pages_of(KINDS[:1], {"hindi": HINDI}, is_empty=False)
    assert any(record.name.startswith("fontTools") for record in caplog.records)


def test_something_outside_the_margins_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.paper.MARGIN", 9)
    assert outside(pages_of(KINDS, FILLED, is_empty=True))
