"""Large files are read whole; that they are read in proportion is measured in `benchmarks/f10.py`."""

import pytest
from bs4 import BeautifulSoup

from articles.importing import read_essay
from tests.articles.importing_cases import large_file


@pytest.mark.gate
@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.html"])
def test_a_megabyte_of_text_is_read_to_its_end(name: str) -> None:
    essay = read_essay(name, large_file(1_000_000, ending="And that was all.\n\n"))
    assert len(essay.html) > 900_000
    assert essay.html.count("another room.") > 5_000
    assert "And that was all." in essay.html[-200:]


@pytest.mark.gate
@pytest.mark.no_cover
def test_thousands_of_marked_lines_are_all_there() -> None:
    essay = read_essay("marks.txt", ("• a\n– b\n1. c\n" * 5_000).encode())
    assert len(BeautifulSoup(essay.html, "html.parser").find_all(["li", "p"])) == 15_000
