"""Public holidays are proposed; only a tick takes a day off, and unticking gives it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings import selectors
from bookings.models import SessionType, TimeOff
from bookings.public_holidays import coming_holidays
from bookings.scheduling.policy import Asker, Reason
from bookings.services import keep_holidays
from tests.bookings.at_desk import page_of, status_of
from tests.bookings.browsing import text
from tests.factories import MONDAY, NOW, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)
PAGE = "/admin/holidays/"
CHRISTMAS, REPUBLIC_DAY = date(2026, 12, 25), date(2027, 1, 26)
NAMED = {CHRISTMAS: "Christmas", REPUBLIC_DAY: "Republic Day"}
AT_CHRISTMAS = datetime(2026, 12, 25, 6, 30, tzinfo=UTC)


def reasons(session_type: SessionType, start: datetime = AT_CHRISTMAS) -> list[Reason]:
    return selectors.reasons_against(
        session_type=session_type, start=start, mode="video", now=NOW, asker=Asker.STRANGER
    )


def keep(practitioner: Practitioner, *ticked: date, named: dict[date, str] = NAMED) -> list[TimeOff]:
    return keep_holidays(practitioner=practitioner, named=named, ticked=ticked, now=NOW)


# What is proposed


def test_the_holidays_of_india_and_haryana_are_proposed_for_a_year() -> None:
    found = coming_holidays(NOW.date())
    days = {each.day: each.name for each in found}
    assert days[REPUBLIC_DAY] == "Republic Day"
    assert days[date(2026, 12, 25)] == "Christmas"
    assert "Haryana" in days[date(2027, 11, 1)]
    assert date(2026, 11, 1) not in days
    assert sorted(days) == [each.day for each in found]
    assert NOW.date() <= min(days)
    assert max(days) < NOW.date() + 365 * DAY


def test_a_holiday_of_today_is_still_proposed_and_that_of_next_year_not_yet() -> None:
    assert [each.day for each in coming_holidays(CHRISTMAS)].count(CHRISTMAS) == 1
    assert date(2027, 12, 25) not in [each.day for each in coming_holidays(CHRISTMAS)]


def test_a_proposal_blocks_nothing(session_type: SessionType) -> None:
    assert CHRISTMAS in {each.day for each in coming_holidays(NOW.date())}
    assert reasons(session_type) == []


# What a tick does


def test_a_ticked_day_is_time_off_from_midnight_to_midnight_at_home(
    session_type: SessionType, practitioner: Practitioner
) -> None:
    (row,) = keep(practitioner, CHRISTMAS)
    assert (row.holiday, row.label) == (CHRISTMAS, "Christmas")
    assert row.starts_at == datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
    assert row.ends_at == datetime(2026, 12, 25, 18, 30, tzinfo=UTC)
    assert reasons(session_type) == [Reason.TIME_OFF]
    assert reasons(session_type, AT_CHRISTMAS + DAY) == []


def test_a_day_with_a_clock_change_is_taken_out_whole(practitioner: Practitioner) -> None:
    Practitioner.objects.update(zone_name="Europe/London")
    (row,) = keep(practitioner, date(2027, 3, 28), named={date(2027, 3, 28): "Easter"})
    assert row.ends_at - row.starts_at == timedelta(hours=23)


def test_unticking_gives_the_day_back(session_type: SessionType, practitioner: Practitioner) -> None:
    keep(practitioner, CHRISTMAS)
    assert keep(practitioner) == []
    assert reasons(session_type) == []


def test_ticking_again_changes_nothing_and_keeps_what_was_changed_by_hand(practitioner: Practitioner) -> None:
    (row,) = keep(practitioner, CHRISTMAS)
    TimeOff.objects.filter(pk=row.pk).update(starts_at=row.starts_at + DAY, ends_at=row.ends_at + DAY)
    new = keep(practitioner, CHRISTMAS, REPUBLIC_DAY)
    assert [each.holiday for each in new] == [REPUBLIC_DAY]
    assert TimeOff.objects.get(pk=row.pk).starts_at == row.starts_at + DAY
    assert TimeOff.objects.count() == 2


def test_other_time_off_and_days_that_are_not_listed_are_left_alone(practitioner: Practitioner) -> None:
    leave = TimeOff.objects.create(practitioner=practitioner, starts_at=AT_CHRISTMAS, ends_at=AT_CHRISTMAS + DAY)
    (kept,) = keep(practitioner, CHRISTMAS)
    assert keep(practitioner, date(2027, 8, 15), named={REPUBLIC_DAY: "Republic Day"}) == []
    assert set(TimeOff.objects.all()) == {leave, kept}


def test_a_long_name_is_cut_to_what_a_label_holds(practitioner: Practitioner) -> None:
    (row,) = keep(practitioner, CHRISTMAS, named={CHRISTMAS: "x" * 200})
    assert row.label == "x" * 80


# The page


@pytest.mark.gate
def test_the_page_lists_the_days_and_ticks_none(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.get(PAGE))
    assert "Friday 25 December 2026, Christmas" in page
    assert "Tuesday 26 January 2027, Republic Day" in page
    assert " checked" not in page
    assert not TimeOff.objects.exists()


@pytest.mark.gate
def test_ticking_on_the_page_takes_the_day_off_and_names_the_sessions(desk: Browser, session_type: SessionType) -> None:
    booking = make_booking(session_type, starts_at=AT_CHRISTMAS)
    make_booking(session_type, starts_at=MONDAY)
    page = text(desk.get(PAGE))
    assert f'<a href="{page_of(booking)}">25 Dec 2026, 12:00 pm IST (Asha)</a>' in page
    assert page.count("Agreed for that day:") == 1
    page = text(desk.post(PAGE, {"days": ["2026-12-25", "2027-01-26"]}, follow=True))
    assert "A confirmed session lies inside this time off. It stays as it is until you cancel it" in page
    assert page.count(" checked") == 2
    assert status_of(booking) == "confirmed"
    assert Reason.TIME_OFF in reasons(session_type, AT_CHRISTMAS + 32 * DAY)
    desk.post(PAGE, {"days": ["2027-01-26"]})
    assert [row.holiday for row in TimeOff.objects.all()] == [REPUBLIC_DAY]


@pytest.mark.gate
def test_a_day_ticked_before_stays_on_the_list_when_it_is_proposed_no_more(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    moved = date(2027, 1, 5)
    keep(practitioner, moved, named={moved: "A feast of the moon"})
    page = text(desk.get(PAGE))
    assert "Tuesday 5 January 2027, A feast of the moon" in page
    assert page.count(" checked") == 1
    desk.post(PAGE, {})
    assert not TimeOff.objects.exists()


@pytest.mark.gate
def test_a_day_that_is_not_listed_is_refused_with_words(desk: Browser, session_type: SessionType) -> None:
    answer = desk.post(PAGE, {"days": ["2026-12-25", "2026-12-26"]})
    assert answer.status_code == 422
    assert "The list has changed meanwhile." in text(answer)
    assert not TimeOff.objects.exists()


@pytest.mark.gate
def test_what_has_passed_is_neither_shown_nor_given_back(
    desk: Browser, practitioner: Practitioner, clock: time_machine.Traveller, therapist: User
) -> None:
    keep(practitioner, CHRISTMAS)
    clock.move_to(AT_CHRISTMAS + DAY)
    desk.force_login(therapist)
    desk.post(PAGE, {})
    assert TimeOff.objects.filter(holiday=CHRISTMAS).exists()


@pytest.mark.gate
def test_before_there_are_rules_there_is_nothing_to_tick(desk: Browser) -> None:
    assert "There are no rules to change yet." in text(desk.get(PAGE, follow=True))


@pytest.mark.gate
def test_the_lists_of_hours_and_the_front_page_lead_here(desk: Browser, session_type: SessionType) -> None:
    for address in (reverse("admin:index"), reverse("admin:bookings_timeoff_changelist")):
        assert f'href="{PAGE}"' in text(desk.get(address))
