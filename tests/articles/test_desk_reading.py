"""“I have read this as a clinician”: one press, a name and a day; and what becomes of it when the text changes."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Essay
from articles.reviewing import mark_reviewed, unmark_reviewed
from practice.models import Practice
from tests.factories import NOW, make_essay, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
THERAPIST = "Dr Arati Bhatt"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def read_url(essay: Essay) -> str:
    return reverse("admin:essay_read", args=[essay.pk])


def mark_as_shown(desk: Browser, essay: Essay) -> str:
    """Press the button of the essay's page as it stands now, and return where this leads."""
    return desk.post(read_url(essay), {"seen": Essay.objects.get(pk=essay.pk).text_digest}).headers["Location"]


def page_of(desk: Browser, essay: Essay) -> str:
    return desk.get(reverse("admin:articles_essay_change", args=[essay.pk])).content.decode()


def make_read_essay() -> Essay:
    """Return an essay that was read nine days ago."""
    essay = make_essay(body="<p>As it was read.</p>")
    mark_reviewed(essays=[essay], by=THERAPIST, now=NOW - timedelta(days=9))
    return essay


def test_one_press_on_its_page_keeps_name_and_day(desk: Browser) -> None:
    essay = make_essay()
    assert "I have read this as a clinician</button>" in page_of(desk, essay)
    assert f'name="seen" value="{essay.text_digest}"' in page_of(desk, essay)
    assert mark_as_shown(desk, essay) == reverse("admin:articles_essay_change", args=[essay.pk])
    essay.refresh_from_db()
    assert (essay.reviewed_by, essay.reviewed_on) == (Practice.load().therapist_name, NOW.date())
    assert "I have read this as a clinician</button>" not in page_of(desk, essay)


@pytest.mark.parametrize("given", [{}, {"seen": ""}, {"seen": "another"}])
def test_what_was_not_shown_is_not_marked(desk: Browser, given: dict[str, str]) -> None:
    essay = make_essay()
    answer = desk.post(read_url(essay), given, follow=True).content.decode()
    assert "The essay was changed after this page was opened." in answer
    essay.refresh_from_db()
    assert essay.reviewed_on is None


def test_words_of_another_tab_are_not_marked_by_this_one(desk: Browser) -> None:
    essay = make_essay()
    seen = essay.text_digest
    Essay.objects.filter(pk=essay.pk).update(body="<p>What the other tab stored.</p>")
    desk.post(read_url(essay), {"seen": seen})
    essay.refresh_from_db()
    assert essay.reviewed_on is None


def test_a_look_at_the_address_marks_nothing(desk: Browser) -> None:
    essay = make_essay()
    assert desk.get(read_url(essay)).status_code == 405
    essay.refresh_from_db()
    assert essay.reviewed_on is None


def test_a_mark_is_no_field_that_a_form_could_set(desk: Browser) -> None:
    essay = make_essay()
    sent = {"title": essay.title, "slug": essay.slug, "language": "en-gb", "body": "", "state": "draft"}
    forged = {"reviewed_by": "Somebody", "reviewed_on": "2026-01-01", "reviewed_digest": "x"}
    assert desk.post(reverse("admin:articles_essay_change", args=[essay.pk]), {**sent, **forged}).status_code == 302
    essay.refresh_from_db()
    assert (essay.reviewed_by, essay.reviewed_on, essay.reviewed_digest) == ("", None, "")


@pytest.mark.parametrize(
    "changes",
    [
        {"body": "<p>Other words.</p>"},
        {"title": "Another title"},
        {"summary": "Another summary."},
        {"content_note": "Of loss."},
        {"tonight": "Write it down."},
        {"has_crisis_block": True},
    ],
)
def test_whatever_a_reader_reads_is_said_to_be_changed_since(desk: Browser, changes: dict[str, object]) -> None:
    essay = make_read_essay()
    assert "Changed since" not in page_of(desk, essay)
    for name, value in changes.items():
        setattr(essay, name, value)
    essay.save()
    page = page_of(desk, essay)
    assert f"Changed since {THERAPIST} read it" in page
    assert "I have read this as a clinician</button>" in page
    assert "changed since" in desk.get(reverse("admin:articles_essay_changelist")).content.decode()


@pytest.mark.parametrize("changes", [{"slug": "elsewhere"}, {"scene": "hills"}, {"state": "withdrawn"}])
def test_what_no_reader_reads_changes_no_mark(changes: dict[str, str]) -> None:
    essay = make_read_essay()
    for name, value in changes.items():
        setattr(essay, name, value)
    essay.save()
    assert not Essay.objects.get().is_changed_since_read


def test_a_changed_text_that_is_read_again_gets_the_new_day(desk: Browser) -> None:
    essay = make_read_essay()
    essay.body = "<p>Other words.</p>"
    essay.save()
    mark_as_shown(desk, essay)
    essay.refresh_from_db()
    assert essay.reviewed_on == NOW.date()
    assert not essay.is_changed_since_read


def test_an_unchanged_text_keeps_the_day_on_which_it_was_read_first(desk: Browser) -> None:
    essay = make_read_essay()
    mark_as_shown(desk, essay)
    essay.refresh_from_db()
    assert essay.reviewed_on == NOW.date() - timedelta(days=9)


def test_a_text_that_is_put_back_is_the_one_that_was_read() -> None:
    essay = make_read_essay()
    for body in ("<p>Other words.</p>", "<p>As it was read.</p>"):
        essay.body = body
        essay.save()
    assert not essay.is_changed_since_read


def test_a_mark_can_be_taken_away(desk: Browser) -> None:
    essay = make_read_essay()
    desk.post(read_url(essay), {"take": "away"})
    essay.refresh_from_db()
    assert (essay.reviewed_by, essay.reviewed_on, essay.reviewed_digest) == ("", None, "")


def test_a_mark_from_before_says_nothing_of_changes() -> None:
    essay = make_essay(reviewed_by=THERAPIST, reviewed_on=NOW.date())
    essay.body = "<p>Other words.</p>"
    essay.save()
    assert not essay.is_changed_since_read
    unmark_reviewed(essay=essay, now=NOW)
    assert essay.reviewed_on is None


def test_the_list_asks_as_often_for_many_essays_as_for_one(
    desk: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("admin:articles_essay_changelist")
    make_read_essay()
    desk.get(url)
    with django_assert_num_queries(11) as asked:
        desk.get(url)
    for number in range(5):
        mark_reviewed(essays=[make_essay(f"Essay {number}")], by=THERAPIST, now=NOW)
    with django_assert_num_queries(len(asked)):
        desk.get(url)


def test_whoever_may_not_change_essays_marks_none(client: Browser) -> None:
    client.force_login(make_user("staff@example.com", is_staff=True))
    essay = make_essay()
    assert client.post(read_url(essay)).status_code == 403
    essay.refresh_from_db()
    assert essay.reviewed_on is None
