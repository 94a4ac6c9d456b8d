"""Search finds words as people type them, takes them literally, and tells titles first."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from articles.models import Essay
from articles.search import find_essays
from articles.views import SEARCHES_AN_ADDRESS
from practice.limits import spend
from tests.factories import NOW, make_essay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


def found(query: str) -> list[str]:
    """Return the titles that a query finds, in their order."""
    return [hit.essay.title for hit in find_essays(query, NOW)]


@pytest.mark.parametrize(
    "query", ["winter", "WINTER", "wint", "cafe", "CAFÉ", "cafe\u0301", "smog cafe", "  winter\t cafe ", "ｗｉｎｔｅｒ"]
)
def test_case_accents_and_order_do_not_count(query: str) -> None:
    make_essay("Winter", summary="Smog", body="<p>At the Café</p>")
    assert found(query) == ["Winter"]


@pytest.mark.parametrize(
    "query", ["inter", "winter summer", "p", "href", "%", "_", ".*", "w%", "w_nter", "[a-z]", "\\"]
)
def test_other_words_parts_of_words_tags_and_wildcards_find_nothing(query: str) -> None:
    make_essay("Winter", summary="", body='<p><a href="/help/">Cold</a></p>')
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "'", '"'])
def test_nothing_asked_for_finds_nothing(query: str) -> None:
    make_essay()
    assert found(query) == []


def test_a_sign_is_found_where_it_stands() -> None:
    make_essay("Half", body="<p>About 50% of it</p>")
    make_essay("Whole", body="<p>About 50 of it</p>")
    assert found("50%") == ["Half"]


def test_hindi_vowel_signs_tell_words_apart() -> None:
    make_essay("हिंदी", slug="hindi", body="<p>दिल की बात</p>")
    assert found("दिल") == ["हिंदी"]
    assert found("दाल") == []


def test_hits_in_the_title_come_before_hits_in_the_summary_and_the_text() -> None:
    make_essay("In the text", slug="a", summary="", body="<p>critic</p>")
    make_essay("In the summary", slug="b", summary="critic")
    make_essay("The critic", slug="c", summary="")
    assert found("critic") == ["The critic", "In the summary", "In the text"]


def test_what_is_not_published_is_not_found() -> None:
    make_essay("Critic", state=Essay.State.DRAFT)
    assert found("critic") == []


def test_the_excerpt_shows_the_place_and_marks_the_words() -> None:
    make_essay(body="<p>" + "before " * 60 + "the Critic <em>speaks</em> " + "after " * 60 + "</p>", summary="")
    excerpt = find_essays("critic", NOW)[0].excerpt
    assert "the <mark>Critic</mark> speaks after" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert len(excerpt) < 240


def test_the_excerpt_shows_markup_as_text() -> None:
    make_essay(body="<p>critic &lt;script&gt;alert(1)&lt;/script&gt;</p>", summary="")
    assert "<mark>critic</mark> &lt;script&gt;" in find_essays("critic", NOW)[0].excerpt


def test_the_page_shows_hits_and_how_many(client: Browser) -> None:
    make_essay("The critic")
    page = client.get("/essays/search/?q=critic").content.decode()
    assert "1 essay" in page
    assert 'href="/essays/the-critic/"' in page
    assert "noindex" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 10000,
        "q=%00",
        "q=%01%07%1b",
        "q=%FF%FE",
        "q=%E2%80%AE",
        "q=" + "e%CC%81" * 300,
        "q=",
        "",
        "q=a&q=b",
        "q=%25",
        "q=' OR 1=1--",
        "q[]=a",
        "q=" + "%F0%9F%91%A9" * 60,
        "q=%ED%A0%80",
    ],
)
def test_no_query_breaks_the_page(client: Browser, query: str) -> None:
    make_essay()
    response = client.get(f"/essays/search/?{query}")
    assert response.status_code == 200
    assert len(response.content) < 12_000
    assert b"\x00" not in response.content


def test_too_long_a_query_is_refused_in_words(client: Browser) -> None:
    page = client.get("/essays/search/?q=" + "a" * 201).content.decode()
    assert "200 letters are the most" in page


def test_one_address_cannot_search_endlessly_and_is_told_calmly(client: Browser) -> None:
    make_essay("Winter")
    search = "/essays/search/?q=winter"
    while spend("search", "127.0.0.1", limit=SEARCHES_AN_ADDRESS, per=timedelta(minutes=10)):
        pass
    refused = client.get(search)
    assert refused.status_code == 429
    assert "14416" in refused.content.decode()
    assert not refused.cookies
    assert "no-store" in refused.headers["Cache-Control"]
    assert client.get("/essays/search/").status_code == 200
    assert client.get(search, REMOTE_ADDR="192.0.2.8").status_code == 200
