"""What every question about a free time and every write under the lock asks of the database: queries made once.

They stand apart from the services that ask them: a query is made by whichever test asks first, watched or not.
"""

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, F, Q, QuerySet, UUIDField, Value

from accounts.models import Client
from bookings.models import Booking, DateOverride, Mode, OutsideBusy, StandingTime, TimeOff, WorkingHours
from practice.prepared import Prepared, PreparedRows, asked

DRAFT_LIFE = timedelta(hours=24)
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


def _lapsed() -> "QuerySet[Booking]":
    """Return the holds that have lapsed; a draft is kept for a day, so that a late code may take its time again."""
    due = Booking.objects.filter(practitioner_id=OWNER, hold_until__lte=NOW)
    old = Q(status=Booking.Status.DRAFT, created_at__lte=NOW - DRAFT_LIFE)
    return due.filter(Q(status__in=[Booking.Status.REQUESTED, Booking.Status.PROPOSED]) | old)


def _going_on() -> "QuerySet[StandingTime]":
    """Return the standing times that have dates to be decided before `until`."""
    goes_on = Q(ended_on=None) | Q(ended_on__gt=F("filled_to"))
    until = asked("until", DateField())
    rows = StandingTime.objects.filter(goes_on, practitioner_id=OWNER, filled_to__lt=until)
    return rows.filter(client__status=Client.Status.ACTIVE)


def _one() -> "QuerySet[Booking]":
    return Booking.objects.filter(pk=asked("pk", BigIntegerField())).order_by()


HOURS, OVERRIDES, TIME_OFF, BUSY = map(Prepared, (_hours, _overrides, _time_off, _busy))
LAPSED = PreparedRows(_lapsed)
FRESH = PreparedRows(_one, "practitioner", "session_type", "session_type__practitioner", "client")
GOING_ON = PreparedRows(_going_on, "session_type", "client", "client__user")
