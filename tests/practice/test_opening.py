"""The opening list: each step is done by doing it, and in production nothing is taken until all is done."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Practitioner, User
from articles.models import Essay
from bookings.management.commands.load_sample import load_sample
from bookings.models import Booking, SessionType, WorkingHours
from practice import opening, opening_steps, trial_mail
from practice.mail.registry import KINDS
from practice.models import HelpLine, OutgoingMessage, PolicyText, Practice
from tests.bookings.browsing import ask, details_url, text
from tests.cast import enrol
from tests.factories import NOW, make_policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.gate]

PHONE = "+918826402150"
TODAY = date(2026, 11, 20)


@pytest.fixture
def ready(session_type: SessionType, therapist: User) -> SessionType:
    """A practice whose opening list is done, but for what may wait."""
    Practice.objects.update(
        email="desk@practice.example",
        qualification="MPhil",
        answers_within="within two working days",
        details_checked_on=TODAY,
        test_mail_seen_on=TODAY,
    )
    HelpLine.objects.update(checked_on=TODAY)
    PolicyText.objects.update(is_reviewed=True)
    enrol(therapist)
    return session_type


@pytest.fixture
def production(settings: Settings) -> None:
    """The rule of a deployed site; cookies and redirects to https are other tests' business."""
    settings.IS_HTTPS = True


def forget(**fields: object) -> Callable[[], object]:
    return lambda: Practice.objects.update(**fields)


UNDO: dict[str, tuple[Callable[[], object], ...]] = {
    "details": (
        forget(details_checked_on=None),
        forget(email=""),
        forget(qualification=""),
        forget(qualification="", registration_number="123"),
        forget(answers_within=""),
    ),
    "rules": (lambda: Practitioner.objects.update(is_sample=True),),
    "hours": (
        lambda: WorkingHours.objects.filter(weekday=2).update(is_sample=True),
        lambda: WorkingHours.objects.all().delete(),
    ),
    "types": (lambda: SessionType.objects.update(is_sample=True),),
    "help_lines": (
        lambda: HelpLine.objects.update(checked_on=None),
        lambda: HelpLine.objects.update(checked_on=TODAY - timedelta(days=181)),
        lambda: HelpLine.objects.update(is_shown=False),
    ),
    "texts": (
        lambda: PolicyText.objects.filter(slug="notice").update(is_reviewed=False),
        lambda: PolicyText.objects.all().delete(),
    ),
    "test_mail": (forget(test_mail_seen_on=None),),
    "second_factor": (
        lambda: Authenticator.objects.filter(type="totp").delete(),
        lambda: User.objects.create_user("second@example.com", is_staff=True),
    ),
}


def is_closed(client: Browser, session_type: SessionType) -> bool:
    """Tell whether no page of the flow takes or offers anything, and the first one says whom to call."""
    front = text(client.get(reverse("book")))
    times = client.get(reverse("book_times", args=[session_type.slug]))
    form = client.get(details_url(session_type))
    sent = ask(client, session_type)
    slots = client.get(reverse("book_times_json", args=[session_type.slug])).json()["slots"]
    away = [
        response.status_code == 302 and response.headers["Location"] == "/book/" for response in (times, form, sent)
    ]
    says_whom_to_call = "Not open yet" in front and f'href="tel:{PHONE}"' in front
    offers_nothing = reverse("book_times", args=[session_type.slug]) not in front and not slots
    return all(away) and says_whom_to_call and offers_nothing and not Booking.objects.exists()


@pytest.mark.parametrize(("key", "undo"), [(key, undo) for key, ways in UNDO.items() for undo in ways])
def test_with_one_necessary_step_undone_nothing_is_taken(
    client: Browser, ready: SessionType, production: None, key: str, undo: Callable[[], object]
) -> None:
    undo()
    assert [step.key for step in opening.necessary_left()] == [key]
    assert is_closed(client, ready)


def test_every_necessary_step_has_its_undoing() -> None:
    assert {step.key for step in opening.STEPS.values() if step.is_necessary} == set(UNDO)


def test_with_all_done_the_practice_opens(client: Browser, ready: SessionType, production: None) -> None:
    """The control of the tests above."""
    assert opening.is_open_for_requests()
    assert reverse("book_times", args=[ready.slug]) in text(client.get(reverse("book")))
    assert ask(client, ready).headers["Location"] == reverse("book_verify")
    assert Booking.objects.get().status == "draft"


def test_on_ones_own_machine_it_is_open_whatever_is_undone(client: Browser, session_type: SessionType) -> None:
    assert opening.necessary_left()
    assert not is_closed(client, session_type)


def test_a_check_of_the_help_lines_holds_for_half_a_year(ready: SessionType) -> None:
    assert opening_steps.has_checked_lines(TODAY + timedelta(days=180))
    assert not opening_steps.has_checked_lines(TODAY + timedelta(days=181))


def test_a_month_before_the_check_lapses_the_light_turns(ready: SessionType) -> None:
    assert opening_steps.check_help_lines(NOW + timedelta(days=150)).ok
    assert not opening_steps.check_help_lines(NOW + timedelta(days=151)).ok


def test_a_text_that_is_not_in_force_yet_need_not_be_read(ready: SessionType) -> None:
    make_policy("notice", version="2027-01-01", starts_on=date(2027, 1, 1))
    assert opening_steps.has_approved_texts(TODAY)
    assert not opening_steps.has_approved_texts(date(2027, 1, 1))


def test_a_registration_does_in_place_of_a_qualification(ready: SessionType, production: None) -> None:
    Practice.objects.update(qualification="", registration_number="A 1", registration_issuer="RCI")
    assert opening.necessary_left() == []


