"""Every public page: one heading, help at hand, no cookie, the same for everyone, asked for again by its tag."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from accounts.models import User
from practice.errors import error_page
from practice.middleware import private_unless_public, public_page
from practice.shipped import parts
from tests.factories import make_essay, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.gate, pytest.mark.unmeasured]

PAGES = ["/", "/about/", "/help/", "/how-therapy-works/", "/confidentiality/", "/privacy/"]
PAGES += ["/essays/", "/essays/quiet/", "/essays/topics/self-trust/", "/essays/search/", "/essays/search/?q=rain"]
FILES = ["/essays/feed/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/art/home.svg", "/art/quiet.svg"]
HELP_BAR = ["tel:14416", "tel:112", "/help/"]


@pytest.fixture(autouse=True)
def _shipped() -> None:
    """What every site has, and an essay."""
    for load in (parts.load_details, parts.load_policy_texts, parts.load_help_lines, parts.load_processors):
        load()
    make_essay("Quiet", topic=make_topic(), publish_at=datetime(2026, 1, 1, tzinfo=UTC), body="<h2>A</h2><p>Rain</p>")


def parse(browser: Browser, path: str, status: int = 200) -> BeautifulSoup:
    """Return a parsed page."""
    response = browser.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content.decode(), "lxml")


def links_of_help_bar(page: BeautifulSoup) -> list[str]:
    """Return where the links of the help bar lead; it is the first thing in the page but for the skip link."""
    bar = page.select_one(".help-bar")
    return [str(link["href"]) for link in bar.find_all("a")] if bar else []


@pytest.mark.parametrize("path", [*PAGES, "/contact/", "/contact/sent/"])
def test_a_page_has_one_heading_one_main_part_a_title_and_a_language(client: Browser, path: str) -> None:
    page = parse(client, path)
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("main")) == 1
    assert page.title is not None
    assert page.title.get_text(strip=True) not in {"", "| SereinMind"}
    assert isinstance(page.html, Tag)
    assert page.html["lang"] == "en-gb"
    ids = [str(element["id"]) for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(image.has_attr("alt") and image.has_attr("width") for image in page.find_all("img"))


@pytest.mark.parametrize("path", PAGES)
def test_headings_skip_no_level(client: Browser, path: str) -> None:
    main = parse(client, path).main
    assert main is not None
    levels = [int(heading.name[1]) for heading in main.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


@pytest.mark.parametrize("path", [*PAGES, "/contact/", "/contact/sent/"])
def test_help_is_at_hand_on_every_page(client: Browser, path: str) -> None:
    assert set(HELP_BAR) <= set(links_of_help_bar(parse(client, path)))


def test_help_is_at_hand_where_something_went_wrong(client: Browser) -> None:
    assert set(HELP_BAR) <= set(links_of_help_bar(parse(client, "/nowhere/", 404)))
    strict = Browser(enforce_csrf_checks=True)
    refused = BeautifulSoup(strict.post("/contact/").content.decode(), "lxml")
    assert set(HELP_BAR) <= set(links_of_help_bar(refused))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500, 503])
def test_help_is_at_hand_on_the_page_of_every_error(status: int) -> None:
    answer = error_page(RequestFactory().get("/"), HTTPStatus(status))
    assert answer.status_code == status
    assert set(HELP_BAR) <= set(links_of_help_bar(BeautifulSoup(answer.content.decode(), "lxml")))


@pytest.mark.parametrize("path", PAGES + FILES)
def test_a_public_page_sets_no_cookie_and_is_the_same_for_everyone(client: Browser, path: str) -> None:
    nobody = client.get(path)
    assert nobody.status_code == 200
    assert nobody.cookies == {}
    assert "Cookie" not in nobody.headers.get("Vary", "")
    assert nobody.headers["Cache-Control"].startswith("public")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    known = client.get(path, headers={"Accept-Language": "hi", "User-Agent": "x"})
    assert known.content == nobody.content
    assert User.objects.count() == 1


def test_the_contact_page_shows_what_a_page_with_a_cookie_would_look_like(client: Browser) -> None:
    answer = client.get("/contact/")
    assert answer.cookies != {}
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", PAGES + FILES)
def test_a_public_page_is_asked_for_again_by_its_tag(client: Browser, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert re.fullmatch(r'"[^"]+"', tag)  # strong: no W/
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_one_address_on_this_site(client: Browser, path: str) -> None:
    page = parse(client, path)
    canonical = [str(link["href"]) for link in page.find_all("link", rel="canonical")]
    assert canonical == [settings.SITE_URL + path.partition("?")[0]]
    pictures = [str(each["content"]) for each in page.find_all("meta", property="og:image")]
    assert all(address.startswith(f"{settings.SITE_URL}/art/") for address in pictures)
    assert len(pictures) == (0 if path == "/help/" else 1)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nothing_of_anyone_else(client: Browser, path: str) -> None:
    page = parse(client, path)
    for name in ("src", "srcset", "poster", "data", "action"):
        assert not [each[name] for each in page.select(f"[{name}]") if "//" in str(each[name])], name
    loaded = [str(link["href"]) for link in page.find_all("link", href=True) if link.get("rel") != ["canonical"]]
    assert not [address for address in loaded if "//" in address]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_the_site_leads_somewhere(client: Browser, path: str) -> None:
    elsewhere = ("/space/", "/book/", "/account/", "/admin/")  # pages of other rooms, which have tests of their own
    links = {str(link["href"]).partition("#")[0] for link in parse(client, path).find_all("a", href=True)}
    own = [link for link in links if link.startswith("/") and not link.startswith(elsewhere)]
    assert own
    assert {link: client.get(link).status_code for link in own if client.get(link).status_code != 200} == {}


def test_a_view_that_is_not_marked_public_is_private() -> None:
    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    for view, kept in ((plain, "private, no-store"), (public_page(plain), "public, no-cache")):
        assert private_unless_public(view)(RequestFactory().get("/")).headers["Cache-Control"] == kept
