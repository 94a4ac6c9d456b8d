"""Real mail servers that refuse, hang, forget and hang up."""

import smtplib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from pytest_django.fixtures import Settings

from practice.mail.worker import send_round
from practice.models import OutgoingMessage
from tests.practice.mail.rows import Hands, again, put
from tests.practice.mail.servers import Server, free_port, smtp_to
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

State = OutgoingMessage.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """Give a mail server that is up, and send all mail to it."""
    behaviour = Server()
    port = free_port()
    controller = Controller(behaviour, hostname="127.0.0.1", port=port)
    settings.MAILERS = smtp_to(port)
    controller.start()
    yield behaviour
    controller.stop()


@pytest.mark.django_db
def test_a_real_server_gets_the_message_for_one_recipient(server: Server, hands: Hands) -> None:
    message = put()
    send_round(hands.steady())
    assert server.accepted == [message.message_id]
    assert server.recipients == [["asha@example.com"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "failure"),
    [("4xx", "SMTPRecipientsRefused 450"), ("hangs", "SMTPServerDisconnected"), ("drops", "SMTPServerDisconnected")],
)
def test_a_server_in_trouble_gets_the_message_later(server: Server, hands: Hands, mode: str, failure: str) -> None:
    server.mode = mode
    message = put()
    send_round(hands.steady())
    assert again(message).state == State.QUEUED
    assert again(message).failure == failure
    server.mode = "up"
    server.accepted.clear()
    hands.pass_by(timedelta(seconds=15))
    send_round(hands.steady())
    assert server.accepted == [message.message_id]


@pytest.mark.django_db
def test_a_server_that_refuses_for_good_ends_the_message_at_once(
    server: Server, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    server.mode = "5xx"
    message = put()
    send_round(hands.steady())
    assert (again(message).state, again(message).failure) == (State.DEAD, "SMTPRecipientsRefused 550")
    assert [record.message for record in caplog.records if record.name.startswith("practice")] == [
        f"message {message.uuid} dead: SMTPRecipientsRefused 550"
    ]


@pytest.mark.django_db
def test_a_server_that_drops_after_the_data_gets_the_same_id_again(server: Server, hands: Hands) -> None:
    server.mode = "drops"
    message = put()
    send_round(hands.steady())
    server.mode = "up"
    hands.pass_by(timedelta(seconds=15))
    send_round(hands.steady())
    assert server.accepted == [message.message_id] * 2


@pytest.mark.django_db
def test_where_nobody_listens_one_message_a_round_is_tried(settings: Settings, hands: Hands) -> None:
    settings.MAILERS = smtp_to(free_port())
    for number in range(3):
        put(f"booking:{number}")
    assert send_round(hands.steady()) == 1
    assert OutgoingMessage.objects.filter(failure="ConnectionRefusedError").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), State.QUEUED),
        (smtplib.SMTPConnectError(554, b"go away"), State.QUEUED),
        (smtplib.SMTPSenderRefused(530, b"sign in first", "x"), State.QUEUED),
        (smtplib.SMTPSenderRefused(553, b"not your address", "x"), State.DEAD),
        (smtplib.SMTPDataError(451, b"later"), State.QUEUED),
        (smtplib.SMTPDataError(554, b"no"), State.DEAD),
        (smtplib.SMTPServerDisconnected("gone"), State.QUEUED),
        (ConnectionResetError(), State.QUEUED),
    ],
)
def test_only_a_refusal_of_the_message_itself_is_final(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, error: Exception, state: str
) -> None:
    def refuse(*args: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    message = put()
    send_round(hands.steady())
    assert again(message).state == state


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["refuses", "4xx", "hangs", "drops"])
def test_after_an_outage_every_message_is_out_within_two_minutes(
    server: Server, settings: Settings, hands: Hands, mode: str
) -> None:
    """R1 for twenty messages: each is queued once, and repeated only where the server had it and hung up."""
    up = settings.MAILERS
    settings.MAILERS = smtp_to(free_port()) if mode == "refuses" else up
    server.mode = mode
    messages = [put(f"booking:{number}") for number in range(20)]
    clock = hands.steady()
    rounds = 4 if mode == "hangs" else 90
    for _ in range(rounds):
        send_round(clock)
        hands.pass_by(timedelta(seconds=5))
    assert not OutgoingMessage.objects.exclude(state=State.QUEUED).exists()
    before = Counter(server.accepted)
    settings.MAILERS, server.mode = up, "up"
    server.accepted.clear()
    recovered = hands.now
    while OutgoingMessage.objects.filter(state=State.QUEUED).exists() and hands.now - recovered < timedelta(minutes=5):
        send_round(clock)
        hands.pass_by(timedelta(seconds=1))
    took = (hands.now - recovered).total_seconds()
    assert Counter(server.accepted) == Counter(message.message_id for message in messages)
    assert bool(before) is (mode == "drops")
    report("R1", took, 120, mode=mode, messages=20, engine=connection.vendor)
    assert took <= 120
