"""Large files are read whole; that they are read in proportion is measured in `benchmarks/f10.py`."""

import pytest
from bs4 import BeautifulSoup

from articles.importing import read_essay
from tests.articles.importing_cases import BODY, large_file
from tests.articles.word_shapes import Shape, listed, numbers, pack, paragraph, style, styled


@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.html"])
def test_a_megabyte_of_text_is_read_to_its_end(name: str) -> None:
    essay = read_essay(name, large_file(1_000_000, ending="And that was all.\n\n"))
    assert len(essay.html) > 900_000
    assert essay.html.count("another room.") > 5_000
    assert "And that was all." in essay.html[-200:]


@pytest.mark.gate
@pytest.mark.unmeasured
def test_thousands_of_marked_lines_are_all_there() -> None:
    essay = read_essay("marks.txt", ("• a\n– b\n1. c\n" * 5_000).encode())
    assert len(BeautifulSoup(essay.html, "html.parser").find_all(["li", "p"])) == 15_000


@pytest.mark.gate
@pytest.mark.unmeasured
def test_a_megabyte_of_a_word_file_is_read_to_its_end() -> None:
    part = styled("Heading1", "What the kettle said") + paragraph(BODY) * 8 + listed(1, 0, "one") + listed(1, 1, "two")
    count = 1_000_000 // (8 * len(BODY)) + 1
    shape = Shape(part * count + paragraph("And that was all."), style("Heading1", "heading 1"), numbers(1, "bullet"))

    essay = read_essay("long.docx", pack(shape))

    assert essay.html.count("another room.") == 8 * count
    assert essay.html.count("<h2") == count - 1  # the first is the title
    assert "And that was all." in essay.html[-200:]
