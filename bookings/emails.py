"""What people are told about a booking, decided and written at the moment of sending.

Each kind says to whom it goes and in which statuses it is still due; one that is no longer due is not sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings import calendars
from bookings.models import Booking, BookingEvent, Mode
from bookings.selectors import was_proposed
from bookings.services.codes import CODE_LIFE, manage_token
from practice import mail
from practice.mail import Attachment, Mail
from practice.mail.compose import sender
from practice.mail.letters import write_letter
from practice.models import OutgoingMessage, Practice
from practice.times import home_of, place_of, say_elsewhere, say_moment, say_session

Status = Booking.Status
AGREED = frozenset({Status.CONFIRMED})
WAITING = frozenset({Status.REQUESTED})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: who gets it, while the booking is where, and whether a calendar file goes with it."""

    title: str | Promise
    to_client: bool
    due_while: frozenset[Status]
    has_calendar: bool = False


KINDS = {
    "booking_code": Kind(title=_("Code for a request"), to_client=True, due_while=frozenset({Status.DRAFT})),
    "booking_received": Kind(title=_("A request has arrived, to the client"), to_client=True, due_while=WAITING),
    "booking_to_answer": Kind(title=_("A request waits for you"), to_client=False, due_while=WAITING),
    "booking_nudge": Kind(title=_("A request still waits for you"), to_client=False, due_while=WAITING),
    "booking_proposed": Kind(
        title=_("Another time is offered"), to_client=True, due_while=frozenset({Status.PROPOSED})
    ),
    "booking_accepted": Kind(title=_("An offered time was accepted"), to_client=False, due_while=AGREED),
    "booking_at_once": Kind(title=_("A client booked a session"), to_client=False, due_while=AGREED),
    "booking_confirmed": Kind(title=_("A session is confirmed"), to_client=True, due_while=AGREED, has_calendar=True),
    "booking_reminder": Kind(title=_("Reminder of a session"), to_client=True, due_while=AGREED),
    "booking_declined": Kind(title=_("A request is declined"), to_client=True, due_while=frozenset({Status.DECLINED})),
    "booking_expired": Kind(
        title=_("A request was not answered in time"), to_client=True, due_while=frozenset({Status.EXPIRED})
    ),
    "booking_withdrawn": Kind(
        title=_("A request was withdrawn"), to_client=False, due_while=frozenset({Status.WITHDRAWN})
    ),
    "booking_cancelled": Kind(
        title=_("A session is cancelled"), to_client=True, due_while=frozenset({Status.CANCELLED}), has_calendar=True
    ),
    "booking_cancelled_desk": Kind(
        title=_("A session is cancelled, to you"), to_client=False, due_while=frozenset({Status.CANCELLED})
    ),
}
MANAGE_LINK = "manage_link"


def register_kinds() -> None:
    """Tell the outgoing messages how each kind is written."""
    for name in KINDS:
        mail.register(name, render, KINDS[name].title)
    mail.register(MANAGE_LINK, render_links, _("Links to the sessions of an address"))


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write a message about a booking; None where it is no longer due."""
    kind = KINDS[message.kind]
    booking = _booking_of(message)
    if booking is None or booking.status not in kind.due_while or _is_too_late(message, booking, now):
        return None
    to = booking.email if kind.to_client else _desk_address(booking)
    if not to:
        return None
    return write_letter(
        f"emails/bookings/{message.kind}.txt",
        _words(booking, now) | message.body,
        to=to,
        attachments=(_calendar(booking, now),) if kind.has_calendar else (),
    )


def render_links(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write the mail with the manage links of everything that an address has still to come."""
    address = str(message.body.get("email", ""))
    shown = [Status.REQUESTED, Status.PROPOSED, Status.CONFIRMED]
    rows = Booking.objects.filter(email=address, status__in=shown, ends_at__gt=now).select_related("practitioner")
    links = [{"when": words["when"], "url": words["manage_url"]} for words in (_words(row, now) for row in rows)]
    if not links:
        return None
    return write_letter("emails/bookings/manage_link.txt", {"links": links}, to=address)


def site_address(name: str, *args: object) -> str:
    """Return the full address of one of the site's pages."""
    return settings.SITE_URL + reverse(name, args=args)


def _booking_of(message: OutgoingMessage) -> Booking | None:
    _word, _colon, reference = message.cause.partition(":")
    return Booking.objects.filter(uuid=reference).select_related("practitioner__user", "client", "session_type").first()


def _is_too_late(message: OutgoingMessage, booking: Booking, now: datetime) -> bool:
    """Tell whether a message comes too late: after the start, the deadline, the code's life, or a newer code."""
    if message.kind == "booking_code":
        return booking.code_sent_at != message.due_at or message.due_at + CODE_LIFE <= now
    if message.kind == "booking_nudge":
        return booking.hold_until is None or booking.hold_until <= now
    return message.kind == "booking_reminder" and booking.starts_at <= now


def _desk_address(booking: Booking) -> str:
    user = booking.practitioner.user
    return user.email if user else Practice.load().email


def _calendar(booking: Booking, now: datetime) -> Attachment:
    content = calendars.calendar_file(booking, now=now, sender=sender().addr_spec)
    media_type = f"text/calendar; method={calendars.method_of(booking)}; charset=utf-8"
    return Attachment(filename=calendars.FILE_NAME, content=content, content_type=media_type)


def _words(booking: Booking, now: datetime) -> dict[str, object]:
    """Return what the texts may say: the same facts for every kind."""
    practice = Practice.load()
    home = home_of(practice, booking.practitioner.zone_name)
    place = place_of(booking.client_zone, home=home)
    free_until = booking.starts_at - timedelta(hours=booking.cancellation_hours)
    say: Callable[[datetime | None], str] = lambda instant: say_moment(instant, place) if instant else ""  # noqa: E731
    return {
        "name": booking.name,
        "therapist": practice.therapist_name,
        "when": say_session(booking.starts_at, booking.ends_at, place),
        "elsewhere": say_elsewhere(booking.starts_at, place, home),
        "when_home": say_moment(booking.starts_at, home),
        "how": booking.get_mode_display().capitalize(),
        "address": practice.address_line if booking.mode == Mode.IN_PERSON else "",
        "deadline": say(booking.hold_until),
        "deadline_home": say_moment(booking.hold_until, home) if booking.hold_until else "",
        "free_until": say(free_until) if free_until > now else "",
        "hours": booking.cancellation_hours,
        "is_late": booking.is_late_cancellation,
        "was_proposed": was_proposed(booking),
        "by_practice": booking.events.filter(act="cancel", by=BookingEvent.By.PRACTICE).exists(),
        "manage_url": site_address("book_manage_link", manage_token(booking)),
        "book_url": site_address("book"),
        "help_url": site_address("help"),
        "desk_url": site_address("admin:index"),
    }
