"""Word files: with styles, with structure that is only looks, and with what Word keeps beside the text."""

import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from articles.importing import read_essay
from tests.articles.importing_cases import (
    add_deleted_and_inserted,
    add_link,
    add_text_box,
    change_part,
    drop_part,
    list_notes,
    list_structure,
    make_word,
)

pytestmark = pytest.mark.gate

LONG = "The ferry leaves when it is full, and so for most of the morning it does not leave, and we sit and are nobody."


def write_styled(document: WordDocument) -> None:
    document.add_paragraph("The morning ferry", style="Title")
    document.add_paragraph("On waiting as a place", style="Subtitle")
    document.add_paragraph(LONG)
    document.add_paragraph("")
    document.add_heading("What waiting holds", level=1)
    document.add_paragraph("A thermos of “strong” tea", style="List Bullet")
    document.add_paragraph("milk in a jar", style="List Bullet 2")
    document.add_paragraph("Two newspapers", style="List Bullet")
    document.add_heading("How to board", level=2)
    document.add_paragraph("Stand up.", style="List Number")
    document.add_paragraph("Let the goats go first.", style="List Number")
    document.add_paragraph("A boat is a room that has agreed to move.", style="Quote")
    document.add_paragraph("So is a day.", style="Quote")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Bank", "Who waits", "East", "the schoolteacher"], strict=True):
        cell.text = text
    last = document.add_paragraph("It was ")
    last.add_run("never").bold = True
    last.add_run(" late").italic = True
    add_link(last, " by its own clock", "https://ferry.example/times")


def test_styles_become_title_summary_headings_lists_quotes_and_tables() -> None:
    essay = read_essay("ferry.docx", make_word(write_styled))

    assert essay.title == "The morning ferry"
    assert essay.summary == "On waiting as a place"
    assert essay.language == "en"
    assert list_structure(essay.html) == [
        ("p", LONG),
        ("h2", "What waiting holds"),
        ("ul li", "A thermos of “strong” tea"),
        ("ul li ul li", "milk in a jar"),
        ("ul li", "Two newspapers"),
        ("h3", "How to board"),
        ("ol li", "Stand up."),
        ("ol li", "Let the goats go first."),
        ("blockquote p", "A boat is a room that has agreed to move."),
        ("blockquote p", "So is a day."),
        ("table tbody tr td", "Bank"),
        ("table tbody tr td", "Who waits"),
        ("table tbody tr td", "East"),
        ("table tbody tr td", "the schoolteacher"),
        ("p", "It was never late by its own clock"),
    ]
    assert "<strong>never</strong> <em>late</em>" in essay.html
    assert 'href="https://ferry.example/times"' in essay.html


def write_looks_only(document: WordDocument) -> None:
    title = document.add_paragraph().add_run("The blue door")
    title.font.size = Pt(22)
    document.add_paragraph(LONG)
    document.add_paragraph()
    first = document.add_paragraph().add_run("Behind it")
    first.bold = True
    document.add_paragraph("There was less than I had been told. There was:")
    document.add_paragraph("•\ta chair")
    document.add_paragraph("–\twith three legs")
    document.add_paragraph("–\tand a book for the fourth")
    document.add_paragraph("•\ta window")
    second = document.add_paragraph().add_run("In front of it")
    second.bold = True
    document.add_paragraph("1. Knock.")
    document.add_paragraph("Nobody opens at the first knock. It is there to tell you that you have come.")
    document.add_paragraph("2. Wait.")
    document.add_paragraph("The second is for the other side. Waiting is how a door finds out who is there.")
    document.add_paragraph("3. Go in.")
    document.add_paragraph("It was never locked, they said later, when I had sat down and somebody had brought water.")
    document.add_paragraph("I painted mine the same blue, and I leave it on the latch for whoever else is slow.")


def test_bold_and_large_lines_become_headings_and_typed_marks_lists() -> None:
    essay = read_essay("door.docx", make_word(write_looks_only))

    assert essay.title == "The blue door"
    assert list_structure(essay.html) == [
        ("p", LONG),
        ("h2", "Behind it"),
        ("p", "There was less than I had been told. There was:"),
        ("ul li", "a chair"),
        ("ul li ul li", "with three legs"),
        ("ul li ul li", "and a book for the fourth"),
        ("ul li", "a window"),
        ("h2", "In front of it"),
        ("ol li p", "Knock."),
        ("ol li p", "Nobody opens at the first knock. It is there to tell you that you have come."),
        ("ol li p", "Wait."),
        ("ol li p", "The second is for the other side. Waiting is how a door finds out who is there."),
        ("ol li p", "Go in."),
        ("ol li p", "It was never locked, they said later, when I had sat down and somebody had brought water."),
        ("p", "I painted mine the same blue, and I leave it on the latch for whoever else is slow."),
    ]
    assert "as its explanation" in list_notes(essay, "unsure")


def test_numbers_of_steps_go_on_over_the_paragraphs_between_them() -> None:
    def write(document: WordDocument) -> None:
        document.add_heading("Three knots", level=1)
        for step in ("Cross the ropes.", "Turn the end under.", "Pull until it holds."):
            document.add_paragraph(step, style="List Number")
            document.add_paragraph(f"About this step: {LONG}")

    structure = list_structure(read_essay("knots.docx", make_word(write)).html)

    assert [path for path, _text in structure] == ["ol li p"] * 6


