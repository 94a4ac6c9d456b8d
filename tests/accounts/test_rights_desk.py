"""Complaints, breaches, periods and erasures at the desk, and the worker's deletions."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client as Browser
from django.utils.formats import date_format

from accounts.models import Breach, Client, Erasure, Grievance, Period, User
from accounts.rights import breaches, complaining, periods
from accounts.rights.complaining import answer_complaint, complain
from accounts.rights.desk import check_breaches, check_complaints, check_deletions
from accounts.rights.erasing import begin_erasure
from accounts.rights.holdings import person_of
from accounts.rights.periods import days_of, delete_old
from bookings.models import Booking
from practice.health import WATCHES
from practice.models import ContactMessage, OutgoingMessage
from tests.cast import make_therapist, prove, sign_in
from tests.factories import NOW, make_booking, make_practitioner, make_session_type

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
COMPLAINT = "/privacy/complaint/"


@pytest.fixture(autouse=True)
def _list_elsewhere(settings: Any, tmp_path: Any) -> None:
    """Keep the list of erasures of these tests apart."""
    settings.ERASURE_LIST = tmp_path / "erasures.jsonl"


@pytest.fixture
def desk(client: Browser, therapist: User) -> Browser:
    """Return the therapist's browser at the desk."""
    return sign_in(client, therapist, second_factor=True)


def contact(answered_at: Any) -> ContactMessage:
    """Return a stored message of the contact page."""
    return ContactMessage.objects.create(
        request_key=uuid4(), email="x@example.com", body="Words", sent_at=NOW - 800 * DAY, answered_at=answered_at
    )


def test_a_complaint_stands_on_the_desk_with_its_day_until_it_is_answered(desk: Browser) -> None:
    sent = {"email": "x@example.com", "body": "My words went astray.", "request_key": str(uuid4())}
    page = Browser().post(COMPLAINT, sent, follow=True).content.decode()
    assert "You have an answer by 20 December 2026." in page
    assert "to be answered by 20 December 2026" in desk.get("/admin/").content.decode()
    stored = Grievance.objects.get()
    desk.post(f"/admin/accounts/grievance/{stored.pk}/change/", {"answer": "It was put right."})
    stored.refresh_from_db()
    assert stored.answered_at is not None
    assert "to be answered by" not in desk.get("/admin/").content.decode()


def test_an_answer_that_is_reworded_keeps_its_day_and_an_empty_one_is_none() -> None:
    stored = complain(client=None, email="x@example.com", body="Words", request_key=uuid4(), now=NOW)
    answer_complaint(complaint=stored, now=NOW)
    assert stored.answered_at is None
    for day, words in enumerate(("It was put right.", "It was put right on Monday.")):
        stored.answer = words
        answer_complaint(complaint=stored, now=NOW + day * DAY)
    again = Grievance.objects.get()
    assert (again.answer, again.answered_at) == ("It was put right on Monday.", NOW)


@pytest.mark.parametrize("is_client", [True, False])
def test_the_desk_says_where_an_answer_stands_and_that_nothing_is_sent(
    desk: Browser, asha: User, is_client: bool
) -> None:
    stored = complain(
        client=asha.client if is_client else None, email="x@example.com", body="Words", request_key=uuid4(), now=NOW
    )
    page = desk.get(f"/admin/accounts/grievance/{stored.pk}/change/").content.decode()
    assert ("It stands in the client’s space" in page) is is_client
    assert ("write to the address above" in page) is not is_client
    assert 'href="mailto:x@example.com"' in page
    desk.post(f"/admin/accounts/grievance/{stored.pk}/change/", {"answer": "It was put right."})
    assert not OutgoingMessage.objects.exclude(kind=complaining.KIND).exists()


def test_an_answer_that_is_taken_out_again_leaves_the_complaint_waiting(desk: Browser) -> None:
    stored = complain(client=None, email="x@example.com", body="Words", request_key=uuid4(), now=NOW)
    for answer, is_answered in (("Words for somebody else", True), ("", False)):
        desk.post(f"/admin/accounts/grievance/{stored.pk}/change/", {"answer": answer})
        stored.refresh_from_db()
        assert (stored.answered_at is not None) is is_answered


def test_a_complaint_that_is_late_shows_red_and_one_in_time_does_not() -> None:
    complain(client=None, email="x@example.com", body="Words", request_key=uuid4(), now=NOW)
    assert check_complaints(NOW + 30 * DAY).ok
    assert not check_complaints(NOW + 31 * DAY).ok
    assert {"complaints", "deletions", "breaches"} <= set(WATCHES)


def test_a_complaint_is_stored_once_and_told_without_its_words() -> None:
    key = uuid4()
    for _again in range(2):
        complain(client=None, email="x@example.com", body="My words.", request_key=key, now=NOW)
    mail = complaining.render_note(OutgoingMessage.objects.get(kind=complaining.KIND), NOW) if staff() else None
    assert Grievance.objects.count() == 1
    assert mail
    assert "My words" not in mail.text


