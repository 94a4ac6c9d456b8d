"""Pages of other makes: blog engines, builders, an exported document, one made by hand."""

# Pages and paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import pytest

from articles.importing import EssayFileError, read_essay
from tests.articles.importing_cases import Structure, list_notes, list_structure, read_file

LANE = "The lane behind our house is four feet wide, and in it my grandmother conducted what she called her foreign affairs."
CRATE = (
    "She sat on an upturned crate with the peas in her lap. Anyone who came through had to turn sideways, and so had to "
    "be looked at, and so had to be asked about their knees."
)
WORK = "I did not understand then that this was work. I thought that work was what happened to my father, somewhere with a lift."
DOOR = "Now I have an office with a door, and people turn sideways in front of me too. I try to ask about their knees."
OTHER_PAGES = {
    "saved-ghost-page.html": [
        ("p", "On a lane, a crate and the politics of peas."),
        *(("p", text) for text in (LANE, CRATE, WORK, DOOR)),
        ("p", "Ask about the knees first; the rest will be said on the way to them."),
        ("blockquote p", "A lane is a letter box for people."),
        ("h2", "And the peas?"),
        ("p", "They were always counted, and never in front of guests who might be hungry."),
    ],
    "saved-hashed-article.html": [
        ("h2", "On a lane and a crate"),
        *(("p", text) for text in (LANE, CRATE, WORK, DOOR)),
        ("h2", "What she asked"),
        ("ol li", "How is the knee?"),
        ("ol li", "Whose is the umbrella?"),
        ("p", LANE),
        ("blockquote p", "Peas do not shell themselves."),
        ("p", "a line / another line"),
    ],
    "saved-elementor-page.html": [
        ("p", LANE),
        ("p", CRATE),
        ("h2", "What work is"),
        ("p", WORK),
        ("ul li", "the crate"),
        ("ul li", "the peas"),
        ("p", DOOR),
    ],
    "exported-google-doc.html": [
        ("h2", "The lane"),
        *(("p", text) for text in (LANE, CRATE, WORK, DOOR)),
        ("p", "She was never wrong."),
        ("ul li", "crate"),
        ("ul li ul li", "upturned"),
        ("ul li", "peas"),
    ],
    "hand-made-page.html": [
        ("p", LANE),
        ("p", CRATE),
        ("h2", "What work is"),
        ("p", WORK),
        ("ul li", "crate"),
        ("ul li", "peas"),
        ("ul li ul li", "shelled"),
        ("ul li ul li", "not shelled"),
        ("blockquote p", '"How is the knee?"'),
        ("p", DOOR),
        ("p", "Last changed 3 May 1999. Mail me"),
    ],
}


@pytest.mark.parametrize("name", sorted(OTHER_PAGES))
def test_pages_of_other_makes_are_read_block_by_block(name: str) -> None:
    essay = read_file(name)

    assert essay.title == "Foreign affairs"
    assert list_structure(essay.html) == OTHER_PAGES[name]


PARTS = [
    f"Paragraph {number} says that the lane was empty, and that nobody had asked for peas yet." for number in range(4)
]
ESSAY = "".join(f"<p>{part}</p>" for part in PARTS)
PEAS = (
    "They were always counted, and never in front of guests who might be hungry, or might have been so once in March."
)


def read_page(inner: str, head: str = "") -> Structure:
    """Return what is read after the essay of a page that goes on with `inner`."""
    page = f"<html><head>{head}</head><body><article><h1>The lane</h1>{ESSAY}{inner}</article></body></html>"
    structure = list_structure(read_essay("lane.html", page.encode()).html)
    assert structure[:4] == [("p", part) for part in PARTS]
    return structure[4:]


def test_lists_that_stand_beside_each_other_are_put_into_each_other_by_their_class() -> None:
    lists = "".join(
        f"<ul class='{name}'><li>{text}</li></ul>"
        for name, text in [
            ("lst-kix_a-0", "crate"),
            ("lst-kix_a-1", "upturned"),
            ("lst-kix_a-2", "damp"),
            ("lst-kix_a-1", "blue"),
            ("lst-kix_a-2", "once"),
            ("lst-kix_b-0", "bell"),
            ("lst-kix_b-0", "gate"),
            ("plain", "peas"),
        ]
    )

    assert read_page(lists) == [
        ("ul li", "crate"),
        ("ul li ul li", "upturned"),
        ("ul li ul li ul li", "damp"),
        ("ul li ul li", "blue"),
        ("ul li ul li ul li", "once"),
        ("ul li", "bell"),
        ("ul li", "gate"),
        ("ul li", "peas"),
    ]


def test_inner_list_without_an_outer_item_to_go_into_is_kept() -> None:
    lists = "<ul class='lst-kix_a-0'></ul><ul class='lst-kix_a-1'><li>peas</li></ul>"

    assert read_page(lists) == [("ul li", "peas")]


@pytest.mark.parametrize("address", ["#doors", "https://me.example/lane#doors"])
def test_the_sign_that_links_to_a_heading_is_no_word_of_it(address: str) -> None:
    heading = f"<h2>Doors<a href='{address}'>¶</a></h2>"

    assert read_page(f"{heading}<p>{PEAS}</p>") == [("h2", "Doors"), ("p", PEAS)]


