"""What of this room goes when a space closes after the end of care: what the client wrote for herself."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Client
from accounts.signals import space_closing
from worksheets.measures.models import MeasureCopy, MeasureRound
from worksheets.models import Answer, Snapshot


def connect() -> None:
    """Follow the closing of spaces from now on."""
    space_closing.connect(empty_space, dispatch_uid="worksheets.empty_space")


def empty_space(*, client: Client, now: datetime, **_more: Any) -> None:
    """Delete what a client wrote, but for copies that she shared and did not take back: those are the therapist's too.

    Where such a copy hangs on what she wrote, that is blanked, and only the copy stays.
    """
    with transaction.atomic():
        Snapshot.objects.filter(client=client).exclude(withdrawn_at=None).delete()
        MeasureCopy.objects.filter(client=client).exclude(withdrawn_at=None).delete()
        answers = Answer.objects.filter(client=client)
        answers.filter(snapshots=None).delete()
        rounds = MeasureRound.objects.filter(client=client)
        rounds.filter(copies=None).delete()
        for kept in answers:
            blank(kept)
        for begun in rounds:
            blank(begun)


def blank(row: Answer | MeasureRound) -> None:
    """Leave nothing of what was written in a row."""
    row.body = {}
    row.save(update_fields=["body"])
