"""A standing time on the pages: begun, read and ended on the desk, skipped and ended by its client in her space."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from bookings import emails_together
from bookings.models import Booking, SessionType, StandingTime, TimeOff, WorkingHours
from bookings.services import end_standing
from bookings.services.codes import hash_token, manage_token
from bookings.services.recording import By
from bookings.standing_words import say_rhythm_there
from practice.models import OutgoingMessage
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.bookings.letters import written
from tests.bookings.standing import FIRST, agreed, asha, sessions, standing
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

__all__ = ["agreed", "asha", "standing"]
pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
OFF = "Monday 30 November 2026"


@pytest.fixture
def week_off(session_type: SessionType) -> TimeOff:
    return TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=MONDAY + WEEK, ends_at=MONDAY + WEEK + HOUR
    )


@pytest.fixture
def own(asha: Client) -> Browser:
    browser = Browser()
    assert asha.user
    browser.force_login(asha.user)
    return browser


def begin(booking: Booking) -> str:
    return reverse("admin:booking_standing", args=[booking.pk])


def standing_page(standing: StandingTime) -> str:
    return reverse("admin:bookings_standingtime_change", args=[standing.pk])


def end_page(standing: StandingTime) -> str:
    return reverse("space_standing_end", args=[standing.uuid])


def follow(browser: Browser, path: str, **form: Any) -> str:
    return text(browser.post(path, form, follow=True))


def test_a_sessions_page_offers_it_and_then_points_to_it(desk: Browser, agreed: Booking, therapist: User) -> None:
    assert begin(agreed) in text(desk.get(page_of(agreed)))
    follow(desk, begin(agreed), every_weeks="1")
    page = text(desk.get(page_of(agreed)))
    assert begin(agreed) not in page
    assert standing_page(StandingTime.objects.get()) in page


def test_the_dates_are_shown_before_anything_is_begun(desk: Browser, agreed: Booking, week_off: TimeOff) -> None:
    page = text(desk.get(begin(agreed)))
    assert "Monday 23 November 2026" in page
    assert "left out: you have time off then" in page
    fortnightly = text(desk.get(begin(agreed), {"every_weeks": "2"}))
    assert OFF not in fortnightly
    assert not StandingTime.objects.exists()


def test_of_a_session_that_is_over_the_preview_begins_later(
    desk: Browser, session_type: SessionType, asha: Client
) -> None:
    past = make_booking(session_type, client=asha, starts_at=MONDAY - WEEK, status="completed")
    page = text(desk.get(begin(past)))
    assert "Monday 23 November 2026" in page
    assert "Monday 16 November 2026" not in page


def test_hours_outside_the_practices_are_kept_only_where_she_says_so(
    desk: Browser, session_type: SessionType, agreed: Booking
) -> None:
    WorkingHours.objects.filter(weekday=0).delete()
    assert "it is outside your working hours" in text(desk.get(begin(agreed)))
    over = {"every_weeks": "1", "is_over_hours": "on"}
    assert "it is outside your working hours" not in text(desk.get(begin(agreed), over))
    follow(desk, begin(agreed), **over)
    assert len(sessions(StandingTime.objects.get())) > 10


def test_beginning_twice_is_one_standing_time(desk: Browser, agreed: Booking) -> None:
    first = follow(desk, begin(agreed), every_weeks="1")
    assert "The client gets one message with all its dates." in first
    follow(desk, begin(agreed), every_weeks="1")
    assert StandingTime.objects.count() == 1


def test_the_question_says_that_every_date_keeps_the_fee_as_it_does(
    desk: Browser, agreed: Booking, session_type: SessionType
) -> None:
    words = "every one keeps the fee, the length and the terms of this session"
    assert words in text(desk.get(begin(agreed)))
    SessionType.objects.update(fee_rupees=(agreed.fee_rupees or 0) + 500)
    follow(desk, begin(agreed), every_weeks="1")
    later = Booking.objects.exclude(pk=agreed.pk)
    assert later
    assert {row.fee_rupees for row in later} == {agreed.fee_rupees}


def test_what_cannot_begin_says_so(desk: Browser, session_type: SessionType, asha: Client) -> None:
    nobody = make_booking(session_type, client=None)
    assert "A standing time begins with an agreed session" in text(desk.get(begin(nobody)))
    assert "Only someone who is a client at present" in follow(desk, begin(nobody), every_weeks="1")
    waiting = make_booking(session_type, client=asha, status="requested", starts_at=MONDAY + 2 * HOUR)
    assert "nothing was changed" in follow(desk, begin(waiting), every_weeks="1")
    assert desk.post(begin(nobody), {"every_weeks": "7"}).status_code == 422
    assert not StandingTime.objects.exists()


def test_the_desk_lists_its_dates_and_takes_one_in(desk: Browser, week_off: TimeOff, standing: StandingTime) -> None:
    page = text(desk.get(standing_page(standing)))
    assert f"{OFF}: left out, you have time off then" in page
    row = standing.dates.get(booking=None)
    keep = reverse("admin:standing_keep", args=[row.pk])
    assert keep in page
    assert "Confirmed: 30 Nov 2026, 12:00 pm IST." in follow(desk, keep)
    assert "cannot be taken in" in follow(desk, keep)
    assert desk.post(reverse("admin:standing_keep", args=[0])).status_code == 404


def test_an_hour_that_the_clock_skips_is_named(desk: Browser, standing: StandingTime) -> None:
    row = standing.dates.order_by("date")[2]
    standing.dates.filter(pk=row.pk).update(booking=None, reason_code="clock")
    assert "left out, the clocks change, and this hour does not exist" in text(desk.get(standing_page(standing)))


def test_the_list_of_standing_times_says_when_they_are(desk: Browser, standing: StandingTime) -> None:
    page = text(desk.get(reverse("admin:bookings_standingtime_changelist")))
    assert "every week on Monday at 12:00 pm, Gurgaon (IST)" in page
    assert desk.get(reverse("admin:bookings_standingtime_add")).status_code == 403
    assert desk.get(reverse("admin:bookings_standingtime_delete", args=[standing.pk])).status_code == 403
    assert "Nothing is edited here" in follow(desk, standing_page(standing), client="x")
    assert desk.get(reverse("admin:bookings_standingtime_change", args=[0])).status_code == 302


def test_the_therapist_ends_it_after_a_question(desk: Browser, standing: StandingTime) -> None:
    end = reverse("admin:standing_end", args=[standing.pk])
    assert "None is marked late." in text(desk.get(end))
    assert desk.post(end, {"first_day": "2020-01-01"}).status_code == 422
    assert "Ended. The client is told once" in follow(desk, end, first_day="2026-11-30")
    assert len(sessions(standing)) == 1
    assert "It has ended already." in text(desk.get(end))
    assert "ended from" not in text(desk.get(standing_page(standing)))
    assert "It has ended already." in text(desk.post(end, {"first_day": "2026-11-23"}))


def test_cancelling_a_date_says_that_the_later_ones_stay(
    desk: Browser, standing: StandingTime, session_type: SessionType
) -> None:
    words = "Only this date; the later ones stay."
    assert words in text(desk.get(reverse("admin:booking_cancel", args=[sessions(standing)[0].pk])))
    single = make_booking(session_type, starts_at=MONDAY + timedelta(hours=3))
    assert words not in text(desk.get(reverse("admin:booking_cancel", args=[single.pk])))


def test_its_sessions_tell_their_history_in_words(desk: Browser, standing: StandingTime) -> None:
    row = sessions(standing)[1]
    end_standing(standing=standing, first_day=FIRST, by=By.PRACTICE, user=None, now=NOW)
    page = text(desk.get(page_of(row)))
    assert "It is a date of the client&#x27;s standing time" in page
    assert "It was cancelled with the standing time, which ended" in page


def test_pausing_care_on_the_desk_ends_it(desk: Browser, standing: StandingTime, asha: Client) -> None:
    follow(desk, reverse("admin:pause_care") + f"?client={asha.pk}")
    assert sessions(standing) == []


def test_the_space_lists_the_dates_once_with_those_left_out(
    own: Browser, week_off: TimeOff, standing: StandingTime
) -> None:
    page = text(own.get(reverse("space")))
    rows = sessions(standing)
    assert "Every week on Monday at 12:00 pm, Gurgaon (IST)" in page
    assert f"{OFF} <span" in page
    assert "left out: the practice is closed then" in page
    assert page.count('class="card session-card"') == 2  # the next session, and the standing time
    assert reverse("book_asked_act", args=[rows[1].uuid, "cancel"]) in page
    assert end_page(standing) in page


def test_a_skipped_date_stays_in_the_list_as_cancelled(own: Browser, standing: StandingTime) -> None:
    row = sessions(standing)[1]
    skip = reverse("book_asked_act", args=[row.uuid, "cancel"])
    question = text(own.get(skip))
    assert "Skip this date?" in question
    assert "Only this date is given up. Your standing time goes on." in question
    own.post(skip, {"note": ""})
    page = text(own.get(reverse("space")))
    assert "Cancelled" in page
    assert skip not in page
    assert len(sessions(standing)) == len(standing.dates.all()) - 1


def test_skipping_a_date_says_that_the_standing_time_goes_on(own: Browser, standing: StandingTime) -> None:
    row = sessions(standing)[1]
    page = follow(own, reverse("book_asked_act", args=[row.uuid, "cancel"]), note="").partition("<main")[2]
    assert "You skipped this date" in page
    assert "your standing time goes on, and the later dates stay yours" in page
    assert f'href="{reverse("space")}">Your standing time</a>' in page
    mail = written(row, "booking_cancelled")
    assert mail is not None
    assert mail.subject == "One date is skipped"
    assert "your standing time goes on" in mail.text
    assert "/space/\n" in mail.text


def test_a_session_of_its_own_that_is_cancelled_says_nothing_of_a_standing_time(own: Browser, agreed: Booking) -> None:
    page = follow(own, reverse("book_asked_act", args=[agreed.uuid, "cancel"]), note="").partition("<main")[2]
    assert "This session is cancelled" in page
    assert "standing time" not in page
    mail = written(agreed, "booking_cancelled")
    assert mail is not None
    assert "standing time" not in mail.text


def test_a_client_in_care_is_led_to_the_times_of_her_space(
    own: Browser, agreed: Booking, session_type: SessionType
) -> None:
    follow(own, reverse("book_asked_act", args=[agreed.uuid, "cancel"]), note="")
    Booking.objects.filter(pk=agreed.pk).update(manage_token_hash=hash_token(manage_token(agreed)))
    page = text(Browser().get(reverse("book_manage_link", args=[manage_token(agreed)]), follow=True))
    mail = written(agreed, "booking_cancelled")
    assert mail is not None
    assert f'href="/space/book/{session_type.slug}/' in page
    assert "/space/book/" in mail.text
    Client.objects.update(status="prospect")
    mail = written(agreed, "booking_cancelled")
    assert mail is not None
    assert "/space/book/" not in mail.text


def test_the_client_ends_it_from_a_date_and_is_told_what_is_late(
    own: Browser, standing: StandingTime, asha: Client, clock: Any
) -> None:
    clock.move_to(MONDAY - HOUR)
    assert asha.user
    own.force_login(asha.user)
    page = text(own.get(end_page(standing)))
    assert page.count("Its free period is over") == 1
    assert 'value="2026-11-30">' in page
    assert " checked" not in page  # which date it is, she says herself
    assert "Only Dr Bhatt can begin a standing time again" in page
    assert own.post(end_page(standing), {"first_day": ""}).status_code == 422
    done = follow(own, end_page(standing), first_day="2026-11-30")
    assert "Your standing time has ended." in done
    assert [row.starts_at for row in sessions(standing)] == [MONDAY]
    assert "has ended already" in follow(own, end_page(standing), first_day="2026-11-23")
    assert len(sessions(standing)) == 1


def test_all_dates_of_it_are_said_by_one_clock(own: Browser, standing: StandingTime, asha: Client) -> None:
    Client.objects.filter(pk=asha.pk).update(zone_name="Europe/London")
    Booking.objects.filter(pk=sessions(standing)[1].pk).update(client_zone="America/New_York")
    for page in (text(own.get(end_page(standing))), text(own.get(reverse("space")))):
        assert "New York" not in page
        assert page.count("London (GMT)") >= len(sessions(standing))


def test_one_that_ends_on_a_day_to_come_says_so(own: Browser, standing: StandingTime) -> None:
    end_standing(standing=standing, first_day=FIRST + 3 * WEEK, by=By.CLIENT, user=None, now=NOW)
    page = text(own.get(reverse("space")))
    assert "It ends from Monday 14 December 2026 on." in page
    assert end_page(standing) not in page


def test_without_a_session_to_come_it_ends_today(own: Browser, standing: StandingTime) -> None:
    Booking.objects.update(status="cancelled", blocks=False)
    assert 'value="2026-11-20">' in text(own.get(end_page(standing)))


def test_one_of_somebody_else_is_not_there(standing: StandingTime) -> None:
    bela = make_client("Bela", user=make_user("bela@example.com"))
    browser = Browser()
    assert bela.user
    browser.force_login(bela.user)
    assert browser.get(end_page(standing)).status_code == 404
    assert browser.post(end_page(standing), {"first_day": "2026-11-23"}).status_code == 404
    assert "Your standing time" not in text(browser.get(reverse("space")))


def test_the_rhythm_is_said_by_both_clocks(own: Browser, standing: StandingTime, asha: Client) -> None:
    both = "very week on Monday at 12:00 pm, Gurgaon (IST); at present that is Monday at 6:30 am, London (GMT)"
    assert both in text(own.get(reverse("space")))
    assert both in text(own.get(end_page(standing)))
    mail = emails_together.render(OutgoingMessage.objects.get(kind="standing_started"), NOW)
    assert mail is not None
    assert both in mail.text
    assert "is away" not in mail.text
    assert "Dates that are not possible are left out" in mail.text
    Client.objects.update(zone_name="Asia/Kolkata")
    assert "at present" not in text(own.get(reverse("space")))


def test_the_hour_elsewhere_is_that_of_the_week_at_hand(standing: StandingTime) -> None:
    summer = say_rhythm_there(standing, date(2027, 6, 2))  # a Wednesday
    assert summer.endswith("at present that is Monday at 7:30 am, London (BST)")
