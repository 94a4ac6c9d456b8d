"""A calendar with an answer of its reader, for tests of what is done with it."""

from datetime import datetime, timedelta
from typing import Any

from bookings import selectors
from bookings.models import OutsideCalendar, SessionType
from bookings.outside.apart import Answer, to_minutes
from bookings.scheduling.policy import Asker, Reason
from bookings.services.outside import (
    claim_due,
    keep_answer,
)
from tests.factories import MONDAY, NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://calendar.example/secret-token.ics"


def busy(*spans: tuple[datetime, datetime], **changes: Any) -> Answer:
    return Answer(busy=tuple((to_minutes(start), to_minutes(end)) for start, end in spans), entries=1, **changes)


NOON = (MONDAY, MONDAY + HOUR)
LATER = (MONDAY + DAY, MONDAY + DAY + HOUR)


def stored(row: OutsideCalendar) -> list[tuple[datetime, datetime]]:
    return list(row.busy.order_by("starts_at").values_list("starts_at", "ends_at"))


def take(row: OutsideCalendar, answer: Answer, now: datetime = NOW) -> bool:
    """Have a calendar read now, with this answer."""
    OutsideCalendar.objects.filter(pk=row.pk).update(next_try_at=now)
    claimed = claim_due(now)
    assert claimed == row
    return keep_answer(calendar=claimed, answer=answer, now=now)


def reasons(session_type: SessionType, start: datetime = MONDAY, asker: Asker = Asker.STRANGER) -> list[Reason]:
    return selectors.reasons_against(session_type=session_type, start=start, mode="video", now=NOW, asker=asker)
