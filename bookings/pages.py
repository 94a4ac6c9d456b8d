"""What the pages of the booking flow show, worked out from slots and bookings: plain values for templates."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _

from accounts.models import Practitioner
from bookings.doors import PUBLIC, Door
from bookings.models import PART_NAMES, Booking, Mode, SessionType
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.waiting import part_of
from practice.models import Practice
from practice.texts import fill_in
from practice.times import (
    Place,
    home_of,
    place_of,
    say_day,
    say_elsewhere,
    say_moment,
    say_session,
    say_short,
    say_time,
    say_zone,
)
from practice.zones import OFFERED

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """One radio button."""

    value: str
    time: str
    other: str
    is_chosen: bool
    short: str
    long: str


@dataclass(frozen=True, slots=True)
class PartOfDay:
    """The slots of one part of a day."""

    label: str
    slots: list[SlotChoice]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week that is shown; without parts it has no times."""

    date_label: str
    date_number: int
    date_long: str
    iso: str
    parts: list[PartOfDay]


def places(practitioner: Practitioner, zone_name: str) -> tuple[Place, Place]:
    """Return the asker's place and the practice's; an unknown zone falls back to the practice's."""
    home = home_of(Practice.load(), practitioner.zone_name)
    return place_of(zone_name, home=home), home


def monday_of(day: date) -> date:
    """Return the Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())


def week_label(monday: date) -> str:
    """Return the name of a week, such as 23 to 29 November 2026, or 30 November to 6 December 2026."""
    sunday = monday + timedelta(days=6)
    first = dateformat.format(monday, "j" if monday.month == sunday.month else "j F")
    return _("%(first)s to %(last)s") % {"first": first, "last": dateformat.format(sunday, "j F Y")}


def week_window(monday: date, place: Place) -> Interval:
    """Return seven local days of a place, as an interval in UTC."""
    start = datetime.combine(monday, time(), place.zone).astimezone(UTC)
    end = datetime.combine(monday + WEEK, time(), place.zone).astimezone(UTC)
    return Interval(start, end)


def utc_value(instant: datetime) -> str:
    """Return an instant as forms and addresses carry it, such as 2026-11-25T07:30:00Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def weeks_beside(
    slots: Sequence[Slot], monday: date, place: Place, address_of: Callable[[date], str]
) -> dict[str, str]:
    """Return the addresses of the weeks before and after, as far as anything is free, and of the next free time.

    `address_of` gives the address of the week that begins on a Monday.
    """
    window = week_window(monday, place)

    def address(slot: Slot | None) -> str:
        return address_of(monday_of(slot.start.astimezone(place.zone).date())) if slot else ""

    before = next((slot for slot in reversed(slots) if slot.start < window.start), None)
    after = next((slot for slot in slots if slot.start >= window.end), None)
    has_some = any(window.start <= slot.start < window.end for slot in slots)
    return {
        "earlier_url": address(before),
        "later_url": address(after),
        "next_free_url": "" if has_some else address(after or before),
    }


def week_of_days(
    slots: Iterable[Slot], monday: date, place: Place, home: Place, chosen: str, *, today: date
) -> list[Day]:
    """Return the days of a week with their slots, in the asker's place; days before `today` are left out."""
    by_date: dict[date, list[Slot]] = {}
    for slot in slots:
        by_date.setdefault(slot.start.astimezone(place.zone).date(), []).append(slot)
    window = week_window(monday, place)
    say_hour = _hours_of(window, place)
    say_other = _hours_of(window, home)

    def choice(slot: Slot) -> SlotChoice:
        value, hour = utc_value(slot.start), say_hour(slot.start)
        other = "" if place.is_same_clock_as(home) else f"{say_other(slot.start)} {home.name}"
        short = f"{dateformat.format(slot.start.astimezone(place.zone), 'D j M')}, {hour}"
        return SlotChoice(value, hour, other, value == chosen, short, f"{say_day(slot.start, place.zone)}, {hour}")

    dates = [monday + timedelta(days=number) for number in range(7)]
    return [_day(day, by_date.get(day, []), place, choice) for day in dates if day >= today]


def _hours_of(window: Interval, place: Place) -> Callable[[datetime], str]:
    """Return how hours in `window` are said: with the letters of the zone where they change within it."""
    if len(_letters_of(window, place)) == 1:
        return lambda instant: say_time(instant, place.zone)
    return lambda instant: f"{say_time(instant, place.zone)} {say_zone(instant, place.zone)}"


def _letters_of(window: Interval, place: Place) -> list[str]:
    """Return the letters of a zone at the beginning of a time, and those at its end where they are others."""
    ends = window.start, window.end - timedelta.resolution
    return list(dict.fromkeys(say_zone(instant, place.zone) for instant in ends))


