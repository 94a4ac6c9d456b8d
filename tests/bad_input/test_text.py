"""Rows t1 to t19: what is typed, in every form that takes words."""

import unicodedata
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings import calendars
from bookings.models import Booking
from bookings.services import confirm_booking
from practice.mail import Mail
from practice.mail.registry import KINDS
from practice.models import ContactMessage, OutgoingMessage
from tests.bad_input.doors import DOORS, KEPT, LINES, TEXTS, Door, Stage, send_contact, send_reflection, send_request
from tests.bookings.steps import code_for
from tests.factories import NOW, make_essay

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]  # over a thousand texts through doors that other tests cover

FIRST = "Write your words first."  # under an essay

each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
each_line = pytest.mark.parametrize("door", LINES, ids=lambda door: door.name)
each_text = pytest.mark.parametrize("door", TEXTS, ids=lambda door: door.name)


@each_door
def test_t1_a_null_byte_is_refused(stage: Stage, door: Door) -> None:
    assert "cannot be shown" in door.refusal(stage, "a\0b")


@pytest.mark.parametrize("words", ["a\x01b", "a\x07b", "\x1b[31m", "a\u0085b", "a\u2028b", "a\u202eb"], ids=ascii)
@each_door
def test_t2_control_characters_are_refused(stage: Stage, door: Door, words: str) -> None:
    assert "cannot be shown" in door.refusal(stage, words)


@each_line
def test_t3_a_line_with_a_line_break_is_refused(stage: Stage, door: Door) -> None:
    assert "cannot be shown" in door.refusal(stage, "a\r\nBcc: x@y.z")


@each_text
def test_t3_a_text_keeps_its_line_breaks_as_one_sign(stage: Stage, door: Door) -> None:
    assert door.accepts(stage, "a\r\nBcc: x")
    assert door.stored() == ["a\nBcc: x"]


@pytest.mark.parametrize("words", ["\u200b", "\u2060", "\u3164", "\u2800 \ufeff"], ids=ascii)
@each_door
def test_t5_what_cannot_be_seen_counts_as_nothing(stage: Stage, door: Door, words: str) -> None:
    if door.is_line or door.is_required:
        page = door.refusal(stage, words)
        assert any(
            said in page for said in ("Enter a name", "Write something that can be seen", "Write your message", FIRST)
        )
    else:
        assert door.accepts(stage, words)
    assert words not in door.stored()


