"""Calendars of one's own. What is read takes its time; a reading that fails, or is not whole, frees none."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import F

from accounts.models import Practitioner
from bookings.models import LONGEST_PIECE, OutsideBusy, OutsideCalendar
from bookings.outside.apart import Answer, Wish, wish_for
from bookings.scheduling.intervals import Interval, Span
from bookings.services.calendar import locked_calendar

EVERY = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=4)
LEASE = timedelta(minutes=2)  # longer than a reading can last
PAST = timedelta(days=8)  # the week on the desk shows what was
AHEAD = timedelta(days=400)  # further than anyone can ask for a session
AHEAD_OF_FILE = timedelta(days=800)  # nobody reads a file again by herself
FRESH = timedelta(hours=12)  # then an unchanged calendar is read anew: the days that have come closer are not known yet
DRAFT_LIFE = timedelta(days=1)
MOST_CALENDARS = 10
PARTLY = "partly"


def window_of(now: datetime, *, is_file: bool = False) -> Interval:
    """Return the time for which a calendar is read, in whole days of UTC: it changes but once a day."""
    start, end = (now.astimezone(UTC).date() + shift for shift in (-PAST, AHEAD_OF_FILE if is_file else AHEAD))
    return Interval(datetime.combine(start, time(), UTC), datetime.combine(end, time(), UTC))


def wish_of_file(practitioner: Practitioner, content: bytes, now: datetime) -> Wish:
    """Return what is to be asked of the reader for a file."""
    window = window_of(now, is_file=True)
    return wish_for(zone=practitioner.zone_name, window=window, own_host=settings.SITE_HOST, content=content)


def wish_of(calendar: OutsideCalendar, now: datetime) -> Wish:
    """Return what is to be asked of the reader for an address."""
    is_fresh = calendar.expanded_at is not None and now - calendar.expanded_at < FRESH and not calendar.problem
    return wish_for(
        zone=calendar.practitioner.zone_name,
        window=window_of(now),
        own_host=settings.SITE_HOST,
        address=calendar.address,
        etag=calendar.etag if is_fresh else "",
        last_modified=calendar.last_modified if is_fresh else "",
    )


def add_calendar(*, practitioner: Practitioner, name: str, address: str, now: datetime) -> OutsideCalendar:
    """Add a calendar that is read from an address; the worker reads it at its next turn."""
    return OutsideCalendar.objects.create(
        practitioner=practitioner, name=name, address=address, created_at=now, next_try_at=now
    )


def change_calendar(*, calendar: OutsideCalendar, name: str, address: str, now: datetime) -> None:
    """Change name or address. An empty `address` leaves it; the times of the old one stay until the new one is read."""
    calendar.name = name
    changed = ["name"]
    if address and not calendar.is_file:
        calendar.address, calendar.etag, calendar.last_modified = address, "", ""
        calendar.next_try_at, calendar.problem, calendar.failures = now, "", 0
        changed += ["address", "etag", "last_modified", "next_try_at", "problem", "failures"]
    calendar.save(update_fields=changed)


def ask_to_read(*, calendar: OutsideCalendar, now: datetime) -> None:
    """Have a calendar read at the worker's next turn."""
    OutsideCalendar.objects.filter(pk=calendar.pk, is_on=True).exclude(next_try_at=None).update(next_try_at=now)


def switch_calendar(*, calendar: OutsideCalendar, is_on: bool, now: datetime) -> None:
    """Let a calendar count, or no longer. Its times stay stored; on again, they count at once and are read anew.

    Locks the practitioner's calendar.
    """
    with locked_calendar(calendar.practitioner_id, now):
        next_try_at = now if is_on and not calendar.is_file else None
        kept = OutsideCalendar.objects.filter(pk=calendar.pk, is_draft=False)
        kept.update(is_on=is_on, next_try_at=next_try_at, failures=0)


def note_seen(*, calendar: OutsideCalendar, now: datetime) -> None:
    """Note that she knows of the entries of a file that cannot be read: nobody reads it again before the next one."""
    if calendar.is_file:
        OutsideCalendar.objects.filter(pk=calendar.pk, is_draft=False, problem=PARTLY).update(seen_at=now)


def remove_calendar(*, calendar: OutsideCalendar) -> None:
    """Remove a calendar with all its times."""
    OutsideCalendar.objects.filter(pk=calendar.pk).delete()


def claim_due(now: datetime) -> OutsideCalendar | None:
    """Take the calendar that has waited longest for its reading, by conditional update; None where none is due, or
    another worker was quicker.

    What comes of the reading is kept only while `next_try_at` is what this sets it to.
    """
    due = OutsideCalendar.objects.filter(is_on=True, next_try_at__lte=now).select_related("practitioner")
    calendar = due.order_by("next_try_at", "pk").first()
    if calendar is None:
        return None
    claimed = OutsideCalendar.objects.filter(pk=calendar.pk, is_on=True, next_try_at=calendar.next_try_at)
    calendar.next_try_at = now + LEASE
    return calendar if claimed.update(next_try_at=calendar.next_try_at, last_tried_at=now) else None


