"""A preview link shows an unpublished essay to whoever holds it, and to nobody once it is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, PreviewLink
from articles.previews import LASTS, PublicAlreadyError, end_preview, find_preview, hash_preview, make_preview
from practice.models import Practice
from tests.articles.desk import open_form, page_of
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

SECOND = timedelta(seconds=1)
WRONG = ["x", "x" * 32, "x" * 5000, "%00", "%FF%FE", "..", "' OR 1=1--", "🌧", "%0d%0aSet-Cookie:a=b"]


def draft(**changes: Any) -> Essay:
    return make_essay("Quiet", **{"state": Essay.State.DRAFT, "publish_at": None, **changes})


def path_of(essay: Essay) -> str:
    """Make a link and return its path."""
    return reverse("essay_preview", args=[make_preview(essay=essay, now=NOW)])


def at(moment: datetime, browser: Browser, path: str) -> Any:
    """Return how a path is answered at an instant."""
    with time_machine.travel(moment, tick=False):
        return browser.get(path)


def as_seen(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer but its date."""
    return response.status_code, response.content, {k: v for k, v in response.headers.items() if k != "Date"}


@pytest.fixture
def desk() -> Browser:
    """A browser signed in to the desk."""
    browser = Browser()
    browser.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return browser


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "The essay is not published."),
        ({"state": Essay.State.WITHDRAWN, "publish_at": NOW}, "The essay is not published."),
        ({"state": Essay.State.PUBLISHED, "publish_at": NOW + SECOND * 60}, "it appears on 20 Nov 2026, 10:01 am IST"),
    ],
    ids=["draft", "withdrawn", "scheduled"],
)
def test_whoever_holds_the_link_sees_the_page_and_that_it_is_a_preview(
    client: Browser, changes: dict[str, Any], words: str
) -> None:
    page = client.get(path_of(draft(topic=make_topic(), body="<p>Fine rain.</p>", **changes))).content.decode()
    assert "<h1>Quiet</h1>" in page
    assert "<p>Fine rain.</p>" in page
    assert "This is a preview." in page
    assert words in page
    assert "works until 27 Nov 2026, 10:00 am IST" in page
    assert "essay__after" not in page  # it would be two lines with nothing between


def test_a_preview_is_found_by_nobody_kept_nowhere_and_told_to_no_other_site(client: Browser) -> None:
    response = client.get(path_of(draft()))
    page = response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "canonical" not in page
    assert "application/ld+json" not in page


def test_nobody_is_asked_to_write_under_what_strangers_cannot_read(client: Browser, desk: Browser) -> None:
    Practice(takes_reflections=True).save()
    essay = draft(takes_reflections=True)
    address = reverse("reflect", args=[essay.slug])
    typed = desk.post(reverse("admin:essay_preview"), open_form(desk, page_of(essay))).content.decode()
    assert address not in client.get(path_of(essay)).content.decode()
    assert address not in typed
    Essay.objects.update(state=Essay.State.PUBLISHED, publish_at=NOW)
    assert address in client.get(essay.get_absolute_url()).content.decode()


def test_the_picture_of_a_preview_is_drawn_under_the_link_alone(client: Browser) -> None:
    path = path_of(draft())
    picture = f"{path}picture.svg"
    assert picture in client.get(path).content.decode()
    assert client.get(picture).headers["Content-Type"] == "image/svg+xml"
    assert client.get("/art/quiet.svg").status_code == 404
    assert at(NOW + LASTS, client, picture).status_code == 404


def test_looking_changes_nothing(client: Browser) -> None:
    path, kept = path_of(draft()), list(PreviewLink.objects.values())
    for _time in range(5):
        client.get(path)
        client.head(path)
    assert list(PreviewLink.objects.values()) == kept
    assert client.post(path).status_code == 405


def test_a_link_works_for_a_week_to_the_second(client: Browser) -> None:
    path = path_of(draft())
    assert [at(NOW + LASTS - SECOND, client, path).status_code, at(NOW + LASTS, client, path).status_code] == [200, 404]


def test_links_that_are_over_and_links_that_never_were_are_the_same(client: Browser) -> None:
    lapsed, ended, deleted = (draft(slug=slug) for slug in ("a", "b", "c"))
    paths = [path_of(each) for each in (lapsed, ended, deleted)]
    end_preview(link=ended.preview_links.get())
    deleted.delete()
    PreviewLink.objects.update(until=NOW)
    answers = [as_seen(client.get(path)) for path in [*paths, *(f"/essays/preview/{token}/" for token in WRONG[:3])]]
    assert answers == [answers[0]] * 6
    assert answers[0][0] == 404
    assert b"works for seven days" in answers[0][1]


