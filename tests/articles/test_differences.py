"""A difference says which words came and went, and in which paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.differences import Change, Kind, blocks_of, compare, compare_words, count_words, fold

pytestmark = pytest.mark.gate

MARKS = {Kind.SAME: "{}", Kind.NEW: "+{}+", Kind.GONE: "-{}-"}
TEXTS = st.lists(
    st.lists(st.sampled_from(["rain", "lamp", "tide", "still", "small"]), min_size=1, max_size=8), max_size=8
)


def said(changes: list[Change]) -> list[str]:
    """Return each paragraph with what came between pluses and what went between minuses."""
    return ["".join(MARKS[piece.kind].format(piece.text) for piece in change.pieces) for change in changes]


def as_html(text: list[list[str]]) -> str:
    return "".join(f"<p>{' '.join(words)}</p>" for words in text)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("<p>Fine rain.</p>", "<p>Fine rain.</p>", ["Fine rain."]),
        ("<p>Fine rain fell.</p>", "<p>Fine snow fell.</p>", ["Fine -rain-+snow+fell."]),
        ("<p>Fine rain fell.</p>", "<p>Fine rain.</p>", ["Fine -rain fell.-+rain.+"]),
        ("<p>One.</p>", "<p>One.</p><p>Two.</p>", ["One.", "+Two.+"]),
        ("<p>One.</p><p>Two.</p>", "<p>Two.</p>", ["-One.-", "Two."]),
        ("", "<p>One.</p>", ["+One.+"]),
        ("<p>One.</p>", "", ["-One.-"]),
        (
            "<p>All of it was so.</p>",
            "<p>Nothing like that here</p>",
            ["-All of it was so.-", "+Nothing like that here+"],
        ),
    ],
)
def test_words_that_came_and_went_are_marked(before: str, after: str, shown: list[str]) -> None:
    assert said(compare(before, after)) == shown


@given(before=TEXTS, after=TEXTS)
def test_without_what_went_it_is_the_new_text_and_without_what_came_the_old(
    before: list[list[str]], after: list[list[str]]
) -> None:
    changes = compare(as_html(before), as_html(after))
    for text, left_out in ((after, Kind.GONE), (before, Kind.NEW)):
        kept = " ".join(piece.text for each in changes for piece in each.pieces if piece.kind is not left_out)
        assert kept.split() == [word for words in text for word in words]


def test_every_kind_of_block_is_read_once_under_its_name() -> None:
    html = (
        "<h2 id='s-a'>Head</h2><p>Plain <strong>bold</strong><br>line.</p><ul><li>One<ul><li>Within</li></ul></li>"
        "<li><p>Two</p></li></ul><blockquote><p>Said</p></blockquote><table><tr><td>Cell</td></tr></table>"
    )
    assert [(block.role, block.text) for block in blocks_of(html)] == [
        ("heading", "Head"),
        ("", "Plain bold line."),
        ("point", "One"),
        ("point", "Within"),
        ("point", "Two"),
        ("quote", "Said"),
        ("cell", "Cell"),
    ]


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<ul><li><strong>Own words</strong><ul><li>x</li></ul></li></ul>", [("point", "Own words"), ("point", "x")]),
        ("<ul><li>One<ul><li>x</li></ul><em>and more</em></li></ul>", [("point", "One and more"), ("point", "x")]),
        (
            "<blockquote>Said <em>so</em><p>Meant</p>Done</blockquote>",
            [("quote", each) for each in ("Said so", "Meant", "Done")],
        ),
        ("Bare <a href='/a/'>words</a>", [("", "Bare words (/a/)")]),
        (
            "<p>One</p>two <em>three</em><h2>Four</h2>five",
            [("", "One"), ("", "two three"), ("heading", "Four"), ("", "five")],
        ),
        ("<table><tr><td><strong>In</strong><p>Below</p></td></tr></table>", [("cell", "In"), ("", "Below")]),
    ],
)
def test_no_words_are_lost_wherever_they_stand(html: str, read: list[tuple[str, str]]) -> None:
    assert [(block.role, block.text) for block in blocks_of(html)] == read


def test_where_a_link_leads_and_what_a_picture_shows_are_words_too() -> None:
    before = (
        '<p>See <a href="/a/">this</a>.</p><figure><img src="/x/" alt="A lamp"><figcaption>Dusk</figcaption></figure>'
    )
    assert [block.text for block in blocks_of(before)] == ["See this (/a/).", "[A lamp] Dusk"]
    after = before.replace("/a/", "/b/").replace("A lamp", "A boat")
    assert said(compare(before, after)) == ["See this -(/a/).-+(/b/).+", "[A -lamp]-+boat]+Dusk"]


def test_words_that_stayed_in_another_dress_are_said_to_be_so() -> None:
    [change] = compare("<p>Fine rain.</p>", "<p>Fine <em>rain</em>.</p>")
    assert (change.is_dressed, change.is_same) == (True, False)
    [change] = compare("<p>Fine rain.</p>", "<h2>Fine rain.</h2>")
    assert (change.is_dressed, change.role) == (True, "heading")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ol><li>One</li></ol>", "<ul><li>One</li></ul>"),
        ("<ol><li>One</li></ol>", "<ol start='3'><li>One</li></ol>"),
        ("<h2>One</h2>", "<h3>One</h3>"),
        ("<a href='/a/'><p>One</p></a>", "<a href='/b/'><p>One</p></a>"),
        ("<figure><img src='/a/' alt='One'></figure>", "<figure><img src='/b/' alt='One'></figure>"),
    ],
)
def test_the_same_words_set_otherwise_are_said_to_be_so(before: str, after: str) -> None:
    assert [change.is_dressed for change in compare(before, after)] == [True]


def test_a_point_stays_as_it_was_when_one_below_it_changes() -> None:
    points = "<ul><li>Rain<ul><li>{}</li></ul></li></ul>"
    changes = compare(points.format("a lamp"), points.format("a <em>lamp</em>"))
    assert [change.is_same for change in changes] == [True, False]


def test_many_paragraphs_that_stayed_are_folded_and_few_are_not() -> None:
    same = "".join(f"<p>Number {number}.</p>" for number in range(3))
    stretches = fold(compare(same + "<p>Old.</p><p>Last.</p>", same + "<p>New.</p><p>Last.</p>"))
    assert [(stretch.is_folded, len(stretch.changes)) for stretch in stretches] == [(True, 3), (False, 2), (False, 1)]


def test_words_are_counted() -> None:
    changes = [compare_words("a b c", "a x"), compare_words("", "two words")]
    assert (count_words(changes, Kind.NEW), count_words(changes, Kind.GONE)) == (3, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "a b " * 10_000 + "</p>", "<p>" + "a c " * 10_000 + "</p>"),
        ("<p>a b</p>" * 4_000, "<p>a b</p>" * 2_000 + "<p>x</p>" + "<p>a b</p>" * 2_000),
        ("".join(f"<p>a{n} b</p>" for n in range(2_000)), "".join(f"<p>c{n} d</p>" for n in range(2_000))),
    ],
    ids=["one long paragraph", "the same over and over", "nothing in common"],
)
def test_the_oddest_texts_are_compared_in_seconds(before: str, after: str) -> None:
    started = time.perf_counter()
    assert compare(before, after)
    assert time.perf_counter() - started < 10
