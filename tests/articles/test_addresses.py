"""An essay that moved is found from wherever it was; no address leads in a ring or to what cannot be read."""

from datetime import timedelta
from importlib import import_module
from itertools import permutations
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, reverse

from articles.models import Essay, OldAddress
from articles.services import delete_essay
from articles.slugs import RESERVED
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def move(essay: Essay, *slugs: str, **changes: Any) -> None:
    """Give an essay one address after the other."""
    for slug in slugs:
        change(essay, slug=slug, **changes)


def hops(browser: Browser, slug: str) -> list[tuple[str, int]]:
    """Return where an address leads, hop by hop."""
    return [(url, code) for url, code in browser.get(f"/essays/{slug}/", follow=True).redirect_chain]


def typed(essay: Essay, **changes: str) -> dict[str, str]:
    """Return the form of an essay as the desk sends it."""
    said = {"title": essay.title, "slug": essay.slug, "language": "en-gb", "body": essay.body, "state": essay.state}
    said |= {"summary": essay.summary, "topic": str(essay.topic_id or "")}
    return {**said, "publish_at_0": "2026-11-19", "publish_at_1": "10:00:00", **changes}


def refusals(desk: Browser, path: str, sent: dict[str, str], field: str = "slug") -> list[str]:
    """Return what the desk says beside a field."""
    response = desk.post(path, sent)
    assert response.status_code == 200
    return list(response.context["adminform"].form.errors.get(field, []))


def change_url(essay: Essay) -> str:
    return reverse("admin:articles_essay_change", args=[essay.pk])


def test_each_old_address_leads_to_the_newest_in_one_hop_for_good(client: Browser) -> None:
    move(make_essay("A"), "b", "c")
    assert hops(client, "a") == hops(client, "b") == [("/essays/c/", 301)]


@pytest.mark.parametrize("order", [*permutations("abc"), "aba", "abab", "bcabca"])
def test_no_order_of_moves_makes_a_ring(client: Browser, order: str) -> None:
    essay = make_essay("A")
    move(essay, *order)
    for slug in {"a", *order} - {essay.slug}:
        assert hops(client, slug) == [(f"/essays/{essay.slug}/", 301)]
    assert hops(client, essay.slug) == []
    assert not OldAddress.objects.filter(slug=essay.slug).exists()


def test_what_never_was_public_leaves_no_address(client: Browser) -> None:
    move(make_essay("A", state=Essay.State.DRAFT), "b")
    move(make_essay("C", publish_at=NOW + timedelta(seconds=1)), "d")
    assert not OldAddress.objects.exists()


def test_what_was_public_leaves_its_address_even_if_it_moves_while_taken_off(client: Browser) -> None:
    essay = make_essay("A")
    move(essay, "a", state=Essay.State.DRAFT)
    move(essay, "b")
    move(essay, "c", state=Essay.State.PUBLISHED)
    assert hops(client, "a") == hops(client, "b") == [("/essays/c/", 301)]


def test_the_old_address_of_what_was_taken_off_is_gone(client: Browser) -> None:
    move(make_essay("A"), "b", state=Essay.State.WITHDRAWN)
    assert client.get("/essays/a/").status_code == 410


def test_an_address_of_elsewhere_that_leads_to_a_draft_is_not_there(client: Browser) -> None:
    OldAddress.objects.create(slug="a", essay=make_essay("B", state=Essay.State.DRAFT))
    assert client.get("/essays/a/").status_code == 404


def test_an_essay_at_its_address_stands_before_whatever_led_from_there(client: Browser) -> None:
    OldAddress.objects.create(slug="b", essay=make_essay("A"))
    make_essay("B")
    assert hops(client, "b") == []


def test_capital_letters_hide_neither_where_an_essay_is_nor_where_it_was(client: Browser) -> None:
    move(make_essay("A"), "b")
    assert hops(client, "A") == hops(client, "B") == [("/essays/b/", 301)]
    move(Essay.objects.get(slug="b"), "b", state=Essay.State.WITHDRAWN)
    delete_essay(essay=make_essay("C"), now=NOW)
    assert [client.get(f"/essays/{slug}/").status_code for slug in "ABC"] == [410, 410, 410]
    assert client.get("/essays/D/").status_code == 404


