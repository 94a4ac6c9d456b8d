"""An essay with pictures: what the editor refuses, and what readers, feeds and searches get."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client as Browser
from lxml import etree

from articles.models import Essay
from tests.articles.pictures.uploads import make_picture
from tests.articles.test_admin import change_url, typed
from tests.cast import make_therapist, sign_in
from tests.factories import make_essay, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "folder"), pytest.mark.gate]

ATOM = {"a": "http://www.w3.org/2005/Atom"}

UNDESCRIBED = "Describe every picture in its own words"


@pytest.fixture
def desk(client: Browser) -> Browser:
    return sign_in(client, make_therapist())


def errors_beside_text(page: str) -> str:
    """Return what the form says is wrong with the text."""
    field = BeautifulSoup(page, "lxml").select_one(".field-body .errorlist")
    return field.get_text() if field else ""


def test_a_picture_without_words_keeps_an_essay_from_being_published(desk: Browser) -> None:
    essay = make_essay(state=Essay.State.DRAFT)
    picture = make_picture()
    ready = {"state": "published", "topic": str(make_topic().pk)}
    body = "<p>Rain.</p>" + picture.body_html("A lamp") + picture.body_html("")
    answer = desk.post(change_url(essay), typed(essay, body=body, **ready))
    assert UNDESCRIBED in errors_beside_text(answer.content.decode())
    assert Essay.objects.get().body == "<p>Rain.</p>"
    assert desk.post(change_url(essay), typed(essay, body=body)).status_code == 302
    described = "<p>Rain.</p>" + picture.body_html("A lamp") * 2
    assert desk.post(change_url(essay), typed(essay, body=described, **ready)).status_code == 302
    assert Essay.objects.get().state == "published"


def test_a_published_essay_loses_no_words_either(desk: Browser) -> None:
    picture = make_picture()
    essay = make_essay(body=picture.body_html("A lamp"))
    answer = desk.post(change_url(essay), typed(essay, body=f'<img src="{picture.address}" alt=" ">'))
    assert UNDESCRIBED in errors_beside_text(answer.content.decode())


@pytest.mark.parametrize("change", [("0123", "ffff"), ("900x600", "900x601")])
def test_a_picture_that_is_not_kept_here_is_refused_beside_the_text(desk: Browser, change: tuple[str, str]) -> None:
    essay = make_essay(state=Essay.State.DRAFT)
    body = make_picture().body_html("A lamp").replace(*change)
    answer = desk.post(change_url(essay), typed(essay, body=body))
    assert "not kept here any more: /essays/pictures/" in errors_beside_text(answer.content.decode())


def test_a_page_shows_a_picture_in_every_kind_and_width(client: Browser) -> None:
    picture = make_picture()
    make_essay("Quiet", body=picture.body_html("A lamp", "Dusk"))
    page = BeautifulSoup(client.get("/essays/quiet/").content.decode(), "html.parser")
    image = page.select_one(".prose > figure > picture > img")
    assert image is not None
    assert (image["alt"], image["width"], image["height"]) == ("A lamp", "708", "472")
    assert [source["type"] for source in page.select(".prose picture > source")] == ["image/avif", "image/webp"]
    offered = [one.split()[0] for source in page.select("source") for one in str(source["srcset"]).split(", ")]
    assert [client.get(path).status_code for path in [*offered, str(image["src"])]] == [200] * (len(offered) + 1)


def test_a_feed_shows_a_plain_picture_at_its_whole_address(client: Browser) -> None:
    picture = make_picture()
    make_essay("Quiet", body=picture.body_html("A lamp"))
    feed = etree.fromstring(client.get("/essays/feed/").content)
    content = feed.findtext("a:entry/a:content", "", ATOM)
    assert f'<figure><img src="{settings.SITE_URL}{picture.address}" alt="A lamp"></figure>' in content
    assert "<picture" not in content


def test_what_a_picture_shows_is_found_by_a_search(client: Browser) -> None:
    make_essay("Quiet", body=make_picture().body_html("A paper boat"))
    make_essay("Other")
    page = client.get("/essays/search/?q=paper").content.decode()
    assert "/essays/quiet/" in page
    assert "/essays/other/" not in page
