"""Rows c1 to c15 that no other folder tests: addresses, numbers, fields that nobody asked for."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking
from practice.models import ContactMessage, OutgoingMessage, Practice
from tests.bad_input.doors import KEPT, Stage, send_contact, send_request
from tests.bookings.browsing import form
from tests.bookings.steps import code_for
from tests.worksheets.sheets import PAGE, typed
from worksheets.models import Answer

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

BAD_ADDRESSES = [
    "a@b.co\r\nBcc: x@y.z",
    "x" * 300 + "@b.co",
    "a@b",
    '"x y"@b.co',
    "a@b..co",
    "a@-b.co",
    "a@b.co,c@d.co",
    "a@b.co\0",
]
BAD_ADDRESSES += [
    "a@[127.0.0.1]",
    "a@" + "b." * 130 + "co",
    "@b.co",
    "ａ@b.co",
    "a@b.co>",
    "a\u200b@b.co",
    "x" * 1_000_000 + "@b.co",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=lambda address: ascii(address[:24]))
@pytest.mark.parametrize("send", [send_contact, send_request])
def test_c1_c2_an_address_that_mail_could_not_reach_is_named_beside_its_field(
    stage: Stage, send: object, address: str
) -> None:
    response = send(stage, email=address)  # type: ignore[operator]
    page = response.content.decode()
    assert response.status_code == 422
    assert "name@example.com" in page or "at most 254 characters" in page
    assert KEPT in page
    assert not ContactMessage.objects.exists()
    assert Booking.objects.count() == 1
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=lambda address: ascii(address[:24]))
def test_c1_c2_no_letter_goes_to_such_an_address(stage: Stage, address: str) -> None:
    assert stage.stranger.post("/book/manage/find/", {"email": address}).status_code == 422
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=lambda address: ascii(address[:24]))
@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_c1_c2_no_letter_that_is_sent_goes_to_such_an_address(stage: Stage, path: str, address: str) -> None:
    assert stage.stranger.post(path, {"email": address}).status_code in {200, 302}
    for message in OutgoingMessage.objects.all():
        assert message.body["until"] < message.due_at.isoformat()  # written for nobody: to take as long


@pytest.mark.parametrize(
    "code",
    ["", "0", "12345", "1234567", "12 34 5", "१२३४५", "²³¹²³¹", "-12345", "1e5", "\0", "x" * 100_000, "12345６７"],
)
def test_c11_a_code_that_is_none_is_asked_for_again_and_costs_no_try(stage: Stage, code: str) -> None:
    send_request(stage)
    response = stage.stranger.post(reverse("book_verify"), {"code": code})
    assert response.status_code == 422
    assert "Enter the six digits" in response.content.decode()
    booking = Booking.objects.get(email="new@example.com")
    assert (booking.status, booking.code_tries) == ("draft", 0)


@pytest.mark.parametrize("made", ["{}", " {} ", "devanagari", "spaced"])
def test_c11_a_code_is_taken_as_people_type_it(stage: Stage, made: str) -> None:
    send_request(stage)
    booking = Booking.objects.get(email="new@example.com")
    code = code_for(booking)
    typed = {
        "devanagari": code.translate({48 + digit: 0x966 + digit for digit in range(10)}),
        "spaced": f"{code[:3]} {code[3:]}",
    }
    stage.stranger.post(reverse("book_verify"), {"code": typed.get(made, made.format(code))})
    booking.refresh_from_db()
    assert booking.status == "requested"


EXTRA = {
    "is_staff": "1",
    "is_superuser": "1",
    "user": "1",
    "client": "1",
    "status": "confirmed",
    "pk": "1",
    "id": "1",
    "practitioner": "9",
}
EXTRA |= {
    "fee_rupees": "0",
    "blocks": "",
    "email_verified": "1",
    "uuid": "x",
    "revision_": "9",
    "answered_at": "2026-01-01",
    "w-nothing": "x",
}


def test_c14_b5_fields_that_no_form_has_change_nothing(stage: Stage) -> None:
    assert send_contact(stage, **{**EXTRA, "email": "new@example.com"}).status_code == 302
    assert send_request(stage, **EXTRA).status_code == 302
    assert stage.ashas.post(PAGE, {**typed(stage.asha, line=KEPT, words=KEPT), **EXTRA}).status_code == 302
    draft = Booking.objects.get(email="new@example.com")
    assert (draft.status, draft.client_id, draft.fee_rupees) == ("draft", None, stage.session_type.fee_rupees)
    assert ContactMessage.objects.get().answered_at is None
    assert set(Answer.objects.get().body) == {"line", "words"}
    stage.ashas.post("/account/login/code/", {"email": "asha@example.com", **EXTRA})
    assert User.objects.filter(is_staff=True).count() == 1
    stage.asha.refresh_from_db()
    assert stage.asha.status == "active"


PHONES = ["8826402150", "tel:x", "+" + "9" * 40, "+91 98765-43210", "+०९८७", "<b>+911</b>", "+1\0", "+919876543210\r\n"]


@pytest.mark.parametrize("number", PHONES, ids=ascii)
def test_c6_a_number_is_kept_in_one_form_or_refused_in_words(stage: Stage, desk: Browser, number: str) -> None:
    path = reverse("admin:practice_practice_change", args=[Practice.objects.get().pk])
    given = {name: value for name, value in Practice.objects.values().get().items() if isinstance(value, str)}
    response = desk.post(path, {**given, "phone": number})
    stored = Practice.objects.get().phone
    assert response.status_code in {200, 302}
    assert stored in {"+918826402150", "+919876543210"}  # as it was, or without blanks and line ends


def test_c15_one_connection_asks_for_twenty_sessions_an_hour(stage: Stage) -> None:
    statuses = []
    for number in range(21):
        statuses.append(send_request(stage, email=f"new{number}@example.com").status_code)
        Booking.objects.filter(status="draft").update(status="lapsed", blocks=False, hold_until=None)
    assert statuses[:20] == [302] * 20
    assert statuses[20] == 429


def test_c15_one_mailbox_gets_six_codes_an_hour(stage: Stage) -> None:
    for number in range(7):
        response = Browser().post(
            f"/book/individual/details/?start=2026-11-2{3 + number % 4}T0{5 + number // 4}:30:00Z&mode=video",
            {**form(), "email": "new@example.com"},
            REMOTE_ADDR=f"10.0.0.{number}",
        )
    assert response.status_code == 429
    assert OutgoingMessage.objects.filter(kind="booking_code").count() == 6
