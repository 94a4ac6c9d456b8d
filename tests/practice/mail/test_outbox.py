"""A message belongs to one worker at a time, and what became of it is written down once."""

from datetime import timedelta

import pytest

from practice.mail import outbox
from practice.mail.worker import send_round
from practice.models import OutgoingMessage
from tests.factories import NOW
from tests.practice.mail.rows import Hands, again, claim, put

State = OutgoingMessage.State
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_claimed_message_is_not_claimed_again_before_its_lease_ends() -> None:
    message = put()
    claim(message)
    assert outbox.claim(message.pk, NOW + outbox.LEASE - timedelta(seconds=1)) is None
    assert outbox.due(NOW + MINUTE, limit=9) == []
    assert claim(message, NOW + outbox.LEASE).attempts == 2


@pytest.mark.django_db
def test_a_message_that_is_not_due_is_not_claimed() -> None:
    message = put(due_at=NOW + MINUTE)
    assert outbox.due(NOW, limit=9) == []
    assert outbox.claim(message.pk, NOW) is None


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_does_not_send() -> None:
    message = put()
    slow = claim(message)
    claim(message, NOW + outbox.LEASE)
    assert not outbox.hold(slow, NOW + outbox.LEASE)


@pytest.mark.django_db
def test_a_failure_of_a_worker_that_lost_its_claim_is_not_recorded() -> None:
    message = put()
    slow = claim(message)
    claim(message, NOW + outbox.LEASE)
    outbox.record_failure(slow, "TimeoutError", NOW + outbox.LEASE)
    assert again(message).failure == ""


@pytest.mark.django_db
def test_what_was_sent_after_the_claim_lapsed_is_recorded_and_does_not_go_again() -> None:
    message = put()
    slow = claim(message)
    claim(message, NOW + outbox.LEASE)
    outbox.record_sent(slow, NOW + outbox.LEASE)
    assert again(message).state == State.SENT


@pytest.mark.django_db
def test_after_a_jump_of_the_clock_no_claim_is_taken_over_until_a_lease_really_went_by(hands: Hands) -> None:
    put()
    clock = hands.steady()
    claim(again(OutgoingMessage.objects.get()))
    hands.jump(timedelta(hours=1))
    assert send_round(clock) == 0
    hands.pass_by(outbox.LEASE + timedelta(seconds=1))
    assert send_round(clock) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)])
def test_a_jump_is_noticed_and_forgotten_after_a_lease(hands: Hands, jump: timedelta) -> None:
    clock = hands.steady()
    hands.pass_by(timedelta(hours=5))
    clock.now()
    assert clock.is_steady()
    hands.jump(jump)
    clock.now()
    assert not clock.is_steady()
    hands.pass_by(outbox.LEASE + timedelta(seconds=1))
    clock.now()
    assert clock.is_steady()
