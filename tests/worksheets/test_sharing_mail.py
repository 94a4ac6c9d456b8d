"""The messages about what was shared: neutral, in the client's wording, none about what was taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Client, Practitioner, User
from practice.mail import Mail, causes
from practice.mail.causes import About
from practice.mail.quiet import wait_until
from practice.models import OutgoingMessage, Practice
from tests.factories import NOW
from tests.worksheets.shared import opened, share
from worksheets import sharing_mail
from worksheets.models import Answer, Snapshot
from worksheets.sharing import open_copy, send_reply, take_back, take_reply_back

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)


@pytest.fixture
def to_therapist(answer: Answer, therapist: User) -> OutgoingMessage:
    """The message that Asha shared something."""
    share(answer)
    return OutgoingMessage.objects.get()


@pytest.fixture
def to_client(answer: Answer, therapist: User) -> OutgoingMessage:
    """The message that a reply waits for Asha."""
    copy = opened(answer, therapist)
    send_reply(copy=copy, words="A reply nobody should see", by=therapist, now=NOW, tells=True)
    return OutgoingMessage.objects.get(kind="something_replied")


def write_shared(message: OutgoingMessage) -> Mail | None:
    return sharing_mail.render_shared(message, NOW)


def write_replied(message: OutgoingMessage) -> Mail | None:
    return sharing_mail.render_replied(message, NOW)


def test_the_therapist_is_told_that_something_waits_not_who_shared_what(to_therapist: OutgoingMessage) -> None:
    mail = write_shared(to_therapist)
    assert mail
    assert (mail.to, mail.subject) == ("therapist@example.com", "Something new waits on your desk")
    told = mail.subject + mail.text + mail.html
    assert not [words for words in ("Asha", "First sheet", "orksheet", "What I wrote") if words in told]


def test_without_a_login_the_practice_is_told_and_without_an_address_nobody(to_therapist: OutgoingMessage) -> None:
    Practitioner.objects.update(user=None)
    Practice.objects.update(email="")
    assert write_shared(to_therapist) is None
    Practice.objects.update_or_create(pk=Practice.load().pk, defaults={"email": "desk@example.com"})
    mail = write_shared(to_therapist)
    assert mail
    assert mail.to == "desk@example.com"


def test_what_was_taken_back_or_opened_meanwhile_is_not_told(to_therapist: OutgoingMessage, therapist: User) -> None:
    copy = Snapshot.objects.get()
    open_copy(copy=copy, by=therapist, now=NOW)
    assert write_shared(to_therapist) is None
    Snapshot.objects.update(opened_at=None)
    assert write_shared(to_therapist)
    take_back(copy=copy, now=NOW)
    assert write_shared(to_therapist) is None
    copy.delete()
    assert write_shared(to_therapist) is None


@pytest.mark.parametrize(
    ("wording", "subject", "sender"),
    [
        ("discreet", "Something new waits in your space", ""),
        ("bare", "News for you", ""),
        ("plain", "Something new from Dr Arati Bhatt waits in your space", "Dr Arati Bhatt"),
    ],
)
def test_the_client_is_told_in_her_wording(to_client: OutgoingMessage, wording: str, subject: str, sender: str) -> None:
    Client.objects.update(wording=wording)
    mail = write_replied(to_client)
    assert mail
    assert (mail.subject, mail.from_name, mail.to) == (subject, sender, "asha@example.com")
    assert "A reply nobody" not in mail.text + mail.html


def test_a_reply_taken_back_is_not_told_and_a_new_one_once(to_client: OutgoingMessage, therapist: User) -> None:
    copy, later = Snapshot.objects.get(), NOW + timedelta(minutes=5)
    take_reply_back(copy=copy, by=therapist, now=NOW)
    assert write_replied(to_client) is None
    send_reply(copy=copy, words="Another", by=therapist, now=later, tells=True)
    due = [write_replied(each) for each in OutgoingMessage.objects.filter(kind="something_replied").order_by("due_at")]
    assert [mail is not None for mail in due] == [False, True]


def test_whoever_cannot_come_in_is_not_written_to(to_client: OutgoingMessage) -> None:
    Client.objects.update(status="prospect")
    assert write_replied(to_client) is None
    Client.objects.update(status="ended")
    assert write_replied(to_client)
    Client.objects.update(user=None)
    assert write_replied(to_client) is None
    Snapshot.objects.all().delete()
    assert write_replied(to_client) is None


def test_both_wait_for_the_morning_where_each_is(to_therapist: OutgoingMessage) -> None:
    Client.objects.update(zone_name="Europe/London")
    reply = OutgoingMessage(kind="something_replied", cause=to_therapist.cause, due_at=NOW)
    for rest, zone, message in (
        (sharing_mail.rest_of_therapist, "Asia/Kolkata", to_therapist),
        (sharing_mail.rest_of_client, "Europe/London", reply),
    ):
        recipient = rest(message)
        assert recipient
        assert recipient.zone.key == zone
        assert wait_until(NIGHT, recipient) is not None


def test_without_anyone_there_is_no_morning_to_wait_for(to_therapist: OutgoingMessage) -> None:
    Snapshot.objects.all().delete()
    Practitioner.objects.all().delete()
    assert sharing_mail.rest_of_therapist(to_therapist) is None
    assert sharing_mail.rest_of_client(to_therapist) is None


def test_a_message_that_has_not_gone_is_not_listed_as_one_that_was_not_sent(to_therapist: OutgoingMessage) -> None:
    """Shared at night and taken back before the morning: the desk's list of messages would tell it."""
    take_back(copy=Snapshot.objects.get(), now=NOW)
    assert not OutgoingMessage.objects.exists()


def test_what_has_gone_stays_on_record(to_therapist: OutgoingMessage) -> None:
    OutgoingMessage.objects.update(state=OutgoingMessage.State.SENT)
    take_back(copy=Snapshot.objects.get(), now=NOW)
    assert OutgoingMessage.objects.get() == to_therapist


def test_the_desk_names_whose_copy_a_message_is_about_until_it_is_taken_back(to_therapist: OutgoingMessage) -> None:
    copy = Snapshot.objects.get()
    cause = to_therapist.cause
    assert causes.about([cause, "copy:x"]) == {cause: About("Asha", "", f"/admin/shared/{copy.uuid}/")}
    take_back(copy=copy, now=NOW)
    assert causes.about([cause]) == {}
