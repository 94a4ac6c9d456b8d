"""A topic or a series that moved is found from wherever it was; no address leads in a ring or to an empty list."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.checking.destinations import dead_links
from articles.checking.shape import links_in
from articles.models import Essay, OldListAddress, Series, Topic
from articles.old_lists import save_listed
from articles.services import topic_named
from tests.factories import NOW, make_essay, make_series, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]
PLACES: dict[Any, str] = {Topic: "/essays/topics", Series: "/essays/series"}


@pytest.fixture(params=[Topic, Series])
def kind(request: pytest.FixtureRequest) -> Any:
    """What is moved."""
    return request.param


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def make(kind: Any, name: str = "a", **essay: Any) -> Any:
    """Return a stored topic or series with an essay that can be read unless told otherwise."""
    listed = make_topic(name) if kind is Topic else make_series(name)
    number = Essay.objects.count()
    make_essay(f"E{number}", **{kind.__name__.lower(): listed}, **essay)
    return listed


def move(listed: Any, *slugs: str) -> None:
    """Give it one address after the other."""
    for slug in slugs:
        listed.slug = slug
        save_listed(listed=listed, now=NOW)


def hops(browser: Browser, kind: Any, slug: str) -> list[tuple[str, int]]:
    """Return where an address leads, hop by hop."""
    return [(url, code) for url, code in browser.get(f"{PLACES[kind]}/{slug}/", follow=True).redirect_chain]


def send(desk: Browser, listed: Any, slug: str) -> Any:
    """Send the form of a topic or of a series with this address."""
    kind = type(listed)
    name = "name" if kind is Topic else "title"
    address = reverse(f"admin:articles_{kind.__name__.lower()}_change", args=[listed.pk])
    return desk.post(address, {name: str(listed), "slug": slug, "summary": ""})


@pytest.mark.parametrize("order", [*permutations("abc"), "aba", "abab", "bcabca"])
def test_no_order_of_moves_makes_a_ring_or_a_second_hop(client: Browser, kind: Any, order: str) -> None:
    listed = make(kind)
    move(listed, *order)
    for slug in {"a", *order} - {listed.slug}:
        assert hops(client, kind, slug) == [(f"{PLACES[kind]}/{listed.slug}/", 301)]
    assert hops(client, kind, listed.slug) == []


@pytest.mark.parametrize("essay", [{"state": Essay.State.DRAFT}, {"publish_at": NOW + timedelta(days=1)}])
def test_what_nobody_could_read_leaves_no_address(kind: Any, essay: dict[str, Any]) -> None:
    move(make(kind, **essay), "b")
    assert not OldListAddress.objects.exists()


def test_an_old_address_leads_nowhere_while_there_is_nothing_to_read(client: Browser, kind: Any) -> None:
    move(make(kind, state=Essay.State.WITHDRAWN, first_public_at=NOW), "b")
    assert OldListAddress.objects.count() == 1
    assert client.get(f"{PLACES[kind]}/a/").status_code == 404
    Essay.objects.update(state=Essay.State.PUBLISHED)
    assert hops(client, kind, "a") == [(f"{PLACES[kind]}/b/", 301)]


def test_what_has_nothing_to_read_stands_in_no_way_of_what_was_there(client: Browser, kind: Any) -> None:
    make(kind, "a", state=Essay.State.DRAFT)
    moved = make(kind, "b")
    OldListAddress.objects.create(slug="A", **{kind.__name__.lower(): moved})
    assert hops(client, kind, "A") == [(f"{PLACES[kind]}/b/", 301)]
    assert hops(client, kind, "a") == []


def test_an_address_leads_on_to_what_was_there_last(client: Browser, kind: Any) -> None:
    last, first = make(kind, "a"), make(kind, "b")
    OldListAddress.objects.create(slug="a", **{kind.__name__.lower(): first})
    move(last, "c")
    assert hops(client, kind, "a") == [(f"{PLACES[kind]}/c/", 301)]


def test_capital_letters_hide_neither_where_it_is_nor_where_it_was(client: Browser, kind: Any) -> None:
    move(make(kind), "b")
    assert hops(client, kind, "A") == hops(client, kind, "B") == [(f"{PLACES[kind]}/b/", 301)]


def test_the_desk_keeps_the_old_address_and_gives_new_ones_in_small_letters(desk: Browser, kind: Any) -> None:
    assert send(desk, make(kind), "New").status_code == 302
    assert hops(desk, kind, "a") == [(f"{PLACES[kind]}/new/", 301)]


def test_a_topic_asks_for_its_name_first_and_tells_of_earlier_addresses_once_it_may_have_some(desk: Browser) -> None:
    told = "An address that was public goes on leading here."
    new = desk.get(reverse("admin:articles_topic_add")).context["adminform"].form
    assert list(new.fields)[:2] == ["name", "slug"]
    assert not new.fields["slug"].help_text
    stored = reverse("admin:articles_topic_change", args=[make(Topic).pk])
    assert desk.get(stored).context["adminform"].form.fields["slug"].help_text == told


def test_what_no_address_may_hold_is_refused_in_words(desk: Browser, kind: Any) -> None:
    refused = send(desk, make(kind), "a calm one").context["adminform"].form.errors["slug"]
    assert refused == ["Only the letters a to z, digits and hyphens may stand in an address: a-lamp-on-water."]


def test_where_another_was_or_is_is_refused_in_words_but_where_this_one_was_is_not(desk: Browser, kind: Any) -> None:
    first, second = make(kind, "a"), make(kind, "b")
    move(first, "c")
    refused = send(desk, second, "a").context["adminform"].form.errors["slug"]
    assert refused == [f"This address leads to “{first}”, which used to be there. Choose another one."]
    assert "slug" in send(desk, second, "C").context["adminform"].form.errors
    assert send(desk, first, "a").status_code == 302
    assert {each.slug for each in OldListAddress.objects.all()} == {"c"}


def test_where_a_topic_was_a_series_may_have_been_and_may_be(desk: Browser) -> None:
    topic, series = make(Topic), make(Series)
    move(topic, "b")
    move(series, "b")
    assert [hops(desk, kind, "a")[0][0] for kind in PLACES] == ["/essays/topics/b/", "/essays/series/b/"]
    assert send(desk, series, "a").status_code == 302
    assert [hops(desk, kind, "a") for kind in PLACES] == [[("/essays/topics/b/", 301)], []]


def test_an_old_address_leads_to_one_thing(kind: Any) -> None:
    topic, series = make_topic("t"), make_series("s")
    one = {"topic": topic} if kind is Topic else {"series": series}
    OldListAddress.objects.create(slug="a", **one)
    for wrong in (one, {}, {"topic": topic, "series": series}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OldListAddress.objects.create(slug="a", **wrong)


def test_a_file_that_names_a_topic_by_its_address_of_before_makes_no_second_one() -> None:
    topic = make(Topic, "Rest")
    move(topic, "stillness")
    assert topic_named("Rest") == topic
    assert Topic.objects.count() == 1


def test_a_link_to_an_old_address_of_a_topic_is_no_dead_link() -> None:
    move(make(Topic), "b")
    essay = Essay.objects.get()
    links = links_in('<a href="/essays/topics/a/">a</a> <a href="/essays/topics/c/">c</a>')
    assert [each.link.text for each in dead_links(links, essay, NOW)] == ["c"]


def test_a_page_asks_no_more_for_the_old_addresses_that_there_are(
    client: Browser, kind: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listed = make(kind)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{PLACES[kind]}/a/").status_code == 200
    move(listed, "b", "c", "d")
    with django_assert_num_queries(len(asked)):
        assert client.get(f"{PLACES[kind]}/d/").status_code == 200
    with django_assert_num_queries(2):
        assert client.get(f"{PLACES[kind]}/a/").status_code == 301
