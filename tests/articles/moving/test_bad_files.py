"""Files that are no old site, or a dangerous one: a clear sentence for each, and never another error."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.moving.kinds import MOST_POSTS, read_site
from articles.moving.source import SiteFileError
from tests.articles.moving.houses import ALL, SITES, picture

RSS = "<rss version='2.0'><channel><title>T</title>{}</channel></rss>"
ITEM = "<item><title>A</title><link>https://a.example/a</link><description>Words &amp; more.</description></item>"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>"
)
FETCHES = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'

BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "only spaces": (b" \r\n\t", "empty"),
    "a picture": (picture(), "no export of a site"),
    "a PDF": (b"%PDF-1.7 words", "no export of a site"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no export of a site"),
    "null bytes": (b"Title\0and\0more\0 of it", "not a text"),
    "an unknown encoding": ("Чайник стоял на плите, и никто не просил чаю.".encode("cp1251"), "unknown encoding"),
    "a letter": (b"Dear Sir,\nthe site is moving.\n", "no export that can be read"),
    "a table of something else": (b"Name,Telephone\nA,1\n", "no export that can be read"),
    "a damaged table": (b'Title,Plain Content\n"A,"b" c\n', "table is damaged near line"),
    "a table without rows": (b"Title,Plain Content\n", "no posts"),
    "a saved page": (b"<!doctype html><html><body><p>Words.</p></body></html>", "a page that was saved"),
    "XML of something else": (b"<kml><Placemark/></kml>", "neither an export nor a feed"),
    "a picture as XML": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither an export nor a feed"),
    "XML that is cut short": (RSS.format(ITEM)[:90].encode(), "cut short or damaged near line 1"),
    "an export that is cut short": ((SITES / "wordpress.xml").read_bytes()[:4000], "cut short or damaged"),
    "a feed without posts": (RSS.format("").encode(), "no posts"),
    "a bomb of laughs": (LAUGHS.encode(), "definitions that no export has"),
    "a thief of files": (FETCHES.encode(), "definitions that no export has"),
    "JSON of something else": (b'{"name": "package", "version": "1"}', "no export of Ghost"),
    "a list of numbers": (b"[1, 2, 3]", "no export of Ghost"),
    "JSON that is cut short": ((SITES / "ghost.json").read_bytes()[:900], "no whole JSON"),
    "JSON without end": (b"[" * 100_000, "no whole JSON"),
    "Ghost without posts": (json.dumps({"db": [{"data": {"posts": []}}]}).encode(), "no posts"),
    "more posts than anyone wrote": (RSS.format(ITEM * (MOST_POSTS + 1)).encode(), "more than 5000 posts"),
}


@pytest.mark.parametrize("case", sorted(BAD_FILES))
def test_a_bad_file_is_refused_with_its_reason(case: str) -> None:
    content, words = BAD_FILES[case]
    with pytest.raises(SiteFileError, match=words):
        read_site(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_same_feed_is_read_in_every_encoding(encoding: str) -> None:
    """The control of the refusals: it is the file, not the reader, that is at fault."""
    feed = RSS.format(ITEM.replace("Words", "Café words"))
    assert read_site(feed.encode(encoding)).posts[0].html == "Café words & more."


def test_definitions_within_a_text_are_words_like_others() -> None:
    item = "<item><title>A</title><description><![CDATA[<!DOCTYPE html> opens a page.]]></description></item>"
    assert "opens a page" in read_site(RSS.format(item).encode()).posts[0].html


def test_without_the_refusal_an_entity_would_still_say_nothing() -> None:
    """The second lock: the parser itself expands nothing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    assert etree.fromstring(FETCHES, parser).findtext("channel/item/title") in ("", None)


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_with_damage_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray((SITES / name).read_bytes())
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=40))
    assert read_or_refuse(bytes(content))


def read_or_refuse(content: bytes) -> object:
    """Return the posts of a file, or why it is refused; any other error comes through."""
    try:
        return read_site(content).posts
    except SiteFileError as refusal:
        return str(refusal)
