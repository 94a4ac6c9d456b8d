"""What the pages tell search engines and link previews is whole, true and in the words that those understand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client as Browser
from lxml import etree

from articles.models import Essay, Series
from practice.models import Practice
from practice.shipped import parts
from tests.articles.reflecting import FORM, open_essay
from tests.factories import NOW, make_essay, make_series, make_topic
from tests.structured_data import blocks_of, faults_of_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

SITE = settings.SITE_URL
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def page(browser: Browser, path: str) -> str:
    """Return a page that is there."""
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_essay_is_described_as_an_article_without_a_fault(client: Browser) -> None:
    make_essay("Quiet", topic=make_topic(), reviewed_on=NOW.date())
    make_essay("चुप", slug="chup", language="hi", summary="")
    (whole,) = blocks_of(page(client, "/essays/quiet/"))
    (bare,) = blocks_of(page(client, "/essays/chup/"))
    assert faults_of_block(whole) == []
    assert faults_of_block(bare) == []
    assert (whole["inLanguage"], bare["inLanguage"]) == ("en-gb", "hi")
    assert whole["datePublished"] == "2026-11-19T04:30:00Z"
    way = whole["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [each["item"].removeprefix(SITE) for each in way] == [
        "/essays/",
        "/essays/topics/self-trust/",
        "/essays/quiet/",
    ]
    assert not {"description", "articleSection"} & set(bare)


def test_a_long_title_is_shortened_where_it_would_be_cut_off(client: Browser) -> None:
    make_essay("Rain " * 30, slug="long")
    (block,) = blocks_of(page(client, "/essays/long/"))
    assert faults_of_block(block) == []
    assert block["headline"].endswith("…")


def test_an_essay_is_never_said_to_have_changed_before_it_appeared(client: Browser) -> None:
    make_essay("Quiet")
    Essay.objects.update(updated_at=NOW - timedelta(days=30))
    (block,) = blocks_of(page(client, "/essays/quiet/"))
    assert block["dateModified"] == block["datePublished"]


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_the_practice_is_described_by_what_is_known_and_by_nothing_else(client: Browser, path: str) -> None:
    for load in (parts.load_details, parts.load_policy_texts):
        load()
    (full,) = blocks_of(page(client, path))
    Practice.objects.update(**dict.fromkeys(("street", "phone", "email", "languages", "therapist_name"), ""))
    (bare,) = blocks_of(page(client, path))
    assert (faults_of_block(full), faults_of_block(bare)) == ([], [])
    assert full["@type"] == bare["@type"] == "ProfessionalService"
    assert set(full) - set(bare) == {"telephone", "address", "employee"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda block: block.update({"@context": "https://schema.example"}), "@context"),
        (lambda block: block.update({"@type": "Essay"}), "Essay: unknown"),
        (lambda block: block.pop("image"), "Article.image: missing"),
        (lambda block: block.update(image="/art/quiet.png"), "Article.image: wrong"),
        (lambda block: block.update(headline="x" * 111), "Article.headline: wrong"),
        (lambda block: block.update(datePublished="2026-11-19T04:30:00"), "Article.datePublished: wrong"),
        (lambda block: block.update(description=""), "Article.description: wrong"),
        (lambda block: block.update(rating=5), "Article.rating: unknown"),
        (lambda block: block["author"].pop("name"), "Article.author: wrong"),
        (lambda block: block.update(inLanguage="English"), "Article.inLanguage: wrong"),
        (
            lambda block: block["mainEntityOfPage"]["breadcrumb"]["itemListElement"].reverse(),
            "Article.mainEntityOfPage: wrong",
        ),
    ],
)
def test_a_block_that_is_wrong_is_found_wrong(
    client: Browser, change: Callable[[dict[str, Any]], object], fault: str
) -> None:
    make_essay("Quiet", topic=make_topic())
    (block,) = blocks_of(page(client, "/essays/quiet/"))
    assert faults_of_block(block) == []
    change(block)
    assert faults_of_block(block) == [fault]


def test_a_link_preview_shows_the_drawn_picture_in_its_size_and_in_words(client: Browser) -> None:
    make_essay("Quiet", summary="Of rain & tea")
    head = BeautifulSoup(page(client, "/essays/quiet/"), "lxml")
    given = {str(each["property"]): str(each["content"]) for each in head.select("meta[property]")}
    picture = given["og:image"]
    assert picture == f"{SITE}/art/quiet.png"
    content = client.get(urlsplit(picture).path).content
    size = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert size == (int(given["og:image:width"]), int(given["og:image:height"])) == (1200, 630)
    assert given["og:image:alt"] == "A drawing: fine rain at dusk, and one warm light"
    assert (given["og:title"], given["og:description"]) == ("Quiet", "Of rain & tea")
    assert (given["og:type"], given["og:url"]) == ("article", f"{SITE}/essays/quiet/")


def description(browser: Browser, path: str) -> str:
    """Return what search engines show under a page's title."""
    (found,) = BeautifulSoup(page(browser, path), "lxml").select("meta[name=description]")
    return str(found["content"])


def test_a_series_is_described_by_its_own_line_or_by_its_parts(client: Browser) -> None:
    series = make_series()
    for number, title in enumerate(("Rain & tea", "Wind"), 1):
        make_essay(title, slug=f"p{number}", series=series, part=number)
    assert description(client, "/essays/series/the-year/") == "A series of 2 essays: Rain & tea, Wind"
    Essay.objects.filter(slug="p1").update(title="Rain " * 50)
    assert len(description(client, "/essays/series/the-year/")) == 200
    Essay.objects.filter(slug="p1").delete()
    assert description(client, "/essays/series/the-year/") == "A series, so far of 1 essay: Wind"
    Series.objects.update(summary="Twelve months.")
    assert description(client, "/essays/series/the-year/") == "Twelve months."


def test_the_form_for_reflections_is_described_without_a_word_of_anybody(client: Browser) -> None:
    open_essay()
    assert description(client, FORM).startswith("A few lines on an essay")


def test_the_sitemap_lists_exactly_what_may_be_found_each_by_its_one_address(client: Browser) -> None:
    reviewed = {"reviewed_on": NOW.date(), "topic": make_topic()}
    make_essay("Open", **reviewed)
    make_essay("Unread", topic=make_topic("Body"))
    make_essay("Draft", state=Essay.State.DRAFT, **reviewed)
    make_essay("Later", publish_at=NOW + timedelta(seconds=1), **reviewed)
    tree = etree.fromstring(client.get("/sitemap.xml").content)
    places = {str(each.text) for each in tree.findall("s:url/s:loc", MAP)}
    essays = {place for place in places if place.startswith(f"{SITE}/essays/")}
    assert essays == {f"{SITE}/essays/{path}" for path in ("", "open/", "topics/self-trust/")}
    for place in essays:
        head = BeautifulSoup(page(client, urlsplit(place).path), "lxml")
        assert [str(each["href"]) for each in head.select("link[rel=canonical]")] == [place]
        assert not head.select("meta[name=robots]")
    assert 'name="robots" content="noindex"' in page(client, "/essays/unread/")


@pytest.mark.parametrize("path", ["/essays/", "/essays/quiet/", "/essays/topics/self-trust/"])
def test_the_feed_can_be_found_from_the_pages_of_the_essays(client: Browser, path: str) -> None:
    make_essay("Quiet", topic=make_topic())
    links = BeautifulSoup(page(client, path), "lxml").select("link[rel=alternate]")
    assert [(each["type"], each["href"]) for each in links] == [("application/atom+xml", "/essays/feed/")]
