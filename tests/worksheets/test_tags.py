"""The cards that other rooms show: in a client's space, and at the end of an essay."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from accounts.access import Asker, Kind
from accounts.models import Client, User
from articles.selectors import find_essay
from tests.factories import make_essay
from tests.worksheets.sheets import make_sheet
from worksheets.models import Assignment, Version, Worksheet

CARD = Template("{% load worksheets_essay %}{% worksheet_card essay %}")
MINE = Template("{% load worksheets_space %}{% my_worksheets %}")


def card(slug: str) -> str:
    make_essay("Essay", worksheet_slug=slug)
    return CARD.render(Context({"essay": find_essay("essay", timezone.now())})).strip()


def mine(asker: Asker) -> str:
    return MINE.render(Context({"asker": asker, "request": RequestFactory().get("/space/")})).strip()


def test_an_essay_shows_the_card_of_its_worksheet(version: Version) -> None:
    shown = card("first-sheet")
    assert 'href="/space/worksheets/first-sheet/"' in shown
    assert "For clients of the practice" in shown


@pytest.mark.parametrize("slug", ["", "no-such-sheet"])
def test_without_a_worksheet_there_is_no_card(version: Version, slug: str) -> None:
    assert card(slug) == ""


def test_a_worksheet_outside_the_library_is_not_shown_to_readers(version: Version) -> None:
    version.worksheet.is_in_library = False
    version.worksheet.save()
    assert card("first-sheet") == ""


def test_a_second_worksheet_that_belongs_to_the_essay_stands_beside_the_named_one(version: Version) -> None:
    essay = make_essay("Essay", worksheet_slug="first-sheet")
    other = make_sheet("second-sheet", minutes=5).worksheet
    Worksheet.objects.filter(pk=other.pk).update(essay=essay, title="Another sheet")
    Worksheet.objects.filter(pk=version.worksheet_id).update(essay=essay)
    shown = CARD.render(Context({"essay": find_essay("essay", timezone.now())}))
    assert re.findall(r'href="/space/worksheets/([^/]+)/">([^<]+)<', shown) == [
        ("first-sheet", "First sheet"),
        ("second-sheet", "Another sheet"),
    ]


def test_the_card_asks_nothing_of_the_person(version: Version) -> None:
    """It is drawn without a request: no user, no token, the same for everyone."""
    assert "csrf" not in card("first-sheet")


def test_a_client_finds_what_was_given_and_begun(ashas: Client, begun: Version) -> None:
    Assignment.objects.create(client=ashas, worksheet=begun.worksheet, note="Gently")
    shown = mine(Asker(Kind.CLIENT, ashas.user, ashas))
    assert "First sheet" in shown
    assert "Gently" in shown
    assert "Private." in shown
    assert "What I wrote first" not in shown


def test_a_reader_sees_no_card(reader: User, version: Version) -> None:
    assert mine(Asker(Kind.READER, reader)) == ""


def test_the_therapist_sees_no_card(therapist: User, version: Version) -> None:
    assert mine(Asker(Kind.THERAPIST, therapist)) == ""
