"""The privacy notice that is shipped: on its own page, with its version and each thing that the request form asks."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from bookings.forms import RequestForm
from bookings.models import Booking, SessionType
from bookings.shown_terms import ShownTerms
from practice import shipped
from practice.models import PolicyText
from tests.bookings.browsing import ask, details_url, text
from tests.factories import NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

SAYS = {
    "name": "Your name.",
    "email": "Your email address.",
    "is_adult": "Whether you are 18 or older.",
    "guardian": "a parent or guardian",
    "note": "A note, if you write one.",
    "reach": "reached by telephone or WhatsApp",
    "phone": "A telephone number",
    "safe_hours": "when it is safe to reach you",
    "voicemail": "whether a voicemail may be left",
    "limits": "Your consent.",
    "consent": "Which version of this notice you agreed to",
    "start": "The time you chose",
    "zone": "Your time zone.",
}
# A number against sending twice, when the page was opened, and the field that only a program fills.
NO_DATA = {"request_key", "opened", "subject"}


@pytest.fixture
def notice(db: None) -> PolicyText:
    """The notice as it is shipped, in force."""
    shipped.load_all()
    PolicyText.objects.update(starts_on=NOW.date())
    return PolicyText.objects.get(slug="notice")


def test_it_names_each_thing_that_the_request_form_asks(notice: PolicyText) -> None:
    asked = {*RequestForm(terms=ShownTerms(50, None, 24, 1, 2, 3)).fields, "guardian", "start", "zone"}
    assert asked - NO_DATA == set(SAYS)
    said = " ".join(BeautifulSoup(notice.body, "lxml").get_text().split())
    assert [name for name, words in SAYS.items() if words not in said] == []


@pytest.mark.parametrize("way", ["/space/data/", "/contact/", "/privacy/complaint/"])
def test_it_leads_to_withdrawing_to_being_heard_and_to_complaining(notice: PolicyText, way: str) -> None:
    assert f'href="{way}"' in notice.body


def test_it_stands_on_a_page_of_its_own_that_says_its_version(client: Browser, notice: PolicyText) -> None:
    main = text(client.get("/privacy/notice/")).partition("<main")[2].partition("</main>")[0]
    assert f"Version {notice.version}, in force from 20 November 2026." in main
    assert "<form" not in main


def test_each_text_is_agreed_to_by_a_box_of_its_own_that_nobody_ticked_before(
    client: Browser, session_type: SessionType
) -> None:
    page = BeautifulSoup(text(client.get(details_url(session_type))), "lxml")
    boxes = [page.select_one(f"input[type=checkbox][name={name}]") for name in ("limits", "consent")]
    assert [box is not None and not box.has_attr("checked") for box in boxes] == [True, True]
    for left_out in ("limits", "consent"):
        assert ask(client, session_type, **{left_out: ""}).status_code == 422
    assert not Booking.objects.exists()
