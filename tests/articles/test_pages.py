"""The essays' pages show what may be read now, lead on, and cost little."""

from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, OldAddress
from articles.selectors import Surroundings, surroundings
from practice.models import Practice
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


def page(browser: Browser, path: str) -> str:
    """Return the text of a page that is there."""
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_essay_is_read_at_its_address(client: Browser) -> None:
    make_essay("Quiet", topic=make_topic(), body="<p>Fine rain.</p>")
    text = page(client, "/essays/quiet/")
    assert "<h1>Quiet</h1>" in text
    assert "<p>Fine rain.</p>" in text
    assert 'href="/essays/topics/self-trust/"' in text


@pytest.mark.parametrize(
    "changes",
    [
        {"state": Essay.State.DRAFT},
        {"state": Essay.State.WITHDRAWN},
        {"publish_at": NOW + timedelta(seconds=1)},
        {"publish_at": None},
    ],
    ids=["draft", "withdrawn", "scheduled", "no date"],
)
def test_what_is_not_published_now_is_nowhere(client: Browser, changes: dict[str, object]) -> None:
    make_essay("Open")
    make_essay("Hidden", topic=make_topic(), **changes)
    assert client.get("/essays/hidden/").status_code == 404
    assert client.get("/essays/topics/self-trust/").status_code == 404
    assert client.get("/art/hidden.svg").status_code == 404
    assert client.get("/art/hidden.png").status_code == 404
    for path in ("/", "/essays/", "/essays/open/", "/essays/feed/", "/essays/search/?q=hidden", "/sitemap.xml"):
        assert "essays/hidden" not in page(client, path), path


def test_a_scheduled_essay_appears_by_the_clock(client: Browser) -> None:
    make_essay("Soon", publish_at=NOW)
    assert "<h1>Soon</h1>" in page(client, "/essays/soon/")


