"""Reads that join the rows of the calendar and feed the scheduling core."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import compress
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import Client, Practitioner
from bookings.calendar_queries import BUSY, HOURS, MODES, OVERRIDES, TIME_OFF
from bookings.held import last_session_of as last_session_of
from bookings.models import (
    Booking,
    BookingQuerySet,
    OutsideBusy,
    SessionType,
    StandingTime,
)
from bookings.scheduling import availability, hours, lifecycle, policy, timetable
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason

MARGIN = timedelta(days=1)


def first_practitioner() -> Practitioner | None:
    """Return the practitioner of a solo practice; None before there is one."""
    return Practitioner.objects.order_by("pk").first()


def policy_of(practitioner: Practitioner) -> policy.Policy:
    """Return a practitioner's rules as the core wants them."""
    return policy.Policy(
        zone=practitioner.zone,
        notice=practitioner.notice,
        horizon=timedelta(days=practitioner.horizon_days),
        step=timedelta(minutes=practitioner.step_minutes),
        sessions_a_day=practitioner.sessions_a_day,
        sessions_a_week=practitioner.sessions_a_week,
        paused=practitioner.is_paused,
        intake_closed=not practitioner.takes_new_clients,
    )


def shape_of(session_type: SessionType) -> policy.SessionShape:
    """Return what the scheduling of a session type depends on."""
    return policy.SessionShape(
        length=session_type.length,
        modes=frozenset(mode.value for mode in session_type.modes),
        buffer_before=timedelta(minutes=session_type.buffer_before_minutes),
        buffer_after=timedelta(minutes=session_type.buffer_after_minutes),
        step=timedelta(minutes=session_type.step_minutes) if session_type.step_minutes else None,
        audience=policy.Audience(session_type.audience),
    )


def offered_shape(session_type: SessionType) -> policy.SessionShape:
    """Return the shape in which a type can be asked for at present: one that is not offered has no mode."""
    shape = shape_of(session_type)
    return shape if session_type.is_offered else replace(shape, modes=frozenset())


def shape_of_late_draft(draft: Booking) -> policy.SessionShape:
    """Return the shape in which a draft can still become a request: who may ask, and how, is decided today.

    Its length and buffers are those of the day on which it was asked for, as they are what will be stored.
    """
    frozen = frozen_shape(draft)
    return replace(
        offered_shape(draft.session_type),
        length=frozen.length,
        buffer_before=frozen.buffer_before,
        buffer_after=frozen.buffer_after,
    )


def busy_times(practitioner: Practitioner, window: Interval, now: datetime) -> tuple[timetable.Busy, ...]:
    """Return what keeps its time at `now` around `window`: sessions with their buffers, and outside calendars.

    One query.
    """
    reach = timetable.busy_window(policy_of(practitioner), window)
    return tuple(
        timetable.Busy(
            Interval(start, end),
            timedelta(minutes=before),
            timedelta(minutes=after),
            session_id,
            counts=session_id is not None,
        )
        for start, end, before, after, session_id in BUSY.rows(
            owner=practitioner.pk, start=reach.start, end=reach.end, now=now
        )
    )


def busy_elsewhere(practitioner: Practitioner, start: datetime, end: datetime) -> list[OutsideBusy]:
    """Return the pieces of outside calendars that share time with `[start, end)`, each with its calendar, in order."""
    rows = OutsideBusy.objects.counting_for(practitioner.pk).overlapping(start, end)
    return list(rows.select_related("calendar").order_by("starts_at", "ends_at"))


