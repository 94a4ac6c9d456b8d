"""Every page of one person, by the list of pages: a way out that ends the sign-in, nothing kept, nothing told.

All in one walk, because filling the practice takes the time.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from pytest_django import Settings

from tests.browser.furnished import Stage
from tests.walking import Fetched, fetch_every_page, on_stage

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

TELLING = ("serein", "therap", "worksheet", "asha")  # "session" is allowed, as in messages
ERRORS = {400, 403, 404, 429}  # their pages know nothing of the person
TYPED = "textarea, input[type=text], input[type=email], input[type=tel], input[type=search], input:not([type])"


@pytest.fixture
def stage(settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The filled practice."""
    with on_stage(settings, tmp_path / "mailbox") as stage:
        yield stage


def faults_of(html: str) -> list[str]:
    """Return what a page lacks that stays on no screen, in no history and with no service longer than it must."""
    page = BeautifulSoup(html, "lxml")
    faults = []
    way_out = page.select_one(".help-bar form[method=post][action='/leave/'] button[type=submit]")
    if way_out is None or "Leave this page quickly" not in way_out.get_text():
        faults.append("no way out that ends the sign-in")
    title = page.title.get_text().strip().lower() if page.title else ""
    if not title or any(word in title for word in TELLING):
        faults.append(f"its title says {title!r}")
    if [str(icon["href"]) for icon in page.select("link[rel=icon]")] != ["/static/img/neutral.svg"]:
        faults.append("its icon tells")
    if page.html is None or page.html.get("translate") != "no" or not page.select("meta[name=google]"):
        faults.append("it may be translated by a service")
    typed, texts = page.select(TYPED), page.select("textarea")
    faults += [f"{name_of(field)} goes to a spelling service" for field in typed if is_checked(field)]
    faults += [f"{name_of(field)} is kept by the browser" for field in texts if is_kept(field)]
    return faults


def name_of(field: Tag) -> str:
    """Return what a field is called."""
    return str(field.get("name") or field.get("id"))


def is_checked(field: Tag) -> bool:
    """Tell whether what is typed there may be checked for spelling; the nearest element that says so counts."""
    said = next((str(each["spellcheck"]) for each in [field, *field.parents] if each.has_attr("spellcheck")), "true")
    return said != "false"


def is_kept(field: Tag) -> bool:
    """Tell whether the browser may keep what is typed there with the page."""
    form = field.find_parent("form")
    said = field.get("autocomplete") or (form.get("autocomplete") if form else "")
    return said != "off"


def is_private(one: Fetched) -> bool:
    """Tell whether a page is one person's own; the desk has a test of its own, errors are below.

    A preview of an essay is nobody's own page: it will be public as it is.
    """
    return (
        "no-store" in one.response.headers["Cache-Control"]
        and not one.entry.covers.startswith(("admin:", "mailbox", "essay"))
        and bool(one.entry.covers)
        and one.entry.status not in ERRORS
    )


def test_no_private_page_is_without_a_way_out_or_tells_or_is_kept(stage: Stage) -> None:
    pages = fetch_every_page(stage)
    private = [one for one in pages if is_private(one)]
    assert len(private) > 80
    assert {one.entry.name: found for one in private if (found := faults_of(one.html))} == {}
    kept = [one.entry.name for one in private if one.response.headers["Cache-Control"] != "private, no-store"]
    assert kept == []
    check_other_pages(pages)


def check_other_pages(pages: list[Fetched]) -> None:
    """Hold every other page to a way out too; where a client may meet it, to one that ends her sign-in."""
    for one in pages:
        bar = BeautifulSoup(one.html, "lxml").select_one(".help-bar, .desk-help")
        assert bar is not None, one.entry.name
        assert "Leave this page quickly" in bar.get_text(), one.entry.name
        if one.entry.status in ERRORS or one.entry.covers.startswith("admin:"):
            assert bar.select("form[method=post][action='/leave/']"), one.entry.name


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('action="/leave/"', 'action="/stay/"', "no way out that ends the sign-in"),
        ("<title>Your page", "<title>Worksheets", "its title says 'worksheets'"),
        ("neutral.svg", "favicon.svg", "its icon tells"),
        (' translate="no"', "", "it may be translated by a service"),
        (' spellcheck="false"', "", "words goes to a spelling service"),
        (' autocomplete="off"', "", "words is kept by the browser"),
    ],
)
def test_a_page_that_lacks_one_of_these_is_found_out(old: str, new: str, fault: str) -> None:
    """The control."""
    page = """<!doctype html><html translate="no" spellcheck="false"><title>Your page</title>
    <meta name="google" content="notranslate"><link rel="icon" href="/static/img/neutral.svg">
    <div class="help-bar"><form method="post" action="/leave/"><button type="submit">Leave this page quickly</button>
    </form></div><form autocomplete="off"><textarea name="words"></textarea></form></html>"""
    assert faults_of(page) == []
    assert faults_of(page.replace(old, new)) == [fault]