@each_door
def test_t6_a_long_row_of_emoji_that_fits_is_kept_whole(stage: Stage, door: Door) -> None:
    person = "👩🏽\u200d⚕️"
    fitting = person * (door.longest // len(person))
    assert door.accepts(stage, fitting)
    assert door.stored() == [fitting]


@each_door
def test_t6_a_row_of_emoji_that_is_too_long_is_refused_not_cut(stage: Stage, door: Door) -> None:
    assert str(door.longest) in door.refusal(stage, "👩🏽\u200d⚕️" * (door.longest // 5 + 1)).replace(",", "")
    assert not [words for words in door.stored() if words and words != KEPT]


@pytest.mark.parametrize("words", ["👩🏽\u200d⚕️", "🇮🇳🇬🇧", "👍🏿", "ｆｕｌｌ ｗｉｄｔｈ"])
@each_door
def test_t6_emoji_flags_and_wide_letters_are_kept_as_typed(stage: Stage, door: Door, words: str) -> None:
    assert door.accepts(stage, words)
    assert door.stored() == [words]


@each_door
def test_t7_what_is_composed_and_what_is_not_is_one_spelling(stage: Stage, door: Door) -> None:
    assert door.accepts(stage, unicodedata.normalize("NFD", "Renée"))
    assert door.stored() == ["Renée"]


def test_t7_an_address_is_one_however_its_accents_are_made(stage: Stage) -> None:
    send_request(stage, email="new@bu\u0308cher.example")
    assert Booking.objects.filter(email="new@xn--bcher-kva.example").exists()


@each_door
def test_t9_a_tower_of_marks_is_refused(stage: Stage, door: Door) -> None:
    assert "too many marks" in door.refusal(stage, "e" + "\u0301" * 100)


@each_door
def test_t10_an_endless_text_is_refused_for_its_length_and_looked_at_no_further(stage: Stage, door: Door) -> None:
    page = door.refusal(stage, "\x01" * 1_000_000)
    assert str(door.longest) in page.replace(",", "")
    assert "cannot be shown" not in page  # what stands in it was not looked at


@pytest.mark.parametrize("send", [send_contact, send_reflection, send_request])
def test_t10_three_megabytes_get_our_page(stage: Stage, send: Any) -> None:
    response = send(stage, note="x" * 3_000_000) if send is send_request else send(stage, body="x" * 3_000_000)
    assert response.status_code == 400
    assert b"tel:14416" in response.content
    assert ContactMessage.objects.count() + Booking.objects.filter(email="new@example.com").count() == 0


@pytest.mark.parametrize("path", ["/contact/", "/account/login/", "/book/manage/find/"])
def test_t11_twelve_hundred_fields_get_our_page(stage: Stage, path: str) -> None:
    response = stage.stranger.post(path, {f"f{number}": "x" for number in range(1200)})
    assert response.status_code == 400
    assert b"tel:14416" in response.content


def test_t11_deep_json_is_no_form(stage: Stage) -> None:
    deep = "[" * 500 + "]" * 500
    response = stage.stranger.post("/contact/", deep, content_type="application/json")
    assert "Write your message." in response.content.decode()


@pytest.mark.parametrize("path", ["/contact/", "/account/login/", "/book/manage/find/"])
def test_t13_bytes_that_are_no_text_are_replaced(stage: Stage, path: str) -> None:
    sent = b"name=%FF%FE&body=%FF&email=%FF%FE&login=%FF&password=%FF"
    response = stage.stranger.post(path, sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {200, 422}
    assert not ContactMessage.objects.exists()


HTML = '<script>alert(1)</script>"><svg onload=alert(1)>'
LITERAL = [
    HTML,
    "{{7*7}}",
    "{% debug %}",
    "${7*7}",
    "%s%n",
    "{0.__class__}",
    "' OR 1=1--",
    "\\'; DROP",
    "=HYPERLINK(1)",
    "+1",
    "@x",
]


@pytest.mark.parametrize("words", LITERAL)
@each_door
def test_t14_t15_t16_t17_what_looks_like_code_is_kept_as_typed(stage: Stage, door: Door, words: str) -> None:
    assert door.accepts(stage, words)
    assert door.stored() == [words]


def test_t14_what_looks_like_code_is_shown_as_text_everywhere(stage: Stage, desk: Browser) -> None:
    send_request(stage, name=HTML, note=HTML)
    booking = Booking.objects.get(email="new@example.com")
    pages = [stage.stranger.get(reverse("book_verify"))]
    stage.stranger.post(reverse("book_verify"), {"code": code_for(booking)})
    send_contact(stage, name=HTML, body=HTML)
    message = ContactMessage.objects.get()
    pages += [stage.stranger.get(reverse("book_asked", args=[booking.uuid])), stage.stranger.get("/space/")]
    paths = ["/admin/", "/admin/bookings/booking/", f"/admin/bookings/booking/{booking.pk}/change/"]
    paths += ["/admin/practice/contactmessage/", f"/admin/practice/contactmessage/{message.pk}/change/"]
    paths += [f"/admin/bookings/booking/{booking.pk}/propose/", "/admin/accounts/client/"]
    pages += [desk.get(path) for path in paths]
    assert [page.status_code for page in pages] == [200] * len(pages)
    shown = [page.content.decode() for page in pages]
    assert any("&lt;script&gt;alert(1)" in page for page in shown)
    assert not [page for page in shown if "<script>alert" in page or "<svg onload" in page]


def letters_due() -> list[Mail]:
    """Write what is due at this moment."""
    return [mail for each in OutgoingMessage.objects.all() if (mail := KINDS[each.kind](each, NOW))]


def test_t14_t15_a_letter_and_a_calendar_file_hold_nothing_that_acts(stage: Stage, therapist: Any) -> None:
    send_request(stage, name="<b>{{7*7}}\u00a0</b>", note=HTML)
    booking = Booking.objects.get(email="new@example.com")
    code, letters = code_for(booking), letters_due()
    stage.stranger.post(reverse("book_verify"), {"code": code})
    letters += letters_due()
    booking.refresh_from_db()
    confirm_booking(booking=booking, by=therapist, now=NOW)
    letters += letters_due()
    assert len(letters) >= 4  # the code, two of the request, the confirmation
    for letter in letters:
        assert "<b>{{" not in letter.html
        assert "<script" not in letter.html
        assert "<b>" not in letter.subject
    booking.refresh_from_db()
    file = calendars.calendar_file(booking, now=NOW, sender="practice@example.com")
    assert b"<script" not in file
    assert b"7*7" not in file


@pytest.mark.parametrize("query", ["%", "_", "' OR 1=1--", "\\'; DROP TABLE articles_essay", "%25", "_ %"])
def test_t16_a_search_takes_its_words_literally(stage: Stage, query: str) -> None:
    make_essay("Winter", slug="winter")
    page = stage.stranger.get("/essays/search/", {"q": query})
    assert page.status_code == 200
    assert page.context["found"].hits == []
    assert stage.stranger.get("/essays/search/", {"q": f"{query} winter"}).context["found"].hits, "the control"


@pytest.mark.parametrize("query", [HTML, "{{7*7}}", "\0", "\x1b[31m", "\u202e", "e" + "\u0301" * 90, "x" * 10_000])
def test_t1_t2_t9_t10_t14_a_search_shows_its_words_as_text(stage: Stage, query: str) -> None:
    page = stage.stranger.get("/essays/search/", {"q": query}).content.decode()
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert ">49<" not in page
    assert len(page) < 20_000


@pytest.mark.parametrize("words", ["\tled", " \t=1"])
@each_door
def test_t17_what_blanks_lead_is_kept_without_them(stage: Stage, door: Door, words: str) -> None:
    assert door.accepts(stage, words)
    assert door.stored() == [words.strip()]


@pytest.mark.parametrize("name", ["null", "None", "undefined", "O'Brien", "x", "ர்" * 45, "பெ" * 45, KEPT])
@each_line
def test_t19_people_have_names_like_these(stage: Stage, door: Door, name: str) -> None:
    assert door.accepts(stage, name)
    assert door.stored() == [name]
