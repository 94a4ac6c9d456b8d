"""The page of the search: what it says, what it never keeps, and that no query breaks it."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from articles.searching import find_essays, words
from articles.views import SEARCHES_AN_ADDRESS
from practice.limits import spend
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

SEARCH = "/essays/search/"


def page(client: Browser, query: str, **more: str) -> str:
    """Return the page of a query."""
    return client.get(SEARCH, {"q": query, **more}).content.decode()


def test_the_page_shows_hits_with_the_words_marked_and_how_many(client: Browser) -> None:
    make_essay("The critic", topic=make_topic(), body="<p>Rain</p>")
    shown = page(client, "critic")
    assert "1 essay" in shown
    assert '<a class="tall-link" href="/essays/the-critic/">The <mark>critic</mark></a>' in shown
    assert "Self-trust" in shown
    assert "noindex" in shown


def test_a_slip_is_named_and_the_words_can_be_looked_for_as_typed(client: Browser) -> None:
    make_essay("The critic")
    shown = page(client, "crtic")
    assert "Showing results for “critic”" in shown
    assert 'href="?q=crtic&amp;as=typed"' in shown
    assert "Nothing with “crtic”" in page(client, "crtic", **{"as": "typed"})


def test_the_page_says_that_only_some_words_were_found(client: Browser) -> None:
    make_essay("The critic")
    assert "No essay has all of these words" in page(client, "critic xylophone")
    assert "No essay has all of these words" not in page(client, "critic")


def test_words_that_stand_everywhere_are_named(client: Browser) -> None:
    make_essay("The critic")
    assert "nearly every essay" in page(client, "the")


def test_where_nothing_is_found_something_is_offered(client: Browser) -> None:
    make_essay("Loneliness", topic=make_topic())
    shown = page(client, "lonelynes")
    assert "Nothing with “lonelynes”" in shown
    assert '<a class="tall-link" href="?q=loneliness">loneliness</a>' in shown
    assert "/essays/topics/self-trust/" in shown
    assert "/essays/loneliness/" in shown


def test_before_anything_is_asked_the_topics_are_offered(client: Browser) -> None:
    make_essay(topic=make_topic())
    shown = client.get(SEARCH).content.decode()
    assert "/essays/topics/self-trust/" in shown
    assert "Nothing with" not in shown


def test_pages_lead_on_and_back_and_there_are_no_others(client: Browser) -> None:
    for number in range(11):
        make_essay(f"Rain {number}", publish_at=NOW - timedelta(days=number))
    assert 'href="?q=rain&amp;page=2"' in page(client, "rain")
    second = page(client, "rain", page="2")
    assert "Rain" in second
    assert 'href="?q=rain"' in second
    assert client.get(SEARCH, {"q": "rain", "page": "3"}).status_code == 404
    for unreal in ("0", "-1", "x", "99", "२", "\0", "1e3"):
        assert client.get(SEARCH, {"q": "rain", "page": unreal}).status_code == 200


@pytest.mark.parametrize(
    "query", ["how to kill myself", "i want to die", "मरना चाहता हूँ", "आत्महत्या", "suicde", "suicide " + "x" * 300]
)
def test_help_stands_before_everything_where_the_words_speak_of_danger(client: Browser, query: str) -> None:
    make_essay("Winter", body="<p>Of suicide</p>")
    shown = page(client, query)
    assert shown.index('id="not-alone"') < shown.index('name="q"')
    assert "14416" in shown


def test_help_does_not_stand_before_other_words(client: Browser) -> None:
    assert 'id="not-alone"' not in page(client, "winter")


def test_what_is_asked_for_is_in_no_log_and_in_no_table(client: Browser, caplog: pytest.LogCaptureFixture) -> None:
    make_essay("Winter")
    for name in ("django.request", "django.security", "django.db.backends"):
        caplog.set_level(logging.INFO, logger=name)
    with caplog.at_level(logging.INFO), CaptureQueriesContext(connection) as asked:
        page(client, "xyzzyword")
        logging.getLogger("practice").info("the log is read")
    assert "the log is read" in caplog.text
    assert "xyzzyword" not in caplog.text
    written = [each["sql"] for each in asked if not each["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert written, "the control: its count against the limit"
    assert not any("xyzzyword" in sql for sql in written)


def test_what_is_asked_for_stays_in_no_memory(client: Browser) -> None:
    make_essay("Winter")
    page(client, "winter xyzzyword")
    kept = [each for each in vars(words).values() if hasattr(each, "cache_info")]
    assert kept == [words.forms_said, words.forms_in]
    for each in kept:
        before = each.cache_info()
        each("winter" if each is words.forms_said else "Winter")
        assert each.cache_info().hits == before.hits + 1, "the control: a word of an essay is kept"
        each("xyzzyword")
        assert each.cache_info().misses == before.misses + 1
        each.cache_clear()


def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(client: Browser) -> None:
    make_essay("Winter")
    first, second = client.get(SEARCH, {"q": "winter"}), Browser().get(SEARCH, {"q": "winter"})
    assert first.content == second.content
    assert not first.cookies
    assert first.headers["ETag"] == second.headers["ETag"]
    assert not first.headers["ETag"].startswith("W/")
    assert client.get(SEARCH, {"q": "winter"}, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


@pytest.mark.both
@pytest.mark.parametrize(
    "query",
    [
        *("q=" + "a" * 10000, "q=%00", "q=%01%07%1b", "q=%FF%FE", "q=%E2%80%AE", "q=" + "e%CC%81" * 300, "q=", ""),
        *("q=a&q=b", "q=%25", "q=' OR 1=1--", "q[]=a", "q=" + "%F0%9F%91%A9" * 60, "q=%ED%A0%80", "q=%22%22%22(((*"),
        *("q=a\\'::tsquery", "q=NEAR(a b)", "q=a&page=%00&as=%00", "q=" + "ab%20" * 60, "q=" + "%E0%A5%8D" * 60),
    ],
)
def test_no_query_breaks_the_page(client: Browser, query: str) -> None:
    make_essay()
    response = client.get(f"{SEARCH}?{query}")
    assert response.status_code == 200
    assert len(response.content) < 13_000
    assert b"\x00" not in response.content


def test_too_long_a_query_is_refused_in_words(client: Browser) -> None:
    assert "200 letters are the most" in page(client, "a" * 201)


def test_one_address_cannot_search_endlessly_and_is_told_calmly(client: Browser) -> None:
    make_essay("Winter")
    while spend("search", "127.0.0.1", limit=SEARCHES_AN_ADDRESS, per=timedelta(minutes=10)):
        pass
    refused = client.get(SEARCH, {"q": "winter"})
    assert refused.status_code == 429
    assert "14416" in refused.content.decode()
    assert not refused.cookies
    assert "no-store" in refused.headers["Cache-Control"]
    assert client.get(SEARCH).status_code == 200
    assert client.get(SEARCH, {"q": "winter"}, REMOTE_ADDR="192.0.2.8").status_code == 200


def store(numbers: range) -> None:
    """Store essays that share some words and have one of their own each."""
    for number in numbers:
        own = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
        make_essay(f"Rain {number}", body=f"<p>critic own{own}</p>")


def queries_of(searches: list[str]) -> list[int]:
    """Return how many queries each search asks."""
    counts = []
    for search in searches:
        with CaptureQueriesContext(connection) as asked:
            find_essays(search, NOW)
        counts.append(len(asked))
    return counts


@pytest.mark.both
@pytest.mark.long
def test_queries_do_not_grow_with_the_essays() -> None:
    searches = ["rain", "critic rain", "ownaaa", "crtic", "critic xylophone", "xylophone", "ownaaaa ownaaab"]
    store(range(5))
    queries_of(searches)  # PostgreSQL plans each statement at its first asking, by a query of its own
    few = queries_of(searches)
    store(range(5, 2_000))
    assert queries_of(searches) == few
    assert max(few) <= 6
