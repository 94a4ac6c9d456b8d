"""Each message goes out once, whatever happens to renderers, workers and the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import mailers
from django.db import OperationalError, connection

from practice.mail import Mail, outbox
from practice.mail.compose import to_email
from practice.mail.registry import KINDS
from practice.mail.worker import deliver, send_round
from practice.models import OutgoingMessage
from tests.factories import NOW
from tests.practice.mail.rows import Hands, again, claim, put

pytestmark = pytest.mark.gate

State = OutgoingMessage.State
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_due_message_is_sent_once_and_its_body_blanked(hands: Hands) -> None:
    message = put(body={"secret": "canary"})
    assert send_round(hands.steady()) == 1
    assert send_round(hands.steady()) == 0
    done = again(message)
    assert (done.state, done.sent_at, done.claimed_until, done.body) == (State.SENT, NOW, None, {})
    (email,) = django_mail.outbox
    assert email.message()["Message-ID"] == message.message_id
    assert email.to == ["asha@example.com"]


@pytest.mark.django_db
def test_what_is_no_longer_due_is_not_sent_and_its_body_blanked(hands: Hands) -> None:
    message = put(kind="cancelled", body={"secret": "canary"})
    send_round(hands.steady())
    assert (again(message).state, again(message).body, django_mail.outbox) == (State.NOT_DUE, {}, [])


@pytest.mark.django_db
def test_a_kind_nobody_renders_is_dead_at_once(hands: Hands) -> None:
    message = put(kind="unheard-of")
    send_round(hands.steady())
    assert (again(message).state, again(message).failure) == (State.DEAD, "unknown kind")


@pytest.mark.django_db
def test_a_renderer_that_fails_is_tried_again_and_only_its_class_is_kept(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(message: OutgoingMessage, now: datetime) -> Mail:
        raise LookupError("asha@example.com")

    monkeypatch.setitem(KINDS, "note", fail)
    message = put()
    send_round(hands.steady())
    kept = again(message)
    assert (kept.state, kept.failure, kept.claimed_until) == (State.QUEUED, "LookupError", None)
    assert kept.next_try_at == NOW + timedelta(seconds=15)
    assert "asha" not in caplog.text
    assert "LookupError" in caplog.text


@pytest.mark.django_db
def test_one_broken_message_does_not_hold_up_the_others(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "broken", lambda message, now: 1 / 0)
    put(kind="broken", due_at=NOW - MINUTE)
    put()
    send_round(hands.steady())
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db
def test_a_worker_told_to_stop_takes_no_further_message(hands: Hands) -> None:
    for number in range(3):
        put(f"booking:{number}")
    send_round(hands.steady(), is_stopping=lambda: len(django_mail.outbox) == 1)
    assert len(django_mail.outbox) == 1
    assert OutgoingMessage.objects.filter(claimed_until=None, state=State.QUEUED).count() == 2


@pytest.mark.django_db
def test_the_pauses_double_for_an_hour_then_are_a_quarter_of_an_hour_for_a_day() -> None:
    message, now, pauses = put(), NOW, []
    while again(message).state == State.QUEUED:
        claimed = claim(message, now)
        outbox.record_failure(claimed, "TimeoutError", now)
        pauses.append(again(message).next_try_at - now)
        now = again(message).next_try_at
    seconds = [pause.total_seconds() for pause in pauses]
    assert seconds[:6] == [15, 30, 60, 100, 100, 100]
    assert set(seconds[4:]) == {100, 900, 0}
    assert seconds[37:39] == [100, 900]
    assert again(message).failure == "TimeoutError"
    assert timedelta(hours=24) <= now - NOW < timedelta(hours=24, minutes=15)


@pytest.mark.django_db
def test_a_dead_message_can_be_tried_again_under_its_old_id(hands: Hands) -> None:
    message = put(kind="unheard-of")
    send_round(hands.steady())
    assert outbox.try_again(message, NOW + MINUTE)
    fresh = again(message)
    assert (fresh.state, fresh.attempts, fresh.message_id) == (State.QUEUED, 0, message.message_id)
    assert not outbox.try_again(message, NOW)


@pytest.mark.django_db
def test_a_dead_message_can_be_set_aside(hands: Hands) -> None:
    message = put(kind="unheard-of", body={"secret": "canary"})
    assert not outbox.set_aside(message)
    send_round(hands.steady())
    assert outbox.set_aside(message)
    assert (again(message).state, again(message).body) == (State.NOT_DUE, {})


@pytest.mark.django_db
def test_the_bodies_of_dead_messages_are_blanked_after_a_month(hands: Hands) -> None:
    message = put(kind="unheard-of", body={"secret": "canary"})
    send_round(hands.steady())
    outbox.blank_old_bodies(NOW + timedelta(days=30))
    assert again(message).body == {"secret": "canary"}
    outbox.blank_old_bodies(NOW + timedelta(days=31))
    assert again(message).body == {}


@pytest.mark.django_db
def test_a_worker_that_dies_before_sending_costs_nothing_but_the_lease(hands: Hands) -> None:
    claim(put())
    hands.pass_by(outbox.LEASE)
    send_round(hands.steady())
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db
def test_a_worker_that_dies_between_sending_and_recording_causes_one_repeat_with_the_same_id(hands: Hands) -> None:
    claimed = claim(put())
    mailers.default.send_messages([to_email(Mail("asha@example.com", "Hello", "x"), claimed)])
    clock = hands.steady()
    for _ in range(10):
        hands.pass_by(MINUTE)
        send_round(clock)
    assert [email.message()["Message-ID"] for email in django_mail.outbox] == [claimed.message_id] * 2


@pytest.mark.django_db(transaction=True)
def test_a_short_failure_of_the_database_after_sending_causes_no_repeat(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("practice.mail.worker.time.sleep", waited.append)
    message, failures = put(), iter([OperationalError("host db.example.org"), None])

    def fail_once(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        error = next(failures, None) if sql.startswith("UPDATE") and State.SENT in params else None
        if error:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_once):
        deliver(claim(message), hands.steady())
    assert again(message).state == State.SENT
    assert waited == [0, 1]
    assert "example.org" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_long_failure_of_the_database_after_sending_is_logged_as_a_possible_repeat(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("practice.mail.worker.time.sleep", waited.append)
    message = put()

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and State.SENT in params:
            raise OperationalError("host db.example.org")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        assert deliver(claim(message), hands.steady())
    assert again(message).state == State.QUEUED
    assert waited == [0, 1, 5, 15, 30]
    assert f"message {message.uuid} sent but not recorded: it may go once more" in caplog.text


@pytest.mark.django_db
def test_a_message_that_another_worker_took_over_while_it_was_written_is_not_sent(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_slowly(message: OutgoingMessage, now: datetime) -> Mail:
        claim(message, NOW + outbox.LEASE)
        return Mail("asha@example.com", "Hello", "x")

    monkeypatch.setitem(KINDS, "note", write_slowly)
    message = put()
    assert deliver(claim(message), hands.steady())
    assert django_mail.outbox == []
    assert again(message).state == State.QUEUED
