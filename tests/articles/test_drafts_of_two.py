"""Two pages of one essay, and a sign-in that has ended: nothing is overwritten unseen, and no word is lost."""

import re
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from articles.models import Essay, EssayDraft
from articles.rendering import stored_html
from tests.articles.desk import ADD, KEEP, autosave, open_form, page_of
from tests.at_once import at_once
from tests.factories import make_essay, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate, pytest.mark.both]

MINE, OTHERS = "<p>Mine, from the train.</p>", "<p>Rain, from the other tab.</p>"
SET_OTHERWISE = "The words are the same; bold, a link, a picture, or the kind of paragraph or list changed."
FROM_HERE = {"Origin": "http://testserver"}


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def save_from_an_old_page(desk: Browser, essay: Essay, **changes: str) -> Any:
    """Open two pages of an essay, save one, then the other; return the answer to that."""
    mine, others = open_form(desk, page_of(essay)), open_form(desk, page_of(essay))
    assert desk.post(page_of(essay), others | {"body": OTHERS}).status_code == 302
    return desk.post(page_of(essay), mine | {"body": MINE, "_continue": "1"} | changes)


def hidden_fields(answer: Any) -> dict[str, str]:
    """Return what the question of a page would send."""
    fields = BeautifulSoup(answer.content, "html.parser").select("main form input[type=hidden], #content form input")
    return {str(field["name"]): str(field["value"]) for field in fields}


def told_differences(answer: Any) -> list[str]:
    """Return what a page says of each line and paragraph: what went between minuses, what came between pluses."""
    page = BeautifulSoup(answer.content, "html.parser")
    for hidden in page.select(".visually-hidden"):
        hidden.decompose()
    for piece in page.select(".difference__words :is(del, ins)"):
        mark = "-" if piece.name == "del" else "+"
        piece.replace_with(f"{mark}{piece.get_text()}{mark}")
    lines = [" ".join(each.get_text().split()) for each in page.select(".difference__words")]
    return [line.replace("- +", "-+").replace("+ ", "+") for line in lines]


def stored_body(essay: Essay) -> str:
    return str(Essay.objects.get(pk=essay.pk).body)


def test_an_older_page_saves_nothing_and_shows_what_differs(desk: Browser) -> None:
    essay = make_essay()
    answer = save_from_an_old_page(desk, essay)
    assert answer.status_code == 409
    assert told_differences(answer) == ["-Rain,-+Mine,+from the -other tab.-+train.+"]
    assert "Save mine over it" in answer.content.decode()
    assert stored_body(essay) == OTHERS


LINK, PICTURE = '<p>See <a href="{}">this</a>.</p>', '<figure><img src="{}" alt="{}"></figure>'
SHOWN, OTHER = (f"/essays/pictures/{each * 32}-800x600/" for each in "ab")


@pytest.mark.parametrize(
    ("stands", "typed", "told"),
    [
        (LINK.format("/a/"), LINK.format("/b/"), ["See this -(/a/).-+(/b/).+"]),
        (PICTURE.format(SHOWN, "A lamp"), PICTURE.format(SHOWN, "A boat"), ["[A -lamp]-+boat]+"]),
        ("<p>Rain fell.</p>", "<p>Rain came.</p>", ["Rain -fell.-+came.+"]),
        ("<p>a &lt; b.</p>", "<p>a &lt; c.</p>", ["a < -b.-+c.+"]),
    ],
)
def test_whatever_differs_of_a_text_is_told(desk: Browser, stands: str, typed: str, told: list[str]) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    Essay.objects.filter(pk=essay.pk).update(body=stored_html(stands))
    assert told_differences(desk.post(page_of(essay), sent | {"body": typed})) == told


@pytest.mark.parametrize(
    ("stands", "typed"),
    [
        ("<p>Fine rain.</p>", "<p>Fine <em>rain</em>.</p>"),
        (PICTURE.format(SHOWN, "A lamp"), PICTURE.format(OTHER, "A lamp")),
    ],
)
def test_words_that_are_only_set_otherwise_are_told_of(desk: Browser, stands: str, typed: str) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay))
    Essay.objects.filter(pk=essay.pk).update(body=stored_html(stands))
    assert SET_OTHERWISE in desk.post(page_of(essay), sent | {"body": typed}).content.decode()


def test_text_that_differs_by_its_spaces_only_is_told_of(desk: Browser) -> None:
    essay = make_essay(body="<p>Rain.</p>\n<p>Sun.</p>")
    sent = open_form(desk, page_of(essay))
    Essay.objects.filter(pk=essay.pk).update(body="<p>Rain.</p><p>Sun.</p>")
    answer = desk.post(page_of(essay), sent | {"summary": "Rain and sun."})
    assert "only spaces or breaks between them differ" in answer.content.decode()


def test_lines_keep_what_looks_like_a_tag(desk: Browser) -> None:
    essay = make_essay()
    answer = save_from_an_old_page(desk, essay, body=OTHERS, title="When a <b and c> d")
    [told] = told_differences(answer)
    assert told.endswith("+When a <b and c> d+")


