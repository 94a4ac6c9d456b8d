"""What people are told about several dates at once: one message for a series or a standing time, none for each date.

Decided and written at the moment of sending, as `bookings.emails` does for one session.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from bookings import calendars
from bookings.addresses import address_of
from bookings.emails import AGREED, TIME_TO_ACT, desk_address, site_address, words_of
from bookings.models import Booking, StandingTime
from bookings.reminders import zone_of_client
from bookings.selectors import series_rows, waiting_rows
from bookings.services.asking import NUDGES
from bookings.services.caring import WITH_CARE
from bookings.services.standing_times import ENDED
from bookings.standing_list import today_of
from bookings.standing_words import say_rhythm, say_rhythm_there
from bookings.wording import Wording, wording_of, write_worded
from practice import mail
from practice.mail import Attachment, Mail
from practice.mail.compose import sender
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from practice.times import home_of, place_of, say_elsewhere, say_moment, say_session

Status = Booking.Status
type Rows = Callable[[UUID, datetime], Sequence[Booking]]


def waiting(series: UUID, now: datetime) -> list[Booking]:
    """Return the dates of a series that wait for an answer."""
    return list(waiting_rows(series, now))


def answered(series: UUID, now: datetime) -> list[Booking]:
    """Return the dates of a series that were confirmed or declined; none before the answer."""
    rows = list(series_rows(series))
    return [row for row in rows if row.status in AGREED | {Status.DECLINED}]


def in_status(status: Booking.Status) -> Rows:
    """Return what finds the dates of a series in one status."""
    return lambda series, now: list(series_rows(series).filter(status=status))


def agreed(series: UUID, now: datetime) -> list[Booking]:
    """Return the sessions of a standing time that are agreed and still to come, moved ones included."""
    rows = Booking.objects.filter(series=series, status=Status.CONFIRMED, starts_at__gt=now)
    return list(rows.select_related("practitioner__user", "client", "session_type").order_by("starts_at"))


def ended(series: UUID, at: datetime) -> list[Booking]:
    """Return the sessions that were cancelled because their standing time ended at an instant.

    It can end twice, earlier the second time; each message is about what went with it.
    """
    then = Booking.objects.filter(series=series, events__reason_code=ENDED, events__at=at)
    rows = then.filter(status=Status.CANCELLED).distinct()
    return list(rows.select_related("practitioner__user", "client", "session_type").order_by("starts_at"))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: who gets it, and which dates it is about; without any it is no longer due.

    `rows` is asked as of now, or `as_of_cause` as of the instant at which the message fell due.
    """

    title: str | Promise
    to_client: bool
    rows: Rows
    can_wait: bool = False
    as_of_cause: bool = False

    def rows_of(self, message: OutgoingMessage, now: datetime) -> Sequence[Booking]:
        """Return the dates that a message is about."""
        return self.rows(series_of(message), message.due_at if self.as_of_cause else now)


KINDS = {
    "series_received": Kind(_("A request for several dates has arrived, to the client"), True, waiting),
    "series_to_answer": Kind(_("A request for several dates waits for you"), False, waiting),
    "series_nudge": Kind(_("A request for several dates still waits for you"), False, waiting, can_wait=True),
    "series_answered": Kind(_("Several dates are answered"), True, answered),
    "series_at_once": Kind(_("A client booked several sessions"), False, agreed),
    "series_expired": Kind(
        _("Several dates were not answered in time"), True, in_status(Status.EXPIRED), can_wait=True
    ),
    "series_withdrawn": Kind(
        _("A request for several dates was withdrawn"), False, in_status(Status.WITHDRAWN), can_wait=True
    ),
    "standing_started": Kind(_("A standing time begins"), True, agreed, can_wait=True),
    "standing_ended": Kind(_("A standing time ends"), True, ended, as_of_cause=True),
    "standing_ended_desk": Kind(_("A standing time ends, to you"), False, ended, as_of_cause=True),
}


STANDING_ENDED = "standing_ended"


