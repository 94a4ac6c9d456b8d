"""What writing and note-taking programs export, read block by block."""

# Paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import pytest

from articles.importing import read_essay
from tests.articles.importing_cases import list_notes, list_structure, read_file


def test_export_of_medium_is_read_block_by_block() -> None:
    essay = read_file("exported-medium-post.html")

    assert (essay.title, essay.summary) == ("The half-read letter", "On reading only as far as it hurts.")
    assert list_structure(essay.html) == [
        (
            "p",
            "My aunt keeps letters she has only half read. Where it begins to hurt she folds them, and there they stay, for years, with the kind half on top.",
        ),
        ("p", "For a long time I thought that was cowardice. Now I think she was dosing it."),
        ("h2", "A dose is not a lie"),
        ("blockquote p", "“I know what it says. I have not yet let it say it.”"),
        ("blockquote p", "You may read your own life in halves."),
        ("ul li", "Read to the fold."),
        ("ul li", "Make tea."),
        ("p", "Read on when the tea is gone, or another year."),
        ("h2", "How to unfold one"),
        ("ol li", "Choose a morning."),
        ("ol li", "Tell one person that you will."),
    ]


def test_export_of_notion_is_read_block_by_block() -> None:
    essay = read_file("exported-notion-page.md")

    assert (essay.title, essay.summary) == ("A drawer for later", "")
    assert list_structure(essay.html) == [
        ("p", "Owner: A. B. Last edited: 3 March 2026"),
        ("p", "In our kitchen there is a drawer for what we will mend later: the clock, the torch, one shoe."),
        ("h2", "What belongs in it"),
        ("ul li", "What is broken and quiet"),
        ("ul li ul li", "the clock"),
        ("ul li ul li ul li", "its second hand"),
        ("ul li ul li", "the torch"),
        ("ul li", "What is broken and loud does not"),
        ("p", "💡 A drawer is not a grave. You may open it."),
        ("h2", "Three questions for the drawer"),
        ("ol li", "Is it mine?"),
        ("ol li p", "Does it wake me at night?"),
        ("ol li p", "If it does, it is not for the drawer. Put it on the table, under a lamp."),
        ("ol li", "Who could help me mend it?"),
        ("table thead tr th", "In the drawer"),
        ("table thead tr th", "On the table"),
        ("table tbody tr td", "a dull quarrel"),
        ("table tbody tr td", "a fresh one"),
        ("table tbody tr td", "an old fear"),
        ("table tbody tr td", "today’s fear"),
        ("blockquote p", "Later is a place, if you write the date on it."),
        ("blockquote p", "Without a date it is only a wall."),
        ("ul li", "Write one date"),
        ("ul li", "Open the drawer"),
        ("p", "The shoe was mended in the end. By then I had smaller feet, or a larger heart."),
    ]


def test_export_of_obsidian_is_read_block_by_block() -> None:
    essay = read_file("exported-obsidian-note.md")

    assert (essay.title, essay.summary) == ("Learning to sit in the back row", "On not being needed for an hour.")
    assert list_structure(essay.html) == [
        ("p", "For one hour a week I sit in the back row of a music class for children, and nobody needs me there.[1]"),
        ("h2", "The first weeks"),
        ("p", "I kept looking for something to carry. There was a chair to move, and #one child without a pencil."),
        ("blockquote p", "What the teacher said"),
        ("blockquote p", "“Sit. The music is also for the people who sit.”"),
        ("ul li", "I sat."),
        ("ul li", "I counted the windows."),
        ("ul li", "I stopped counting."),
        ("h3", "What came then"),
        ("p", "First came boredom, / then shame, / then the music."),
        ("ol li", "Boredom is the door."),
        ("ol li", "Shame is the mat in front of it."),
        ("ol li ul li", "wipe your feet"),
        ("ol li ul li", "go in"),
        ("p", "That hour is the week’s widest."),
        ("h2", "Notes"),
        ("ol li", "The class has nine children and one harmonium."),
    ]


@pytest.mark.parametrize("words", ["note to self: shorten this", "longest", "Left out the boxes", "“tags”"])
def test_what_an_export_leaves_out_is_said(words: str) -> None:
    """Of Obsidian and of Notion; nothing goes in silence."""
    essays = [read_file("exported-obsidian-note.md"), read_file("exported-notion-page.md")]

    assert words in "\n".join(list_notes(essay, kind) for essay in essays for kind in ("did", "unsure"))


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("A [[Kettle]] sang.", "A Kettle sang."),
        ("A [[Kettle|pot]] sang.", "A pot sang."),
        ("An ==old== pot.", "An old pot."),
        ("2 == 2, and 3 == 3.", "2 == 2, and 3 == 3."),
        ("It costs ~~9~~ 8.", "It costs 8."),
        ("Nearly ~~ nothing ~~ here.", "Nearly ~~ nothing ~~ here."),
        ("A sign[^x] alone.", "A sign[^x] alone."),
        ("100 %% sure.", "100 %% sure."),
    ],
)
def test_a_mark_of_such_programs_is_read_only_where_it_is_one(line: str, read: str) -> None:
    assert list_structure(read_essay("a.md", f"# Pots\n\n{line}\n".encode()).html) == [("p", read)]


def test_footnotes_stand_in_the_order_of_the_text() -> None:
    text = "# Pots\n\nOne[^b], two[^a].\n\n[^a]: The *second*.\n[^b]: The first,\n    going on.\n[^c]: Led to by nothing.\n"

    assert list_structure(read_essay("a.md", text.encode()).html) == [
        ("p", "One[1], two[2]."),
        ("h2", "Notes"),
        ("ol li", "The first, going on."),
        ("ol li", "The second."),
        ("ol li", "Led to by nothing."),
    ]
