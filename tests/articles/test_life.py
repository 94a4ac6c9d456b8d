"""An essay's life by the clock: every surface shows it, or does not, from one instant on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from articles.desk_life import say_standing, say_state
from articles.models import Essay, OldAddress
from articles.services import delete_essay
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_series, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

SECOND = timedelta(seconds=1)
REVIEWED = {"reviewed_by": "Dr Arati Bhatt", "reviewed_on": NOW.date()}
SURFACES = {
    "the essay itself": "/essays/tide/",
    "the list": "/essays/",
    "the topic": "/essays/topics/self-trust/",
    "the series": "/essays/series/the-year/",
    "the feed": "/essays/feed/",
    "the sitemap": "/sitemap.xml",
    "the search": "/essays/search/?q=tide",
    "home": "/",
    "next, after the essay before it": "/essays/before/",
    "previous, before the essay after it": "/essays/after/",
    "related": "/essays/far/",
    "the series' line on another part": "/essays/part/",
    "its picture": "/art/tide.svg",
    "its picture for previews": "/art/tide.png",
}


def shown_on(browser: Browser, at: datetime) -> dict[str, bool]:
    """Return which surfaces show the essay at an instant."""
    with time_machine.travel(at, tick=False):
        answers = {name: browser.get(path) for name, path in SURFACES.items()}
    pictures = {name: answer.status_code == 200 for name, answer in answers.items() if "picture" in name}
    links = {name: "/essays/tide/" in answer.content.decode(errors="replace") for name, answer in answers.items()}
    found = {name: answers[name].status_code == 200 and has_link for name, has_link in links.items()}
    return {**found, **pictures}


def set_out() -> Essay:
    """Return an essay that appears at NOW, with something around it for every surface."""
    topic, series = make_topic(), make_series("The year")
    make_essay("Part", publish_at=NOW - timedelta(days=40), series=series, part=2, **REVIEWED)
    for days in (30, 29, 28):
        make_essay(f"Between {days}", publish_at=NOW - timedelta(days=days), **REVIEWED)
    make_essay("Far", publish_at=NOW - timedelta(days=20), topic=topic, **REVIEWED)
    make_essay("Before", publish_at=NOW - timedelta(days=1), **REVIEWED)
    make_essay("After", publish_at=NOW + SECOND / 2, **REVIEWED)
    return make_essay("Tide", publish_at=NOW, topic=topic, series=series, part=1, **REVIEWED)


def answer(browser: Browser, path: str, at: datetime = NOW) -> int:
    """Return the status with which a page is answered at an instant."""
    with time_machine.travel(at, tick=False):
        return browser.get(path).status_code


def test_all_surfaces_show_a_scheduled_essay_from_one_instant_on(client: Browser) -> None:
    set_out()
    assert [name for name, is_shown in shown_on(client, NOW - SECOND).items() if is_shown] == []
    assert [name for name, is_shown in shown_on(client, NOW + SECOND).items() if not is_shown] == []


def test_all_surfaces_let_go_of_an_essay_at_once(client: Browser) -> None:
    change(set_out(), state=Essay.State.WITHDRAWN, now=NOW + SECOND)
    assert [name for name, is_shown in shown_on(client, NOW + SECOND).items() if is_shown] == []


def test_before_its_instant_an_essay_is_not_there(client: Browser) -> None:
    make_essay("Tide", publish_at=NOW)
    assert (answer(client, "/essays/tide/", NOW - SECOND), answer(client, "/essays/tide/", NOW)) == (404, 200)


@pytest.mark.parametrize("state", [Essay.State.WITHDRAWN, Essay.State.DRAFT])
def test_what_was_public_and_was_taken_off_is_gone(client: Browser, state: Essay.State) -> None:
    essay = make_essay("Tide")
    change(essay, state=state)
    response = client.get("/essays/tide/")
    assert response.status_code == 410
    assert "no longer on this site" in response.content.decode()


@pytest.mark.parametrize("state", [Essay.State.WITHDRAWN, Essay.State.DRAFT])
def test_what_was_taken_off_before_its_day_never_was_there(client: Browser, state: Essay.State) -> None:
    essay = make_essay("Tide", publish_at=NOW + SECOND)
    change(essay, state=state)
    assert answer(client, "/essays/tide/", NOW + timedelta(days=9)) == 404


def test_what_was_public_and_has_a_day_again_is_still_to_come(client: Browser) -> None:
    essay = make_essay("Tide")
    change(essay, publish_at=NOW + timedelta(days=2))
    assert answer(client, "/essays/tide/", NOW + timedelta(days=1)) == 404
    assert answer(client, "/essays/tide/", NOW + timedelta(days=2)) == 200


def test_what_was_put_off_and_then_withdrawn_is_gone_all_the_same(client: Browser) -> None:
    essay = make_essay("Tide")
    change(essay, publish_at=NOW + timedelta(days=2))
    change(essay, state=Essay.State.WITHDRAWN, publish_at=None)
    assert answer(client, "/essays/tide/") == 410


def test_what_was_published_again_is_there_again(client: Browser) -> None:
    essay = make_essay("Tide")
    change(essay, state=Essay.State.DRAFT)
    change(essay, state=Essay.State.PUBLISHED)
    assert answer(client, "/essays/tide/") == 200


def test_the_page_of_what_is_gone_is_kept_nowhere_and_leads_on(client: Browser) -> None:
    change(make_essay("Tide"), state=Essay.State.WITHDRAWN)
    response = client.get("/essays/tide/")
    text = response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert 'href="/essays/"' in text
    assert 'href="/essays/search/"' in text
    assert "14416" in text
    assert '<meta name="robots" content="noindex">' in text


def test_what_was_deleted_is_gone_at_each_of_its_addresses(client: Browser) -> None:
    essay = make_essay("Tide")
    change(essay, slug="ebb")
    delete_essay(essay=essay, now=NOW)
    assert [answer(client, f"/essays/{slug}/") for slug in ("tide", "ebb")] == [410, 410]


def test_what_moved_in_another_tab_is_gone_where_it_moved_to(client: Browser) -> None:
    essay = make_essay("Tide")
    change(Essay.objects.get(), slug="ebb")
    assert essay.slug == "tide", "the control: this tab knows of no move"
    delete_essay(essay=essay, now=NOW)
    assert [answer(client, f"/essays/{slug}/") for slug in ("tide", "ebb")] == [410, 410]


def test_what_was_deleted_in_two_tabs_is_deleted_once() -> None:
    essay = make_essay("Tide")
    for each in (Essay.objects.get(), essay):
        delete_essay(essay=each, now=NOW)
    assert [each.slug for each in OldAddress.objects.all()] == ["tide"]


def test_a_draft_that_was_deleted_never_was_there(client: Browser) -> None:
    delete_essay(essay=make_essay("Tide", state=Essay.State.DRAFT), now=NOW)
    assert answer(client, "/essays/tide/") == 404
    assert not OldAddress.objects.exists()


def test_the_address_of_what_was_deleted_may_be_used_again(client: Browser) -> None:
    delete_essay(essay=make_essay("Tide"), now=NOW)
    change(make_essay("Tide again", slug="tide", state=Essay.State.DRAFT))
    assert answer(client, "/essays/tide/") == 404
    assert not OldAddress.objects.exists()


def test_an_essay_that_is_published_without_a_day_appears_now() -> None:
    essay = make_essay(publish_at=None)
    change(essay)
    assert Essay.objects.published(NOW).exists()


@pytest.mark.parametrize(
    ("changes", "state", "standing"),
    [
        ({}, "published", "since 19 Nov 2026, 10:00 am IST"),
        ({"publish_at": NOW + SECOND}, "scheduled", "by itself on 20 Nov 2026, 10:00 am IST"),
        ({"publish_at": None}, "published, but without a day", "Not published"),
        ({"state": Essay.State.DRAFT}, "draft", "Not published"),
        ({"state": Essay.State.WITHDRAWN}, "withdrawn", "Not published"),
        ({"state": Essay.State.WITHDRAWN, "first_public_at": NOW}, "taken off", "it was public once"),
    ],
)
def test_the_desk_says_how_an_essay_stands(changes: dict[str, Any], state: str, standing: str) -> None:
    essay = make_essay(**changes)
    assert say_state(essay, NOW) == state
    assert standing in say_standing(essay, NOW)
