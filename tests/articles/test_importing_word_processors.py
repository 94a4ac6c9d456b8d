"""Files as word processors write them: Word, LibreOffice, Google Docs and Pages, read block by block."""

# Paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import pytest

from articles.importing import read_essay
from tests.articles import word_shapes
from tests.articles.importing_cases import BODY, Structure, list_notes, list_structure, read_file


def test_page_that_word_filtered_is_read_block_by_block() -> None:
    essay = read_file("word-filtered-cp1252.html")

    assert (essay.title, essay.language) == ("What the Sunday phone call asks", "en")
    assert list_structure(essay.html) == [
        (
            "p",
            "Every Sunday at eleven the phone rings, and before I have said hello I am fourteen again. It isn’t that she is unkind. It’s that I answer “fine” before anyone has asked how I am.",
        ),
        ("h2", "Before the phone rings"),
        ("p", "Three things help me, and none of them takes longer than a kettle:"),
        ("ul li", "I sit where I can see a tree."),
        ("ul li ul li", "Any tree will do."),
        ("ul li", "I say one true sentence aloud."),
        ("ul li", "I decide when the call ends."),
        ("h2", "While she speaks"),
        ("ol li", "Listen for the worry under the advice."),
        ("ol li", "Answer the worry… not the advice."),
        ("ol li", "Say goodbye at the time you chose."),
        ("blockquote p", "You may love a voice and still hang up."),
        ("table thead tr th", "She says"),
        ("table thead tr th", "I may hear"),
        ("table tbody tr td", "You look tired."),
        ("table tbody tr td", "I am thinking of you."),
        (
            "p",
            "On some Sundays I do none of this and it goes badly, and the week comes anyway – with its own Sunday at the end.",
        ),
    ]


def test_page_that_libreoffice_saved_is_read_block_by_block() -> None:
    essay = read_file("libreoffice-writer.html")

    assert (essay.title, essay.language) == ("Borrowed umbrellas", "en")
    assert list_structure(essay.html) == [
        (
            "p",
            "In the monsoon everyone in our building owns everyone’s umbrella. You take the one by the door, and it comes back in a week, or another one does.",
        ),
        ("h2", "What I lend"),
        ("ul li", "My patience, mostly to people who spend it fast"),
        ("ul li ul li", "a cousin"),
        ("ul li ul li", "two colleagues"),
        ("ul li ul li ol li", "the one who asks"),
        ("ul li ul li ol li", "the one who does not"),
        ("ul li", "My Saturdays"),
        ("h2", "What I ask back"),
        ("ol li", "First I count what is gone."),
        ("ol li", "Then I say it to one person."),
        ("blockquote p", "“An umbrella that never comes home was a gift.”"),
        ("table thead tr th", "Lent"),
        ("table thead tr th", "Came back as"),
        ("table tbody tr td", "an evening"),
        ("table tbody tr td", "a thank you"),
        ("p", "It rains until September. There is time to ask[1]."),
        ("h2", "Notes"),
        ("ol li", "Asking can be one line on a phone."),
    ]


def test_word_file_of_google_docs_is_read_block_by_block() -> None:
    essay = read_essay("a.docx", word_shapes.pack(word_shapes.GOOGLE_DOCS))

    assert (essay.title, essay.language, essay.summary) == (
        "The lift that waits",
        "en",
        "On being the one who holds the door.",
    )
    assert list_structure(essay.html) == [
        ("p", "Our lift is old, and somebody must hold it. For nine years somebody was me."),
        ("h2", "Floors I held it for"),
        ("ul li", "the third, for the twins"),
        ("ul li ul li", "Monday to Friday"),
        ("ul li ul li ul li", "not in May"),
        ("ul li", "the sixth, for no reason"),
        ("h2", "Letting it go"),
        ("ol li", "Step in."),
        ("ol li", "Breathe out."),
        ("blockquote p", "“The lift comes back by itself.”"),
        ("p", "The twins take the stairs now, two at a time, and the lift is often empty when it comes."),
    ]


def test_word_file_of_libreoffice_is_read_block_by_block() -> None:
    essay = read_essay("a.docx", word_shapes.pack(word_shapes.LIBREOFFICE))

    assert (essay.title, essay.language, essay.summary) == ("Salt in both hands", "en", "")
    assert list_structure(essay.html) == [
        ("p", "When my hands are full of salt I cannot wave, and people think me cold."),
        ("h2", "What I carry"),
        ("ul li", "a message I have not answered"),
        ("ul li ul li", "from my brother"),
        ("ul li", "a cup that is not mine"),
        ("blockquote p", "Put it down where it can be found."),
        ("h2", "Putting it down"),
        ("ol li", "Choose a shelf."),
        ("ol li ol li", "not the highest"),
        ("ol li", "Say where it is."),
        ("table thead tr th", "Carried"),
        ("table thead tr th", "Put down"),
        ("table tbody tr td", "his worry"),
        ("table tbody tr td", "on his own table"),
        ("p", "Then wave, with both hands, at whoever is there. Most of them have waited to wave back."),
    ]


