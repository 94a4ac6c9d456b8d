"""What allauth has rendered travels like all other messages."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives

from practice.mail import Mail
from practice.mail.compose import sender
from practice.mail.forwarding import queue_email, render_account
from practice.mail.worker import send_round
from practice.models import OutgoingMessage
from tests.factories import NOW
from tests.practice.mail.rows import Hands


def account_email(to: str = "asha@example.com") -> EmailMultiAlternatives:
    email = EmailMultiAlternatives("Your code", "Code 314159", None, [to])
    email.attach_alternative("<p>Code 314159</p>", "text/html")
    return email


@pytest.mark.django_db
def test_a_message_of_allauth_travels_like_the_others() -> None:
    queue_email(account_email(), cause="user:1", now=NOW)
    message = OutgoingMessage.objects.get()
    mail = render_account(message, NOW + timedelta(hours=5))
    assert mail == Mail("asha@example.com", "Your code", "Code 314159", "<p>Code 314159</p>")
    assert (message.kind, message.due_at) == ("account", NOW)
    assert "asha" not in message.cause
    assert not hasattr(django_mail, "outbox") or django_mail.outbox == []


@pytest.mark.django_db
def test_the_worker_sends_a_message_of_allauth_from_the_practice(hands: Hands) -> None:
    queue_email(account_email(), cause="user:1", now=NOW)
    send_round(hands.steady())
    (email,) = django_mail.outbox
    assert (email.to, email.subject, email.from_email) == (["asha@example.com"], "Your code", str(sender()))
    assert OutgoingMessage.objects.get().body == {}


@pytest.mark.django_db
def test_two_messages_of_one_cause_at_one_instant_both_go() -> None:
    queue_email(account_email(), cause="user:1", now=NOW)
    queue_email(account_email(), cause="user:1", now=NOW)
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.django_db
def test_a_code_is_not_sent_when_it_is_of_no_use_any_more() -> None:
    queue_email(account_email(), cause="user:1", useful_for=timedelta(minutes=10), now=NOW)
    message = OutgoingMessage.objects.get()
    assert render_account(message, NOW + timedelta(minutes=9)) is not None
    assert render_account(message, NOW + timedelta(minutes=10)) is None


@pytest.mark.django_db
def test_an_account_message_to_no_proper_address_is_not_queued(caplog: pytest.LogCaptureFixture) -> None:
    queue_email(account_email('"\x01"@example.com'), cause="user:1", now=NOW)
    assert not OutgoingMessage.objects.exists()
    assert "example.com" not in caplog.text
    assert "not queued" in caplog.text


@pytest.mark.django_db
def test_a_message_of_allauth_whose_body_was_blanked_is_not_sent() -> None:
    assert render_account(OutgoingMessage(kind="account", body=""), NOW) is None
