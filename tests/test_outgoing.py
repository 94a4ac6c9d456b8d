"""Everything that leaves the site: no word in it tells what the practice is, and each message says where help is."""

import sys
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import count
from pathlib import Path
from types import FunctionType
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.test import RequestFactory

from accounts import closing_mail
from accounts.models import Client, Erasure, User
from accounts.rights.complaining import KIND, complain
from accounts.rights.complaining import render_note as render_complaint
from accounts.rights.erasing import TO_DESK, TO_HER, begin_erasure
from accounts.rights.holdings import person_of
from accounts.rights.letters import render_desk, render_done
from articles.reflections import messages as reflections
from bookings import pause_mail
from bookings.emails import render_links
from bookings.models import SessionType
from bookings.services import pause_practice
from practice.contact import leave_message, render_note
from practice.mail import Mail, registry
from practice.mail.compose import to_email
from practice.mail.forwarding import render_account
from practice.models import OutgoingMessage, Practice
from practice.trial_mail import render_test_mail, send_test_mail
from tests.articles.reflecting import leave, open_essay
from tests.bookings.conftest import practitioner, session_type, therapist
from tests.bookings.letters import write_every_letter, write_to_guardian
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW, make_client, make_user
from tests.mail_rules import telling_words_in
from tests.monitoring import promises_in
from tests.reporting import report
from tests.sample_marks import FEES, MARK, NAMES
from tests.worksheets.measures.acts import begin as begin_measure
from tests.worksheets.measures.acts import give_weekly, make_measure
from tests.worksheets.measures.acts import share as share_measure
from tests.worksheets.shared import begin, share
from tests.worksheets.sheets import make_sheet
from worksheets import given, sharing_mail
from worksheets.measures import messages as measures
from worksheets.models import Assignment
from worksheets.sharing import open_copy, send_reply

__all__ = ["practitioner", "session_type", "therapist"]
pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

FOLDERS = ("account/email", "mfa/email")
ACCOUNT = sorted(
    f"{folder}/{path.name.removesuffix('_message.txt')}"
    for folder in FOLDERS
    for path in (Path(settings.BASE_DIR) / "templates" / folder).glob("*_message.txt")
    if not path.name.startswith("base_")
)
HELP = ("14416", "112", "/help/")
FILLED = {
    "code": "314159",
    "timestamp": "22 Nov 2026, 5:30 pm IST",
    "ip": "192.0.2.7",
    "user_agent": "x",
    "from_email": "old@example.com",
    "to_email": "new@example.com",
    "deleted_email": "old@example.com",
    "password_reset_url": "https://serein.example/account/password/reset/key/1-x/",
    "activate_url": "https://serein.example/account/confirm-email/x/",
}