def test_an_essay_costs_three_queries(client: Browser, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Practice().save()
    topic = make_topic()
    for number in range(6):
        make_essay(f"Essay {number}", topic=topic, publish_at=NOW - timedelta(days=number))
    with django_assert_num_queries(3):
        client.get("/essays/essay-3/")


def test_a_list_costs_as_many_queries_for_twelve_as_for_one(
    client: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_essay(f"Essay {number}", topic=make_topic(f"Topic-{number}"))
    with django_assert_num_queries(4):
        client.get("/essays/")


def test_an_essay_leads_to_the_ones_before_and_after_it_in_time(client: Browser) -> None:
    for days, title in ((3, "First"), (2, "Second"), (1, "Third"), (0, "Fourth")):
        make_essay(title, publish_at=NOW - timedelta(days=days))
    text = page(client, "/essays/second/")
    assert '<a href="/essays/first/" rel="prev">' in text
    assert '<a href="/essays/third/" rel="next">' in text
    assert 'rel="prev"' not in page(client, "/essays/first/")
    assert 'rel="next"' not in page(client, "/essays/fourth/")


def test_essays_of_one_instant_have_an_order_too(client: Browser) -> None:
    make_essay("First", publish_at=NOW)
    make_essay("Second", publish_at=NOW)
    assert '<a href="/essays/second/" rel="next">' in page(client, "/essays/first/")
    assert '<a href="/essays/first/" rel="prev">' in page(client, "/essays/second/")


def test_an_essay_names_others_of_its_topic_but_no_neighbour_twice(client: Browser) -> None:
    topic, other = make_topic(), make_topic("Body")
    for days in range(6):
        make_essay(f"Same {days}", topic=topic, publish_at=NOW - timedelta(days=days))
    make_essay("Elsewhere", topic=other, publish_at=NOW - timedelta(days=9))
    text = page(client, "/essays/same-0/")
    related = text.partition('id="related"')[2].partition("</section>")[0]
    assert [f"/essays/same-{days}/" in related for days in range(6)] == [False, False, True, True, True, False]
    assert "/essays/elsewhere/" not in related


def test_an_essay_withdrawn_while_it_is_read_leads_nowhere(client: Browser) -> None:
    make_essay("Tide", publish_at=NOW - timedelta(days=2))
    withdrawn = make_essay(state=Essay.State.DRAFT)
    assert surroundings(withdrawn, NOW) == Surroundings(None, None, ())


def test_an_essay_that_moved_is_found_from_its_old_address(client: Browser) -> None:
    OldAddress.objects.create(slug="old", essay=make_essay("New"))
    response = client.get("/essays/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/essays/new/")


def test_an_old_address_of_a_withdrawn_essay_leads_nowhere(client: Browser) -> None:
    OldAddress.objects.create(slug="old", essay=make_essay("New", state=Essay.State.WITHDRAWN))
    assert client.get("/essays/old/").status_code == 404


def test_a_long_list_comes_in_pages_newest_first(client: Browser) -> None:
    for number in range(13):
        make_essay(f"Number {number}.", slug=f"n{number}", publish_at=NOW - timedelta(days=number))
    first, second = page(client, "/essays/"), page(client, "/essays/?page=2")
    assert "Number 0." in first
    assert "Number 12." not in first
    assert "Number 12." in second
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
    assert f'<link rel="canonical" href="{settings.SITE_URL}/essays/?page=2">' in second
    assert f'<link rel="canonical" href="{settings.SITE_URL}/essays/">' in page(client, "/essays/?page=1&x=2")


@pytest.mark.parametrize("number", ["999999999", "abc", "0", "-1", "9" * 5000, "", "%00", "%FF", "1;drop", "__class__"])
def test_a_page_that_is_none_is_not_there(client: Browser, number: str) -> None:
    make_essay()
    assert client.get(f"/essays/?page={number}").status_code == 404


@pytest.mark.parametrize("query", ["sort=password", "order=__class__", "topic=1", "page=1&page=1"])
def test_what_is_not_asked_for_is_ignored(client: Browser, query: str) -> None:
    make_essay()
    assert client.get(f"/essays/?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["..%2f", "%2e%2e", "%00", "%FF", "a%0d%0ab", "x" * 500, "🌧", "%252e", "-' OR 1=1--"])
def test_an_address_that_is_none_is_not_there(client: Browser, slug: str) -> None:
    for path in (f"/essays/{slug}/", f"/essays/topics/{slug}/", f"/art/{slug}.svg", f"/art/{slug}.png"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("path", ["/essays/", "/essays/quiet/", "/essays/search/", "/essays/feed/", "/art/home.svg"])
def test_nothing_can_be_sent_to_a_page_for_reading(client: Browser, path: str) -> None:
    make_essay("Quiet")
    assert client.post(path).status_code == 405


def test_an_essay_not_read_by_a_clinician_says_so_and_asks_not_to_be_indexed(client: Browser) -> None:
    make_essay("Quiet")
    text = page(client, "/essays/quiet/")
    assert "Awaiting review by Dr Bhatt" in text
    assert '<meta name="robots" content="noindex">' in text


def test_a_reviewed_essay_says_by_whom_and_is_indexed(client: Browser) -> None:
    make_essay("Quiet", reviewed_by="Dr Arati Bhatt", reviewed_on=NOW.date())
    text = page(client, "/essays/quiet/")
    assert "Awaiting review" not in text
    assert "Dr Arati Bhatt on 20 November 2026" in text
    assert "noindex" not in text


def test_from_the_note_before_an_essay_it_is_one_press_to_whoever_can_help(client: Browser) -> None:
    make_essay("Quiet")
    make_essay("Alarm", content_note="Of leaving.")
    assert "Who can help, by country" not in page(client, "/essays/quiet/")
    after_note = page(client, "/essays/alarm/").partition("Of leaving.")[2]
    assert after_note.index('href="/help/">Who can help') < after_note.index('class="prose"')


def test_a_help_number_in_the_note_before_an_essay_can_be_pressed(client: Browser) -> None:
    make_essay("Alarm", content_note="In India the women’s help line is 181.")
    number = 'help line is <a href="tel:181">181</a>.'
    assert number in page(client, "/essays/alarm/")
    assert number in unescape(page(client, "/essays/feed/"))


def test_the_crisis_block_stands_where_the_essay_asks_for_it(client: Browser) -> None:
    make_essay("Calm")
    make_essay("Alarm", has_crisis_block=True)
    assert 'id="not-alone"' in page(client, "/essays/alarm/")
    assert 'id="not-alone"' not in page(client, "/essays/calm/")
