"""Messages and clocks for the tests of the worker."""

from datetime import datetime, timedelta
from typing import Any

from practice.mail import outbox, queue
from practice.mail.worker import SteadyClock
from practice.models import OutgoingMessage
from tests.factories import NOW


class Hands:
    """A clock moved by hand. Its two faces go together; a jump moves the first one only."""

    def __init__(self) -> None:
        self.now = NOW
        self.seconds = 0.0

    def pass_by(self, time_passing: timedelta) -> None:
        self.now += time_passing
        self.seconds += time_passing.total_seconds()

    def jump(self, by: timedelta) -> None:
        self.now += by

    def steady(self) -> SteadyClock:
        return SteadyClock(lambda: self.now, lambda: self.seconds)


def put(cause: str = "booking:1", *, kind: str = "note", due_at: datetime = NOW, body: Any = None) -> OutgoingMessage:
    queue(kind=kind, cause=cause, due_at=due_at, body=body)
    return OutgoingMessage.objects.get(cause=cause, kind=kind)


def again(message: OutgoingMessage) -> OutgoingMessage:
    return OutgoingMessage.objects.get(pk=message.pk)


def claim(message: OutgoingMessage, now: datetime = NOW, **changes: Any) -> OutgoingMessage:
    claimed = outbox.claim(message.pk, now, **changes)
    assert claimed is not None
    return claimed
