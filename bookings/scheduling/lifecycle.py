"""The life of a booking as data: its statuses, which act leads from which to which, and its deadlines."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a booking stands. A late cancellation is a field of the booking, not a status."""

    DRAFT = "draft"
    REQUESTED = "requested"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    MOVED = "moved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Act(StrEnum):
    """What can be done to a booking."""

    VERIFY = "verify"
    LAPSE = "lapse"
    CONFIRM = "confirm"
    DECLINE = "decline"
    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    REFUSE = "refuse"
    EXPIRE = "expire"
    CANCEL = "cancel"
    MOVE = "move"
    COMPLETE = "complete"
    MARK_NO_SHOW = "mark_no_show"
    UNDO = "undo"


def _table(rows: Mapping[Status, Mapping[Act, Status]]) -> Mapping[Status, Mapping[Act, Status]]:
    return MappingProxyType({status: MappingProxyType(dict(rows.get(status, {}))) for status in Status})


# Every status has a row; the row of one that has ended is empty. MOVE ends the old booking of a session
# once its successor is confirmed.
TRANSITIONS: Mapping[Status, Mapping[Act, Status]] = _table(
    {
        Status.DRAFT: {Act.VERIFY: Status.REQUESTED, Act.LAPSE: Status.LAPSED},
        Status.REQUESTED: {
            Act.CONFIRM: Status.CONFIRMED,
            Act.DECLINE: Status.DECLINED,
            Act.EXPIRE: Status.EXPIRED,
            Act.WITHDRAW: Status.WITHDRAWN,
            Act.PROPOSE: Status.PROPOSED,
        },
        Status.PROPOSED: {
            Act.ACCEPT: Status.CONFIRMED,
            Act.REFUSE: Status.WITHDRAWN,
            Act.EXPIRE: Status.EXPIRED,
        },
        Status.CONFIRMED: {
            Act.COMPLETE: Status.COMPLETED,
            Act.MARK_NO_SHOW: Status.NO_SHOW,
            Act.CANCEL: Status.CANCELLED,
            Act.MOVE: Status.MOVED,
        },
        Status.COMPLETED: {Act.UNDO: Status.CONFIRMED, Act.MARK_NO_SHOW: Status.NO_SHOW},
        Status.NO_SHOW: {Act.UNDO: Status.CONFIRMED, Act.COMPLETE: Status.COMPLETED},
    }
)

# DRAFT waits for its address to be proved, the other two for a person's answer; all three hold time only
# until their deadline.
OPEN = frozenset({Status.REQUESTED, Status.PROPOSED})
HOLDING = OPEN | {Status.DRAFT}
SETTLED = frozenset({Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW})
ENDED = frozenset(Status) - HOLDING - SETTLED

# What somebody asked for or was offered came to nothing: the practice may offer a time again, as a row of its own.
UNMET = frozenset({Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN})

# How a booking may begin: asked for by a stranger, by somebody known, offered by the practice, or agreed
# at once, also by the practice's own hand.
INITIAL = frozenset({Status.DRAFT, Status.REQUESTED, Status.PROPOSED, Status.CONFIRMED})


def next_status(status: Status, act: Act) -> Status | None:
    """Return where `act` leads from `status`; None if it is not allowed there."""
    return TRANSITIONS[status].get(act)


def hold_deadline(now: datetime, start: datetime, *, hold: timedelta, notice: timedelta) -> datetime:
    """Return until when a request or proposal made `now` keeps its time: never past `start` minus `notice`.

    It may already have passed; then nothing is held. The practice's own proposal has a `notice` of nothing.
    """
    return min(now + hold, start - notice)


def draft_hold_until(now: datetime, start: datetime, *, hold: timedelta) -> datetime:
    """Return until when a draft made `now` keeps its time: never past `start`."""
    return min(now + hold, start)


def deadline_in_pause(deadline: datetime, start: datetime, *, notice: timedelta) -> datetime:
    """Return until when a hold that would end at `deadline` can last while its clock stands still.

    That is `start` minus `notice`, and never earlier than it would have ended anyway.
    """
    return max(deadline, start - notice)


def deadline_after_pause(now: datetime, left: timedelta, *, latest: datetime) -> datetime:
    """Return when a hold that had `left` to go when its clock stopped ends if the clock goes on `now`."""
    return min(now + left, latest)


def has_started(now: datetime, start: datetime) -> bool:
    """Tell whether a session can no longer be cancelled and can be marked as held or missed."""
    return start <= now


def is_late_cancellation(now: datetime, start: datetime, *, window: timedelta) -> bool:
    """Tell whether less than `window` is left; with exactly that much left it is still free."""
    return start - now < window
