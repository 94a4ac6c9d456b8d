"""Plain text and Markdown: marks, marks that were lost, wrapped lines, encodings and metadata."""

# Pages and paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import os
import subprocess
import sys
import textwrap

import pytest

from articles.importing import read_essay, render_report
from tests.articles.importing_cases import FILES, Structure, list_notes, list_structure, read_file


def read_text(text: str) -> Structure:
    return list_structure(read_essay("essay.txt", text.encode()).html)


def test_every_kind_of_typed_mark_becomes_a_list() -> None:
    essay = read_file("list-marks.txt")

    assert essay.title == "The drawer of unsent letters"
    assert list_structure(essay.html) == [
        (
            "p",
            "In the second drawer of my desk there are letters that I never sent. I open it about once a year, in the "
            "week when the clocks of other countries change, and I read one of them aloud to the empty room.",
        ),
        ("h2", "What a letter can hold"),
        ("p", "Not everything fits. These things do:"),
        ("ul li", "a sentence that begins with “I wanted”"),
        ("ul li", "a small fact about the weather"),
        ("ul li ul li", "rain, if there was any"),
        ("ul li ul li", "the colour of the sky, even when it was nobody's business"),
        ("ul li", "your name, written slowly"),
        ("p", "And these do not:"),
        ("ul li", "proof"),
        ("ul li", "the last word"),
        ("ul li", "a receipt"),
        ("h2", "How to write one"),
        ("ol li", "Choose a person who will not read it."),
        ("ol li", "Sit where you can be interrupted."),
        ("ol li", "Begin in the middle."),
        ("ol li", "If you are angry, write fast."),
        ("ol li", "If you are sad, write small."),
        ("ol li", "If you are both, drink some water first."),
        ("blockquote p", "“A letter that stays in the drawer has still been written.”"),
        ("h2", "Three ways to end"),
        ("ol li p", "Stop."),
        ("ol li p", "You do not owe the page a bow. The pen goes down and the evening goes on around it."),
        ("ol li p", "Thank someone."),
        ("ol li p", "It need not be the person to whom you wrote. It may be whoever made the paper."),
        ("ol li p", "Ask."),
        ("ol li p", "A question keeps the drawer a little open, and that may be the kindest ending of all."),
        ("ol li", "दराज़ बंद करें।"),
        ("ol li", "खिड़की खोलें।"),
        ("ol li", "चाय बनाएँ।"),
        (
            "p",
            "In 1994. That was the year on the oldest of them. I was nine, and I had written to a dog.",
        ),
    ]
    assert '<ol type="a"><li>If you are angry' in essay.html


def test_lists_whose_marks_were_lost_are_found_and_called_unsure() -> None:
    essay = read_file("lost-marks.txt")

    assert [one for one in list_structure(essay.html) if one[0] != "p"] == [
        ("h2", "What slowed down"),
        ("ul li", "the argument I rehearse on the way"),
        ("ul li", "my shoulders"),
        ("ul li", "the first hour at my desk"),
        ("ul li", "a woman who greets each dog"),
        ("ul li", "two boys who share one pair of earphones"),
        ("ul li", "an old man who stops to breathe"),
        ("h2", "What came back"),
        ("blockquote p", "“I will look at it in the morning.”"),
        ("h2", "What I did not learn"),
    ]
    assert list_notes(essay, "unsure").count("marks were lost") == 2


BODY = (
    "The kettle was on, and nobody in the house had asked for tea yet, but it is good to hear a kettle in another room."
)


def test_heading_after_a_lost_list_is_not_its_last_item() -> None:
    text = f"Kettle\n\n{BODY}\n\nIt said three things:\n\nleaving the tap\n\ntelling the cups\n\nwaking the cat\n\nHow it ended\n\n{BODY}"

    assert read_text(text)[1:] == [
        ("p", "It said three things:"),
        ("ul li", "leaving the tap"),
        ("ul li", "telling the cups"),
        ("ul li", "waking the cat"),
        ("h2", "How it ended"),
        ("p", BODY),
    ]


def test_last_item_in_hindi_is_not_taken_for_a_heading() -> None:
    body = "सुबह की चाय ठंडी हो गई, और किसी ने ध्यान नहीं दिया कि खिड़की खुली थी और बाहर बहुत देर से बारिश हो रही थी।"

    structure = read_text(
        f"मन की बात\n\n{body}\n\nइन बातों में:\n\nसच बोलना\n\nघर से निकलना\n\nचुप न रहना\n\n{body}\n\n(क) पहला\n(ख) दूसरा\n"
    )

    assert structure == [
        ("p", body),
        ("p", "इन बातों में:"),
        ("ul li", "सच बोलना"),
        ("ul li", "घर से निकलना"),
        ("ul li", "चुप न रहना"),
        ("p", body),
        ("ol li", "पहला"),
        ("ol li", "दूसरा"),
    ]


