"""One practice in Gurgaon, open on weekdays from 9:00 to 17:00 IST, asked on Sunday 22 November 2026 at 11:30 IST.

Times are IST; the core sees UTC only.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bookings.scheduling.availability import Slot, offered, reasons_against
from bookings.scheduling.hours import WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Policy, Reason, SessionShape
from bookings.scheduling.timetable import Busy, Timetable

INDIA = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
BOTH = frozenset({"in_person", "video"})
HOURS = tuple(WorkingHours(day, time(9), time(17), BOTH) for day in range(5))
POLICY = Policy(zone=INDIA, notice=12 * HOUR, horizon=timedelta(days=60), step=30 * MINUTE)
SHAPE = SessionShape(length=50 * MINUTE, modes=BOTH)
STEP_OF_A_MINUTE = replace(SHAPE, step=MINUTE)
MINE, OTHERS, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)


def ist(text: str, day: int = 25) -> datetime:
    """Return a time of a day of November 2026 in Gurgaon; the 25th is a Wednesday."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(text), INDIA).astimezone(UTC)


def session(start: str, end: str, day: int = 25, session_id: UUID | None = OTHERS, **changes: Any) -> Busy:
    return Busy(Interval(ist(start, day), ist(end, day)), session_id=session_id, **changes)


def make_timetable(*busy: Busy, **changes: Any) -> Timetable:
    parts: dict[str, Any] = {"policy": POLICY, "hours": HOURS, "busy": busy}
    return Timetable(**(parts | changes))


def with_policy(*busy: Busy, **rules: Any) -> Timetable:
    return make_timetable(*busy, policy=replace(POLICY, **rules))


def why_not(timetable: Timetable, start: datetime, **changes: Any) -> list[Reason]:
    asked: dict[str, Any] = {"shape": SHAPE, "mode": "video", "now": NOW, "asker": Asker.STRANGER}
    return reasons_against(timetable, start=start, **(asked | changes))


def listed(timetable: Timetable, window: Interval | None = None, **changes: Any) -> list[Slot]:
    asked: dict[str, Any] = {"shape": SHAPE, "mode": "video", "now": NOW, "asker": Asker.STRANGER}
    wednesday = Interval(ist("00:00"), ist("00:00", 26))
    return offered(timetable, window=window or wednesday, **(asked | changes))


def walls(slots: list[Slot]) -> list[str]:
    return [f"{slot.start.astimezone(INDIA):%H:%M}" for slot in slots]


def all_day(shown: list[str]) -> list[str]:
    return [wall for wall in HALF_HOURS if wall not in shown]


HALF_HOURS = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)][:-1]
