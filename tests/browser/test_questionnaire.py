"""An answer about safety shows help at once, with and without scripts; a questionnaire is shared by a phone's taps."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.test.client import Client as SigningIn
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Client, User
from tests import cast
from tests.browser.watching import Visitor
from tests.worksheets.measures.acts import LIST, give_weekly, make_measure
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureRound

SAVED = re.compile(r"^Saved at \d+:\d\d [ap]m$")
HELP = "#help-q3"


@pytest.fixture
def asha(transactional_db: None) -> User:
    """A client in care."""
    return cast.make_patron("asha@example.com", "Asha")


@pytest.fixture
def plan(asha: User) -> MeasurePlan:
    """She is asked every week."""
    today, opened = timezone.localdate(), make_measure(opened_at=timezone.now())
    client = Client.objects.get(user=asha)
    return give_weekly(client, opened, first_on=today, last_on=today + timedelta(weeks=4))


def open_asked(visitor: Visitor, user: User, plan: MeasurePlan) -> Page:
    """Return the page of what is asked, opened by the user from her list, which names nothing on such a phone."""
    browser = cast.sign_in(SigningIn(), user)
    name = site_settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": browser.cookies[name].value, "url": visitor.watch.origin, "httpOnly": True}
    visitor.context.add_cookies([cookie])  # type: ignore[list-item]
    visitor.page.goto(LIST)
    visitor.page.get_by_role("link", name="Questionnaire 1").click()
    visitor.page.wait_for_url("**/space/questionnaires/*/*/")  # wholly there, with its style, which hides the help
    return visitor.page


def take(page: Page, question: str, answer: str) -> None:
    """Take one answer to one question."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check(force=True)


def test_help_is_there_before_anything_was_sent_and_goes_with_the_answer(
    wide: Visitor, asha: User, plan: MeasurePlan
) -> None:
    page = open_asked(wide, asha, plan)
    wide.context.set_offline(True)
    wide.watch.expect("ERR_INTERNET_DISCONNECTED")
    expect(page.locator(HELP)).to_be_hidden()
    for answer, is_shown in (("Never", False), ("Sometimes", True), ("Often", True), ("No answer", False)):
        take(page, "3. I felt unsafe", answer)
        expect(page.locator(HELP)).to_be_visible(visible=is_shown, timeout=500)
    take(page, "1. I looked out of the window", "Often")
    expect(page.locator(HELP)).to_be_hidden()
    assert not MeasureRound.objects.exists()
    wide.context.set_offline(False)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert MeasureRound.objects.get().body == {"q1": "2"}


def test_without_scripts_it_is_filled_in_and_shared(no_javascript: Visitor, asha: User, plan: MeasurePlan) -> None:
    page = open_asked(no_javascript, asha, plan)
    take(page, "3. I felt unsafe", "Often")
    expect(page.locator(HELP)).to_be_visible()
    take(page, "2. I walked slowly", "Never")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#help-first")).to_be_visible()
    page.get_by_role("button", name="Share a copy").click()
    expect(page.get_by_text("Question 1 is left out.")).to_be_visible()
    page.get_by_role("button", name="Share this copy").click()
    expect(page.get_by_text("It is not known when she will read it.")).to_be_visible()
    assert MeasureCopy.objects.get().body == {"q2": "0", "q3": "2"}


def test_with_scripts_the_button_to_share_waits_for_the_saving(phone: Visitor, asha: User, plan: MeasurePlan) -> None:
    page = open_asked(phone, asha, plan)
    take(page, "1. I looked out of the window", "Sometimes")
    page.get_by_role("button", name="Share a copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Share a copy with Dr Bhatt?")
    expect(page.locator(".entries")).to_contain_text("Sometimes")
    page.get_by_role("button", name="Share this copy").click()
    expect(page.get_by_text("Shared. What you change from now on stays private")).to_be_visible()
    assert MeasureCopy.objects.get().body == {"q1": "1"}