def test_text_without_blank_lines_is_parted_by_its_long_lines() -> None:
    assert read_text(
        f"Kettle\n{BODY}\n{BODY}\nWho hears it?\n{BODY}\nSome of us:\n• the cat\n• the lodger\n{BODY}\n"
    ) == [
        ("p", BODY),
        ("p", BODY),
        ("h2", "Who hears it?"),
        ("p", BODY),
        ("p", "Some of us:"),
        ("ul li", "the cat"),
        ("ul li", "the lodger"),
        ("p", BODY),
    ]


def test_numbered_headings_are_no_list() -> None:
    part = f"{BODY}\n\n{BODY}\n\n{BODY}"

    structure = read_text(f"Kettle\n\n{BODY}\n\n1. How it sounds\n\n{part}\n\n2. Who hears it\n\n{part}\n")

    assert [text for path, text in structure if path == "h2"] == ["1. How it sounds", "2. Who hears it"]


def test_reading_plain_text_loads_no_parser_of_other_formats() -> None:
    """The web worker keeps no parser in memory that only an import of another kind of file needs."""
    program = (
        "import sys, django; django.setup(); before = set(sys.modules)\n"
        "from articles.importing import read_essay\n"
        "read_essay('a.txt', b'Kettle\\n\\nIt was on, and nobody had asked for tea.')\n"
        "print(sorted({'mammoth', 'lxml', 'bs4', 'markdown_it'} & (set(sys.modules) - before)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)

    assert done.stdout.strip() == "[]"


def test_lines_wrapped_by_a_program_are_joined_and_short_lines_are_not() -> None:
    wrapped = textwrap.fill(f"{BODY} {BODY} {BODY}", 72)
    verse = "the kettle knows\nwhat the cup does not\nand says it late"

    structure = read_text(f"Kettle\n\n{wrapped}\n\n{verse}\n\n{wrapped}\n")

    assert structure == [
        ("p", f"{BODY} {BODY} {BODY}"),
        ("p", "the kettle knows / what the cup does not / and says it late"),
        ("p", f"{BODY} {BODY} {BODY}"),
    ]


def test_wrapped_items_stay_whole() -> None:
    items = "\n".join(textwrap.fill(f"- {BODY}", 72, subsequent_indent="  ") for _item in range(2))

    assert read_text(f"Kettle\n\n{BODY}\n\n{items}\n")[1:] == [("ul li", BODY), ("ul li", BODY)]


@pytest.mark.parametrize(
    "line",
    [
        "2020. That was the year of the long spring and the short summer, and of nobody at the door.",
        "A. Bhatt wrote to the lane about the kettle, and the lane wrote back within a day or so.",
        "– and then, said the kettle, there is the matter of the spoon that you lent to the neighbours.",
    ],
)
def test_sentences_that_begin_like_items_stay_paragraphs(line: str) -> None:
    essay = read_essay("essay.txt", f"Kettle\n\n{BODY}\n\n{line}\n\n{BODY}".encode())

    assert ("p", line) in list_structure(essay.html)


def test_dialogue_is_not_made_into_quotations() -> None:
    structure = read_text(f"Kettle\n\n{BODY}\n\n“Is it on already?”\n\n“It has been on for hours.”\n\n{BODY}")

    assert [path for path, _text in structure] == ["p"] * 4


def test_quotation_keeps_its_explanation_and_its_source() -> None:
    structure = read_text(
        f"Kettle\n\n{BODY}\n\n“A kettle is a clock.”\nIt tells the time of whoever waits.\n\n{BODY}\n\n"
        f"“Tea is a verb.”\n\n— My aunt\n\n{BODY}"
    )

    assert [one for one in structure if one[0] != "p"] == [
        ("blockquote p", "“A kettle is a clock.”"),
        ("blockquote p", "It tells the time of whoever waits."),
        ("blockquote p", "“Tea is a verb.”"),
        ("blockquote p", "— My aunt"),
    ]


def test_headings_in_capitals_underlined_or_with_number_signs_are_found() -> None:
    structure = read_text(
        f"Kettle\n======\n\n{BODY}\n\nTHE CUP\n\n{BODY}\n\nThe spoon\n---------\n{BODY}\n\n## The tap\n\n{BODY}"
    )

    assert [text for path, text in structure if path == "h2"] == ["THE CUP", "The spoon", "The tap"]


def test_short_lines_in_a_row_are_no_headings() -> None:
    structure = read_text(f"Kettle\n\n{BODY}\n\n12 Canal Lane\n\nThe blue door\n\nThird bell\n\nNo dog\n\n{BODY}")

    assert [path for path, _text in structure if path == "h2"] == ["h2"]
    assert ("p", "The blue door") in structure


def test_dropped_separators_are_said() -> None:
    essay = read_essay("essay.txt", f"Kettle\n\n{BODY}\n\n* * *\n\n{BODY}".encode())

    assert [path for path, _text in list_structure(essay.html)] == ["p", "p"]
    assert "lines of signs between parts" in list_notes(essay, "did")


CURLY = [
    (
        "p",
        "My mother’s kitchen had one bulb, and it hung so low that the tall cousins bowed to it — every one of them, at "
        "every meal.",
    ),
    ("p", "“Mind the sun,” she said. It was our family joke, and it caféd no one… or so I thought."),
    ("h2", "What it showed"),
    ("ul li", "the flour on her sleeve"),
    ("ul li", "the letter under the tin"),
    ("ul li", "who had been crying"),
    ("p", "I have four lights now. I still look for the low one."),
]


def test_windows_encoding_keeps_curly_quotes_and_bullets() -> None:
    essay = read_file("curly-cp1252.txt")

    assert essay.title == "Kitchen light"
    assert list_structure(essay.html) == CURLY
    assert "Windows-1252" in list_notes(essay, "did")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_is_the_same_in_every_encoding_and_with_all_line_ends(encoding: str, ends: str) -> None:
    text = (FILES / "curly-cp1252.txt").read_bytes().decode("cp1252").replace("\r\n", ends)

    assert list_structure(read_essay("light.txt", text.encode(encoding)).html) == CURLY


def test_hindi_in_utf_16_is_read() -> None:
    essay = read_file("utf16-hindi.txt")

    assert (essay.title, essay.language) == ("छोटी छत", "hi")
    assert list_structure(essay.html) == [
        ("p", "हमारी छत पर शाम सबसे पहले आती है, और सबसे देर तक ठहरती है।"),
        ("h2", "शाम के तीन काम"),
        ("ol li", "कपड़े उतारना"),
        ("ol li", "तुलसी को पानी देना"),
        ("ol li", "किसी को याद करना"),
        ("p", "इतना हो जाए तो दिन पूरा मान लिया जाता है, चाहे बाकी कुछ भी रह गया हो।"),
    ]


def test_slightly_damaged_utf_8_keeps_the_rest() -> None:
    essay = read_essay("light.txt", f"Kettle\n\n{'“tea”, — ' * 40}".encode() + b"\xff" + BODY.encode())

    assert "“tea”" in essay.html
    assert "could not be read" in list_notes(essay, "unsure")


def test_markdown_with_metadata_is_read_block_by_block() -> None:
    essay = read_file("metadata.md")

    assert (essay.title, essay.summary) == ("The bench by the pond", "A small essay about sitting down in public.")
    assert essay.metadata == {"topic": "Rest", "published": "2026-11-03", "crisis_block": "no"}
    assert list_structure(essay.html) == [
        ("p", "The bench was put there for two people, and I have never seen two people on it. It is always one."),
        ("h2", "Who sits there"),
        ("ul li", "a man with a radio"),
        ("ul li ul li", "on weekdays, the news"),
        ("ul li ul li", "on Sundays, nothing"),
        ("ul li", "a girl with exams"),
        ("ul li", "me"),
        ("blockquote p", "You may sit down before you are tired."),
        ("blockquote p", "Nobody checks."),
        ("h3", "How to do it"),
        ("ol li", "Sit."),
        ("ol li", "Look at the pond."),
        ("ol li", "Stay for one thing longer than you planned: a duck, a door, a cloud."),
        ("ul li", "then go"),
        ("ul li", "or stay"),
        ("table thead tr th", "Day"),
        ("table thead tr th", "Who came"),
        ("table tbody tr td", "Monday"),
        ("table tbody tr td", "nobody"),
        ("table tbody tr td", "Tuesday"),
        ("table tbody tr td", "the radio"),
        ("h2", "What I meant to write"),
        ("h2", "Afterwards"),
        ("p", "The wood keeps the warmth of whoever was there."),
    ]
    assert "“mood”" in list_notes(essay, "unsure")
    assert "What I meant to write" in list_notes(essay, "empty")
    assert "The pond" in list_notes(essay, "did")


def test_lines_between_dashes_that_are_no_metadata_stay_text() -> None:
    essay = read_essay("essay.md", f"---\nA line of verse\n---\n\n{BODY}\n".encode())

    assert "A line of verse" in essay.title + essay.html
    assert essay.metadata == {}


def test_report_says_what_was_done_and_what_is_in_doubt() -> None:
    lines = render_report(read_file("metadata.md")).splitlines()

    assert lines[0] == "Title: The bench by the pond"
    assert [line.split(":")[0].strip() for line in lines[1:]] == sorted(
        (line.split(":")[0].strip() for line in lines[1:]), key=["done", "please check", "empty section"].index
    )
