"""Reading the calendars that are due: a job of the worker, in a thread beside it, so that no message waits for it."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock, Thread

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from bookings.models import OutsideCalendar
from bookings.outside.apart import Answer, Wish, ask_apart
from bookings.services.outside import claim_due, drop_old_drafts, keep_answer, wish_of

log = logging.getLogger("bookings.outside")

type Ask = Callable[[Wish], Answer]

READING = Lock()


def read_due_calendars(now: datetime, *, ask: Ask = ask_apart, clock: Callable[[], datetime] = timezone.now) -> int:
    """Read every calendar that is due, one after the other, outside any transaction; return how many.

    `now` is when the round begins; `clock` gives the time at which each reading begins and is over, for a slow one must
    not use up the time for which the next is claimed.
    """
    drop_old_drafts(now)
    count = 0
    while calendar := claim_due(max(now, clock())):
        answer = ask(wish_of(calendar, now))
        keep_answer(calendar=calendar, answer=answer, now=clock())
        if answer.problem:
            log.warning("calendar %s was not read: %s", calendar.uuid, answer.problem)
        count += 1
    return count


def start_reading(now: datetime, *, ask: Ask = ask_apart) -> Thread | None:
    """Begin a round of reading in a thread of its own; None where nothing is due or the last one is not over."""
    is_needed = OutsideCalendar.objects.filter(Q(is_on=True, next_try_at__lte=now) | Q(is_draft=True)).exists()
    if not is_needed or not READING.acquire(blocking=False):
        return None
    thread = Thread(target=_read_and_release, args=(now, ask), name="calendars", daemon=True)
    thread.start()
    return thread


def _read_and_release(now: datetime, ask: Ask) -> None:
    try:
        read_due_calendars(now, ask=ask)
    except Exception as error:  # noqa: BLE001  nobody waits for this thread; what was not read shows by its age
        log.error("reading calendars failed: %s", type(error).__name__)
    finally:
        connections.close_all()
        READING.release()
