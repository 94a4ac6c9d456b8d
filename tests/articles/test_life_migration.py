"""Essays and versions of before say afterwards what is known of them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Essay, OldAddress, Revision
from tests.factories import NOW, make_essay, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate, pytest.mark.both]

HOUR = timedelta(hours=1)


@pytest.fixture
def forward() -> Iterator[Any]:
    """Let rows be made as they were before; called, it brings the tables up to date."""
    call_command("migrate", "articles", "0002", verbosity=0)
    try:
        yield lambda: call_command("migrate", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)


def test_what_was_public_is_known_as_far_as_it_can_be(forward: Any) -> None:
    make_essay("Public")
    make_essay("Withdrawn", state=Essay.State.WITHDRAWN)
    make_essay("Never", state=Essay.State.WITHDRAWN, publish_at=None)
    make_essay("Soon", publish_at=NOW + timedelta(days=9000))
    make_essay("Draft", state=Essay.State.DRAFT)
    OldAddress.objects.create(slug="was", essay=make_essay("Moved", state=Essay.State.DRAFT))
    forward()
    public = Essay.objects.exclude(first_public_at=None)
    assert set(public.values_list("title", flat=True)) == {"Public", "Withdrawn", "Moved"}


def test_versions_name_who_wrote_them_instead_of_who_replaced_them(forward: Any) -> None:
    asha, bela = make_user("asha@example.com"), make_user("bela@example.com")
    essay = make_essay("Third", body="<p>3</p>", summary="Now.")
    Revision.objects.create(essay=essay, title="First", body="<p>1</p>", saved_at=NOW, saved_by=asha)
    Revision.objects.create(essay=essay, title="Second", body="<p>2</p>", saved_at=NOW + HOUR, saved_by=bela)
    forward()
    kept = [(each.title, each.body, each.saved_by, each.saved_at) for each in Revision.objects.order_by("saved_at")]
    assert kept == [
        ("First", "<p>1</p>", None, NOW - timedelta(seconds=1)),
        ("Second", "<p>2</p>", asha, NOW),
        ("Third", "<p>3</p>", bela, NOW + HOUR),
    ]
    assert set(Revision.objects.values_list("summary", flat=True)) == {"Now."}
