"""What has been arranged: for the browser that asked, for the link, and for nobody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings import pages
from bookings.emails import MANAGE_LINK, render_links
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, propose_time
from bookings.services.codes import hash_token, manage_token
from bookings.standing import standing_of
from bookings.views.acting import acts_for
from practice.models import OutgoingMessage, PolicyText, Practice
from tests.bookings.browsing import ask, text
from tests.bookings.steps import ask_and_verify
from tests.cast import make_reader
from tests.factories import MONDAY, NOW, make_booking, make_policy

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_a_booking_is_not_there_for_anyone_else(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    client.force_login(make_reader())
    other = client.get(reverse("book_asked", args=[booking.uuid]))
    absent = client.get(reverse("book_asked", args=[UUID(int=1)]))
    assert (other.status_code, other.content) == (404, absent.content)


@pytest.mark.parametrize("act", ["", "cancel", "calendar"])
def test_a_page_that_was_open_too_long_leads_to_sign_in_and_back_whether_or_not_it_is_there(
    client: Browser, session_type: SessionType, act: str
) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    assert client.get(reverse("book_asked", args=[booking.uuid])).headers["Location"] == reverse("book_verify")
    client.session.flush()
    for reference in (booking.uuid, UUID(int=1)):
        name, more = ("book_asked_act", [act]) if act == "cancel" else ("book_asked", [])
        page = reverse("book_calendar" if act == "calendar" else name, args=[reference, *more])
        assert client.get(page).headers["Location"] == f"/account/login/?next={page}"
    if act == "cancel":
        assert client.post(page, {"note": ""}).headers["Location"] == f"/account/login/?next={page}"


def manage(browser: Browser, booking: Booking) -> Any:
    return browser.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True)


def test_the_manage_link_opens_the_page_at_a_clean_address(client: Browser, session_type: SessionType) -> None:
    response = manage(client, ask_and_verify(session_type))
    assert response.wsgi_request.path == reverse("book_manage")
    assert "Your time is held" in text(response)


def test_a_hundred_visits_of_a_mail_scanner_change_nothing(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    before = Booking.objects.filter(pk=booking.pk).values().get()
    url = reverse("book_manage_link", args=[manage_token(booking)])
    for _visit in range(50):
        Browser().head(url, follow=True)
        Browser().get(url, follow=True)
    assert Booking.objects.filter(pk=booking.pk).values().get() == before


def test_a_wrong_manage_link_is_the_404_of_nothing(client: Browser, session_type: SessionType) -> None:
    assert client.get(reverse("book_manage_link", args=["x" * 32])).content == client.get("/nothing-here/").content


def test_withdrawing_through_the_manage_link(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    manage(client, booking)
    client.get(reverse("book_manage_act", args=["withdraw"]))
    booking.refresh_from_db()
    assert booking.status == "requested"
    client.post(reverse("book_manage_act", args=["withdraw"]))
    booking.refresh_from_db()
    assert booking.status == "withdrawn"


def test_a_late_cancellation_is_said_before_it_is_made(
    client: Browser, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    booking = confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)
    manage(client, booking)
    page = reverse("book_manage_act", args=["cancel"])
    assert "Cancelling is free until" in text(client.get(page))
    clock.move_to(MONDAY - timedelta(hours=23))
    assert client.get(page).headers["Location"] == reverse("book_find")
    manage(client, booking)
    assert "marked as a late cancellation" in text(client.get(page))
    client.post(page, {"note": ""})
    booking.refresh_from_db()
    assert booking.is_late_cancellation


def test_asking_for_the_links_says_the_same_for_known_and_unknown_addresses(
    client: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type)
    pages = [
        text(client.post(reverse("book_find"), {"email": each})) for each in ("asha@example.com", "no@example.com")
    ]
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_the_link_that_is_mailed_again_is_the_one_that_she_has(client: Browser, session_type: SessionType) -> None:
    """Anyone may ask for it: a fresh one that ended the old would let a stranger close the link in her mails."""
    booking = ask_and_verify(session_type)
    had = reverse("book_manage_link", args=[manage_token(booking)])
    said = text(client.post(reverse("book_find"), {"email": "asha@example.com"}))
    assert "its link is on its way again" in said
    assert "new link" not in said
    message = OutgoingMessage.objects.get(kind=MANAGE_LINK)
    mail = render_links(message, NOW)
    assert mail is not None
    assert had in mail.text
    assert client.get(had).status_code == 302


def test_a_session_no_longer_offered_is_not_offered_again(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    SessionType.objects.update(is_offered=False)
    page = text(client.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True))
    assert "/book/individual/" not in page


def test_a_proposal_that_nobody_answered_is_not_called_the_practices_silence(
    client: Browser, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    booking = ask_and_verify(session_type)
    proposed = propose_time(booking=booking, starts_at=MONDAY + timedelta(hours=3), by=therapist, now=NOW)
    assert proposed.hold_until
    clock.move_to(proposed.hold_until)
    page = text(client.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True))
    assert "This time is no longer held" in page
    assert "You were not answered" not in page


# What was agreed


def test_the_terms_shown_are_those_of_the_day_on_which_it_was_asked(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    policy = PolicyText.objects.get(kind="cancellation")
    PolicyText.objects.filter(pk=policy.pk).update(body="<p>Free until {cancellation_hours} hours before.</p>")
    booking = confirm_booking(booking=ask_and_verify(session_type, cancellation_policy=policy), by=therapist, now=NOW)
    make_policy("cancellation", version="2026-12-01", body="<p>Never free.</p>")
    Practitioner.objects.update(cancellation_hours=72)
    page = text(manage(client, booking))
    question = text(client.get(reverse("book_manage_act", args=["cancel"])))
    for shown in (page, question):
        assert "What was agreed about cancelling" in shown
        assert "<p>Free until 24 hours before.</p>" in shown
        assert "Never free" not in shown


def test_without_a_policy_nothing_is_said_to_have_been_agreed(client: Browser, session_type: SessionType) -> None:
    assert "What was agreed" not in text(manage(client, ask_and_verify(session_type)))


# Where it stands


@pytest.mark.parametrize(
    ("status", "title"),
    [
        ("completed", "This session is over"),
        ("no_show", "This session is over"),
        ("confirmed", "This session is over"),
        ("moved", "This request is closed"),
        ("lapsed", "This request is closed"),
    ],
)
def test_what_is_over_says_so_and_offers_no_act(
    client: Browser, session_type: SessionType, status: str, title: str
) -> None:
    booking = make_booking(session_type, starts_at=MONDAY, status=status)
    now = booking.ends_at
    view = pages.session_view(booking, now)
    assert standing_of(view, now).title == title
    assert acts_for(booking, now) == []


def test_an_act_on_a_link_that_is_not_open_any_more_leads_to_where_it_is_mailed_again(
    client: Browser, session_type: SessionType
) -> None:
    answer = client.post(reverse("book_manage_act", args=["cancel"]), {"note": "Some words."}, follow=True)
    assert "Open the link in your email again" in text(answer)


def test_there_is_no_act_of_another_name(client: Browser, session_type: SessionType) -> None:
    manage(client, ask_and_verify(session_type))
    assert client.get(reverse("book_manage_act", args=["confirm"])).status_code == 404


def test_a_proposal_is_accepted_or_refused_by_its_link(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    for number, act in enumerate(("accept", "refuse")):
        start = MONDAY + timedelta(days=number)
        booking = ask_and_verify(session_type, start, email=f"{act}@example.com")
        propose_time(booking=booking, starts_at=start + timedelta(hours=3), by=therapist, now=NOW)
        manage(client, booking)
        client.post(reverse("book_manage_act", args=[act]))
    assert sorted(Booking.objects.values_list("status", flat=True)) == ["confirmed", "withdrawn"]


def test_accepting_where_nothing_was_proposed_changes_nothing_and_says_so(
    client: Browser, session_type: SessionType
) -> None:
    booking = ask_and_verify(session_type)
    manage(client, booking)
    page = text(client.post(reverse("book_manage_act", args=["accept"]), follow=True))
    assert "Nothing was changed: this page now shows how things stand." in page


def test_once_it_has_begun_the_question_is_not_even_asked(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    booking = make_booking(session_type, starts_at=NOW + timedelta(minutes=1))
    Booking.objects.filter(pk=booking.pk).update(manage_token_hash=hash_token(manage_token(booking)))
    manage(client, booking)
    url = reverse("book_manage_act", args=["cancel"])
    assert "Cancel this session?" in text(client.get(url))  # a control
    clock.shift(timedelta(minutes=1))
    page = text(client.get(url, follow=True))
    assert "The session has started, so it can no longer be cancelled here." in page
    assert "late cancellation" not in page
    Booking.objects.update(status="completed")
    assert "Nothing was changed" in text(client.get(url, follow=True))


def test_a_session_that_began_meanwhile_is_not_cancelled_by_its_client(
    client: Browser, session_type: SessionType, clock: time_machine.Traveller
) -> None:
    booking = make_booking(session_type, starts_at=NOW + timedelta(minutes=1))
    Booking.objects.filter(pk=booking.pk).update(manage_token_hash=hash_token(manage_token(booking)))
    manage(client, booking)
    clock.shift(timedelta(minutes=1))
    page = text(client.post(reverse("book_manage_act", args=["cancel"]), {"note": ""}, follow=True))
    assert "The session has started, so it can no longer be cancelled here." in page


def test_only_an_agreed_session_has_a_calendar_file(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    booking = ask_and_verify(session_type)
    manage(client, booking)
    assert client.get(reverse("book_manage_calendar")).status_code == 404
    confirm_booking(booking=booking, by=therapist, now=NOW)
    answer = client.get(reverse("book_manage_calendar"), {"sure": "yes"})
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def test_words_typed_with_a_token_that_no_longer_counts_come_back(session_type: SessionType) -> None:
    browser = Browser(enforce_csrf_checks=True)
    manage(browser, ask_and_verify(session_type))
    page = browser.post(
        reverse("book_manage_act", args=["cancel"]),
        {"note": "I am ill, and sorry."},
        headers={"Origin": "http://testserver"},
    )
    assert page.status_code == 403
    assert "I am ill, and sorry." in text(page)


def test_a_word_typed_with_a_withdrawal_is_kept(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    manage(client, booking)
    address = reverse("book_manage_act", args=["withdraw"])
    assert 'name="note"' in text(client.get(address))
    client.post(address, {"note": "I found someone nearer."})
    assert booking.events.get(act="withdraw").note == "I found someone nearer."


def test_by_phone_without_a_number_the_page_says_who_calls(
    client: Browser, session_type: SessionType, therapist: User
) -> None:
    Practice.objects.update(phone="")
    booking = confirm_booking(booking=ask_and_verify(session_type, mode="phone"), by=therapist, now=NOW)
    page = text(client.get(reverse("book_manage_link", args=[manage_token(booking)]), follow=True))
    assert "You are the one who calls; Dr Bhatt tells you how." in page


@pytest.mark.parametrize(
    ("status", "is_said"),
    [
        *[(status, True) for status in ("requested", "proposed", "confirmed", "completed")],
        *[(status, False) for status in ("declined", "expired", "withdrawn", "cancelled", "no_show")],
    ],
)
def test_the_fee_stands_only_where_a_session_is_to_come_or_took_place(
    client: Browser, session_type: SessionType, status: str, is_said: bool
) -> None:
    holds = status in {"requested", "proposed"}
    blocks = holds or status in {"confirmed", "completed", "no_show"}
    booking = make_booking(session_type, status=status, blocks=blocks, fee_rupees=1500)
    Booking.objects.filter(pk=booking.pk).update(manage_token_hash=hash_token(manage_token(booking)))
    assert ("Fee: ₹1,500, paid after the session." in text(manage(client, booking))) is is_said
