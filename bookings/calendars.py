"""The calendar file of a session (RFC 5545, sent by RFC 6047): neutral words, one UID for the whole life."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from bookings.addresses import address_of
from bookings.models import Booking, Mode
from bookings.wording import Wording, wording_of
from practice.mail.discretion import neutral_name
from practice.models import Practice

CANCELLED = frozenset({Booking.Status.CANCELLED, Booking.Status.MOVED})


def method_of(booking: Booking) -> str:
    """Return what the file does in a calendar: CANCEL for a session given up, else REQUEST."""
    return "CANCEL" if booking.status in CANCELLED else "REQUEST"


def uid_of(booking: Booking) -> str:
    """Return the identifier that every file of one session carries, through moves and cancellation."""
    return f"{booking.session_id}@{settings.SITE_HOST}"


def file_name(booking: Booking) -> str:
    """Return the name of the file, which mail programs show: it tells as much as the client chose."""
    return "invite.ics" if wording_of(booking) == Wording.BARE else "session.ics"


def title_of(wording: str) -> str:
    """Return what a calendar shows: that there is an appointment, that one is busy, or with whom."""
    if wording == Wording.PLAIN:
        return _("Session with %(therapist)s") % {"therapist": Practice.load().therapist_name}
    return _("Busy") if wording == Wording.BARE else _("Appointment")


def tells_place(wording: str) -> bool:
    """Tell whether the entry of a session in person says where it is: in the fullest wording alone.

    Phones show the place of an entry on their lock screen, and an address says with whom; the session's page names it.
    """
    return wording == Wording.PLAIN


def calendar_file(booking: Booking, *, now: datetime, sender: str) -> bytes:
    """Return the calendar file of a confirmed, held or cancelled session; there is none for a mere request.

    The title says as much as the client chose (`title_of`). Times are in UTC, so no calendar can shift them.
    `sender` is the address that messages come from.

    Raises:
        ValueError: the booking was never confirmed.
    """
    agreed = {Booking.Status.CONFIRMED, Booking.Status.COMPLETED, Booking.Status.NO_SHOW}
    if booking.status not in agreed | CANCELLED:
        raise ValueError("a calendar file is for agreed sessions only")
    calendar = _calendar(method_of(booking))
    calendar.add_component(_event(booking, now, sender))
    content: bytes = calendar.to_ical()
    return content


def calendar_of_many(bookings: Sequence[Booking], *, now: datetime, sender: str) -> bytes:
    """Return one file with several agreed sessions, each under the identifier that all its later files carry.

    It is published, not sent as an invitation: RFC 5546 lets an invitation hold one session only.
    """
    calendar = _calendar("PUBLISH")
    for booking in bookings:
        event = _event(booking, now, sender)
        event.pop("attendee", None)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//SereinMind//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(booking: Booking, now: datetime, sender: str) -> Event:
    practice, wording = Practice.load(), wording_of(booking)
    event = Event()
    event.add("uid", uid_of(booking))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", title_of(wording))
    event.add("status", "CANCELLED" if booking.status in CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    organizer = vCalAddress(f"MAILTO:{sender}")
    if name := neutral_name(practice.name):  # a calendar is read over shoulders, and often shared
        organizer.params["cn"] = vText(name)
    event["organizer"] = organizer
    if address := address_of(booking):
        attendee = vCalAddress(f"MAILTO:{address}")
        attendee.params["rsvp"] = vText("FALSE")
        attendee.params["partstat"] = vText("ACCEPTED")
        event.add("attendee", attendee, encode=False)
    if booking.mode == Mode.IN_PERSON and practice.address_line and tells_place(wording):
        event.add("location", practice.address_line)
    return event
