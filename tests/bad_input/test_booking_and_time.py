"""Rows b1 to b21 that no other folder tests: times that are none, and acts at the wrong moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib import admin
from django.forms import DateTimeField, SplitDateTimeField
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from bookings.models import Booking, DateOverride, SessionType, TimeOff, WorkingHours
from bookings.services.codes import hash_token, manage_token
from practice.fields import require_this_century
from tests.bad_input.doors import KEPT, Stage, send_request
from tests.bookings.browsing import details_url, form
from tests.bookings.letters import written
from tests.bookings.steps import code_for
from tests.factories import MONDAY, NOW

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

NO_TIMES = [
    "10000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:00Z", "1969-12-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-23T06:30:01Z", "2026-11-23T06:30:00+05:30", "2026-11-23", "x", "\0", "२०२६-११-२३T०६:३०:००Z", "-1",
    "9" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("start", NO_TIMES, ids=lambda start: ascii(start[:22]))
@pytest.mark.parametrize("method", ["get", "post"])
def test_b7_a_time_that_is_none_leads_back_to_the_times(stage: Stage, start: str, method: str) -> None:
    response = getattr(stage.stranger, method)(
        details_url(stage.session_type, ""), {**form(), "start": start, "tz": "Asia/Kolkata"}
    )
    if response.status_code == 302:
        assert response.headers["Location"].startswith("/book/individual/")
        assert stage.stranger.get(response.headers["Location"]).status_code == 200
    assert Booking.objects.count() == 1


NEVER_FREE = [
    "2026-11-20T04:29:00Z",
    "2026-11-20T04:30:00Z",
    "2038-01-20T04:30:00Z",
    "2026-11-23T06:31:00Z",
    "2026-11-22T06:30:00Z",
]


@pytest.mark.parametrize("start", NEVER_FREE)
def test_b1_b2_a_time_never_offered_brings_the_form_back_with_others(stage: Stage, start: str) -> None:
    response = stage.stranger.post(details_url(stage.session_type, f"?start={start}&mode=video"), form(note=KEPT))
    page = response.content.decode()
    assert response.status_code == 409
    assert KEPT in page
    assert page.count('name="start"') == 5
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("changes", [{"is_offered": False}, {"audience": "clients"}])
def test_b2_a_kind_of_session_that_strangers_cannot_have_makes_no_booking(
    stage: Stage, changes: dict[str, object]
) -> None:
    SessionType.objects.update(**changes)
    response = stage.stranger.post(details_url(stage.session_type), form())
    assert response.status_code in {404, 409}
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("query", [
    "tz=Mars/Olympus", "tz=../../etc/passwd", "tz=/etc/localtime", "tz=%00", "tz=" + "x" * 10_000,
    "tz=Asia/Kolkata%0d%0aX:y", "tz=UTC%2B25",
    "mode=x", "mode=%00", "mode=any", "from=0000-00", "from=9999-12-31", "from=0001-01-01", "from=-5",
    "from=2026-13", "from=2100-12-31",
    "from=2000-01-01", "tz=Pacific/Kiritimati&from=2100-12-31", "start=9999-12-31T23:59:00Z", "start=%FF",
    "tz=a&tz=b", "mode=video&mode=x",
], ids=lambda query: query[:30])  # fmt: skip
def test_b12_an_odd_week_shows_the_page(stage: Stage, query: str, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        response = stage.stranger.get(f"/book/individual/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "passwd" not in page
    assert "Mars" not in page


@pytest.mark.parametrize("query", [
    "from=x", "from=2026-11-23&to=2426-11-23", "from=0001-01-01", "from=2026-11-23&to=2026-11-22",
    "to=9999-12-31", "mode=x", "from=",
    "from=2026-11-23&to=2027-03-23", "to=%00", "from=20261123&to=x",
])  # fmt: skip
def test_b12_a_range_that_makes_no_sense_is_refused_as_json(stage: Stage, query: str) -> None:
    response = stage.stranger.get(f"/book/individual/times.json?{query}")
    assert response.status_code == 400
    assert "error" in response.json()


def test_b13_the_same_form_sent_twice_is_one_request_on_the_same_page(stage: Stage) -> None:
    sent = form(note=KEPT)
    answers = [stage.stranger.post(details_url(stage.session_type), sent) for _turn in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {reverse("book_verify")}
    assert Booking.objects.count() == 2


def test_b14_the_same_key_with_other_words_is_not_another_request(stage: Stage) -> None:
    key = str(uuid4())
    assert send_request(stage, request_key=key, note="one").status_code == 302
    assert send_request(stage, request_key=key, note="two").status_code == 422
    assert [each.note for each in Booking.objects.filter(email="new@example.com")] == ["one"]


@pytest.mark.parametrize("key", ["", "x", "\0", "' OR 1=1--", "{" + "0" * 32 + "}x", "9" * 10_000])
def test_b13_a_broken_key_brings_the_form_back_under_a_good_one(stage: Stage, key: str) -> None:
    response = send_request(stage, request_key=key)
    assert response.status_code == 422
    assert KEPT in response.content.decode()
    assert Booking.objects.count() == 1


def test_b15_a_client_with_two_open_requests_is_told_kindly(stage: Stage) -> None:
    pages = []
    for hour in ("04:30", "05:30", "10:30"):
        query = f"?start=2026-11-24T{hour}:00Z&mode=video"
        pages.append(stage.ashas.post(details_url(stage.session_type, query), form(note=KEPT)))
    assert [page.status_code for page in pages] == [302, 302, 409]
    assert KEPT in pages[2].content.decode()
    assert Booking.objects.filter(status="requested").count() == 2


def test_b18_b19_a_session_is_cancelled_once_by_a_press_and_never_after_its_start(
    stage: Stage, clock: time_machine.Traveller
) -> None:
    page = reverse("book_asked_act", args=[stage.booking.uuid, "cancel"])
    for method in ("head", "get"):
        assert getattr(stage.ashas, method)(page).status_code == 200
    clock.move_to(MONDAY.replace(hour=8, minute=1))
    browser = Browser()
    Booking.objects.filter(pk=stage.booking.pk).update(manage_token_hash=hash_token(manage_token(stage.booking)))
    browser.get(reverse("book_manage_link", args=[manage_token(stage.booking)]))
    answer = browser.post(reverse("book_manage_act", args=["cancel"]), {"note": ""}, follow=True)
    assert "has started" in answer.content.decode()
    stage.booking.refresh_from_db()
    assert stage.booking.status == "confirmed"
    clock.move_to(NOW)
    browser.get(reverse("book_manage_link", args=[manage_token(stage.booking)]))
    for _turn in range(2):
        assert browser.post(reverse("book_manage_act", args=["cancel"]), {"note": ""}).status_code == 302
    stage.booking.refresh_from_db()
    assert stage.booking.status == "cancelled"
    assert stage.booking.events.filter(act="cancel").count() == 1


@pytest.mark.parametrize("act", ["confirm", "x", "decline", "complete", "Cancel"])
def test_b5_an_act_that_clients_do_not_have_is_not_there(stage: Stage, act: str) -> None:
    assert stage.ashas.post(reverse("book_asked_act", args=[stage.booking.uuid, act]), {"note": ""}).status_code == 404


def test_b20_a_time_removed_while_the_form_is_open_keeps_every_word(stage: Stage) -> None:
    day = MONDAY.replace(hour=0)
    TimeOff.objects.create(practitioner=stage.session_type.practitioner, starts_at=day, ends_at=day + timedelta(days=1))
    response = send_request(stage)
    assert response.status_code == 409
    assert KEPT in response.content.decode()
    assert response.content.decode().count('name="start"') == 5


def test_b20_a_code_in_a_session_that_ended_is_answered_with_what_to_do(stage: Stage) -> None:
    send_request(stage)
    response = Browser().post(reverse("book_verify"), {"code": "000000"})
    assert response.status_code == 409
    assert f'href="{reverse("book")}"' in response.content.decode()
    response = Browser().post(reverse("book_manage_act", args=["cancel"]), {"note": ""}, follow=True)
    assert response.redirect_chain == [(reverse("book_find"), 302)]
    assert "open too long" in response.content.decode()


CRISIS = '<section class="notice crisis"'
MATCHED = "words matched"


def pages_after(stage: Stage, note: str) -> tuple[str, str]:
    """Return the body of the page of the code, and of that of the request once the code was right."""
    assert send_request(stage, note=note).headers["Location"] == reverse("book_verify")
    booking = Booking.objects.get(email="new@example.com")
    assert booking.note == note
    first = stage.stranger.get(reverse("book_verify")).content.decode()
    code = {"code": code_for(booking)}
    second = stage.stranger.post(reverse("book_verify"), code, follow=True).content.decode()
    return first.partition("<main")[2], second.partition("<main")[2]


@pytest.mark.parametrize(
    "words", ["I want to die", "i want to kill myself tonight", "मैं मरना चाहती हूँ", "जीना नहीं चाहता", "suicide"]
)
def test_b21_words_of_despair_are_accepted_and_help_stands_first_on_the_next_pages(stage: Stage, words: str) -> None:
    for page in pages_after(stage, words):
        assert -1 < page.find(CRISIS) < page.index("<h1>")


def test_b21_other_words_bring_no_help_before_their_time(stage: Stage) -> None:
    assert [CRISIS in page for page in pages_after(stage, "I would like to talk about my work.")] == [False, False]


@pytest.mark.parametrize(("words", "is_marked"), [("I want to die", True), ("I want to talk", False)])
def test_b21_the_desk_marks_the_words_and_no_mail_does(
    stage: Stage, desk: Browser, words: str, is_marked: bool
) -> None:
    pages_after(stage, words)
    booking = Booking.objects.get(email="new@example.com")
    for address in (reverse("admin:index"), reverse("admin:bookings_booking_change", args=[booking.pk])):
        assert (MATCHED in desk.get(address).content.decode()) is is_marked
    mail = written(booking, "booking_to_answer")
    assert mail is not None
    assert MATCHED not in mail.text
    assert words not in mail.text


HOURS = {"weekday": "0", "starts": "10:00", "ends": "18:00", "video": "on"}
BAD_HOURS = [
    {"ends": "10:00"},
    {"ends": "09:00"},
    {"starts": "25:00"},
    {"ends": "24:00"},
    {"weekday": "7"},
    {"weekday": "-1"},
]
BAD_HOURS += [
    {"starts": "10:00:61"},
    {"valid_from": "10000-01-01"},
    {"valid_from": "2026-02-30"},
    {"starts": "\0"},
    {"starts": "१०:00x"},
]
BAD_HOURS += [{"valid_from": "2026-12-01", "valid_to": "2026-11-01"}]


@pytest.mark.parametrize("changes", BAD_HOURS, ids=str)
def test_b6_hours_that_make_no_sense_are_refused_beside_their_field(
    stage: Stage, desk: Browser, changes: dict[str, str]
) -> None:
    before = WorkingHours.objects.count()
    given = {**HOURS, "practitioner": str(stage.session_type.practitioner_id), **changes}
    response = desk.post("/admin/bookings/workinghours/add/", given)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert WorkingHours.objects.count() == before


DAYS_OFF = [
    ("0001-01-01", "00:00"),
    ("9999-12-31", "23:59"),
    ("10000-01-01", "00:00"),
    ("2026-02-30", "00:00"),
    ("\0", "x"),
    ("1969-01-01", "00:00"),
]


@pytest.mark.parametrize(("day", "hour"), DAYS_OFF)
def test_b7_time_off_outside_all_calendars_is_refused_or_stored_whole(
    stage: Stage, desk: Browser, day: str, hour: str
) -> None:
    given = {"starts_at_0": day, "starts_at_1": hour, "ends_at_0": day, "ends_at_1": hour, "label": "x"}
    response = desk.post(
        "/admin/bookings/timeoff/add/", {**given, "practitioner": str(stage.session_type.practitioner_id)}
    )
    assert response.status_code == 200
    assert not TimeOff.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "\0"])
def test_b7_an_override_on_a_day_outside_all_calendars_breaks_no_page(stage: Stage, desk: Browser, day: str) -> None:
    given = {
        "practitioner": str(stage.session_type.practitioner_id),
        "date": day,
        "starts": "10:00",
        "ends": "11:00",
        "video": "on",
    }
    assert desk.post("/admin/bookings/dateoverride/add/", given).status_code in {200, 302}
    assert DateOverride.objects.count() <= 1
    assert stage.stranger.get("/book/individual/").status_code == 200
    assert desk.get("/admin/bookings/dateoverride/").status_code == 200


LATER = [
    "2026-11-24T12:00",
    "2027-03-14T02:30",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "x",
    "\0",
    "2026-11-20T09:00",
    "2026-11-24T12:00:59",
]


@pytest.mark.parametrize("other", LATER)
def test_b7_b8_a_time_proposed_is_one_or_is_refused_in_words(stage: Stage, desk: Browser, other: str) -> None:
    Booking.objects.filter(pk=stage.booking.pk).update(status="requested", hold_until=NOW + timedelta(days=1))
    response = desk.post(f"/admin/bookings/booking/{stage.booking.pk}/propose/", {"other": other, "slot": ""})
    proposed = Booking.objects.filter(status="proposed")
    assert response.status_code in {302, 409, 422}
    assert (response.status_code == 302) is proposed.exists()
    assert other == LATER[0] or not proposed.exists()


def test_b7_every_moment_that_the_desk_edits_is_of_this_century(stage: Stage, desk: Browser) -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(is_staff=True)
    found, unbound = set(), set()
    for model, page in admin.site._registry.items():
        fields = page.get_form(request).base_fields if page.has_change_permission(request) else {}
        for name, field in fields.items():
            if isinstance(field, DateTimeField | SplitDateTimeField):
                found.add(f"{model.__name__}.{name}")
                if require_this_century not in getattr(model._meta.get_field(name), "validators", []):
                    unbound.add(f"{model.__name__}.{name}")
    assert found >= {"TimeOff.starts_at", "Essay.publish_at"}
    assert unbound == set()