def sessions_overlapped_elsewhere(practitioner: Practitioner, now: datetime) -> list[Booking]:
    """Return the agreed sessions to come during which an outside calendar is busy, in order of time. One query."""
    busy = OutsideBusy.objects.counting_for(practitioner.pk).filter(
        starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    agreed = Booking.objects.filter(practitioner=practitioner, status=Booking.Status.CONFIRMED, ends_at__gt=now)
    return list(agreed.filter(Exists(busy)).select_related("practitioner").order_by("starts_at"))


def timetable_of(practitioner: Practitioner, window: Interval, now: datetime) -> timetable.Timetable:
    """Return all that decides whether a start in `window` is free. Four queries, whatever the number of days."""
    owner = practitioner.pk
    days = {"first": window.start.date() - MARGIN, "last": window.end.date() + MARGIN}
    around = {"start": window.start - MARGIN, "end": window.end + MARGIN}
    return timetable.Timetable(
        policy=policy_of(practitioner),
        hours=tuple(_weekly(*row) for row in HOURS.rows(owner=owner)),
        overrides=tuple(_override(*row) for row in OVERRIDES.rows(owner=owner, **days)),
        time_off=tuple(Interval(start, end) for start, end in TIME_OFF.rows(owner=owner, **around)),
        busy=busy_times(practitioner, window, now),
    )


def offered_slots(
    *,
    session_type: SessionType,
    mode: str | None,
    window: Interval,
    now: datetime,
    asker: Asker,
    ignore_session: UUID | None = None,
    shape: policy.SessionShape | None = None,
) -> list[Slot]:
    """Return the starts in `window` at which this type can be asked for, in order of time.

    `shape` is given for a booking already made: its length and buffers were frozen when it was asked for.
    """
    return availability.offered(
        timetable_of(session_type.practitioner, window, now),
        shape=shape or shape_of(session_type),
        mode=mode,
        window=window,
        now=now,
        asker=asker,
        ignore_session=ignore_session,
    )


def reasons_against(
    *,
    session_type: SessionType,
    start: datetime,
    mode: str,
    now: datetime,
    asker: Asker,
    ignore_session: UUID | None = None,
    shape: policy.SessionShape | None = None,
) -> list[Reason]:
    """Return every reason against a session at `start`; an empty list means that it is offered.

    `shape` as for `offered_slots`.
    """
    wanted = shape or shape_of(session_type)
    window = Interval(start, start + wanted.length)
    return availability.reasons_against(
        timetable_of(session_type.practitioner, window, now),
        shape=wanted,
        start=start,
        mode=mode,
        now=now,
        asker=asker,
        ignore_session=ignore_session,
    )


def frozen_shape(booking: Booking) -> policy.SessionShape:
    """Return the shape that a booking was asked for with; who may ask no longer matters."""
    return policy.SessionShape(
        length=booking.length,
        modes=frozenset({booking.mode}),
        buffer_before=timedelta(minutes=booking.buffer_before_minutes),
        buffer_after=timedelta(minutes=booking.buffer_after_minutes),
        step=timedelta(minutes=booking.session_type.step_minutes) if booking.session_type.step_minutes else None,
    )


def nearest_slots(
    *,
    session_type: SessionType,
    mode: str,
    around: datetime,
    now: datetime,
    asker: Asker,
    ignore_session: UUID | None = None,
    count: int = 5,
) -> list[Slot]:
    """Return the free slots nearest to `around`, in order of time."""
    practitioner = session_type.practitioner
    rules = policy_of(practitioner)
    if rules.horizon <= rules.notice:
        return []
    window = policy.bookable_window(rules, now=now, asker=asker)
    slots = offered_slots(
        session_type=session_type, mode=mode, window=window, now=now, asker=asker, ignore_session=ignore_session
    )
    return availability.nearest(slots, around=around, count=count)


def sessions_of(client: Client, now: datetime) -> list[Booking]:
    """Return a client's bookings that are still to come or waiting, the soonest first; one row for each session."""
    shown = [Booking.Status.REQUESTED, Booking.Status.PROPOSED, Booking.Status.CONFIRMED]
    return list(
        Booking.objects.filter(client=client, status__in=shown, ends_at__gt=now)
        .exclude(hold_until__lte=now)
        .exclude(replaces__status=Booking.Status.CONFIRMED)
        .select_related("session_type", "practitioner")
        .order_by("starts_at")
    )


def next_session_of(ref: str, now: datetime) -> Subquery:
    """Return, for a query, when the next agreed session begins of the client to whom `ref` leads; None without one.

    Worked out at every reading: a session that is moved or cancelled takes what waits for it along.
    """
    agreed = Booking.objects.filter(client=OuterRef(ref), status=Booking.Status.CONFIRMED, starts_at__gt=now)
    return Subquery(agreed.order_by("starts_at").values("starts_at")[:1])


def was_proposed(booking: Booking) -> bool:
    """Tell whether the practice had proposed the time: then it was the client's turn to answer."""
    return Booking.Status.PROPOSED in {event.to_status for event in booking.events.all()}


def is_of_standing(booking: Booking) -> bool:
    """Tell whether a session is a date of a standing time that goes on."""
    return booking.series is not None and StandingTime.objects.filter(uuid=booking.series, ended_on=None).exists()


def _modes(worked: tuple[bool, ...]) -> frozenset[str]:
    """Return the modes that are worked, given whether each of `MODES` is."""
    return frozenset(compress(MODES, worked))


def _weekly(
    weekday: int, starts: time, ends: time, valid_from: date | None, valid_to: date | None, *worked: bool
) -> hours.WorkingHours:
    return hours.WorkingHours(weekday, starts, ends, _modes(worked), valid_from, valid_to)


def _override(day: date, starts: time | None, ends: time | None, *worked: bool) -> hours.DateOverride:
    if starts is None or ends is None:
        return hours.DateOverride(day)
    return hours.DateOverride(day, (hours.Opening(starts, ends, _modes(worked)),))


def current_row(session_id: UUID) -> Booking | None:
    """Return the row that speaks for a session today.

    The agreed one, else the open one, else the one that was cancelled, else the newest: a move that was declined
    says nothing about the session itself.
    """
    rows = list(
        Booking.objects.filter(session_id=session_id)
        .select_related("session_type", "practitioner", "client")
        .order_by("-pk")
    )
    for wanted in (lifecycle.SETTLED, lifecycle.HOLDING, {lifecycle.Status.CANCELLED}):
        for row in rows:
            if row.status in wanted:
                return row
    return rows[0] if rows else None


def open_move_of(booking: Booking, now: datetime) -> Booking | None:
    """Return the row of another time that waits for an answer at `now`; None where nothing is to be moved."""
    waiting = Booking.objects.filter(replaces=booking, status__in=lifecycle.OPEN, hold_until__gt=now)
    return waiting.select_related("session_type", "practitioner", "client").first()


def series_rows(series: UUID) -> BookingQuerySet:
    """Return what was asked for together under `series`, in order of time; a move is no date of its own."""
    rows = Booking.objects.filter(series=series, replaces=None, standing_date=None)
    return rows.select_related("session_type__practitioner", "practitioner", "client__user").order_by("starts_at")


def waiting_rows(series: UUID, now: datetime) -> BookingQuerySet:
    """Return the dates of a series that the therapist can still answer, in order of time."""
    return series_rows(series).filter(status=Booking.Status.REQUESTED, hold_until__gt=now)
