"""What the pages show, to whom it belongs."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from tests import cast
from tests.factories import NOW
from tests.worksheets.sheets import LIST, PAGE, PAPER, PROMPTS, SAVE, html, make_sheet, page_of, typed
from worksheets import library
from worksheets.drafts import open_draft
from worksheets.models import Assignment, Version, Worksheet
from worksheets.services import copy_version

pytestmark = pytest.mark.gate

XSS = '<script>alert(1)</script>"><svg onload=alert(1)>'


def test_words_that_look_like_code_are_shown_as_text(
    browser: Browser, asha: User, ashas: Client, version: Version
) -> None:
    browser.post(PAGE, typed(ashas, line=XSS, words=XSS))
    conflict = browser.post(SAVE, typed(ashas, 0, words="other")).json()["stored"]
    for page in (html(browser.get(PAGE)), html(browser.get(PAPER)), html(browser.get(LIST)), conflict):
        assert "<script>alert" not in page
        assert "<svg onload" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(browser.get(PAPER))


def test_hints_are_text_too(browser: Browser, version: Version) -> None:
    assert "A &lt;b&gt;hint&lt;/b&gt;" in html(browser.get(PAGE))


def test_the_title_says_nothing_of_what_it_is(browser: Browser, begun: Version) -> None:
    for path in (LIST, PAGE, PAPER):
        title = re.search(r"<title>(.*?)</title>", html(browser.get(path)))
        assert title
        assert "heet" not in title.group(1)
        assert "Serein" not in title.group(1)


def test_the_page_says_who_sees_it_and_where_help_is(browser: Browser, version: Version) -> None:
    page = html(browser.get(PAGE))
    assert "It is shown to nobody but you." in page
    assert 'href="/help/"' in page


def test_a_shipped_version_awaits_review_until_she_read_it(browser: Browser, version: Version) -> None:
    assert "Awaiting review" not in html(browser.get(PAGE))
    Version.objects.update(is_shipped=True)
    assert "Awaiting review" in html(browser.get(PAGE))
    Version.objects.update(reviewed_on=date(2026, 11, 20))
    assert "Awaiting review" not in html(browser.get(PAGE))


def test_the_list_shows_each_worksheet_once_with_note_and_day(browser: Browser, ashas: Client, begun: Version) -> None:
    given = make_sheet("given-sheet", in_library=False)
    make_sheet("library-sheet")
    Assignment.objects.create(
        client=ashas, worksheet=given.worksheet, note="When you have an evening", due_on=date(2026, 11, 25)
    )
    page = html(browser.get(LIST))
    for slug in ("given-sheet", "library-sheet", "first-sheet"):
        assert page.count(f'href="/space/worksheets/{slug}/"') == 1
    assert "When you have an evening" in page
    assert "By Wednesday 25 November." in page
    assert "Private. Last saved on 20 November." in page


def test_the_last_assignment_of_a_worksheet_counts(browser: Browser, ashas: Client, version: Version) -> None:
    Assignment.objects.create(
        client=ashas, worksheet=version.worksheet, note="old", assigned_at=NOW - timedelta(days=9)
    )
    Assignment.objects.create(client=ashas, worksheet=version.worksheet, is_before_next_session=True, assigned_at=NOW)
    page = html(browser.get(LIST))
    assert "Before your next session. None is agreed at present." in page
    assert "old" not in page.split("<main")[1].split("</main")[0]


def test_what_was_begun_stays_on_its_version(browser: Browser, ashas: Client, begun: Version) -> None:
    newer = copy_version(version=begun, now=NOW)
    newer.prompts = [{"id": "fresh", "kind": "short", "label": "A fresh question"}]
    newer.save()
    assert "What I wrote first" in html(browser.get(PAGE))
    assert "A fresh question" not in html(browser.get(PAGE))


def test_who_begins_now_gets_the_newest_version(client: Browser, bela: User, begun: Version) -> None:
    newer = copy_version(version=begun, now=NOW)
    newer.prompts = [{"id": "fresh", "kind": "short", "label": "A fresh question"}]
    newer.save()
    open_draft(version=newer)
    cast.sign_in(client, bela)
    assert "A fresh question" in html(client.get(PAGE))


def test_paper_shows_the_words_or_is_empty(browser: Browser, begun: Version) -> None:
    assert "What I wrote first" in html(browser.get(PAPER))
    empty = html(browser.get(f"{PAPER}?empty=1"))
    assert "What I wrote first" not in empty
    assert all(prompt["label"] in empty for prompt in PROMPTS)


@pytest.mark.parametrize("begun_sheets", [1, 6])
def test_the_list_takes_as_many_queries_for_many_sheets_as_for_one(
    browser: Browser, ashas: Client, begun_sheets: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(begun_sheets):
        make_sheet(f"sheet-{number}")
        browser.post(f"/space/worksheets/sheet-{number}/", typed(ashas, words="x"))
    browser.get(LIST)  # takes the words about the last save along
    with django_assert_max_num_queries(8):
        browser.get(LIST)


def test_a_page_is_small(browser: Browser, begun: Version) -> None:
    assert len(browser.get(PAGE).content) < 25_000


def test_the_address_of_a_worksheet_tells_nothing_of_it(browser: Browser) -> None:
    """A browser's history keeps addresses, and shows them to whoever uses the phone next."""
    library.load()
    for worksheet in Worksheet.objects.all():
        address = page_of(worksheet.slug)
        assert browser.get(address).status_code == 200
        assert re.fullmatch(r"/space/worksheets/[2-9b-df-hj-np-tv-z]{8}/", address)
        assert browser.get(f"{LIST}{worksheet.slug}/").status_code == 404
    assert Worksheet.objects.values("code").distinct().count() == 6


def test_the_addresses_keep_their_names() -> None:
    assert reverse("space_worksheets") == LIST
    assert reverse("worksheet", args=["first-sheet"]) == PAGE
