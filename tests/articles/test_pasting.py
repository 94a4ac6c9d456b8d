"""What the desk makes of pastes from the programs people write in: block by block, and nothing of it kept or logged."""

import contextlib
import logging
import time
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from articles import desk_pasting
from articles.importing import EssayFileError
from articles.importing.pasted import read_pasted
from tests.articles.importing_cases import Structure, list_structure
from tests.factories import make_user

PASTES = Path(__file__).parent / "pastes"
BEHAVES: dict[str, Structure] = {
    "word-desktop.html": [
        ("h2", "When the house is quiet"),
        ("p", "In Gurgaon the evenings are long in winter, and a kettle is company."),
        ("p", "Three things that help:"),
        ("ul li", "A lamp that is lit early"),
        ("ul li ul li", "not the one overhead"),
        ("ul li", "A letter that is not sent"),
        ("h3", "What to do first"),
        ("ol li", "Sit down."),
        ("ol li", "Put both feet on the floor."),
        ("p", "More at a page on sleep."),
    ],
    "word-bold-headings.html": [
        ("h2", "रात को जब नींद नहीं आती"),
        ("p", "बहुत से लोग रात में उन बातों को सोचते हैं जो दिन में छोटी लगती थीं। यह कोई कमी नहीं है।"),
        ("ul li", "धीरे साँस लें"),
        ("ul li", "एक गिलास पानी पिएँ"),
        ("h2", "What the body says"),
        ("p", "It says it twice, and then it says it in another room, where nobody is listening yet."),
    ],
    "word-online.html": [
        ("h2", "Small rooms"),
        ("p", "Some evenings ask for a smaller room than the one you are in."),
        ("ul li", "The window seat"),
        ("ul li", "The stairs"),
        ("ul li ul li", "third from the top"),
        ("p", "Then come back."),
        ("ul li", "A list of its own"),
    ],
    "google-docs.html": [
        ("h2", "Asking for less"),
        ("p", "It is not a small thing, as you know. Read more of it."),
        ("ul li", "One evening"),
        ("ul li ul li", "without a screen"),
        ("ul li", "One morning"),
        ("p", "After that, see."),
    ],
    "wix-site.html": [
        ("h2", "The long way home"),
        ("p", "Walking home takes twenty minutes. It is allowed to take forty."),
        ("ul li", "past the temple,"),
        ("ul li", "past the tailor."),
        ("p", "Nobody is waiting with a watch."),
    ],
    "libreoffice.html": [
        ("h2", "A letter to the morning"),
        ("p", "You come without asking, every day, and so do I."),
        ("ol li", "Open the curtain."),
        ("ol li", "Say what you see."),
        ("ol li ul li", "aloud,"),
        ("ol li ul li", "once."),
        ("table thead tr th", "Hour"),
        ("table thead tr th", "What"),
        ("table tbody tr td", "Seven"),
        ("table tbody tr td", "Light"),
        ("p", "“The morning owes you nothing, and comes.”"),
    ],
    "web-page.html": [
        ("h2", "Why we apologise"),
        ("p", "Mostly to be safe. See this, that and the other."),
        ("p", "A door, half open"),
        ("blockquote p", "Sorry is a door."),
        ("blockquote p", "A grandmother"),
        ("p", "One line / and another."),
    ],
    "outlook-mail.html": [
        ("p", "Dear Arati,"),
        ("p", "Here is the part about rest:"),
        ("ul li", "it is not earned"),
        ("ul li", "it is not a prize"),
        ("p", "Please read it when there is an hour."),
    ],
    "plain-mail.txt": [
        ("p", "Rest is not a prize. / It is not paid out at the end of the week."),
        ("p", "What it needs:"),
        ("ul li", "a door that closes"),
        ("ul li", "nobody to answer"),
        ("ol li", "Close the door."),
        ("ol li", "Sit where the light is."),
        ("p", "That is all."),
    ],
}
KEPT = {
    "word-desktop.html": ["<strong>long</strong>", "<em>company</em>", 'href="https://example.org/sleep"'],
    "word-bold-headings.html": ["<strong>twice</strong>"],
    "word-online.html": ["<strong>Some evenings</strong>"],
    "google-docs.html": ["<strong>not</strong>", "<em>you</em>", 'href="https://example.org/less"'],
    "wix-site.html": ["<strong>It is allowed</strong>", "<em>Nobody</em>"],
    "libreoffice.html": ["<strong>every</strong>", "<em>so</em>"],
    "web-page.html": ["<strong>safe</strong>", 'href="https://example.org/p"'],
    "outlook-mail.html": ["<strong>Please</strong>"],
    "plain-mail.txt": ["<br>"],
}
LEFT = (
    "style",
    "class",
    "mso",
    "Mso",
    "<o:",
    "<b",
    "<i>",
    "<span",
    "font",
    "docs-internal",
    "javascript",
    "alert",
    "&nbsp;",
)


