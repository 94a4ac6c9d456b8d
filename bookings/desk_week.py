"""The week on the desk: one table, a column a day, a row an hour, in the practice's zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Practitioner
from bookings import selectors
from bookings.models import Booking, Mode
from bookings.pages import monday_of, week_label
from bookings.scheduling.intervals import Interval, intersect, subtract
from bookings.scheduling.timetable import days_around, open_time
from bookings.views.choosing import parse_date
from practice import desk
from practice.times import say_time

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHOWN = ("requested", "proposed", "confirmed", "completed", "no_show")


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in the table."""

    label: str
    name: str
    time: str
    how: str
    is_waiting: bool
    status: str
    page: str


@dataclass(slots=True)
class Cell:
    """One hour of one day."""

    is_open: bool
    is_elsewhere: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One hour of the week."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One day of the week."""

    label: str
    name: str
    is_today: bool
    count: int


def initials_of(name: str) -> str:
    """Return how a name is shown in a narrow place that others may see: one word as it is, more as initials."""
    words = name.split()
    return name.strip() if len(words) < 2 else "".join(f"{word[0]}." for word in words[:3])


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def sessions_between(practitioner: Practitioner, window: Interval, now: datetime) -> list[Booking]:
    """Return the sessions that start in `window`, requests past their deadline left out; in order of time."""
    rows = Booking.objects.filter(practitioner=practitioner, status__in=SHOWN)
    rows = rows.filter(starts_at__gte=window.start, starts_at__lt=window.end)
    return list(rows.exclude(hold_until__lte=now).select_related("replaces").order_by("starts_at"))


def is_counted(session: Booking) -> bool:
    """Tell whether a row counts as a session of its day: one that is to be moved counts where it is agreed."""
    return session.replaces is None or session.replaces.status != Booking.Status.CONFIRMED


def week_of(practitioner: Practitioner, monday: date, now: datetime, *, is_brief: bool = False) -> dict[str, Any]:
    """Return the table of the week from `monday`; a brief one has only the hours in which something is.

    Sunday is left out where nothing is on it and the practice is closed.
    """
    zone = practitioner.zone
    window = Interval(local_midnight(monday, zone), local_midnight(monday + 7 * DAY, zone))
    placed = [(each.starts_at.astimezone(zone), each) for each in sessions_between(practitioner, window, now)]
    open_, elsewhere = open_hours(practitioner, window, now), hours_elsewhere(practitioner, window)
    taken = {(local.date(), local.hour) for local, _session in placed}
    days = [monday + number * DAY for number in range(7)]
    if not any(day == days[6] for day, _hour in open_ | taken):
        days.pop()
    listed = listed_hours({hour for _day, hour in (taken if is_brief else taken | open_)}, is_brief=is_brief)
    rows = {
        hour: Row(hour_label(hour), [Cell((day, hour) in open_, (day, hour) in elsewhere) for day in days])
        for hour in listed
    }
    for local, session in placed:
        rows[local.hour].cells[days.index(local.date())].entries.append(entry_of(session, zone))
    today = now.astimezone(zone).date()
    counted = [local.date() for local, session in placed if is_counted(session)]
    columns = [column_of(day, today, counted.count(day)) for day in days]
    shows_elsewhere = any(cell.is_elsewhere for row in rows.values() for cell in row.cells)
    return {
        "columns": columns,
        "rows": list(rows.values()),
        "count": len({session.session_id for _local, session in placed}),
        "shows_elsewhere": shows_elsewhere,
    }


def listed_hours(hours: set[int], *, is_brief: bool) -> list[int]:
    """Return the hours that get a row: those given, and unless brief all between them."""
    return sorted(hours) if is_brief or not hours else list(range(min(hours), max(hours) + 1))


def open_hours(practitioner: Practitioner, window: Interval, now: datetime) -> set[tuple[date, int]]:
    """Return the local days and hours of a window in which the practice is open at some time, time off taken out."""
    timetable = selectors.timetable_of(practitioner, window, now)
    days = days_around(timetable.policy, window.start, window.end)
    spans = [Interval(*span) for each in open_time(timetable, days, *window.span) for span in each.spans]
    return hours_touched(intersect(subtract(spans, timetable.time_off), [window]), practitioner.zone)


def hours_elsewhere(practitioner: Practitioner, window: Interval) -> set[tuple[date, int]]:
    """Return the local days and hours of a window in which an outside calendar is busy at some time."""
    rows = selectors.busy_elsewhere(practitioner, *window.span)
    busy = [Interval(row.starts_at.astimezone(UTC), row.ends_at.astimezone(UTC)) for row in rows]
    return hours_touched(intersect(busy, [window]), practitioner.zone)


def hours_touched(parts: Iterable[Interval], zone: ZoneInfo) -> set[tuple[date, int]]:
    """Return the local days and hours that any of `parts` touches."""
    found = set()
    for part in parts:
        instant = part.start
        while instant < part.end:
            local = instant.astimezone(zone)
            found.add((local.date(), local.hour))
            instant += HOUR - timedelta(minutes=local.minute)
    return found


def hour_label(hour: int) -> str:
    """Return the hour at the head of a row, such as 10 am."""
    return f"{hour % 12 or 12} {_('am') if hour < 12 else _('pm')}"


def entry_of(session: Booking, zone: ZoneInfo) -> Entry:
    """Return what the table says of one session."""
    return Entry(
        label=initials_of(session.name),
        name=session.name,
        time=say_time(session.starts_at, zone),
        how=str(Mode(session.mode).label),
        is_waiting=session.status in {"requested", "proposed"},
        status=session.get_status_display(),
        page=reverse("admin:bookings_booking_change", args=[session.pk]),
    )


def column_of(day: date, today: date, count: int) -> Column:
    """Return the head of one day."""
    return Column(dateformat.format(day, "D j"), dateformat.format(day, "l j F"), day == today, count)


def week_section(now: datetime) -> dict[str, Any]:
    """Return this week as the desk's front page shows it."""
    practitioner = selectors.first_practitioner()
    if practitioner is None:
        return {"week": None}
    monday = monday_of(now.astimezone(practitioner.zone).date())
    return {"week": week_of(practitioner, monday, now, is_brief=True)}


@require_safe
def show_week(request: HttpRequest) -> HttpResponse:
    """Show one week, this one unless `from` names a day of another; made to be printed too."""
    now = timezone.now()
    practitioner = selectors.first_practitioner()
    zone = practitioner.zone if practitioner else timezone.get_default_timezone()
    monday = monday_of(parse_date(request.GET.get("from", "")) or now.astimezone(zone).date())
    context = {
        **desk.context_of(request),
        "title": week_label(monday),
        "week": week_of(practitioner, monday, now) if practitioner else None,
        "earlier": (monday - 7 * DAY).isoformat(),
        "ask_about": max(monday, now.astimezone(zone).date()).isoformat(),
        "later": (monday + 7 * DAY).isoformat(),
    }
    return render(request, "admin/week.html", context)
