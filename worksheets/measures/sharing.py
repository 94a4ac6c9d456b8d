"""Sharing a copy of answers and taking it back; opening and reading it; and who is shown totals.

Each locks the client's row first and adds its entry to her ledger, as with worksheets. A mark for the desk is not
stored: it is worked out of the shared copy, and of nothing else.
"""

from datetime import datetime
from uuid import UUID

from accounts import ledger
from accounts.models import Client, User
from worksheets.access import may_write
from worksheets.measures.access import chosen_of
from worksheets.measures.messages import tell_therapist, untell_therapist
from worksheets.measures.models import Measure, MeasureCopy, MeasureCopyQuerySet, MeasureRound, MeasureTotals
from worksheets.measures.scoring import from_data, reached
from worksheets.sharing import NotInCareError, locked


def share(*, round: MeasureRound, revision: int, request_key: UUID, now: datetime) -> MeasureCopy | None:
    """Share a copy of the answers as they stood at `revision`, which the client has seen; None if they changed since.

    The same `request_key` again gives the copy of the first time, whatever became of it since; and where a copy with
    the same answers is shared at present, there is no second. The therapist is told, in words that say nothing.

    Raises:
        NotInCareError: the client is not in care at present.
    """
    with locked(round.client) as client:
        current = MeasureRound.objects.select_for_update(of=("self",)).select_related("plan__measure").get(pk=round.pk)
        copies = MeasureCopy.objects.filter(round=current)
        if known := copies.filter(request_key=request_key).first():
            return known
        if not may_write(client):
            raise NotInCareError
        if current.revision != revision or not current.body:
            return None
        newest = copies.live().order_by("-shared_at", "-pk").first()
        if newest and newest.body == current.body:
            return newest
        copy = MeasureCopy.objects.create(
            client=client,
            round=current,
            revision=revision,
            request_key=request_key,
            body=current.body,
            shared_at=now,
        )
        note(copy, "shared", client.user, now)
        tell_therapist(copy, now)
    return copy


def take_back(*, copy: MeasureCopy, now: datetime) -> bool:
    """Take a copy back: it cannot be opened any more, and its mark is gone. False where it was taken back before."""
    with locked(copy.client) as client:
        if not live(copy).update(withdrawn_at=now):
            return False
        untell_therapist(copy)
        note(copy, "unshared", client.user, now)
    return True


def open_copy(*, copy: MeasureCopy, by: User, now: datetime) -> bool:
    """Note that the therapist opens a copy; False where it was taken back. No answer may be shown before."""
    with locked(copy.client):
        if not live(copy).exists():
            return False
        live(copy).filter(opened_at=None).update(opened_at=now)
        note(copy, "opened", by, now)
    return True


def mark_read(*, copy: MeasureCopy, by: User, now: datetime) -> bool:
    """Note that the therapist read a copy that she opened. False where that was noted before, or it was taken back."""
    with locked(copy.client):
        if not live(copy).filter(read_at=None).exclude(opened_at=None).update(read_at=now):
            return False
        note(copy, "read", by, now)
    return True


def marks_of(copy: MeasureCopy) -> list[int]:
    """Return the numbers of the questions about safety whose shared answers have their points or more.

    An empty list says nothing: it is never to be shown as good news.
    """
    return reached(from_data(copy.round.version.definition), chosen_of(copy.body))


def show_totals(*, client: Client, measure: Measure, side: str, by: User | None, now: datetime) -> None:
    """Show totals and their course from now on, to the client or at the desk; of the desk her ledger tells."""
    with locked(client):
        _row, is_new = MeasureTotals.objects.get_or_create(
            client=client, measure=measure, side=side, defaults={"since": now}
        )
        if is_new and side == MeasureTotals.Side.DESK:
            ledger.write(client=client, by=by, act="course", at=now, thing=measure.title)


def hide_totals(*, client: Client, measure: Measure, side: str) -> None:
    """Show no totals any more on one side."""
    MeasureTotals.objects.filter(client=client, measure=measure, side=side).delete()


def shows_totals(*, client: Client, measure: Measure, side: str) -> bool:
    """Tell whether totals are shown on one side."""
    return MeasureTotals.objects.filter(client=client, measure=measure, side=side).exists()


def live(copy: MeasureCopy) -> MeasureCopyQuerySet:
    """Return the copy as long as it is not taken back."""
    return MeasureCopy.objects.live().filter(pk=copy.pk)


def note(copy: MeasureCopy, act: str, by: User | None, now: datetime) -> None:
    """Add what was done to the client's ledger."""
    title = copy.round.plan.measure.title
    ledger.write(client=copy.client, by=by, act=act, at=now, thing=title, thing_at=copy.shared_at)
