"""A standing time begins, takes in a date left out, and ends. One date is given back by cancelling its session."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q

from accounts.models import Client, Practitioner, User
from bookings import consent
from bookings.errors import GuardianMissingError, NotInCareError, SlotTakenError, StatusError
from bookings.models import Booking, StandingDate, StandingTime
from bookings.scheduling.hours import instant_at
from bookings.scheduling.lifecycle import OPEN, Act, Status, has_started
from bookings.scheduling.policy import Reason, Weight
from bookings.scheduling.series import dates_of
from bookings.services.calendar import locked_calendar
from bookings.services.leaving import is_late
from bookings.services.moving import end_open_move
from bookings.services.recording import By, fresh, move_on, record, tell, tell_together
from bookings.services.standing_dates import (
    CLOCK_SKIPS,
    NO_CONSENT,
    STANDING,
    agreed_in,
    decide,
    fill,
    has_ended,
    keep_date,
    last_day,
    make_session,
    try_left_out,
)

ENDED = "standing_time_ended"
AGREED = frozenset({Booking.Status.CONFIRMED, Booking.Status.COMPLETED, Booking.Status.NO_SHOW})


def start_standing(
    *, booking: Booking, every_weeks: int, by: User, now: datetime, is_over_hours: bool = False
) -> StandingTime:
    """Make an agreed session's hour the client's own, weekly or fortnightly, and confirm its dates as far as decided.

    Locks the calendar. A session still to come is the first of them; of one that is over, the next date is. The client
    gets one message with all the dates. The same session again returns the standing time that it belongs to,
    as does one of a standing time that ends later but still has dates to come.

    Raises:
        StatusError: the session was never agreed, or is cancelled.
        NotInCareError: its client is not in care.
        GuardianMissingError: it is for somebody under 18, and no parent or guardian agrees any more.
        SlotTakenError: not one of the dates can be had; nothing was written.
    """
    with locked_calendar(booking.practitioner_id, now) as practitioner:
        current = fresh(booking)
        if standing := running_standing(current, now):
            return standing
        if current.status not in AGREED:
            raise StatusError(current)
        if current.client is None or current.client.status != Client.Status.ACTIVE:
            raise NotInCareError
        if consent.lacks_guardian(current) or consent.lacks_consent(current.client):
            raise GuardianMissingError
        standing = plan_standing(current, every_weeks=every_weeks, is_over_hours=is_over_hours, now=now)
        standing.practitioner = practitioner
        standing.save()
        if not has_started(now, current.starts_at):
            _take_over(standing, current, by, now)
        fill(standing, current, last_day(practitioner, now), now)
        _require_some(standing)
        tell_together(standing.uuid, "standing_started", now)
    return standing


def plan_standing(booking: Booking, *, every_weeks: int, is_over_hours: bool, now: datetime) -> StandingTime:
    """Return the standing time that a session would begin, not stored: its first date is the next still to come."""
    zone = booking.practitioner.zone
    local = booking.starts_at.astimezone(zone)
    planned = ((day, instant_at(zone, day, local.time())) for day in dates_of(local.date(), every_weeks=every_weeks))
    first = next(day for day, start in planned if start is not None and not has_started(now, start))
    return StandingTime(
        uuid=uuid4(),
        practitioner=booking.practitioner,
        client=booking.client,
        session_type=booking.session_type,
        mode=booking.mode,
        every_weeks=every_weeks,
        first_date=first,
        starts=local.time(),
        is_over_hours=is_over_hours,
        filled_to=first - timedelta(days=1),
        created_at=now,
    )


def end_standing(*, standing: StandingTime, first_day: date, by: By, user: User | None, now: datetime) -> list[Booking]:
    """End a standing time from a date on (the practice's own), and return the sessions that are cancelled with it.

    Locks the calendar; all in one commit, and one message to each side. A client's cancellation inside the window
    agreed for a session is marked late, as always; the practice's never is. Once ended it can only end earlier: the
    same date or a later one changes nothing.
    """
    with locked_calendar(standing.practitioner_id, now):
        return _end(StandingTime.objects.get(pk=standing.pk), first_day, by, user, now)


def take_in(*, row: StandingDate, by: User, now: datetime) -> Booking:
    """Make the session of a date that was left out after all, over the practice's own rules if need be.

    Locks the calendar. The client is told.

    Raises:
        StatusError: the date has its session already.
        NotInCareError: the client is not in care, or the standing time has ended.
        SlotTakenError: another session has the time, it is past, or the clock skips it.
        GuardianMissingError: the client is under 18, and no parent or guardian agrees any more.
    """
    with locked_calendar(row.standing_time.practitioner_id, now) as practitioner:
        current = StandingDate.objects.select_related(
            "booking", "standing_time__session_type", "standing_time__client__user"
        ).get(pk=row.pk)
        standing = current.standing_time
        standing.practitioner = practitioner
        if current.booking is not None:
            raise StatusError(current.booking)
        if standing.client.status != Client.Status.ACTIVE or has_ended(standing, current.date):
            raise NotInCareError
        agreed = agreed_in(standing)
        _day, start, reasons = decide(standing, agreed, [current.date], now)[0]
        final = [each for each in reasons if each.binds_practice is Weight.FORBIDS or each is Reason.IN_THE_PAST]
        if start is None or final:
            raise SlotTakenError(final)
        if consent.lacks_consent(standing.client):
            raise GuardianMissingError
        booking = make_session(standing, agreed, start, now, note=", ".join(reasons))
        keep_date(current, booking)
        tell(booking, "booking_confirmed", now)
    return booking


def fill_all(now: datetime) -> None:
    """Decide every date that has come into reach, and try again those left out beyond the horizon: the worker's job."""
    for practitioner in Practitioner.objects.all():
        with locked_calendar(practitioner.pk, now) as current:
            try_left_out(current, now)


def lock_for_care(**_kwargs: Any) -> None:
    """Take the locks of the calendars before a client's own row: always in this order, so nobody waits in a circle."""
    list(Practitioner.objects.select_for_update().order_by("pk"))


def end_with_care(*, client: Client, by: User, now: datetime, **_kwargs: Any) -> None:
    """End the standing times of someone who is no longer in care, with the sessions still to come.

    To be called in the transaction of the change, after `lock_for_care`.
    """
    if client.status == Client.Status.ACTIVE:
        return
    for standing in StandingTime.objects.filter(client=client).select_related("practitioner"):
        today = now.astimezone(standing.practitioner.zone).date()
        _end(standing, today, By.PRACTICE, by, now)


def _end(standing: StandingTime, first_day: date, by: By, user: User | None, now: datetime) -> list[Booking]:
    zone = standing.practitioner.zone
    day = max(first_day, now.astimezone(zone).date())
    if has_ended(standing, day):
        return []
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    later = Booking.objects.filter(
        Q(starts_at__gte=begins) & Q(starts_at__gt=now), series=standing.uuid, status=Booking.Status.CONFIRMED
    )
    rows = list(later.order_by("starts_at"))
    for row in rows:
        late = by is By.CLIENT and is_late(row, now)
        move_on(
            row,
            Act.CANCEL,
            by=by,
            now=now,
            user=user,
            reason_code=ENDED,
            blocks=False,
            is_late_cancellation=late,
        )
        end_open_move(row, by=by, user=user, now=now)
    standing.ended_on = day
    standing.save(update_fields=["ended_on"])
    tell_together(standing.uuid, "standing_ended", now)
    if by is By.CLIENT:
        tell_together(standing.uuid, "standing_ended_desk", now)
    return rows


def running_standing(booking: Booking, now: datetime) -> StandingTime | None:
    """Return the standing time of which a session is a date; None where it ends and no later date is still to come."""
    own = StandingDate.objects.filter(booking=booking).select_related("standing_time__practitioner").first()
    if own is None:
        return None
    standing = own.standing_time
    today = now.astimezone(standing.practitioner.zone).date()
    later = standing.dates.filter(date__gt=own.date, date__gte=today, date__lt=standing.ended_on or date.max)
    return standing if standing.ended_on is None or later.exists() else None


def _take_over(standing: StandingTime, booking: Booking, by: User, now: datetime) -> None:
    """Make a session that is agreed already the first date."""
    StandingDate.objects.filter(booking=booking).delete()  # of a standing time that has ended before this session
    of_session = Q(pk=booking.pk) | Q(replaces=booking, status__in=OPEN)  # a move that waits would be its session then
    Booking.objects.filter(of_session).update(series=standing.uuid)
    StandingDate.objects.create(standing_time=standing, date=standing.first_date, booking=booking)
    record(booking, STANDING, by=By.PRACTICE, now=now, user=by, came_from=Status(booking.status))
    standing.filled_to = standing.first_date


def _require_some(standing: StandingTime) -> None:
    if not standing.dates.exclude(booking=None).exists():
        codes = standing.dates.exclude(reason_code__in=[CLOCK_SKIPS, NO_CONSENT]).values_list("reason_code", flat=True)
        raise SlotTakenError([Reason(code) for code in dict.fromkeys(codes)])
