"""Saved web pages: the essay stays whole, the furniture around it goes, and what went is said."""

# Pages and paragraphs stay on the line on which a file would have them.
# ruff: noqa: E501

import pytest

from articles.importing import read_essay
from tests.articles.importing_cases import FILES, list_notes, list_structure, read_file


def test_page_of_hashed_layers_is_read_block_by_block() -> None:
    essay = read_file("saved-wix-page.html")

    assert (essay.title, essay.language) == ("Coming home late", "en")
    assert essay.summary == "On the half hour between the office and the door."
    assert list_structure(essay.html) == [
        (
            "p",
            "There is a half hour that belongs to nobody. The office is behind you, the house is not yet in sight, "
            "and for nine stops on the yellow line you are only a person holding a rail.",
        ),
        (
            "p",
            "I used to spend it on the phone. Then one evening the battery died at Rajiv Chowk, and I noticed that "
            "I was tired. Only tired. It was a relief to have the word.",
        ),
        ("h2", "What the half hour is for"),
        ("p", "Nothing, mostly. But it can hold a few small things:"),
        ("ul li", "the day, put down like a bag"),
        ("ul li", "one slow breath between two stations"),
        ("ul li ul li", "in by the nose"),
        ("ul li ul li", "out by the mouth"),
        ("ul li", "the name of what you feel"),
        ("blockquote p", "You do not have to arrive before you arrive."),
        ("h2", "Three stops, three questions"),
        ("ol li", "What did I carry today that was not mine?"),
        ("ol li", "What do I want to be asked when I open the door?"),
        ("ol li", "What can wait until morning?"),
        (
            "p",
            "If the answers are long, keep them for a notebook. If they are short, you are home already, and the key "
            "is in the other pocket as it always is.",
        ),
    ]
    assert "<strong>I was tired</strong>" in essay.html
    assert "<em>Only tired.</em>" in essay.html


def test_hindi_page_is_read_block_by_block() -> None:
    essay = read_file("saved-wordpress-hindi.html")

    assert (essay.title, essay.language) == ("धीमी सुबह का अभ्यास", "hi")
    assert list_structure(essay.html) == [
        (
            "p",
            "सुबह सबसे पहले जो आवाज़ सुनाई देती है, वह अक्सर फ़ोन की होती है। उसके बाद दिन अपने आप दौड़ने लगता है, और हम उसके पीछे।",
        ),
        ("p", "कुछ हफ़्तों से मैं एक छोटा सा प्रयोग कर रही हूँ: पहले दस मिनट किसी के नाम नहीं।"),
        ("h2", "दस मिनट में क्या होता है"),
        ("p", "बहुत कुछ नहीं। बस इतना:"),
        ("ul li", "खिड़की खोलना और हवा का तापमान पहचानना"),
        ("ul li", "पानी पीना, बैठकर"),
        ("ul li", "मन से पूछना कि वह कैसा है"),
        ("blockquote p", "जो सुबह धीमी शुरू होती है, वह दिन भर साथ चलती है।"),
        ("h2", "तीन कदम"),
        ("ol li", "फ़ोन को दूसरे कमरे में रखें।"),
        ("ol li", "तीन साँसें गिनें, जल्दी नहीं।"),
        ("ol li", "एक शब्द चुनें जो आज की सुबह का नाम हो।"),
        ("h3", "जब मन न माने"),
        (
            "p",
            "कुछ दिन मन नहीं मानेगा। उस दिन दस मिनट की जगह एक मिनट भी काफ़ी है। अभ्यास यह नहीं कि हर दिन अच्छा हो, "
            "अभ्यास यह है कि हम लौट आएँ।",
        ),
    ]


def test_page_of_line_breaks_is_read_block_by_block() -> None:
    essay = read_file("saved-blogger-page.html")

    assert essay.title == "The pot that did not flower"
    assert list_structure(essay.html) == [
        (
            "p",
            "Eleven pots stand on my terrace, and ten of them flowered this year. You may guess which one I looked at "
            "every morning.",
        ),
        (
            "p",
            "It had the same soil and the same water. I moved it twice, once into more sun and once out of it. I spoke "
            "to it, first kindly and then not.",
        ),
        ("h2", "What I was really watering"),
        ("p", "A friend who knows plants, and me, said only this:"),
        ("blockquote p", '"You water it as if it had to prove something."'),
        (
            "p",
            "She was right, and not about the plant. I keep a list of things that must flower before I may sit down:",
        ),
        ("ul li", "the kitchen"),
        ("ul li", "the answer to every message"),
        ("ul li", "my face, when someone comes in"),
        ("h2", "A smaller way to garden"),
        ("p", "So now I do it like this."),
        ("ol li", "I look at all eleven."),
        ("ol li", "I touch the soil of one."),
        ("ol li", "I sit, before anything has flowered."),
        (
            "p",
            "The eleventh pot is green, and that is all it is. I have stopped asking it for more, and on some mornings "
            "I manage the same with myself.",
        ),
    ]


