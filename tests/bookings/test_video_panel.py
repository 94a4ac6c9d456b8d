"""What the desk's front page says of video sessions that have no link."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client as Browser

from accounts.models import Practitioner
from bookings.desk_video import MOST_NAMED
from bookings.models import Booking, SessionType
from tests.bookings.at_desk import HOME, page_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

DAY = timedelta(days=1)


def panel(desk: Browser) -> Tag:
    found = BeautifulSoup(text(desk.get(HOME)), "lxml").select_one("[aria-labelledby=video-title]")
    assert found
    return found


def linked(part: Tag) -> dict[str, str]:
    return {" ".join(link.get_text().split()): str(link["href"]) for link in part.select("a")}


@pytest.fixture
def missing(session_type: SessionType) -> list[Booking]:
    return [make_booking(session_type, starts_at=MONDAY + number * DAY) for number in range(MOST_NAMED)]


def test_the_next_are_named_each_leading_to_its_page_and_one_way_mends_them_all(
    desk: Browser, missing: list[Booking], session_type: SessionType
) -> None:
    room = f"/admin/accounts/practitioner/{session_type.practitioner_id}/change/"
    assert linked(panel(desk)) == {
        "Monday 23 November, 12:00 pm": page_of(missing[0]),
        "Tuesday 24 November, 12:00 pm": page_of(missing[1]),
        "Wednesday 25 November, 12:00 pm": page_of(missing[2]),
        "Set the link of your video room": room,
    }


def test_of_more_it_leads_to_the_list_of_the_sessions_by_video(
    desk: Browser, missing: list[Booking], session_type: SessionType
) -> None:
    last = make_booking(session_type, starts_at=MONDAY + 9 * DAY)
    other = make_booking(session_type, starts_at=MONDAY + 10 * DAY, mode="phone")
    whole = text(desk.get(linked(panel(desk))["And 1 more: all video sessions"]))
    assert [page_of(each) in whole for each in (*missing, last, other)] == [True, True, True, True, False]


def test_with_the_room_set_nothing_is_said(desk: Browser, missing: list[Booking]) -> None:
    assert panel(desk)
    practitioner = Practitioner.objects.get()
    practitioner.video_link = "https://room.example/a"
    practitioner.save()
    assert "video-title" not in text(desk.get(HOME))
