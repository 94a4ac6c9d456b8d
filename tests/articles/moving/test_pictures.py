"""What becomes of a picture that is there: kept, or left out with the reason."""

from dataclasses import replace

import pytest

from articles.moving.kinds import read_site
from articles.moving.pictures import NotKeptError, look_only
from articles.moving.source import OldPicture
from articles.moving.texts import TextMaker
from tests.articles.moving.houses import album, keep, picture

FEED = """<rss version='2.0'><channel><link>https://a.example</link><item><title>T</title>
<link>https://a.example/t</link><description><![CDATA[<p>Words.</p>{}]]></description></item></channel></rss>"""


def made_of(html: str, *places: str, keeping: object = keep) -> tuple[str, list[str]]:
    """Return the text that a post with this HTML becomes, and the lines of the report."""
    site = read_site(FEED.format(html).encode())
    made = TextMaker(album(*places), keeping, {}).make(site.posts[0], site)  # type: ignore[arg-type]
    return made.essay.html, made.lines


@pytest.mark.parametrize("content", [picture(), b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x1cftypavif", b"\xff\xd8\xff\xe0"])
def test_a_dry_run_takes_what_begins_as_a_picture(content: bytes) -> None:
    assert look_only(content, OldPicture("a.jpg")) == ""


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7", b"MZ\x90", b"RIFF\0\0\0\0WAVE"])
def test_a_dry_run_refuses_what_does_not(content: bytes) -> None:
    with pytest.raises(NotKeptError):
        look_only(content, OldPicture("a.jpg"))


def test_a_picture_that_is_refused_is_left_out_with_the_reason() -> None:
    def refuse(content: bytes, shown: OldPicture) -> str:
        raise NotKeptError("It is torn.")

    html, lines = made_of('<img src="/cup.jpg" alt="A cup">', "cup.jpg", keeping=refuse)
    assert html == "<p>Words.</p>"
    assert lines == ["Picture left out: cup.jpg (“A cup”). It is torn."]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/cup.jpg" alt="A cup">',
        '<p>Before <img src="/cup.jpg" alt="A cup"></p>',
        '<a href="/cup-large.jpg"><img src="/cup.jpg" alt="A cup"></a>',
        '<div><div><img data-src="/cup.jpg" src="data:image/gif;base64,R0" alt="A cup"></div></div>',
        '<img srcset="/cup-300x200.jpg 300w, /cup.jpg 900w" alt="A cup">',
        '<noscript><img src="/cup.jpg"></noscript><img data-image="/cup.jpg" alt="A cup">',
        "<p>So:</p><p>one</p><img src='/cup.jpg' alt='A cup'><p>two</p>",
    ],
)
def test_a_picture_stands_where_it_stood_however_the_page_kept_it(html: str) -> None:
    text, lines = made_of(html, "cup.jpg")
    assert text.count('<figure><img src="/essays/pictures/0f-8x6/" alt="A cup"></figure>') == 1
    assert "\ue0f1" not in text
    assert "\ue0f2" not in text
    assert "Picture kept: cup.jpg (“A cup”)" in lines


@pytest.mark.parametrize("alt", ["cup.jpg", "IMG_2041", "DSC 0042.JPEG", "Screenshot-2021-03-04", " "])
def test_the_name_of_a_file_is_no_description(alt: str) -> None:
    text, lines = made_of(f'<img src="/cup.jpg" alt="{alt}">', "cup.jpg")
    assert 'alt=""' in text
    assert "no words for those who cannot see it" in lines[0]


def test_a_picture_that_only_counts_readers_is_no_picture() -> None:
    assert made_of('<img src="/count.gif" width="1" height="1">', "count.gif") == ("<p>Words.</p>", [])


def test_a_cover_that_the_text_shows_is_not_shown_twice() -> None:
    site = read_site(FEED.format('<img src="/cup.jpg" alt="A cup">').encode())
    post = replace(site.posts[0], cover=OldPicture("https://a.example/CUP.jpg"))
    made = TextMaker(album("cup.jpg"), keep, {}).make(post, site)
    assert made.essay.html.count("<figure>") == 1