def register_kinds() -> None:
    """Tell the outgoing messages how each kind is written."""
    for name, kind in KINDS.items():
        mail.register(name, render, kind.title, rest=rest_of if kind.can_wait else None)
    mail.register(STANDING_ENDED, render, KINDS[STANDING_ENDED].title, rest=rest_behind_start)


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write a message about several dates; None where none of them is in the state that it tells of."""
    kind, series = KINDS[message.kind], series_of(message)
    rows = known_of(message, kind.rows_of(message, now), now)
    if not rows or is_stale_nudge(message, rows[0]) or is_said_with_care(message, rows[0].client):
        return None
    to = address_of(rows[0]) if kind.to_client else desk_address(rows[0])
    if not to:
        return None
    words = words_of(rows[0], now) | words_together(series, rows)
    wording = wording_of(rows[0]) if kind.to_client else Wording.DISCREET
    return write_worded(message.kind, words, wording, to=to, attachments=files_for(message.kind, rows, now))


def series_of(message: OutgoingMessage) -> UUID:
    """Return what a message is about."""
    return UUID(message.cause.partition(":")[2])


def is_stale_nudge(message: OutgoingMessage, row: Booking) -> bool:
    """Tell whether a reminder of a deadline is for one that no longer holds: a pause has put it off, or stopped it."""
    if message.kind != "series_nudge" or row.hold_until is None:
        return False
    return row.hold_left is not None or row.hold_until - message.due_at not in NUDGES


def is_said_with_care(message: OutgoingMessage, client: Client | None) -> bool:
    """Tell whether the end of somebody's care, at the same instant, has a message of its own that says this too."""
    if client is None or message.kind not in {"standing_ended", "waiting_taken_back"}:
        return False
    of_all = OutgoingMessage.objects.filter(kind=WITH_CARE, cause=f"client:{client.pk}", due_at=message.due_at)
    return of_all.exists()


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return where the one who gets a message is, and until when it helps to have it; None where it is not due."""
    kind = KINDS[message.kind]
    rows = kind.rows_of(message, message.due_at)
    if not rows:
        return None
    zone = zone_of_client(rows[0]) if kind.to_client else rows[0].practitioner.zone
    is_over = rows[0].status == Status.EXPIRED
    until = None if is_over else (rows[0].hold_until or rows[0].starts_at) - TIME_TO_ACT
    return Recipient(zone, useful_until=until)


def start_of(message: OutgoingMessage) -> OutgoingMessage | None:
    """Return the message with which the standing time began that another one ends."""
    return OutgoingMessage.objects.filter(kind="standing_started", cause=message.cause).first()


def rest_behind_start(message: OutgoingMessage) -> Recipient | None:
    """Return where the client is while the message of the beginning has not gone yet; None where it has."""
    start = start_of(message)
    return rest_of(message) if start and start.state == OutgoingMessage.State.QUEUED else None


def known_of(message: OutgoingMessage, rows: Sequence[Booking], now: datetime) -> Sequence[Booking]:
    """Return the dates that end without those of which the client never heard.

    Where a standing time ends before the message of its beginning went out, that one is no longer due: only the
    session with which it began, if it was agreed before, is known.
    """
    start = start_of(message) if message.kind == STANDING_ENDED else None
    if start is None or start.state == OutgoingMessage.State.SENT:
        return rows
    is_resting = start.state == OutgoingMessage.State.QUEUED and start.next_try_at > start.due_at
    is_void = start.state == OutgoingMessage.State.NOT_DUE or (is_resting and not KINDS[start.kind].rows_of(start, now))
    if not is_void:
        return rows
    return [row for row in rows if row.created_at < start.due_at]


def words_together(series: UUID, rows: Sequence[Booking]) -> dict[str, object]:
    """Return what the texts say of all the dates."""
    standing = StandingTime.objects.filter(uuid=series).select_related("practitioner", "client").first()
    kept = [row for row in rows if row.status != Status.DECLINED]
    home = home_of(Practice.load(), rows[0].practitioner.zone_name)
    return {
        "dates": [say_date(row) for row in kept],
        "not_possible": [say_date(row) for row in rows if row.status == Status.DECLINED],
        "late_dates": [say_date(row) for row in rows if row.is_late_cancellation],
        "count": len(rows),
        "dates_home": [say_moment(row.starts_at, home) for row in rows],
        "rhythm": say_rhythm_there(standing, today_of(standing, rows[0].starts_at)) if standing else "",
        "rhythm_home": say_rhythm(standing) if standing else "",
        "by_practice": rows[0].events.filter(reason_code=ENDED, by="practice").exists(),
        "manage_url": site_address("space") if standing else site_address("space_series", series),
    }


def say_date(row: Booking) -> str:
    """Return one date in the client's zone, with the practice's hour where clocks differ."""
    home = home_of(Practice.load(), row.practitioner.zone_name)
    place = place_of(row.client_zone, home=home)
    elsewhere = say_elsewhere(row.starts_at, place, home)
    said = say_session(row.starts_at, row.ends_at, place)
    return f"{said}; {elsewhere}" if elsewhere else said


def files_for(kind: str, rows: Sequence[Booking], now: datetime) -> tuple[Attachment, ...]:
    """Return the calendar files of a message: one with all that is agreed, or one for each that is taken out."""
    address = sender().addr_spec
    if kind in {"series_answered", "standing_started"}:
        kept = [row for row in rows if row.status in AGREED]
        content = calendars.calendar_of_many(kept, now=now, sender=address) if kept else b""
        return (as_attachment(content, "PUBLISH", calendars.file_name(rows[0])),) if kept else ()
    return cancel_files(rows, now) if kind == "standing_ended" else ()


def cancel_files(rows: Sequence[Booking], now: datetime) -> tuple[Attachment, ...]:
    """Return one calendar file for each session that is taken out."""
    address = sender().addr_spec
    found = []
    for number, row in enumerate(rows, 1):
        name, dot, ending = calendars.file_name(row).rpartition(".")
        content = calendars.calendar_file(row, now=now, sender=address)
        found.append(as_attachment(content, "CANCEL", f"{name}-{number}{dot}{ending}"))
    return tuple(found)


def as_attachment(content: bytes, method: str, name: str) -> Attachment:
    """Return a calendar file as it is attached."""
    return Attachment(filename=name, content=content, content_type=f"text/calendar; method={method}; charset=utf-8")
