"""Random timetables and questions to them, made to lie near clock changes and each other's edges."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bookings.scheduling.availability import Slot, offered, reasons_against
from bookings.scheduling.hours import MIDNIGHT, DateOverride, Opening, WorkingHours
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Audience, Policy, Reason, SessionShape
from bookings.scheduling.timetable import Busy, Timetable
from tests.bookings.scheduling.naive import NaiveRules, Overlap, half_open_overlap

MINUTE = timedelta(minutes=1)
MODES = ("in_person", "video", "phone")
NO_MINUTES = timedelta(0)

# A zone and a day near which its clock changes; the last ones never change.
PLACES = (
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Antarctica/Troll", date(2026, 10, 25)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Kathmandu", date(2026, 11, 25)),
    ("Asia/Kolkata", date(2026, 11, 25)),
)


@dataclass(frozen=True)
class Case:
    """One question to the core. `probes` are instants worth asking about, on the step and off it."""

    timetable: Timetable
    shape: SessionShape
    mode: str | None
    window: Interval
    now: datetime
    asker: Asker
    ignore_session: UUID | None
    probes: tuple[datetime, ...]

    def offered(self) -> list[Slot]:
        return offered(
            self.timetable,
            shape=self.shape,
            mode=self.mode,
            window=self.window,
            now=self.now,
            asker=self.asker,
            ignore_session=self.ignore_session,
        )

    def reasons(self, start: datetime) -> list[Reason]:
        return reasons_against(
            self.timetable,
            shape=self.shape,
            start=start,
            mode=self.mode,
            now=self.now,
            asker=self.asker,
            ignore_session=self.ignore_session,
        )

    def naive(self, *, overlap: Overlap = half_open_overlap) -> NaiveRules:
        return NaiveRules(
            self.timetable,
            shape=self.shape,
            mode=self.mode,
            now=self.now,
            asker=self.asker,
            ignore_session=self.ignore_session,
            overlap=overlap,
        )

    def is_on_step(self, start: datetime) -> bool:
        return self.naive().is_on(start, self.shape.step or self.timetable.policy.step)


def random_case(rng: Random) -> Case:
    zone, window = _random_window(rng)
    shape = _random_shape(rng)
    busy = tuple(_random_busy(rng, window) for _ in range(rng.randint(0, 12)))
    timetable = Timetable(
        policy=_random_policy(rng, zone),
        hours=tuple(_random_hours(rng, window, day % 7) for day in range(rng.randint(6, 21))),
        overrides=tuple(_random_override(rng, window) for _ in range(rng.randint(0, 2))),
        time_off=tuple(
            _random_interval(rng, window, longest=rng.choice([90, 600, 2000])) for _ in range(rng.choice([0, 0, 1, 2]))
        ),
        busy=busy,
    )
    return Case(
        timetable=timetable,
        shape=shape,
        mode=rng.choice([None, None, None, None, *sorted(shape.modes), "letter"]),
        window=window,
        now=window.start + rng.choice([rng.randint(-4000, 0), rng.randint(-200, 1000)]) * MINUTE,
        asker=rng.choice([Asker.STRANGER, Asker.CLIENT, Asker.PRACTICE]),
        ignore_session=rng.choice([None, None, *(each.session_id for each in busy)]),
        probes=tuple(_random_probes(rng, timetable, shape, window)),
    )


def _random_window(rng: Random) -> tuple[ZoneInfo, Interval]:
    name, day = rng.choice(PLACES)
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - rng.randint(0, 4000) * MINUTE
    return ZoneInfo(name), Interval(first, first + rng.randint(600, 6000) * MINUTE)


def _random_shape(rng: Random) -> SessionShape:
    return SessionShape(
        length=rng.choice([25, 50, 50, 60, 90, 180]) * MINUTE,
        modes=_random_modes(rng),
        buffer_before=rng.choice([0, 0, 5, 30]) * MINUTE,
        buffer_after=rng.choice([0, 10, 10, 45]) * MINUTE,
        step=rng.choice([None, 5 * MINUTE, 50 * MINUTE, 90 * MINUTE]),
        audience=rng.choice([Audience.ANYONE] * 6 + [Audience.CLIENTS, Audience.NEW_CLIENTS]),
    )


def _random_policy(rng: Random, zone: ZoneInfo) -> Policy:
    return Policy(
        zone=zone,
        notice=rng.choice([0, 0, 60, 720, 1441]) * MINUTE,
        horizon=rng.choice([1440, 5000, 9000, 90000]) * MINUTE,
        step=rng.choice([10, 15, 30, 30, 45, 60]) * MINUTE,
        sessions_a_day=rng.choice([None, None, None, 1, 2, 4, 6]),
        sessions_a_week=rng.choice([None, None, None, 2, 5, 8, 12]),
        paused=rng.random() < 0.03,
        intake_closed=rng.random() < 0.05,
    )


def _random_modes(rng: Random) -> frozenset[str]:
    return frozenset(rng.sample(MODES, rng.randint(1, 3)))


def _random_walls(rng: Random) -> tuple[time, time]:
    start = rng.choice([0, 30, 60, 90, 120, 150, 180, 540, 555, 600, 780, 1000, 1380])
    end = min(start + rng.choice([30, 95, 300, 480, 480, 900]), 1440)
    return time(start // 60, start % 60), time(end // 60, end % 60) if end < 1440 else MIDNIGHT


def _random_hours(rng: Random, window: Interval, weekday: int) -> WorkingHours:
    first, last = window.start.date(), window.end.date()
    return WorkingHours(
        weekday,
        *_random_walls(rng),
        _random_modes(rng),
        valid_from=rng.choice([None, None, None, first + timedelta(days=rng.randint(-1, 4))]),
        valid_to=rng.choice([None, None, None, last - timedelta(days=rng.randint(-1, 4))]),
    )


def _random_override(rng: Random, window: Interval) -> DateOverride:
    openings = tuple(Opening(*_random_walls(rng), _random_modes(rng)) for _ in range(rng.randint(0, 2)))
    return DateOverride(window.start.date() + timedelta(days=rng.randint(0, 4)), openings)


def _random_time_off(rng: Random, window: Interval) -> Interval:
    return _random_interval(rng, window, longest=rng.choice([90, 600, 2000]))


def _random_interval(rng: Random, window: Interval, *, longest: int) -> Interval:
    minutes = window.length // MINUTE
    start = window.start + rng.randint(-300, minutes + 300) * MINUTE
    if rng.random() < 0.7:  # on the quarter, so that it often touches a slot
        start = start.replace(minute=rng.choice([0, 15, 30, 45]))
    return Interval(start, start + rng.randint(1, longest) * MINUTE)


def _random_busy(rng: Random, window: Interval) -> Busy:
    number = rng.randint(0, 8)
    reach = Interval(window.start - timedelta(days=7), window.end + timedelta(days=7))
    return Busy(
        _random_interval(rng, rng.choice([window, window, window, reach]), longest=200),
        buffer_before=rng.choice([0, 0, 15]) * MINUTE,
        buffer_after=rng.choice([0, 10, 25]) * MINUTE,
        session_id=UUID(int=number) if number else None,
        counts=bool(number) and rng.random() < 0.9,
    )


def _random_probes(rng: Random, timetable: Timetable, shape: SessionShape, window: Interval) -> list[datetime]:
    """Return instants at the edges of what is taken, a minute beside them, and some anywhere."""
    taken = [*timetable.time_off, *(busy.interval for busy in timetable.busy)]
    edges = [window.start, window.end]
    for each in taken:
        gap = rng.choice([NO_MINUTES, shape.buffer_before, shape.buffer_after, 10 * MINUTE, 15 * MINUTE])
        edges += [each.end + gap, each.start - shape.length - gap]
    probes = [edge + rng.choice([-1, 0, 0, 1]) * MINUTE for edge in rng.sample(edges, min(12, len(edges)))]
    minutes = window.length // MINUTE
    probes += [window.start + rng.randint(0, minutes) * MINUTE for _ in range(4)]
    steps = shape.step or timetable.policy.step
    for _ in range(16):
        local = (window.start + rng.randint(0, minutes) * MINUTE).astimezone(timetable.policy.zone)
        shown = timedelta(hours=local.hour, minutes=local.minute)
        probes.append(local.astimezone(UTC).replace(second=0, microsecond=0) - shown % steps)
    return probes


def disagreements(case: Case) -> list[datetime]:
    """Return the probes at which listing and explaining contradict each other.

    A start in the window is listed exactly when no reason speaks against it. The practice may start on any
    minute and is listed those on the step.
    """
    listed = {slot.start for slot in case.offered()}
    inside = {probe for probe in case.probes if case.window.start <= probe < case.window.end}
    return [probe for probe in sorted(listed | inside) if (probe in listed) != _is_acceptable(case, probe)]


def _is_acceptable(case: Case, probe: datetime) -> bool:
    return not case.reasons(probe) and (case.asker is not Asker.PRACTICE or case.is_on_step(probe))


def differences(case: Case, *, overlap: Overlap = half_open_overlap) -> list[object]:
    """Return where the core differs from the naive rules: in slots, or in the reasons at a probe."""
    rules = case.naive(overlap=overlap)
    slots = set(case.offered()) ^ set(rules.offered(case.window))
    reasons = [probe for probe in case.probes if set(case.reasons(probe)) != rules.reasons(probe)]
    return [*slots, *reasons]
