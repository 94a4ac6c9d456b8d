"""The pause switch: no new requests, and the clock of every running one stands still."""

from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.models import Practitioner, User
from bookings import waiting
from bookings.models import Booking, BookingQuerySet
from bookings.pause_mail import remind_on
from bookings.scheduling.lifecycle import OPEN, Status, deadline_after_pause, deadline_in_pause
from bookings.scheduling.policy import NOTHING
from bookings.services.asking import nudge
from bookings.services.calendar import locked_calendar
from bookings.services.recording import By, record
from practice.mail.quiet import last_waking, waking_deadline, waking_time

PAUSE, RESUME = "pause", "resume"


def pause_practice(*, practitioner: Practitioner, back_on: date | None, by: User, now: datetime) -> None:
    """Take no requests from now on, and put off the deadline of every running one by as long as the pause lasts.

    Until it ends their time is held up to start minus notice at most; a deadline that is later than that already
    stays, and that of a move never passes the start of the session that is to be moved. `back_on` is the day from
    which requests are taken again, in the practitioner's zone, for visitors to read; None says nothing of it. In a
    pause, only that day is changed. Nobody is written to, but the therapist herself: on that day, if the pause still
    lasts. It does not end by itself. Locks the calendar.
    """
    with locked_calendar(practitioner.pk, now) as current:
        if not current.is_paused:
            first_starts: dict[UUID, datetime] = {}
            for booking in running(current).select_for_update():
                # One deadline for all the dates of a series: that of the earliest, which comes first here.
                start = first_starts.setdefault(booking.waiting_series or booking.uuid, booking.starts_at)
                _stop_clock(booking, start, current.notice, now)
                _save_hold(booking, PAUSE, by, now)
        current.is_paused, current.back_on = True, back_on
        current.save(update_fields=["is_paused", "back_on"])
        if back_on is not None:
            remind_on(back_on, current)


def resume_practice(*, practitioner: Practitioner, by: User, now: datetime) -> None:
    """Take requests again; the clock of those that waited goes on where it stopped. Locks the calendar."""
    with locked_calendar(practitioner.pk, now) as current:
        for booking in running(current).exclude(hold_left=None).select_for_update():
            _start_clock(booking, now)
            _save_hold(booking, RESUME, by, now)
            if booking.status == Booking.Status.REQUESTED:
                nudge(booking, now)
        current.is_paused, current.back_on = False, None
        current.save(update_fields=["is_paused", "back_on"])


def running(practitioner: Practitioner) -> BookingQuerySet:
    """Return the requests and proposals that wait for an answer, the soonest start first."""
    open_ = [status.value for status in OPEN]
    return Booking.objects.filter(practitioner=practitioner, status__in=open_).order_by("starts_at", "pk")


def _stop_clock(booking: Booking, start: datetime, notice: timedelta, now: datetime) -> None:
    """Note the time that was left, and hold a booking for as long as a pause may; `start` is what that is reckoned by.

    Of an offer from the waiting list only the hours of the day are left, as they alone count towards its deadline.
    """
    deadline = booking.hold_until or now
    latest = deadline_in_pause(deadline, start, notice=notice)
    booking.hold_left = deadline - now
    if entry := waiting.entry_of_offer(booking):
        booking.hold_left = waking_time(now, deadline, entry.zone)
        latest = max(deadline, last_waking(latest, entry.zone))
    booking.hold_until = min(latest, booking.replaces.starts_at) if booking.replaces else latest


def _start_clock(booking: Booking, now: datetime) -> None:
    """Set the deadline to which the time that was left leads from `now` on."""
    left, latest = booking.hold_left or NOTHING, booking.hold_until or now
    if entry := waiting.entry_of_offer(booking):
        left = waking_deadline(now, left, entry.zone) - now
    booking.hold_left = None
    booking.hold_until = deadline_after_pause(now, left, latest=latest)


def _save_hold(booking: Booking, act: str, by: User, now: datetime) -> None:
    booking.save(update_fields=["hold_until", "hold_left"])
    record(booking, act, by=By.PRACTICE, now=now, user=by, came_from=Status(booking.status))
