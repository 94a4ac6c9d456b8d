"""A picture in an essay: sent to the desk with words for those who do not see it, changed, and taken out."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests.browser.editing import body_of, caret_after, expect_sent, open_essay, replace, sign_in, use, written
from tests.browser.looking import violations
from tests.browser.watching import Visitor
from tests.factories import make_essay

type Answer = Callable[[int, dict[str, Any]], None]

DOOR = "/essays/pictures/0123456789abcdef0123456789abcdef-2x2/"
FIGURE = f'<figure><img src="{DOOR}" alt="A door, half &quot;open&quot;"><figcaption>Evening</figcaption></figure>'
BARE = f'<figure><img src="{DOOR}" alt="A door"></figure>'
DOT = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")
FILE: Any = {"name": "door.gif", "mimeType": "image/gif", "buffer": DOT}
ADD = reverse("admin:essay_picture_add")


@pytest.fixture
def asked() -> list[str]:
    """What was sent to the desk."""
    return []


@pytest.fixture
def desk(wide: Visitor) -> Visitor:
    """The therapist at a desk that takes pictures; the pictures themselves are a dot."""
    wide.context.route(re.compile(re.escape(DOOR)), lambda route: route.fulfill(body=DOT, content_type="image/gif"))
    sign_in(wide)
    return wide


@pytest.fixture
def answer(desk: Visitor, asked: list[str]) -> Answer:
    """Give a function that says what the desk answers to a picture."""

    def let_answer(status: int, said: dict[str, Any]) -> None:
        def fulfil(route: Route) -> None:
            asked.append((route.request.post_data_buffer or b"").decode("utf-8", "replace"))
            route.fulfill(status=status, body=json.dumps(said), content_type="application/json")

        desk.context.unroute(f"**{ADD}")
        desk.context.route(f"**{ADD}", fulfil)

    return let_answer


def open_written(desk: Visitor, body: str = "<p>One.</p>\n<p>Two.</p>") -> Page:
    return open_essay(desk, make_essay(body=body))


def test_a_picture_is_put_in_with_its_words(desk: Visitor, answer: Answer, asked: list[str]) -> None:
    answer(200, {"html": FIGURE})
    page = open_written(desk)
    caret_after(page, "One.")
    use(page, "Picture")
    page.get_by_label("Picture file").set_input_files(FILE)
    page.get_by_label("What can be seen in it").fill('A door, half "open"')
    page.get_by_label("Words under it").fill("Evening")
    assert violations(page) == []
    page.get_by_role("button", name="Put it in").click()
    expect(written(page).get_by_role("img", name='A door, half "open"')).to_be_visible()
    expect_sent(page, f"<p>One.</p>\n{FIGURE}\n<p>Two.</p>")
    assert [each for each in ('name="file"', 'name="alt"', 'name="csrfmiddlewaretoken"') if each not in asked[0]] == []


@pytest.mark.parametrize("missing", ["file", "words"])
def test_without_file_or_words_nothing_is_sent(desk: Visitor, answer: Answer, asked: list[str], missing: str) -> None:
    answer(200, {"html": FIGURE})
    page = open_written(desk)
    use(page, "Picture")
    if missing == "words":
        page.get_by_label("Picture file").set_input_files(FILE)
        page.get_by_label("What can be seen in it").fill("   ")
    else:
        page.get_by_label("What can be seen in it").fill("A door")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert asked == []


def test_what_the_desk_says_stands_beside_its_field_and_the_rest_stays_typed(desk: Visitor, answer: Answer) -> None:
    answer(422, {"errors": {"file": "This picture is damaged.", "__all__": "Try another."}})
    desk.watch.expect("422")
    page = open_written(desk)
    use(page, "Picture")
    page.get_by_label("Picture file").set_input_files(FILE)
    page.get_by_label("What can be seen in it").fill("A door")
    page.get_by_role("button", name="Put it in").click()
    expect(page.locator("#writing-picture-file-error")).to_have_text("This picture is damaged.")
    expect(page.get_by_text("Try another.")).to_be_visible()
    expect(page.get_by_label("What can be seen in it")).to_have_value("A door")
    assert violations(page) == []
    expect(body_of(page)).not_to_have_value(re.compile("figure"))


def test_a_picture_that_does_not_get_through_can_be_sent_again(desk: Visitor, answer: Answer) -> None:
    desk.context.route(f"**{ADD}", lambda route: route.abort())
    desk.watch.expect("ERR_FAILED")
    page = open_written(desk)
    use(page, "Picture")
    page.get_by_label("Picture file").set_input_files(FILE)
    page.get_by_label("What can be seen in it").fill("A door")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_text("The picture could not be sent")).to_be_visible()
    answer(200, {"html": BARE})
    page.get_by_role("button", name="Put it in").click()
    expect(written(page).get_by_role("img", name="A door")).to_be_visible()


@pytest.mark.parametrize("figure", [FIGURE, BARE])
def test_a_picture_in_the_text_comes_through_unchanged(desk: Visitor, figure: str) -> None:
    page = open_written(desk)
    replace(page, figure)
    caret_after(page, "")
    page.keyboard.type("After it.")
    expect_sent(page, f"{figure}\n<p>After it.</p>")


def test_its_words_are_changed_and_it_is_taken_out_by_the_same_button(desk: Visitor, answer: Answer) -> None:
    page = open_written(desk)
    replace(page, f"<p>Before</p>{BARE}<p>After</p>")
    written(page).get_by_role("img").click()
    use(page, "Picture")
    expect(page.get_by_label("Picture file")).to_be_hidden()
    page.get_by_label("What can be seen in it").fill("A gate")
    page.get_by_role("button", name="Put it in").click()
    expect(body_of(page)).to_have_value(re.compile('alt="A gate"'))
    written(page).get_by_role("img").click()
    use(page, "Picture")
    page.get_by_role("button", name="Take the picture out").click()
    expect_sent(page, "<p>Before</p>\n<p>After</p>")


def test_a_picture_from_elsewhere_is_no_part_of_a_text(desk: Visitor) -> None:
    page = open_written(desk)
    others = '<figure><img src="/elsewhere.png" alt="x"></figure><p><img src="data:image/gif;base64,R0" alt="y"></p>'
    replace(page, f"<p>One</p>{others}")
    caret_after(page, "One")
    page.keyboard.type("!")
    expect_sent(page, "<p>One!</p>")