def test_an_address_that_was_given_with_capital_letters_leads_on(client: Browser) -> None:
    move(make_essay("A", slug="Once-So"), "once-so", "b")
    assert hops(client, "Once-So") == hops(client, "ONCE-so") == [("/essays/b/", 301)]


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_what_the_site_needs_is_refused_in_words(desk: Browser, slug: str) -> None:
    essay = make_essay("Tide")
    words = ["The site itself uses this address. Choose another one."]
    assert refusals(desk, change_url(essay), typed(essay, slug=slug)) == words


def test_every_word_that_stands_before_an_essays_address_is_reserved() -> None:
    urlpatterns: list[URLPattern | URLResolver] = import_module("articles.urls").urlpatterns
    first = {str(each.pattern).partition("/")[0] for each in urlpatterns} - {"", "<slug:slug>"}
    assert first - RESERVED == set()
    assert {"feed", "search", "topics"} <= first


def test_the_address_of_another_essay_is_refused_in_words(desk: Browser) -> None:
    make_essay("Taken")
    essay = make_essay("Tide")
    words = ["Another essay has this address. Choose another one."]
    assert refusals(desk, change_url(essay), typed(essay, slug="taken")) == words
    assert refusals(desk, change_url(essay), typed(essay, slug="TAKEN")) == words


@pytest.mark.parametrize("slug", ["A Calm Öne!", "हिंदी", "a/b"])
def test_what_no_address_may_hold_is_refused_in_words(desk: Browser, slug: str) -> None:
    essay = make_essay("Tide")
    words = ["Only the letters a to z, digits and hyphens may stand in an address: a-lamp-on-water."]
    assert refusals(desk, change_url(essay), typed(essay, slug=slug)) == words


def test_where_another_essay_was_is_refused_in_words_but_where_this_one_was_is_not(desk: Browser) -> None:
    OldAddress.objects.create(slug="was", essay=make_essay("Other"))
    essay = make_essay("Tide")
    said = refusals(desk, change_url(essay), typed(essay, slug="was"))
    assert said == ["This address leads to “Other”, which used to be there. Choose another one."]
    OldAddress.objects.update(essay=essay)
    assert desk.post(change_url(essay), typed(essay, slug="was")).status_code == 302


@pytest.mark.parametrize(
    ("title", "slug"), [("🌧🌧", "essay"), ("..", "essay"), ("हिंदी", "essay"), ("Search", "search-2"), ("Tide", "tide-2")]
)
def test_a_new_essay_without_an_address_gets_one(desk: Browser, title: str, slug: str) -> None:
    tide = make_essay("Tide")
    response = desk.post(reverse("admin:articles_essay_add"), typed(tide, title=title, slug="", state="draft"))
    assert response.status_code == 302
    assert Essay.objects.get(title=title, state="draft").slug == slug


def test_an_essay_that_has_an_address_keeps_one(desk: Browser) -> None:
    essay = make_essay("Tide")
    words = ["Write an address: small letters, digits and hyphens."]
    assert refusals(desk, change_url(essay), typed(essay, slug="")) == words


def test_an_essay_deleted_at_the_desk_says_that_it_is_gone(desk: Browser) -> None:
    one, two = make_essay("One"), make_essay("Two")
    desk.post(reverse("admin:articles_essay_delete", args=[one.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [str(two.pk)], "post": "yes"}
    desk.post(reverse("admin:articles_essay_changelist"), chosen)
    assert not Essay.objects.exists()
    assert [desk.get(f"/essays/{slug}/").status_code for slug in ("one", "two")] == [410, 410]


def test_the_day_is_said_and_taken_by_the_clock_of_the_practice(desk: Browser) -> None:
    essay = make_essay("Tide", publish_at=NOW)
    page = desk.get(change_url(essay), headers={"accept-language": "en-us", "time-zone": "America/New_York"})
    assert "(IST)" in page.content.decode()
    assert 'value="10:00"' in page.content.decode()
    desk.post(change_url(essay), typed(essay, publish_at_0="2026-11-20", publish_at_1="10:00:01"))
    essay.refresh_from_db()
    assert essay.publish_at == NOW + timedelta(seconds=1)
