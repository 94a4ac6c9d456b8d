"""A short exercise stands in its essay for everybody: no form, no cookie, no query more, and nothing to be sent."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.models import Essay
from tests import cast
from tests.factories import make_essay
from tests.worksheets.sheets import PROMPTS, html, make_sheet
from worksheets.models import Answer, Version, Worksheet

pytestmark = pytest.mark.gate

ESSAY = "/essays/quiet/"


@pytest.fixture
def essay(db: None) -> Essay:
    """A published essay."""
    return make_essay("Quiet")


@pytest.fixture
def exercise(essay: Essay) -> Version:
    """An exercise that stands in it."""
    version = make_sheet(in_library=False, intro="Take two minutes.")
    Worksheet.objects.update(essay=essay, is_exercise=True)
    return version


def test_everybody_finds_it_in_the_essay(client: Browser, exercise: Version) -> None:
    page = html(client.get(ESSAY))
    assert all(prompt["label"] in page for prompt in PROMPTS)
    assert "Take two minutes." in page
    assert "nothing is sent, nothing is kept" in page
    assert "Nobody watches what is written here." in page


def test_it_is_in_no_form_and_the_page_sets_no_cookie(client: Browser, exercise: Version) -> None:
    response = client.get(ESSAY)
    part = html(response).split('class="exercise"')[1].split("</section>")[0]
    assert "<textarea" in part
    assert not [word for word in ("<form", "action=", "csrf", "<button", "<script", "submit") if word in part]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.post(ESSAY, {"w-line": "x"}).status_code == 405
    assert not Answer.objects.exists()


@pytest.mark.parametrize("field", ["is_exercise", "essay", "is_draft"])
def test_without_one_of_these_it_stands_in_no_essay(client: Browser, exercise: Version, field: str) -> None:
    if field == "is_draft":
        Version.objects.update(is_draft=True)
    else:
        Worksheet.objects.update(**{field: None if field == "essay" else False})
    assert 'class="exercise"' not in html(client.get(ESSAY))


def test_it_is_no_way_into_the_worksheets_of_clients(client: Browser, exercise: Version) -> None:
    assert "/space/worksheets/first-sheet/" not in html(client.get(ESSAY))
    cast.sign_in(client, cast.make_patron("asha@example.com", "Asha"))
    assert client.get("/space/worksheets/first-sheet/").status_code == 404


def test_the_essay_makes_no_query_more_for_it(client: Browser, exercise: Version) -> None:
    with CaptureQueriesContext(connection) as with_it:
        client.get(ESSAY)
    Worksheet.objects.update(is_exercise=False)
    with CaptureQueriesContext(connection) as without:
        client.get(ESSAY)
    assert len(with_it) == len(without)


def test_an_exercise_that_was_shipped_says_that_it_awaits_review(client: Browser, exercise: Version) -> None:
    Version.objects.update(is_shipped=True)
    part = html(client.get(ESSAY)).split('class="exercise"')[1]
    assert "Awaiting review" in part.split("</section>")[0]


def test_an_exercise_needs_an_essay(therapist: User, version: Version) -> None:
    desk = cast.sign_in(Browser(), therapist, second_factor=True)
    change = reverse("admin:worksheets_worksheet_change", args=[version.worksheet_id])
    response = desk.post(change, {"title": "First sheet", "slug": "first-sheet", "is_exercise": "on"})
    assert "Choose the essay in which the exercise stands." in html(response)
    assert not Worksheet.objects.filter(is_exercise=True).exists()
