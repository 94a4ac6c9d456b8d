"""An essay is read aloud by a voice of the device, by no other, and only when it is asked to."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Essay
from tests.browser.conftest import PHONE, Visit
from tests.browser.listening import finish, give_voices, hear_to_the_end, is_silent, spoken, voice
from tests.browser.looking import COLOURS, NARROW, cuts, resize, violations
from tests.browser.watching import Visitor
from tests.factories import make_essay

LONG = " ".join(["word"] * 90)
BODY = f"""<h2>Part one</h2><p>First sentence. Second one?</p><ul><li>Item<ul><li>Within it</li></ul></li></ul>
<p>{LONG}</p><blockquote><p>Said.</p><p>Explained.</p></blockquote>"""
ENGLISH, REMOTE = voice("Own", "en-GB"), voice("Far away", "en-IN", is_local=False)
UNSUITED: dict[str, list[dict[str, Any]]] = {
    "none": [],
    "a company's": [REMOTE],
    "another language's": [voice("Own", "hi-IN"), voice("Own", "de-DE")],
    "of unknown place": [{"name": "Unknown", "lang": "en-GB"}],
}


@pytest.fixture
def essay() -> Essay:
    """An essay with all that is read aloud."""
    more = {"content_note": "Of leaving.", "tonight": "Rest a while.", "has_crisis_block": True}
    return make_essay("Quiet", body=BODY, **more)


def open_essay(visitor: Visitor, *voices: dict[str, Any]) -> Page:
    """Open the essay on a device with these voices."""
    give_voices(visitor, *voices)
    visitor.page.goto("/essays/quiet/", wait_until="networkidle")
    return visitor.page


def listen(visitor: Visitor, *voices: dict[str, Any]) -> Page:
    """Open the essay and ask for it to be read."""
    page = open_essay(visitor, *(voices or (ENGLISH,)))
    page.get_by_role("button", name="Listen").click()
    return page


@pytest.mark.parametrize("voices", UNSUITED.values(), ids=UNSUITED)
def test_without_a_voice_of_the_device_for_the_language_nothing_is_offered(
    wide: Visitor, essay: Essay, voices: list[dict[str, Any]]
) -> None:
    page = open_essay(wide, *voices)
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()
    page.evaluate("voice => window.device.learn(voice)", ENGLISH)  # many devices name theirs late
    expect(page.get_by_role("button", name="Listen")).to_be_visible()
    assert spoken(page) == []


def test_nothing_is_offered_without_scripts(no_javascript: Visitor, essay: Essay) -> None:
    no_javascript.page.goto("/essays/quiet/")
    for name in ("Listen", "Pause", "Stop"):
        expect(no_javascript.page.get_by_role("button", name=name)).to_be_hidden()


def test_everything_is_read_the_note_first_in_short_pieces_by_a_voice_of_the_device(
    wide: Visitor, essay: Essay
) -> None:
    page = listen(wide, REMOTE, voice("German", "de-DE"), voice("American", "en_US"), ENGLISH, voice("Near", "en-IN"))
    said = hear_to_the_end(page)
    assert said[:5] == ["Of leaving.", "Quiet", "Part one", "First sentence.", "Second one?"]
    assert said[5:7] == ["Item", "Within it"]
    assert " ".join(said[7:11]).startswith(LONG)
    assert max(map(len, said)) <= 200
    assert [each for each in said if each in {"Said.", "Explained."}] == ["Said.", "Explained."]
    assert any("14416" in each for each in said)
    assert said[-2:] == ["Two minutes, tonight", "Rest a while."]
    assert set(page.evaluate("window.spoken.map(each => each.voice)")) == {"Near"}
    expect(page.get_by_role("group", name="Listening")).to_be_hidden()
    expect(page.locator("[data-listen-said]")).to_have_text("Read to the end")


def test_a_pause_is_silent_and_the_sentence_is_begun_anew(wide: Visitor, essay: Essay) -> None:
    page = listen(wide)
    for _ in range(3):
        finish(page)
    before = spoken(page)
    page.get_by_role("button", name="Pause").press("Enter")
    assert is_silent(page)
    expect(page.locator("[data-listen-said]")).to_have_text("Paused")
    page.get_by_role("button", name="Go on").press("Enter")
    assert spoken(page) == [*before, before[-1]]
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


def test_stopping_ends_it_and_it_begins_anew_from_the_beginning(wide: Visitor, essay: Essay) -> None:
    page = listen(wide)
    finish(page)
    page.get_by_role("button", name="Stop").press("Enter")
    assert is_silent(page)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.get_by_role("button", name="Listen")).to_be_focused()
    expect(page.locator("[data-listen-text] [aria-current], [data-listen-text][aria-current]")).to_have_count(0)
    page.get_by_role("button", name="Listen").press("Enter")
    assert spoken(page)[-1] == "Of leaving."


@pytest.mark.parametrize("calm", ["reduce", "no-preference"])
def test_the_place_is_marked_and_the_page_moves_only_when_asked(visit: Visit, essay: Essay, calm: Any) -> None:
    page = listen(visit(**PHONE, reduced_motion=calm))
    while spoken(page)[-1] != "Explained.":
        finish(page)
    expect(page.locator("[data-listen-text] [aria-current]")).to_have_text("Explained.")
    assert page.evaluate("scrollY") == 0
    how = """() => new Promise(resolve => { Element.prototype.scrollIntoView = resolve;
      document.querySelector("[data-listen-place]").click(); })"""
    assert page.evaluate(how) == {"block": "center", "behavior": "instant" if calm == "reduce" else "smooth"}


def test_it_falls_silent_when_the_page_is_left(wide: Visitor, essay: Essay) -> None:
    page = listen(wide)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert is_silent(page)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_device_that_cannot_go_on_says_so_and_is_asked_again(wide: Visitor, essay: Essay) -> None:
    page = listen(wide)
    finish(page, "onerror")
    expect(page.locator("[data-listen-words]")).to_have_text("This device could not read on")
    page.get_by_role("button", name="Go on").click()
    assert spoken(page) == ["Of leaving.", "Of leaving."]


def test_a_hindi_essay_is_read_by_a_hindi_voice_and_the_rest_by_one_of_its_own(wide: Visitor) -> None:
    make_essay("चुप", slug="quiet", language="hi", body="<p>पहला वाक्य। दूसरा वाक्य।</p>", has_crisis_block=True)
    page = listen(wide, ENGLISH, voice("अपनी", "hi-IN"), voice("दूर", "hi-IN", is_local=False))
    hear_to_the_end(page)
    said = {each["text"]: each["voice"] for each in page.evaluate("window.spoken")}
    assert [said[each] for each in ("चुप", "पहला वाक्य।", "दूसरा वाक्य।")] == ["अपनी"] * 3
    assert said["If it is too much right now"] == "Own"


def test_the_buttons_suit_thumbs_and_every_reader(visit: Visit, essay: Essay) -> None:
    page = listen(visit(reduced_motion="reduce"))
    sizes = page.evaluate("""() => [...document.querySelectorAll("[data-listen], [data-listen-bar] button")]
      .map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))""")
    assert len(sizes) == 4
    assert min(sizes) >= 44
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    resize(page, NARROW)
    assert cuts(page, is_spaced=True) == []