def _day(day: date, slots: list[Slot], place: Place, choice: Callable[[Slot], SlotChoice]) -> Day:
    noon = datetime.combine(day, time(12), place.zone)
    parts = [
        PartOfDay(label, [choice(slot) for slot in group])
        for label, group in groupby(slots, key=lambda slot: part_of_day(slot.start.astimezone(place.zone)))
    ]
    long = say_day(noon, place.zone)
    return Day(long[:3], day.day, long, day.isoformat(), parts)


def part_of_day(local: datetime) -> str:
    """Return the name of the part of the day in which a wall time lies."""
    return str(PART_NAMES[part_of(local.hour)])


@dataclass(frozen=True, slots=True)
class Chosen:
    """The time that was chosen, as the bar and the panel say it."""

    long: str
    short: str
    other: str


def chosen_time(session_type: SessionType, start: datetime | None, place: Place, home: Place) -> Chosen | None:
    """Return how a chosen start is said; None where none was chosen."""
    if start is None:
        return None
    return Chosen(
        say_session(start, start + session_type.length, place),
        say_short(start, place),
        say_elsewhere(start, place, home),
    )


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """One way in which the session can be held."""

    label: str
    url: str
    is_chosen: bool


def mode_choices(session_type: SessionType, mode: str, *, tz: str, door: Door) -> list[ModeChoice]:
    """Return the ways that the type offers, each with the address of its times."""
    return [
        ModeChoice(str(each.label), times_address(session_type, door, tz=tz, mode=each.value), each == mode)
        for each in session_type.modes
    ]


def zone_choices(place: Place, home: Place, now: datetime) -> list[tuple[str, str]]:
    """Return the zones offered for choice, with their letters now; the one in use is always among them."""
    names = OFFERED if place.zone.key in OFFERED else (place.zone.key, *OFFERED)
    chosen = [place_of(name, home=home) for name in names]
    return [(each.zone.key, zone_label(each, now)) for each in chosen]


def zone_label(place: Place, instant: datetime) -> str:
    """Return a place with its zone's letters, such as London (GMT)."""
    return f"{place.name} ({say_zone(instant, place.zone)})"


def week_zone_label(place: Place, monday: date) -> str:
    """Return a place with its zone's letters in one week: London (GMT), or London (BST, then GMT) if they change."""
    letters = _(", then ").join(_letters_of(week_window(monday, place), place))
    return f"{place.name} ({letters})"


def times_address(session_type: SessionType, door: Door | None = PUBLIC, **query: str) -> str:
    """Return the address of a session type's times, with what is known in its query; "" without a door to them."""
    if door is None:
        return ""
    known = {name: value for name, value in query.items() if value}
    return reverse(door.times_name, args=[session_type.slug]) + (f"?{urlencode(known)}" if known else "")


def details_address(session_type: SessionType, *, start: datetime, mode: str, tz: str) -> str:
    """Return the address of the details page for one slot."""
    query = urlencode({"start": utc_value(start), "mode": mode, "tz": tz})
    return f"{reverse('book_details', args=[session_type.slug])}?{query}"


@dataclass(frozen=True, slots=True)
class OtherTime:
    """One of the nearest free times, when the one asked for has gone."""

    value: str
    when: str
    elsewhere: str
    url: str


def other_times(
    session_type: SessionType, slots: Iterable[Slot], mode: str, place: Place, home: Place
) -> list[OtherTime]:
    """Return the links to other free times."""
    return [
        OtherTime(
            utc_value(slot.start),
            say_session(slot.start, slot.end, place),
            say_elsewhere(slot.start, place, home),
            details_address(session_type, start=slot.start, mode=mode, tz=place.zone.key),
        )
        for slot in slots
    ]


@dataclass(frozen=True, slots=True)
class SessionView:
    """One booking as its client sees it."""

    booking: Booking
    when: str
    elsewhere: str
    how: str
    deadline: str
    asked_at: str
    free_until: str
    is_late: bool
    zone: str
    terms: str


def session_view(booking: Booking, now: datetime, zone_name: str = "") -> SessionView:
    """Return what a client sees of a booking, in the zone in which it was asked for, or in another one if named."""
    place, home = places(booking.practitioner, zone_name or booking.client_zone)
    free_until = booking.starts_at - timedelta(hours=booking.cancellation_hours)
    return SessionView(
        booking=booking,
        when=say_session(booking.starts_at, booking.ends_at, place),
        elsewhere=say_elsewhere(booking.starts_at, place, home),
        how=str(Mode(booking.mode).label),
        deadline=say_moment(booking.hold_until, place) if booking.hold_until else "",
        asked_at=say_moment(booking.created_at, place),
        free_until=say_moment(free_until, place) if free_until > now else "",
        is_late=free_until <= now,
        zone=say_zone(booking.starts_at, place.zone),
        terms=agreed_terms(booking),
    )


def agreed_terms(booking: Booking) -> str:
    """Return the cancellation policy as it stood when the booking was asked for, as HTML; "" where there was none."""
    policy = booking.cancellation_policy
    return fill_in(policy.body, cancellation_hours=booking.cancellation_hours) if policy else ""