@pytest.mark.parametrize("token", WRONG)
def test_no_token_breaks_the_page(client: Browser, token: str) -> None:
    draft()
    assert client.get(f"/essays/preview/{token}/").status_code == 404
    assert client.get(f"/essays/preview/{token}/picture.svg").status_code == 404


def test_once_the_essay_is_published_the_link_leads_to_it(client: Browser) -> None:
    path = path_of(draft(state=Essay.State.PUBLISHED, publish_at=NOW + SECOND))
    response = at(NOW + SECOND, client, path)
    assert (response.status_code, response.headers["Location"]) == (302, "/essays/quiet/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_link_of_before_shows_nothing_of_what_was_published_and_taken_off(client: Browser) -> None:
    essay = draft(state=Essay.State.PUBLISHED, publish_at=NOW + SECOND)
    path = path_of(essay)
    change(essay, state=Essay.State.DRAFT, now=NOW + 2 * SECOND)
    assert client.get(path).status_code == 404
    assert client.get(path_of(essay)).status_code == 200


def test_editing_a_draft_leaves_its_links_alone(client: Browser) -> None:
    essay = draft()
    path = path_of(essay)
    change(essay, body="<p>Changed.</p>")
    assert "<p>Changed.</p>" in client.get(path).content.decode()


def test_only_a_scramble_of_the_link_is_kept() -> None:
    token = make_preview(essay=draft(), now=NOW)
    kept = PreviewLink.objects.get()
    assert kept.token_hash == hash_preview(token)
    assert token not in str(PreviewLink.objects.values().get())
    assert find_preview(kept.token_hash, NOW) is None
    assert len(token) >= 32


def test_there_is_no_preview_of_what_anyone_can_read() -> None:
    with pytest.raises(PublicAlreadyError):
        make_preview(essay=make_essay(), now=NOW)


def test_links_that_have_lapsed_are_deleted_when_the_next_is_made() -> None:
    essay = draft()
    make_preview(essay=essay, now=NOW)
    make_preview(essay=essay, now=NOW + LASTS)
    assert PreviewLink.objects.count() == 1


def test_a_preview_costs_no_more_queries_than_a_page(
    client: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Practice().save()
    path = path_of(draft(topic=make_topic()))
    with django_assert_num_queries(3):
        client.get(path)


def test_the_desk_makes_a_link_shows_it_once_and_ends_it(desk: Browser, client: Browser) -> None:
    path = reverse("admin:essay_preview_links", args=[draft().pk])
    made = desk.post(path).context["made"]
    again = desk.get(path).content.decode()
    assert made not in again
    assert "Made on 20 Nov 2026, 10:00 am IST. It works until 27 Nov 2026, 10:00 am IST." in again
    assert client.get(made.partition("testserver")[2] or "/" + made.split("/", 3)[3]).status_code == 200
    link = PreviewLink.objects.get()
    end = reverse("admin:essay_preview_end", args=[link.essay_id, link.pk])
    assert desk.get(end).status_code == 405
    assert desk.post(end).status_code == desk.post(end).status_code == 302
    assert "There is no link that works." in desk.get(path).content.decode()
    assert client.get("/" + made.split("/", 3)[3]).status_code == 404


def test_the_link_of_one_essay_is_not_ended_from_another(desk: Browser) -> None:
    make_preview(essay=draft(), now=NOW)
    desk.post(reverse("admin:essay_preview_end", args=[draft(slug="other").pk, PreviewLink.objects.get().pk]))
    assert PreviewLink.objects.exists()


def test_for_a_published_essay_the_desk_makes_none_and_says_why(desk: Browser) -> None:
    path = reverse("admin:essay_preview_links", args=[make_essay().pk])
    assert "its own address shows it to anyone" in desk.post(path, follow=True).content.decode()
    assert not PreviewLink.objects.exists()


def test_who_may_not_change_essays_makes_no_link(client: Browser) -> None:
    client.force_login(make_user("helper@example.com", is_staff=True))
    assert client.post(reverse("admin:essay_preview_links", args=[draft().pk])).status_code == 403
    assert not PreviewLink.objects.exists()
