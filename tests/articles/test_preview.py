"""An essay as readers would see it, from what stands in the form; nothing of it is stored."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, EssayDraft, Revision
from tests.articles.desk import ADD, open_form, page_of
from tests.factories import make_essay, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

PREVIEW = reverse("admin:essay_preview")
AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def test_the_preview_is_the_public_page_with_what_was_typed(desk: Browser) -> None:
    essay = make_essay(body="<h2>One</h2><p>Rain.</p>", topic=make_topic())
    sent = open_form(desk, page_of(essay))
    shown = BeautifulSoup(desk.post(PREVIEW, sent).content, "html.parser").select_one("main")
    public = BeautifulSoup(desk.get(essay.get_absolute_url()).content, "html.parser").select_one("main")
    assert shown is not None
    assert public is not None
    for picture in (*shown.select(".essay__art img"), *public.select(".essay__art img")):
        picture["src"] = ""
    for away in public.select("script, .share, .essay__address"):
        away.decompose()
    for foot in public.select(".essay__after"):  # of an essay without others of its topic, that was all
        foot.decompose()
    assert "".join(str(shown).split()) == "".join(str(public).split())


def test_what_is_typed_is_shown_cleaned_and_stored_nowhere(desk: Browser) -> None:
    essay = make_essay(topic=make_topic())
    typed = {"title": "Another", "body": "<p>New.<script>alert(1)</script></p>", "summary": "", "scene": "hills"}
    page = desk.post(PREVIEW, open_form(desk, page_of(essay)) | typed).content.decode()
    assert "<p>New.</p>" in page
    assert "alert(1)" not in page
    essay.refresh_from_db()
    assert (essay.title, essay.body) == ("A lamp on water", "<p>Rain.</p>")
    assert not Revision.objects.exists()
    assert not EssayDraft.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title": "", "slug": "", "state": "published", "publish_at_0": "no day", "topic": "999"},
        {"title": "शांति", "slug": "not a slug"},
        {"title": "x" * 500, "slug": "x" * 500, "language": "\0"},
        {"draft_essay": "999999", "title": "Gone"},
        {"body": '<p><a href="/essays/none/">x</a><a href="http://[x">y</a></p>'},
    ],
    ids=str,
)
@pytest.mark.parametrize("how", [{}, AS_SCRIPT], ids=["page", "script"])
def test_whatever_is_typed_can_be_looked_at(desk: Browser, typed: dict[str, str], how: dict[str, str]) -> None:
    assert desk.post(PREVIEW, open_form(desk, ADD) | typed, headers=how).status_code == 200


def test_nobody_keeps_or_lists_a_preview_and_its_links_leave_it_where_it_is(desk: Browser) -> None:
    answer = desk.post(PREVIEW, open_form(desk, ADD) | {"title": "Rooms"})
    page = answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert '<base target="_blank">' in page
    assert "<script" not in page


def test_the_picture_that_is_chosen_is_drawn_into_the_page(desk: Browser) -> None:
    essay = make_essay(state=Essay.State.DRAFT)
    sent = open_form(desk, page_of(essay))
    pages = {scene: desk.post(PREVIEW, sent | {"scene": scene}).content for scene in ("hills", "lamp")}
    assert pages["hills"] != pages["lamp"]
    assert b'src="data:image/svg+xml;base64,' in pages["hills"]
    assert b"/art/" not in pages["hills"]


def test_a_script_gets_the_check_list_with_it(desk: Browser) -> None:
    essay = make_essay()
    answer = desk.post(PREVIEW, open_form(desk, page_of(essay)) | {"summary": ""}, headers=AS_SCRIPT).json()
    assert "Write a summary" in answer["checks"]
    assert "2 missing" in answer["checks"]
    assert answer["page"].startswith("<!doctype html>")


def test_control_without_a_script_the_page_shows_the_list_of_what_is_stored(desk: Browser) -> None:
    essay = make_essay(summary="")
    page = desk.get(page_of(essay)).content.decode()
    assert "Write a summary" in page
    assert 'formtarget="_blank"' in page


def test_a_preview_asks_no_more_for_a_long_essay(
    desk: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    essay = make_essay(topic=make_topic())
    sent = open_form(desk, page_of(essay))
    link = '<p><a href="/essays/none-{}/">x</a></p>'
    desk.post(PREVIEW, sent, headers=AS_SCRIPT)
    with django_assert_num_queries(11):
        desk.post(PREVIEW, sent | {"body": link.format(1)}, headers=AS_SCRIPT)
    with django_assert_num_queries(11):
        desk.post(PREVIEW, sent | {"body": "".join(map(link.format, range(60)))}, headers=AS_SCRIPT)


def test_only_who_may_change_essays_may_look(client: Browser) -> None:
    client.force_login(make_user("looks@example.com", is_staff=True))
    assert client.post(PREVIEW, {}).status_code == 403
