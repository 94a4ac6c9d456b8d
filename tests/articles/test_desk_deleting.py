"""Before an essay is deleted, the desk says in words what goes, what readers find then, and what is kinder."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Essay, EssayDraft, Reflection, Series, Topic
from articles.previews import make_preview
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_series, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]
KINDER, NEVER_SEEN = "Take it off instead", "Readers never saw it"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def delete_url(essay: Essay) -> str:
    return reverse("admin:articles_essay_delete", args=[essay.pk])


def main_of(desk: Browser, essay: Essay) -> Tag:
    """Return what the page says before an essay is deleted."""
    main = BeautifulSoup(desk.get(delete_url(essay)).content, "html.parser").select_one("main")
    assert main is not None
    return main


def words_of(desk: Browser, essay: Essay) -> str:
    return " ".join(main_of(desk, essay).get_text(" ").split())


def reflect(essay: Essay) -> None:
    Reflection.objects.create(essay=essay, request_key=uuid4(), body="Thanks.", sent_at=NOW)


def test_what_goes_is_counted_in_words(desk: Browser) -> None:
    essay = make_essay("A")
    change(essay, slug="b", body="<p>Snow.</p>")
    change(essay, slug="c")
    for _each in range(3):
        reflect(essay)
    by = make_user("bela@example.com")
    for ended_at in (None, NOW):
        EssayDraft.objects.create(essay=essay, author=by, saved_at=NOW, ended_at=ended_at)
    lines = [each.get_text() for each in main_of(desk, essay).select(".desk__part li")]
    assert lines == ["2 versions of its words", "3 reflections of readers", "1 page with unsaved words"]
    assert "to one of its 2 earlier addresses, reads “This was taken off”." in words_of(desk, essay)


def test_of_an_essay_that_readers_never_saw_no_page_is_left_to_speak_of(desk: Browser) -> None:
    essay = make_essay("A", state=Essay.State.DRAFT)
    make_preview(essay=essay, now=NOW)
    page = main_of(desk, essay)
    assert [each.get_text() for each in page.select(".desk__part li")] == ["1 preview link"]
    assert NEVER_SEEN in page.get_text()
    assert KINDER not in page.get_text()
    assert "taken off already" not in page.get_text()


@pytest.mark.parametrize("publish_at", [NOW - timedelta(days=1), NOW + timedelta(days=1)])
def test_what_is_published_or_to_be_can_be_taken_off_instead(desk: Browser, publish_at: object) -> None:
    essay = make_essay("A", publish_at=publish_at)
    links = {each.get_text(): str(each["href"]) for each in main_of(desk, essay).select(".desk a")}
    assert links[KINDER] == f"/admin/articles/essay/{essay.pk}/change/#id_state"
    assert 'id="id_state"' in desk.get(links[KINDER]).content.decode()


def test_what_is_taken_off_already_says_so(desk: Browser) -> None:
    essay = make_essay("A")
    change(essay, state=Essay.State.WITHDRAWN)
    said = words_of(desk, essay)
    assert "It is taken off already" in said
    assert KINDER not in said
    assert "Whoever comes to its page reads “This was taken off”." in said


def test_the_page_asks_before_it_deletes(desk: Browser) -> None:
    essay = make_essay("A")
    main_of(desk, essay)
    assert Essay.objects.filter(pk=essay.pk).exists()
    assert desk.post(delete_url(essay), {"post": "yes"}).status_code == 302
    assert not Essay.objects.exists()


def test_it_costs_the_same_however_much_goes(desk: Browser) -> None:
    essay = make_essay("A")
    counts = []
    for body in ("one", "two", "three"):
        change(essay, body=f"<p>{body}</p>")
        reflect(essay)
        with CaptureQueriesContext(connection) as asked:
            main_of(desk, essay)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_several_at_once_are_named_and_nothing_of_how_they_are_stored(desk: Browser) -> None:
    essays = [make_essay("A"), make_essay("B")]
    chosen = {"action": "delete_selected", "_selected_action": [str(each.pk) for each in essays]}
    page = BeautifulSoup(
        desk.post(reverse("admin:articles_essay_changelist"), chosen).content, "html.parser"
    ).select_one("main")
    assert page is not None
    assert {each.get_text() for each in page.select(".desk__part li")} == {"A", "B"}
    assert "Search text" not in page.get_text()


def test_a_topic_that_essays_stand_under_stays_and_leads_to_each_of_them(desk: Browser) -> None:
    essay = make_essay("A", topic=make_topic("grief"))
    address = reverse("admin:articles_topic_delete", args=[essay.topic_id])
    page = BeautifulSoup(desk.get(address).content, "html.parser")
    assert "Give each of these another topic first" in page.get_text()
    assert "protected" not in page.get_text()
    led = reverse("admin:articles_essay_change", args=[essay.pk])
    assert [each["href"] for each in page.select("main .desk__dates a")] == [f"{led}#id_topic"]
    assert not page.select("main form")
    desk.post(address, {"post": "yes"})
    assert Topic.objects.exists()


def test_a_topic_without_essays_goes_after_a_question_in_words(desk: Browser) -> None:
    address = reverse("admin:articles_topic_delete", args=[make_topic("grief").pk])
    page = BeautifulSoup(desk.get(address).content, "html.parser")
    assert [each.get_text() for each in page.select("h1")] == ["Delete “grief”?"]
    assert "No essay stands under it." in page.get_text()
    desk.post(address, {"post": "yes"})
    assert not Topic.objects.exists()


def test_the_essays_of_a_series_that_is_deleted_stay(desk: Browser) -> None:
    series = make_series()
    essay = make_essay("A", series=series, part=1)
    address = reverse("admin:articles_series_delete", args=[series.pk])
    assert "Its essays stay, each by itself." in desk.get(address).content.decode()
    desk.post(address, {"post": "yes"})
    assert not Series.objects.exists()
    assert desk.get(f"/essays/{essay.slug}/").status_code == 200