def test_the_list_says_which_details_are_missing(ready: SessionType) -> None:
    assert opening_steps.details_hint().startswith("Look through them and save them once")
    Practice.objects.update(email="", phone="")
    assert opening_steps.details_hint() == "Missing: phone, the email address that messages come from."


def test_the_other_details_and_the_essays_may_wait(ready: SessionType, production: None) -> None:
    Essay.objects.create(title="One", slug="one", state="published", publish_at=NOW)
    waiting = {step.key for step, is_done in opening.steps() if not is_done}
    assert waiting == {"more_details", "essays", "video_room"}
    Essay.objects.update(reviewed_on=TODAY)
    given = dict.fromkeys(["doctor_of", "registration_number", "registration_issuer", "languages"], "x")
    Practice.objects.update(step_free_access="x", **given)
    SessionType.objects.update(video=False)
    assert all(is_done for _step, is_done in opening.steps())


def test_every_step_leads_to_a_page_that_is_there(client: Browser, ready: SessionType, therapist: User) -> None:
    client.force_login(therapist)
    for step in opening.STEPS.values():
        response = client.post(step.address()) if step.is_act else client.get(step.address())
        assert response.status_code == (302 if step.is_act else 200), step.key


def test_on_a_bare_database_the_details_are_added(db: None) -> None:
    Practice.objects.all().delete()
    assert opening_steps.details_address() == reverse("admin:practice_practice_add")


def test_saving_the_details_by_hand_is_what_checks_them(client: Browser, ready: SessionType, therapist: User) -> None:
    Practice.objects.update(details_checked_on=None)
    client.force_login(therapist)
    page = reverse("admin:practice_practice_change", args=[1])
    assert client.get(page).status_code == 200
    assert Practice.load().details_checked_on is None
    given = {"name": "SereinMind", "therapist_name": "Dr Arati Bhatt", "city": "Gurgaon", "country": "India"}
    assert client.post(page, given).status_code == 302
    assert Practice.load().details_checked_on == TODAY


def test_saving_a_sample_row_makes_it_hers(client: Browser, therapist: User) -> None:
    practitioner = load_sample()
    client.force_login(therapist)
    row = WorkingHours.objects.filter(is_sample=True).first()
    assert row is not None
    url = reverse("admin:bookings_workinghours_change", args=[row.pk])
    assert client.get(url).status_code == 200
    row.refresh_from_db()
    assert row.is_sample
    client.post(url, {"practitioner": practitioner.pk, "weekday": 0, "starts": "10:00", "ends": "13:00", "video": "on"})
    row.refresh_from_db()
    assert not row.is_sample


@pytest.fixture
def sent(desk: Browser) -> str:
    """A test mail that was sent; the path of its link."""
    assert desk.post(reverse("admin:test_mail")).headers["Location"] == reverse("admin:index")
    message = OutgoingMessage.objects.get(kind=trial_mail.KIND)
    mail = KINDS[trial_mail.KIND](message, NOW)
    assert mail is not None
    assert mail.to == "arati@example.com"
    return urlsplit(mail.text.split("It arrived: ")[1].split()[0]).path


def test_the_test_mail_says_nothing_but_that_it_arrived(desk: Browser, sent: str) -> None:
    message = OutgoingMessage.objects.get(kind=trial_mail.KIND)
    mail = KINDS[trial_mail.KIND](message, NOW)
    assert mail is not None
    assert (mail.subject, mail.attachments) == ("A test mail from your website", ())


def test_opening_the_link_changes_nothing_and_the_button_does(desk: Browser, sent: str) -> None:
    for _ in range(2):
        assert "Say that it arrived" in text(desk.get(sent))
    assert Practice.load().test_mail_seen_on is None
    answer = desk.post(sent, follow=True)
    assert "Noted: your mail arrives." in text(answer)
    assert Practice.load().test_mail_seen_on == TODAY


def test_the_link_works_once(desk: Browser, sent: str) -> None:
    desk.post(sent)
    Practice.objects.update(test_mail_seen_on=None)
    assert "This link has been used" in text(desk.post(sent))
    assert Practice.load().test_mail_seen_on is None


def test_two_presses_at_one_moment_note_it_once(desk: Browser, sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sent.rstrip("/").rpartition("/")[2]
    cause = trial_mail.cause_of(token)
    OutgoingMessage.objects.update(cause="test-seen:by another tab")
    monkeypatch.setattr(trial_mail, "cause_of", lambda token: cause)  # read before the other tab wrote
    assert not trial_mail.note_arrival(token=token, now=NOW)


def test_after_a_day_neither_mail_nor_link_is_of_use(
    desk: Browser, sent: str, clock: time_machine.Traveller, therapist: User
) -> None:
    clock.move_to(NOW + timedelta(days=1, minutes=1))
    desk.force_login(therapist)
    assert "older than a day" in text(desk.get(sent))
    message = OutgoingMessage.objects.get(kind=trial_mail.KIND)
    assert KINDS[trial_mail.KIND](message, timezone.now()) is None


def test_a_guessed_link_is_none(desk: Browser) -> None:
    cause = reverse("admin:test_mail_arrived", args=["test:00000000-0000-4000-8000-000000000000"])
    assert "This link has been used" in text(desk.post(cause))


def test_the_link_opens_nothing_for_a_stranger(sent: str) -> None:
    assert Browser().post(sent).status_code == 302
    assert Practice.load().test_mail_seen_on is None


def test_asking_for_a_test_mail_is_a_post(desk: Browser) -> None:
    assert desk.get(reverse("admin:test_mail")).status_code == 405
