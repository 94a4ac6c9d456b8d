"""The therapist chooses the worksheet of an essay by its title; a name without a worksheet is seen as such."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from articles.models import Essay
from tests.articles.desk import open_form, page_of
from tests.factories import make_essay, make_topic, make_user
from tests.worksheets.sheets import make_sheet
from worksheets.models import Version

pytestmark = pytest.mark.django_db
FIELD = "worksheet_slug"
UNKNOWN = "“repair-log”: no worksheet of this name is open to clients, so readers see no card"


@pytest.fixture
def desk(client: Browser) -> Browser:
    """A browser signed in to the desk."""
    client.force_login(make_user("therapist@example.com", is_staff=True, is_superuser=True))
    return client


def choices(desk: Browser, essay: Essay | None = None) -> list[tuple[str, str]]:
    """Return what can be chosen: the value and the words of each."""
    page = BeautifulSoup(desk.get(page_of(essay)).content, "html.parser")
    return [(str(each["value"]), each.get_text()) for each in page.select(f"#id_{FIELD} option")]


def test_worksheets_that_are_open_to_clients_are_chosen_by_their_titles(desk: Browser, version: Version) -> None:
    make_sheet("not-in-library", in_library=False)
    make_sheet("being-built", is_draft=True)
    assert choices(desk) == [("", "none"), ("first-sheet", "First sheet")]


def test_a_name_without_a_worksheet_is_refused(desk: Browser, version: Version) -> None:
    essay = make_essay(topic=make_topic(), worksheet_slug="first-sheet")
    response = desk.post(page_of(essay), open_form(desk, page_of(essay)) | {FIELD: "fist-sheet"})
    assert FIELD in response.context["adminform"].form.errors
    essay.refresh_from_db()
    assert essay.worksheet_slug == "first-sheet"


def test_a_stored_name_without_a_worksheet_is_shown_and_kept_until_another_is_chosen(
    desk: Browser, version: Version
) -> None:
    essay = make_essay(topic=make_topic(), worksheet_slug="repair-log")
    sent = open_form(desk, page_of(essay))
    assert choices(desk, essay)[-1] == ("repair-log", UNKNOWN)
    assert sent[FIELD] == "repair-log"
    assert desk.post(page_of(essay), sent | {"tonight": "Rest."}).status_code == 302
    essay.refresh_from_db()
    assert (essay.worksheet_slug, essay.tonight) == ("repair-log", "Rest.")
    assert desk.post(page_of(essay), open_form(desk, page_of(essay)) | {FIELD: ""}).status_code == 302
    essay.refresh_from_db()
    assert essay.worksheet_slug == ""
