"""By when a worksheet is asked for: a day, or before the next session, whose day is worked out when it is read."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from bookings.selectors import next_session_of
from worksheets.models import Assignment


@dataclass(frozen=True, slots=True)
class Due:
    """By when. `day` is None where it is before the next session and none is agreed."""

    day: date | None
    is_before_session: bool


def with_sessions(assignments: QuerySet[Assignment], now: datetime) -> QuerySet[Assignment]:
    """Return the assignments, each with when its client's next agreed session begins, in the same query."""
    return assignments.annotate(next_session=next_session_of("client", now))


def due_of(assignment: Assignment | None, zone: ZoneInfo) -> Due | None:
    """Return by when an assignment from `with_sessions` is asked for, in a zone; None where any time will do."""
    if assignment is None:
        return None
    if assignment.due_on:
        return Due(assignment.due_on, is_before_session=False)
    if not assignment.is_before_next_session:
        return None
    start: datetime | None = getattr(assignment, "next_session", None)
    return Due(start.astimezone(zone).date() if start else None, is_before_session=True)


def say_by_when(assignment: Assignment) -> str:
    """Say it for the desk, by the desk's clock; a session that was moved or cancelled is followed."""
    due = due_of(assignment, ZoneInfo(timezone.get_current_timezone_name()))
    if due is None:
        return _("no day")
    if due.day is None:
        return _("before the next session; none is agreed")
    day = dateformat.format(due.day, "j M Y")
    return _("before the next session, %(day)s") % {"day": day} if due.is_before_session else day
