"""A client's page at the desk shows her sessions, her standing time and what waits for an answer."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from bookings.desk_client import MOST_PAST
from bookings.models import Booking, SessionType, StandingTime
from bookings.services import start_standing
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.bookings.waiting_steps import wait
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

DAY = timedelta(days=1)


@pytest.fixture
def asha(session_type: SessionType) -> Client:
    return make_client(user=make_user())


def page_about(desk: Browser, client: Client) -> str:
    return text(desk.get(reverse("admin:accounts_client_change", args=[client.pk])))


def listed(page: str) -> dict[str, list[str]]:
    """Return what stands under each heading of the sessions, in words."""
    part = BeautifulSoup(page, "lxml").select_one("[aria-labelledby=sessions-title]")
    assert part
    found = {}
    for heading in part.select("h3"):
        block = heading.find_next_sibling()
        assert block
        lines = block.select("li") or [block]
        found[heading.get_text(strip=True)] = [" ".join(line.get_text().split()) for line in lines]
    return found


def test_her_sessions_to_come_and_past_are_listed_with_when_what_and_how_they_stand(
    desk: Browser, session_type: SessionType, asha: Client
) -> None:
    bela = make_client("Bela")
    make_booking(session_type, client=asha)
    make_booking(session_type, client=asha, starts_at=MONDAY + 7 * DAY, mode="phone")
    make_booking(session_type, client=asha, starts_at=MONDAY - 7 * DAY, status="completed")
    make_booking(session_type, client=asha, starts_at=MONDAY - 14 * DAY, status="cancelled", is_late_cancellation=True)
    make_booking(session_type, client=bela, starts_at=MONDAY + DAY)
    assert listed(page_about(desk, asha)) == {
        "To come": [
            "23 Nov 2026, 12:00 pm IST: Individual session, online video. Confirmed.",
            "30 Nov 2026, 12:00 pm IST: Individual session, phone. Confirmed.",
        ],
        "Past and ended": [
            "16 Nov 2026, 12:00 pm IST: Individual session, online video. Took place.",
            "9 Nov 2026, 12:00 pm IST: Individual session, online video. Cancelled late.",
        ],
    }


def test_each_line_leads_to_the_page_of_its_session(desk: Browser, session_type: SessionType, asha: Client) -> None:
    booking = make_booking(session_type, client=asha)
    assert f'<a href="{page_of(booking)}">23 Nov 2026, 12:00 pm IST</a>' in page_about(desk, asha)


def test_what_waits_says_for_whom_and_until_when_and_is_past_once_its_deadline_is(
    desk: Browser, session_type: SessionType, asha: Client
) -> None:
    until = NOW + DAY
    make_booking(session_type, client=asha, status="requested", hold_until=until)
    make_booking(session_type, client=asha, status="proposed", starts_at=MONDAY + DAY, hold_until=until)
    make_booking(session_type, client=asha, status="requested", starts_at=MONDAY + 2 * DAY, hold_until=NOW)
    found = listed(page_about(desk, asha))
    assert [line.partition(". ")[2] for line in found["Waiting for an answer"]] == [
        "Waits for you, answer by 21 Nov 2026, 10:00 am IST.",
        "You offered it, held until 21 Nov 2026, 10:00 am IST.",
    ]
    assert found["Past and ended"][0].endswith("Not answered in time.")


@pytest.mark.parametrize("status", ["draft", "lapsed", "moved"])
def test_what_was_never_proved_or_was_moved_is_left_out(
    desk: Browser, session_type: SessionType, asha: Client, status: str
) -> None:
    make_booking(session_type, client=asha, status=status)
    assert listed(page_about(desk, asha)) == {
        "To come": ["No session is agreed at present."],
        "Past and ended": ["None yet."],
    }


def test_her_standing_time_leads_to_its_own_page(
    desk: Browser, session_type: SessionType, asha: Client, therapist: User
) -> None:
    booking = make_booking(session_type, client=asha)
    start_standing(booking=booking, every_weeks=1, is_over_hours=False, by=therapist, now=NOW)
    page = page_about(desk, asha)
    assert listed(page)["Standing time"] == ["every week on Monday at 12:00 pm, Gurgaon (IST)"]
    assert reverse("admin:bookings_standingtime_change", args=[StandingTime.objects.get().pk]) in page


def test_a_place_on_the_waiting_list_leads_to_the_list(desk: Browser, session_type: SessionType, asha: Client) -> None:
    there = "On the waiting list: see it"
    assert there not in page_about(desk, asha)
    wait(session_type, client=asha)
    assert there in page_about(desk, asha)


def test_a_long_past_is_cut_and_leads_to_the_whole(desk: Browser, session_type: SessionType, asha: Client) -> None:
    for number in range(MOST_PAST):
        make_booking(session_type, client=asha, starts_at=MONDAY - (number + 7) * DAY, status="completed")
    assert "All sessions" not in page_about(desk, asha)
    oldest = make_booking(session_type, client=asha, starts_at=MONDAY - 90 * DAY, status="completed")
    other = make_booking(session_type, client=make_client("Bela"), starts_at=MONDAY + DAY, name="Bela")
    page = page_about(desk, asha)
    assert len(listed(page)["Past and ended"]) == MOST_PAST
    link = BeautifulSoup(page, "lxml").find("a", string="All sessions")
    assert link
    whole = text(desk.get(str(link["href"])))
    assert (page_of(oldest) in whole, page_of(other) in whole) == (True, False)


def test_more_sessions_ask_no_more_questions(desk: Browser, session_type: SessionType, asha: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_about(desk, asha)
        return len(queries)

    make_booking(session_type, client=asha)
    make_booking(session_type, client=asha, starts_at=MONDAY - 7 * DAY, status="completed")
    before = asked()
    for number in range(1, 5):
        make_booking(session_type, client=asha, starts_at=MONDAY + number * DAY)
        make_booking(session_type, client=asha, starts_at=MONDAY + number * DAY + DAY / 8, status="requested")
        make_booking(session_type, client=asha, starts_at=MONDAY - (number + 7) * DAY, status="completed")
    assert Booking.objects.count() == 14
    assert asked() == before
