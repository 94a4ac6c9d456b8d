"""Sharing a copy of answers, and who is shown totals. Taking back, opening and reading are those of worksheets.

A mark for the desk is not stored: it is worked out of the shared copy, and of nothing else.
"""

from datetime import datetime
from uuid import UUID

from accounts import ledger
from accounts.models import Client, User
from worksheets.measures.access import chosen_of
from worksheets.measures.messages import tell_therapist, untell_therapist
from worksheets.measures.models import Measure, MeasureCopy, MeasureRound, MeasureTotals
from worksheets.measures.scoring import from_data, reached
from worksheets.sharing import copy_once, locked, mark_read, open_copy, take_back_once

__all__ = ["hide_totals", "mark_read", "marks_of", "open_copy", "share", "show_totals", "shows_totals", "take_back"]


def share(*, round: MeasureRound, revision: int, request_key: UUID, now: datetime) -> MeasureCopy | None:
    """Share a copy of the answers as they stood at `revision`, which the client has seen; None if they changed since.

    The same `request_key` again gives the copy of the first time, whatever became of it since; and where a copy with
    the same answers is shared at present, there is no second. The therapist is told, in words that say nothing.

    Raises:
        NotInCareError: the client is not in care at present.
    """
    with locked(round.client) as client:
        current = MeasureRound.objects.select_for_update(of=("self",)).select_related("plan__measure").get(pk=round.pk)
        return copy_once(
            current, current.copies, client, revision=revision, request_key=request_key, now=now, tell=tell_therapist
        )


def take_back(*, copy: MeasureCopy, now: datetime) -> bool:
    """Take a copy back: it cannot be opened any more, and its mark is gone. False where it was taken back before."""
    return take_back_once(copy=copy, now=now, untell=untell_therapist)


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
