"""What a reader writes under an essay is held until the therapist has read it, and shown to nobody before."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, OldAddress, Reflection
from articles.reflections.services import decide, open_site, reply_to
from practice.models import OutgoingMessage, Practice
from tests.articles.reflecting import CANARY, FORM, leave, open_essay, send, show, text
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]
State = Reflection.State
SURFACES = (
    *("/", "/essays/", "/essays/quiet/", "/essays/topics/self-trust/", "/essays/feed/", "/sitemap.xml"),
    *("/essays/search/?q=heron", "/essays/search/?q=asha", FORM),
)
TOKENS = re.compile(rb'(name="(?:csrfmiddlewaretoken|request_key|opened)" value=)"[^"]*"')


def surfaces(browser: Browser) -> dict[str, tuple[bytes, str]]:
    """Return everything public that an essay is in, with its ETag; the tokens of the form aside."""
    answers = {path: browser.get(path) for path in SURFACES}
    return {
        path: (TOKENS.sub(rb"\1", answer.content), "" if path == FORM else answer.headers.get("ETag", ""))
        for path, answer in answers.items()
    }


@pytest.mark.parametrize("state", [State.WAITING, State.NOT_SHOWN])
def test_what_is_not_shown_changes_no_byte_of_any_public_page(client: Browser, state: str) -> None:
    essay = open_essay(topic=make_topic())
    before = surfaces(client)
    leave(essay, state=state, reply=f"To the {CANARY}", replied_at=NOW)
    assert surfaces(client) == before


def test_what_is_shown_stands_under_its_essay_alone_with_another_etag(client: Browser) -> None:
    """The control of the rule above: shown words are found where they belong, and nowhere else."""
    essay = open_essay(topic=make_topic())
    before = surfaces(client)
    decide(reflection=leave(essay), seen=State.WAITING, to=State.SHOWN, now=NOW)
    after = surfaces(client)
    assert [path for path in SURFACES if after[path] != before[path]] == ["/essays/quiet/"]
    assert CANARY.encode() in after["/essays/quiet/"][0]
    assert after["/essays/quiet/"][1] != before["/essays/quiet/"][1]
    assert not after["/essays/quiet/"][1].startswith("W/")


@pytest.mark.parametrize(("site", "essay"), [(True, False), (False, True), (False, False)])
def test_both_switches_must_be_on(client: Browser, *, site: bool, essay: bool) -> None:
    Practice(takes_reflections=site).save()
    make_essay("Quiet", takes_reflections=essay)
    assert "reflect/" not in text(client.get("/essays/quiet/"))
    assert client.get(FORM).status_code == 404
    assert send(client).status_code == 404
    assert not Reflection.objects.exists()


def test_both_are_off_unless_set_and_with_both_on_the_essay_leads_to_the_form(client: Browser) -> None:
    assert not make_essay().takes_reflections
    assert not Practice.load().takes_reflections
    open_essay()
    assert f'href="{FORM}"' in text(client.get("/essays/quiet/"))
    assert client.get(FORM).status_code == 200


def test_on_paper_no_heading_stands_over_nothing(client: Browser) -> None:
    essay = open_essay()
    assert '<section class="reflections no-print"' in text(client.get("/essays/quiet/"))
    show(essay)
    assert '<section class="reflections"' in text(client.get("/essays/quiet/"))


def test_closing_takes_the_way_to_the_form_and_leaves_what_is_shown(client: Browser) -> None:
    show(open_essay())
    open_site(is_open=False)
    page = text(client.get("/essays/quiet/"))
    assert CANARY in page
    assert "reflect/" not in page
    assert client.get(FORM).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"state": Essay.State.DRAFT}, {"state": Essay.State.WITHDRAWN}, {"publish_at": NOW + timedelta(seconds=1)}],
    ids=["draft", "withdrawn", "scheduled"],
)
def test_an_essay_that_cannot_be_read_has_no_form(client: Browser, changes: dict[str, Any]) -> None:
    open_essay(**changes)
    assert client.get(FORM).status_code == 404
    absent = text(send(client, "/essays/nothing/reflect/"))
    hidden = text(send(client))
    assert re.sub(r'value="[^"]*"', "", hidden) == re.sub(r'value="[^"]*"', "", absent)


def test_words_sent_to_a_form_that_has_closed_come_back_and_are_not_stored(client: Browser) -> None:
    open_essay()
    client.get(FORM)
    open_site(is_open=False)
    answer = send(client)
    assert answer.status_code == 404
    assert "No reflections are taken here now" in text(answer)
    assert CANARY in text(answer)
    assert not Reflection.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_an_essay_that_moved_takes_its_form_along(client: Browser) -> None:
    OldAddress.objects.create(slug="quieter", essay=open_essay())
    answer = client.get("/essays/quieter/reflect/")
    assert (answer.status_code, answer.headers["Location"]) == (302, FORM)
    assert send(client, "/essays/quieter/reflect/").status_code == 302
    assert Reflection.objects.get().essay.slug == "quiet"


def test_the_essay_keeps_no_cookie_and_its_form_is_kept_by_nobody(client: Browser) -> None:
    show(open_essay())
    essay = client.get("/essays/quiet/")
    assert not essay.cookies
    assert essay.headers["Cache-Control"] == "public, no-cache"
    assert "csrf" not in text(essay)
    assert client.get(FORM).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("number", "queries"), [(0, 3), (1, 4), (30, 4)])
def test_an_essay_costs_one_query_more_where_reflections_are_shown_however_many(
    client: Browser, django_assert_num_queries: DjangoAssertNumQueries, number: int, queries: int
) -> None:
    essay = open_essay(topic=make_topic())
    leave(essay)
    for _turn in range(number):
        show(essay)
    with django_assert_num_queries(queries):
        client.get("/essays/quiet/")


def test_they_stand_after_all_else_the_newest_last_by_day_with_the_reply_below(client: Browser) -> None:
    essay = open_essay(tonight="Rest.", topic=make_topic())
    make_essay("Other", publish_at=NOW - timedelta(days=2))
    late = NOW + timedelta(days=2, hours=16)  # past midnight in Gurgaon
    second = show(essay, "Second", name="", now=late)
    show(essay, "First", name="Bela")
    reply_to(reflection=second, words="Thank you.", now=late)
    page = text(client.get("/essays/quiet/"))
    order = ('id="tonight"', 'class="invitation"', 'rel="prev"', 'id="readers-words"', "First", "Bela", "Second")
    places = [page.index(each) for each in (*order, "A reader", "Thank you.", "Dr Bhatt, <time")]
    assert places == sorted(places)
    assert '<time datetime="2026-11-23">23 November 2026</time>' in page[places[6] :]
    assert "10:00" not in page[places[3] :]


def test_words_are_shown_as_text_in_paragraphs_and_no_address_can_be_pressed(client: Browser) -> None:
    words = "One <script>alert(1)</script> {{7*7}}\n\nhttps://evil.example and\na@evil.example"
    show(open_essay(), words, name='"><svg onload=alert(1)>')
    page = text(client.get("/essays/quiet/"))
    assert "<p>One &lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}</p>" in page
    assert "<p>https://evil.example and<br>a@evil.example</p>" in page
    assert "<svg onload" not in page
    assert 'href="https://evil' not in page


def test_all_that_was_typed_is_sealed_and_nothing_says_who_typed_it(client: Browser) -> None:
    open_essay()
    send(client, name="Ashadevi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_reflection")
        row = " ".join(str(each) for each in cursor.fetchone())
    assert CANARY not in row
    assert "Ashadevi" not in row
    assert "127.0.0.1" not in row
    assert {field.name for field in Reflection._meta.get_fields() if field.is_relation} == {"essay"}
