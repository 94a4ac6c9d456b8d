"""The mail server of the tests keeps what arrives, and says so when nothing does."""

from collections.abc import Iterator

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from tests.postbox import Postbox, Server, text_of


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    """A mail server that Django sends to."""
    with Server() as server:
        settings.MAILERS = {"default": server.mailer}
        yield server.postbox


def send(subject: str, *to: str) -> None:
    """Send a message with a text and an HTML part."""
    message = EmailMultiAlternatives(subject, "Plain words – ठीक है", "hello@practice.example", list(to))
    message.attach_alternative("<p>Words</p>", "text/html")
    message.send()


def test_a_message_is_found_by_address_and_subject(postbox: Postbox) -> None:
    send("Your code", "Asha@example.com", "bela@example.com")
    found = postbox.wait_for("asha@example.com", "code")
    assert text_of(found).strip() == "Plain words – ठीक है"
    assert len(postbox.sent_to("bela@example.com")) == 1


def test_waiting_for_a_second_message_returns_the_newer(postbox: Postbox) -> None:
    send("Code 1", "asha@example.com")
    send("Code 2", "asha@example.com")
    assert postbox.wait_for("asha@example.com", "code", count=2)["Subject"] == "Code 2"


def test_a_message_that_does_not_come_fails_and_says_what_came(postbox: Postbox) -> None:
    send("Something else", "asha@example.com")
    with pytest.raises(AssertionError, match="Something else"):
        postbox.wait_for("asha@example.com", "code", seconds=0.1)