def test_word_file_of_pages_is_read_block_by_block() -> None:
    essay = read_essay("a.docx", word_shapes.pack(word_shapes.PAGES))

    assert (essay.title, essay.language, essay.summary) == ("A window on the landing", "en", "")
    assert list_structure(essay.html) == [
        ("p", "Between the second floor and the third there is a window at which nobody has ever stood."),
        ("h2", "Why I stopped there"),
        ("p", "My knee hurt. That is all. Much that is good in my life began with something as small as that."),
        ("ul li", "the knee"),
        ("ul li", "the window"),
        ("ul li ul li", "its one clean pane"),
        ("h2", "What can be seen"),
        ("p", "A tank, a line of washing, and on clear days in January a strip of hills that I had not known."),
    ]


def test_word_file_of_hindi_is_read_block_by_block() -> None:
    essay = read_essay("a.docx", word_shapes.pack(word_shapes.HINDI_WORD))

    assert (essay.title, essay.language, essay.summary) == ("बरामदे की कुर्सी", "hi", "")
    assert list_structure(essay.html) == [
        ("p", "शाम को बरामदे में एक कुर्सी खाली रहती है। “किसी के लिए रखी है,” नानी कहती थीं, और नाम नहीं बताती थीं।"),
        ("h2", "खाली जगह का काम"),
        ("p", "खाली जगह कुछ माँगती नहीं। वह बस इतना करती है कि आने वाले को देर से आने की छूट देती है:"),
        ("ul li", "थकान को"),
        ("ul li ul li", "दिन की"),
        ("ul li", "अपने आप को"),
        ("h2", "तीन छोटे कदम"),
        ("ol li", "एक कुर्सी चुनिए।"),
        ("ol li", "उस पर कुछ मत रखिए।"),
        ("ol li", "शाम को उसके पास बैठिए।"),
        ("table thead tr th", "दिन"),
        ("table thead tr th", "कौन आया"),
        ("table tbody tr td", "सोमवार"),
        ("table tbody tr td", "कोई नहीं"),
        ("table tbody tr td", "बाकी सप्ताह, हर शाम"),
        ("p", "अब वह कुर्सी मेरे घर में है। खाली रहती है, और कमरा उसके होने से भरा लगता है, यह मैं किसी को समझा नहीं पाती।"),
    ]


def test_cells_over_several_columns_are_said() -> None:
    merged = read_essay("a.docx", word_shapes.pack(word_shapes.HINDI_WORD))
    plain = read_essay("a.docx", word_shapes.pack(word_shapes.LIBREOFFICE))

    assert "several columns" in list_notes(merged, "unsure")
    assert "several columns" not in list_notes(plain, "unsure")


# A sign in the text, and its note, as each program saves them.
FOOTNOTES = {
    "word": (
        '<a href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>[1]</span></a>',
        '<div><br clear=all><hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText>'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> A low note.</p></div></div>',
    ),
    "google docs": (
        "<sup><a href=#ftnt1 id=ftnt_ref1>[1]</a></sup>",
        "<hr><div><p><a href=#ftnt_ref1 id=ftnt1>[1]</a> A low note.</p></div>",
    ),
    "wordpress": (
        "<sup data-fn=a1 class=fn><a href=#a1 id=a1-link>1</a></sup>",
        "<ol class=wp-block-footnotes><li id=a1>A low note. <a href=#a1-link>↩︎</a></li></ol>",
    ),
    "pandoc": (
        "<a href=#fn1 id=fnref1 role=doc-noteref><sup>1</sup></a>",
        "<section id=footnotes><hr><ol><li id=fn1><p>A low note.<a href=#fnref1>↩︎</a></p></li></ol></section>",
    ),
}


@pytest.mark.parametrize("program", sorted(FOOTNOTES))
def test_footnotes_of_a_page_become_a_last_section(program: str) -> None:
    sign, note = FOOTNOTES[program]
    page = f"<h1>Kettle</h1><p>{BODY}</p><p>It sang{sign}.</p><p>{BODY}</p>{note}"

    essay = read_essay("a.html", page.encode())

    read: Structure = [("p", BODY), ("p", "It sang[1]."), ("p", BODY), ("h2", "Notes"), ("ol li", "A low note.")]
    assert list_structure(essay.html) == read
    assert "1 footnotes" in list_notes(essay, "did")


def test_two_signs_may_share_a_note() -> None:
    signs = '<p>It sang<a href="#n" id="a">1</a>, and again<a href="#n" id="b">1</a>.</p>'
    page = f'<h1>Kettle</h1><p>{BODY}</p>{signs}<p>{BODY}</p><ol><li id="n">Low. <a href="#a">↩</a><a href="#b">↩</a></li></ol>'

    essay = read_essay("a.html", page.encode())

    assert ("p", "It sang[1], and again[1].") in list_structure(essay.html)
    assert essay.html.count("Low.") == 1


def test_sign_to_which_nothing_leads_back_is_a_link_like_any_other() -> None:
    """The control: numbers of a list of contents lead to what they name, and what that holds stays where it is."""
    page = f'<h1>Kettle</h1><p>{BODY} <a href="#one">1</a></p><p id="one">{BODY}</p>'

    essay = read_essay("a.html", page.encode())

    assert "Notes" not in essay.html
    assert [tag for tag, _text in list_structure(essay.html)] == ["p", "p"]
