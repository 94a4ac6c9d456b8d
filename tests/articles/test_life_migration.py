"""Essays and versions of before say afterwards what is known of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.text import slugify

from articles.models import Essay, Revision
from tests.factories import NOW, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate, pytest.mark.both]

HOUR = timedelta(hours=1)
BEFORE = [("articles", "0002_life")]


@pytest.fixture
def old() -> Iterator[Any]:
    """Go back to the tables as they were before, and give the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    finally:
        call_command("migrate", verbosity=0)


def make_old(old: Any, title: str, *, publish_at: datetime | None = NOW - HOUR, **given: Any) -> Any:
    """Store an essay as it was stored then, published an hour ago unless told otherwise."""
    given = {"state": "published", "slug": slugify(title), **given}
    return old.get_model("articles", "Essay").objects.create(title=title, publish_at=publish_at, **given)


def test_what_was_public_is_known_as_far_as_it_can_be(old: Any) -> None:
    make_old(old, "Public")
    make_old(old, "Withdrawn", state="withdrawn")
    make_old(old, "Never", state="withdrawn", publish_at=None)
    make_old(old, "Soon", publish_at=NOW + timedelta(days=9000))
    make_old(old, "Draft", state="draft")
    moved = make_old(old, "Moved", state="draft")
    old.get_model("articles", "OldAddress").objects.create(slug="was", essay=moved)

    call_command("migrate", verbosity=0)

    public = Essay.objects.exclude(first_public_at=None)
    assert set(public.values_list("title", flat=True)) == {"Public", "Withdrawn", "Moved"}


def test_pictures_of_before_stay_those_of_their_addresses(old: Any) -> None:
    make_old(old, "Quiet")
    call_command("migrate", verbosity=0)
    Essay.objects.update(slug="tide")
    assert Essay.objects.get().picture_word == "quiet"


def test_versions_name_who_wrote_them_instead_of_who_replaced_them(old: Any) -> None:
    asha, bela = make_user("asha@example.com"), make_user("bela@example.com")
    kept = {"essay": make_old(old, "Third", body="<p>3</p>", summary="Now.", has_crisis_block=True)}
    versions = old.get_model("articles", "Revision").objects
    versions.create(title="First", body="<p>1</p>", saved_at=NOW, saved_by_id=asha.pk, **kept)
    versions.create(title="Second", body="<p>2</p>", saved_at=NOW + HOUR, saved_by_id=bela.pk, **kept)

    call_command("migrate", verbosity=0)

    found = [(each.title, each.body, each.saved_by, each.saved_at) for each in Revision.objects.order_by("saved_at")]
    assert found == [
        ("First", "<p>1</p>", None, NOW - timedelta(seconds=1)),
        ("Second", "<p>2</p>", asha, NOW),
        ("Third", "<p>3</p>", bela, NOW + HOUR),
    ]
    assert set(Revision.objects.values_list("summary", flat=True)) == {"Now."}
    shows_help = list(Revision.objects.order_by("saved_at").values_list("has_crisis_block", flat=True))
    assert shows_help == [None, None, True]
