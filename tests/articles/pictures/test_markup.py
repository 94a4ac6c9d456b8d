"""Pictures found in a text, and made ready for a page."""

import pytest

from articles.pictures.addresses import widths_of
from articles.pictures.markup import PictureUse, alt_words, figure_html, pictures_in, responsive
from articles.reading import plain_text, reading_minutes
from articles.sanitising import clean_html

KEY = "0123456789abcdef" * 2
ADDRESS = f"/essays/pictures/{KEY}-1600x900/"
TEXT = clean_html(
    f"<p>One.</p>{figure_html(address=ADDRESS, alt='A lamp & “water”', caption='By <Asha>')}"
    f"<p>Two.</p><figure><img src='{ADDRESS}'></figure>"
)


def test_a_figure_passes_the_gate_as_it_is_written() -> None:
    assert TEXT.startswith(
        f'<p>One.</p><figure><img src="{ADDRESS}" alt="A lamp &amp; “water”">'
        "<figcaption>By &lt;Asha&gt;</figcaption></figure>"
    )


def test_the_pictures_of_a_text_are_found_with_their_words() -> None:
    described, bare = pictures_in(TEXT)
    assert described == PictureUse(ADDRESS, KEY, 1600, 900, "A lamp & “water”", "By <Asha>")
    assert (bare.alt, bare.caption) == ("", "")


def test_a_caption_belongs_to_its_own_picture_alone() -> None:
    figures = clean_html(figure_html(address=ADDRESS, alt="") + figure_html(address=ADDRESS, alt="", caption="C"))
    assert [use.caption for use in pictures_in(figures)] == ["", "C"]


def test_a_page_offers_every_width_in_both_kinds_and_leaves_room() -> None:
    page = responsive(TEXT)
    assert page.count("<picture>") == page.count("</picture>") == 2
    assert f"{ADDRESS}480.avif 480w, {ADDRESS}800.avif 800w, {ADDRESS}1200.avif 1200w, {ADDRESS}1600.avif 1600w" in page
    assert page.index('type="image/avif"') < page.index('type="image/webp"') < page.index("<img ")
    assert 'alt="A lamp &amp; “water”" width="708" height="398" loading="lazy" decoding="async">' in page


@pytest.mark.parametrize(
    ("width", "widths"), [(1, [1]), (480, [480]), (481, [480, 481]), (1600, [480, 800, 1200, 1600])]
)
def test_no_picture_is_offered_wider_than_it_is(width: int, widths: list[int]) -> None:
    assert widths_of(width) == widths


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((300, 200), 'width="300" height="200"'),
        ((1600, 900), 'width="708" height="398"'),
        ((800, 3200), 'width="190" height="760"'),
        ((1, 1600), 'width="1" height="1600"'),
    ],
)
def test_a_picture_is_shown_no_wider_than_it_is_than_the_column_or_than_a_screen_holds(
    size: tuple[int, int], shown: str
) -> None:
    address = f"/essays/pictures/{KEY}-{size[0]}x{size[1]}/"
    assert shown in responsive(f'<figure><img src="{address}" alt="a"></figure>')


def test_a_browser_learns_how_wide_a_picture_is_shown_before_it_chooses() -> None:
    page = responsive(f'<figure><img src="/essays/pictures/{KEY}-300x200/" alt="a"></figure>')
    assert page.count('sizes="(min-width: 333px) 300px, 90vw"') == 2
    assert page.count("300w") == 2


def test_a_page_that_is_copied_back_is_the_text_again() -> None:
    assert clean_html(responsive(TEXT)) == TEXT


def test_a_text_without_pictures_comes_back_as_it_is() -> None:
    text = "<p>One.</p>"
    assert responsive(text) is text
    assert pictures_in(text) == []


def test_reading_time_counts_captions_and_not_what_pictures_show() -> None:
    alt = "word " * 400
    assert reading_minutes(clean_html(figure_html(address=ADDRESS, alt=alt))) == 1
    assert reading_minutes(clean_html(figure_html(address=ADDRESS, alt="a", caption=alt))) == 2


def test_plain_text_parts_a_caption_from_its_neighbours_and_the_alts_are_searched_beside_it() -> None:
    assert plain_text(TEXT) == "One. By <Asha> Two."
    assert alt_words(TEXT) == "A lamp & “water”"
