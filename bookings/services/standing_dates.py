"""The dates of a standing time: each is decided once, as a session of its own or with the reason why there is none.

They reach beyond the booking horizon by `MARGIN`. So the horizon never comes to a date that is not decided yet, even if
no job has run for weeks; and every write decides what is due under its lock, before anybody else's wish is looked at.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile

from accounts.models import Client, Practitioner
from bookings import consent, selectors
from bookings.calendar_queries import GOING_ON
from bookings.models import Booking, StandingDate, StandingTime
from bookings.scheduling.hours import instant_at
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, Reason
from bookings.scheduling.series import dates_of, reasons_in_turn
from bookings.services.recording import By, remind
from bookings.services.writing import FirstEvent, Row, Terms, person_of, write_row

MARGIN = timedelta(weeks=4)
STANDING = "standing"
CLOCK_SKIPS = "clock"
NO_CONSENT = "guardian"
OVER_HOURS = frozenset({Reason.OUTSIDE_HOURS, Reason.WRONG_MODE})
type Decision = tuple[date, datetime | None, Sequence[Reason]]


def last_day(practitioner: Practitioner, now: datetime) -> date:
    """Return the date up to which the dates of standing times are decided, in the practice's zone."""
    return horizon_day(practitioner, now) + MARGIN


def horizon_day(practitioner: Practitioner, now: datetime) -> date:
    """Return the last date that can be asked for at `now`, in the practice's zone."""
    return (now + timedelta(days=practitioner.horizon_days)).astimezone(practitioner.zone).date()


def top_up(practitioner: Practitioner, now: datetime) -> None:
    """Decide the dates that have come into reach. To be called under the lock; nobody is written to."""
    until = last_day(practitioner, now)
    for standing in GOING_ON.all(owner=practitioner.pk, until=until):
        standing.practitioner = practitioner
        fill(standing, agreed_in(standing), until, now)


def fill(standing: StandingTime, agreed: Booking, until: date, now: datetime) -> None:
    """Decide every date of a standing time after those decided, up to `until`; to be called under the lock.

    Its sessions are on the terms of `agreed` (see `agreed_in`).
    Raises nothing of consent: this runs inside every write of the calendar. A date that lacks it is left out.
    """
    lacks_consent = consent.lacks_consent(standing.client)
    days = takewhile(lambda day: day <= until, dates_of(standing.first_date, every_weeks=standing.every_weeks))
    days_left = [day for day in days if day > standing.filled_to and not has_ended(standing, day)]
    for day, start, reasons in decide(standing, agreed, days_left, now):
        code = why_left_out(start, reasons, lacks_consent=lacks_consent)
        booking = None if start is None or code else make_session(standing, agreed, start, now)
        StandingDate.objects.create(standing_time=standing, date=day, reason_code=code, booking=booking)
    standing.filled_to = until
    standing.save(update_fields=["filled_to"])


def why_left_out(start: datetime | None, reasons: Sequence[Reason], *, lacks_consent: bool) -> str:
    """Return the code of why a date has no session; "" where it is to have one."""
    if start is None:
        return CLOCK_SKIPS
    if reasons:
        return reasons[0].value
    return NO_CONSENT if lacks_consent else ""


def has_ended(standing: StandingTime, day: date) -> bool:
    """Tell whether a standing time no longer holds on a date."""
    return standing.ended_on is not None and day >= standing.ended_on


def agreed_in(standing: StandingTime) -> Booking:
    """Return the session on whose terms further dates are arranged: the first of its own.

    Its length, fee, window and policy are what the client has seen. New terms are agreed by beginning anew.
    """
    sessions = Booking.objects.select_related("session_type", "practitioner", "cancellation_policy")
    first = sessions.filter(series=standing.uuid).order_by("pk").first()
    return first or sessions.filter(client=standing.client_id, session_type=standing.session_type_id).latest("pk")


def decide(standing: StandingTime, agreed: Booking, days: Sequence[date], now: datetime) -> list[Decision]:
    """Return, for each date, its start (None where the clock skips it) and what speaks against a session then.

    It would be as long as `agreed` (see `agreed_in`). The practice itself asks: the notice, the horizon and a pause
    are nothing to it; its own time off and other sessions are. Nothing is written.
    """
    practitioner = standing.practitioner
    planned = [(day, instant_at(practitioner.zone, day, standing.starts)) for day in days]
    starts = [start for _day, start in planned if start is not None]
    if not starts:
        return [(day, start, []) for day, start in planned]
    shape = selectors.frozen_shape(agreed)
    window = Interval(starts[0], starts[-1] + shape.length)
    judged = reasons_in_turn(
        selectors.timetable_of(practitioner, window, now),
        shape=shape,
        starts=starts,
        mode=standing.mode,
        now=now,
        asker=Asker.PRACTICE,
        tolerated=tolerated_by(standing),
    )
    reasons = dict(judged)
    return [(day, start, reasons[start] if start else []) for day, start in planned]


def tolerated_by(standing: StandingTime) -> frozenset[Reason]:
    """Return what does not speak against its dates: the working hours, where the practice said so at the beginning."""
    return OVER_HOURS if standing.is_over_hours else frozenset()


def make_session(standing: StandingTime, agreed: Booking, start: datetime, now: datetime, *, note: str = "") -> Booking:
    """Store the confirmed session of one date, on the terms of `agreed`, with its event and its reminders."""
    terms = Terms.agreed_in(agreed)
    person = person_of(standing.client, zone=standing.client.zone_name)
    row = Row(
        status=Booking.Status.CONFIRMED, mode=standing.mode, starts_at=start, hold_until=None, series=standing.uuid
    )
    booking = write_row(terms, person, row, FirstEvent(act=STANDING, by=By.PRACTICE, note=note), now)
    remind(booking, now)
    return booking


def try_left_out(practitioner: Practitioner, now: datetime) -> None:
    """Take in dates left out before, where nothing speaks against them any more; to be called under the lock.

    Only dates beyond the horizon, which nobody has been shown yet. Nearer ones wait for the therapist's own hand.
    """
    left = StandingDate.objects.filter(
        standing_time__practitioner=practitioner,
        standing_time__client__status=Client.Status.ACTIVE,
        booking=None,
        date__gt=horizon_day(practitioner, now),
    ).select_related("standing_time__session_type", "standing_time__client__user")
    for row in left:
        standing = row.standing_time
        standing.practitioner = practitioner
        agreed = agreed_in(standing)
        _day, start, reasons = decide(standing, agreed, [row.date], now)[0]
        is_free = start is not None and not reasons and not has_ended(standing, row.date)
        if start is not None and is_free and not consent.lacks_consent(standing.client):
            keep_date(row, make_session(standing, agreed, start, now))


def keep_date(row: StandingDate, booking: Booking) -> None:
    """Note the session that was made for a date after all."""
    row.booking, row.reason_code = booking, ""
    row.save(update_fields=["booking", "reason_code"])
