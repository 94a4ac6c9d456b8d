"""Offering a time at the desk after a request that came to nothing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings.models import Booking, SessionType
from tests.bookings.at_desk import HOUR, page_of, send
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

OTHER = "2026-11-24T15:00"


@pytest.fixture
def unmet(session_type: SessionType) -> Booking:
    return make_booking(session_type, status="expired", client=make_client(user=make_user()))


def url(booking: Booking) -> str:
    return reverse("admin:booking_again", args=[booking.pk])


def test_the_page_of_what_ended_unmet_leads_there_and_no_other(
    desk: Browser, session_type: SessionType, unmet: Booking
) -> None:
    assert f'href="{url(unmet)}"' in text(desk.get(page_of(unmet)))
    late = make_booking(session_type, status="requested", hold_until=NOW, client=unmet.client, starts_at=MONDAY + HOUR)
    assert f'href="{url(late)}"' in text(desk.get(page_of(late)))  # before any job has run
    waits = ask_and_verify(session_type, MONDAY + 3 * HOUR, email="bela@example.com")
    for other in (waits, make_booking(session_type, client=unmet.client, starts_at=MONDAY + 5 * HOUR)):
        assert url(other) not in text(desk.get(page_of(other)))
        assert "No time can be offered after this." in text(desk.get(url(other)))
    Client.objects.update(status="ended")
    assert url(unmet) not in text(desk.get(page_of(unmet)))


def test_it_says_until_when_who_is_told_and_the_terms(desk: Browser, unmet: Booking) -> None:
    SessionType.objects.update(fee_rupees=1500)
    page = " ".join(text(desk.get(url(unmet))).split())
    assert "not answered in time." in page
    assert "may say yes or no until 22 Nov 2026, 10:00 am IST" in page
    assert "They are asked by email." in page
    assert "50 minutes, free to cancel until 24 hours before, ₹1,500." in page


def test_a_free_time_takes_one_tap_also_the_one_asked_for(desk: Browser, unmet: Booking) -> None:
    page = BeautifulSoup(text(desk.get(url(unmet))), "lxml")
    taps = [str(tap["value"]) for tap in page.select("input[name=slot]")]
    assert len(taps) > 10
    assert "The time is held for the client, who is asked by email." in send(desk, "again", unmet, slot=taps[0])
    offered = Booking.objects.get(status="proposed")
    assert offered.starts_at.isoformat() == taps[0]


def test_both_pages_lead_to_each_other(desk: Browser, unmet: Booking) -> None:
    shown = send(desk, "again", unmet, other=OTHER)
    offered = Booking.objects.get(status="proposed")
    assert "It follows an earlier request, for 23 Nov 2026, 12:00 pm IST." in shown
    assert f'href="{page_of(unmet)}"' in shown
    assert "after nobody had answered the request in time" in shown
    before = text(desk.get(page_of(unmet)))
    assert "You offered a time after this: 24 Nov 2026, 3:00 pm IST." in before
    assert f'href="{page_of(offered)}"' in before
    assert url(unmet) not in before
    assert "A time was offered after this already." in text(desk.get(url(unmet)))


def test_what_cannot_be_offered_comes_back_with_every_word(
    desk: Browser, unmet: Booking, session_type: SessionType
) -> None:
    sunday = {"other": "2026-11-22T12:00"}
    page = send(desk, "again", unmet, **sunday)
    assert "not done, because it is outside your working hours." in page
    assert "You can offer it all the same: say why in the last field." in page
    assert "2026-11-22T12:00" in page
    assert "Choose one time" in send(desk, "again", unmet, override_reason="She called.")
    assert not Booking.objects.filter(status="proposed").exists()
    send(desk, "again", unmet, **sunday, override_reason="She travels.")
    page = send(desk, "again", unmet, other=OTHER, override_reason="From the other tab.")
    assert "nothing was changed." in page
    assert "A time was offered after this already." in page
    assert "From the other tab." in page
    assert Booking.objects.filter(status="proposed").count() == 1


def test_without_an_address_it_says_that_nothing_is_sent(desk: Browser, session_type: SessionType) -> None:
    gita = make_booking(session_type, status="declined", client=make_client("Gita"), name="Gita", email="")
    assert "nothing is sent: tell them yourself" in text(desk.get(url(gita)))
    assert "There is no email address, so nothing is sent: tell them yourself." in send(
        desk, "again", gita, other=OTHER
    )
