"""What is worked out when an essay is saved, and what cannot be saved into one."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from articles.rendering import stored_html
from tests.factories import make_essay, make_topic

pytestmark = pytest.mark.gate

HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#9;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="https://evil.test/"></iframe>',
    '<p onclick="alert(1)" style="position:fixed">x</p>',
    '<form action="https://evil.test/"><input name=a></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.test/">',
    '<base href="https://evil.test/">',
    "<style>body{display:none}</style>",
    "<math><mtext></p><script>alert(1)</script></mtext></math>",
    "{{7*7}} {% debug %} ${7*7} %s%n {0.__class__}",
    "<!--><script>alert(1)</script>-->",
]
EXECUTABLE = {"iframe", "object", "embed", "form", "base", "style", "svg", "math"}


def dangers_in(page: str) -> list[str]:
    """Return every way in which a page could act on its own; the site's own scripts come from files."""
    found = []
    for element in BeautifulSoup(page, "lxml").find_all(True):
        names = {name.lower() for name in element.attrs}
        is_own_form = element.name == "form" and str(element.get("action", "")).startswith("/")
        if element.name in EXECUTABLE and not is_own_form:
            found.append(element.name)
        if element.name == "script" and not element.get("src") and element.get("type") != "application/ld+json":
            found.append("inline script")
        if "http-equiv" in names or "style" in names or any(name.startswith("on") for name in names):
            found.append(f"attribute of {element.name}")
        if str(element.get("href", "")).replace("\t", "").lower().startswith(("javascript:", "data:")):
            found.append("link that runs")
    return found


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.django_db
def test_nothing_typed_into_an_essay_can_act(client: Browser, text: str) -> None:
    topic = make_topic(text[:60], slug="bad", summary=text[:200])
    given = {"title": text, "summary": text, "content_note": text, "tonight": text, "body": f"<p>{text}</p>{text}"}
    make_essay(slug="bad", topic=topic, **given)
    make_essay("Good", topic=topic)
    for path in ("/", "/essays/", "/essays/bad/", "/essays/good/", "/essays/topics/bad/"):
        assert dangers_in(client.get(path).content.decode()) == [], path
    page = client.get("/essays/search/", {"q": text[:200]}).content.decode()
    assert dangers_in(page) == []


def test_the_dangers_would_be_seen() -> None:
    page = "<svg></svg><script>x</script><p style=x onclick=y></p><a href='java\tscript:z'></a><base href=x>"
    assert dangers_in(page) == ["svg", "inline script", "attribute of p", "link that runs", "base"]


@pytest.mark.django_db
def test_structured_data_stays_data_whatever_the_title(client: Browser) -> None:
    title = "</script><script>alert(1)</script> & “quotes”"
    make_essay(title, slug="bad")
    page = BeautifulSoup(client.get("/essays/bad/").content.decode(), "html.parser")
    blocks = page.find_all("script", type="application/ld+json")
    assert [json.loads(block.get_text())["headline"] for block in blocks] == [title]


@pytest.mark.django_db
def test_template_code_in_an_essay_is_shown_as_it_is(client: Browser) -> None:
    make_essay("{{7*7}} {% debug %}", slug="code", body="<p>{{7*7}}</p>")
    page = client.get("/essays/code/").content.decode()
    assert "<h1>{{7*7}} {% debug %}</h1>" in page
    assert "<p>{{7*7}}</p>" in page


@pytest.mark.django_db
def test_saving_works_out_contents_and_reading_time() -> None:
    essay = make_essay(body="<h2>One</h2><p>" + "word " * 450 + "</p><h3>Two</h3><p>x</p>")
    assert [(each["level"], each["text"]) for each in essay.contents] == [(2, "One"), (3, "Two")]
    assert f'<h2 id="{essay.contents[0]["id"]}">One</h2>' in essay.body
    assert essay.reading_minutes == 2


@pytest.mark.django_db
def test_saving_the_text_alone_saves_what_follows_from_it() -> None:
    essay = make_essay()
    essay.body = "<h2>One</h2><p>" + "word " * 900 + "</p>"
    essay.save(update_fields=["body"])
    essay.refresh_from_db()
    assert (len(essay.contents), essay.reading_minutes) == (1, 5)


def test_storing_twice_changes_nothing() -> None:
    once = stored_html('<h2>One</h2><h2>One</h2><p>“x” & <a href="https://a.test/">y</a></p>')
    assert stored_html(once) == once


@pytest.mark.django_db
def test_contents_are_listed_from_four_sections_on(client: Browser) -> None:
    make_essay("Short", body="".join(f"<h2>Part {number}</h2><p>x</p>" for number in range(3)))
    make_essay("Long", body="".join(f"<h2>Part {number}</h2><p>x</p>" for number in range(4)))
    assert 'class="contents' not in client.get("/essays/short/").content.decode()
    page = BeautifulSoup(client.get("/essays/long/").content.decode(), "html.parser")
    links = [str(link["href"]) for link in page.select(".contents a")]
    assert len(links) == 4
    assert all(page.find(id=link.removeprefix("#")) for link in links)
