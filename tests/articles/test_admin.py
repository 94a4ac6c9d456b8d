"""The essays on the desk."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Essay, OldAddress, OldPath, Reflection, Revision, Series
from tests.articles.desk import open_form
from tests.articles.editing import change
from tests.factories import NOW, make_essay, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def typed(essay: Essay, **changes: str) -> dict[str, str]:
    """Return the form of an essay as the desk sends it."""
    given = {
        "title": essay.title,
        "slug": essay.slug,
        "summary": essay.summary,
        "language": "en-gb",
        "body": essay.body,
    }
    return {**given, "state": essay.state, "publish_at_0": "2026-11-19", "publish_at_1": "10:00:00", **changes}


def change_url(essay: Essay) -> str:
    return reverse("admin:articles_essay_change", args=[essay.pk])


@pytest.mark.parametrize("model", ["essay", "topic", "series", "revision", "oldaddress"])
def test_every_list_opens(desk: Browser, model: str) -> None:
    essay = make_essay(topic=make_topic())
    OldAddress.objects.create(slug="old", essay=essay)
    Revision.objects.create(essay=essay, title="Old", body="")
    assert desk.get(reverse(f"admin:articles_{model}_changelist")).status_code == 200


def test_the_list_is_narrowed_in_words_and_not_in_codes(desk: Browser) -> None:
    make_essay("Rain", language="hi", topic=make_topic())
    make_essay("Lamp")
    page = BeautifulSoup(desk.get("/admin/articles/essay/?_facets=True").content, "html.parser")
    words = [" ".join(link.get_text().split()) for link in page.select("#changelist-filter li a")]
    assert {"English (1)", "Hindi (1)", "none (1)"} <= set(words)
    assert "Lamp" not in desk.get("/admin/articles/essay/?language=hi").content.decode()


def test_the_desk_names_each_place_once_and_each_filter_by_its_column(desk: Browser) -> None:
    page = BeautifulSoup(desk.get("/admin/articles/essay/").content, "html.parser")
    assert [each.get_text() for each in page.select(".breadcrumbs li")] == ["Home", "Writing", "Essays"]
    titles = [str(each["data-filter-title"]) for each in page.select("[data-filter-title]")]
    assert titles == ["state", "read as a clinician", "language"]


def test_the_hour_is_shown_to_the_minute_and_keeps_the_seconds_that_it_has(desk: Browser) -> None:
    at = NOW.replace(second=37, microsecond=5)
    essay = make_essay(topic=make_topic(), publish_at=at)
    sent = open_form(desk, change_url(essay))
    assert (sent["publish_at_0"], sent["publish_at_1"]) == ("20/11/2026", "10:00")
    assert desk.post(change_url(essay), sent | {"tonight": "Rest."}).status_code == 302
    essay.refresh_from_db()
    assert (essay.tonight, essay.publish_at) == ("Rest.", at)
    assert (
        desk.post(change_url(essay), open_form(desk, change_url(essay)) | {"publish_at_1": "09:30"}).status_code == 302
    )
    essay.refresh_from_db()
    assert essay.publish_at == NOW - timedelta(minutes=30)


def test_a_topic_can_be_added_beside_its_field_but_not_deleted(desk: Browser) -> None:
    page = desk.get(change_url(make_essay(topic=make_topic()))).content.decode()
    assert "add_id_topic" in page
    assert "delete_id_topic" not in page


@pytest.mark.parametrize(
    "name",
    [
        *("articles_revision_changelist", "articles_oldaddress_changelist", "articles_oldpath_changelist"),
        *("articles_series_change", "reflections"),
    ],
)
def test_a_list_of_what_belongs_to_essays_fetches_none_of_their_texts(desk: Browser, name: str) -> None:
    series = Series.objects.create(title="Rain", slug="rain")
    essay = make_essay(series=series)
    change(essay, body="<p>Snow.</p>", slug="snow")
    OldPath.objects.create(path="/post/one", essay=essay)
    Reflection.objects.create(essay=essay, request_key=uuid4(), body="Thanks.", sent_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(reverse(f"admin:{name}", args=[series.pk] if name.endswith("_change") else []))
    assert page.status_code == 200
    fetched = set(re.findall(r'"articles_(\w+"\."\w+)"', " ".join(query["sql"] for query in asked.captured_queries)))
    assert 'essay"."title' in fetched
    assert not fetched & {'essay"."body', 'essay"."contents', 'revision"."body'}


def test_an_edit_is_sanitised_and_the_old_text_kept(desk: Browser) -> None:
    essay = make_essay(body="<p>Old.</p>")
    assert desk.get(change_url(essay)).status_code == 200
    response = desk.post(change_url(essay), typed(essay, body="<p>New.<script>alert(1)</script></p>"))
    assert response.status_code == 302
    essay.refresh_from_db()
    assert essay.body == "<p>New.</p>"
    assert list(Revision.objects.values_list("body", flat=True)) == ["<p>New.</p>", "<p>Old.</p>"]


def test_an_address_that_the_site_needs_is_refused_beside_its_field(desk: Browser) -> None:
    essay = make_essay()
    response = desk.post(change_url(essay), typed(essay, slug="search"))
    assert "The site itself uses this address" in response.content.decode()
    essay.refresh_from_db()
    assert essay.slug == "a-lamp-on-water"


def test_having_read_it_is_one_act(desk: Browser) -> None:
    essay = make_essay()
    given = {"action": "mark_as_read", "_selected_action": [str(essay.pk)]}
    assert desk.post(reverse("admin:articles_essay_changelist"), given).status_code == 302
    essay.refresh_from_db()
    assert (essay.reviewed_by, essay.reviewed_on) == ("Dr Arati Bhatt", NOW.date())


def test_what_was_is_only_looked_at(desk: Browser) -> None:
    kept = Revision.objects.create(essay=make_essay(), title="Old", body="<script>alert(1)</script>")
    page = desk.get(reverse("admin:articles_revision_change", args=[kept.pk])).content.decode()
    assert "&lt;script&gt;" in page
    assert 'name="_save"' not in page
    assert desk.get(reverse("admin:articles_revision_add")).status_code == 403


def test_the_desk_links_to_the_page_only_once_it_can_be_read(desk: Browser) -> None:
    open_page, draft = make_essay("Open"), make_essay("Draft", state=Essay.State.DRAFT)
    assert "/essays/open/" in desk.get(change_url(open_page)).content.decode()
    assert "/essays/draft/" not in desk.get(change_url(draft)).content.decode()
