"""Contents and reading time."""

from articles.reading import Heading, outline, reading_minutes


def test_headings_get_ids_made_of_their_words() -> None:
    html, headings = outline("<h2>What it <em>means</em></h2><p>a</p><h3>“Don’t” &amp; do</h3><h2>मन की बात</h2>")

    assert headings == [
        Heading(2, "s-what-it-means", "What it means"),
        Heading(3, "s-dont-do", "“Don’t” & do"),
        Heading(2, "s-मन-की-बात", "मन की बात"),
    ]
    assert html == (
        '<h2 id="s-what-it-means">What it <em>means</em></h2><p>a</p><h3 id="s-dont-do">“Don’t” &amp; do</h3>'
        '<h2 id="s-मन-की-बात">मन की बात</h2>'
    )


def test_ids_are_unique_even_beside_a_heading_that_looks_numbered() -> None:
    _html, headings = outline("<h2>Rest</h2><h2>Rest 2</h2><h2>Rest</h2><h2>Rest</h2><h2>🌿</h2><h2>🌿</h2>")

    ids = [heading.id for heading in headings]
    assert len(set(ids)) == 6
    assert ids[:2] == ["s-rest", "s-rest-2"]


def test_outline_of_an_outline_is_the_same() -> None:
    once, headings = outline("<h2>Rest</h2><p>a</p>")

    assert outline(once) == (once, headings)


def test_text_without_headings_has_no_contents() -> None:
    assert outline("<p>a</p>") == ("<p>a</p>", [])


def test_reading_takes_a_minute_for_two_hundred_words_and_never_less_than_one() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("<p>word</p>") == 1
    assert reading_minutes("<p>" + "word " * 1_000 + "</p>") == 5
    assert reading_minutes("<ul>" + "<li>शब्द</li>" * 800 + "</ul>") == 4
    assert reading_minutes("<p>" + "— " * 5_000 + "</p>") == 1
