"""Wix: its table of posts, its rich text, and its feed."""

from datetime import UTC, datetime

from articles.moving.kinds import read_site
from articles.moving.ricos import RicosReader
from tests.articles.moving.houses import WIX, WIX_FEED, house, text_of

MORNING = "Before the house wakes"
TEXT = """<p>The kettle boils before the house is awake, and for ten minutes nobody needs an answer.</p>
<h2>What the quiet is for</h2>
<p>It is <strong>not</strong> a <em>reward</em>. I wrote of it in <a href="https://www.old-house.example/post/a-letter-on-rest" rel="noreferrer noopener">the letter on rest</a> and in <a href="https://www.old-house.example/post/never-exported" rel="noreferrer noopener">a page that is gone</a>.</p>
<ul><li>Sit where the light comes in</li><li>Leave the telephone<ol><li>in the hall</li></ol></li></ul>
<figure><img src="/essays/pictures/0f-8x6/" alt="A kettle on a low flame"><figcaption>Six in the morning</figcaption></figure>
<figure><img src="/essays/pictures/0f-8x6/" alt=""></figure>
<blockquote><p>Nothing is owed to the first hour.</p></blockquote>
<p>And if the house wakes early?</p>
<p>Then the ten minutes are shared, and they still count.</p>
<p><a href="https://www.old-house.example/book-online" rel="noreferrer noopener">Book a session</a></p>"""  # noqa: E501


def test_rich_text_is_read_block_by_block() -> None:
    made = text_of(WIX, MORNING, "a1b2c3_kettle~mv2.jpg", "pictures/d4e5f6_cup~mv2.png")
    assert made.essay.html == TEXT


def test_what_is_not_kept_of_a_rich_text_is_named() -> None:
    made = text_of(WIX, MORNING, "a1b2c3_kettle~mv2.jpg", "pictures/d4e5f6_cup~mv2.png")
    assert "Picture kept: a1b2c3_kettle~mv2.jpg (“A kettle on a low flame”)" in made.lines
    assert any("no words for those who cannot see it: d4e5f6_cup" in line for line in made.lines)
    lost = "Picture left out, for it is not in the archive: ffffff_lost~mv2.jpg (“A window nobody kept”)"
    assert lost in made.lines
    post = house(WIX).posts[0]
    assert post.remarks == ("Left out a part that cannot be kept: video https://video.example/watch?v=1",)


def test_a_cover_is_found_by_the_name_that_it_was_uploaded_with_and_stands_first() -> None:
    made = text_of(WIX, MORNING, "My pictures/Morning Light.JPG")
    assert made.essay.html.startswith('<figure><img src="/essays/pictures/0f-8x6/" alt=""></figure>\n<p>The kettle')
    assert "The picture that stood over the post stands before its text now." in made.lines


def test_a_row_says_everything_about_its_post() -> None:
    post = house(WIX).posts[0]
    assert (post.slug, post.addresses) == ("before-the-house-wakes", ("/post/before-the-house-wakes",))
    assert post.published_at == datetime(2023, 5, 2, 3, 30, tzinfo=UTC)
    assert (post.categories, post.tags) == (("Mornings", "Habits"), ("tea", "quiet"))
    assert post.summary == "Ten minutes that nobody asks for."


def test_a_hindi_post_keeps_its_language_and_its_address() -> None:
    post = house(WIX).posts[1]
    assert post.addresses == ("/post/सुबह-की-चाय",)
    assert text_of(WIX, "सुबह की चाय").essay.language == "hi"
    assert post.remarks == ("The file names a category only by its number, which was left out.",)


def test_of_a_damaged_rich_text_the_plain_words_are_taken() -> None:
    post = house(WIX).posts[2]
    made = text_of(WIX, "A letter on rest")
    assert made.essay.html.split("\n") == [
        "<p>A letter begins with a date.</p>",
        "<p>Then comes the first true sentence, and after that the rest of it.</p>",
    ]
    assert post.published_at is None
    assert [line.split(":")[0] for line in post.remarks] == [
        "It was a draft on the old site.",
        "Its rich text is damaged",
    ]


def test_a_summary_that_is_too_long_is_cut_at_a_word_and_said_whole_in_the_report() -> None:
    made = text_of(WIX, "A letter on rest")
    assert len(made.essay.summary) <= 240
    assert made.essay.summary.endswith(" and a…")
    assert any(line.startswith("The summary was cut; it was: ") and "nothing more" in line for line in made.lines)


def test_old_addresses_of_topics_feed_and_list_are_known() -> None:
    site = house(WIX)
    assert site.topic_paths["/blog/categories/mornings"] == "Mornings"
    assert (site.feed_paths, site.list_paths) == (("/blog-feed.xml",), ("/blog",))


def test_a_table_that_a_spreadsheet_saved_with_semicolons_is_read() -> None:
    site = read_site("Title;Slug;Plain Content\nA lamp;a-lamp;It burns low.\n".encode("utf-16"))
    assert [(post.title, post.slug, post.html) for post in site.posts] == [("A lamp", "a-lamp", "<p>It burns low.</p>")]


def test_a_rich_text_that_is_nested_without_end_stops() -> None:
    node: dict[str, object] = {"type": "PARAGRAPH", "nodes": []}
    for _each in range(500):
        node = {"type": "BLOCKQUOTE", "nodes": [node]}
    assert RicosReader(print).render(node).count("<blockquote>") < 100


def test_a_rich_text_of_the_wrong_shape_gives_nothing_and_fails_at_nothing() -> None:
    nodes = [{"type": "TEXT", "textData": 5}, {"type": "IMAGE", "imageData": []}, {"type": 7}, {"nodes": "x"}, 3]
    said: list[str] = []
    html = RicosReader(said.append).render({"type": "PARAGRAPH", "nodes": nodes})
    assert html == '<p><figure><img src="" alt=""></figure></p>'
    assert said == ["Left out a part that cannot be kept: 7"]


def test_text_that_only_looks_like_a_tag_stays_text() -> None:
    node = {"type": "PARAGRAPH", "nodes": [{"type": "TEXT", "textData": {"text": "<script>alert(1)</script>"}}]}
    assert RicosReader(print).render(node) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_the_feed_of_a_wix_blog_is_read() -> None:
    site = house(WIX_FEED)
    assert (site.kind, site.hosts) == ("wix-feed", frozenset({"old-house.example"}))
    made = text_of(WIX_FEED, MORNING, "A1B2C3_kettle~mv2.jpg")
    assert made.essay.html.split("\n") == [
        "<p>The kettle boils before the house is awake.</p>",
        '<figure><img src="/essays/pictures/0f-8x6/" alt="A kettle on a low flame"></figure>',
        "<h2>What the quiet is for</h2>",
        "<p>It is <strong>not</strong> a reward.</p>",
    ]
    assert "Picture left out, for it is not in the archive: c0ffee_cover~mv2.jpg" in made.lines


def test_a_feed_that_holds_only_the_beginning_says_so() -> None:
    post = house(WIX_FEED).posts[1]
    assert post.html.endswith("in the middle of…")
    assert "may hold only the beginning" in post.remarks[0]
