"""By when a worksheet is asked for: “before the next session” follows the session, for the client and on the desk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, User
from bookings.models import Booking, BookingEvent
from bookings.services import accept_proposal, cancel_booking
from tests import cast
from tests.factories import MONDAY, NOW, make_booking, make_practitioner, make_session_type
from tests.worksheets.sheets import LIST, PAGE, html
from worksheets.models import Assignment, Version

pytestmark = pytest.mark.gate

NONE = "Before your next session. None is agreed at present."
WEEK = timedelta(weeks=1)


@pytest.fixture
def given(ashas: Client, version: Version) -> Assignment:
    """A worksheet that Asha was given, to be looked at before her next session."""
    return Assignment.objects.create(
        client=ashas, worksheet=version.worksheet, note="When it is quiet.", is_before_next_session=True
    )


@pytest.fixture
def session(ashas: Client) -> Booking:
    """An agreed session of Asha's, on Monday."""
    return make_booking(make_session_type(make_practitioner()), starts_at=MONDAY, client=ashas)


def said(browser: Browser) -> str:
    """Return what her list, her space and the page of the worksheet say of the day; all three agree."""
    found = {
        sentence.strip()
        for path in (LIST, "/space/", PAGE)
        for sentence in html(browser.get(path)).split("<")
        if "Before your next session" in sentence
        for sentence in [sentence[sentence.index("Before") :]]
    }
    assert len(found) == 1, found
    return found.pop()


def on_desk(therapist: User) -> str:
    desk = cast.sign_in(Browser(), therapist, second_factor=True)
    return html(desk.get(reverse("admin:worksheets_assignment_changelist")))


def test_it_names_the_day_of_the_next_agreed_session(browser: Browser, given: Assignment, session: Booking) -> None:
    assert said(browser) == "Before your next session, on Monday 23 November."
    assert "When it is quiet." in html(browser.get(PAGE))


def test_it_follows_a_session_that_was_moved(
    browser: Browser, asha: User, therapist: User, given: Assignment, session: Booking
) -> None:
    offered = make_booking(
        session.session_type,
        starts_at=MONDAY + WEEK,
        status="proposed",
        client=session.client,
        replaces=session,
        session_id=session.session_id,
        hold_until=NOW + WEEK,
    )
    assert said(browser) == "Before your next session, on Monday 23 November."
    accept_proposal(booking=offered, by=asha, now=NOW)
    assert said(browser) == "Before your next session, on Monday 30 November."
    assert "before the next session, 30 Nov 2026" in on_desk(therapist)


def test_it_follows_a_session_that_was_cancelled(
    browser: Browser, therapist: User, given: Assignment, session: Booking
) -> None:
    cancel_booking(booking=session, by=BookingEvent.By.PRACTICE, user=None, now=NOW)
    assert said(browser) == NONE
    assert "before the next session; none is agreed" in on_desk(therapist)


@pytest.mark.parametrize("status", ["requested", "proposed", "declined", "withdrawn"])
def test_only_an_agreed_session_counts(browser: Browser, given: Assignment, session: Booking, status: str) -> None:
    held = {"requested", "proposed"}
    Booking.objects.update(status=status, hold_until=NOW + WEEK if status in held else None, blocks=status in held)
    assert said(browser) == NONE


def test_a_session_that_has_begun_and_one_of_somebody_else_do_not_count(
    browser: Browser, bela: User, given: Assignment, session: Booking
) -> None:
    make_booking(session.session_type, starts_at=MONDAY + 2 * WEEK, client=Client.objects.get(user=bela))
    Booking.objects.filter(pk=session.pk).update(starts_at=NOW, ends_at=NOW + timedelta(minutes=50))
    assert said(browser) == NONE


def test_the_day_is_that_of_the_clients_clock(browser: Browser, given: Assignment, session: Booking) -> None:
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    Booking.objects.update(starts_at=late, ends_at=late + timedelta(minutes=50))
    assert said(browser) == "Before your next session, on Tuesday 24 November."
    Client.objects.update(zone_name="America/New_York")
    assert said(browser) == "Before your next session, on Monday 23 November."


def test_a_day_of_its_own_stands(browser: Browser, therapist: User, given: Assignment, session: Booking) -> None:
    Assignment.objects.update(due_on=MONDAY.date() + WEEK, is_before_next_session=False)
    assert "By Monday 30 November." in html(browser.get(LIST))
    assert "30 Nov 2026" in on_desk(therapist)


def test_a_day_and_the_next_session_are_not_asked_for_together(
    therapist: User, ashas: Client, version: Version
) -> None:
    desk = cast.sign_in(Browser(), therapist, second_factor=True)
    sent = {"worksheet": version.worksheet_id, "client": str(ashas.pk), "due_on": "2026-11-30"}
    response = desk.post(reverse("admin:worksheets_assignment_add"), {**sent, "is_before_next_session": "on"})
    assert "not both" in html(response)
    assert not Assignment.objects.exists()


def test_the_lists_ask_no_further_query_for_it(browser: Browser, given: Assignment, session: Booking) -> None:
    with CaptureQueriesContext(connection) as with_session:
        browser.get(LIST)
    Assignment.objects.update(is_before_next_session=False)
    with CaptureQueriesContext(connection) as without:
        browser.get(LIST)
    assert len(with_session) == len(without)