def test_tracked_changes_are_accepted_and_said() -> None:
    def write(document: WordDocument) -> None:
        document.add_heading("Tides", level=1)
        paragraph = document.add_paragraph("The water comes back ")
        add_deleted_and_inserted(paragraph, "eventually", "twice a day, whoever is watching")

    essay = read_essay("tides.docx", make_word(write))

    assert list_structure(essay.html) == [("p", "The water comes back twice a day, whoever is watching")]
    assert "1 insertions, 1 deletions" in list_notes(essay, "did")


def test_text_boxes_are_never_lost() -> None:
    def write(document: WordDocument) -> None:
        document.add_heading("Harbour", level=1)
        add_text_box(document.add_paragraph(LONG), "A rope remembers each hand.", with_fallback=True)
        add_text_box(document.add_paragraph(LONG), "Only newer programs know this box.", with_fallback=False)

    essay = read_essay("harbour.docx", make_word(write))

    assert essay.html.count("A rope remembers each hand.") == 1
    assert ("blockquote p", "Only newer programs know this box.") in list_structure(essay.html)
    assert "Only newer programs know this box." in list_notes(essay, "unsure")


FOOTNOTES = b"""<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="2"><w:p><w:r><w:t>A gull, most likely.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def test_footnotes_become_a_last_section_of_their_own() -> None:
    def write(document: WordDocument) -> None:
        document.add_paragraph("Gulls", style="Title")
        document.add_heading("One of them", level=1)
        document.add_paragraph("Something took my lunch.").add_run("NOTEHERE")

    content = make_word(write)
    content = change_part(
        content,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:t>NOTEHERE</w:t>", b'<w:footnoteReference w:id="2"/>'),
    )
    content = change_part(content, "word/footnotes.xml", lambda _xml: FOOTNOTES)
    content = change_part(
        content,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            b'<Relationship Id="rIdNotes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships/footnotes"/></Relationships>',
        ),
    )

    assert list_structure(read_essay("gulls.docx", content).html) == [
        ("h2", "One of them"),
        ("p", "Something took my lunch.[1]"),
        ("h2", "Notes"),
        ("ol li", "A gull, most likely."),
    ]


def test_page_headers_of_running_text_are_named() -> None:
    def write(document: WordDocument) -> None:
        document.add_heading("Edges", level=1)
        document.add_paragraph(LONG)
        document.sections[0].header.paragraphs[0].text = "This line stands at the head of each page " * 3

    essay = read_essay("edges.docx", make_word(write))

    assert "at the head of each page" in list_notes(essay, "unsure")
    assert "at the head of each page" not in essay.html


def test_headings_with_nothing_under_them_are_reported() -> None:
    def write(document: WordDocument) -> None:
        document.add_paragraph("Sails", style="Title")
        document.add_heading("Written", level=1)
        document.add_paragraph(LONG)
        document.add_heading("Never written", level=1)

    essay = read_essay("sails.docx", make_word(write))

    assert "Never written" in list_notes(essay, "empty")
    assert "Written" not in list_notes(essay, "empty").replace("Never written", "")


def test_short_page_headers_go_without_a_word() -> None:
    def write(document: WordDocument) -> None:
        document.add_heading("Edges", level=1)
        document.add_paragraph(LONG)
        document.sections[0].header.paragraphs[0].text = "Draft of May"
        document.sections[0].footer.paragraphs[0].text = ""

    essay = read_essay("edges.docx", make_word(write))

    assert list_structure(essay.html) == [("p", LONG)]
    assert "Draft of May" not in list_notes(essay, "unsure") + list_notes(essay, "did")


def test_lines_of_a_bold_style_become_headings() -> None:
    def write(document: WordDocument) -> None:
        style = document.styles.add_style("My sections", WD_STYLE_TYPE.PARAGRAPH)
        style.font.bold = True
        document.add_heading("Ropes", level=1)
        document.add_paragraph(LONG)
        document.add_paragraph("How they are kept", style="My sections")
        document.add_paragraph(LONG)

    assert ("h2", "How they are kept") in list_structure(read_essay("ropes.docx", make_word(write)).html)


def test_comments_in_the_margin_are_left_out_and_quoted() -> None:
    comments = f"<w:comments {nsdecls('w')}><w:comment w:id='0'><w:p><w:r><w:t>Cut this?</w:t></w:r></w:p></w:comment>"
    content = change_part(
        make_word(lambda document: document.add_paragraph(LONG)),
        "word/comments.xml",
        lambda _xml: f"{comments}</w:comments>".encode(),
    )

    essay = read_essay("margin.docx", content)

    assert list_structure(essay.html) == [("p", LONG)]
    assert "a comment in the margin (2 words): Cut this?" in list_notes(essay, "did")


@pytest.mark.parametrize(("named", "title"), [("The last ferry", "The last ferry"), ("Document1", "Ferry")])
def test_title_in_the_properties_counts_unless_word_made_it_up(named: str, title: str) -> None:
    def write(document: WordDocument) -> None:
        document.core_properties.title = named
        document.add_paragraph(LONG)

    assert read_essay("ferry.docx", make_word(write)).title == title


def test_document_without_its_styles_is_read() -> None:
    content = drop_part(make_word(write_looks_only), "word/styles.xml")

    assert ("p", LONG) in list_structure(read_essay("door.docx", content).html)
