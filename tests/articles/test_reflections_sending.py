"""One reflection is stored once; what is not taken comes back whole; nobody's limits stand in a person's way."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser

from articles.models import Reflection
from articles.reflections import selectors
from articles.reflections.forms import SALT
from articles.reflections.limits import A_PLACE_AN_HOUR
from articles.reflections.services import open_site
from articles.reflections.taking_back import token_of
from practice.form_age import OLDEST, QUICKEST, new_token
from tests.articles.reflecting import CANARY, FORM, KEY, hidden_in, leave, open_essay, send, text
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


def stored() -> Reflection:
    return Reflection.objects.get()


def test_what_was_sent_is_held_and_a_page_of_its_own_says_so(client: Browser) -> None:
    open_essay()
    answer = send(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/essays/reflections/{token_of(stored())}/")
    assert (stored().name, stored().body, stored().state) == ("Asha", CANARY, "waiting")
    page = client.get(answer.headers["Location"])
    assert "held until Dr Bhatt has read them" in text(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert CANARY not in text(page)


def test_before_one_writes_it_is_said_what_is_shown_and_kept_and_whom_to_call(client: Browser) -> None:
    open_essay()
    page = text(client.get(FORM))
    before = page[: page.index("<textarea")]
    for words in ("reads it first", "Any name will do", "theirs alone to tell", "No email address", "30 days"):
        assert words in before
    assert "not for emergencies" in before
    assert 'href="tel:14416"' in page
    assert 'type="email"' not in page
    assert "3,000 letters at most" in before


@pytest.mark.parametrize("turns", [2, 20])
def test_sending_again_stores_once_and_leads_to_the_same_page(client: Browser, turns: int) -> None:
    open_essay()
    answers = [send(client) for _turn in range(turns)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Reflection.objects.count() == 1


def test_sending_again_after_it_was_closed_does_not_say_that_nothing_came(client: Browser) -> None:
    open_essay()
    first = send(client)
    open_site(is_open=False)
    assert send(client).headers["Location"] == first.headers["Location"]


def test_other_words_under_the_same_key_are_asked_for_again(client: Browser) -> None:
    open_essay()
    send(client)
    answer = send(client, body="Other words")
    page = text(answer)
    assert answer.status_code == 422
    assert "Your first words have arrived" in page
    assert "Other words" in page
    assert hidden_in(page, "request_key") != str(KEY)
    assert stored().body == CANARY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "Write your words first."),
        ({"body": "\u200b\u2060\u3164"}, "Write your words first."),
        ({"body": "x" * 3001}, "3,000 letters are the most; this has 3001"),
        ({"body": "x" * 1_000_000}, "3,000 letters are the most"),
        ({"body": "a\0b"}, "cannot be shown"),
        ({"body": "\x1b[31m red"}, "cannot be shown"),
        ({"body": "a\u2028b"}, "cannot be shown"),
        ({"body": "a\u202eb"}, "cannot be shown"),
        ({"body": "e" + "\u0301" * 500}, "too many marks"),
        ({"name": "a\r\nBcc: x@y.z"}, "cannot be shown"),
        ({"name": "\u3164"}, "can be seen"),
        ({"name": "Z" + "\u0335" * 60}, "too many marks"),
        ({"name": "x" * 121}, "120 letters are the most"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_the_rest_stays(
    client: Browser, changes: dict[str, str], words: str
) -> None:
    open_essay()
    answer = send(client, **changes)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert hidden_in(page, "request_key") == str(KEY)
    assert ('value="Asha"' in page) or "name" in changes
    assert (CANARY in page) or "body" in changes
    assert not Reflection.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["👩🏽‍⚕️" * 60, "x" * 3000, "स्वयं पर भरोसा", "=HYPERLINK(1)", "%s%n{0.__class__}", "' OR 1=1--", "null", "a\n\n\nb"],
)
def test_many_kinds_of_words_are_kept_as_typed(client: Browser, body: str) -> None:
    open_essay()
    assert send(client, body=body).status_code == 302
    assert stored().body == body


@pytest.mark.parametrize("name", ["", "null", "O'Brien", "x", "அ" * 90, "अर्चना", "👩🏽‍⚕️"])
def test_people_are_called_many_things_or_nothing(client: Browser, name: str) -> None:
    open_essay()
    assert send(client, name=name).status_code == 302
    assert stored().name == name


def test_an_accent_typed_in_two_ways_is_one(client: Browser) -> None:
    open_essay()
    send(client, name="Jose\u0301")
    assert stored().name == "Jos\u00e9"


def test_no_browser_cuts_what_is_pasted(client: Browser) -> None:
    open_essay()
    assert "maxlength" not in text(client.get(FORM)).partition("<form method=")[2]


def test_more_than_the_form_asks_for_is_ignored(client: Browser) -> None:
    other = open_essay("Other")
    open_essay()
    send(client, state="shown", essay=str(other.pk), reply="Mine", decided_at="2026-01-01", is_staff="1")
    assert (stored().state, stored().essay.slug, stored().reply, stored().decided_at) == ("waiting", "quiet", "", None)


@pytest.mark.parametrize("key", ["", "x", "' OR 1=1--"])
def test_a_broken_key_is_replaced(client: Browser, key: str) -> None:
    open_essay()
    page = text(send(client, request_key=key))
    assert CANARY in page
    assert re.fullmatch(r"[0-9a-f-]{36}", hidden_in(page, "request_key"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": "Buy"}, "A field that people cannot see"),
        ({"opened": new_token(NOW - QUICKEST + timedelta(milliseconds=1), salt=SALT)}, "quicker than this page"),
        ({"opened": new_token(NOW - OLDEST - timedelta(seconds=1), salt=SALT)}, "open for more than a day"),
        ({"opened": new_token(NOW, salt="another form")}, "open for more than a day"),
        ({"opened": ""}, "open for more than a day"),
    ],
    ids=["trap", "too quick", "too old", "of another form", "none"],
)
def test_what_a_machine_would_send_comes_back_with_every_word_and_goes_at_the_next_press(
    client: Browser, changes: dict[str, str], words: str
) -> None:
    open_essay()
    answer = send(client, **changes)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert CANARY in page
    assert not Reflection.objects.exists()
    with time_machine.travel(NOW + QUICKEST, tick=False):
        assert send(client, opened=hidden_in(page, "opened")).status_code == 302


def test_fifty_in_a_row_from_one_connection_store_no_more_than_its_share(client: Browser) -> None:
    open_essay()
    answers = [send(client, request_key=str(uuid4())) for _turn in range(50)]
    assert [answer.status_code for answer in answers] == [302] * A_PLACE_AN_HOUR + [429] * (50 - A_PLACE_AN_HOUR)
    assert Reflection.objects.count() == A_PLACE_AN_HOUR
    assert CANARY in text(answers[-1])
    elsewhere = Browser(REMOTE_ADDR="198.51.100.7")
    assert send(elsewhere, request_key=str(uuid4())).status_code == 302
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert send(client, opened=new_token(NOW, salt=SALT)).status_code == 302


@pytest.mark.parametrize(("limit", "other_essay"), [("AN_ESSAY_A_DAY", 302), ("THE_SITE_A_DAY", 429)])
def test_many_connections_together_have_their_share_of_an_essay_and_of_the_site(
    monkeypatch: pytest.MonkeyPatch, limit: str, other_essay: int
) -> None:
    monkeypatch.setattr(f"articles.reflections.limits.{limit}", 3)
    open_essay()
    open_essay("Other")
    browsers = [Browser(REMOTE_ADDR=f"198.51.{number}.7") for number in range(5)]
    assert [send(each, request_key=str(uuid4())).status_code for each in browsers[:4]] == [302, 302, 302, 429]
    answer = send(browsers[4], "/essays/other/reflect/", request_key=str(uuid4()))
    assert answer.status_code == other_essay


def test_no_more_are_taken_while_many_wait_and_the_words_come_back(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_WAITING", 2)
    essay = open_essay()
    leave(essay)
    second = leave(essay)
    assert "No more are taken at present" in text(client.get(FORM))
    answer = send(client)
    assert answer.status_code == 409
    assert CANARY in text(answer)
    assert Reflection.objects.count() == 2
    second.delete()
    assert send(client).status_code == 302


@pytest.mark.parametrize("words", ["I want to die", "मैं मरना चाहता हूं", "kill  MYSELF"])
@pytest.mark.parametrize("field", ["body", "name"])
def test_words_that_may_speak_of_danger_are_taken_and_help_comes_first(client: Browser, words: str, field: str) -> None:
    open_essay()
    page = text(client.get(send(client, **{field: words}).headers["Location"]))
    assert 'id="not-alone"' in page
    assert page.index('id="not-alone"') < page.index("<h1>")
    assert stored().state == "waiting"


def test_other_words_bring_no_such_block(client: Browser) -> None:
    """The control: the block is not on every such page."""
    open_essay()
    assert 'id="not-alone"' not in text(client.get(send(client).headers["Location"]))


def test_whoever_has_the_address_takes_the_words_back_by_a_press_and_not_by_a_visit(client: Browser) -> None:
    open_essay()
    address = send(client).headers["Location"]
    for _turn in range(3):
        client.get(address)
        client.head(address)
    assert Reflection.objects.count() == 1
    assert client.post(address).headers["Location"] == "/essays/reflections/gone/"
    assert not Reflection.objects.exists()
    assert client.get(address).headers["Location"] == "/essays/reflections/gone/"
    assert client.post(address).headers["Location"] == "/essays/reflections/gone/"
    assert "Nothing is kept any more" in text(client.get("/essays/reflections/gone/"))


def test_a_token_that_this_site_did_not_sign_opens_nothing(client: Browser) -> None:
    reflection = leave(open_essay())
    good = token_of(reflection)
    seal = good.partition(":")[2]
    forged = [reflection.uuid.hex, f"{reflection.uuid}", f"{good[:-1]}", "x", f"{uuid4().hex}:{seal}"]
    assert {client.get(f"/essays/reflections/{each}/").status_code for each in forged} == {404}
    assert {client.post(f"/essays/reflections/{each}/").status_code for each in forged} == {404}
    assert client.get(f"/essays/reflections/{good}/").status_code == 200
    assert Reflection.objects.exists()


def test_a_form_whose_token_no_longer_counts_gives_the_words_back_to_be_sent_again() -> None:
    open_essay()
    browser = Browser(enforce_csrf_checks=True)
    origin = {"Origin": "http://testserver"}
    answer = browser.post(FORM, {"name": "Asha", "body": CANARY, "request_key": str(KEY)}, headers=origin)
    page = text(answer)
    assert answer.status_code == 403
    assert f'name="body" value="{CANARY}"' in page
    assert 'name="request_key"' in page
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_can_be_asked_of_the_form(client: Browser, method: str) -> None:
    open_essay()
    assert getattr(client, method)(FORM).status_code == 405
