"""Days off that come from a list: the ticked ones are taken out of the hours, the others given back."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from accounts.models import Practitioner
from bookings.models import TimeOff
from bookings.services.calendar import locked_calendar

LABEL = TimeOff._meta.get_field("label").max_length


def keep_holidays(
    *, practitioner: Practitioner, named: Mapping[date, str], ticked: Collection[date], now: datetime
) -> list[TimeOff]:
    """Take the ticked days of those `named` out of the hours, give the others back; return the rows that are new.

    A day is that of the practitioner's zone. What was ticked before stays as it is, however it was changed by hand,
    and days that are not named are not touched. No session is. Locks the calendar.
    """
    with locked_calendar(practitioner.pk, now) as current:
        kept = TimeOff.objects.filter(practitioner=current, holiday__in=named)
        kept.exclude(holiday__in=ticked).delete()
        there = set(kept.values_list("holiday", flat=True))
        return [_take_out(current, day, named[day]) for day in sorted(set(ticked) & set(named) - there)]


def _take_out(practitioner: Practitioner, day: date, name: str) -> TimeOff:
    start, end = (
        datetime.combine(each, time(), practitioner.zone).astimezone(UTC) for each in (day, day + timedelta(days=1))
    )
    return TimeOff.objects.create(
        practitioner=practitioner, starts_at=start, ends_at=end, holiday=day, label=name[:LABEL]
    )
