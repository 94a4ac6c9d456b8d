"""The message that something was given: neutral, in the client's wording, and not to whoever cannot open it."""

from datetime import UTC, datetime

import pytest

from accounts.models import Client
from practice.mail import Mail
from practice.mail.quiet import wait_until
from practice.models import OutgoingMessage
from tests.factories import NOW
from worksheets import given
from worksheets.models import Assignment, Version


@pytest.fixture
def message(ashas: Client, version: Version) -> OutgoingMessage:
    """The message about a worksheet that Asha was given."""
    given.tell_of(Assignment.objects.create(client=ashas, worksheet=version.worksheet, note="Look inside."), NOW)
    return OutgoingMessage.objects.get()


def write(message: OutgoingMessage) -> Mail:
    mail = given.render(message, NOW)
    assert mail is not None
    return mail


@pytest.mark.parametrize(
    ("wording", "subject", "sender"),
    [
        ("discreet", "Something new waits in your space", ""),
        ("bare", "News for you", ""),
        ("plain", "Something new from Dr Arati Bhatt waits in your space", "Dr Arati Bhatt"),
    ],
)
def test_the_subject_follows_the_wording(message: OutgoingMessage, wording: str, subject: str, sender: str) -> None:
    Client.objects.update(wording=wording)
    mail = write(message)
    assert (mail.subject, mail.from_name, mail.to) == (subject, sender, "asha@example.com")
    assert "/space/" in mail.text


def test_it_names_neither_what_was_given_nor_the_word_that_goes_with_it(message: OutgoingMessage) -> None:
    mail = write(message)
    title = Assignment.objects.get().worksheet.title
    assert not [words for words in (title, "Look inside.", "orksheet") if words in mail.subject + mail.text + mail.html]


@pytest.mark.parametrize("status", ["paused", "ended", "prospect"])
def test_whoever_cannot_open_it_is_not_written_to(message: OutgoingMessage, status: str) -> None:
    Client.objects.update(status=status)
    assert given.render(message, NOW) is None


def test_what_was_taken_back_and_who_has_no_login_is_not_written_about(message: OutgoingMessage) -> None:
    Client.objects.update(user=None)
    assert given.render(message, NOW) is None
    Assignment.objects.all().delete()
    assert given.render(message, NOW) is None
    assert given.rest_of(message) is None


def test_it_waits_for_the_clients_own_morning(message: OutgoingMessage) -> None:
    Client.objects.update(zone_name="Europe/London")
    recipient = given.rest_of(message)
    assert recipient is not None
    night = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert (recipient.zone.key, recipient.useful_until) == ("Europe/London", None)
    assert wait_until(night, recipient) == datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    assert wait_until(NOW.replace(hour=12), recipient) is None
