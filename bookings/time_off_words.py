"""When time off is, in words: whole days as days, anything else from hour to hour."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.utils import dateformat
from django.utils.translation import gettext as _

from practice.times import say_date, say_time

if TYPE_CHECKING:
    from bookings.models import TimeOff

DAY = timedelta(days=1)


def whole_days(row: TimeOff) -> tuple[date, date] | None:
    """Return the first and the last day of time off that goes from midnight to midnight at the practice; else None."""
    starts, ends = (instant.astimezone(row.practitioner.zone) for instant in (row.starts_at, row.ends_at))
    if starts.time() != time() or ends.time() != time():
        return None
    return starts.date(), ends.date() - DAY


def say_time_off(row: TimeOff) -> str:
    """Return when time off is: 1 to 20 Dec 2026, whole days; or from hour to hour by the practice's clock."""
    zone = row.practitioner.zone
    if days := whole_days(row):
        return say_days(*days)
    first, last = say_date(row.starts_at, zone), say_date(row.ends_at, zone)
    values = {"first": first, "last": last, "from": say_time(row.starts_at, zone), "to": say_time(row.ends_at, zone)}
    if first == last:
        return _("%(first)s, %(from)s to %(to)s") % values
    return _("%(first)s, %(from)s, to %(last)s, %(to)s") % values


def say_days(first: date, last: date) -> str:
    """Return whole days in short, saying month and year once where they are the same."""
    if first == last:
        return _("%(day)s, the whole day") % {"day": dateformat.format(first, "j M Y")}
    same_year, same_month = first.year == last.year, first.month == last.month
    shape = "j" if same_year and same_month else "j M" if same_year else "j M Y"
    values = {"first": dateformat.format(first, shape), "last": dateformat.format(last, "j M Y")}
    return _("%(first)s to %(last)s, whole days") % values
