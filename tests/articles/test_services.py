"""Reviewing, editing and storing essays."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles import services
from articles.importing import ImportedEssay
from articles.models import Essay, OldAddress
from articles.reviewing import mark_reviewed
from articles.services import save_edited, store_draft
from articles.slugs import refuse_reserved, unique_slug
from tests.factories import NOW, make_essay, make_user

pytestmark = pytest.mark.django_db


def imported(title: str = "Quiet", **metadata: str) -> ImportedEssay:
    return ImportedEssay(title=title, html="<p>x</p>", summary="", language="en", notes=[], metadata=metadata)


def test_a_review_keeps_who_and_when() -> None:
    essay = make_essay()
    assert mark_reviewed(essays=[essay], by="Dr Arati Bhatt", now=NOW) == 1
    essay.refresh_from_db()
    assert (essay.reviewed_by, essay.reviewed_on) == ("Dr Arati Bhatt", NOW.date())


def test_a_second_review_leaves_the_first() -> None:
    essay = make_essay()
    mark_reviewed(essays=[essay], by="Dr Arati Bhatt", now=NOW - timedelta(days=9))
    assert mark_reviewed(essays=[essay], by="Someone else", now=NOW) == 0
    essay.refresh_from_db()
    assert essay.reviewed_by == "Dr Arati Bhatt"


def test_a_mark_of_which_it_is_not_known_what_was_read_is_renewed() -> None:
    essay = make_essay(reviewed_by="Dr Arati Bhatt", reviewed_on=NOW.date() - timedelta(days=9))
    assert mark_reviewed(essays=[essay], by="Dr Arati Bhatt", now=NOW) == 1
    essay.refresh_from_db()
    assert essay.reviewed_on == NOW.date()


def test_what_is_published_without_a_date_appears_now() -> None:
    essay = make_essay(publish_at=None)
    save_edited(essay=essay, by=make_user(), now=NOW)
    assert Essay.objects.published(NOW).exists()


@pytest.mark.parametrize(("lost", "is_stored"), [(2, True), (3, False)])
def test_an_address_that_is_taken_at_the_same_moment_is_left_to_the_other(
    monkeypatch: pytest.MonkeyPatch, lost: int, *, is_stored: bool
) -> None:
    make_essay("Quiet")
    taken = iter(["quiet"] * lost)
    monkeypatch.setattr(services, "unique_slug", lambda title: next(taken, None) or unique_slug(title))
    with nullcontext() if is_stored else pytest.raises(IntegrityError):
        assert store_draft(imported()).slug == "quiet-2"
    assert Essay.objects.count() == 1 + is_stored


def test_an_import_is_a_draft_with_what_its_file_says() -> None:
    said = {"topic": "Body", "scene": "hills", "crisis_block": "Yes", "tonight": "Rest.", "worksheet": "repair-log"}
    draft = store_draft(imported(**said, content_note="Careful."))
    assert (draft.state, draft.publish_at) == (Essay.State.DRAFT, None)
    assert draft.topic is not None
    assert (draft.topic.slug, draft.scene, draft.has_crisis_block, draft.tonight) == ("body", "hills", True, "Rest.")
    assert (draft.worksheet_slug, draft.content_note) == ("repair-log", "Careful.")
    assert Essay.objects.get().body == "<p>x</p>"


@pytest.mark.parametrize(("language", "stored"), [("hi", "hi"), ("en", "en-gb"), ("", "en-gb")])
def test_an_import_in_hindi_is_marked_as_hindi_and_every_other_as_english(language: str, stored: str) -> None:
    assert store_draft(replace(imported(), language=language)).language == stored


@pytest.mark.parametrize(
    ("word", "is_shown"), [("yes", True), (" True ", True), ("1", True), ("no", False), ("0", False), ("", False)]
)
def test_the_help_lines_stand_below_an_import_that_asks_for_them(word: str, is_shown: bool) -> None:
    assert store_draft(imported(crisis_block=word)).has_crisis_block is is_shown


def test_what_is_too_long_or_unknown_is_cut_or_left_out() -> None:
    draft = store_draft(imported("Long " * 100, scene="ocean", tonight="x" * 999, topic="!!", worksheet="🌧"))
    draft.full_clean(exclude=["summary", "topic"])
    assert (len(draft.title), draft.scene, len(draft.tonight), draft.topic) == (160, "", 300, None)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Search", "search-2"),
        ("Topics", "topics-2"),
        ("Feed", "feed-2"),
        ("Quiet", "quiet-2"),
        ("Old home", "old-home-2"),
        ("🌧🌧", "essay"),
        ("..", "essay"),
        ("हिंदी", "essay"),
        ("Admin", "admin"),
        ("Straße, café", "strae-cafe"),
    ],
)
def test_every_title_gets_an_address_of_its_own(title: str, slug: str) -> None:
    OldAddress.objects.create(slug="old-home", essay=make_essay("Quiet"))
    assert unique_slug(title) == slug


def test_the_longest_title_gets_an_address_that_fits() -> None:
    for _turn in range(3):
        make_essay(slug=unique_slug("word " * 100))
    assert max(len(slug) for slug in Essay.objects.values_list("slug", flat=True)) <= 120


@pytest.mark.parametrize("slug", ["search", "topics", "feed"])
def test_the_sites_own_addresses_are_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match="The site itself uses this address"):
        refuse_reserved(slug)