def keep_answer(*, calendar: OutsideCalendar, answer: Answer, now: datetime) -> bool:
    """Keep what came of a claimed reading; False where the calendar was changed or switched off meanwhile.

    A problem is noted and frees nothing. Times that are new are added; those that are gone are taken out only if every
    entry could be read. Locks the practitioner's calendar.
    """
    if answer.problem:
        return _note_problem(calendar, answer.problem, now)
    read = {"last_read_at": now, "next_try_at": now + EVERY, "failures": 0}
    claimed = OutsideCalendar.objects.filter(pk=calendar.pk, is_on=True, next_try_at=calendar.next_try_at)
    if answer.is_unchanged:
        return bool(claimed.update(**read, problem=""))
    with locked_calendar(calendar.practitioner_id, now):
        if not claimed.update(**read, **_said(answer, now, window_of(now))):
            return False
        _replace(calendar, _pieces(answer.intervals), now, is_whole=not answer.unreadable)
    return True


def make_draft(
    *,
    practitioner: Practitioner,
    name: str,
    answer: Answer,
    now: datetime,
    stands_in_for: OutsideCalendar | None = None,
) -> OutsideCalendar:
    """Store what a file says as a draft, which takes no time; `stands_in_for` is the file that it is to replace."""
    draft = OutsideCalendar.objects.create(
        practitioner=practitioner,
        name=name,
        is_on=False,
        is_draft=True,
        stands_in_for=stands_in_for,
        created_at=now,
        last_tried_at=now,
        last_read_at=now,
        **_said(answer, now, window_of(now, is_file=True)),
    )
    _replace(draft, _pieces(answer.intervals), now, is_whole=True)
    return draft


def keep_draft(*, draft: OutsideCalendar, now: datetime) -> OutsideCalendar | None:
    """Let the times of a draft count, in the place of the file before it; None where it is a draft no more.

    Of the file before, times stay as long as an entry of the new one could not be read. Locks the practitioner's
    calendar.
    """
    with locked_calendar(draft.practitioner_id, now):
        row = OutsideCalendar.objects.filter(pk=draft.pk, is_draft=True).select_related("stands_in_for").first()
        if row is None:
            return None
        if row.stands_in_for is None:
            row.is_draft, row.is_on = False, True
            row.save(update_fields=["is_draft", "is_on"])
            return row
        kept = row.stands_in_for
        _replace(kept, row.busy.values_list("starts_at", "ends_at"), now, is_whole=not row.unreadable)
        carried = ["last_tried_at", "last_read_at", "covers_until", "problem", "entries", "unreadable", "expanded_at"]
        for name in carried:
            setattr(kept, name, getattr(row, name))
        kept.seen_at = None
        kept.save(update_fields=[*carried, "seen_at"])
        row.delete()
        return kept


def drop_old_drafts(now: datetime) -> None:
    """Remove drafts that nobody kept."""
    OutsideCalendar.objects.filter(is_draft=True, created_at__lt=now - DRAFT_LIFE).delete()


def _note_problem(calendar: OutsideCalendar, problem: str, now: datetime) -> bool:
    """Note why a reading failed, and try again later, each time after longer."""
    wait = min(EVERY * 2 ** min(calendar.failures, 8), LONGEST_WAIT)
    claimed = OutsideCalendar.objects.filter(pk=calendar.pk, is_on=True, next_try_at=calendar.next_try_at)
    return bool(claimed.update(problem=problem, failures=F("failures") + 1, next_try_at=now + wait))


def _said(answer: Answer, now: datetime, window: Interval) -> dict[str, object]:
    """Return what a calendar's row says after a reading."""
    return {
        "problem": PARTLY if answer.unreadable else "",
        "entries": answer.entries,
        "unreadable": answer.unreadable,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "covers_until": window.end,
        "expanded_at": now,
    }


def _replace(calendar: OutsideCalendar, wanted: Iterable[Span], now: datetime, *, is_whole: bool) -> None:
    """Bring the stored pieces to what is wanted; only what differs is written. What is long past goes in any case."""
    calendar.busy.filter(ends_at__lt=now - 2 * PAST).delete()
    there = {(start, end): pk for pk, start, end in calendar.busy.values_list("pk", "starts_at", "ends_at")}
    pieces = set(wanted)
    gone = [pk for span, pk in there.items() if span not in pieces]
    for first in range(0, len(gone), 500):
        rows = OutsideBusy.objects.filter(pk__in=gone[first : first + 500])
        rows.delete() if is_whole else rows.update(is_left_over=True)
    for pk, start, end in calendar.busy.filter(is_left_over=True).values_list("pk", "starts_at", "ends_at"):
        if (start, end) in pieces:
            OutsideBusy.objects.filter(pk=pk).update(is_left_over=False)
    new = [OutsideBusy(calendar=calendar, starts_at=start, ends_at=end) for start, end in sorted(pieces - set(there))]
    OutsideBusy.objects.bulk_create(new, batch_size=500)


def _pieces(intervals: Iterable[Interval]) -> Iterator[Span]:
    """Cut intervals so that no piece is longer than what the search for overlaps looks back."""
    for each in intervals:
        start = each.start
        while each.end - start > LONGEST_PIECE:
            yield start, start + LONGEST_PIECE
            start += LONGEST_PIECE
        yield start, each.end
