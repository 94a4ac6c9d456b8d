"""A client's page at the desk: what she shared and what she was given, by title; nothing else of her worksheets."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from tests.factories import NOW, make_client
from tests.worksheets.measures import acts
from tests.worksheets.shared import begin, opened, share
from tests.worksheets.sheets import html, make_sheet
from tests.worksheets.test_admin import without_token
from worksheets.desk_client import MOST
from worksheets.measures.models import MeasurePlan
from worksheets.measures.services import end_plan
from worksheets.measures.sharing import take_back as take_measure_back
from worksheets.models import Answer, Assignment
from worksheets.sharing import send_reply, take_back

pytestmark = pytest.mark.gate

DAY = timedelta(days=1)


@pytest.fixture
def plan(ashas: Client) -> MeasurePlan:
    """A questionnaire that Asha is asked every week."""
    return acts.give_weekly(ashas, acts.make_measure(opened_at=NOW))


def page_about(desk: Browser, client: Client) -> str:
    return html(desk.get(reverse("admin:accounts_client_change", args=[client.pk])))


def listed(page: str) -> dict[str, list[str]]:
    """Return what stands under each heading of this part, in words."""
    part = BeautifulSoup(page, "lxml").select_one("[aria-labelledby=client-shared-title]")
    assert part
    found = {}
    for heading in part.select("h3"):
        block: Any = heading.find_next_sibling()
        lines = block.select("li") or [block]
        found[heading.get_text(strip=True)] = [" ".join(line.get_text().split()) for line in lines]
    return found


def test_nothing_is_said_where_there_is_nothing(desk: Browser, ashas: Client) -> None:
    assert listed(page_about(desk, ashas)) == {
        "Shared with you": ["Nothing is shared with you at present."],
        "Given": ["Nothing yet."],
    }


@pytest.mark.parametrize(("status", "is_offered"), [("active", True), ("paused", False), ("ended", False)])
def test_a_worksheet_is_given_from_there_to_whoever_is_in_care(
    desk: Browser, ashas: Client, status: str, is_offered: bool
) -> None:
    Client.objects.update(status=status)
    way = f"{reverse('admin:worksheets_assignment_add')}?client={ashas.pk}"
    assert (way in page_about(desk, ashas)) is is_offered
    assert (f'value="{ashas.pk}" selected' in html(desk.get(way))) is is_offered


def test_of_somebody_who_only_asked_there_is_no_such_part(desk: Browser) -> None:
    asked = make_client("Chitra", status=Client.Status.PROSPECT)
    assert "client-shared-title" not in page_about(desk, asked)


def test_copies_are_listed_by_title_and_lead_to_their_pages(
    desk: Browser, answer: Answer, plan: MeasurePlan, therapist: User
) -> None:
    copy = share(answer)
    measure = acts.share(acts.begin(plan, acts.SOMETIMES, acts.NEVER, acts.OFTEN))
    page = page_about(desk, answer.client)
    assert listed(page)["Shared with you"] == [
        "First sheet 20 Nov 2026, 10:00 am IST unread",
        "Window and walk 20 Nov 2026, 10:00 am IST unread answer about safety",
    ]
    assert f'href="/admin/shared/{copy.uuid}/"' in page
    assert f'href="/admin/questionnaires/shared/{measure.uuid}/"' in page
    assert "What I wrote first" not in page


def test_a_copy_that_was_answered_says_so(desk: Browser, answer: Answer, therapist: User) -> None:
    copy = opened(answer, therapist)
    send_reply(copy=copy, words="A reply", by=therapist, now=NOW, tells=False)
    found = listed(page_about(desk, answer.client))["Shared with you"]
    assert found == ["First sheet 20 Nov 2026, 10:00 am IST you replied"]


def test_what_is_not_shared_or_was_taken_back_changes_no_letter_of_it(
    desk: Browser, ashas: Client, answer: Answer, plan: MeasurePlan
) -> None:
    answer.delete()
    before = without_token(page_about(desk, ashas))
    other = begin(ashas, make_sheet("second-sheet"), "Not for anybody")
    begun = acts.begin(plan, acts.SOMETIMES)
    assert without_token(page_about(desk, ashas)) == before
    taken_back = share(other)
    measure = acts.share(begun)
    assert listed(page_about(desk, ashas))["Shared with you"] != ["Nothing is shared with you at present."]
    take_back(copy=taken_back, now=NOW)
    take_measure_back(copy=measure, now=NOW)
    assert without_token(page_about(desk, ashas)) == before


def test_what_was_given_is_listed_with_its_day(desk: Browser, ashas: Client, plan: MeasurePlan) -> None:
    sheets = [make_sheet(f"sheet-{number}").worksheet for number in range(3)]
    due: list[dict[str, Any]] = [{}, {"due_on": (NOW + 7 * DAY).date()}, {"is_before_next_session": True}]
    for number, (sheet, day) in enumerate(zip(sheets, due, strict=True)):
        Assignment.objects.create(client=ashas, worksheet=sheet, assigned_at=NOW - number * DAY, **day)
    assert listed(page_about(desk, ashas))["Given"] == [
        "Window and walk: questionnaire, every week from 20 Nov 2026 until 18 Dec 2026.",
        "First sheet: given on 20 Nov 2026.",
        "First sheet: given on 19 Nov 2026, due 27 Nov 2026.",
        "First sheet: given on 18 Nov 2026, due before the next session; none is agreed.",
    ]


def test_a_questionnaire_asked_once_has_no_last_day_and_an_ended_one_is_gone(
    desk: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    acts.give_weekly(ashas, plan.measure.versions.get(), every="once", last_on=None)
    end_plan(plan=plan, now=NOW)
    assert listed(page_about(desk, ashas))["Given"] == ["Window and walk: questionnaire, once from 20 Nov 2026."]


def test_what_is_somebody_elses_is_not_on_it(desk: Browser, answer: Answer, plan: MeasurePlan, bela: User) -> None:
    share(answer)
    acts.share(acts.begin(plan, acts.SOMETIMES))
    Assignment.objects.create(client=answer.client, worksheet=answer.version.worksheet)
    found = listed(page_about(desk, Client.objects.get(user=bela)))
    assert found == {"Shared with you": ["Nothing is shared with you at present."], "Given": ["Nothing yet."]}


def test_a_long_list_is_cut_and_leads_to_the_whole_and_asks_no_more(
    desk: Browser, ashas: Client, plan: MeasurePlan
) -> None:
    def share_one(number: int) -> None:
        share(begin(ashas, make_sheet(f"sheet-{number}"), "Words"))
        acts.share(acts.begin(plan, acts.SOMETIMES, asked_on=acts.TODAY + number * DAY))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_about(desk, ashas)
        return len(queries)

    share_one(0)
    few = asked()
    for number in range(1, MOST):
        share_one(number)
    assert "that are shared" not in page_about(desk, ashas)
    share_one(MOST)
    page = page_about(desk, ashas)
    assert len(listed(page)["Shared with you"]) == 2 * MOST
    assert "All worksheets that are shared" in page
    assert "All questionnaires that are shared" in page
    assert asked() == few
