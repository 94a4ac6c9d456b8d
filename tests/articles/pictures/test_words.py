"""What is said of a picture: words, and not what a camera called its file. One rule for every way in."""

import pytest

from articles.checking.essay import picture_lines
from articles.checking.lines import Verdict
from articles.desk_pictures import WordsForm
from articles.moving.texts import settle_alt
from articles.pictures.words import is_file_name

NAMES = [
    *("IMG_2041", "DSCN 0042", "image 1", "Photo-12", "Screenshot 2026-01-01", "IMG-20260101-WA0007"),
    *("IMG-20260101-WA0007.jpg", "DSC 0042.JPEG", "lamp on sill.jpeg", "lamp.final.PNG", "दीया.webp", "a’b.tif"),
]
WORDS = [
    "A lamp",
    "Image of a lamp on water",
    "Image 1 of the three lamps",
    "Her hand, open.",
    "2026",
    "A .jpg of rain",
]


@pytest.mark.parametrize("words", NAMES)
def test_the_name_of_a_file_describes_no_picture(words: str) -> None:
    assert is_file_name(words)


@pytest.mark.parametrize("words", WORDS)
def test_control_words_are_no_name_of_a_file(words: str) -> None:
    assert not is_file_name(words)


@pytest.mark.parametrize("words", [*NAMES, *WORDS])
def test_the_desk_the_check_list_and_what_comes_from_an_old_site_judge_alike(words: str) -> None:
    is_name = is_file_name(words)
    assert ("alt" in WordsForm({"alt": words}).errors) is is_name
    assert [line.verdict for line in picture_lines([words])] == [Verdict.ADVICE if is_name else Verdict.GOOD]
    assert (settle_alt(words) == "") is is_name
