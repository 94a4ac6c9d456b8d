"""Large files are read in a moment, and in proportion."""

# Pages and paragraphs stay on the line on which a file would have them.

import time

import pytest

from articles.importing import read_essay

BODY = (
    "The kettle was on, and nobody in the house had asked for tea yet, but it is good to hear a kettle in another room."
)


@pytest.mark.gate
@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.html"])
def test_a_megabyte_of_text_takes_a_moment(name: str) -> None:
    part = f"What the kettle said\n\n{BODY}\n{BODY}\n\n{BODY}\n\n• one cup\n• two cups\n\n" + f"{BODY}\n\n" * 8
    content = (part * (1_000_000 // len(part) + 1)).encode()

    started = time.process_time()
    essay = read_essay(name, content)

    # Half a second to a second and a half on a quiet machine; the rest is for a busy one.
    assert time.process_time() - started < 4
    assert len(essay.html) > 900_000


@pytest.mark.gate
def test_thousands_of_list_items_take_a_time_in_proportion() -> None:
    started = time.process_time()
    read_essay("marks.txt", ("• a\n– b\n1. c\n" * 5_000).encode())

    assert time.process_time() - started < 8