def html_of(name: str) -> str:
    """Return what is made of one of the pastes."""
    content = (PASTES / name).read_text(encoding="utf-8")
    return (read_pasted(content) if name.endswith(".html") else read_pasted("", content)).html


def test_every_paste_is_looked_at() -> None:
    assert {path.name for path in PASTES.iterdir()} == set(BEHAVES) == set(KEPT)


@pytest.mark.parametrize("name", BEHAVES)
def test_each_paste_becomes_these_blocks(name: str) -> None:
    assert list_structure(html_of(name)) == BEHAVES[name]


@pytest.mark.parametrize("name", BEHAVES)
def test_real_weight_slant_and_links_stay_and_the_dress_goes(name: str) -> None:
    html = html_of(name)
    assert [each for each in KEPT[name] if each not in html] == []
    plain = html.replace("<blockquote>", "").replace("<br>", "").replace("</blockquote>", "")
    assert [each for each in LEFT if each in plain] == []


@pytest.mark.parametrize("name", [name for name in BEHAVES if name.endswith(".html")])
def test_control_the_pastes_do_come_dressed(name: str) -> None:
    content = (PASTES / name).read_text(encoding="utf-8")
    assert [each for each in LEFT if each in content] != []


@pytest.mark.parametrize(("name", "count"), [("word-desktop.html", 1), ("web-page.html", 1), ("outlook-mail.html", 0)])
def test_pictures_are_left_behind_and_counted_and_a_spying_dot_is_none(name: str, count: int) -> None:
    assert read_pasted((PASTES / name).read_text(encoding="utf-8")).pictures == count


def test_the_words_under_a_picture_stay_as_a_line() -> None:
    figure = "<figure><img src=blob:x alt=A><figcaption>The room where I sit</figcaption></figure>"
    assert read_pasted(f"<p>One</p>{figure}").html == "<p>One</p>\n<p>The room where I sit</p>"


def test_what_plays_is_counted_once_and_a_dot_is_none() -> None:
    player = "<object><embed src=a></object><iframe src=b></iframe><video><source src=c></video>"
    assert read_pasted(f"<p>One</p>{player}<iframe width=1 height=1></iframe>").players == 3


ANCHOR = "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[AB1]</a></span>"
COMMENTS = (
    "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'>"
    f"<p class=MsoCommentText>{ANCHOR}Is this she?</p></div></div>"
)


@pytest.mark.parametrize("comments", [COMMENTS, "<p class=MsoCommentText>Is this she?</p>"])
def test_what_was_written_beside_a_text_is_no_part_of_it(comments: str) -> None:
    made = read_pasted(f"<p class=MsoNormal>One {ANCHOR}stays.</p>{comments}<p>Two</p>")
    assert (made.html, made.has_comments) == ("<p>One stays.</p>\n<p>Two</p>", True)


def test_what_was_struck_while_changes_were_followed_is_gone_and_elsewhere_stays() -> None:
    followed = "<span class=msoDel><del cite='mailto:Asha' datetime='2026-11-01T10:00'>old</del></span><ins>new</ins>"
    assert read_pasted(f"<p>One {followed}</p>").html == "<p>One new</p>"
    assert read_pasted("<p>One <del>old</del> new</p>").html == "<p>One old new</p>"


def test_the_box_that_google_docs_draws_before_what_can_be_ticked_is_no_picture() -> None:
    box = "<img src='data:image/png;base64,iVBORw0KGgo=' alt=unchecked aria-roledescription=checkbox>"
    made = read_pasted(f"<ul><li role=checkbox>{box}<p>One</p></li></ul>")
    assert (made.html, made.pictures) == ("<ul><li>One</li></ul>", 0)


