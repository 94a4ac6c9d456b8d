"""What the practice allows, what is asked for and by whom, and the reasons to refuse it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.scheduling.intervals import Interval

NOTHING = timedelta(0)
MINUTE = timedelta(minutes=1)
LONGEST_STEP = timedelta(days=1)


class Asker(StrEnum):
    """Who asks for a time."""

    STRANGER = "stranger"
    CLIENT = "client"
    PRACTICE = "practice"


class Audience(StrEnum):
    """Who may ask for a session type."""

    ANYONE = "anyone"
    CLIENTS = "clients"
    NEW_CLIENTS = "new_clients"


class Weight(StrEnum):
    """What a reason is to the practice itself when it places a session."""

    EXEMPT = "exempt"
    WARNS = "warns"
    FORBIDS = "forbids"


class Reason(StrEnum):
    """Why a time is refused, in the order in which reasons are told."""

    PAUSED = "paused"
    INTAKE_CLOSED = "intake_closed"
    CLIENTS_ONLY = "clients_only"
    NEW_CLIENTS_ONLY = "new_clients_only"
    IN_THE_PAST = "in_the_past"
    BEFORE_NOTICE = "before_notice"
    BEYOND_HORIZON = "beyond_horizon"
    NOT_ON_STEP = "not_on_step"
    OUTSIDE_HOURS = "outside_hours"
    WRONG_MODE = "wrong_mode"
    TIME_OFF = "time_off"
    BUSY = "busy"
    BUSY_ELSEWHERE = "busy_elsewhere"
    BUFFER = "buffer"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"

    @property
    def binds_practice(self) -> Weight:
        """Return what this reason is to the practice: nothing, a warning it may override, or final."""
        if self in _FORBID_PRACTICE:
            return Weight.FORBIDS
        return Weight.WARNS if self in _WARN_PRACTICE else Weight.EXEMPT

    def applies_to(self, asker: Asker) -> bool:
        """Tell whether `asker` is held to this reason or at least warned of it."""
        return asker is not Asker.PRACTICE or self.binds_practice is not Weight.EXEMPT


# Not a whole minute: nothing else in the project could store or show it, so it is final for everybody.
_FORBID_PRACTICE = frozenset({Reason.BUSY, Reason.NOT_ON_STEP})
_WARN_PRACTICE = frozenset(
    {
        Reason.IN_THE_PAST,
        Reason.OUTSIDE_HOURS,
        Reason.WRONG_MODE,
        Reason.TIME_OFF,
        Reason.BUSY_ELSEWHERE,
        Reason.BUFFER,
        Reason.DAY_FULL,
        Reason.WEEK_FULL,
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one practitioner that hold for every session type.

    A start may be asked for from `notice` after now up to `horizon` after now, both ends included. A day
    and a week (Monday to Sunday) are those of `zone`; None sets no limit on their sessions.

    Raises:
        ValueError: a negative amount, or a step that is not of whole minutes up to a day.
    """

    zone: ZoneInfo
    notice: timedelta
    horizon: timedelta
    step: timedelta
    sessions_a_day: int | None = None
    sessions_a_week: int | None = None
    paused: bool = False
    intake_closed: bool = False

    def __post_init__(self) -> None:
        """Refuse rules that make no sense."""
        if min(self.notice, self.horizon) < NOTHING:
            raise ValueError("notice and horizon must not be negative")
        if min(self.sessions_a_day or 0, self.sessions_a_week or 0) < 0:
            raise ValueError("a limit of sessions must not be negative")
        _require_step(self.step)


@dataclass(frozen=True, slots=True)
class SessionShape:
    """What the scheduling of a session type depends on; a `step` of None is the policy's.

    Raises:
        ValueError: no length, a negative buffer, or a step as `Policy` refuses it.
    """

    length: timedelta
    modes: frozenset[str]
    buffer_before: timedelta = NOTHING
    buffer_after: timedelta = NOTHING
    step: timedelta | None = None
    audience: Audience = Audience.ANYONE

    def __post_init__(self) -> None:
        """Refuse a session that takes no time or less."""
        if self.length <= NOTHING:
            raise ValueError("a session must take time")
        if min(self.buffer_before, self.buffer_after) < NOTHING:
            raise ValueError("a buffer must not be negative")
        if self.step is not None:
            _require_step(self.step)


def bookable_window(policy: Policy, *, now: datetime, asker: Asker) -> Interval:
    """Return the time in which a start is neither past nor too soon nor too far ahead for `asker`.

    As every interval it leaves out its end: an instant after the last start allowed. For the practice the
    future has no end; it gets the horizon, or a day if that is none, as a range to list.

    Raises:
        ValueError: `now` is not in UTC, or no time is left because the notice exceeds the horizon.
    """
    earliest, end = start_limits(policy, now=now, asker=asker)
    return Interval(earliest, end or now + max(policy.horizon, LONGEST_STEP))


def start_limits(policy: Policy, *, now: datetime, asker: Asker) -> tuple[datetime, datetime | None]:
    """Return the first instant at which a start is allowed and the first from which it no longer is.

    None stands for no such limit. A session that starts at `now` has started, so it is in the past.
    """
    after_now = now + timedelta.resolution
    if asker is Asker.PRACTICE:
        return after_now, None
    return max(after_now, now + policy.notice), now + policy.horizon + timedelta.resolution


def door_reasons(policy: Policy, shape: SessionShape, asker: Asker) -> list[Reason]:
    """Return the reasons that refuse `asker` every time, whatever the calendar holds."""
    checks = (
        (Reason.PAUSED, policy.paused),
        (Reason.INTAKE_CLOSED, policy.intake_closed and asker is Asker.STRANGER),
        (Reason.CLIENTS_ONLY, shape.audience is Audience.CLIENTS and asker is Asker.STRANGER),
        (Reason.NEW_CLIENTS_ONLY, shape.audience is Audience.NEW_CLIENTS and asker is Asker.CLIENT),
    )
    return [reason for reason, refused in checks if refused and reason.applies_to(asker)]


def clock_reasons(policy: Policy, start: datetime, *, now: datetime, asker: Asker) -> list[Reason]:
    """Return the reasons that lie in how far `start` is from `now`."""
    checks = (
        (Reason.IN_THE_PAST, start <= now),
        (Reason.BEFORE_NOTICE, start < now + policy.notice),
        (Reason.BEYOND_HORIZON, start > now + policy.horizon),
    )
    return [reason for reason, refused in checks if refused and reason.applies_to(asker)]


def _require_step(step: timedelta) -> None:
    if not MINUTE <= step <= LONGEST_STEP or step % MINUTE:
        raise ValueError("a step must be of whole minutes, from one minute to a day")
