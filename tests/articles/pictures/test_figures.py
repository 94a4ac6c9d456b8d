"""Pictures in a text: which may stand there, where, and in what form."""

import pytest

from articles.pictures.figures import settle_figures
from articles.sanitising import clean_html

KEY = "0123456789abcdef" * 2
ADDRESS = f"/essays/pictures/{KEY}-800x600/"
IMG = f'<img src="{ADDRESS}" alt="A lamp">'
FIGURE = f"<figure>{IMG}</figure>"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/pixel.png",
        "//evil.example/pixel.png",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "file:///c:/me.jpg",
        "cid:image001.png",
        "/static/img/mark.svg",
        "/essays/pictures/../../account/logout/",
        f"/essays/pictures/{KEY}-800x600/../../../leave/",
        f"/essays/pictures/{KEY}-0x600/",
        f"/essays/pictures/{KEY[:-1]}-800x600/",
        f"/essays/pictures/{KEY.upper()}-800x600/",
        f"/essays/pictures/{KEY}-800x600/?to=evil",
        f"https://evil.example/?{ADDRESS}",
        f"https://evil.example\\{ADDRESS}",
        "",
    ],
)
def test_a_picture_from_anywhere_else_is_left_out(address: str) -> None:
    assert clean_html(f'<p>a<img src="{address}" alt="x" onerror="y()">b</p>') == "<p>ab</p>"


@pytest.mark.parametrize(
    "address",
    [ADDRESS, f"https://serein.example{ADDRESS}", f"http://127.0.0.1:8000{ADDRESS}480.avif", f"{ADDRESS}1200.webp"],
)
def test_a_picture_copied_from_a_page_is_kept_by_its_plain_address(address: str) -> None:
    assert clean_html(f'<figure><img src="{address}" alt="A lamp"></figure>') == FIGURE


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        (IMG, FIGURE),
        (f'<figure class=x id=y><img style="z" width=1 srcset="//evil 2x" {IMG[5:]}</figure>', FIGURE),
        (f"<picture><source srcset=//evil>{IMG}</picture>", FIGURE),
        (f"<p>a {IMG} b</p>", f"<p>a </p>{FIGURE}<p> b</p>"),
        (f"<p>{IMG}</p>", FIGURE),
        (f"<h2>a{IMG}</h2>", f"<h2>a</h2>{FIGURE}"),
        (f'<p><a href="/x/"><strong>{IMG}b</strong></a></p>', f'{FIGURE}<p><a href="/x/"><strong>b</strong></a></p>'),
        (f"<ul><li>a{IMG}</li></ul>", f"<ul><li>a{FIGURE}</li></ul>"),
        (f"<ul><li>a</li>{FIGURE}<li>b</li></ul>", f"<ul><li>a</li></ul>{FIGURE}<ul><li>b</li></ul>"),
        (f"<figure><a href=/x/>{IMG}</a><p>b</p></figure>", f"{FIGURE}<p>b</p>"),
        (f"<figure>{FIGURE}{FIGURE}</figure>", FIGURE * 2),
        (f"<figure><figcaption>a</figcaption>{IMG}</figure>", f"<figure>{IMG}<figcaption>a</figcaption></figure>"),
        (
            f"<figure>{IMG}<figcaption><p>a</p><p><b>b</b> c</p></figcaption></figure>",
            f"<figure>{IMG}<figcaption>a <strong>b</strong> c</figcaption></figure>",
        ),
        (f"<figure>{IMG}<figcaption> <br></figcaption></figure>", FIGURE),
        ("<figure><blockquote><p>a</p></blockquote></figure>", "<blockquote><p>a</p></blockquote>"),
        ("<figure><img src=//evil><figcaption>a</figcaption></figure>", "<p>a</p>"),
        (f"<figcaption>a{FIGURE}b</figcaption>", f"<p>a</p>{FIGURE}<p>b</p>"),
    ],
)
def test_each_picture_stands_in_a_figure_of_its_own(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned
    assert clean_html(cleaned) == cleaned


def test_a_picture_without_an_alt_keeps_an_empty_one_so_that_it_is_seen_to_be_missing() -> None:
    assert clean_html(f'<img src="{ADDRESS}">') == f'<figure><img src="{ADDRESS}" alt=""></figure>'


def test_an_alt_stays_text_whatever_is_in_it() -> None:
    cleaned = clean_html(f"""<img src="{ADDRESS}" alt='"><script>alert(1)</script> &amp; "b"\n c'>""")
    said = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;b&quot; c"
    assert cleaned == f'<figure><img src="{ADDRESS}" alt="{said}"></figure>'
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    ("html", "settled"),
    [
        ("a < b<figcaption>", "a &lt; b<p>"),
        ("</figure><figcaption>a<br>b", "<p>a<br>b"),
        (f"<p>a<figure>{IMG}b", f"<p>a</p>{FIGURE}b<p>"),
    ],
)
def test_what_is_not_balanced_breaks_nothing(html: str, settled: str) -> None:
    assert settle_figures(html) == settled


def test_deep_nesting_is_settled_too() -> None:
    depth = 2000
    cleaned = clean_html("<blockquote>" * depth + IMG + "</blockquote>" * depth)
    assert cleaned.count(FIGURE) == 1
