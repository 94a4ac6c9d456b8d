"""Which lines are items, steps, headings or the title: the rules that tell them apart."""

import pytest

from articles.importing import read_essay
from tests.articles.importing_cases import BODY, Structure, list_notes, list_structure


def read_text(text: str) -> Structure:
    return list_structure(read_essay("essay.txt", text.encode()).html)


THINGS = f"Kettle\n\n{BODY}\n\nIt had three things:\n\n"


@pytest.mark.parametrize(
    ("lines", "items", "rest"),
    [
        ("the tap\n\nthe cups\n\n\n\nwaking the cat", ["the tap", "the cups"], ("h2", "waking the cat")),
        ("the tap,\n\nthe cups,\n\nthe cat,", ["the tap,", "the cups,", "the cat,"], ("p", BODY)),
        ("the tap\n\nthe cups\n\nThe cats", ["the tap", "the cups"], ("h2", "The cats")),
        ("सच बोलना\n\nघर चलना\n\nअब रुकना\n\nनई सुबह", ["सच बोलना", "घर चलना", "अब रुकना"], ("h2", "नई सुबह")),
    ],
    ids=["by its gap", "by its ending", "by its first letter", "by its last word"],
)
def test_line_after_a_lost_list_is_told_from_its_items(lines: str, items: list[str], rest: tuple[str, str]) -> None:
    structure = read_text(f"{THINGS}{lines}\n\n{BODY}\n\n{BODY}")

    assert structure[1 : len(items) + 3] == [("p", "It had three things:"), *(("ul li", item) for item in items), rest]


def test_lost_list_of_two_lines_that_differ_is_none() -> None:
    assert "ul li" not in dict(read_text(f"{THINGS}the tap,\n\nThe cups\n\n{BODY}"))


def test_sentences_after_a_colon_are_no_lost_list() -> None:
    lines = "The tap ran for an hour and then it ran no more.\n\nThe cups were told."

    assert {path for path, _text in read_text(f"{THINGS}{lines}\n\n{BODY}")} == {"p"}


@pytest.mark.parametrize("ending", ["", f"\n\n## Then\n\n{BODY}"])
def test_lost_list_may_end_the_text_or_its_part(ending: str) -> None:
    structure = read_text(f"{THINGS}the tap\n\nthe cups{ending}\n")

    assert [text for path, text in structure if path == "ul li"] == ["the tap", "the cups"]


def test_last_item_that_may_be_a_heading_is_called_unsure() -> None:
    essay = read_essay("essay.txt", f"{THINGS}the tap\n\nthe cups\n\n{BODY}".encode())

    assert "the heading of what follows. the cups" in list_notes(essay, "unsure")


def test_list_may_end_with_the_items_of_an_inner_one() -> None:
    assert read_text(f"Kettle\n\n{BODY}\n\n• cups\n• spoons\n◦ silver\n◦ wooden\n\n{BODY}")[1:-1] == [
        ("ul li", "cups"),
        ("ul li", "spoons"),
        ("ul li ul li", "silver"),
        ("ul li ul li", "wooden"),
    ]


def test_steps_that_say_so_become_a_list() -> None:
    assert read_text(f"Kettle\n\n{BODY}\n\nStep 1: Fill it.\n\nStep 2: Wait.\n\n{BODY}")[1:-1] == [
        ("ol li", "Fill it."),
        ("ol li", "Wait."),
    ]


def test_indented_paragraph_belongs_to_its_item() -> None:
    assert read_text(f"Kettle\n\n{BODY}\n\n• cups\n\n    which nobody dries\n\n• spoons\n\n{BODY}")[1:-1] == [
        ("ul li p", "cups"),
        ("ul li p", "which nobody dries"),
        ("ul li", "spoons"),
    ]


@pytest.mark.parametrize(("after", "rest"), [("", []), ("Not for long.\n", [("p", "Not for long.")])])
def test_last_step_takes_no_paragraph_that_explains_nothing(after: str, rest: Structure) -> None:
    steps = "".join(f"{number}. Step {number}.\n\n{BODY}\n\n" for number in (1, 2))

    assert read_text(f"Kettle\n\n{BODY}\n\n{steps}3. Pour.\n\n{after}")[-1 - len(rest) :] == [("ol li", "Pour."), *rest]


def test_opening_lines_that_look_like_headings_keep_only_the_first_and_last_as_such() -> None:
    opening = "Kettle\n\nFor my aunt\n\nOn waiting\n\nA reading\n\n"
    essay = read_essay("essay.txt", f"{opening}{BODY}\n\n{BODY}".encode())

    assert essay.title == "Kettle"
    assert list_structure(essay.html)[:3] == [("p", "For my aunt"), ("p", "On waiting"), ("h2", "A reading")]


def test_title_and_one_more_line_at_the_top_are_both_headings() -> None:
    assert read_text(f"Kettle\n\nFor my aunt\n\nOn waiting\n\n{BODY}")[:2] == [
        ("h2", "For my aunt"),
        ("h2", "On waiting"),
    ]


def test_line_that_says_that_it_is_the_title_is_it() -> None:
    essay = read_essay("essay.md", f"Title: The kettle was on.\n\n{BODY}\n".encode())

    assert (essay.title, list_structure(essay.html)) == ("The kettle was on.", [("p", BODY)])


def test_more_than_two_levels_of_headings_become_two_and_that_is_said() -> None:
    parts = "".join(f"{'#' * level} Level {level}\n\n{BODY}\n\n" for level in (2, 3, 4))
    essay = read_essay("essay.md", f"# Kettle\n\n{BODY}\n\n{parts}".encode())

    assert [path for path, text in list_structure(essay.html) if text != BODY] == ["h2", "h3", "h3"]
    assert "Brought 3 levels" in list_notes(essay, "did")


def test_metadata_may_go_on_over_indented_lines() -> None:
    essay = read_essay("a.md", f"---\ntitle: Kettle\nsummary: It was on,\n  and nobody\n\tknew\n---\n\n{BODY}".encode())

    assert essay.summary == "It was on, and nobody knew"


def test_quoted_line_after_a_quotation_is_one_of_its_own() -> None:
    essay = read_essay("a.md", f"# Kettle\n\n> A kettle is a clock.\n\n“Tea is a verb.”\n\n{BODY}".encode())

    assert essay.html.count("<blockquote>") == 2


PIECES = f"<h1>Kettle</h1><p>{BODY}</p>"


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<p>• cups</p><p>• spoons</p><h2>Then</h2>", [("ul li", "cups"), ("ul li", "spoons"), ("h2", "Then")]),
        (
            "<p>There are two<br>that I know<br>• cups<br>• spoons</p>",
            [("p", "There are two / that I know"), ("ul li", "cups"), ("ul li", "spoons")],
        ),
        ("<p><b>•</b> cups</p><p><b>•</b> spoons</p>", [("ul li", "cups"), ("ul li", "spoons")]),
        ("<p><br><b>Cups</b>, which are many</p>", [("p", "Cups, which are many")]),
        ("<p>Cups,<b> </b>which are many</p>", [("p", "Cups, which are many")]),
    ],
    ids=["list before a heading", "lines before a list", "bold marks", "bold after a break", "bold space"],
)
def test_breaks_and_bold_signs_leave_no_trace(html: str, read: Structure) -> None:
    essay = read_essay("essay.html", f"{PIECES}{html}<p>{BODY}</p>".encode())

    assert list_structure(essay.html)[1:-1] == read
    assert "<strong> " not in essay.html
