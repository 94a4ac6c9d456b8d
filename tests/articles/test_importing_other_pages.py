"""Pages of other makes: blog engines, builders, an exported document, one made by hand."""

# Pages and paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import pytest

from tests.articles.importing_cases import list_structure, read_file

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
