"""The details of a request: nothing typed is lost, whatever goes wrong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Practitioner, User
from bookings.forms import RequestForm
from bookings.models import Booking, SessionType
from bookings.request_limits import REQUESTS_AN_ADDRESS
from bookings.shown_terms import ShownTerms
from practice.limits import spend
from tests.bookings.browsing import ask, details_url, form, text
from tests.bookings.steps import ask_and_verify, code_for
from tests.cast import make_patron
from tests.factories import make_policy

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]


def test_mistakes_keep_every_word_and_are_named_beside_the_field(client: Browser, session_type: SessionType) -> None:
    response = ask(client, session_type, email="asha@", name="Asha <b>", note="Some words.")
    page = text(response)
    assert response.status_code == 422
    assert "<title>Error: " in re.sub(r"\s+", " ", page).replace("<title> ", "<title>")
    assert "Enter an email address like name@example.com" in page
    assert "Asha &lt;b&gt;" in page
    assert "Some words." in page
    assert not Booking.objects.exists()


def test_a_time_that_went_meanwhile_brings_the_form_back_with_the_five_nearest(
    client: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type, email="bela@example.com")
    response = ask(client, session_type, note="Some words.")
    page = text(response)
    assert response.status_code == 409
    assert page.count('name="start"') == 5
    assert "Some words." in page


def test_another_time_chosen_there_is_asked_for_without_typing_again(
    client: Browser, session_type: SessionType
) -> None:
    ask_and_verify(session_type, email="bela@example.com")
    page = text(ask(client, session_type))
    key = re.search(r'name="request_key" value="([0-9a-f-]{36})"', page)
    other = re.search(r'name="start" value="([^"]+)"', page)
    assert key
    assert other
    assert ask(client, session_type, start=other[1], request_key=key[1]).status_code == 302
    assert Booking.objects.filter(email="asha@example.com").count() == 1


def test_for_another_browser_the_time_of_a_draft_has_gone(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    stranger = Browser()
    assert stranger.get(details_url(session_type)).status_code == 409
    assert ask(stranger, session_type, email="bela@example.com").status_code == 409


def test_a_refusal_leaves_the_earlier_draft_its_time(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    late = ask(client, session_type, start="2027-11-23T06:30:00Z")
    assert late.status_code == 409
    assert Booking.objects.get().blocks


@pytest.mark.parametrize(
    "start", ["2026-11-20T04:29:00Z", "2027-11-23T06:30:00Z", "2026-11-23T06:31:00Z", "2026-11-22T06:30:00Z"]
)
def test_a_time_never_offered_is_answered_like_one_that_is_taken(
    client: Browser, session_type: SessionType, start: str
) -> None:
    response = client.post(details_url(session_type, f"?start={start}&mode=video"), form())
    assert response.status_code == 409
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "start", ["", "x", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:30:00Z", "1969-12-31T00:00:00Z"]
)
def test_a_time_that_is_none_leads_back_to_the_times(client: Browser, session_type: SessionType, start: str) -> None:
    response = client.get(details_url(session_type, f"?start={start}&mode=video"))
    assert response.headers["Location"].startswith("/book/individual/")


def test_the_same_form_again_shows_the_same_page(client: Browser, session_type: SessionType) -> None:
    sent = form()
    first = client.post(details_url(session_type), sent)
    second = client.post(details_url(session_type), sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Booking.objects.count() == 1


def test_the_same_key_with_other_words_shows_the_request_already_made(
    client: Browser, session_type: SessionType
) -> None:
    sent = form()
    client.post(details_url(session_type), sent)
    response = client.post(details_url(session_type), {**sent, "note": "Other words."})
    assert response.status_code == 422
    assert "Change it" in text(response)


def test_hidden_fields_added_by_hand_change_nothing(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, status="confirmed", fee_rupees="1", length_minutes="5", practitioner="9", is_staff="1")
    booking = Booking.objects.get()
    assert (booking.status, booking.length_minutes) == ("draft", 50)


def test_someone_under_18_is_shown_whom_to_call_and_nothing_is_stored(
    client: Browser, session_type: SessionType
) -> None:
    response = ask(client, session_type, is_adult="no")
    assert "1098" in text(response)
    assert not Booking.objects.exists()


def test_someone_who_mistyped_the_address_asks_again_for_the_same_time(
    client: Browser, session_type: SessionType
) -> None:
    ask(client, session_type, email="asha@exampel.com")
    assert client.get(details_url(session_type)).status_code == 200
    ask(client, session_type, email="asha@example.com")
    kept = Booking.objects.get(status="draft")
    assert (kept.email, kept.blocks) == ("asha@example.com", True)


def test_the_same_form_ten_times_uses_up_no_limit(client: Browser, session_type: SessionType) -> None:
    sent = form()
    answers = {client.post(details_url(session_type), sent).headers.get("Location") for _time in range(10)}
    assert answers == {"/book/verify/"}


def test_the_time_that_this_browser_holds_itself_is_free_to_it_and_to_no_other(
    client: Browser, session_type: SessionType
) -> None:
    ask(client, session_type, email="asah@example.com")
    assert client.get(details_url(session_type)).status_code == 200
    assert Browser().get(details_url(session_type)).status_code == 409
    assert ask(client, session_type).status_code == 302
    assert Booking.objects.get(blocks=True).email == "asha@example.com"


def test_a_second_time_that_is_refused_leaves_the_first_one_held(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    other = "2026-11-23T08:00:00Z"
    ask_and_verify(session_type, email="bela@example.com", starts_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert ask(client, session_type, start=other).status_code == 409
    assert Booking.objects.get(email="asha@example.com").blocks


def test_who_has_the_time_already_is_led_to_the_request(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type)
    booking = Booking.objects.get()
    client.post("/book/verify/", {"code": code_for(booking)})
    answer = client.get(details_url(session_type))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/book/asked/{booking.uuid}/")
    assert client.get(details_url(session_type, "?start=2026-11-23T08:00:00Z&mode=video")).status_code == 200


# When nothing can be asked for, and too often


@pytest.mark.parametrize(
    ("rule", "words"),
    [({"is_paused": True}, "Dr Bhatt is away for a while, so she cannot take requests just now."),
     ({"takes_new_clients": False}, "Dr Bhatt cannot take on anyone new at present, and we are sorry.")],
)  # fmt: skip
def test_a_practice_that_closed_meanwhile_is_not_called_someone_quicker(
    client: Browser, session_type: SessionType, rule: dict[str, bool], words: str
) -> None:
    Practitioner.objects.update(**rule)
    session_type.practitioner.refresh_from_db()
    page = ask(client, session_type, note="Some words.")
    assert page.status_code == 409
    assert words in text(page)
    assert "Some words." in text(page)
    assert "Someone was quicker" not in text(page)
    assert 'name="start"' not in text(page)
    assert "What you typed is still here." in text(page)
    assert "Ask for this time" not in text(page)
    assert reverse("book_waiting_list") in text(page)
    opened = text(client.get(details_url(session_type)))
    assert words in opened
    assert "What you typed" not in opened
    assert "Ask for this time" not in opened
    assert 'name="other_times"' not in opened


def test_a_session_for_clients_is_not_there_for_anyone_else(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(audience="clients")
    assert client.get(details_url(session_type)).status_code == 404
    client.force_login(make_patron("asha@example.com", "Asha"))
    assert client.get(details_url(session_type)).status_code == 200


def test_a_client_is_told_that_a_first_session_is_for_new_people(client: Browser, session_type: SessionType) -> None:
    SessionType.objects.update(audience="new_clients")
    client.force_login(make_patron("asha@example.com", "Asha"))
    assert "for people who come for the first time" in text(client.get(details_url(session_type)))


def test_too_many_requests_from_one_place_keep_what_was_typed(client: Browser, session_type: SessionType) -> None:
    while spend("request", "127.0.0.1", limit=REQUESTS_AN_ADDRESS, per=timedelta(hours=1)):
        pass
    page = ask(client, session_type, note="Some words.")
    assert page.status_code == 429
    assert "What you typed is kept: wait an hour" in text(page)
    assert "Some words." in text(page)


def test_anyone_under_18_first_reads_who_is_there_for_them(client: Browser, session_type: SessionType) -> None:
    page = text(ask(client, session_type, is_adult="no"))
    assert page.index("1098") < page.index("Does a parent or guardian know")
    assert page.index("1098") < page.index("One more question")
    assert "There is a problem" not in page
    assert "Error" not in page
    assert page.index("If you are under 18") < page.index("1098")


def test_a_young_person_abroad_reads_the_help_by_country_before_the_numbers_of_home(
    client: Browser, session_type: SessionType
) -> None:
    page = text(ask(client, session_type, is_adult="no"))  # by London's clock
    part = page[page.index("If you are under 18") :]
    assert part.index("By country:") < part.index("1098")
    at_home = details_url(session_type, "?start=2026-11-23T06:30:00Z&mode=video&tz=Asia/Kolkata")
    home = text(client.post(at_home, form(is_adult="no")))
    part = home[home.index("If you are under 18") :]
    assert part.index("1098") < part.index("In another country:")


def test_no_other_mistake_is_held_against_a_young_person(client: Browser, session_type: SessionType) -> None:
    page = text(ask(client, session_type, is_adult="no", email="", consent=""))
    assert "1098" in page
    assert "Enter an email address" not in page
    assert "Read the privacy notice and tick the box" not in page


def test_a_time_whose_free_period_is_over_says_so_before_it_is_asked_for(
    client: Browser, session_type: SessionType
) -> None:
    soon = "?start=2026-11-21T04:30:00Z&mode=video&tz=Europe/London"  # in 24 hours, to the minute
    assert "free period is over already" not in text(client.get(details_url(session_type, soon)))
    Practitioner.objects.update(cancellation_hours=25)
    session_type.practitioner.refresh_from_db()
    assert "free period is over already" in text(client.get(details_url(session_type, soon)))


# What is agreed to, and what it costs


def test_at_most_six_things_have_to_be_filled_in() -> None:
    fields = RequestForm(terms=ShownTerms(50, None, 24, 1, 2, 3)).fields
    must = [name for name, field in fields.items() if field.required and name != "request_key"]
    assert must == ["name", "email", "is_adult", "limits", "consent"]


def test_the_limits_of_confidentiality_have_to_be_read_and_their_version_is_kept(
    client: Browser, session_type: SessionType
) -> None:
    limits = make_policy("confidentiality", version="2026-11-20")
    page = text(client.get(details_url(session_type)))
    assert 'href="/confidentiality/"' in page
    assert "Version 2026-11-20." in page
    refused = ask(client, session_type, limits="", note="Some words.")
    assert refused.status_code == 422
    assert "Read what stays between us and its limits, and tick the box" in text(refused)
    assert "Some words." in text(refused)
    assert ask(client, session_type).status_code == 302
    assert Booking.objects.get().confidentiality_text == limits


def test_the_fee_stands_before_asking_and_on_the_page_of_the_request_as_it_was_then(
    client: Browser, session_type: SessionType
) -> None:
    SessionType.objects.update(fee_rupees=1500)
    assert "₹1,500" in text(client.get(details_url(session_type)))
    ask(client, session_type)
    SessionType.objects.update(fee_rupees=9900)
    booking = Booking.objects.get()
    client.post("/book/verify/", {"code": code_for(booking)})
    page = text(client.get(f"/book/asked/{booking.uuid}/"))
    assert "Fee: ₹1,500, paid after the session." in page
    assert "9,900" not in page


def test_a_request_without_a_fee_says_nothing_of_one(client: Browser, session_type: SessionType) -> None:
    booking = ask_and_verify(session_type)
    client.force_login(User.objects.get(email="asha@example.com"))
    assert "Fee:" not in text(client.get(f"/book/asked/{booking.uuid}/"))
