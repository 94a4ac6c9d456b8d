"""Every version of the words is kept, can be compared with the others, and brought back as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay, Revision
from articles.rendering import stored_html
from articles.revising import WORDS, words_of
from articles.services import restore_revision
from tests.articles.editing import EDITOR, change, editor
from tests.factories import NOW, make_essay, make_topic, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.gate]

HOUR = timedelta(hours=1)
NEW_WORDS: dict[str, Any] = {
    "title": "New title",
    "summary": "New summary",
    "language": "hi",
    "body": "<p>New.</p>",
    "content_note": "New note",
    "has_crisis_block": True,
    "tonight": "New thing",
}
BODIES = [
    "<p>Plain.</p>",
    "",
    '<h2 id="s-rain">Rain</h2><ul><li>One</li><li><p>Two</p></li></ul>',
    '<p>“Curly” – dash, हिंदी, 👩🏽‍⚕️, a\u00a0gap &amp; &lt;tag&gt;</p>',
    '<blockquote><p>Said.</p><p>Meant.</p></blockquote>',
    '<p><a href="https://x.example/" rel="noreferrer noopener">x</a></p>',
    "<p>" + "word " * 5000 + "</p>",
]  # fmt: skip


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def written(essay: Essay, *bodies: str) -> list[Revision]:
    """Save one text after the other, an hour apart, and return what is kept, oldest first."""
    for hours, body in enumerate(bodies):
        change(essay, body=body, now=NOW + hours * HOUR)
    return list(essay.revisions.order_by("saved_at", "pk"))


def version_url(revision: Revision, name: str = "essay_version") -> str:
    return reverse(f"admin:{name}", args=[revision.essay_id, revision.pk])


@pytest.mark.parametrize("field", NEW_WORDS)
def test_whatever_words_change_all_of_them_are_kept_with_who_and_when(field: str) -> None:
    essay = make_essay()
    change(essay, now=NOW + HOUR, **{field: NEW_WORDS[field]})
    newest = essay.revisions.first()
    assert newest is not None
    assert words_of(newest) == words_of(essay)
    assert (str(newest.saved_by), newest.saved_at) == (EDITOR, NOW + HOUR)


def test_the_topic_is_kept_too() -> None:
    essay, topic = make_essay(), make_topic()
    change(essay, topic=topic)
    assert [kept.topic for kept in essay.revisions.all()] == [topic, None]


def test_nothing_that_is_written_is_left_out_of_a_version() -> None:
    """A field of words that is added to essays belongs into its versions, or into this list."""
    beside = {
        "slug",
        "scene",
        "drawn_from",
        "state",
        "worksheet_slug",
        "takes_reflections",
        "reviewed_by",
        "reviewed_digest",
    }
    kinds = {"BooleanField", "CharField", "TextField"}
    texts = {each.attname for each in Essay._meta.concrete_fields if each.get_internal_type() in kinds}
    slugs = {each.attname for each in Essay._meta.concrete_fields if each.get_internal_type() == "SlugField"}
    assert (texts | slugs) - beside == set(WORDS) - {"topic_id"}


def test_the_words_of_before_the_first_change_are_kept_under_nobodys_name() -> None:
    essay = make_essay("Before", body="<p>Old.</p>")
    first, second = written(essay, "<p>New.</p>")
    assert (first.title, first.body, first.saved_by, first.saved_at) == ("Before", "<p>Old.</p>", None, NOW)
    assert (second.body, str(second.saved_by)) == ("<p>New.</p>", EDITOR)


def test_what_was_written_past_the_editor_is_kept_before_the_next_change() -> None:
    essay = make_essay()
    written(essay, "<p>One.</p>")
    Essay.objects.filter(pk=essay.pk).update(body="<p>Two.</p>")
    assert [kept.body for kept in written(essay, "<p>Three.</p>")][-2:] == ["<p>Two.</p>", "<p>Three.</p>"]


@pytest.mark.parametrize("changes", [{}, {"slug": "other"}, {"state": Essay.State.DRAFT}, {"takes_reflections": True}])
def test_a_change_beside_the_words_makes_no_version(changes: dict[str, Any]) -> None:
    essay = make_essay()
    change(essay, **changes)
    assert not Revision.objects.exists()


def test_all_versions_are_kept() -> None:
    assert len(written(make_essay(), *(f"<p>{number}</p>" for number in range(60)))) == 61


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_version_comes_back_byte_for_byte_as_a_new_version(body: str) -> None:
    essay = make_essay(body=body)
    stored = Essay.objects.get().body
    assert stored == stored_html(body)
    old = written(essay, "<p>Other.</p>")[0]
    restore_revision(revision=old, by=editor(), now=NOW + 9 * HOUR)
    assert Essay.objects.get().body == stored
    newest = essay.revisions.first()
    assert newest is not None
    assert (newest.body, newest.saved_at, essay.revisions.count()) == (stored, NOW + 9 * HOUR, 3)


def test_all_words_come_back_and_nothing_else() -> None:
    essay = make_essay("Old", state=Essay.State.DRAFT)
    before = words_of(essay)
    change(essay, **NEW_WORDS)
    change(essay, state=Essay.State.PUBLISHED, slug="elsewhere", takes_reflections=True)
    restored = restore_revision(revision=essay.revisions.last() or Revision(), by=editor(), now=NOW + HOUR)
    restored.refresh_from_db()
    assert words_of(restored) == before
    assert (restored.state, restored.slug, restored.takes_reflections) == (Essay.State.PUBLISHED, "elsewhere", True)


def test_whether_help_is_shown_is_told_of_a_version(desk: Browser) -> None:
    essay = make_essay()
    change(essay, has_crisis_block=True)
    newest = essay.revisions.first() or Revision()
    page = desk.get(version_url(newest)).content.decode()
    assert ">Shows where help is</h3>" in page
    assert "new: </span>yes<" in page
    assert "shows where help is" in desk.get(reverse("admin:essay_versions", args=[essay.pk])).content.decode()


def test_bringing_back_an_early_version_leaves_help_as_it_is_shown(desk: Browser) -> None:
    essay = make_essay(has_crisis_block=True)
    old = written(essay, "<p>New.</p>")[0]
    Revision.objects.update(has_crisis_block=None)
    assert "Shows where help is" not in desk.get(version_url(old)).content.decode()
    desk.post(version_url(old, "essay_restore"))
    essay.refresh_from_db()
    assert (essay.body, essay.has_crisis_block) == ("<p>Rain.</p>", True)
    assert "says exactly this now" in desk.get(version_url(old)).content.decode()
    assert [kept.has_crisis_block for kept in essay.revisions.all()] == [True, None, None]


def test_what_is_there_already_comes_back_without_another_version() -> None:
    kept = written(make_essay(), "<p>One.</p>")
    restore_revision(revision=kept[-1], by=editor(), now=NOW + HOUR)
    assert Revision.objects.count() == len(kept)


def test_one_press_brings_a_version_back(desk: Browser) -> None:
    old = written(make_essay(body="<p>Old.</p>"), "<p>New.</p>")[0]
    assert desk.get(version_url(old, "essay_restore")).status_code == 405
    assert Essay.objects.get().body == "<p>New.</p>"
    response = desk.post(version_url(old, "essay_restore"), follow=True)
    assert "The words of 20 Nov 2026, 10:00 am IST are back" in response.content.decode()
    assert Essay.objects.get().body == "<p>Old.</p>"


def test_a_version_shows_what_it_changed_and_what_has_changed_since(desk: Browser) -> None:
    _first, second, _third = written(
        make_essay(body="<p>Red rain fell.</p>"), "<p>Blue rain fell.</p>", "<p>Blue sun.</p>"
    )
    then = desk.get(version_url(second)).content.decode()
    assert "taken out: </span>Red<" in then
    assert "new: </span>Blue<" in then
    since = desk.get(version_url(second) + "?with=now").content.decode()
    assert "taken out: </span>rain fell.<" in since
    assert "new: </span>sun.<" in since


def test_changed_lines_beside_the_text_are_named(desk: Browser) -> None:
    essay = make_essay("Rain")
    change(essay, title="Fine rain", content_note="Of loss.")
    page = desk.get(version_url(essay.revisions.first() or Revision())).content.decode()
    assert ">Title</h3>" in page
    assert ">Content note</h3>" in page
    assert ">Summary</h3>" not in page
    assert "4 words came" in page


def test_where_nothing_differs_no_words_are_counted(desk: Browser) -> None:
    essay = make_essay("Rain")
    change(essay, title="Fine rain")
    first = essay.revisions.last() or Revision()
    change(essay, title="Rain")
    page = desk.get(version_url(first) + "?with=now").content.decode()
    assert "Nothing: the words are the same." in page
    assert "words came" not in page


def test_markup_in_old_words_is_shown_as_text(desk: Browser) -> None:
    essay = make_essay()
    change(essay, title="<script>alert(1)</script>", body="<p>&lt;svg onload=x&gt;</p>")
    page = desk.get(version_url(essay.revisions.first() or Revision())).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;svg onload=x&gt;" in page


def test_the_list_names_who_when_and_what_at_as_many_queries_for_one_as_for_thirty(
    desk: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    essay = make_essay()
    written(essay, *(f"<p>{number}</p>" for number in range(40)))
    path = reverse("admin:essay_versions", args=[essay.pk])
    with django_assert_max_num_queries(8):
        page = desk.get(path).content.decode()
    assert page.count("editor@example.com") == 30
    assert "22 Nov 2026, 1:00 am IST" in page
    assert "the first that was kept" in desk.get(path + "?page=2").content.decode()


def test_the_essays_own_page_names_its_newest_versions(desk: Browser) -> None:
    essay = make_essay()
    kept = written(essay, *(f"<p>{number}</p>" for number in range(7)))
    page = desk.get(reverse("admin:articles_essay_change", args=[essay.pk])).content.decode()
    assert "8 versions are kept" in page
    assert [version_url(each) in page for each in kept] == [False] * 3 + [True] * 5


@pytest.mark.parametrize("name", ["essay_version", "essay_restore"])
def test_the_version_of_one_essay_is_none_of_another(desk: Browser, name: str) -> None:
    kept = written(make_essay("One"), "<p>New.</p>")[0]
    path = reverse(f"admin:{name}", args=[make_essay("Two").pk, kept.pk])
    assert (desk.post(path) if name == "essay_restore" else desk.get(path)).status_code == 404


def test_who_may_not_change_essays_sees_no_version_and_brings_none_back(client: Browser) -> None:
    old = written(make_essay(), "<p>New.</p>")[0]
    client.force_login(make_user("helper@example.com", is_staff=True))
    paths = [version_url(old), reverse("admin:essay_versions", args=[old.essay_id])]
    assert [client.get(path).status_code for path in paths] == [403, 403]
    assert client.post(version_url(old, "essay_restore")).status_code == 403
    assert Essay.objects.get().body == "<p>New.</p>"
