"""Reaching someone safely: email alone unless she chose more, in the request or in her space; the desk obeys."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from accounts.reach import EMAIL_ONLY, ReachWishes, wishes_of
from accounts.services import set_reach
from bookings.models import Booking, SessionType
from tests.bookings.at_desk import page_of
from tests.bookings.browsing import QUERY, ask, details_url, form, mend, text
from tests.bookings.steps import ask as ask_by_service
from tests.bookings.steps import code_for, verify
from tests.cast import enrol, make_patron, make_reader
from tests.factories import make_client

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.gate]

REACH = "/space/reach/"
NUMBER = "+919876543210"
CALL = ReachWishes("call", NUMBER, "weekdays, 10 to 4", voicemail=False)


@pytest.fixture
def asha(db: None) -> User:
    return make_patron("asha@example.com", "Asha")


def row_of(user: User) -> Client:
    return Client.objects.get(user=user)


# In the request


def test_email_only_is_what_holds_without_a_word(client: Browser, session_type: SessionType) -> None:
    page = text(client.get(details_url(session_type)))
    assert 'name="reach" value="email"' in page
    assert "<details" in page
    ask(client, session_type)
    assert wishes_of(Booking.objects.get()) == EMAIL_ONLY


def test_what_was_chosen_is_stored_with_the_request_and_then_with_the_client(
    client: Browser, session_type: SessionType
) -> None:
    ask(client, session_type, reach="call", phone="+91 (98765) 432-10", safe_hours=" weekdays, 10 to 4 ")
    booking = Booking.objects.get()
    assert wishes_of(booking) == CALL
    assert not Client.objects.exists()
    client.post(reverse("book_verify"), {"code": code_for(booking)})
    assert wishes_of(Client.objects.get()) == CALL


def test_a_call_without_a_number_brings_the_form_back_unfolded(client: Browser, session_type: SessionType) -> None:
    answer = ask(client, session_type, reach="whatsapp", safe_hours="mornings", note="Some words.")
    page = text(answer)
    assert answer.status_code == 422
    assert "Enter a number, or choose email only" in page
    assert 'class="disclosure" open' in page
    assert "mornings" in page
    assert "Some words." in page


@pytest.mark.parametrize("phone", ["98765 43210", "x", "+", "+91 98765 43210 ext 4", "+0123456789", "9" * 41])
def test_a_number_that_could_not_be_called_is_refused_in_words(
    client: Browser, session_type: SessionType, phone: str
) -> None:
    answer = ask(client, session_type, reach="call", phone=phone)
    assert answer.status_code == 422
    assert not Booking.objects.exists()


@pytest.mark.parametrize("phone", ["0091 98765-43210", "+९१ ९८७६५ ४३२१०", "+91.98765.43210"])
def test_one_number_has_one_form(client: Browser, session_type: SessionType, phone: str) -> None:
    assert ask(client, session_type, reach="call", phone=phone).status_code == 302
    assert Booking.objects.get().phone == NUMBER


def test_with_email_only_no_number_is_kept(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, reach="email", phone=NUMBER, safe_hours="mornings", voicemail="on")
    assert wishes_of(Booking.objects.get()) == EMAIL_ONLY


def test_a_request_that_says_nothing_leaves_an_earlier_choice(session_type: SessionType, asha: User) -> None:
    set_reach(client=row_of(asha), wishes=CALL)
    verify(ask_by_service(session_type))
    assert wishes_of(row_of(asha)) == CALL


def test_a_new_choice_in_a_proved_request_takes_its_place(session_type: SessionType, asha: User) -> None:
    verify(ask_by_service(session_type, wishes=CALL))
    assert wishes_of(row_of(asha)) == CALL


def test_her_mailbox_alone_changes_nothing_where_she_has_a_second_factor(session_type: SessionType, asha: User) -> None:
    """Whoever reads her mail proves the address, but not her: the therapist must not call a number of theirs."""
    enrol(asha)
    booking = verify(ask_by_service(session_type, wishes=CALL))
    assert booking.status == Booking.Status.REQUESTED
    assert wishes_of(row_of(asha)) == EMAIL_ONLY


def test_who_asks_for_the_first_time_is_reached_as_she_says(session_type: SessionType) -> None:
    reader = make_reader("asha@example.com")
    enrol(reader)
    verify(ask_by_service(session_type, wishes=CALL))
    assert wishes_of(row_of(reader)) == CALL


def test_who_is_signed_in_is_not_asked_again(client: Browser, session_type: SessionType, asha: User) -> None:
    set_reach(client=row_of(asha), wishes=CALL)
    client.force_login(asha)
    assert 'name="reach"' not in text(client.get(details_url(session_type)))
    ask(client, session_type, reach="whatsapp", phone="+442079460000")
    assert wishes_of(Booking.objects.get()) == wishes_of(row_of(asha)) == CALL


def test_what_was_typed_for_a_draft_stands_in_the_form_again(client: Browser, session_type: SessionType) -> None:
    ask(client, session_type, reach="call", phone=NUMBER, safe_hours="mornings")
    page = text(mend(client))
    assert f'value="{NUMBER}"' in page
    assert "mornings" in page


# In the space


def test_a_client_says_how_to_reach_her(client: Browser, asha: User) -> None:
    client.force_login(asha)
    assert f'href="{REACH}"' in text(client.get("/space/"))
    sent = {"name": "A.", "reach": "call", "phone": NUMBER, "safe_hours": "weekdays, 10 to 4"}
    answer = client.post(REACH, sent, follow=True)
    assert "Saved." in text(answer)
    assert wishes_of(row_of(asha)) == CALL
    assert row_of(asha).name == "A."
    assert NUMBER in text(client.get(REACH))
    client.post(REACH, {**sent, "reach": "email"})
    assert wishes_of(row_of(asha)) == EMAIL_ONLY


def test_a_mistake_there_keeps_what_was_typed_and_changes_nothing(client: Browser, asha: User) -> None:
    client.force_login(asha)
    answer = client.post(REACH, {"name": "Other", "reach": "call", "phone": "12", "safe_hours": "mornings"})
    assert answer.status_code == 422
    assert "mornings" in text(answer)
    assert wishes_of(row_of(asha)) == EMAIL_ONLY
    assert row_of(asha).name == "Asha"


def test_whoever_never_asked_has_no_such_page(client: Browser, db: None) -> None:
    client.force_login(make_reader())
    assert client.get(REACH).status_code == 404
    assert REACH not in text(client.get("/space/"))
    client.force_login(make_patron("bela@example.com", "Bela", "prospect"))
    assert client.get(REACH).status_code == 200


def test_nobody_changes_it_for_someone_else(client: Browser, asha: User) -> None:
    bela = make_patron("bela@example.com", "Bela")
    client.force_login(bela)
    client.post(REACH, {"name": "B.", "reach": "call", "phone": NUMBER})
    assert wishes_of(row_of(asha)) == EMAIL_ONLY


@pytest.mark.parametrize("phone", ["98765 43210", "098765 43210"])
def test_in_india_a_mobile_number_needs_no_country_code(
    client: Browser, session_type: SessionType, asha: User, phone: str
) -> None:
    at_home = details_url(session_type, QUERY.partition("&tz=")[0])
    client.post(at_home, form(reach="call", phone=phone))
    assert Booking.objects.get().phone == NUMBER
    client.force_login(asha)
    Client.objects.update(zone_name="Asia/Kolkata")
    client.post(REACH, {"name": "A.", "reach": "call", "phone": phone})
    assert row_of(asha).phone == NUMBER


def test_control_elsewhere_a_client_gives_the_country_code_too(client: Browser, asha: User) -> None:
    client.force_login(asha)
    Client.objects.update(zone_name="Europe/London")
    assert client.post(REACH, {"name": "A.", "reach": "call", "phone": "07911 123456"}).status_code == 422


# At the desk


def test_the_desk_shows_a_call_only_where_it_was_chosen(desk: Browser, session_type: SessionType, asha: User) -> None:
    booking = verify(ask_by_service(session_type))
    Client.objects.update(phone=NUMBER)
    for page in ("/admin/", page_of(booking), reverse("admin:accounts_client_change", args=[row_of(asha).pk])):
        shown = text(desk.get(page))
        assert "By email only." in shown
        assert "98765" not in shown
        assert f"tel:{NUMBER}" not in shown
    set_reach(client=row_of(asha), wishes=CALL)
    for page in ("/admin/", page_of(booking), reverse("admin:accounts_client_change", args=[row_of(asha).pk])):
        shown = text(desk.get(page))
        assert f'href="tel:{NUMBER}"' in shown
        assert "Safe hours: weekdays, 10 to 4." in shown
        assert "Leave no voicemail." in shown
        assert "wa.me" not in shown


def test_the_desk_opens_whatsapp_where_that_was_chosen(desk: Browser, session_type: SessionType) -> None:
    booking = verify(ask_by_service(session_type, wishes=ReachWishes("whatsapp", NUMBER, "", voicemail=True)))
    shown = text(desk.get(page_of(booking)))
    assert 'href="https://wa.me/919876543210"' in shown
    assert "tel:+9198" not in shown
    assert "Safe hours: not said; ask by email first." in shown
    assert "Voicemail is all right." in shown


def test_the_therapist_says_it_for_whoever_has_no_login(desk: Browser, asha: User) -> None:
    by_hand = make_client("Cora")
    address = reverse("admin:accounts_client_change", args=[by_hand.pk])
    inlines = {f"{name}-{each}_FORMS": "0" for name in ("consents", "ledger") for each in ("TOTAL", "INITIAL")}
    sent = {"name": "Cora", "language": "en-gb", "reach": "call", "phone": "", **inlines}
    assert "Enter a number, or choose email only" in text(desk.post(address, sent))
    answer = desk.post(address, {**sent, "phone": "+91 98765 43210", "safe_hours": "weekdays, 10 to 4"})
    assert answer.status_code == 302
    by_hand.refresh_from_db()
    assert wishes_of(by_hand) == CALL
    desk.post(address, {**sent, "phone": NUMBER, "safe_hours": "mornings", "reach": "email"})
    by_hand.refresh_from_db()
    assert wishes_of(by_hand) == EMAIL_ONLY
    hers = reverse("admin:accounts_client_change", args=[row_of(asha).pk])
    assert 'name="reach"' not in text(desk.get(hers))


def test_safe_hours_are_not_readable_in_the_database(session_type: SessionType, asha: User) -> None:
    set_reach(client=row_of(asha), wishes=CALL)
    verify(ask_by_service(session_type, wishes=CALL))
    with connection.cursor() as cursor:
        for table in ("accounts_client", "bookings_booking"):
            cursor.execute(f"SELECT safe_hours FROM {table}")
            stored = [row[0] for row in cursor.fetchall()]
            assert stored
            assert not any("weekdays" in each for each in stored)
