"""The waiting list on the desk: who waits, in order, every offer and why none; and the therapist's acts."""

import pytest
from django.core import mail as django_mail
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner
from bookings.models import Booking, SessionType, WaitingEntry, WaitingOffer
from bookings.services import leave_list, refuse_proposal
from practice.mail.worker import SteadyClock, send_round
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import text
from tests.bookings.waiting_steps import (
    DAY,
    TUESDAY,
    WEDNESDAY,
    held,
    held_for,
    kinds_of,
    let_pass,
    offers,
    open_time,
    wait,
    wait_as_stranger,
    wait_for_offer,
)
from tests.factories import NOW

pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("clock")]


def shown(desk: Browser) -> str:
    return text(desk.get(reverse("admin:waiting")))


def press(desk: Browser, act: str, entry: WaitingEntry, **form: str) -> str:
    return text(desk.post(reverse(f"admin:waiting_{act}", args=[entry.pk]), form, follow=True))


def test_the_list_shows_everyone_in_order_with_what_suits_and_why_nothing_is_offered(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    wait(session_type, "asha", "1-early", zone="Europe/London", now=NOW - DAY)
    wait(session_type, "bela", now=NOW - 2 * DAY)
    open_time(scarce, TUESDAY, 18)
    page = shown(desk)
    assert page.index("bela") < page.index("asha")
    assert "Tuesday: early" in page
    assert "(by the clock in London (GMT))" in page
    assert "no free time suits what they named" in page
    assert "a time that suits is free, and is offered within the next minute" in page


def test_every_offer_is_shown_with_what_came_of_it(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    booking = held_for(entry)
    assert "is held for them until" in shown(desk)
    assert "The waiting list offered it, in its order" in text(desk.get(page_of(booking)))
    refuse_proposal(booking=booking, by=None, now=NOW)
    page = shown(desk)
    assert "said no" in page
    assert page_of(booking) in page
    assert "every free time that suits was offered to them before" in page


def test_an_offer_from_the_list_is_not_called_the_therapists_own(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    wait_for_offer(session_type, scarce)
    assert "you offered" not in text(desk.get("/admin/"))


def test_a_place_that_rests_says_until_when_it_is_kept(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    let_pass(wait(session_type), scarce, 3)
    assert "three offers went unanswered" in shown(desk)
    assert "The place is kept until" in shown(desk)


def test_the_front_page_counts_who_waits_and_who_is_new(desk: Browser, session_type: SessionType) -> None:
    assert "Nobody waits for a time." in text(desk.get("/admin/"))
    wait(session_type)
    wait_as_stranger(session_type)
    page = text(desk.get("/admin/"))
    assert "2 people wait for a time." in page
    assert "1 is new and waits for you to let them in." in page


def test_somebody_new_is_let_in_by_one_press(desk: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait_as_stranger(session_type)
    start = open_time(scarce, TUESDAY, 12)
    page = shown(desk)
    assert "they are new: let them in first" in page
    assert '<span class="desk__chip desk__chip--waiting">new</span>' in page
    assert "in their turn the next time that suits is offered to them" in page
    assert "From now on the list offers times to New." in press(desk, "let_in", entry)
    assert offers() == [("New", start)]
    leave_list(entry=entry, by=None, now=NOW)
    assert "New no longer waits." in press(desk, "let_in", entry)


def test_putting_somebody_first_wants_a_reason_which_only_the_desk_shows(
    desk: Browser, session_type: SessionType
) -> None:
    wait(session_type, "asha", now=NOW - DAY)
    entry = wait(session_type, "bela")
    assert "Put first" in text(desk.get(reverse("admin:waiting_first", args=[entry.pk])))
    assert desk.post(reverse("admin:waiting_first", args=[entry.pk]), {"reason": " "}).status_code == 422
    assert "Bela now stands first." in press(desk, "first", entry, reason="A heavy week")
    page = shown(desk)
    assert page.index("bela") < page.index("asha")
    assert "A heavy week" in page
    stored = WaitingEntry.objects.filter(pk=entry.pk).values_list("urgent_reason", flat=True).get()
    assert "heavy" not in str(stored)
    own = Browser()
    assert entry.client.user
    own.force_login(entry.client.user)
    assert "heavy" not in text(own.get(reverse("book_place", args=[entry.uuid])))
    assert "back in the turn of their day" in press(desk, "not_first", entry)
    leave_list(entry=entry, by=None, now=NOW)
    assert "bela no longer waits." in press(desk, "first", entry, reason="x")


def test_taking_somebody_off_is_asked_first_and_writes_to_nobody(desk: Browser, session_type: SessionType) -> None:
    entry = wait(session_type)
    assert "Nobody is written to." in text(desk.get(reverse("admin:waiting_off", args=[entry.pk])))
    entry.refresh_from_db()
    assert entry.ended_at is None
    assert "Asha is off the list." in press(desk, "off", entry)
    assert "They no longer wait." in text(desk.get(reverse("admin:waiting_off", args=[entry.pk])))


def test_whoever_holds_a_time_is_told_that_it_is_taken_back(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    send_round(SteadyClock(lambda: NOW))
    assert "One email tells them so." in text(desk.get(reverse("admin:waiting_off", args=[entry.pk])))
    assert "is told by email that the time is no longer held." in press(desk, "off", entry)
    assert kinds_of(entry).count("waiting_taken_back") == 1


def test_who_was_never_sent_an_offer_does_not_read_that_it_is_taken_back(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    assert "has not gone out yet and never will" in text(desk.get(reverse("admin:waiting_off", args=[entry.pk])))
    assert "Nobody was written to." in press(desk, "off", entry)
    django_mail.outbox.clear()
    send_round(SteadyClock(lambda: NOW))
    assert [mail.subject for mail in django_mail.outbox if "no longer held" in str(mail.body)] == []
    assert [mail.subject for mail in django_mail.outbox if "held for you" in str(mail.body)] == []


def test_whoever_holds_no_time_is_not_written_to(desk: Browser, session_type: SessionType) -> None:
    entry = wait(session_type)
    press(desk, "off", entry)
    assert "waiting_taken_back" not in kinds_of(entry)


def test_a_time_is_offered_by_hand_from_those_that_suit(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type, "asha", "2-afternoon")
    tuesday, wednesday = open_time(scarce, TUESDAY, 12), open_time(scarce, WEDNESDAY, 12)
    page = text(desk.get(reverse("admin:waiting_offer", args=[entry.pk])))
    assert wednesday.isoformat() in page
    assert tuesday.isoformat() not in page
    hours = scarce.waiting_offer_hours
    assert f"The time is held for them for {hours} hours, counting only 8 am to 9 pm by their clock" in page
    assert "The time is held for asha" in press(desk, "offer", entry, slot=wednesday.isoformat())
    assert held() == [("asha", wednesday)]
    assert WaitingOffer.objects.get().by_hand
    assert "By your own hand." in shown(desk)
    assert "a time is held for them already" in text(desk.get(reverse("admin:waiting_offer", args=[entry.pk])))


def test_a_time_offered_by_hand_may_be_any_other_with_a_reason(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type)
    url = reverse("admin:waiting_offer", args=[entry.pk])
    assert desk.post(url, {}).status_code == 422
    answer = desk.post(url, {"other": f"{TUESDAY}T20:00"})
    assert answer.status_code == 409
    assert "it is outside your working hours" in text(answer)
    assert "held for asha" in press(desk, "offer", entry, other=f"{TUESDAY}T20:00", override_reason="By word")
    again = desk.post(url, {"other": f"{WEDNESDAY}T20:00", "override_reason": "x"})
    assert again.status_code == 409
    assert "A time is held for asha already" in text(again)


def test_the_hours_of_an_offer_and_the_closing_of_the_list_are_among_the_rules(
    desk: Browser, session_type: SessionType, practitioner: Practitioner
) -> None:
    rules = text(desk.get(reverse("admin:accounts_practitioner_change", args=[practitioner.pk])))
    assert 'name="waiting_offer_hours"' in rules
    assert 'name="keeps_waiting_list"' in rules
    Practitioner.objects.update(keeps_waiting_list=False, waiting_offer_hours=6)
    page = shown(desk)
    assert "Nobody can join the list at present" in page
    assert "You have 6 hours to say yes or no." in page


def test_the_end_of_a_place_is_told_in_the_history_of_the_time_it_held(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait_for_offer(session_type, scarce)
    booking = held_for(entry)
    leave_list(entry=entry, by=None, now=NOW)
    assert "It ended with the place on the waiting list" in text(desk.get(page_of(booking)))
    assert Booking.objects.get().status == Booking.Status.WITHDRAWN


def test_an_empty_practice_has_an_empty_list(desk: Browser) -> None:
    assert "Nobody waits for a time." in shown(desk)


def test_the_way_of_meeting_is_said_for_each_time_and_can_be_chosen(
    desk: Browser, session_type: SessionType, scarce: Practitioner
) -> None:
    entry = wait(session_type, "asha", modes=("video", "in_person"))
    start = open_time(scarce, TUESDAY, 12)
    page = text(desk.get(reverse("admin:waiting_offer", args=[entry.pk])))
    assert ": in person, online video" in page or ": online video, in person" in page
    assert page.count('name="mode"') == 3
    said = press(desk, "offer", entry, slot=start.isoformat(), mode="in_person")
    assert "The time is held for asha (in person)" in said
    assert held_for(entry).mode == "in_person"


def test_where_one_way_suits_none_is_asked_for(desk: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type, "asha")
    start = open_time(scarce, TUESDAY, 12)
    url = reverse("admin:waiting_offer", args=[entry.pk])
    assert 'name="mode"' not in text(desk.get(url))
    press(desk, "offer", entry, slot=start.isoformat(), mode="in_person")
    assert held_for(entry).mode == "video"


def test_a_way_that_does_not_suit_is_refused(desk: Browser, session_type: SessionType, scarce: Practitioner) -> None:
    entry = wait(session_type, "asha", modes=("video", "in_person"))
    start = open_time(scarce, TUESDAY, 12)
    url = reverse("admin:waiting_offer", args=[entry.pk])
    answer = desk.post(url, {"slot": start.isoformat(), "mode": "phone"})
    assert answer.status_code == 422
    assert "That way does not suit them." in text(answer)
