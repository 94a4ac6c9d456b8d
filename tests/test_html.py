"""Every kind of page, without a browser: its status, its markup by the Nu checker, help on it with or without styles.

All in one walk, because filling the practice and starting Java take the time.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as site_settings
from django.test import Client as Browser
from lxml import etree
from pytest_django import Settings

from tests.browser.furnished import Stage
from tests.hours_said import hours_said_otherwise
from tests.monitoring import promises_in, says_that_nobody_watches, takes_words, tells_of_review, text_of
from tests.nu_checker import remarks_on
from tests.reporting import report
from tests.sample_marks import MARK, unmarked_in
from tests.walking import Fetched, fetch_every_page, on_stage

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PROXY_PAGES = sorted((site_settings.BASE_DIR / "deploy").glob("*.html"))
ELSEWHERE = {"999", "911", "988", "116 123", "000", "111"}  # what 14416 and 112 are in the countries asked from most


@pytest.fixture
def stage(settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The filled practice."""
    with on_stage(settings, tmp_path / "mailbox") as stage:
        yield stage


def helps(html: str) -> bool:
    """Tell whether a page names the help lines in words and links, before everything else, whatever the styles do."""
    page = BeautifulSoup(html, "lxml")
    links = page.select("body a[href]:not([href^='#'])")  # but for the one that skips to the text
    hidden = [link for link in links[:3] if link.find_parent(hidden=True) or not link.get_text(strip=True)]
    if [str(link["href"]) for link in links[:2]] != ["tel:14416", "tel:112"] or hidden:
        return False
    return str(links[2]["href"]) == "/help/" or all(number in page.get_text() for number in ELSEWHERE)


def test_every_page_answers_as_listed_is_valid_and_offers_help(stage: Stage, tmp_path: Path) -> None:
    pages = fetch_every_page(stage)
    assert [one.entry.name for one in pages if one.response.status_code != one.entry.status] == []
    check_help(pages)
    check_samples(pages, stage)
    check_monitoring(pages)
    check_hours(pages)
    folder = tmp_path / "html"
    folder.mkdir()
    own = {f"{number} {one.entry.name}": one.response.content for number, one in enumerate(pages)}
    proxy = {path.name: path.read_bytes() for path in PROXY_PAGES}
    control = {"control": b"<!doctype html><title>x</title><p><div></p><img src=x>"}
    found = remarks_on({**own, **proxy, **control}, folder)
    assert found.pop("control")
    report("X9", sum(map(len, found.values())), 0, pages=len(own) + len(proxy))
    assert found == {}


def check_help(pages: list[Fetched]) -> None:
    """Hold every page, the proxy's own too, to naming the help lines."""
    said = {one.entry.name: helps(one.html) for one in pages}
    said |= {path.name: helps(path.read_text(encoding="utf-8")) for path in PROXY_PAGES}
    report("K1", 100 * sum(said.values()) / len(said), 100, ok=all(said.values()), pages=len(said))
    assert [name for name, is_helped in said.items() if not is_helped] == []
    stripped = next(one.html for one in pages if one.entry.name == "home").replace("tel:14416", "#")
    assert not helps(stripped)


def check_samples(pages: list[Fetched], stage: Stage) -> None:
    """Hold every page outside the desk, and the times as JSON, to marking what is a sample."""
    shown = [one for one in pages if not one.entry.covers.startswith("admin:")]
    unmarked = {one.entry.name: found for one in shown if (found := unmarked_on(one))}
    times = stage.browser_of("nobody").get(stage.path("/book/{type}/times.json?from=2026-11-23")).json()
    assert times["slots"]
    report("P11", len(unmarked) + (MARK not in times.get("notice", "")), 0, pages=len(shown) + 1)
    assert (unmarked, times.get("notice", "")[: len(MARK)]) == ({}, MARK)
    stripped = [name for one in shown for name in unmarked_in(one.html.replace(MARK, ""), has_hours=False)]
    assert {"₹1,500", "₹2,500"} <= {name.partition(" in ")[0] for name in stripped}


