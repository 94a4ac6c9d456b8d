"""A review of a worksheet is kept with its name and day, and beginning one closes it to changes."""

import pytest

from tests.factories import NOW
from worksheets.services import copy_version, mark_reviewed

from .sheets import make_sheet

pytestmark = pytest.mark.django_db


def test_a_review_is_kept_with_who_and_when() -> None:
    version = make_sheet()
    mark_reviewed(version=version, by="Dr Arati Bhatt", on=NOW.date())
    version.refresh_from_db()
    assert (version.reviewed_by, version.reviewed_on) == ("Dr Arati Bhatt", NOW.date())


def test_a_review_touches_nothing_else() -> None:
    version = make_sheet(intro="As it is stored")
    version.intro = "Not saved"
    mark_reviewed(version=version, by="Dr Arati Bhatt", on=NOW.date())
    version.refresh_from_db()
    assert version.intro == "As it is stored"


def test_the_next_version_asks_the_same_and_needs_a_review_of_its_own() -> None:
    version = make_sheet(intro="Before", outro="After", minutes=9)
    mark_reviewed(version=version, by="Dr Arati Bhatt", on=NOW.date())
    later = copy_version(version=version, now=NOW)
    assert (later.number, later.intro, later.outro, later.minutes) == (2, "Before", "After", 9)
    assert (later.prompts, later.created_at, later.reviewed_on) == (version.prompts, NOW, None)
    assert copy_version(version=version, now=NOW) == later
    later.is_draft = False
    later.save()
    assert copy_version(version=version, now=NOW).number == 3
