"""Placing a session at the desk: from a client's page or the front page, by one tap or by a typed hour."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser

from accounts.models import Client, Practitioner
from bookings import services
from bookings.models import Booking, SessionType
from bookings.services.placing import PLACE
from tests.bookings.at_desk import HOME, HOUR, MINUTE, page_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking, make_client, make_session_type, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

PLACE_URL = "/admin/place/"
NOON, SUNDAY = "2026-11-23T12:00", "2026-11-22T12:00"


@pytest.fixture
def asha(session_type: SessionType) -> Client:
    return make_client(user=make_user(), zone_name="Europe/London")


def form(client: Client, **changes: str) -> dict[str, str]:
    session_type = SessionType.objects.earliest("pk")
    given = {"client": str(client.pk), "type": str(session_type.pk), "mode": "video", "key": str(uuid4())}
    return {**given, "slot": "", "other": NOON, "override_reason": "", **changes}


def send(desk: Browser, client: Client, **changes: str) -> Any:
    return desk.post(PLACE_URL, form(client, **changes))


def page_for(desk: Browser, client: Client) -> str:
    return text(desk.get(f"{PLACE_URL}?client={client.pk}"))


def test_the_way_there_is_on_the_front_page_the_week_and_the_page_of_a_client(desk: Browser, asha: Client) -> None:
    link = f'href="{PLACE_URL}"'
    assert link in text(desk.get(HOME))
    assert link in text(desk.get("/admin/week/"))
    own = f"/admin/accounts/client/{asha.pk}/change/"
    assert f'href="{PLACE_URL}?client={asha.pk}"' in text(desk.get(own))
    Client.objects.update(status="ended")
    assert "Place a session" not in text(desk.get(own))


def test_from_the_front_page_she_says_for_whom_and_what_first(desk: Browser, asha: Client) -> None:
    make_client("Gone", status="ended")
    make_client("Gita")
    page = BeautifulSoup(text(desk.get(PLACE_URL)), "lxml")
    assert [option.get_text() for option in page.select("select[name=client] option")] == [
        "Choose somebody",
        "Asha, asha@example.com",
        "Gita",
    ]
    assert page.select_one("input[name=other]") is None
    query = urlencode({"client": asha.pk, "type": SessionType.objects.get().pk, "mode": "phone"})
    page = BeautifulSoup(text(desk.get(f"{PLACE_URL}?{query}")), "lxml")
    assert page.select_one("input[name=other]")
    hidden = page.select_one("form[method=post] input[name=mode]")
    assert hidden
    assert hidden["value"] == "phone"


def test_for_a_client_the_session_that_she_usually_has_is_chosen(
    desk: Browser, asha: Client, session_type: SessionType
) -> None:
    assert "Asha: Individual session, in person" in page_for(desk, asha)
    other = make_session_type(session_type.practitioner, slug="long", name="Long session", in_person=False)
    make_booking(other, client=asha, mode="phone", status="completed", starts_at=NOW - HOUR)
    assert "Asha: Long session, phone" in page_for(desk, asha)
    SessionType.objects.filter(pk=other.pk).update(phone=False)
    assert "Asha: Long session, online video" in page_for(desk, asha)


def test_the_page_says_the_terms_of_today_and_where_the_confirmation_goes(desk: Browser, asha: Client) -> None:
    SessionType.objects.update(fee_rupees=1500)
    page = " ".join(page_for(desk, asha).split())
    assert "The terms are those of today: 50 minutes, free to cancel until 24 hours before, ₹1,500." in page
    assert "The confirmation goes to asha@example.com, worded as they chose." in page
    assert "There is no email address, so nothing is sent." in page_for(desk, make_client("Gita"))


def test_a_free_time_takes_one_tap(desk: Browser, asha: Client) -> None:
    page = BeautifulSoup(page_for(desk, asha), "lxml")
    taps = page.select("input[name=slot]")
    assert len(taps) > 10
    labels = [label.get_text(" ", strip=True) for label in page.select("label.desk__choice")]
    assert any(label.endswith("GMT)") for label in labels)  # the hour where she is, too
    tapped = send(desk, asha, slot=str(taps[0]["value"]), other="", mode="in_person")
    booking = Booking.objects.get()
    assert tapped.headers["Location"] == page_of(booking)
    assert (booking.status, booking.mode) == ("confirmed", "in_person")
    assert booking.starts_at.isoformat() == str(taps[0]["value"])


def test_what_is_listed_is_placed_without_a_word_and_what_is_refused_is_not_listed(desk: Browser, asha: Client) -> None:
    """The one availability function behind both: listed exactly where nothing speaks against it."""
    make_booking(SessionType.objects.get(), mode="in_person")
    page = BeautifulSoup(page_for(desk, asha), "lxml")
    listed = [str(tap["value"]) for tap in page.select("input[name=slot]") if tap["value"]]
    for other in (NOON, "2026-11-23T12:30", SUNDAY, "2026-11-23T18:00"):
        start = datetime.fromisoformat(other).replace(tzinfo=ZoneInfo("Asia/Kolkata")).astimezone(UTC).isoformat()
        assert start not in listed
        assert send(desk, asha, other=other, mode="in_person").status_code == 409
    one_a_day = {value[:10]: value for value in listed}.values()
    assert len(one_a_day) > 8
    for value in one_a_day:
        assert send(desk, asha, slot=value, other="", mode="in_person").status_code == 302


def test_a_typed_hour_is_read_by_the_clock_of_the_practice(desk: Browser, asha: Client) -> None:
    page = text(desk.post(PLACE_URL, form(asha), follow=True))
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.status, booking.client) == (MONDAY, "confirmed", asha)
    assert "Placed and confirmed: 23 Nov 2026, 12:00 pm IST. The client is told by email" in page
    assert "You placed the session yourself: 23 Nov 2026, 12:00 pm IST" in page


def test_a_line_for_whatsapp_stands_ready_for_whoever_chose_that(desk: Browser, asha: Client) -> None:
    Client.objects.update(reach="whatsapp", phone="+919800000000")
    page = text(desk.post(PLACE_URL, form(asha), follow=True))
    assert "A line for WhatsApp stands ready on this page." in page
    assert "https://wa.me/919800000000" in page


def test_to_somebody_without_an_address_it_says_that_nothing_is_sent(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.post(PLACE_URL, form(make_client("Gita")), follow=True))
    assert "There is no email address, so nothing is sent: tell the client yourself." in page
    assert "WhatsApp" not in page


def test_over_her_own_hours_a_tick_and_a_reason_are_wanted_and_every_word_is_kept(desk: Browser, asha: Client) -> None:
    key = str(uuid4())
    for words in ({"override_reason": "She travels."}, {"is_over_rules": "on"}, {}):
        refused = send(desk, asha, other=SUNDAY, key=key, **words)
        page = text(refused)
        assert refused.status_code == 409
        assert "It is outside your working hours." in page
        assert "tick the box below and say why" in page
        assert f'value="{SUNDAY}"' in page
        assert f'value="{key}"' in page
        assert words.get("override_reason", "") in page
    assert not Booking.objects.exists()
    page = text(
        desk.post(
            PLACE_URL,
            form(asha, other=SUNDAY, key=key, override_reason="She travels.", is_over_rules="on"),
            follow=True,
        )
    )
    assert "She travels." in page
    event = Booking.objects.get().events.get()
    assert (event.act, event.reason_code, event.note) == (PLACE, "override", "She travels.")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "Another session has this time."), (55, "It leaves too little time beside another session.")],
)
def test_over_another_session_or_beside_it_nothing_helps_and_it_is_named(
    desk: Browser, asha: Client, session_type: SessionType, minutes: int, words: str
) -> None:
    bela = make_booking(session_type, name="Bela", starts_at=MONDAY + minutes * MINUTE)
    refused = send(desk, asha, override_reason="I want it.", is_over_rules="on")
    page = text(refused)
    assert (refused.status_code, Booking.objects.count()) == (409, 1)
    assert words in page
    assert f'<a href="{page_of(bela)}">Bela, ' in page
    assert "Please choose another time." in page
    assert "I want it." in page
    assert NOON in page


def test_the_past_is_refused_in_words(desk: Browser, asha: Client) -> None:
    page = text(send(desk, asha, other="2026-11-19T12:00", override_reason="Late.", is_over_rules="on"))
    assert "This time has passed." in page
    assert "Nothing is placed in the past" in page


def test_the_same_page_sent_twice_is_one_session(desk: Browser, asha: Client) -> None:
    words = form(asha)
    first, second = (desk.post(PLACE_URL, words) for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Booking.objects.count() == 1


def test_the_same_page_sent_for_another_hour_says_what_was_placed(desk: Browser, asha: Client) -> None:
    words = form(asha)
    desk.post(PLACE_URL, words)
    refused = desk.post(PLACE_URL, words | {"other": "2026-11-24T12:00"})
    assert refused.status_code == 409
    assert "This page was sent before: 23 Nov 2026, 12:00 pm IST was placed then." in text(refused)
    assert "2026-11-24T12:00" in text(refused)


def test_two_tabs_for_one_hour_place_one_session(desk: Browser, asha: Client) -> None:
    assert send(desk, asha).status_code == 302
    assert send(desk, asha).status_code == 409
    assert Booking.objects.count() == 1


def test_somebody_whose_care_has_ended_meanwhile_is_no_choice_any_more_and_no_word_is_lost(
    desk: Browser, asha: Client
) -> None:
    Client.objects.update(status="ended")
    refused = send(desk, asha, override_reason="She called.")
    assert refused.status_code == 422
    assert "Choose somebody whose care has not ended." in text(refused)
    assert "She called." in text(refused)
    assert "23 Nov 2026, 12:00 pm IST" in text(refused) or NOON in text(refused)
    assert not Booking.objects.exists()


def test_care_that_ends_between_the_form_and_the_lock_is_said(
    desk: Browser, asha: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_first(**given: Any) -> Booking:
        Client.objects.update(status="ended")
        return place(**given)

    place = services.place_session
    monkeypatch.setattr(services, "place_session", ends_first)
    refused = send(desk, asha)
    assert refused.status_code == 409
    assert "Not placed: the care of Asha has ended." in text(refused)


def test_for_somebody_under_18_without_consent_nothing_is_placed(desk: Browser, asha: Client) -> None:
    make_booking(SessionType.objects.get(), client=asha, is_minor=True, status="declined")
    refused = send(desk, asha)
    assert refused.status_code == 409
    assert "Not placed: Asha is under 18, and no parent or guardian agrees at present." in text(refused)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"other": ""}, "Choose one time"),
        ({"other": "soon"}, "Write day and time such as"),
        ({"key": "x"}, "This page was not complete."),
        ({"key": ""}, "This page was not complete."),
        ({"mode": "letter"}, "Choose how it is held."),
        ({"type": "0"}, "That session is not there any more."),
        ({"client": "nobody"}, "Choose somebody whose care has not ended."),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    desk: Browser, asha: Client, changes: dict[str, str], words: str
) -> None:
    refused = desk.post(PLACE_URL, form(asha) | {"override_reason": "She called.", **changes})
    assert refused.status_code == 422
    assert words in text(refused)
    assert "She called." in text(refused)
    assert not Booking.objects.exists()


def test_a_way_in_which_the_session_is_not_held_is_refused(desk: Browser, asha: Client) -> None:
    SessionType.objects.update(phone=False)
    assert "This session is held in another way: in person, online video." in text(send(desk, asha, mode="phone"))


def test_an_address_with_somebody_unknown_is_answered_in_words(desk: Browser, asha: Client) -> None:
    for reference in ("nobody", str(uuid4())):
        assert desk.get(f"{PLACE_URL}?client={reference}").status_code == 422


def test_a_practice_without_sessions_says_so(desk: Browser, practitioner: Practitioner) -> None:
    asha = make_client()
    for query in ("", f"?client={asha.pk}"):
        assert "There is no session yet that could be placed." in text(desk.get(PLACE_URL + query))
    Practitioner.objects.all().delete()
    assert "There is no session yet that could be placed." in text(desk.get(PLACE_URL))
