"""F5: the pure core over 90 days with 400 bookings, against a naive loop and a sweep in numpy.

All three get the same timetable and return the same list of slots. The naive loop asks the rules of every
start about every booking; the core must equal it on random cases. The sweep replaces the core's subtraction,
limits and grid by array operations; it takes the open hours from the core, since numpy knows no zones.

    python -m benchmarks.f5

prints one line of JSON. Without numpy, which the project does not need, only the naive loop is measured and
the line says so; `value` is then null and `ok` false.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bookings.scheduling.availability import Slot, offered
from bookings.scheduling.hours import WorkingHours, expand_hours, local_days
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Policy, SessionShape
from bookings.scheduling.timetable import Busy, Timetable
from tests.bookings.scheduling.cases import differences, random_case
from tests.bookings.scheduling.naive import NaiveRules

try:
    np: Any = import_module("numpy")
except ImportError:
    np = None

TARGET = 1.5
BOOKINGS = 400
CASES = 1000
NOW = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
WINDOW = Interval(NOW, NOW + timedelta(days=90))
MINUTE = timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
MODES = frozenset({"in_person", "video"})
SHAPE = SessionShape(length=50 * MINUTE, modes=MODES, buffer_after=10 * MINUTE)


def busy_practice(bookings: int) -> Timetable:
    """Return a practice open six long days a week, with that many bookings spread over 90 days."""
    rng = Random(5)
    policy = Policy(
        zone=ZoneInfo("Europe/London"),
        notice=timedelta(hours=12),
        horizon=timedelta(days=90),
        step=30 * MINUTE,
        sessions_a_day=6,
        sessions_a_week=30,
    )
    hours = [WorkingHours(day, time(8), time(13), MODES) for day in range(6)]
    hours += [WorkingHours(day, time(14), time(20), MODES) for day in range(6)]
    starts = sorted(
        WINDOW.start.replace(hour=8, minute=0) + timedelta(days=rng.randrange(90), minutes=30 * rng.randrange(23))
        for _ in range(bookings)
    )
    busy = [
        Busy(Interval(start, start + 50 * MINUTE), buffer_after=10 * MINUTE, session_id=UUID(int=number + 1))
        for number, start in enumerate(starts)
    ]
    leave = Interval(NOW + timedelta(days=30), NOW + timedelta(days=37))
    return Timetable(policy=policy, hours=tuple(hours), time_off=(leave,), busy=tuple(busy))


def by_core(timetable: Timetable) -> list[Slot]:
    """Return the slots as the project does."""
    return offered(timetable, shape=SHAPE, mode="video", window=WINDOW, now=NOW, asker=Asker.CLIENT)


def by_naive_loop(timetable: Timetable) -> list[Slot]:
    """Return the slots by asking every rule about every start."""
    return NaiveRules(timetable, shape=SHAPE, mode="video", now=NOW, asker=Asker.CLIENT).offered(WINDOW)


def by_numpy(timetable: Timetable) -> list[Slot]:
    """Return the slots by sweeping sorted arrays of microseconds."""
    policy = timetable.policy
    earliest, latest = NOW + policy.notice, NOW + policy.horizon
    days = local_days(policy.zone, WINDOW.start - timedelta(days=8), WINDOW.end + timedelta(days=8))
    spans = [
        span
        for group in expand_hours(timetable.hours, timetable.overrides, days)
        if "video" in group.modes
        for span in group.spans
    ]
    length, step = _us(SHAPE.length), _us(policy.step)
    open_start = np.array([_since_epoch(start) for start, _ in spans])
    open_end = np.array([_since_epoch(end) for _, end in spans])
    day_start = np.array([_since_epoch(day.start) for day in days])
    day_wall = np.array([_us(day.wall) for day in days])
    day_number = np.array([day.date.toordinal() for day in days])
    shift = (day_start - day_wall)[np.searchsorted(day_start, open_start, side="right") - 1]
    first = open_start + (shift - open_start) % step
    counts = np.maximum((open_end - length - first) // step + 1, 0)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    starts = np.repeat(first, counts) + offsets * step
    taken = [
        (
            busy.interval.start - max(busy.buffer_before, SHAPE.buffer_after),
            busy.interval.end + max(busy.buffer_after, SHAPE.buffer_before),
        )
        for busy in timetable.busy
    ] + [(off.start, off.end) for off in timetable.time_off]
    taken.sort()
    taken_start = np.array([_since_epoch(start) for start, _ in taken])
    taken_end = np.maximum.accumulate(np.array([_since_epoch(end) for _, end in taken]))
    before = np.searchsorted(taken_start, starts + length, side="left") - 1
    free = (before < 0) | (taken_end[np.maximum(before, 0)] <= starts)
    booked = np.array([_since_epoch(busy.interval.start) for busy in timetable.busy if busy.counts])
    booked_days = day_number[np.searchsorted(day_start, booked, side="right") - 1]
    start_days = day_number[np.searchsorted(day_start, starts, side="right") - 1]
    base = day_number[0] - (day_number[0] - 1) % 7
    a_day = np.bincount(booked_days - base, minlength=day_number[-1] - base + 1)
    a_week = np.bincount((booked_days - base) // 7, minlength=(day_number[-1] - base) // 7 + 1)
    free &= (a_day[start_days - base] < policy.sessions_a_day) & (
        a_week[(start_days - base) // 7] < policy.sessions_a_week
    )
    free &= (starts >= _since_epoch(max(earliest, WINDOW.start))) & (starts <= _since_epoch(latest))
    free &= starts < _since_epoch(WINDOW.end)
    modes = frozenset({"video"})
    instants = [EPOCH + us * MICROSECOND for us in starts[free].tolist()]
    return [Slot(start, start + SHAPE.length, modes) for start in instants]


def _since_epoch(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


def _us(amount: timedelta) -> int:
    return amount // MICROSECOND


def milliseconds(sweep: Callable[[Timetable], list[Slot]], timetable: Timetable, *, rounds: int) -> float:
    """Return the median time of one call, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        sweep(timetable)
        times.append(perf_counter() - begun)
    return median(times) * 1000


def main() -> int:
    """Measure, print the line and return 0 if the target is met."""
    timetable = busy_practice(BOOKINGS)
    slots = by_core(timetable)
    unequal = sum(bool(differences(random_case(Random(seed)))) for seed in range(CASES))
    unequal += by_naive_loop(timetable) != slots
    figures: dict[str, Any] = {"slots": len(slots), "unequal_to_naive": unequal, "cases": CASES}
    figures["core_ms"] = round(milliseconds(by_core, timetable, rounds=300), 3)
    figures["naive_ms"] = round(milliseconds(by_naive_loop, timetable, rounds=1), 1)
    ratio = None
    if np is None:
        figures["note"] = "numpy is not installed"
    else:
        figures["unequal_to_numpy"] = int(by_numpy(timetable) != slots)
        figures["numpy_ms"] = round(milliseconds(by_numpy, timetable, rounds=300), 3)
        ratio = round(figures["core_ms"] / figures["numpy_ms"], 2)
    ok = ratio is not None and ratio <= TARGET and not unequal and not figures["unequal_to_numpy"]
    print(json.dumps({"id": "F5", "value": ratio, "target": TARGET, "ok": ok, **figures}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