def test_heading_of_a_sign_alone_is_none() -> None:
    assert read_page(f"<h2><a href='#doors'>#</a></h2><p>{PEAS}</p>") == [("p", PEAS)]


def test_heading_around_whole_paragraphs_is_read_as_paragraphs() -> None:
    assert read_page(f"<h2><p>{PEAS}</p><p>{PEAS}</p></h2><p>{PEAS}</p>") == [("p", PEAS)] * 3


def test_headings_by_role_count_at_their_level() -> None:
    part = f"<p>{PEAS}</p>"
    inner = f"<div role=heading aria-level=x>Bells</div>{part}<div role=heading aria-level=3>Doors</div>{part}"

    assert [one for one in read_page(inner) if one[0] != "p"] == [("h2", "Bells"), ("h3", "Doors")]


def test_paragraph_between_items_belongs_to_the_item_before_it() -> None:
    assert read_page("<ul><li>one crate</li><p>and its lid</p><li>two</li></ul>") == [
        ("ul li p", "one crate"),
        ("ul li p", "and its lid"),
        ("ul li", "two"),
    ]


def test_link_to_an_address_that_is_none_keeps_its_words() -> None:
    essay = read_essay("lane.html", f"<h1>The lane</h1>{ESSAY}<p>See <a href='http://[x'>it</a> {PEAS}</p>".encode())

    assert f"<p>See it {PEAS}</p>" in essay.html
    assert "only the words could be kept: 1" in list_notes(essay, "unsure")


def test_links_in_a_table_become_whole_too() -> None:
    table = "<table><tr><th>Door</th><th>Owner</th></tr><tr><td>the <a href='/blue'>blue</a> one</td><td>nobody</td></tr></table>"
    head = "<link rel=canonical href='https://me.example/lane'>"

    essay = read_essay(
        "lane.html", f"<html><head>{head}</head><body><h1>The lane</h1>{ESSAY}{table}</body></html>".encode()
    )

    assert 'the <a href="https://me.example/blue" rel="noreferrer noopener">blue</a> one' in essay.html


def test_size_that_is_no_number_is_none() -> None:
    assert read_page(f"<p><span style='font-size:.px'>Doors</span></p><p>{PEAS}</p>") == [("p", "Doors"), ("p", PEAS)]


def test_bar_of_sharing_links_goes_whole_and_is_said() -> None:
    bar = "<div class=q1>Pass it on: <a href='https://www.facebook.com/sharer/x'>Facebook</a> <a href='https://wa.me/?text=x'>WhatsApp</a></div>"
    page = f"<body><article><h1>The lane</h1>{ESSAY}{bar}{ESSAY}</article></body>"

    essay = read_essay("lane.html", page.encode())

    assert [text for _path, text in list_structure(essay.html)] == PARTS * 2
    assert "Pass it on: Facebook WhatsApp" in list_notes(essay, "did")


def test_sharing_link_inside_a_sentence_goes_and_its_words_stay() -> None:
    said = "<p>Tell me <a href='https://twitter.com/intent/tweet?x'>on the bird</a> what the lane was like for you that day.</p>"
    shown = ("p", "Tell me on the bird what the lane was like for you that day.")

    assert shown in read_page(f"<p>{PEAS}</p>{said}<p>{PEAS}</p>")
    assert "twitter" not in read_essay("lane.html", f"<p>{PEAS}</p>{said}<p>{PEAS}</p>".encode()).html


def test_form_between_the_paragraphs_goes_with_all_its_fields() -> None:
    form = "<div class=q1><p>Write to me</p><form><label>Name <input name=a></label> <label>Town <input name=b></label></form></div>"

    assert read_page(f"{form}<p>{PEAS}</p>") == [("p", PEAS)]


def test_form_around_the_whole_essay_stays() -> None:
    essay = read_essay("lane.html", f"<body><form><h1>The lane</h1>{ESSAY * 2}</form></body>".encode())

    assert [text for _path, text in list_structure(essay.html)] == PARTS * 2


@pytest.mark.parametrize(("more", "read"), [("", []), (" b c d e f g h i", [("p", PEAS)])])
def test_name_of_furniture_says_nothing_among_many_names(more: str, read: Structure) -> None:
    assert read_page(f"<div class='comments{more}'><p>{PEAS}</p></div>") == read


def test_footer_of_a_quotation_is_its_source_and_stays() -> None:
    quotation = "<blockquote><p>A lane is a letter box.</p><footer>My aunt</footer></blockquote>"

    assert read_page(quotation) == [("blockquote p", "A lane is a letter box."), ("blockquote p", "My aunt")]


def test_headline_is_found_behind_other_data_of_the_page() -> None:
    data = ['{"@type": "WebSite"}', '[{"@type": "Person"}, {"headline": "The other lane"}]']
    head = "".join(f"<script type='application/ld+json'>{one}</script>" for one in data)

    essay = read_essay("a.html", f"<html><head><title>A | B</title>{head}</head><body>{ESSAY}</body></html>".encode())

    assert essay.title == "The other lane"


def test_page_of_tags_that_carry_text_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(EssayFileError, match="nested too deep"):
        read_essay("deep.html", ("<blockquote>" * 2000 + PEAS).encode())
