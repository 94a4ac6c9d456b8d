"""Several workers at once send each message once."""

import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import mailers
from django.db import connection

from practice.mail import Mail, outbox, queue
from practice.mail.compose import to_email
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage
from tests.at_once import at_once
from tests.factories import NOW
from tests.reporting import report

State = OutgoingMessage.State
MINUTE = timedelta(minutes=1)
REMINDERS = int(os.environ.get("R3_REMINDERS", "40"))


def work_at_once(act: Callable[[], object], workers: int = 4) -> None:
    """Run `act` in several threads that start together."""
    at_once([act] * workers)


def put_reminders(due: int, cancelled: int) -> None:
    for number in range(due):
        queue(kind="note", cause=f"booking:{number}", due_at=NOW + timedelta(hours=1))
    for number in range(cancelled):
        queue(kind="cancelled", cause=f"booking:cancelled-{number}", due_at=NOW + timedelta(hours=1))


def causes_sent() -> Counter[str]:
    return Counter(str(email.body).strip() for email in django_mail.outbox)


@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.django_db(transaction=True)
def test_four_workers_send_every_reminder_once_through_a_jump_of_the_clock() -> None:
    """R3, small: the clock jumps over the time they are due, and again while they are being sent."""
    put_reminders(REMINDERS, REMINDERS // 4)
    jumps = [NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=3)]

    def read() -> datetime:
        return jumps[min(len(django_mail.outbox) // 15, 1) + (time.monotonic() - begun > 0.2)]

    def work() -> None:
        clock = SteadyClock(read)
        while (
            OutgoingMessage.objects.filter(state=State.QUEUED).exists()
            and time.monotonic() - begun < 30 + REMINDERS / 5
        ):
            send_round(clock)

    begun = time.monotonic()
    work_at_once(work)
    sent = causes_sent()
    wrong = abs(len(sent) - REMINDERS) + sum(count - 1 for count in sent.values())
    report("R3", wrong, 0, engine=connection.vendor, reminders=REMINDERS)
    assert (len(sent), sum(sent.values())) == (REMINDERS, REMINDERS)
    assert OutgoingMessage.objects.filter(state=State.NOT_DUE).count() == REMINDERS // 4


@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.django_db(transaction=True)
def test_without_the_claim_reminders_go_several_times() -> None:
    """The control of R3: the same messages and workers, nobody claims."""
    put_reminders(40, 0)
    later = NOW + timedelta(hours=1)

    def work() -> None:
        for pk in outbox.due(later, limit=100):
            message = OutgoingMessage.objects.get(pk=pk)
            mailers.default.send_messages([to_email(Mail("asha@example.com", "Hello", message.cause), message)])
            outbox.record_sent(message, later)

    work_at_once(work)
    assert sum(causes_sent().values()) > 40