def test_page_of_separate_blocks_is_read_block_by_block() -> None:
    essay = read_file("saved-squarespace-page.html")

    assert essay.title == "The second chair"
    assert list_structure(essay.html) == [
        (
            "p",
            "In the room where I work there are two chairs. People look at mine first, to see whether it is higher. "
            "It is not. I sawed the legs.",
        ),
        ("h2", "Why the chairs matter"),
        (
            "p",
            "A chair says who may be tired. In most rooms of our lives only one person may, and we learn early which "
            "one it is.",
        ),
        ("blockquote p", "“Sit as you would if nobody had to be impressed.”"),
        ("blockquote p", "— A note on my desk"),
        ("h2", "What happens in the second one"),
        ("p", "Usually this, and usually in this order:"),
        ("ol li", "Someone apologises for the traffic."),
        ("ol li", "Someone apologises for crying."),
        ("ol li", "Someone stops apologising."),
        ("p", "The third is quiet. I keep both chairs for it."),
    ]


DROPPED = {
    "saved-wix-page.html": ["Open from Monday", "We use cookies", "Recent Posts", "2 Comments", "An empty metro coach"],
    "saved-wordpress-hindi.html": ["लेखिका के बारे में", "पर 2 विचार", "© 2023", "हम कुकीज़", "चाय का प्याला", "नवंबर की पहली"],
    "saved-blogger-page.html": ["1 comment:", "About Me"],
    "saved-squarespace-page.html": [
        "New groups begin",
        "Sign up with your email",
        "Comments (1)",
        "above the boat shed|Letters reach us",
    ],
}


@pytest.mark.parametrize("name", sorted(DROPPED))
def test_every_dropped_part_of_running_text_is_named(name: str) -> None:
    notes = list_notes(read_file(name), "did")

    for words in DROPPED[name]:
        assert any(choice in notes for choice in words.split("|")), words


ESSAY = "".join(
    f"<{tag}>Paragraph {number} says that the kettle was on, and that nobody in the house had asked for tea yet.</{tag}>"
    for number, tag in enumerate(["p", "p", "p", "p"], 1)
)


def test_nothing_but_script_is_removed_where_nothing_is_furniture() -> None:
    """Control: the same text without furniture around it comes out whole and without a note of loss."""
    essay = read_essay("plain.html", f"<h1>Kettle</h1>{ESSAY}<script>x()</script>".encode())

    assert essay.title == "Kettle"
    assert essay.html.count("<p>") == 4
    assert essay.notes == []


def test_comments_longer_than_the_essay_do_not_replace_it() -> None:
    comment = (
        "<div class='q9'><b>Ria</b><span>3 May</span><p>"
        + "I had a kettle like this one, and a house. " * 12
        + "</p></div>"
    )
    page = f"<body><div class='x1'><h1>Kettle</h1><div class='x2'>{ESSAY}</div></div><div class='x3'>{comment * 4}<textarea></textarea></div></body>"

    essay = read_essay("kettle.html", page.encode())

    assert [text[:11] for _path, text in list_structure(essay.html)] == [
        f"Paragraph {number}" for number in range(1, 5)
    ]
    assert "I had a kettle like this one" in list_notes(essay, "did")


def test_long_prose_beside_the_essay_is_dropped_only_as_unsure() -> None:
    about = "<div class='b7'><p>The writer lives with two kettles in a house by the canal and answers every letter herself.</p></div>"
    page = f"<body><div class='x1'><h1>Kettle</h1><div class='x2'>{ESSAY * 4}</div>{about}</div></body>"

    essay = read_essay("kettle.html", page.encode())

    assert "two kettles" in essay.html or "two kettles" in list_notes(essay, "unsure") + list_notes(essay, "did")
    assert "The writer lives with" in essay.html + list_notes(essay, "unsure")


def test_list_beside_the_paragraphs_stays_even_without_a_sentence_in_it() -> None:
    page = f"<body><div><h2>Kettle</h2><div>{ESSAY}</div><ul><li>one cup</li><li>two cups</li></ul></div><div><a href='/c'>Contact</a></div></body>"

    assert list_structure(read_essay("kettle.html", page.encode()).html)[-2:] == [
        ("ul li", "one cup"),
        ("ul li", "two cups"),
    ]


