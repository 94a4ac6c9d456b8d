"""The gate for stored HTML: what passes, what loses its address, what vanishes with its content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sanitising import clean_html

PICTURE = f"/essays/pictures/{'0a' * 16}-800x600/"
FIGURES = [
    "<figure>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    f"<img src={PICTURE}>",
    f'<img src="https://a.example{PICTURE}480.avif" alt=\'a "b" > c\'>',
    "<img src=https://evil.example/pixel.png alt=x>",
    "<ol>",
    "</ol>",
    "<li>",
    "</p>",
    "<blockquote>",
    "</blockquote>",
]
KEPT = (
    "<h2>A</h2><p>b <strong>c</strong> <em>d</em><br>e</p><h3>F</h3><ul><li>g<ol><li>h</li></ol></li></ul>"
    "<blockquote><p>i</p><p>j</p></blockquote>"
    '<table><thead><tr><th scope="col">k</th></tr></thead><tbody><tr><td>l</td></tr></tbody></table>'
    '<ol start="4" type="a"><li>m</li></ol>'
    f'<figure><img src="{PICTURE}" alt="n"><figcaption>o <em>p</em></figcaption></figure>'
)


def test_what_an_essay_holds_passes_unchanged() -> None:
    assert clean_html(KEPT) == KEPT


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<p>a<style>p{}</style><iframe src=x>b</iframe></p>", "<p>a</p>"),
        ('<p class="x" id="y" style="color:red" onclick="z()">a</p>', "<p>a</p>"),
        ('<p>a<img src="https://evil.example/pixel.png" onerror="x()"></p>', "<p>a</p>"),
        ("<p>a</p><svg onload=alert(1)><text>b</text></svg>", "<p>a</p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h3>b</h3>"),
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<section><p>a</p></section>", "<p>a</p>"),
        ("<p>a</p><p> </p><p>&nbsp;</p><ul><li></li></ul>", "<p>a</p>"),
        ("<p>a<br></p>", "<p>a<br></p>"),
        ('<p>"><svg onload=alert(1)>', '<p>"&gt;</p>'),
        ('<ol start="x" type="disc" reversed><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<td colspan="999">a</td>', "a"),
    ],
)
def test_everything_else_goes(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "jav&#9;ascript:alert(1)",
        "jav\nascript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "JaVaScRiPt&colon;alert(1)",
        "data:text/html,<p>x</p>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "",
    ],
)
def test_link_that_may_not_be_followed_keeps_only_its_words(address: str) -> None:
    assert clean_html(f'<p><a href="{address}">words</a></p>') == "<p>words</p>"


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("/essays/kettle/", "/essays/kettle/"),
        ("kettle#cup", "kettle#cup"),
        ("#s-cup", "#s-cup"),
        ("?q=a:b", "?q=a:b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+918826402150", "tel:+918826402150"),
    ],
)
def test_link_within_the_site_or_to_a_person_needs_no_rel(address: str, stored: str) -> None:
    assert clean_html(f'<a href="{address}">x</a>') == f'<a href="{stored}">x</a>'


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "\\\\evil.example/", "/\\evil.example/", "/&#9;/evil.example/"],
)
def test_link_that_leaves_the_site_tells_nobody_where_from(address: str) -> None:
    assert clean_html(f'<a href="{address}">x</a>') == '<a href="https://evil.example/" rel="noreferrer noopener">x</a>'


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<h1>",
                "<h2 id=x>",
                "</h2>",
                "<b>",
                "</b>",
                "<a href='//x'>",
                "<a>",
                "</a>",
                "<ul>",
                "<li>",
                "</ul>",
                "<table>",
                "<td>",
                "<tr>",
                "</table>",
                "<br>",
                "text",
                " ",
                "&nbsp;",
                "&amp;",
                "<",
                ">",
                "<math>",
                "<mtext>",
                "<style>",
                "</style>",
                "<noscript>",
                "<!--",
                "-->",
                "<template>",
                "<p title='<b>'>",
                "<em>",
                "</em>",
                *FIGURES,
            ]
        ),
        max_size=25,
    )
)
def test_cleaning_twice_changes_nothing(pieces: list[str]) -> None:
    once = clean_html("".join(pieces))

    assert clean_html(once) == once


@pytest.mark.parametrize(("depth", "is_kept"), [(20, True), (21, False), (400, False)])
def test_emphasis_within_emphasis_is_kept_as_deep_as_anybody_writes(depth: int, is_kept: bool) -> None:
    """Deeper, each picture would end and begin all of it anew: 400 deep with as many pictures took minutes."""
    picture = f'<img src="/essays/pictures/{"a" * 32}-10x10/" alt="">'
    html = clean_html("<p>" + "<strong>" * depth + "x" + "</strong>" * depth + "</p>" + picture * depth)
    assert ("<strong>" in html) is is_kept
    assert html.count("<figure>") == depth