def check_monitoring(pages: list[Fetched]) -> None:
    """Hold every page to promising no watch over anybody, and those outside the desk that take words to saying so."""
    read = {one.entry.name: text_of(one.html) for one in pages}
    read |= {path.name: text_of(path.read_text(encoding="utf-8")) for path in PROXY_PAGES}
    promised = {name: found for name, text in read.items() if (found := promises_in(text))}
    open_ = [one for one in pages if not one.entry.covers.startswith("admin:") and takes_words(one.html)]
    silent = [one.entry.name for one in open_ if not says_that_nobody_watches(one.html)]
    clinical = [one for one in pages if one.entry.covers == "essay" and one.entry.status == 200]
    unread = [one.entry.name for one in clinical if not tells_of_review(one.html)]
    right = 100 * (1 - len({*promised, *silent, *unread}) / len(read))
    is_right = not promised and not silent and not unread
    report("K2", right, 100, ok=is_right, pages=len(read), taking_words=len(open_), clinical=len(clinical))
    assert len(open_) > 5
    assert clinical
    assert (promised, silent, unread) == ({}, [], [])
    assert not tells_of_review(read["home"])
    assert promises_in(f"{read['home']} We watch over you day and night.") == ["We watch over"]


def check_hours(pages: list[Fetched]) -> None:
    """Hold every page of the desk to saying hours one way."""
    desk = [one for one in pages if one.entry.covers.startswith("admin:")]
    said = {one.entry.name: found for one in desk if (found := hours_said_otherwise(one.html))}
    assert len(desk) > 50
    assert said == {}


def unmarked_on(one: Fetched) -> list[str]:
    """Return the unmarked samples of a page; hours on those that offer times."""
    return unmarked_in(one.html, has_hours=one.entry.covers in {"home", "book_times"})


def test_the_feed_keeps_the_rules_of_its_format(stage: Stage, client: Browser) -> None:
    feed = etree.fromstring(client.get("/essays/feed/").content)
    entries = feed.findall("a:entry", ATOM)
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    assert len(entries) > 3
    wrong = [fault for element in (feed, *entries) for fault in faults_of_atom(element)]
    identities = [element.findtext("a:id", None, ATOM) for element in (feed, *entries)]
    assert len(identities) == len(set(identities))
    assert [link.get("rel") for link in feed.findall("a:link", ATOM)].count("self") == 1
    assert feed.find("a:author/a:name", ATOM) is not None or all(e.find("a:author", ATOM) is not None for e in entries)
    assert wrong == []


def faults_of_atom(element: etree._Element) -> list[str]:
    """Return which of the elements that RFC 4287 asks for are missing, doubled or of a wrong shape."""
    found = [
        f"{name}: {len(element.findall(f'a:{name}', ATOM))}"
        for name in ("id", "title", "updated")
        if len(element.findall(f"a:{name}", ATOM)) != 1
    ]
    if datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo is None:
        found.append("updated has no zone")
    alternates = [link for link in element.findall("a:link", ATOM) if link.get("rel", "alternate") == "alternate"]
    if len(alternates) != 1 or not re.match(r"https?://", str(alternates[0].get("href"))):
        found.append("no one alternate address")
    if not re.match(r"https?://|tag:|urn:", element.findtext("a:id", "", ATOM)):
        found.append("id is no IRI")
    return found


def test_the_sitemap_keeps_the_rules_of_its_format_and_lists_what_is_there(stage: Stage, client: Browser) -> None:
    tree = etree.fromstring(client.get("/sitemap.xml").content)
    assert tree.tag == f"{{{MAP['s']}}}urlset"
    places = [str(each.text) for each in tree.findall("s:url/s:loc", MAP)]
    assert len(places) == len(set(places)) == len(tree)
    assert f"{site_settings.SITE_URL}/essays/quiet/" in places, places
    own = site_settings.SITE_URL
    assert [place for place in places if not place.startswith(f"{own}/")] == []
    assert [place for place in places if client.get(place.removeprefix(own)).status_code != 200] == []
    for changed in tree.findall("s:url/s:lastmod", MAP):
        datetime.fromisoformat(str(changed.text))