def as_sent(mail: Mail) -> EmailMessage:
    """Return a message with its headers and files, read back from the bytes that leave."""
    raw = to_email(mail, OutgoingMessage(message_id=f"<1@{settings.SITE_HOST}>")).message(policy=SMTP).as_bytes()
    read = message_from_bytes(raw, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def write_account_letters() -> list[Mail]:
    """Return every message about signing in that there is a template for."""
    request = RequestFactory().get("/")
    numbers = count()
    with request_context(request):
        for prefix in ACCOUNT:
            get_adapter(request).send_mail(prefix, f"asha{next(numbers)}@example.com", {**FILLED, "request": request})
    rows = OutgoingMessage.objects.filter(kind="account").order_by("pk")
    return [mail for row in rows if (mail := render_account(row, row.due_at))]


BODY: Any = {"email": "f@example.com"}


def write_links(session_type: SessionType) -> Mail:
    """Return the message with the links of what is arranged."""
    ask_and_verify(session_type, MONDAY + timedelta(days=9), email="f@example.com")
    mail = render_links(OutgoingMessage(kind="manage_link", body=BODY), NOW)
    assert mail
    return mail


def write_reflections_wait() -> Mail:
    """Return the message that readers wrote under an essay."""
    leave(open_essay())
    mail = reflections.render_note(OutgoingMessage.objects.get(kind=reflections.KIND), NOW)
    assert mail
    return mail


def write_given() -> Mail:
    """Return the message that something was given to a client."""
    client = make_client("Asha", user=make_user("k@example.com"))
    assignment = Assignment.objects.create(client=client, worksheet=make_sheet().worksheet)
    given.tell_of(assignment, NOW)
    mail = given.render(OutgoingMessage.objects.get(kind=given.KIND), NOW)
    assert mail
    return mail


def write_shared(therapist: User) -> list[Mail]:
    """Return the messages that something was shared, and that a reply waits."""
    version = make_sheet("shared-sheet")
    client = make_client("Asha", user=make_user("s@example.com"))
    copy = share(begin(client, version, "Words of hers"))
    told = sharing_mail.render_shared(OutgoingMessage.objects.get(kind=sharing_mail.SHARED), NOW)
    assert open_copy(copy=copy, by=therapist, now=NOW)
    assert send_reply(copy=copy, words="Words of the reply", by=therapist, now=NOW, tells=True)
    answered = sharing_mail.render_replied(OutgoingMessage.objects.get(kind=sharing_mail.REPLIED), NOW)
    assert told
    assert answered
    return [told, answered]


def write_measures() -> list[Mail]:
    """Return the messages that a questionnaire waits, and that one was shared."""
    plan = give_weekly(make_client("Asha", user=make_user("q@example.com")), make_measure(opened_at=NOW))
    measures.tell_of(plan, NOW)
    waiting = OutgoingMessage.objects.filter(kind=measures.GIVEN).order_by("due_at")[0]
    told = measures.render_given(waiting, NOW)
    share_measure(begin_measure(plan, "2", "2", "2"))
    shared = measures.render_shared(OutgoingMessage.objects.get(kind=measures.SHARED), NOW)
    assert told
    assert shared
    return [told, shared]


def write_rights() -> list[Mail]:
    """Return the messages about an erasure and a complaint."""
    person = person_of(client=make_client("Asha", user=make_user("r@example.com")))
    begin_erasure(person=person, by=Erasure.By.CLIENT, user=person.user, now=NOW)
    complain(client=None, email="s@example.com", body="Words", request_key=uuid4(), now=NOW)
    kinds = {TO_HER: render_done, TO_DESK: render_desk, KIND: render_complaint}
    letters = [render(OutgoingMessage.objects.get(kind=kind), NOW) for kind, render in kinds.items()]
    return [letter for letter in letters if letter]


def write_space_closes(wording: str = Client.Wording.DISCREET) -> Mail:
    """Return the message that a space closes soon after the end of care."""
    ended: Any = {"status": Client.Status.ENDED, "closes_on": (NOW + timedelta(days=10)).date(), "wording": wording}
    make_client("Asha", user=make_user("closing@example.com"), **ended)
    closing_mail.close_and_remind(NOW)
    mail = closing_mail.render(OutgoingMessage.objects.get(kind=closing_mail.KIND), NOW)
    assert mail
    return mail


def write_pause_day(session_type: SessionType, therapist: User) -> Mail:
    """Return the reminder that the day of return has come."""
    day = NOW.date() + timedelta(days=1)
    pause_practice(practitioner=session_type.practitioner, back_on=day, by=therapist, now=NOW)
    mail = pause_mail.render(OutgoingMessage.objects.get(kind=pause_mail.KIND), NOW + timedelta(days=1))
    assert mail
    return mail


def write_test_mail() -> Mail:
    """Return the mail by which the therapist tries whether messages arrive."""
    send_test_mail(to="desk@example.com", now=NOW)
    mail = render_test_mail(OutgoingMessage.objects.get(kind="test_mail"), NOW)
    assert mail
    return mail


WRITTEN: list[Mail] = []
KINDS_WRITTEN: set[str] = set()


@pytest.fixture
def everything(request: pytest.FixtureRequest) -> list[Mail]:
    """Each message that the site can send; written once for all tests here, for it takes seconds."""
    if not WRITTEN:
        people = request.getfixturevalue("session_type"), request.getfixturevalue("therapist")
        with pytest.MonkeyPatch.context() as patch:
            note_kinds(patch)
            WRITTEN.extend(write_everything(*people))
    return WRITTEN


def note_kinds(patch: pytest.MonkeyPatch) -> None:
    """Note the kind of each message that a registered renderer writes, by whatever name it is called."""
    noting = {id(render): noted(render) for render in registry.KINDS.values()}
    rooms = ("accounts", "articles", "bookings", "practice", "worksheets", "tests")
    modules = [each for name, each in sys.modules.items() if name.partition(".")[0] in rooms]
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and id(value) in noting:
                patch.setattr(module, name, noting[id(value)])


def noted(render: registry.Render) -> registry.Render:
    """Return a renderer that notes the kinds of what it writes."""

    def write(message: OutgoingMessage, now: datetime) -> Mail | None:
        mail = render(message, now)
        if mail is not None:
            KINDS_WRITTEN.add(message.kind)
        return mail

    return write


def kinds_left_out() -> set[str]:
    """Return the registered kinds of which none was written."""
    return set(registry.KINDS) - KINDS_WRITTEN


def write_everything(session_type: SessionType, therapist: User) -> list[Mail]:
    """Bring about each message that the site can send."""
    letters = [*write_every_letter(session_type, therapist), write_links(session_type)]
    leave_message(name="", email="g@example.com", body="Words", request_key=uuid4(), now=NOW)
    guardian = write_to_guardian(session_type)
    note = render_note(OutgoingMessage.objects.get(kind="contact_message"), NOW)
    assert note
    told = [
        guardian,
        write_reflections_wait(),
        write_given(),
        write_space_closes(),
        *write_shared(therapist),
        *write_measures(),
        write_pause_day(session_type, therapist),
        write_test_mail(),
        note,
    ]
    return [*letters, *told, *write_rights(), *write_account_letters()]


def test_no_message_holds_a_telling_word(everything: list[Mail]) -> None:
    Practice.objects.update(name="Serein Therapy Clinic")
    told = [(mail.subject, telling_words_in(as_sent(mail))) for mail in everything]
    found = [(subject, words) for subject, words in told if words]
    files = sum(len(mail.attachments) for mail in everything)
    report("P7", sum(len(words) for _subject, words in found), 0, messages=len(everything), files=files)
    assert files >= 2
    assert len(everything) == 56 + len(ACCOUNT)
    assert found == []


def test_every_kind_of_message_is_among_them(everything: list[Mail]) -> None:
    assert kinds_left_out() == set()


def test_a_new_kind_that_is_not_written_here_is_found_out(
    everything: list[Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setitem(registry.KINDS, "birthday", lambda message, now: None)
    assert kinds_left_out() == {"birthday"}


@pytest.mark.parametrize("wording", Client.Wording)
def test_no_wording_of_a_message_holds_a_telling_word(session_type: SessionType, therapist: User, wording: str) -> None:
    Practice.objects.update(name="Serein Therapy Clinic")
    news = given.write_news(make_client("Asha", user=make_user("news@example.com"), wording=wording))
    assert news
    letters = [*write_every_letter(session_type, therapist, wording), news, write_space_closes(wording)]
    told = [telling_words_in(as_sent(mail)) for mail in letters]
    report("P7", sum(map(len, told)), 0, wording=wording, messages=len(told))
    assert [words for words in told if words] == []


@pytest.mark.parametrize("part", ["subject", "text", "html", "to_name", "from_name"])
def test_one_telling_word_in_any_part_is_found(everything: list[Mail], part: str) -> None:
    changes: Any = {part: f"{getattr(everything[0], part)} अवसाद"}
    spoilt = replace(everything[0], **changes)
    assert telling_words_in(as_sent(spoilt)) == ["अवसाद"]


def test_every_message_says_where_help_is_in_text_and_in_html(everything: list[Mail]) -> None:
    parts = [(mail.subject, name, getattr(mail, name)) for mail in everything for name in ("text", "html")]
    silent = [(subject, name) for subject, name, part in parts if not all(each in part for each in HELP)]
    report("K1", 100 * (1 - len(silent) / len(parts)), 100, ok=not silent, where="mail", parts=len(parts))
    assert silent == []


def test_no_message_promises_that_anybody_is_watched_over(everything: list[Mail]) -> None:
    promised = [(mail.subject, found) for mail in everything if (found := promises_in(mail.text))]
    report("K2", 100 * (1 - len(promised) / len(everything)), 100, ok=not promised, messages=len(everything))
    assert promised == []


@pytest.mark.parametrize(
    ("text", "is_promise"),
    [
        ("Dr Bhatt replies at once.", True),
        ("Someone is always here.", True),
        ("In an emergency, write to us.", True),
        ("Your answers are read daily.", True),
        ("You are monitored.", True),
        ("Nobody watches over this; call 112.", False),
        ("Call 14416, day or night.", False),
        ("Dr Bhatt answers by Friday.", False),
    ],
)
def test_what_counts_as_a_promise_to_watch(text: str, is_promise: bool) -> None:
    """The control: such words are found."""
    assert bool(promises_in(text)) is is_promise


def test_no_message_shows_a_sample_as_if_it_were_so(session_type: SessionType, therapist: User) -> None:
    SessionType.objects.update(is_sample=True, fee_rupees=1500)
    session_type.refresh_from_db()
    letters = write_every_letter(session_type, therapist)
    unmarked = [mail.subject for mail in letters if shows_a_sample(mail) and MARK not in mail.text]
    report("P11", len(unmarked), 0, where="mail", messages=len(letters))
    assert unmarked == []
    assert shows_a_sample(replace(letters[0], text="It costs ₹1,500."))


def shows_a_sample(mail: Mail) -> bool:
    """Tell whether a message names a fee or a kind of session of the samples."""
    return any(value in part for value in (*FEES, *NAMES) for part in (mail.subject, mail.text, mail.html))
