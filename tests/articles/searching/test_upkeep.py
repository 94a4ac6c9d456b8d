"""What the search knows follows the essays, whatever happens to them, and mends itself where something went past it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Essay, SearchText, Spelling
from articles.searching import find_essays, watching
from articles.searching.engines import engine_of
from articles.searching.upkeep import astray, forget_unused_words, mend
from practice import health, work
from tests.factories import NOW, make_essay

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    """Return the titles that a query finds as it is typed."""
    return [hit.title for hit in find_essays(query, NOW, literally=True).hits]


def written() -> set[int]:
    """Return the essays whose words the database holds for the search."""
    with connection.cursor() as cursor:
        return engine_of(connection).written(cursor)


def slip_past(title: str) -> Essay:
    """Return an essay that was stored without its own saving, as a table that is loaded is."""
    values = {"title": title, "slug": title.lower(), "state": Essay.State.PUBLISHED, "publish_at": NOW}
    Essay.objects.bulk_create([Essay(**values)])
    return Essay.objects.get(slug=title.lower())


def test_a_changed_text_is_found_by_its_new_words_only() -> None:
    essay = make_essay("Lamp", body="<p>winter</p>")
    essay.body = "<p>summer</p>"
    essay.save(update_fields=["body"])
    assert (found("winter"), found("summer")) == ([], ["Lamp"])


def test_saving_what_is_not_searched_leaves_the_words_as_they_are() -> None:
    essay = make_essay("Lamp")
    SearchText.objects.all().delete()
    essay.save(update_fields=["reviewed_by"])
    assert not SearchText.objects.exists()
    essay.save(update_fields=["title"])
    assert SearchText.objects.exists()


def test_a_save_that_is_undone_leaves_no_words() -> None:
    with transaction.atomic():
        make_essay("Zebra")
        transaction.set_rollback(True)
    assert found("zebra") == []
    assert written() == set()


@pytest.mark.parametrize("how", ["one", "many"])
def test_a_deleted_essay_leaves_no_words(how: str) -> None:
    essay = make_essay("Zebra")
    assert written() == {essay.pk}
    essay.delete() if how == "one" else Essay.objects.filter(pk=essay.pk).delete()
    assert written() == set()
    assert not SearchText.objects.exists()


def test_what_went_past_the_search_turns_its_light_red_until_it_is_mended() -> None:
    essay = slip_past("Zebra")
    assert found("zebra") == []
    light = watching.check_search(NOW)
    assert not light.ok
    assert "1 essay" in light.text
    watching.mend_daily(NOW)
    assert found("zebra") == ["Zebra"]
    assert watching.check_search(NOW).ok
    assert written() == {essay.pk}


def test_words_of_an_essay_that_is_gone_are_forgotten_by_mending() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            engine_of(connection).write(cursor, 999, {})
            assert astray() == (set(), {999})
    mend()
    assert astray() == (set(), set())


def test_a_migration_teaches_the_search_what_was_there_before_it() -> None:
    slip_past("Zebra")
    call_command("migrate", verbosity=0)
    assert found("zebra") == ["Zebra"]


def test_other_rules_make_every_entry_anew() -> None:
    make_essay("Zebra")
    SearchText.objects.update(version=0)
    assert mend() == 1
    assert mend() == 0


def test_the_command_makes_everything_anew() -> None:
    make_essay("Zebra")
    SearchText.objects.update(stems="", text="")
    Spelling.objects.all().delete()
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    assert said.getvalue() == "The search knows 1 essays.\n"
    assert find_essays("zebrra", NOW).corrected == "zebra"


def test_words_that_no_essay_has_any_more_are_forgotten_daily() -> None:
    essay = make_essay("Lamp", summary="", body="<p>zebra</p>")
    essay.body = ""
    essay.save()
    assert Spelling.objects.filter(word="zebra").exists(), "the control"
    assert forget_unused_words() == 1
    assert set(Spelling.objects.values_list("word", flat=True)) == {"lamp"}


def test_what_a_hyphen_joins_is_a_word_that_is_used() -> None:
    make_essay("Lamp", summary="", body="<p>self-trust</p>")
    assert forget_unused_words() == 0


def test_a_text_far_too_long_is_stored_and_found_by_its_beginning() -> None:
    body = "".join(f"<p>{'क' * 30}{number} {'ख' * 30}{number}</p>" for number in range(16_000))
    make_essay("Long", body=f"<p>zebra</p>{body}<p>giraffe</p>")
    assert found("zebra") == ["Long"]
    assert found("giraffe") == []


def test_the_search_is_watched_and_mended_daily() -> None:
    assert "search" in health.WATCHES
    assert work.JOBS["mend search"].run is watching.mend_daily


@pytest.mark.sqlite
def test_a_sqlite_without_full_text_is_refused_at_the_start_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watching.check_sqlite() == []
    monkeypatch.setattr(watching, "has_full_text", lambda: False)
    assert [error.id for error in watching.check_sqlite()] == ["articles.E001"]
