"""The feed holds every essay whole, with addresses that work elsewhere."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.test import Client as Browser
from lxml import etree

from articles.feeds import in_full, xml_text
from articles.models import Essay
from articles.reviewing import mark_reviewed, unmark_reviewed
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_series, make_topic

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
    body = '<p>Go to <a href="/help/">help</a>.</p>'
    essay = make_essay("Quiet", topic=make_topic(), body=body, content_note="Of leaving.")
    root = feed(client)
    assert texts(root, "/a:feed/a:title/text()") == ["SereinMind"]
    assert texts(root, "/a:feed/a:author/a:name/text()") == ["SereinMind"]
    assert texts(root, "//a:entry/a:title/text()") == ["Quiet"]
    assert texts(root, "//a:entry/a:id/text()") == [f"tag:127.0.0.1,2026:essay-{essay.pk}"]
    assert texts(root, "//a:entry/a:link[@rel='alternate']/@href") == [f"{SITE}/essays/quiet/"]
    assert texts(root, "//a:entry/a:published/text()") == ["2026-11-19T04:30:00+00:00"]
    assert texts(root, "//a:entry/a:category/@term") == ["Self-trust"]
    content = texts(root, "//a:entry/a:content[@type='html']/text()")[0]
    assert f'<a href="{SITE}/help/">help</a>' in content
    assert "Of leaving." in content
    assert "Awaiting review" in content
    assert "14416" in content


def content_of(browser: Browser) -> str:
    """Return the text of the one entry, as the reader of a feed takes it."""
    return texts(feed(browser), "//a:entry/a:content[@type='html']/text()")[0]


def test_an_entry_keeps_its_id_when_its_address_changes_and_gives_it_to_no_other(client: Browser) -> None:
    make_essay("Quiet")
    before = texts(feed(client), "//a:entry/a:id/text()")
    Essay.objects.update(slug="renamed")
    assert texts(feed(client), "//a:entry/a:id/text()") == before
    make_essay("Quiet")
    assert len({*texts(feed(client), "//a:entry/a:id/text()")}) == 2


def test_where_help_is_stands_in_the_entry_of_an_essay_that_asks_for_it(client: Browser) -> None:
    make_essay("Calm")
    assert "too much right now" not in content_of(client)
    Essay.objects.update(has_crisis_block=True)
    assert "If it is too much right now" in content_of(client)
    assert f'href="{SITE}/help/"' in content_of(client)


def test_an_entry_says_who_read_it_as_a_clinician(client: Browser) -> None:
    make_essay("Quiet", reviewed_by="Dr Arati Bhatt", reviewed_on=NOW.date())
    assert "Read as a clinician by Dr Arati Bhatt on 20 November 2026." in content_of(client)
    assert "Awaiting review" not in content_of(client)


def test_every_address_within_a_text_is_written_in_full_and_no_other_is_touched() -> None:
    essay = Essay(slug="quiet")
    html = '<a href="/help/">a</a><img src="/essays/pictures/x-1x1/" alt=""><a href="#s-part">b</a>'
    assert in_full(html, essay) == (
        f'<a href="{SITE}/help/">a</a><img src="{SITE}/essays/pictures/x-1x1/" alt="">'
        f'<a href="{SITE}/essays/quiet/#s-part">b</a>'
    )
    others = '<a href="https://a.example/">a</a><a href="//b.example/">b</a><a href="tel:112">c</a>'
    assert in_full(others, essay) == others


def test_each_entry_says_its_language(client: Browser) -> None:
    make_essay("चुप", slug="quiet", language="hi")
    root = feed(client)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-gb"
    assert texts(root, "//a:entry/@xml:lang") == ["hi"]


def test_a_summary_is_words_and_no_markup(client: Browser) -> None:
    make_essay("Quiet", summary="Tea & <b>rest</b>")
    assert texts(feed(client), "//a:entry/a:summary[@type='html']/text()") == ["Tea &amp; &lt;b&gt;rest&lt;/b&gt;"]


def test_the_feed_is_dated_by_what_was_changed_last(client: Browser) -> None:
    make_essay("Older", publish_at=NOW - timedelta(days=9))
    make_essay("Newer", publish_at=NOW - timedelta(days=8))
    Essay.objects.filter(slug="older").update(updated_at=NOW - timedelta(days=1))
    Essay.objects.filter(slug="newer").update(updated_at=NOW - timedelta(days=30))
    root = feed(client)
    assert texts(root, "/a:feed/a:updated/text()") == ["2026-11-19T04:30:00+00:00"]
    assert texts(root, "//a:entry/a:updated/text()") == ["2026-11-12T04:30:00+00:00", "2026-11-19T04:30:00+00:00"]


@pytest.mark.parametrize(
    ("name", "value", "is_told"),
    [
        *(("title", "Tea", True), ("summary", "Of tea.", True), ("body", "<p>Tea.</p>", True)),
        *(("content_note", "Careful.", True), ("tonight", "Sit.", True), ("has_crisis_block", True, True)),
        *(("takes_reflections", True, False), ("part", 3, False), ("worksheet_slug", "rest", False)),
        *(("scene", "arch", False), ("slug", "tea", False)),
    ],
)
def test_a_change_is_told_only_where_readers_read_other_words(
    client: Browser, name: str, value: object, is_told: bool
) -> None:
    essay = make_essay("Quiet", series=make_series(), part=1)
    Essay.objects.update(updated_at=NOW - timedelta(hours=2))
    change(essay, now=NOW - timedelta(hours=1), **{name: value})
    told = NOW - timedelta(hours=1 if is_told else 2)
    assert texts(feed(client), "//a:entry/a:updated/text()") == [told.isoformat()]


def test_a_text_sent_again_as_it_was_typed_is_no_change(client: Browser) -> None:
    typed = "<h2>Tea</h2><p onclick='x'>Warm.</p>"
    essay = make_essay("Quiet", body=typed)
    assert essay.body != typed, "the control: it is stored otherwise"
    Essay.objects.update(updated_at=NOW - timedelta(hours=2))
    change(essay, body=typed)
    assert texts(feed(client), "//a:entry/a:updated/text()") == [(NOW - timedelta(hours=2)).isoformat()]


def test_it_is_told_that_a_clinician_read_an_essay_and_that_none_did(client: Browser) -> None:
    essay = make_essay("Quiet")
    mark, unmark = (
        partial(mark_reviewed, essays=[essay], by="Bela", now=NOW),
        partial(unmark_reviewed, essay=essay, now=NOW),
    )
    for review in (mark, unmark):
        Essay.objects.update(updated_at=NOW - timedelta(hours=2))
        essay.refresh_from_db()
        review()
        assert texts(feed(client), "//a:entry/a:updated/text()") == [NOW.isoformat()]


def test_a_help_number_in_the_note_can_be_pressed(client: Browser) -> None:
    make_essay("Quiet", content_note="Or call 112 <now>.")
    (content,) = texts(feed(client), "//a:entry/a:content/text()")
    assert 'Or call <a href="tel:112">112</a> &lt;now&gt;.' in content


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
    assert texts(feed(client), "/a:feed/a:updated/text()") == ["2026-01-01T00:00:00+00:00"]


def test_characters_that_xml_cannot_hold_are_left_out(client: Browser) -> None:
    make_essay("Odd\x0b one\ufffe", slug="odd", summary="a\x1fb")
    assert texts(feed(client), "//a:entry/a:title/text()") == ["Odd one"]
    assert xml_text("a\x1fb\n") == "ab\n"


def test_the_feed_answers_not_modified_by_its_tag_and_never_by_a_date(client: Browser) -> None:
    """By its date a feed from which an essay was withdrawn would be the same as before."""
    make_essay("Quiet")
    first = client.get("/essays/feed/")
    tag = first.headers["ETag"]
    assert client.get("/essays/feed/", headers={"If-None-Match": tag}).status_code == 304
    Essay.objects.filter(slug="quiet").update(state=Essay.State.WITHDRAWN)
    assert "Last-Modified" not in first.headers
    since = {"If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT"}
    assert client.get("/essays/feed/", headers=since).status_code == 200
    assert client.get("/essays/feed/", headers={"If-None-Match": tag}).status_code == 200
