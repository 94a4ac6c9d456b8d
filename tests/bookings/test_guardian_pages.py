"""The pages of the guardian's path: whom to call first, asking by one's own choice, answering, and the desk."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from bookings.models import Booking, Guardian, SessionType
from practice.models import OutgoingMessage
from tests.bookings.at_desk import page_of, send, status_of
from tests.bookings.browsing import ask, details_url, mend, text
from tests.bookings.letters import written
from tests.bookings.steps import ask_and_verify
from tests.bookings.young import CHILD, MOTHER, act_url, come_by_link, guardian, proved
from tests.cast import make_patron, make_reader
from tests.factories import MONDAY, make_policy

__all__ = ["guardian"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]
NOTED = {"name": "Meera", "relation": "mother", "contact": "+91 98765", "how": "paper", "given_on": "2026-11-19"}


# What the mails say


def test_the_mail_about_a_request_says_what_it_still_needs_and_whom_to_call(
    client: Browser, session_type: SessionType
) -> None:
    mail = written(proved(client, session_type), "booking_received")
    assert mail is not None
    assert "It can only be confirmed once a parent or guardian has agreed. Nobody at home was written to" in mail.text
    assert "1098" in mail.text
    assert "1098" in mail.html


def test_the_mail_does_not_say_that_nobody_was_written_to_where_somebody_was(guardian: Guardian) -> None:
    mail = written(guardian.booking, "booking_received")
    assert mail is not None
    assert "Nobody at home" not in mail.text
    assert "once a parent or guardian has agreed. The person whom you named is written to" in mail.text


def test_the_mail_to_an_adult_says_nothing_of_guardians(session_type: SessionType) -> None:
    mail = written(ask_and_verify(session_type), "booking_received")
    assert mail is not None
    assert "guardian" not in mail.text
    assert "1098" not in mail.text


# Asking for a time


def test_the_numbers_come_first_and_then_one_may_go_on(client: Browser, session_type: SessionType) -> None:
    first = ask(client, session_type, is_adult="no", note="Some words.")
    assert first.status_code == 422
    assert text(first).index("1098") < text(first).index('name="guardian"')
    assert "Some words." in text(first)
    second = ask(client, session_type, **CHILD, note="Some words.")
    assert second.headers["Location"] == "/book/verify/"
    booking = Booking.objects.get()
    assert (booking.is_minor, booking.guardian_word) == (True, "later")


def test_an_adult_is_asked_nothing_of_the_kind(client: Browser, session_type: SessionType) -> None:
    assert 'name="guardian"' not in text(client.get(details_url(session_type)))
    ask(client, session_type, guardian="ask")
    booking = Booking.objects.get()
    assert (booking.is_minor, booking.guardian_word) == (False, "")


def test_once_answered_other_mistakes_are_named_and_the_answer_is_kept(
    client: Browser, session_type: SessionType
) -> None:
    page = text(ask(client, session_type, **CHILD, consent=""))
    assert "Read the privacy notice and tick the box" in page
    assert "1098" in page
    assert "checked" in page.split('value="later"')[1].split(">")[0]


def test_an_answer_that_is_none_is_refused(client: Browser, session_type: SessionType) -> None:
    assert ask(client, session_type, is_adult="no", guardian="x").status_code == 422
    assert not Booking.objects.exists()


def test_a_mistyped_address_keeps_what_was_said_of_age(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, **CHILD)
    page = text(mend(client))
    assert 'name="guardian"' in page
    assert "1098" in page


def test_a_child_whose_guardian_agreed_is_not_asked_again(client: Browser, session_type: SessionType) -> None:
    user = make_patron("asha@example.com", "Asha")
    first = ask_and_verify(session_type, MONDAY + timedelta(days=1), is_minor=True)
    Guardian.objects.create(
        client=Client.objects.get(user=user), booking=first, how="paper", answered_at=MONDAY, has_agreed=True,
        given_on=MONDAY.date(),
    )  # fmt: skip
    client.force_login(user)
    assert ask(client, session_type, is_adult="no").status_code == 302
    assert Booking.objects.latest("pk").is_minor


# Asking for consent


def test_nobody_is_written_to_until_it_is_wished_for(client: Browser, session_type: SessionType) -> None:
    booking = proved(client, session_type, guardian="ask")
    page = text(client.get(reverse("book_asked", args=[booking.uuid])))
    assert "This site writes to nobody at home unless you ask it to here." in page
    assert page.count("1098") >= 1
    asked = text(client.get(act_url(booking)))
    assert "What you wrote to Dr Bhatt is not shown to them." in asked
    assert not Guardian.objects.exists()
    assert not OutgoingMessage.objects.filter(kind="guardian_asked").exists()
    page = text(client.post(act_url(booking), MOTHER, follow=True))
    assert "a parent or guardian is asked by email" in page
    assert OutgoingMessage.objects.filter(kind="guardian_asked").count() == 1


def test_a_draft_has_no_such_page(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, **CHILD)
    booking = Booking.objects.get()
    client.post(act_url(booking), MOTHER)
    assert not Guardian.objects.exists()


def test_a_stranger_cannot_have_a_guardian_written_to(client: Browser, session_type: SessionType) -> None:
    booking = proved(client, session_type)
    assert Browser().post(act_url(booking), MOTHER).headers["Location"].startswith("/account/login/")
    stranger = Browser()
    stranger.force_login(make_reader())
    assert stranger.post(act_url(booking), MOTHER).status_code == 404
    assert not Guardian.objects.exists()


def test_mistakes_bring_the_words_back(client: Browser, session_type: SessionType) -> None:
    booking = proved(client, session_type)
    answer = client.post(act_url(booking), {**MOTHER, "email": "meera@"})
    assert answer.status_code == 422
    assert 'value="meera@"' in text(answer)
    assert not Guardian.objects.exists()


def test_at_most_three_guardians_a_day_are_written_to(client: Browser, session_type: SessionType) -> None:
    booking = proved(client, session_type)
    answers = [client.post(act_url(booking), {**MOTHER, "email": f"m{n}@example.com"}).status_code for n in range(4)]
    assert answers == [302, 302, 302, 429]
    assert OutgoingMessage.objects.filter(kind="guardian_asked").count() == 3


def test_the_same_form_again_uses_up_no_limit(client: Browser, session_type: SessionType) -> None:
    booking = proved(client, session_type)
    assert {client.post(act_url(booking), MOTHER).status_code for _time in range(6)} == {302}
    assert OutgoingMessage.objects.filter(kind="guardian_asked").count() == 1


# Answering


def test_opening_the_link_changes_nothing_and_shows_no_note(guardian: Guardian) -> None:
    make_policy("guardian", body="<p>What you agree to.</p>")
    browser = come_by_link(guardian)
    page = text(browser.get("/book/guardian/"))
    assert "Asha would like to meet" in page
    assert "What you agree to." in page
    assert "For her eyes only." not in page
    assert "asha@example.com" not in page
    guardian.refresh_from_db()
    assert (guardian.answered_at, guardian.has_agreed) == (None, None)


def test_agreeing_wants_the_tick(guardian: Guardian) -> None:
    browser = come_by_link(guardian)
    assert browser.post("/book/guardian/", {"answer": "agree"}).status_code == 422
    assert browser.post("/book/guardian/", {}).status_code == 422
    page = text(browser.post("/book/guardian/", {"answer": "agree", "is_guardian": "on"}, follow=True))
    assert "your answer is stored" in page
    guardian.refresh_from_db()
    assert guardian.has_agreed


def test_a_no_needs_no_tick_and_is_final_for_this_link(client: Browser, guardian: Guardian) -> None:
    browser = come_by_link(guardian)
    assert "You said no, so this time cannot be confirmed." in text(
        browser.post("/book/guardian/", {"answer": "refuse"}, follow=True)
    )
    browser.post("/book/guardian/", {"answer": "agree", "is_guardian": "on"})
    guardian.refresh_from_db()
    assert guardian.has_agreed is False
    page = text(client.get(reverse("book_asked", args=[guardian.booking.uuid])))
    assert "has said no" in page
    assert "Ask somebody else" in page


def test_after_the_request_ended_there_is_nothing_more_to_do(client: Browser, guardian: Guardian) -> None:
    browser = come_by_link(guardian)
    client.post(reverse("book_asked_act", args=[guardian.booking.uuid, "withdraw"]))
    page = text(browser.get("/book/guardian/"))
    assert "Nothing more to do" in page
    assert "Asha" not in page


def test_a_guessed_link_is_absent_and_no_link_says_how_to_come_in(client: Browser) -> None:
    assert client.get(reverse("book_guardian_link", args=["guessed"])).status_code == 404
    assert "Open the link once more" in text(client.get("/book/guardian/"))


def test_an_offered_time_cannot_be_accepted_before_consent(
    client: Browser, session_type: SessionType, desk: Browser
) -> None:
    browser = Browser()
    booking = proved(browser, session_type)
    send(desk, "propose", booking, slot="", other="2026-11-24T12:00")
    page = browser.post(reverse("book_asked_act", args=[booking.uuid, "accept"]), follow=True)
    assert "A parent or guardian has to agree first." in text(page)
    assert "Accept this time" not in text(page)
    assert status_of(booking) == "proposed"


# What stays once a request has ended


@pytest.mark.parametrize("status", ["declined", "expired", "withdrawn", "cancelled"])
def test_a_request_of_a_child_that_has_ended_still_says_whom_to_call(
    client: Browser, session_type: SessionType, status: str
) -> None:
    booking = proved(client, session_type)
    Booking.objects.update(status=status, blocks=False, hold_until=None)
    page = text(client.get(reverse("book_asked", args=[booking.uuid])))
    assert "Childline: 1098" in page
    Booking.objects.update(is_minor=False)
    assert "Childline" not in text(client.get(reverse("book_asked", args=[booking.uuid])))


def test_the_desk_asks_for_consent_only_while_something_can_be_confirmed(
    desk: Browser, client: Browser, session_type: SessionType
) -> None:
    booking = proved(client, session_type)
    missing, note = "No parent or guardian has agreed yet", reverse("admin:booking_guardian", args=[booking.pk])
    waiting = text(desk.get(page_of(booking)))
    assert (missing in waiting, note in waiting) == (True, True)
    send(desk, "decline", booking, note="")
    declined = text(desk.get(page_of(booking)))
    assert (missing in declined, note in declined) == (False, False)
