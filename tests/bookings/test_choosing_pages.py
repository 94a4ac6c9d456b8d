"""The pages where a session and a time are chosen: public, cookieless, in the client's zone."""

from datetime import date, time

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner
from bookings import selectors
from bookings.models import DateOverride, SessionType
from bookings.scheduling.policy import Asker
from tests.bookings.browsing import SLOT, text
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_the_list_of_sessions_leads_to_the_times(client: Browser, session_type: SessionType) -> None:
    assert reverse("book_times", args=["individual"]) in text(client.get(reverse("book")))


def test_the_times_stand_by_day_in_the_clients_zone_with_gurgaons_beside(
    client: Browser, session_type: SessionType
) -> None:
    page = text(client.get(reverse("book_times", args=["individual"]) + "?tz=Europe/London&from=2026-11-23"))
    assert "London (GMT)" in page
    assert f'value="{SLOT}"' in page
    assert "6:30 am" in page
    assert "12:00 pm Gurgaon" in page
    assert page.count("<fieldset") == 6


def test_an_unknown_zone_falls_back_to_the_practices_with_a_notice(client: Browser, session_type: SessionType) -> None:
    page = text(client.get(reverse("book_times", args=["individual"]) + "?tz=Mars/Olympus"))
    assert "Gurgaon (IST)" in page
    assert "Mars" not in page
    assert "That time zone is not known" in page


def test_the_public_pages_set_no_cookie_and_do_not_vary_by_one(client: Browser, session_type: SessionType) -> None:
    for url in (reverse("book"), reverse("book_times", args=["individual"]), "/book/individual/times.json"):
        response = client.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["ETag"].startswith('"')


def test_the_json_says_the_same_times(client: Browser, session_type: SessionType) -> None:
    answer = client.get("/book/individual/times.json?from=2026-11-23&to=2026-11-23&mode=video").json()
    assert answer["zone"] == "Asia/Kolkata"
    assert {"start": SLOT, "modes": ["video"]} in answer["slots"]


@pytest.mark.parametrize("query", ["from=x", "from=2026-11-23&to=2027-11-23", "from=0001-01-01", "mode=carrier-pigeon"])
def test_the_json_refuses_a_range_that_makes_no_sense(client: Browser, session_type: SessionType, query: str) -> None:
    assert client.get(f"/book/individual/times.json?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["from=0000-00", "from=9999-12-31", "from=-5", "from=2026-13-01", "from=%FF%FE", "start=x", "mode=x", "tz=%00"],
)
def test_odd_queries_show_the_page_all_the_same(client: Browser, session_type: SessionType, query: str) -> None:
    assert client.get(f"/book/individual/?{query}").status_code == 200


@pytest.mark.parametrize("rule", [{"is_paused": True}, {"takes_new_clients": False}])
def test_a_practice_that_takes_nobody_shows_no_empty_weeks_but_says_why(
    client: Browser, session_type: SessionType, rule: dict[str, bool]
) -> None:
    address = reverse("book_times", args=["individual"])
    assert client.get(address).status_code == 200  # a control
    Practitioner.objects.update(**rule)
    assert client.get(address).headers["Location"] == reverse("book")


@pytest.mark.parametrize(
    ("rule", "words"),
    [({"is_paused": True}, "Dr Bhatt is away for a while, so she cannot take requests just now."),
     ({"takes_new_clients": False}, "Dr Bhatt cannot take on anyone new at present, and we are sorry.")],
)  # fmt: skip
def test_a_practice_that_takes_nobody_says_so_and_whom_to_reach_sooner(
    client: Browser, session_type: SessionType, rule: dict[str, bool], words: str
) -> None:
    Practitioner.objects.update(**rule)
    page = text(client.get(reverse("book")))
    assert words in page
    assert 'href="/help/"' in page
    assert reverse("book_times", args=["individual"]) not in page


def test_a_session_for_clients_has_no_public_times(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(audience="clients")
    assert client.get(reverse("book_times", args=["individual"])).status_code == 404
    assert client.get("/book/individual/times.json").status_code == 404


def test_with_a_notice_as_long_as_the_horizon_nothing_is_free(
    client: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    Practitioner.objects.update(notice_hours=240, horizon_days=10)
    session_type.practitioner.refresh_from_db()
    assert 'type="radio" name="start"' not in text(client.get(reverse("book_times", args=["individual"])))
    near = selectors.nearest_slots(
        session_type=session_type, mode="video", around=MONDAY, now=NOW, asker=Asker.STRANGER
    )
    assert near == []


def test_the_hours_of_one_date_replace_those_of_its_weekday(
    client: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    DateOverride.objects.create(
        practitioner=practitioner, date=date(2026, 11, 23), starts=time(15), ends=time(16), video=True
    )
    answer = client.get("/book/individual/times.json?from=2026-11-23&to=2026-11-23&mode=video").json()
    assert [slot["start"] for slot in answer["slots"]] == ["2026-11-23T09:30:00Z"]
