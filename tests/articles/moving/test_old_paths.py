"""Asked for at an address of the old site: one step to where it is now, and no page of this site is ever hidden."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from articles.models import Essay, OldAddress, OldPath
from articles.moving.paths import is_own_page, keep_path
from articles.old_addresses import normal_path
from articles.services import delete_essay
from practice import moved
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def essay() -> Essay:
    """An essay that came from the old site."""
    made = make_essay("One")
    OldPath.objects.create(path="/post/one", essay=made)
    return made


def answer(client: Browser, path: str) -> tuple[int, str]:
    response: Any = client.get(path)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/post/One/", "/post/one"),
        ("https://www.old.example/post/one?utm_source=x#top", "/post/one"),
        ("//old.example/post//one", "/post/one"),
        ("post/one", "/post/one"),
        ("/post/%E0%A4%9A%E0%A4%BE%E0%A4%AF", "/post/चाय"),
        ("/post/%e0%a4%9a%e0%a4%be%e0%a4%af/", "/post/चाय"),
        ("/cafe%CC%81", "/café"),
        ("/?p=123", "/?p=123"),
        ("https://old.example/?p=123&preview=true", "/?p=123"),
        ("/?p=1e9", ""),
        ("/?q=lamp", ""),
        ("/", ""),
        ("", ""),
        ("/%FF%FE", ""),
        ("/a%00b", ""),
        ("/a%0d%0ab", ""),
        ("/" + "x" * 501, ""),
        ("https://[broken", ""),
    ],
)
def test_an_address_has_one_form(address: str, path: str) -> None:
    assert normal_path(address) == path
    assert normal_path(path) == path


@pytest.mark.parametrize("path", ["/post/one", "/post/one/", "/POST/One?utm=x"])
def test_an_old_address_leads_on_for_good(client: Browser, essay: Essay, path: str) -> None:
    response: Any = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, "/essays/one/")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert not response.cookies


def test_an_address_that_never_was_is_not_there(client: Browser, essay: Essay) -> None:
    assert answer(client, "/post/two") == (404, "")


def test_only_asking_leads_on(client: Browser, essay: Essay) -> None:
    assert client.post("/post/one").status_code == 404
    assert client.head("/post/one").status_code == 301


@pytest.mark.parametrize(
    "state",
    [{"state": "draft"}, {"publish_at": NOW + timedelta(seconds=1)}, {"publish_at": None}],
)
def test_it_leads_on_only_while_the_essay_may_be_read(client: Browser, essay: Essay, state: dict[str, Any]) -> None:
    Essay.objects.update(**state)
    assert answer(client, "/post/one") == (404, "")


def test_to_an_essay_that_was_taken_off_it_leads_and_that_address_says_so(client: Browser, essay: Essay) -> None:
    Essay.objects.update(state=Essay.State.WITHDRAWN, first_public_at=NOW)
    assert answer(client, "/post/one") == (301, "/essays/one/")
    assert client.get("/essays/one/").status_code == 410


def test_to_an_essay_that_was_deleted_it_leads_and_that_address_says_so(client: Browser, essay: Essay) -> None:
    delete_essay(essay=essay, now=NOW)
    assert answer(client, "/post/one") == (301, "/essays/one/")
    assert client.get("/essays/one/").status_code == 410


def test_of_an_essay_that_nobody_could_read_nothing_is_left(client: Browser, essay: Essay) -> None:
    Essay.objects.update(state=Essay.State.DRAFT)
    delete_essay(essay=essay, now=NOW)
    assert answer(client, "/post/one") == (404, "")


def test_another_essay_at_the_address_of_a_deleted_one_is_not_led_to(client: Browser, essay: Essay) -> None:
    delete_essay(essay=essay, now=NOW)
    change(make_essay("Two"), slug="one")
    assert answer(client, "/post/one") == (404, "")
    assert client.get("/essays/one/").status_code == 200


def test_the_old_address_of_a_deleted_essay_is_free_for_another(client: Browser, essay: Essay) -> None:
    delete_essay(essay=essay, now=NOW)
    assert keep_path(make_essay("Two"), "/post/one") == "Old address: /post/one → /essays/two/"
    assert answer(client, "/post/one") == (301, "/essays/two/")


def test_to_an_essay_that_never_was_public_it_does_not_lead(client: Browser, essay: Essay) -> None:
    Essay.objects.update(state=Essay.State.WITHDRAWN)
    assert answer(client, "/post/one")[0] == 404


def test_an_essay_that_was_renamed_since_is_one_step_away(client: Browser, essay: Essay) -> None:
    Essay.objects.update(slug="newest")
    assert answer(client, "/post/one") == (301, "/essays/newest/")
    assert client.get("/essays/newest/").status_code == 200


def test_hindi_addresses_lead_on(client: Browser, essay: Essay) -> None:
    OldPath.objects.create(path=normal_path("/post/सुबह-की-चाय"), essay=essay)
    assert answer(client, "/post/सुबह-की-चाय")[0] == 301
    assert (
        answer(client, "/post/%E0%A4%B8%E0%A5%81%E0%A4%AC%E0%A4%B9-%E0%A4%95%E0%A5%80-%E0%A4%9A%E0%A4%BE%E0%A4%AF/")[0]
        == 301
    )


def test_a_short_link_leads_on_and_the_front_page_stays(client: Browser, essay: Essay) -> None:
    OldPath.objects.create(path="/?p=20", essay=essay)
    assert answer(client, "/?p=20") == (301, "/essays/one/")
    assert answer(client, "/?p=21")[0] == answer(client, "/")[0] == 200


def test_topics_feeds_and_lists_lead_on(client: Browser, essay: Essay) -> None:
    topic = make_topic()
    OldPath.objects.create(path="/category/self-trust", topic=topic)
    OldPath.objects.create(path="/blog-feed.xml", page=OldPath.Page.FEED)
    OldPath.objects.create(path="/blog", page=OldPath.Page.LIST)
    assert answer(client, "/blog-feed.xml") == (301, "/essays/feed/")
    assert answer(client, "/blog/") == (301, "/essays/")
    assert answer(client, "/category/self-trust") == (404, "")
    Essay.objects.update(topic=topic)
    assert answer(client, "/category/self-trust") == (301, "/essays/topics/self-trust/")


@pytest.mark.parametrize("path", ["/about", "/essays", "/essays/one", "/help", "/admin/x", "/book"])
def test_no_page_of_this_site_is_hidden(client: Browser, essay: Essay, path: str) -> None:
    """A row that should never be there, to show that it would do no harm."""
    before = answer(client, f"{path}/")
    OldPath.objects.create(path=path, page=OldPath.Page.FEED)
    assert is_own_page(path)
    assert answer(client, f"{path}/") == before


def test_a_page_that_exists_costs_no_query_for_old_addresses(client: Browser, essay: Essay, monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setitem(moved.FINDERS, "old site", lambda request: asked.append(request.path))
    assert client.get("/essays/one/").status_code == 200
    assert client.get("/essays/none/").status_code == 404  # a page of this site answers, though it says no
    assert asked == []
    client.get("/nothing")
    assert asked == ["/nothing"]


def test_an_old_address_costs_one_query(client: Browser, essay: Essay, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get("/post/one")


def test_an_old_address_among_this_sites_essays_is_kept_as_a_renamed_one(client: Browser, essay: Essay) -> None:
    assert keep_path(essay, "/essays/was-so") == "Old address: /essays/was-so → /essays/one/"
    assert answer(client, "/essays/was-so/") == (301, "/essays/one/")
    assert keep_path(essay, "/essays/one") == "Its address stays: /essays/one"


def test_an_old_address_that_is_a_page_here_is_said_and_not_kept(essay: Essay) -> None:
    assert keep_path(essay, "/about") == (
        "Its old address is one of this site's own pages, so it cannot lead on: /about"
    )
    assert not OldPath.objects.filter(path="/about").exists()


def test_a_row_leads_to_one_place(essay: Essay) -> None:
    was = OldAddress.objects.create(slug="was", essay=None)
    two: list[dict[str, Any]] = [{"page": "essays"}, {"topic": make_topic()}, {"gone": was}]
    for places in ({}, *({"essay": essay, **other} for other in two)):
        with pytest.raises(IntegrityError), transaction.atomic():
            OldPath.objects.create(path="/x", **places)