def test_dated_remarks_below_the_essay_go_though_nothing_names_them() -> None:
    remark = "<div class='k3'><b>Om</b> 3 May<p>My aunt had a kettle, and it sang for years, and it was the same song.</p><a href='#r'>Reply</a></div>"
    page = f"<main><article><h1>Kettle</h1><div class=k1>{ESSAY}</div><div class=k2>{remark * 3}</div></article></main>"

    essay = read_essay("kettle.html", page.encode())

    assert "My aunt had a kettle" not in essay.html
    assert "My aunt had a kettle" in list_notes(essay, "did") + list_notes(essay, "unsure")


def test_link_list_of_further_reading_stays() -> None:
    reading = "<h2>To read next</h2><ul><li><a href='https://library.example/k'>The history of kettles</a></li><li><a href='https://other.example/t'>Tea without leaves</a></li></ul>"
    page = f"<html><body><nav><a href='https://me.example/'>Home</a><a href='https://me.example/b'>Blog</a><a href='https://me.example/c'>Me</a></nav><article><h1>Kettle</h1>{ESSAY}{reading}</article></body></html>"

    structure = list_structure(read_essay("kettle.html", page.encode()).html)

    assert structure[-3:] == [
        ("h2", "To read next"),
        ("ul li", "The history of kettles"),
        ("ul li", "Tea without leaves"),
    ]


def test_page_that_a_word_processor_saved_gets_its_lists_back() -> None:
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=windows-1252><meta name=Generator content="Microsoft Word 15 (filtered)">
    <style>p.MsoNormal{margin:0cm}</style></head><body lang=EN-GB><div class=WordSection1>
    <p class=MsoTitle>The spare key</p>
    <p class=MsoNormal><b>Where it is</b></p>
    <p class=MsoNormal>Under the third pot, where everyone in the street has always known it to be, and been quiet.</p>
    <p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='font-family:Symbol'>\xb7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span>one for the neighbour</p>
    <p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span>o<span>&nbsp;&nbsp; </span></span>who has never used it</p>
    <p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span>o<span>&nbsp;&nbsp; </span></span>not even in the flood</p>
    <p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='font-family:Symbol'>\xb7<span>&nbsp; </span></span>one for me \x96 the forgetful one</p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>"""

    essay = read_essay("key.htm", page.encode("latin-1"))

    assert essay.title == "The spare key"
    assert list_structure(essay.html)[-4:] == [
        ("ul li", "one for the neighbour"),
        ("ul li ul li", "who has never used it"),
        ("ul li ul li", "not even in the flood"),
        ("ul li", "one for me – the forgetful one"),
    ]


def test_table_used_for_layout_is_read_as_text_and_a_table_of_data_stays_one() -> None:
    data = "<table><tr><th>Cup</th><th>Owner</th></tr><tr><td>blue</td><td>nobody</td></tr></table>"
    page = f"<body><table><tr><td><a href='/'>Home</a><br><a href='/b'>More</a></td><td><font size=5><b>Kettle</b></font><br><br>{ESSAY}{data}</td></tr></table></body>"

    structure = list_structure(read_essay("kettle.html", page.encode()).html)

    assert [path for path, _text in structure][-4:] == [
        "table thead tr th",
        "table thead tr th",
        "table tbody tr td",
        "table tbody tr td",
    ]
    assert sum(path == "p" for path, _text in structure) >= 4


def test_links_within_the_old_site_become_whole_and_unsafe_ones_lose_their_address() -> None:
    links = (
        "<p>See <a href='/tea'>the tea</a>, <a href='jav&#9;ascript:alert(1)'>the trap</a>, "
        "<a href='data:text/html,x'>the other trap</a> and <a href='#note'>the note</a>, all of them lukewarm by now.</p>"
    )
    head = "<head><link rel=canonical href='https://me.example/kettle'></head>"

    essay = read_essay("kettle.html", f"<html>{head}<body><h1>Kettle</h1>{ESSAY}{links}</body></html>".encode())

    assert (
        '<a href="https://me.example/tea" rel="noreferrer noopener">the tea</a>, the trap, the other trap' in essay.html
    )
    assert "javascript" not in essay.html
    assert "only the words could be kept: 2" in list_notes(essay, "unsure")


def test_pages_nested_beyond_reason_are_read_flat() -> None:
    page = "<div>" * 2000 + f"<h1>Kettle</h1>{ESSAY}" + "</div>" * 2000

    essay = read_essay("deep.html", page.encode())

    assert essay.html.count("Paragraph") == 4
    assert "nested unusually deep" in list_notes(essay, "unsure")


def test_text_that_is_a_page_is_read_as_one() -> None:
    essay = read_essay("saved.txt", (FILES / "saved-squarespace-page.html").read_bytes())

    assert essay.title == "The second chair"
    assert "<h2>Why the chairs matter</h2>" in essay.html
