"""Every write about what a client shares: sharing a copy and taking it back; opening it, reading it and replying.

Each locks the client's row first, so that what happens to her copies happens one after the other and a copy that was
taken back is opened no more; each adds its entry to her ledger. Copies of questionnaires go the same way, so one rule
holds for both (`measures/sharing.py`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import ledger
from accounts.models import Client, User
from practice.crypto import sealed
from worksheets.access import may_write
from worksheets.measures.models import MeasureCopy, MeasureRound
from worksheets.models import Answer, Snapshot
from worksheets.sharing_mail import tell_client, tell_therapist, untell_therapist


class NotInCareError(Exception):
    """The client may share nothing at present."""


class OtherReplyError(Exception):
    """There is a reply already, with other words."""


@dataclass(frozen=True, slots=True)
class Shared:
    """There is a copy of what was shown."""

    copy: Snapshot


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """Nothing was shared: the answer is no longer what was shown."""


def share_copy(*, answer: Answer, revision: int, request_key: UUID, now: datetime) -> Shared | ChangedSince:
    """Share a copy of the answer as it stood at `revision`, which the client has seen.

    The same `request_key` again gives the copy of the first time, whatever became of it since; and where a copy with
    the same words is shared at present, there is no second. The therapist is told.

    Raises:
        NotInCareError: the client is not in care at present.
    """
    with locked(answer.client) as client:
        current = Answer.objects.select_for_update(of=("self",)).select_related("version__worksheet").get(pk=answer.pk)
        copy: Snapshot | None = copy_once(
            current, current.snapshots, client, revision=revision, request_key=request_key, now=now, tell=tell_therapist
        )
    return Shared(copy) if copy else ChangedSince()


def copy_once[Copy: (Snapshot, MeasureCopy)](
    row: Answer | MeasureRound,
    copies: Any,
    client: Client,
    *,
    revision: int,
    request_key: UUID,
    now: datetime,
    tell: Callable[[Copy, datetime], None],
) -> Copy | None:
    """Return the copy that was asked for of a locked row, made now or before; None where the row changed since.

    `copies` are those of the row; `tell` is called with a new one.

    Raises:
        NotInCareError: the client is not in care at present.
    """
    known: Copy | None = copies.filter(request_key=request_key).first()
    if known:
        return known
    if not may_write(client):
        raise NotInCareError
    if row.revision != revision or not row.body:
        return None
    newest: Copy | None = copies.live().order_by("-shared_at", "-pk").first()
    if newest and newest.body == row.body:
        return newest
    copy: Copy = copies.create(client=client, revision=revision, request_key=request_key, body=row.body, shared_at=now)
    note(copy, "shared", client.user, now)
    tell(copy, now)
    return copy


def take_back(*, copy: Snapshot, now: datetime) -> bool:
    """Take a copy back: from now on the therapist cannot open it. False where it was taken back before."""
    return take_back_once(copy=copy, now=now, untell=untell_therapist)


def take_back_once[Copy: (Snapshot, MeasureCopy)](*, copy: Copy, now: datetime, untell: Callable[[Copy], None]) -> bool:
    """Take a copy of either kind back, and `untell` the therapist of it. False where it was taken back before."""
    with locked(copy.client) as client:
        if not live(copy).update(withdrawn_at=now):
            return False
        untell(copy)
        note(copy, "unshared", client.user, now)
    return True


def open_copy[Copy: (Snapshot, MeasureCopy)](*, copy: Copy, by: User, now: datetime) -> bool:
    """Note that the therapist opens a copy; False where it was taken back. Nothing of it may be shown before."""
    with locked(copy.client):
        if not live(copy).exists():
            return False
        live(copy).filter(opened_at=None).update(opened_at=now)
        note(copy, "opened", by, now)
    return True


def mark_read[Copy: (Snapshot, MeasureCopy)](*, copy: Copy, by: User, now: datetime) -> bool:
    """Note that the therapist read a copy that she opened. False where that was noted before, or it was taken back."""
    with locked(copy.client):
        if not live(copy).filter(read_at=None).exclude(opened_at=None).update(read_at=now):
            return False
        note(copy, "read", by, now)
    return True


def send_reply(*, copy: Snapshot, words: str, by: User, now: datetime, tells: bool) -> bool:
    """Reply to a copy that was opened, which is then read too. False where it was taken back or never opened.

    The same words a second time do nothing. With `tells` the client gets a message that something new waits.

    Raises:
        OtherReplyError: another reply stands there.
    """
    with locked(copy.client):
        current = live(copy).exclude(opened_at=None).first()
        if current is None:
            return False
        if current.replied_at is not None:
            if current.reply == words:
                return True
            raise OtherReplyError
        read_at = current.read_at or now
        live(copy).update(reply=sealed(current, "reply", words), replied_at=now, read_at=read_at)
        note(copy, "replied", by, now)
        if tells:
            tell_client(copy, now)
    return True


def take_reply_back(*, copy: Snapshot, by: User, now: datetime) -> bool:
    """Take a reply back: the client finds that there was one, not what it said. False where there is none."""
    with locked(copy.client):
        if not live(copy).exclude(replied_at=None).update(reply="", replied_at=None, reply_taken_back_at=now):
            return False
        note(copy, "reply back", by, now)
    return True


def live[Copy: (Snapshot, MeasureCopy)](copy: Copy) -> QuerySet[Copy]:
    """Return the copy as long as it is not taken back."""
    return type(copy).objects.live().filter(pk=copy.pk)


def note(copy: Snapshot | MeasureCopy, act: str, by: User | None, now: datetime) -> None:
    """Add what was done to the client's ledger."""
    ledger.write(client=copy.client, by=by, act=act, at=now, thing=copy.title, thing_at=copy.shared_at)


@contextmanager
def locked(client: Client) -> Iterator[Client]:
    """Begin a transaction that holds the client's row, and hand out the row as it stands."""
    with transaction.atomic():
        yield Client.objects.select_for_update(of=("self",)).select_related("user").get(pk=client.pk)
