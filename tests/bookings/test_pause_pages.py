"""What a pause, and a closed intake, look like: on the desk, to visitors, and to who has asked already."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.models import Booking, SessionType
from bookings.services import pause_practice
from practice.models import Referral
from tests.bookings.at_desk import HOME
from tests.bookings.browsing import ask, details_url, text
from tests.bookings.steps import ask_and_verify, code_for
from tests.factories import MONDAY, NOW

BACK = "Dr Bhatt hopes to take requests again from Monday 7 December 2026."
TOO_LATE = "That is before the day named above, so an answer may not come in time, and we are sorry."
MIDNIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # in Gurgaon Monday 23 November begins
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

PAUSE, RESUME = "/admin/pause/", "/admin/pause/end/"


def pause(therapist: User, back_on: date | None = None) -> None:
    pause_practice(practitioner=Practitioner.objects.get(), back_on=back_on, by=therapist, now=NOW)


def send(desk: Browser, path: str, **form: str) -> str:
    return text(desk.post(path, form, follow=True))


# On the desk


def test_the_front_page_leads_to_the_pause_and_back(desk: Browser, session_type: SessionType) -> None:
    page = text(desk.get(HOME))
    assert f'href="{PAUSE}"' in page
    assert f'href="{RESUME}"' not in page
    assert "Paused. No requests are taken" in send(desk, PAUSE, back_on="2026-12-07")
    page = text(desk.get(HOME))
    assert "The practice is paused" in page
    assert "Paused. 0 sessions, 0 requests." in page
    assert "taken again from Monday 7 December 2026" in page
    assert "The pause is over." in send(desk, RESUME)
    assert "The practice is paused" not in text(desk.get(HOME))


def test_a_pause_is_asked_about_first_with_what_waits(desk: Browser, session_type: SessionType) -> None:
    ask_and_verify(session_type)
    page = text(desk.get(PAUSE))
    assert "No new requests are taken, from anyone." in page
    assert "23 Nov 2026, 12:00 pm IST: kept until Monday 23 November, 12:00 am IST at the latest" in page
    assert "If you can, answer them before you pause." in page
    assert not Practitioner.objects.get().is_paused
    assert "The deadlines of those that waited" not in text(desk.get(PAUSE))


def test_before_a_pause_the_desk_says_which_requests_it_cannot_keep_longer(
    desk: Browser, session_type: SessionType, therapist: User
) -> None:
    near = "A pause gives it no more time: its session is too near."
    booking = ask_and_verify(session_type)
    assert near not in text(desk.get(PAUSE))
    Booking.objects.filter(pk=booking.pk).update(hold_until=booking.starts_at - session_type.practitioner.notice)
    page = text(desk.get(PAUSE))
    assert near in page
    assert "What is not answered by then is released, also in the pause, and its client is told by email." in page
    pause(therapist)
    assert near not in text(desk.get(PAUSE))


@pytest.mark.parametrize("day", ["2026-11-20", "2027-11-22", "soon"])
def test_a_day_that_cannot_be_meant_is_refused_and_kept(desk: Browser, session_type: SessionType, day: str) -> None:
    answer = desk.post(PAUSE, {"back_on": day})
    assert answer.status_code == 422
    assert f'value="{day}"' in text(answer)
    assert not Practitioner.objects.get().is_paused


def test_the_day_can_be_changed_in_the_pause(desk: Browser, session_type: SessionType, therapist: User) -> None:
    pause(therapist)
    assert "Visitors read no day of return." in text(desk.get(HOME))
    assert "Only the day that visitors read is changed." in text(desk.get(PAUSE))
    send(desk, PAUSE, back_on="2026-11-21")
    assert Practitioner.objects.get().back_on == date(2026, 11, 21)


def test_the_desk_says_when_the_day_has_come(
    desk: Browser, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    pause(therapist, date(2026, 11, 23))
    clock.move_to(MONDAY)
    desk.force_login(therapist)
    assert "It has come, so visitors no longer read it" in text(desk.get(HOME))
    assert "taken again" not in text(desk.get(reverse("book")))


def test_ending_what_is_not_paused_changes_nothing(desk: Browser, session_type: SessionType) -> None:
    assert "The practice is not paused." in text(desk.get(RESUME))
    assert "Nothing was changed: the practice is not paused." in send(desk, RESUME)


def test_the_end_is_asked_about_first(desk: Browser, session_type: SessionType, therapist: User) -> None:
    pause(therapist)
    page = text(desk.get(RESUME))
    assert "later by as long as the pause lasted, but none is later than your minimum notice before" in page
    assert Practitioner.objects.get().is_paused


@pytest.mark.parametrize("path", [PAUSE, RESUME])
def test_before_there_are_rules_nothing_is_paused(desk: Browser, path: str) -> None:
    assert "There are no rules to change yet." in send(desk, path)


def test_the_rules_show_the_pause_but_do_not_switch_it(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    page = text(desk.get(reverse("admin:accounts_practitioner_change", args=[practitioner.pk])))
    assert 'name="notice_hours"' in page
    assert 'name="is_paused"' not in page


# To visitors


def test_visitors_read_of_the_pause_its_end_and_who_else_there_is(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    Referral.objects.create(name="Mira Rao", what="Sessions in Hindi", link="https://example.org/mira")
    Referral.objects.create(name="A service", phone="+91 98765-43210")
    Referral.objects.create(name="Hidden", phone="112", is_shown=False)
    pause(therapist, date(2026, 12, 7))
    page = text(client.get(reverse("book")))
    assert f"We are sorry. Sessions that are agreed stay as they are. {BACK}" in page
    assert 'href="/help/"' in page
    assert "Mira Rao</strong>, Sessions in Hindi" in page
    assert 'href="https://example.org/mira"' in page
    assert 'href="tel:+919876543210"' in page
    assert "Hidden" not in page


def test_without_referrals_nothing_is_said_of_them(client: Browser, session_type: SessionType, therapist: User) -> None:
    pause(therapist)
    page = text(client.get(reverse("book")))
    assert "You may also turn to" not in page
    assert "hopes to take requests again" not in page


def test_a_closed_intake_shows_the_referrals_too(client: Browser, session_type: SessionType) -> None:
    Referral.objects.create(name="Mira Rao", phone="112")
    assert "Mira Rao" not in text(client.get(reverse("book")))
    Practitioner.objects.update(takes_new_clients=False)
    assert "Mira Rao" in text(client.get(reverse("book")))


def test_the_times_lead_to_the_page_that_explains(client: Browser, session_type: SessionType, therapist: User) -> None:
    times = reverse("book_times", args=["individual"])
    assert client.get(times).status_code == 200
    pause(therapist)
    answer = client.get(times)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("book"))


def test_a_form_sent_in_a_pause_keeps_its_words_and_names_who_else_there_is(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    Referral.objects.create(name="Mira Rao", phone="112")
    pause(therapist, date(2026, 12, 7))
    page = ask(client, session_type, note="Some words.")
    assert page.status_code == 409
    for words in (
        "Dr Bhatt hopes to take requests again from Monday 7 December 2026.",
        "Mira Rao",
        "Some words.",
        'href="/help/"',
    ):
        assert words in text(page)


def test_a_code_entered_in_a_pause_still_makes_the_request(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    pause(therapist)
    page = text(client.post("/book/verify/", {"code": code_for(booking)}, follow=True))
    assert "Your time is held" in page
    assert "answers after her pause" in page


# To who has asked already


def test_who_has_asked_reads_that_the_request_stays(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    client.post("/book/verify/", {"code": code_for(booking)})
    before = text(client.get(f"/book/asked/{booking.uuid}/"))
    assert "Dr Bhatt answers by Sunday 22 November" in before
    assert "or no answer has come by Sunday 22 November, 4:30 am GMT, the time is released" in before
    pause(therapist, date(2026, 12, 7))
    page = text(client.get(f"/book/asked/{booking.uuid}/"))
    assert "answers by" not in page
    assert f"{BACK} Yours stays as it is" in page
    assert "to Sunday 22 November, 6:30 pm GMT at the latest" in page
    assert TOO_LATE in page
    assert "Dr Bhatt may not be back in time to answer" in page
    assert "answers after her pause" not in page
    assert client.get(details_url(session_type, "?start=2026-11-24T08:00:00Z&mode=video")).status_code == 409


def test_an_answer_is_promised_after_the_pause_only_where_it_can_still_come(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    client.post("/book/verify/", {"code": code_for(booking)})
    for day, is_too_late in ((None, False), (date(2026, 11, 22), False), (date(2026, 11, 23), True)):
        pause(therapist, day)
        Booking.objects.filter(pk=booking.pk).update(hold_until=MIDNIGHT - timedelta(seconds=1))
        page = text(client.get(f"/book/asked/{booking.uuid}/"))
        assert (TOO_LATE in page) is is_too_late
        assert ("answers after her pause" in page) is not is_too_late
    Booking.objects.filter(pk=booking.pk).update(hold_until=MIDNIGHT)
    assert TOO_LATE not in text(client.get(f"/book/asked/{booking.uuid}/"))


# Referrals


@pytest.mark.parametrize(
    "given", [{}, {"link": "javascript:alert(1)"}, {"link": "ftp://example.org/"}, {"phone": "call me"}]
)
def test_a_referral_that_nobody_can_reach_is_refused_with_words(db: None, given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Referral(name="Mira Rao", **given).full_clean()


def test_a_referral_with_a_short_number_is_taken(db: None) -> None:
    Referral(name="A service", phone="14416").full_clean()
