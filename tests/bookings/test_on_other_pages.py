"""What home and the page about the therapist show of the sessions: from the very rows that a booking uses."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.models import SessionType, TimeOff
from practice.models import PolicyText
from tests.bookings.browsing import details_url, text
from tests.factories import NOW

SUNDAY_EVENING = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)  # eight in the evening in Gurgaon
pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_a_changed_fee_shows_on_both_pages(client: Browser, session_type: SessionType) -> None:
    for fee, words in ((1500, "₹1,500"), (123456, "₹1,23,456")):
        SessionType.objects.update(fee_rupees=fee)
        assert words in text(client.get("/about/"))
        assert words in text(client.get("/book/"))


def test_a_blank_fee_shows_nothing(client: Browser, session_type: SessionType) -> None:
    assert "₹" not in text(client.get("/about/")) + text(client.get("/book/"))


@pytest.mark.parametrize("path", ["/", "/about/", "/book/", "/book/individual/"])
def test_a_sample_says_that_it_is_one(client: Browser, session_type: SessionType, path: str) -> None:
    SessionType.objects.update(is_sample=True, fee_rupees=1500)
    assert "Example" in text(client.get(path))
    SessionType.objects.update(is_sample=False)
    Practitioner.objects.update(is_sample=False)
    assert "Example" not in text(client.get(path))


def test_the_mark_of_samples_stands_below_the_heading_of_the_times(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(is_sample=True)
    page = text(client.get("/book/individual/"))
    assert (
        page.index("<h1>") < page.index("The practice has not set its hours yet.") < page.index('class="slot-picker"')
    )


def test_the_policy_says_the_practitioners_hours(client: Browser, session_type: SessionType) -> None:
    PolicyText.objects.filter(slug="cancellation").update(
        body="<p>Free until {cancellation_hours} hours before.</p>", summary="{cancellation_hours} hours"
    )
    Practitioner.objects.update(cancellation_hours=36)
    page = text(client.get("/book/policy/"))
    assert "Free until 36 hours before." in page
    assert "{" not in page


def test_the_form_leads_to_the_notice_that_it_asks_consent_to(client: Browser, session_type: SessionType) -> None:
    page = text(client.get(details_url(session_type)))
    assert 'href="/privacy/notice/"' in page
    assert client.get("/privacy/notice/").status_code == 200


def test_home_names_the_next_free_times_with_their_zone(client: Browser, session_type: SessionType) -> None:
    page = text(client.get("/"))
    assert "Saturday 21 November, 10:00 am IST" in page
    assert "/book/individual/?start=2026-11-21T04%3A30%3A00Z" in page


def test_on_a_sunday_evening_home_names_the_times_of_the_week_that_comes(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    clock.move_to(SUNDAY_EVENING)
    page = text(client.get("/"))
    assert "The next free times" in page
    assert "Monday 23 November, 10:00 am IST" in page
    assert "23 to 29 November 2026" in text(client.get("/book/individual/"))


def test_where_the_coming_week_is_taken_out_home_names_the_first_time_after_it(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    clock.move_to(SUNDAY_EVENING)
    ends = SUNDAY_EVENING + timedelta(days=12)
    TimeOff.objects.create(practitioner=session_type.practitioner, starts_at=SUNDAY_EVENING, ends_at=ends)
    page = text(client.get("/"))
    assert "Saturday 5 December, 10:00 am IST" in page
    assert "November" not in page.partition("The next free times")[2].partition("</section>")[0]


def test_where_every_day_is_taken_out_home_promises_no_time(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    ends = SUNDAY_EVENING + timedelta(days=90)
    TimeOff.objects.create(practitioner=session_type.practitioner, starts_at=NOW, ends_at=ends)
    assert "The next free times" not in text(client.get("/"))


@pytest.mark.parametrize(
    ("ways", "first"),
    [({"in_person": False}, "video"), ({}, "in_person"), ({"in_person": False, "video": False}, "phone")],
)
def test_a_free_time_on_home_has_the_way_that_comes_first_for_the_session(
    client: Browser, session_type: SessionType, ways: dict[str, bool], first: str
) -> None:
    SessionType.objects.update(**ways)
    assert f"mode={first}&amp;from=" in text(client.get("/"))


def test_home_names_no_times_where_there_are_none(client: Browser, session_type: SessionType) -> None:
    Practitioner.objects.update(is_paused=True)
    assert "The next free times" not in text(client.get("/"))


def test_a_type_for_clients_only_is_shown_to_nobody_else(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(audience="clients", fee_rupees=1500)
    for path in ("/", "/about/", "/book/"):
        assert "Individual session" not in text(client.get(path))


def test_a_free_time_on_home_leads_to_where_zone_session_and_way_can_be_changed(
    client: Browser, session_type: SessionType
) -> None:
    home = text(client.get("/"))
    assert "Individual session, 50 minutes" in home
    first = re.search(r'href="(/book/individual/\?[^"]+)"', home)
    assert first
    page = text(client.get(html.unescape(first[1])))
    assert re.search(r'type="radio" name="start" value="2026-11-\d\dT[^"]+"[^>]* checked', page)
    assert "Change zone" in page