def test_control_without_what_the_page_has_seen_the_later_one_wins_silently(desk: Browser) -> None:
    essay = make_essay()
    assert save_from_an_old_page(desk, essay, seen_row="").status_code == 302
    assert stored_body(essay) == MINE


def test_it_is_saved_over_the_other_by_a_press(desk: Browser) -> None:
    essay = make_essay()
    fields = hidden_fields(save_from_an_old_page(desk, essay))
    assert desk.post(page_of(essay), fields).headers["Location"] == page_of(essay)
    assert stored_body(essay) == MINE
    assert not EssayDraft.objects.unsaved().exists()


def test_what_was_shown_may_have_changed_once_more(desk: Browser) -> None:
    essay = make_essay()
    fields = hidden_fields(save_from_an_old_page(desk, essay))
    desk.post(page_of(essay), open_form(desk, page_of(essay)) | {"body": "<p>A third.</p>"})
    assert desk.post(page_of(essay), fields).status_code == 409
    assert stored_body(essay) == "<p>A third.</p>"


def test_leaving_it_keeps_both(desk: Browser) -> None:
    essay = make_essay()
    save_from_an_old_page(desk, essay)
    page = desk.get(page_of(essay)).content.decode()
    assert "that were not saved" in page
    assert EssayDraft.objects.unsaved().get().words["body"] == [MINE]
    taken = open_form(desk, f"{page_of(essay)}?draft={EssayDraft.objects.unsaved().get().key}")
    assert desk.post(page_of(essay), taken).status_code == 409


def test_a_page_that_says_what_stands_there_already_is_in_nobodys_way(desk: Browser) -> None:
    essay = make_essay()
    assert save_from_an_old_page(desk, essay, body=OTHERS).status_code == 302


def test_a_save_after_the_sign_in_ended_gives_every_word_back(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay)) | {"body": MINE, "_save": "Save"}
    desk.logout()
    answer = desk.post(page_of(essay), sent, headers=FROM_HERE)
    assert "Your sign-in has ended. Nothing is lost" in answer.content.decode()
    assert "Mine, from the train." in answer.content.decode()
    assert {"csrfmiddlewaretoken": None, **hidden_fields(answer)} == sent | {
        "csrfmiddlewaretoken": hidden_fields(answer)["csrfmiddlewaretoken"]
    }


def test_what_was_given_back_is_saved_after_signing_in_again(desk: Browser) -> None:
    essay = make_essay()
    sent = open_form(desk, page_of(essay)) | {"body": MINE}
    desk.logout()
    fields = hidden_fields(desk.post(page_of(essay), sent, headers=FROM_HERE))
    desk.force_login(make_user("second@example.com", is_staff=True, is_superuser=True))
    assert desk.post(page_of(essay), fields).status_code == 302
    assert stored_body(essay) == MINE


def test_a_save_with_the_token_of_an_earlier_sign_in_gives_every_word_back() -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    sent = open_form(strict, ADD) | {"title": "Rooms", "slug": "rooms", "body": MINE}
    stale = sent | {"csrfmiddlewaretoken": "x" * 64}
    answer = strict.post(ADD, stale, headers=FROM_HERE)
    assert (answer.status_code, Essay.objects.count()) == (403, 0)
    assert strict.post(ADD, hidden_fields(answer)).status_code == 302
    assert Essay.objects.get().body == MINE


def test_control_what_comes_from_another_site_is_given_back_to_nobody(desk: Browser) -> None:
    desk.logout()
    answer = desk.post(ADD, {"body": MINE}, headers={"Origin": "https://evil.test"})
    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


def test_autosave_without_a_sign_in_is_led_away_and_with_an_old_token_gets_a_new_one() -> None:
    strict = Browser(enforce_csrf_checks=True)
    assert strict.post(KEEP).status_code in {302, 403}
    strict.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    sent = open_form(strict, ADD) | {"body": MINE}
    assert autosave(strict, sent, csrfmiddlewaretoken="x" * 64).status_code == 403
    token = strict.get(KEEP).json()["token"]
    assert re.fullmatch(r"\w{64}", token)
    assert autosave(strict, sent, csrfmiddlewaretoken=token).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_that_save_at_the_same_moment_one_is_shown_the_other() -> None:
    essay, user = make_essay(), make_user("therapist@example.com", is_staff=True, is_superuser=True)
    browsers = [Browser(), Browser()]
    for browser in browsers:
        browser.force_login(user)
    forms = [open_form(browser, page_of(essay)) | {"body": f"<p>{at}</p>"} for at, browser in enumerate(browsers)]
    posts = [partial(browser.post, page_of(essay), form) for browser, form in zip(browsers, forms, strict=True)]
    statuses = [answer.status_code for answer in at_once(posts)]
    assert sorted(statuses) == [302, 409]
    assert stored_body(essay) == f"<p>{statuses.index(302)}</p>"
