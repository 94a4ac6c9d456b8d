"""WXR: what WordPress exports, and what Squarespace does."""

from datetime import UTC, datetime

import pytest

from articles.moving.shortcodes import settle_text
from tests.articles.moving.houses import SQUARESPACE, WORDPRESS, house, text_of

PROMISE = "A promise without a witness"
BLOCKS = """<p>A promise to yourself has no witness, which is why it is so easily <em>moved</em>.</p>
<h2>Keep it small</h2>
<ol><li>Name the hour.</li><li>Name the chair.</li></ol>
<figure><img src="/essays/pictures/0f-8x6/" alt="An empty chair in the sun"><figcaption>The chair, in the evening</figcaption></figure>
<blockquote><p>Small is not less.</p></blockquote>
<p>See <a href="/essays/classic-evening/">the evening</a>, <a href="/essays/topics/self-trust/">more of this</a> and <a href="https://elsewhere.example/study" rel="noreferrer noopener">a study</a>.</p>"""  # noqa: E501
CLASSIC = """<p>The evening has a sound of its own.<br>It is the sound of things being put away.</p>
<figure><img src="/essays/pictures/0f-8x6/" alt=""><figcaption>The stairs, going down</figcaption></figure>
<h2>Putting away</h2>
<p>Start with what is nearest [sic] and stop there.</p>
<ul><li>one cup</li><li>one letter</li></ul>
<p>Words in a box stay.</p>
<p>Good night 🌙</p>"""
HARBOUR = """<p>Grief does not leave the room; it learns to sit further from the door.</p>
<h2>What the body keeps</h2>
<ol><li>Salt at the corner of the mouth.</li><li>A hand that still reaches for the second cup.</li></ol>
<figure><img src="/essays/pictures/0f-8x6/" alt="The harbour at low tide"><figcaption>Low tide, four in the afternoon</figcaption></figure>
<p>There is more in <a href="https://lamp-and-door.example/journal/a-draft-on-doors" rel="noreferrer noopener">the draft on doors</a>.</p>"""  # noqa: E501


def test_a_text_in_blocks_is_read_block_by_block() -> None:
    places = {"/?p=21": "/essays/classic-evening/", "/category/self-trust": "/essays/topics/self-trust/"}
    made = text_of(WORDPRESS, PROMISE, "uploads/2021/03/chair.jpg", places=places)
    assert made.essay.html == BLOCKS
    assert "Left out what was embedded: iframe https://video.example/embed/9" in made.lines
    assert "Link led on: https://river-path.example/?p=21 → /essays/classic-evening/" in made.lines


def test_a_text_of_the_classic_editor_gets_its_paragraphs_and_its_captions() -> None:
    made = text_of(WORDPRESS, "Classic evening", "2021/03/stairs.jpg")
    assert made.essay.html == CLASSIC


def test_a_file_name_is_no_description_of_a_picture() -> None:
    made = text_of(WORDPRESS, "Classic evening", "2021/03/stairs.jpg")
    assert any("no words for those who cannot see it: stairs-300x200.jpg" in line for line in made.lines)


def test_each_shortcode_that_is_left_out_is_named() -> None:
    post = next(post for post in house(WORDPRESS).posts if post.title == "Classic evening")
    assert post.remarks == (
        'Left out the shortcode: [gallery ids="7,8"]',
        'Left out the shortcode: [su_note note_color="#fff"]',
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p>\n<p>Two,<br>\nthree.</p>"),
        ("<h2>A</h2>\nb", "<h2>\nA\n</h2>\n<p>b</p>"),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
        ("<ul>\n<li>a\nb</li>\n</ul>\nc", "<ul>\n<li>\na<br>\nb\n</li>\n</ul>\n<p>c</p>"),
        ("<pre>a\n\nb</pre>", "\n<pre>a\n\nb</pre>\n"),
        ("<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->", "\n<p>a\nb</p>\n"),
        ("she said [quietly] no", "<p>she said [quietly] no</p>"),
        ("[[gallery]] is how one writes it", "<p>[gallery] is how one writes it</p>"),
        ("[embed]https://v.example/1[/embed]", ""),
        ("[caption]no picture[/caption]", "<p>no picture</p>"),
        ("", ""),
    ],
)
def test_a_text_of_the_classic_editor_becomes_html(text: str, expected: str) -> None:
    assert settle_text(text, print) == expected


def test_states_dates_and_comments_of_posts_are_read() -> None:
    posts = {post.title: post for post in house(WORDPRESS).posts}
    assert posts[PROMISE].published_at == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert posts["Not finished"].published_at is None
    assert posts["For later"].published_at == datetime(2027, 3, 1, 3, 30, tzinfo=UTC)
    assert posts["For later"].remarks == ("It was scheduled on the old site. Its date is kept.",)
    assert posts["Mine alone"].remarks == ("It was private on the old site.",)
    assert posts[PROMISE].remarks == ("Left out 1 comment.",)


def test_pages_and_what_was_in_the_bin_are_left_out_with_the_reason() -> None:
    skipped = {post.title: post.skipped for post in house(WORDPRESS).posts if post.skipped}
    assert skipped == {
        "Contact": "It is a page, not a post.",
        "Thrown away": "It was in the bin of the old site.",
    }


def test_categories_are_told_from_tags_and_uncategorized_is_none() -> None:
    posts = {post.title: post for post in house(WORDPRESS).posts}
    assert (posts[PROMISE].categories, posts[PROMISE].tags) == (("Self-trust", "Habits & hours"), ("quiet",))
    assert posts["Classic evening"].categories == ()


def test_a_cover_has_the_words_of_its_attachment() -> None:
    made = text_of(WORDPRESS, PROMISE, "river.jpg")
    first = '<figure><img src="/essays/pictures/0f-8x6/" alt="The river before rain"></figure>\n<p>A promise'
    assert made.essay.html.startswith(first)


def test_what_else_the_file_holds_is_counted() -> None:
    assert house(WORDPRESS).remarks == [
        "It names 1 picture or file.",
        "The name of 1 author was left out.",
        "Left out 1 × “nav_menu_item”.",
    ]


def test_the_xml_of_squarespace_is_read_though_it_is_none() -> None:
    site = house(SQUARESPACE)
    assert (site.kind, site.posts[0].title) == ("squarespace", "Salt & water—a grief that moves")
    made = text_of(SQUARESPACE, site.posts[0].title, "images/harbour.jpg")
    assert made.essay.html == HARBOUR
    assert made.essay.summary == "A grief that moves & does not hurry."
    assert "Left out what was embedded: iframe //sound.example/player/7" in made.lines


def test_the_lists_of_squarespace_are_known_by_the_addresses_of_its_posts() -> None:
    site = house(SQUARESPACE)
    assert site.list_paths == ("/journal",)
    assert site.topic_paths == {"/journal/category/Grief": "Grief"}
    assert site.posts[1].addresses == ("/journal/a-draft-on-doors",)