def staff() -> User:
    """Return somebody at the desk, to whom notes go."""
    return User.objects.create_superuser("desk@example.com")


def test_a_client_s_complaint_is_hers_and_its_answer_stands_in_her_space(client: Browser, asha: User) -> None:
    sign_in(client, asha).post(COMPLAINT, {"body": "My words.", "request_key": str(uuid4())})
    stored = Grievance.objects.get()
    assert (stored.client, stored.email) == (asha.client, "asha@example.com")
    stored.answer = "It was put right."
    answer_complaint(complaint=stored, now=NOW)
    assert "It was put right." in client.get("/space/data/").content.decode()


def test_a_complaint_is_answered_on_a_page_of_its_own_with_the_day(client: Browser, db: None) -> None:
    """A browser keeps on its disk what was sent to a page that is the answer to a form."""
    sent = {"email": "a@example.com", "body": "My words.", "request_key": str(uuid4())}
    response = client.post(COMPLAINT, sent)
    assert response.status_code == 302
    page = client.get(response.headers["Location"]).content.decode()
    assert f"You have an answer by {date_format(Grievance.objects.get().due_on, 'j F Y')}." in page
    assert "My words." not in page
    assert "<textarea" in client.get(COMPLAINT).content.decode()  # one can complain again
    assert "<textarea" in Browser().get(response.headers["Location"]).content.decode()  # and nobody else is told


def test_the_clock_of_a_breach_runs_for_72_hours_and_stops_with_the_report() -> None:
    breach = Breach.objects.create(noticed_at=NOW, happened="A phone was lost.")
    assert breaches.clock_of(breach, NOW + timedelta(hours=1)).startswith("71 hours left")
    assert breaches.clock_of(breach, NOW + timedelta(hours=72)).startswith("Over since")
    breach.report_sent_at = NOW + DAY
    assert breaches.clock_of(breach, NOW + 9 * DAY).startswith("Done")


def test_letters_say_what_the_register_says_and_show_gaps_for_the_rest() -> None:
    breach = Breach.objects.create(noticed_at=NOW, happened="A phone was lost & found.")
    for letter in (breaches.board_letter(breach), breaches.people_letter(breach)):
        assert "A phone was lost & found." in letter
        assert "[not written in the register yet]" in letter


def test_the_letters_can_be_taken_whole_and_hours_say_their_clock(desk: Browser) -> None:
    breach = Breach.objects.create(noticed_at=NOW, happened="A phone was lost & found.</textarea>")
    page = BeautifulSoup(desk.get(f"/admin/accounts/breach/{breach.pk}/change/").content, "lxml")
    letters = [box.get_text() for box in page.select("textarea[readonly]:not([name])")]
    assert [letter.strip() for letter in letters] == [
        breaches.board_letter(breach).strip(), breaches.people_letter(breach).strip()
    ]  # fmt: skip
    assert page.get_text().count("By the clock of the practice, IST.") == 4


def test_a_list_is_narrowed_in_plain_words(desk: Browser) -> None:
    page = desk.get("/admin/accounts/grievance/?answered_at__isempty=1&_facets=True").content.decode()
    assert "Not yet (0)" in page
    assert "Done (0)" in page
    assert "empty (" not in page.lower()


def test_a_breach_keeps_its_light_red_until_all_is_marked_as_done(desk: Browser) -> None:
    breach = Breach.objects.create(noticed_at=NOW, happened="A phone was lost.")
    assert not check_breaches(NOW).ok
    assert "hours left" in desk.get(f"/admin/accounts/breach/{breach.pk}/change/").content.decode()
    Breach.objects.update(board_told_at=NOW, people_told_at=NOW, report_sent_at=NOW)
    assert check_breaches(NOW).ok


def test_the_worker_deletes_what_is_past_its_period_and_keeps_the_rest() -> None:
    contact(NOW - 366 * DAY)
    young, waiting = contact(NOW - 364 * DAY), contact(None)
    delete_old(NOW)
    assert set(ContactMessage.objects.all()) == {young, waiting}
    assert Period.objects.get(key="contact-messages").last_count == 1


def test_the_days_set_at_the_desk_count(desk: Browser) -> None:
    desk.get("/admin/accounts/period/")
    period = Period.objects.get(key="contact-messages")
    sent = {"days": "500", "basis": "Told so by a lawyer.", "checked_on": "2026-11-20"}
    assert desk.post(f"/admin/accounts/period/{period.pk}/change/", sent).status_code == 302
    assert days_of("contact-messages") == 500
    old = contact(NOW - 400 * DAY)
    delete_old(NOW)
    assert list(ContactMessage.objects.all()) == [old]


def page_of_period(desk: Browser, key: str) -> str:
    desk.get("/admin/accounts/period/")
    return f"/admin/accounts/period/{Period.objects.get(key=key).pk}/change/"


