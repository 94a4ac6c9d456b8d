"""The therapist answers several dates on the desk: one item, one table to tick, one message."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.models import Booking, SessionType, TimeOff
from practice.models import OutgoingMessage
from tests.bookings.browsing import text
from tests.bookings.steps import ask_series
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

WEEK = timedelta(weeks=1)


@pytest.fixture
def waiting(session_type: SessionType) -> list[Booking]:
    return ask_series(session_type, client=make_client(user=make_user(), zone_name="Europe/London"))


@pytest.fixture
def answer_page(waiting: list[Booking]) -> str:
    return reverse("admin:booking_series", args=[waiting[0].series])


def ticks(rows: list[Booking]) -> list[str]:
    return [str(row.uuid) for row in rows]


def statuses() -> list[str]:
    return list(Booking.objects.exclude(series=None).order_by("starts_at").values_list("status", flat=True))


def test_the_inbox_has_one_item_for_a_series_among_the_others_by_deadline(
    desk: Browser, session_type: SessionType, waiting: list[Booking]
) -> None:
    soon = make_booking(session_type, starts_at=MONDAY + timedelta(days=1), status="requested", name="Bela")
    Booking.objects.filter(pk=soon.pk).update(hold_until=NOW + timedelta(hours=1))
    page = text(desk.get("/admin/"))
    assert "2 requests." in page
    assert page.index("Bela") < page.index("Confirm the ticked ones, decline the others")
    assert page.count("Confirm the ticked ones, decline the others") == 1
    assert page.count('name="dates"') == 4


def test_dates_with_a_warning_are_not_ticked_beforehand(
    desk: Browser, session_type: SessionType, waiting: list[Booking], answer_page: str
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY - WEEK, ends_at=MONDAY + timedelta(hours=1)
    )
    make_booking(session_type, starts_at=MONDAY + WEEK - timedelta(hours=1), name="Bela")
    page = text(desk.get(answer_page))
    assert f'value="{waiting[0].uuid}">' in page
    assert f'value="{waiting[1].uuid}" checked>' in page
    assert "you have time off then." in page
    assert "10 minutes after your" in page


def test_the_ticked_dates_are_confirmed_with_one_message(
    desk: Browser, waiting: list[Booking], answer_page: str
) -> None:
    page = text(desk.post(answer_page, {"dates": ticks(waiting[:2])}, follow=True))
    assert "Confirmed: 2 of 4 dates." in page
    assert statuses() == ["confirmed", "confirmed", "declined", "declined"]
    assert "Nothing of this series waits any more." in text(desk.get(answer_page))
    again = text(desk.post(answer_page, {"dates": ticks(waiting)}, follow=True))
    assert "nothing was changed. It is now: confirmed." in again
    assert OutgoingMessage.objects.filter(kind="series_answered").count() == 1


def test_nothing_ticked_declines_nothing(desk: Browser, waiting: list[Booking], answer_page: str) -> None:
    answer = desk.post(answer_page, {"override_reason": "I am there"})
    assert answer.status_code == 422
    assert "No date is ticked. Tick those that you confirm, or decline them all." in text(answer)
    assert "checked" not in text(answer)
    assert statuses() == ["requested"] * 4


def test_declining_them_all_asks_first_and_says_what_the_client_is_told(
    desk: Browser, waiting: list[Booking], answer_page: str
) -> None:
    asked = desk.post(answer_page, {"none": "yes", "dates": ticks(waiting[:1])}, follow=True)
    assert asked.redirect_chain == [(f"{answer_page}?none=yes", 302)]
    for words in (
        "Monday 23 November, 12:00 pm IST",
        "in one message, that these times are not possible",
        "It cannot be taken back.",
    ):
        assert words in text(asked)
    assert statuses() == ["requested"] * 4
    sure = desk.post(f"{answer_page}?none=yes", {"none": "sure"}, follow=True)
    assert "Declined. The client gets a kind word" in text(sure)
    assert statuses() == ["declined"] * 4


def test_declining_them_all_is_not_asked_and_not_done_where_nothing_waits(
    desk: Browser, waiting: list[Booking], answer_page: str
) -> None:
    desk.post(answer_page, {"dates": ticks(waiting)})
    assert "Nothing of this series waits any more." in text(desk.get(f"{answer_page}?none=yes"))
    for form in ({"none": "sure"}, {}):
        assert "nothing was changed. It is now: confirmed." in text(desk.post(answer_page, form, follow=True))
    assert statuses() == ["confirmed"] * 4


def test_over_a_rule_the_table_comes_back_and_a_reason_overrides(
    desk: Browser, session_type: SessionType, waiting: list[Booking], answer_page: str
) -> None:
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY - WEEK, ends_at=MONDAY + timedelta(hours=1)
    )
    refused = desk.post(answer_page, {"dates": ticks(waiting)})
    assert refused.status_code == 409
    assert "Untick these dates, or say why you confirm them." in text(refused)
    assert statuses() == ["requested"] * 4
    desk.post(answer_page, {"dates": ticks(waiting), "override_reason": "I am there"})
    assert statuses() == ["confirmed"] * 4


def test_a_tick_that_was_never_listed_is_refused(desk: Browser, waiting: list[Booking], answer_page: str) -> None:
    answer = desk.post(answer_page, {"dates": [str(uuid4())]})
    assert answer.status_code == 422
    assert statuses() == ["requested"] * 4


def test_an_unknown_series_is_not_there(desk: Browser, session_type: SessionType) -> None:
    assert desk.get(reverse("admin:booking_series", args=[uuid4()])).status_code == 404


def test_a_row_on_its_own_page_points_to_the_others(desk: Browser, waiting: list[Booking], answer_page: str) -> None:
    page = text(desk.get(reverse("admin:bookings_booking_change", args=[waiting[0].pk])))
    assert answer_page in page
