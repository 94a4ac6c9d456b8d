"""The feed holds every essay whole, with addresses that work elsewhere."""

import pytest
from django.conf import settings
from django.test import Client as Browser
from lxml import etree

from articles.feeds import xml_text
from tests.factories import NOW, make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = settings.SITE_URL


def feed(browser: Browser, **headers: str) -> etree._Element:
    """Return the parsed feed."""
    response = browser.get("/essays/feed/", headers=headers)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content)


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in root.xpath(path, namespaces=ATOM)]


def test_an_entry_has_all_that_atom_asks_for_and_the_whole_text(client: Browser) -> None:
    make_essay("Quiet", topic=make_topic(), body='<p>Go to <a href="/help/">help</a>.</p>', content_note="Of leaving.")
    root = feed(client)
    assert texts(root, "/a:feed/a:title/text()") == ["SereinMind"]
    assert texts(root, "/a:feed/a:author/a:name/text()") == ["SereinMind"]
    assert texts(root, "//a:entry/a:title/text()") == ["Quiet"]
    assert texts(root, "//a:entry/a:id/text()") == [f"{SITE}/essays/quiet/"]
    assert texts(root, "//a:entry/a:published/text()") == ["2026-11-19T04:30:00+00:00"]
    assert texts(root, "//a:entry/a:category/@term") == ["Self-trust"]
    content = texts(root, "//a:entry/a:content[@type='html']/text()")[0]
    assert f'<a href="{SITE}/help/">help</a>' in content
    assert "Of leaving." in content
    assert "Awaiting review" in content
    assert "14416" in content


def test_addresses_do_not_follow_the_host_that_was_asked(client: Browser) -> None:
    make_essay("Quiet")
    links = texts(feed(client, host="localhost"), "//a:link/@href")
    assert links
    assert all(link.startswith(f"{SITE}/") for link in links)


def test_the_newest_twenty_are_in_it(client: Browser) -> None:
    for number in range(21):
        make_essay(f"Essay {number}", publish_at=NOW.replace(day=1, month=1 + number % 11, hour=number))
    assert len(texts(feed(client), "//a:entry/a:id/text()")) == 20


def test_an_empty_feed_is_a_feed(client: Browser) -> None:
    assert texts(feed(client), "//a:entry") == []


def test_characters_that_xml_cannot_hold_are_left_out(client: Browser) -> None:
    make_essay("Odd\x0b one\ufffe", slug="odd", summary="a\x1fb")
    assert texts(feed(client), "//a:entry/a:title/text()") == ["Odd one"]
    assert xml_text("a\x1fb\n") == "ab\n"


def test_the_feed_answers_not_modified(client: Browser) -> None:
    make_essay("Quiet")
    tag = client.get("/essays/feed/").headers["ETag"]
    assert client.get("/essays/feed/", headers={"If-None-Match": tag}).status_code == 304
