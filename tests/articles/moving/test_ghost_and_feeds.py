"""Ghost's export in its three ways of keeping a text, and feeds of any site."""

import json
from datetime import datetime, timedelta, timezone

from articles.moving.ghost import read_json, read_text
from articles.moving.kinds import read_site
from articles.moving.koenig import MobiledocReader, render_lexical
from tests.articles.moving.houses import ATOM, GHOST, house, text_of

LOOM = """<p>The loom is older than <strong>the house</strong><em>, and quieter.</em></p>
<h2>Threads</h2>
<ul><li>warp</li><li>weft</li></ul>
<blockquote><p>Cloth remembers the hand.</p></blockquote>
<figure><img src="/essays/pictures/0f-8x6/" alt="A loom by the window"><figcaption>By the window</figcaption></figure>
<blockquote><p>Begin on the left.</p></blockquote>
<p><a href="/essays/the-dye-pot/">The dye pot</a> comes next.</p>"""
POT = """<p>A pot that was never washed <strong>keeps</strong> every colour.<br><a href="/a-loom/">The loom</a> waits.</p>
<figure><img src="/essays/pictures/0f-8x6/" alt=""></figure>
<h2>Colours</h2>
<ul><li>madder</li><li>indigo</li></ul>
<ol><li>Soak.</li><li>Wait.</li></ol>"""  # noqa: E501
INDIA = timezone(timedelta(hours=5, minutes=30))


def test_a_text_of_lexical_is_read_block_by_block() -> None:
    places = {"/the-dye-pot": "/essays/the-dye-pot/"}
    made = text_of(GHOST, "A loom", "content/images/2024/02/loom.png", places=places)
    assert made.essay.html == LOOM
    assert "Picture left out, for it is not in the archive: cover.jpg (“Light on a warp”)" in made.lines
    assert house(GHOST).posts[0].remarks == ("Left out a part that cannot be kept: embed https://video.example/w/3",)


def test_a_text_of_mobiledoc_is_read_block_by_block() -> None:
    made = text_of(GHOST, "The dye pot", "content/images/2024/03/pot.jpg")
    assert made.essay.html == POT
    assert "Link to the old site left as it was: /a-loom/" in made.lines
    assert "Picture left out, for it is not in the archive: none.jpg (“Yarn on a line”)" in made.lines


def test_the_state_and_the_tags_of_a_post_are_read() -> None:
    loom, pot, page, draft = house(GHOST).posts
    assert loom.categories == ("Handwork", "Waiting")
    assert loom.addresses == ("/a-loom/",)
    assert [line.split(".")[0] for line in pot.remarks] == [
        "It was scheduled on the old site",
        "It was for members of the old site only",
    ]
    assert page.skipped == "It is a page, not a post."
    assert (draft.published_at, draft.remarks) == (None, ("It was a draft on the old site.",))


def test_a_form_of_the_old_site_is_left_out_and_named() -> None:
    made = text_of(GHOST, "(Untitled)")
    assert made.essay.html == "<p>The shuttle came back on its own, which nobody had asked it to do.</p>"
    assert made.lines == ["Left out what was embedded: form /join"]


def test_a_damaged_text_gives_its_plain_words() -> None:
    said: list[str] = []
    assert read_text({"lexical": "{broken", "plaintext": "One & two.\n\nThree."}, said.append) == (
        "<p>One &amp; two.</p><p>Three.</p>"
    )
    assert said == ["Its text is damaged: only its plain words were taken."]


def test_texts_of_the_wrong_shape_give_nothing_and_fail_at_nothing() -> None:
    assert render_lexical({"root": {"children": [{"type": "text", "format": "bold"}, 7, {"children": 3}]}}, print) == ""
    broken = {"markups": [["a", ["href"]], []], "cards": [["image"]], "sections": [[1, "p", [[0, [9, "x"], 5, None]]], [10, 4], [10, 0], 3]}  # fmt: skip  # noqa: E501
    assert MobiledocReader(broken, print).render() == "<p></p>"


def test_an_older_export_with_numbers_and_without_its_outer_list_is_read() -> None:
    tables = {
        "posts": [{"id": 4, "title": "Old", "slug": "old", "html": "<p>Words.</p>", "page": 0}],
        "tags": [{"id": 9, "name": "Ground", "slug": "ground"}],
        "posts_tags": [{"post_id": 4, "tag_id": 9}],
    }
    post = read_json(json.dumps({"data": tables})).posts[0]
    assert (post.identity, post.categories, post.html) == ("4", ("Ground",), "<p>Words.</p>")


def test_an_atom_feed_is_read_and_its_comments_are_not() -> None:
    site = house(ATOM)
    post = site.posts[0]
    assert (len(site.posts), post.title, post.categories) == (1, "Stepping & standing", ("Ground",))
    assert post.published_at == datetime(2020, 8, 1, 21, 15, tzinfo=INDIA)
    assert site.remarks == ["1 entry that is no post was left out."]
    assert text_of(ATOM, post.title).essay.html.split("\n") == [
        "<p>Each stone holds for as long as it is stood on.</p>",
        "<h2>The third one</h2>",
        "<p>It moves, and <strong>you</strong> learn where.</p>",
    ]


def test_a_date_without_a_zone_is_of_the_practices_own() -> None:
    item = "<item><title>T</title><link>https://a.example/t</link><description>W</description>{}</item>"
    feed = "<rss version='2.0'><channel>{}</channel></rss>"
    naive = feed.format(item.format("<pubDate>2020-08-01 09:00:00</pubDate>"))
    assert read_site(naive.encode()).posts[0].published_at == datetime(2020, 8, 1, 9, tzinfo=INDIA)
    strange = feed.format(item.format("<pubDate>0001-01-01T00:00:00Z</pubDate>"))
    assert read_site(strange.encode()).posts[0].published_at is None
