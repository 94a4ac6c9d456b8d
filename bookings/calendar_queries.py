"""What every question about a free time asks of the database: four queries, made once."""

from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet, UUIDField, Value

from bookings.models import Booking, DateOverride, Mode, OutsideBusy, TimeOff, WorkingHours
from practice.prepared import Prepared, asked

MODES = tuple(mode.value for mode in Mode)
WEEKLY = ("weekday", "starts", "ends", "valid_from", "valid_to", *MODES)
DATED = ("date", "starts", "ends", *MODES)
OWNER = asked("owner", BigIntegerField())
START, END, NOW = (asked(name, DateTimeField()) for name in ("start", "end", "now"))
FIRST, LAST = (asked(name, DateField()) for name in ("first", "last"))


def _hours() -> QuerySet[WorkingHours, Any]:
    return WorkingHours.objects.filter(practitioner_id=OWNER).order_by().values_list(*WEEKLY)


def _overrides() -> QuerySet[DateOverride, Any]:
    rows = DateOverride.objects.filter(practitioner_id=OWNER, date__range=(FIRST, LAST))
    return rows.order_by().values_list(*DATED)


def _time_off() -> QuerySet[TimeOff, Any]:
    rows = TimeOff.objects.filter(practitioner_id=OWNER, starts_at__lt=END, ends_at__gt=START)
    return rows.order_by().values_list("starts_at", "ends_at")


def _busy() -> QuerySet[Booking, Any]:
    columns = ("starts_at", "ends_at")
    own = Booking.objects.taking_time(NOW).overlapping(START, END).filter(practitioner_id=OWNER).order_by()
    sessions = own.values_list(*columns, "buffer_before_minutes", "buffer_after_minutes", "session_id")
    pieces = OutsideBusy.objects.counting_for(OWNER).overlapping(START, END).order_by()
    elsewhere = pieces.values_list(*columns, Value(0), Value(0), Value(None, UUIDField()))
    return sessions.union(elsewhere, all=True).order_by()


HOURS, OVERRIDES, TIME_OFF, BUSY = map(Prepared, (_hours, _overrides, _time_off, _busy))