@pytest.mark.parametrize(
    ("html", "text", "made"),
    [
        ("<b>loud</b>", "loud", "<p><strong>loud</strong></p>"),
        ("<span style='font-size:30px'>One line</span>", "", "<p>One line</p>"),
        ("", "One line", "<p>One line</p>"),
        ("", "One\r\n\r\nTwo\xa0words", "<p>One</p>\n<p>Two words</p>"),
        ("", "क्‍या\u200b", "<p>क्‍या</p>"),
        ("", "", ""),
        ("<p>a<script>b</script></p><svg onload=x>", "", "<p>a</p>"),
    ],
)
def test_a_piece_of_a_line_stays_one(html: str, text: str, made: str) -> None:
    assert read_pasted(html, text).html == made


def test_a_short_line_is_no_heading_for_its_shape_alone() -> None:
    html = read_pasted("", "A short line\n\nA longer line that says what it has to say and then ends.").html
    assert list_structure(html)[0] == ("p", "A short line")


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


URL = "/admin/essays/paste/"


@pytest.mark.django_db
def test_the_desk_answers_with_clean_html_and_what_was_left_out(desk: Browser) -> None:
    assert reverse("admin:essay_paste") == URL
    answer = desk.post(URL, {"html": "<p class=x>One</p><img src=a.png>", "text": "One"}).json()
    assert answer["html"] == "<p>One</p>"
    assert answer["said"] == "Pasted. A picture was left out: put it in by the button Picture."
    assert desk.post(URL, {"text": "One"}).json()["said"] == "Pasted, without the dress it came in."


@pytest.mark.django_db
def test_the_desk_says_that_videos_stayed_behind_and_that_nothing_came(desk: Browser) -> None:
    video = "<iframe src=https://video.example/1></iframe>"
    said = "A video or a player was left out: a link can lead to it."
    assert desk.post(URL, {"html": f"<p>One</p>{video}"}).json()["said"] == f"Pasted. {said}"
    comment = "<p>One</p><p class=MsoCommentText>Two</p>"
    assert desk.post(URL, {"html": comment}).json()["said"] == "Pasted. Comments beside the text were left out."
    assert desk.post(URL, {"html": video}).json()["said"] == f"There were no words to paste. {said}"


@pytest.mark.django_db
def test_what_is_too_long_is_refused_at_once(
    desk: Browser, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk_pasting.PasteForm.base_fields, "html", desk_pasting.PasteForm.base_fields["html"])
    assert desk.post(URL, {"html": "x" * (desk_pasting.LARGEST + 1)}).status_code == 422
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert desk.post(URL, {"html": "x" * 2000}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "html", ["<div>" * 5000 + "x", "\x00", "<p>" + "a\u202eb" * 10, "{{7*7}}{% debug %}", "<!-- nothing -->"]
)
def test_no_paste_breaks_the_desk(desk: Browser, html: str) -> None:
    assert desk.post(URL, {"html": html}).status_code in (200, 422)


@pytest.mark.django_db
def test_no_word_of_a_paste_is_logged(desk: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        desk.post(URL, {"html": "<p>secret of hers</p>"})
        desk.post(URL, {"html": "<div>" * 5000 + "secret of hers"})
    assert caplog.records
    assert "secret" not in caplog.text


@pytest.mark.django_db
def test_only_who_may_change_essays_asks_by_post(client: Browser) -> None:
    client.force_login(make_user("staff@example.com", is_staff=True))
    assert client.post(URL, {"text": "One"}).status_code == 403
    assert client.get(URL).status_code == 405


@pytest.mark.parametrize(
    "html",
    [
        "<style" * 300_000,
        "<!--StartFragment-->" * 90_000,
        "<p class=MsoNormal style='mso-x:1'>A line of <b>hers</b>.<o:p></o:p></p>" * 14_000,
        "<div class=ListContainerWrapper><ul><li data-aria-level=2>x</ul></div>" * 10_000,
        "<b>" * 100 + "x " * 500_000,
    ],
)
def test_a_megabyte_is_read_in_seconds(html: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(EssayFileError):
        read_pasted(html)
    assert time.perf_counter() - began < 20
