"""The free times that the desk lists for another time or an offer, and the words of a form that has no place."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from bookings import desk, selectors
from bookings.desk_forms import ProposeForm
from bookings.models import Booking
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker, SessionShape
from practice.times import Place, place_of, say_day, say_short, say_time, say_zone

AHEAD = timedelta(days=14)
FEW_A_DAY, ENOUGH = 3, 24  # a few times of each day; more of each where few days have any


def free_choices(booking: Booking, chosen: str = "", *, shape: SessionShape | None = None) -> list[tuple[str, str]]:
    """Return free times of the same length and way in the next two weeks, as the practice may offer them.

    A few of each day; `chosen` is listed as well if it is free still. With a `shape` they are for a row of its own, on
    the terms of today, which may also have the time that this one had.
    """
    now = timezone.now()
    home = desk.home_place(booking)
    there = place_of(booking.client_zone, home=home)
    slots = selectors.offered_slots(
        session_type=booking.session_type,
        mode=booking.mode,
        window=Interval(now, now + AHEAD),
        now=now,
        asker=Asker.PRACTICE,
        ignore_session=booking.session_id,
        shape=shape or selectors.frozen_shape(booking),
    )
    other = [slot.start for slot in slots if shape is not None or slot.start != booking.starts_at]
    shown = spread(other, home.zone)
    return [
        (start.isoformat(), say_choice(start, home, there))
        for start in other
        if start in shown or start.isoformat() == chosen
    ]


def spread(starts: list[datetime], zone: ZoneInfo) -> set[datetime]:
    """Return a few times of each day, from its first to its last; of few days more, so that there is enough."""
    days: dict[date, list[datetime]] = {}
    for start in starts:
        days.setdefault(start.astimezone(zone).date(), []).append(start)
    most = max(FEW_A_DAY, ENOUGH // max(len(days), 1))
    return {start for each in days.values() for start in evenly(each, most)}


def evenly(starts: list[datetime], most: int) -> list[datetime]:
    """Return at most so many of some times, the first and the last among them."""
    if len(starts) <= most:
        return starts
    return [starts[number * (len(starts) - 1) // (most - 1)] for number in range(most)]


def say_choice(start: datetime, home: Place, there: Place) -> str:
    """Return day and hour at the practice, with hour and, where it differs, day at the client's."""
    said = f"{say_day(start, home.zone)}, {say_time(start, home.zone)}"
    if there.is_same_clock_as(home):
        return said
    hour = f"{say_time(start, there.zone)} {say_zone(start, there.zone)}"
    is_other_day = start.astimezone(there.zone).date() != start.astimezone(home.zone).date()
    return f"{said} ({say_day(start, there.zone)}, {hour})" if is_other_day else f"{said} ({hour})"


def typed_words(form: ProposeForm, home: Place) -> list[str]:
    """Return what was chosen and typed, for a page that has no form for it any more."""
    if not form.is_bound:
        return []
    is_clear = form.is_valid()
    when = say_short(form.start, home) if is_clear else str(form["other"].value() or "")
    return [words for words in (when, str(form["override_reason"].value() or "")) if words]
