"""A client asks for several dates in her space, and the therapist answers them on the desk."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, Practitioner, User
from bookings.models import Booking, SessionType, TimeOff, WorkingHours
from bookings.services import cancel_booking, start_standing
from bookings.services.recording import By
from tests.bookings.browsing import opened, text
from tests.bookings.steps import ask, ask_series, together
from tests.factories import MONDAY, NOW, make_booking, make_client, make_user

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

WEEK = timedelta(weeks=1)
FIRST = "2026-11-23T06:30:00Z"


@pytest.fixture
def asha(db: None) -> Client:
    return make_client(user=make_user(), zone_name="Europe/London")


@pytest.fixture
def own(client: Browser, asha: Client) -> Browser:
    assert asha.user
    client.force_login(asha.user)
    return client


def address(session_type: SessionType, *, number: int = 4, every: int = 1, start: str = FIRST, tz: str = "") -> str:
    zone = f"&tz={tz}" if tz else ""
    page = reverse("space_book_series", args=[session_type.slug])
    return f"{page}?start={start}&mode=video&every={every}&number={number}{zone}"


def value(week: int) -> str:
    return f"{MONDAY + week * WEEK:%Y-%m-%dT%H:%M:%SZ}"


def form(**changes: str) -> dict[str, str]:
    given = {
        "request_key": str(uuid4()),
        "opened": opened(),
        "note": "",
        "limits": "on",
        "consent": "on",
        **{f"date-{week}": value(week) for week in range(4)},
    }
    return {**given, **changes}


def send(own: Browser, session_type: SessionType, path: str = "", **changes: str) -> Any:
    return own.post(path or address(session_type), form(**changes))


def test_the_times_lead_to_the_table_only_in_ones_own_space(own: Browser, session_type: SessionType) -> None:
    page = reverse("space_book_series", args=[session_type.slug])
    assert page in text(own.get(reverse("space_book_times", args=[session_type.slug])))
    assert page not in text(own.get(reverse("book_times", args=[session_type.slug])))


def test_looking_at_the_table_changes_nothing(own: Browser, session_type: SessionType) -> None:
    page = text(own.get(address(session_type)))
    assert "4 of 4 dates are free." in page
    assert page.count("slot slot--out") == 4
    assert "Dates that say “Leave this date out” are not asked for." in page
    assert not Booking.objects.exists()


@pytest.mark.parametrize("query", ["", "?start=tomorrow", "?start=2026-11-23T06:30:30Z"])
def test_without_a_time_the_way_leads_back_to_the_times(own: Browser, session_type: SessionType, query: str) -> None:
    answer = own.get(reverse("space_book_series", args=[session_type.slug]) + query)
    assert answer.headers["Location"] == reverse("space_book_times", args=[session_type.slug])


@pytest.mark.parametrize("query", ["&every=3", "&number=99", "&every=x&number=y", "&every=&number="])
def test_a_rhythm_that_is_none_is_the_usual_one(own: Browser, session_type: SessionType, query: str) -> None:
    page = reverse("space_book_series", args=[session_type.slug]) + f"?start={FIRST}{query}"
    assert "of 6 dates are free." in text(own.get(page))


def test_a_paused_practice_shows_no_table(own: Browser, session_type: SessionType) -> None:
    Practitioner.objects.update(is_paused=True)
    assert own.get(address(session_type)).headers["Location"] == reverse("space_book")


def test_nobody_but_a_client_in_care_finds_it(client: Browser, own: Browser, session_type: SessionType) -> None:
    Client.objects.update(status="paused")
    assert own.get(address(session_type)).status_code == 404
    assert Browser().get(address(session_type)).headers["Location"].startswith("/account/login/")


def test_each_date_that_cannot_be_had_says_why_and_what_is_near(own: Browser, session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY + WEEK)
    off = MONDAY + 2 * WEEK
    TimeOff.objects.create(
        practitioner=session_type.practitioner, starts_at=off - timedelta(hours=7), ends_at=off + timedelta(hours=17)
    )
    page = text(own.get(address(session_type, number=12)))
    assert "Taken." in page
    assert "The practice is closed then." in page
    assert page.count("Too far ahead to be asked for yet.") == 3
    assert "Times can be asked for up to Tuesday 19 January 2027" in page
    assert 'value="2026-11-30T05:30:00Z"' in page  # the half hour before, on the same day
    assert "Tue 8 Dec, 6:30 am" in page  # the day after, at the same hour
    assert 'name="date-9"' not in page


def test_every_date_keeps_the_practices_hour_and_the_clients_shift_is_said(
    session_type: SessionType, own: Browser
) -> None:
    with time_machine.travel("2026-03-16T05:00:00Z", tick=False):
        page = text(own.get(address(session_type, start="2026-03-23T06:30:00Z", number=2)))
    assert "Monday 23 March, 6:30 am" in page
    assert "Monday 30 March, 7:30 am" in page
    assert page.count("12:00 pm in Gurgaon (IST)") == 2
    assert page.count("From here on it is 7:30 am for you: the clocks change.") == 1


def test_in_new_york_the_hour_shifts_on_another_day(session_type: SessionType, own: Browser) -> None:
    with time_machine.travel("2026-10-20T05:00:00Z", tick=False):
        page = text(own.get(address(session_type, start="2026-10-26T06:30:00Z", number=2, tz="America/New_York")))
    assert "Monday 26 October, 2:30 am" in page
    assert "From here on it is 1:30 am for you: the clocks change." in page


def test_where_the_practices_own_clock_skips_the_hour_the_date_says_so(session_type: SessionType, own: Browser) -> None:
    Practitioner.objects.update(zone_name="Europe/London", notice_hours=0)
    WorkingHours.objects.all().delete()
    for weekday in range(7):
        WorkingHours.objects.create(
            practitioner=session_type.practitioner, weekday=weekday, starts=time(0), ends=time(6)
        )
    with time_machine.travel("2026-03-20T05:00:00Z", tick=False):
        page = text(own.get(address(session_type, start="2026-03-22T01:30:00Z", number=3, tz="Europe/London")))
    assert "Sunday 29 March" in page
    assert "The clocks change that day, and this hour does not exist." in page
    assert "Sunday 5 April, 1:30 am" in page


def test_asking_leads_to_the_page_of_all_the_dates(own: Browser, session_type: SessionType) -> None:
    answer = send(own, session_type, **{"date-2": "out", "note": "Mornings are best"})
    rows = list(Booking.objects.order_by("starts_at"))
    assert [row.starts_at for row in rows] == [MONDAY, MONDAY + WEEK, MONDAY + 3 * WEEK]
    assert {row.note for row in rows} == {"Mornings are best"}
    assert answer.headers["Location"] == reverse("space_series", args=[rows[0].series])
    page = text(own.get(answer.headers["Location"]))
    assert "3 dates are held for you. You are answered by" in page


def test_the_form_twice_is_one_series_and_with_other_dates_the_first_stands(
    own: Browser, session_type: SessionType
) -> None:
    key = str(uuid4())
    first = send(own, session_type, request_key=key)
    again = send(own, session_type, request_key=key)
    other = own.post(address(session_type), form(request_key=key, **{"date-1": "out"}), follow=True)
    assert first.headers["Location"] == again.headers["Location"]
    assert "The request that it made stands as it is." in text(other)
    assert Booking.objects.count() == 4
    assert together(Booking.objects.all()[0].series).count("series_received") == 1


def test_a_date_gone_meanwhile_brings_the_table_back_with_the_rest_kept(
    own: Browser, session_type: SessionType
) -> None:
    make_booking(session_type, starts_at=MONDAY + WEEK)
    answer = send(own, session_type, **{"date-3": "out", "note": "Kept words"})
    page = text(answer)
    assert answer.status_code == 409
    assert not Booking.objects.exclude(series=None).exists()
    assert "Nothing was sent, so no other date was asked for without them." in page
    assert page.count("The time that you chose has gone meanwhile.") == 1
    assert f'value="{value(0)}" checked' in page
    assert f'value="{value(1)}"' not in page
    assert 'name="date-3" value="out" checked' in page
    assert "Kept words" in page


def test_an_alternative_is_kept_where_another_date_has_gone(own: Browser, session_type: SessionType) -> None:
    make_booking(session_type, starts_at=MONDAY)
    make_booking(session_type, starts_at=MONDAY + WEEK)
    other = "2026-11-24T06:30:00Z"
    page = text(send(own, session_type, **{"date-0": other}))
    assert f'value="{other}" checked' in page


def test_nothing_chosen_and_nothing_ticked_is_said(own: Browser, session_type: SessionType) -> None:
    out = {f"date-{week}": "out" for week in range(4)}
    nothing = send(own, session_type, **out)
    assert (nothing.status_code, "Choose at least one date" in text(nothing)) == (422, True)
    unticked = send(own, session_type, limits="")
    assert (unticked.status_code, Booking.objects.count()) == (422, 0)


def test_a_machine_is_stopped(own: Browser, session_type: SessionType) -> None:
    quick = send(own, session_type, opened=opened(timedelta(0)))
    assert quick.status_code == 422
    assert not Booking.objects.exists()


def test_a_flood_is_stopped(own: Browser, session_type: SessionType, asha: Client) -> None:
    for day in (1, 2):
        ask(session_type, MONDAY + timedelta(days=day), client=asha, browser="")
    assert [send(own, session_type).status_code for _number in range(11)] == [409] * 10 + [429]


def test_a_form_sent_again_after_its_date_became_a_standing_time_leads_to_the_session(
    own: Browser, session_type: SessionType, therapist: User
) -> None:
    SessionType.objects.update(confirms_at_once=True)
    sent = {**form(), **{f"date-{week}": "out" for week in range(1, 4)}}
    assert own.post(address(session_type), sent).status_code == 302
    booking = Booking.objects.get()
    start_standing(booking=booking, every_weeks=1, by=therapist, now=NOW)
    cancel_booking(booking=booking, by=By.CLIENT, user=None, now=NOW)
    answer = own.post(address(session_type), sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("book_asked", args=[booking.uuid]))


def test_dates_that_have_gone_do_not_count_towards_the_limit(own: Browser, session_type: SessionType) -> None:
    taken = make_booking(session_type, starts_at=MONDAY + WEEK)
    assert {send(own, session_type).status_code for _number in range(21)} == {409}
    Booking.objects.filter(pk=taken.pk).update(status="cancelled", blocks=False)
    assert send(own, session_type).status_code == 302


def test_a_third_request_is_refused_with_every_choice_kept(
    own: Browser, session_type: SessionType, asha: Client
) -> None:
    for day in (1, 2):
        ask(session_type, MONDAY + timedelta(days=day), client=asha, browser="")
    answer = send(own, session_type)
    assert answer.status_code == 409
    assert "Two requests are already waiting" in text(answer)
    assert f'value="{value(0)}" checked' in text(answer)


def test_a_type_that_confirms_at_once_says_so_and_does(own: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(confirms_at_once=True)
    assert "Book the chosen dates" in text(own.get(address(session_type)))
    send(own, session_type)
    assert set(Booking.objects.values_list("status", flat=True)) == {"confirmed"}


def test_the_space_shows_one_card_for_all_the_dates(own: Browser, session_type: SessionType, asha: Client) -> None:
    rows = ask_series(session_type, client=asha)
    page = text(own.get(reverse("space")))
    assert "4 dates asked for together" in page
    assert reverse("space_series", args=[rows[0].series]) in page
    assert reverse("book_asked", args=[rows[0].uuid]) not in page


def test_all_of_it_is_withdrawn_after_a_question(own: Browser, session_type: SessionType, asha: Client) -> None:
    series = ask_series(session_type, client=asha)[0].series
    page = reverse("space_series_withdraw", args=[series])
    assert "Withdraw these dates?" in text(own.get(page))
    assert set(Booking.objects.values_list("status", flat=True)) == {"requested"}
    assert "Withdrawn. The times are free again." in text(own.post(page, follow=True))
    assert set(Booking.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert "Nothing was changed" in text(own.post(page, follow=True))


def test_a_series_of_somebody_else_is_not_there(session_type: SessionType, asha: Client) -> None:
    series = ask_series(session_type, client=asha)[0].series
    bela = make_client("Bela", user=make_user("bela@example.com"))
    browser = Browser()
    assert bela.user
    browser.force_login(bela.user)
    for name in ("space_series", "space_series_withdraw"):
        assert browser.get(reverse(name, args=[series])).status_code == 404
        assert browser.post(reverse(name, args=[series])).status_code in {404, 405}
    browser.force_login(make_user("nobody@example.com"))
    assert browser.get(reverse("space_series", args=[series])).status_code == 404


def test_a_pause_is_said_on_the_page_of_the_dates(own: Browser, session_type: SessionType, asha: Client) -> None:
    series = ask_series(session_type, client=asha)[0].series
    Booking.objects.update(hold_left=timedelta(hours=3))
    assert "The practice is paused at present." in text(own.get(reverse("space_series", args=[series])))
