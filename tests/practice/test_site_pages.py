"""The practice's own pages say what is known and nothing else."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client as Browser
from pytest_django.fixtures import Settings

from practice.models import HelpLine, PolicyText, Practice, Processor
from practice.shipped import parts
from practice.views import expiry_after
from tests.factories import make_essay, make_policy, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.gate]
BLANK = {"doctor_of": "What “Dr” stands for", "languages": "Languages", "step_free_access": "Getting in"}
BLANK |= {"registration_number": "Registration", "whatsapp": "WhatsApp"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture(autouse=True)
def _shipped() -> None:
    """What every site has, but for the essays, which take longer."""
    for load in (parts.load_details, parts.load_policy_texts, parts.load_help_lines, parts.load_processors):
        load()


def page(browser: Browser, path: str) -> str:
    """Return the text of a page that is there."""
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(text: str) -> str:
    """Return what a person reads in the main part of a page."""
    main = BeautifulSoup(text, "lxml").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_home_shows_the_newest_essay_and_three_more(client: Browser) -> None:
    for number in range(5):
        make_essay(f"Essay {number}", publish_at=datetime(2026, 1, 1 + number, tzinfo=UTC))
    text = page(client, "/")
    assert "Newest essay" in text
    assert sorted(set(re.findall(r'href="(/essays/essay-\d/)"', text))) == [f"/essays/essay-{n}/" for n in range(1, 5)]
    assert text.index("essay-4") < text.index("essay-1")


def test_home_does_without_essays(client: Browser) -> None:
    assert "Newest essay" not in page(client, "/")


@pytest.mark.parametrize(("field", "label"), BLANK.items())
@pytest.mark.parametrize("path", ["/about/", "/contact/"])
def test_a_blank_field_leaves_no_gap(client: Browser, path: str, field: str, label: str) -> None:
    assert label not in words(page(client, path)).replace("WhatsApp or the map", "")


@pytest.mark.parametrize(("field", "label"), list(BLANK.items())[:4])
def test_a_field_once_known_is_shown(client: Browser, field: str, label: str) -> None:
    Practice.objects.update(**{field: "Known now"})
    text = words(page(client, "/about/"))
    assert label in text
    assert "Known now" in text


def test_the_number_is_written_for_people_and_dialled_for_telephones(client: Browser) -> None:
    for path in ("/", "/about/", "/contact/"):
        text = page(client, path)
        assert 'href="tel:+918826402150"' in text
        assert "+91 88264 02150" in text


def test_contact_says_who_learns_what_before_each_tap(client: Browser) -> None:
    Practice.objects.update(whatsapp="+918826402150")
    text = page(client, "/contact/")
    link = re.search(r'href="(https://wa\.me/[^"]+)"', text)
    assert link is not None
    assert link[1] == "https://wa.me/918826402150?text=Hello%2C%20I%20have%20a%20question."
    assert "https://www.google.com/maps/search/?api=1&amp;query=205%2C+Second+Floor%2C+Qutub+Plaza" in text
    assert words(text).count(" learns that ") == 3


def test_there_is_no_map_without_a_street(client: Browser) -> None:
    Practice.objects.update(street="")
    assert "google.com/maps" not in page(client, "/contact/")


def test_structured_data_says_known_fields_only(client: Browser) -> None:
    block = BeautifulSoup(page(client, "/"), "lxml").find("script", type="application/ld+json")
    assert block is not None
    text = block.get_text()
    assert '"telephone": "+918826402150"' in text
    assert '"postalCode": "122002"' in text
    assert not re.search(r"email|knowsLanguage|priceRange|openingHours|rating|null|\"\"", text)


def test_help_lists_india_first_and_every_country_by_an_anchor_before_any_number(client: Browser) -> None:
    text = page(client, "/help/")
    main = text.partition("<main")[2]
    anchors = re.findall(r'href="#([a-z]{2})"', main)
    assert anchors == ["in", "au", "ca", "eu", "ie", "nz", "gb", "us"]
    assert max(main.index(f'href="#{code}"') for code in anchors) < main.index("tel:")
    assert all(f'id="{code}"' in main for code in anchors)


def test_help_is_small_and_needs_no_style_sheet_to_be_read(client: Browser) -> None:
    response = client.get("/help/")
    assert len(response.content) <= 10_000
    text = words(response.content.decode())
    assert "Tele-MANAS 24 hours. About 20 languages. Free. 14416" in text
    assert "A number without a date has not been tried by the practice yet." in text
    assert "five things you can see" in text
    assert "one person you trust" in text
    assert "stored or sent" in text


def test_a_help_line_says_when_it_was_checked_and_a_hidden_one_nothing(client: Browser) -> None:
    HelpLine.objects.filter(number="14416").update(checked_on=date(2026, 11, 3))
    HelpLine.objects.filter(number="1098").update(is_shown=False)
    text = words(page(client, "/help/"))
    assert "Free. Checked 3 Nov 2026." in text
    assert "1098" not in text


def test_when_every_line_was_checked_nothing_is_said_of_others(client: Browser) -> None:
    HelpLine.objects.update(checked_on=date(2026, 11, 3))
    assert "A number without a date" not in words(page(client, "/help/"))


def test_a_number_is_dialled_without_its_spaces(client: Browser) -> None:
    assert 'href="tel:116123">116 123</a>' in page(client, "/help/")


def test_privacy_shows_who_learns_what_where_the_text_says_so(client: Browser) -> None:
    Processor.objects.filter(what_for="Map").update(name="<b>Maps</b>")
    text = page(client, "/privacy/")
    assert "[[" not in text
    assert "&lt;b&gt;Maps&lt;/b&gt;" in text
    main = words(text)
    assert main.index("Who learns what") < main.index("What they learn") < main.index("What is encrypted")


def test_a_text_shows_its_version_and_that_it_awaits_review(client: Browser) -> None:
    text = page(client, "/confidentiality/")
    assert "Version 2026-11-22" in text
    assert "awaiting review by Dr Bhatt" in text
    assert text.count("noindex") == 1


def test_a_reviewed_text_is_indexed(client: Browser) -> None:
    PolicyText.objects.update(is_reviewed=True)
    for path in ("/confidentiality/", "/how-therapy-works/", "/privacy/", "/about/"):
        text = page(client, path)
        assert "noindex" not in text
        assert "awaiting review" not in text


@time_machine.travel("2026-12-01T00:00:00+05:30", tick=False)
def test_the_newest_text_in_force_is_shown(client: Browser) -> None:
    kind = {"kind": "page", "slug": "how-therapy-works"}
    make_policy(**kind, version="2026-12-01", starts_on=date(2026, 12, 1), body="<p>From today.</p>")
    make_policy(**kind, version="2026-12-02", starts_on=date(2026, 12, 2), body="<p>From tomorrow.</p>")
    text = page(client, "/how-therapy-works/")
    assert "From today." in text
    assert "From tomorrow." not in text


@pytest.mark.parametrize("path", ["/how-therapy-works/", "/confidentiality/", "/privacy/"])
def test_a_page_without_its_text_is_not_there(client: Browser, path: str) -> None:
    PolicyText.objects.all().delete()
    assert client.get(path).status_code == 404


def test_about_does_without_its_text(client: Browser) -> None:
    PolicyText.objects.all().delete()
    assert "Dr Arati Bhatt" in page(client, "/about/")


def test_a_portrait_is_shown_once_there_is_one(client: Browser) -> None:
    assert 'src="/portrait/"' not in page(client, "/about/")
    Practice.objects.update(portrait=PNG, portrait_alt="She smiles")
    assert 'src="/portrait/"' in page(client, "/about/")
    response = client.get("/portrait/")
    assert (response.headers["Content-Type"], response.content) == ("image/png", PNG)


@pytest.mark.parametrize("content", [None, b"", b"<svg onload=alert(1)>", b"<!doctype html>"])
def test_what_is_no_photograph_is_never_served(client: Browser, content: bytes | None) -> None:
    Practice.objects.update(portrait=content)
    assert client.get("/portrait/").status_code == 404


def test_nothing_on_these_pages_is_a_sample(client: Browser) -> None:
    for path in ("/", "/about/", "/help/", "/contact/", "/how-therapy-works/", "/confidentiality/", "/privacy/"):
        assert "Example" not in words(page(client, path)), path


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "{{7*7}}"])
def test_what_the_therapist_types_is_shown_as_text(client: Browser, typed: str) -> None:
    fields = ("name", "therapist_name", "doctor_of", "qualification", "languages", "step_free_access", "street")
    Practice.objects.update(**dict.fromkeys(fields, typed))
    HelpLine.objects.update(name=typed, hours=typed, country_name=typed)
    for path in ("/", "/about/", "/help/", "/contact/"):
        text = page(client, path)
        assert "<script>alert" not in text
        assert "<svg onload" not in text
        assert "49" not in words(text).replace("+91", "")


def test_security_text_says_where_faults_are_reported(client: Browser) -> None:
    text = page(client, "/.well-known/security.txt")
    assert f"Contact: {settings.SITE_URL}/contact/" in text
    assert re.search(r"^Expires: \d{4}-\d\d-01T00:00:00Z$", text, re.MULTILINE)
    Practice.objects.update(email="hello@example.com")
    assert "Contact: mailto:hello@example.com" in page(client, "/.well-known/security.txt")


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 8, 31), date(2027, 12, 31), date(2028, 2, 29)])
def test_security_text_is_good_for_half_a_year_and_less_than_a_whole(day: date) -> None:
    ahead = expiry_after(day)
    assert ahead.day == 1
    assert 180 <= (ahead - day).days <= 215


def test_robots_are_told_the_sitemap_and_what_is_private(client: Browser) -> None:
    text = page(client, "/robots.txt")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /space/" in text


def test_what_names_no_icon_gets_the_one_that_tells_nothing(client: Browser) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (301, "/static/img/neutral.svg")
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies


def test_the_sitemap_lists_pages_and_reviewed_essays_only(client: Browser) -> None:
    make_essay("Read", topic=make_topic("Body"), reviewed_on=date(2026, 11, 22))
    make_essay("Unread", topic=make_topic("Self-trust"))
    text = page(client, "/sitemap.xml")
    places = re.findall(r"<loc>([^<]+)</loc>", text)
    assert f"{settings.SITE_URL}/essays/read/" in places
    assert f"{settings.SITE_URL}/essays/topics/body/" in places
    assert not any("self-trust" in place or "unread" in place for place in places)
    assert all(place.startswith(f"{settings.SITE_URL}/") for place in places)


@pytest.mark.parametrize(
    "path",
    [
        "/media/..%2fdb.sqlite3",
        "/%252e%252e/",
        "/.git/config",
        "/.env",
        "/var/db.sqlite3",
        "/index.html~",
        "/static/..%2f.env",
        "/help/%00",
        "/%FF/",
        "/help//",
        "/about/../.env",
        "/.well-known/",
        "/portrait/x",
        "/wp-login.php",
    ],
)
def test_what_is_looked_for_by_guessing_is_not_there(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_other_site_may_load_a_static_file(settings: Settings) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    answer = Browser().get("/static/img/favicon.svg")
    assert answer.status_code == 200
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "no-store" not in answer.headers["Cache-Control"]