@pytest.mark.parametrize(("days", "sure", "stored"), [("30", "", 365), ("30", "on", 30), ("400", "", 400)])
def test_fewer_days_are_asked_about_for_what_is_deleted_never_comes_back(
    desk: Browser, days: str, sure: str, stored: int
) -> None:
    sent = {"days": days, "basis": "Told so by a lawyer.", "checked_on": ""} | ({"is_sure": sure} if sure else {})
    desk.post(page_of_period(desk, "contact-messages"), sent)
    assert days_of("contact-messages") == stored


@pytest.mark.parametrize("days", ["0", "-1", "36501", "2147483647", ""])
def test_days_that_no_calendar_has_are_refused(desk: Browser, days: str) -> None:
    """Control: as many days as that stop every deletion, and an erasure ends on an error page."""
    sent = {"days": days, "basis": "None.", "checked_on": "", "is_sure": "on"}
    assert desk.post(page_of_period(desk, "sealed-copies"), sent).status_code == 200
    assert days_of("sealed-copies") == 365
    Period.objects.filter(key="contact-messages").update(days=2147483647)
    with pytest.raises(OverflowError):
        delete_old(NOW)


def test_where_nothing_is_deleted_by_them_fewer_days_need_no_tick(desk: Browser) -> None:
    """A complaint keeps the day that was promised, a sealed copy and a space theirs."""
    address = page_of_period(desk, "complaints")
    assert "is_sure" not in desk.get(address).content.decode()
    desk.post(address, {"days": "14", "basis": "Sooner.", "checked_on": ""})
    assert days_of("complaints") == 14


def test_a_period_is_called_by_what_it_is_of(desk: Browser) -> None:
    page = desk.get(page_of_period(desk, "desk-log")).content.decode()
    assert "The log of changes at the desk" in page
    assert "desk-log" not in page
    assert str(Period(key="of another time")) == "of another time"


def test_every_period_has_a_basis_and_the_law_s_year_is_the_default_where_it_counts() -> None:
    assert all(len(str(kind.basis)) > 20 for kind in periods.KINDS.values())
    assert periods.KINDS["sealed-copies"].days >= 365


def test_the_light_says_when_it_ran_and_how_much_went_and_is_red_without_a_run() -> None:
    contact(NOW - 366 * DAY)
    delete_old(NOW)
    light = check_deletions(NOW)
    assert light.ok
    assert light.text == "Last run on 20 Nov 2026, 10:00 am IST; deleted then: 1 entry."
    assert not check_deletions(NOW + 3 * DAY).ok


def test_who_asked_is_taken_from_a_request_that_was_never_proved() -> None:
    session_type = make_session_type(make_practitioner())
    old = make_booking(session_type, status="lapsed", created_at=NOW - 366 * DAY, note="Words")
    young = make_booking(session_type, status="lapsed", created_at=NOW - 364 * DAY)
    delete_old(NOW)
    assert Booking.objects.get(pk=old.pk).email == ""
    assert Booking.objects.get(pk=old.pk).note == ""
    assert Booking.objects.get(pk=young.pk).email == "asha@example.com"


@pytest.mark.gate
def test_the_therapist_can_begin_an_erasure_for_somebody_without_a_login(desk: Browser) -> None:
    person = Client.objects.create(name="Chitra", status=Client.Status.ACTIVE)
    address = f"/admin/erase/{person.pk}/"
    assert "Chitra" in desk.get(address).content.decode()
    assert desk.post(address).status_code == 422
    assert Client.objects.filter(pk=person.pk).exists()
    desk.post(address, {"sure": "on"})
    assert not Client.objects.filter(pk=person.pk).exists()
    assert Erasure.objects.get().by == "practice"
    assert "Chitra" not in desk.get("/admin/accounts/erasure/").content.decode()


@pytest.mark.gate
@pytest.mark.parametrize(("ago", "is_erased"), [(200, True), (301, False)])
def test_whoever_finds_the_desk_open_erases_nobody(client: Browser, ago: float, is_erased: bool) -> None:
    person = Client.objects.create(name="Chitra", status=Client.Status.ACTIVE)
    browser = prove(client, make_therapist(), ago=ago)
    address = f"/admin/erase/{person.pk}/"
    answer = browser.post(address, {"sure": "on"})
    assert Client.objects.filter(pk=person.pk).exists() is not is_erased
    assert is_erased or answer.headers["Location"] == f"/account/reauthenticate/?next={quote(address, safe='')}"


def test_a_login_without_a_client_s_row_touches_nobody_else_s(reader: User) -> None:
    session_type = make_session_type(make_practitioner())
    other = make_booking(session_type, status="lapsed")
    begin_erasure(person=person_of(client=None, user=reader), by=Erasure.By.CLIENT, user=reader, now=NOW)
    assert not User.objects.filter(pk=reader.pk).exists()
    assert Booking.objects.get(pk=other.pk).name == "Asha"
