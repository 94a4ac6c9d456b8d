"""What people are told about a booking, decided and written at the moment of sending.

Each kind says to whom it goes and in which statuses it is still due; one that is no longer due is not sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import UUIDField, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings import calendars, guardian_mail, history, pages, pause_mail, selectors, waiting
from bookings.addresses import address_of, is_reached_at
from bookings.arrival import OPENS_BEFORE
from bookings.doors import own_door_of
from bookings.history import ended_with
from bookings.models import Booking, BookingEvent, Mode, WaitingEntry
from bookings.reminders import free_until, near_reminder_at, zone_of_client
from bookings.scheduling.lifecycle import Act
from bookings.services.asking import NUDGES
from bookings.services.codes import CODE_LIFE, manage_token, waiting_token
from bookings.services.offering_again import was_offered_again
from bookings.word_to_client import word_with
from bookings.wording import Wording, wording_of, write_worded
from practice import mail
from practice.mail import Attachment, Mail
from practice.mail.compose import sender
from practice.mail.letters import write_letter
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from practice.prepared import PreparedRows, asked
from practice.templatetags.serein import spaced_phone
from practice.times import home_of, place_of, say_elsewhere, say_moment, say_session

Status = Booking.Status
AGREED = frozenset({Status.CONFIRMED})
WAITING = frozenset({Status.REQUESTED})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: who gets it, while the booking is where, and whether a calendar file goes with it.

    One that `can_wait` is put off through the quiet hours of whoever gets it; the others answer something just done.
    """

    title: str | Promise
    to_client: bool
    due_while: frozenset[Status]
    has_calendar: bool = False
    can_wait: bool = False


KINDS = {
    "booking_code": Kind(title=_("Code for a request"), to_client=True, due_while=frozenset({Status.DRAFT})),
    "booking_received": Kind(title=_("A request has arrived, to the client"), to_client=True, due_while=WAITING),
    "booking_to_answer": Kind(title=_("A request waits for you"), to_client=False, due_while=WAITING),
    "booking_nudge": Kind(title=_("A request still waits for you"), to_client=False, due_while=WAITING, can_wait=True),
    "booking_proposed": Kind(
        title=_("Another time is offered"), to_client=True, due_while=frozenset({Status.PROPOSED}), can_wait=True
    ),
    "booking_move_offered": Kind(
        title=_("Another time is offered for a session"),
        to_client=True,
        due_while=frozenset({Status.PROPOSED}),
        can_wait=True,
    ),
    "waiting_offer": Kind(
        title=_("A time is offered from the waiting list"),
        to_client=True,
        due_while=frozenset({Status.PROPOSED}),
        can_wait=True,
    ),
    "booking_move_refused": Kind(
        title=_("An offered time was refused, the session stays"),
        to_client=False,
        due_while=frozenset({Status.WITHDRAWN}),
        can_wait=True,
    ),
    "booking_accepted": Kind(title=_("An offered time was accepted"), to_client=False, due_while=AGREED, can_wait=True),
    "booking_at_once": Kind(title=_("A client booked a session"), to_client=False, due_while=AGREED),
    "booking_confirmed": Kind(title=_("A session is confirmed"), to_client=True, due_while=AGREED, has_calendar=True),
    "booking_moved": Kind(title=_("A session is moved"), to_client=True, due_while=AGREED, has_calendar=True),
    "booking_reminder": Kind(title=_("Reminder of a session"), to_client=True, due_while=AGREED, can_wait=True),
    "booking_reminder_near": Kind(
        title=_("Second reminder of a session"), to_client=True, due_while=AGREED, can_wait=True
    ),
    "booking_declined": Kind(
        title=_("A request is declined"), to_client=True, due_while=frozenset({Status.DECLINED}), can_wait=True
    ),
    "booking_expired": Kind(
        title=_("A request was not answered in time"),
        to_client=True,
        due_while=frozenset({Status.EXPIRED}),
        can_wait=True,
    ),
    "booking_withdrawn": Kind(
        title=_("A request was withdrawn"), to_client=False, due_while=frozenset({Status.WITHDRAWN}), can_wait=True
    ),
    "booking_cancelled": Kind(
        title=_("A session is cancelled"), to_client=True, due_while=frozenset({Status.CANCELLED}), has_calendar=True
    ),
    "booking_cancelled_desk": Kind(
        title=_("A session is cancelled, to you"), to_client=False, due_while=frozenset({Status.CANCELLED})
    ),
    "booking_guardian_answered": Kind(
        title=_("A parent or guardian has answered"),
        to_client=False,
        due_while=WAITING | {Status.PROPOSED},
        can_wait=True,
    ),
    "booking_guardian_news": Kind(
        title=_("A parent or guardian has answered, to the client"),
        to_client=True,
        due_while=WAITING | {Status.PROPOSED},
        can_wait=True,
    ),
    "booking_running_late": Kind(title=_("A client is running late"), to_client=False, due_while=AGREED),
}
MANAGE_LINK = "manage_link"
TIME_TO_ACT = timedelta(hours=1)
JOINED = ("practitioner", "practitioner__user", "client", "client__user", "session_type", "replaces")
ABOUT = PreparedRows(lambda: Booking.objects.filter(uuid=asked("uuid", UUIDField())), *JOINED)


def register_kinds() -> None:
    """Tell the outgoing messages how each kind is written."""
    for name, kind in KINDS.items():
        mail.register(name, render, kind.title, rest=rest_of if kind.can_wait else None)
    guardian_mail.register_kind()
    pause_mail.register_kind()
    mail.register(MANAGE_LINK, render_links, _("Links to the sessions of an address"))


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write a message about a booking; None where it is no longer due."""
    kind = KINDS[message.kind]
    booking = _booking_of(message)
    if booking is None or booking.status not in kind.due_while or _is_too_late(message, booking, now):
        return None
    to = address_of(booking) if kind.to_client else desk_address(booking)
    if not to:
        return None
    prefetch_related_objects([booking], "events")  # of which a letter asks a good deal
    words = words_of(booking, now) | _told_before(booking) | message.body
    files = (_calendar(booking, now),) if kind.has_calendar else ()
    wording = wording_of(booking) if kind.to_client else Wording.DISCREET
    return write_worded(message.kind, words, wording, to=to, attachments=files)


def write_example(booking: Booking, kind: str, wording: str, now: datetime) -> Mail:
    """Write a message about a booking that may be stored nowhere, as someone with this wording would get it."""
    return write_worded(kind, words_of(booking, now), wording, to=address_of(booking))


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return where the one who gets a message is, and until when it helps to have it; None without its booking."""
    booking = _booking_of(message)
    if booking is None:
        return None
    zone = zone_of_client(booking) if KINDS[message.kind].to_client else booking.practitioner.zone
    return Recipient(zone, useful_until=_useful_until(booking))


def _useful_until(booking: Booking) -> datetime | None:
    """Return the last moment at which one can still act on a message; what has expired can be read at any time."""
    if booking.status == Status.EXPIRED:
        return None
    return (booking.hold_until or booking.starts_at) - TIME_TO_ACT


def render_links(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write the mail with the links of everything that an address has still to come, and of its places on the list."""
    address = str(message.body.get("email", ""))
    shown = [Status.REQUESTED, Status.PROPOSED, Status.CONFIRMED]
    rows = Booking.objects.filter(is_reached_at(address), status__in=shown, ends_at__gt=now)
    rows = rows.exclude(replaces__status=Status.CONFIRMED).select_related("practitioner", "client")
    links = [{"when": words["when"], "url": words["manage_url"]} for words in (words_of(row, now) for row in rows)]
    links += [{"when": gettext("Your place on the waiting list"), "url": url} for url in place_urls(address)]
    if not links:
        return None
    return write_letter("emails/bookings/manage_link.txt", {"links": links}, to=address)


def place_urls(address: str) -> list[str]:
    """Return the links to the places on the waiting list that an address has, the oldest first."""
    entries = WaitingEntry.objects.live().filter(client__user__email__iexact=address).order_by("created_at", "pk")
    return [site_address("book_place_link", waiting_token(entry.uuid)) for entry in entries]


def site_address(name: str, *args: object) -> str:
    """Return the full address of one of the site's pages."""
    return settings.SITE_URL + reverse(name, args=args)


def _booking_of(message: OutgoingMessage) -> Booking | None:
    _word, _colon, reference = message.cause.partition(":")
    return ABOUT.first(uuid=UUID(reference))


def _is_too_late(message: OutgoingMessage, booking: Booking, now: datetime) -> bool:
    """Tell whether a message comes too late: after the start, the deadline, the next reminder, the code's life.

    A reminder of a deadline is sent for the deadline that holds, and not at all while its clock stands still.
    """
    if message.kind == "booking_code":
        return booking.code_sent_at != message.due_at or message.due_at + CODE_LIFE <= now
    if message.kind == "booking_nudge":
        if booking.hold_until is None or booking.hold_left is not None or booking.hold_until <= now:
            return True
        return booking.hold_until - message.due_at not in NUDGES  # a pause has put the deadline off since
    if message.kind == "booking_running_late":
        return booking.ends_at <= now
    if message.kind == "booking_reminder":
        return near_reminder_at(booking) <= now  # the second one says the same: never two at once
    return message.kind == "booking_reminder_near" and booking.starts_at <= now


def desk_address(booking: Booking) -> str:
    user = booking.practitioner.user
    return user.email if user else Practice.load().email


def _calendar(booking: Booking, now: datetime) -> Attachment:
    content = calendars.calendar_file(booking, now=now, sender=sender().addr_spec)
    media_type = f"text/calendar; method={calendars.method_of(booking)}; charset=utf-8"
    return Attachment(filename=calendars.file_name(booking), content=content, content_type=media_type)


def words_of(booking: Booking, now: datetime) -> dict[str, object]:
    """Return what the texts may say: the same facts for every kind."""
    practice = Practice.load()
    home = home_of(practice, booking.practitioner.zone_name)
    place = place_of(booking.client_zone, home=home)
    free_end = free_until(booking)
    old = booking.replaces
    say: Callable[[datetime | None], str] = lambda instant: say_moment(instant, place) if instant else ""  # noqa: E731
    return {
        "name": booking.name,
        "therapist": practice.therapist_name,
        "when": say_session(booking.starts_at, booking.ends_at, place),
        "elsewhere": say_elsewhere(booking.starts_at, place, home),
        "moment": say(booking.starts_at),
        "when_home": say_moment(booking.starts_at, home),
        "how": booking.get_mode_display().capitalize(),
        "coming": coming_words(booking, practice),
        "is_video": booking.mode == Mode.VIDEO,
        "deadline": say(booking.hold_until),
        "deadline_home": say_moment(booking.hold_until, home) if booking.hold_until else "",
        "is_paused": booking.hold_left is not None,
        "free_until": say(free_end) if free_end > now else "",
        "free_until_there": ", ".join(filter(None, [say(free_end), say_elsewhere(free_end, place, home)])),
        "hours": booking.cancellation_hours,
        "is_late": booking.is_late_cancellation,
        "calendar_title": calendars.title_of(wording_of(booking)),
        "old_time": say_session(old.starts_at, old.ends_at, place) if old else "",
        "old_time_home": say_moment(old.starts_at, home) if old else "",
        "old_time_stays": old is not None and old.status == Status.CONFIRMED,
        **guardian_mail.words_while_missing(booking),
        "manage_url": site_address("book_manage_link", manage_token(booking)),
        "book_url": site_address(own_door_of(booking.client).types_name),
        "help_url": site_address("help"),
        "desk_url": site_address("admin:index"),
    }


def coming_words(booking: Booking, practice: Practice) -> str:
    """Return what a client needs to come to an agreed session: the address, whom to call, or when the way in opens."""
    if booking.mode == Mode.IN_PERSON:
        return practice.address_line
    if booking.mode == Mode.VIDEO:
        minutes = int(OPENS_BEFORE.total_seconds() // 60)
        return gettext("The way in opens on your page %(minutes)s minutes before the start.") % {"minutes": minutes}
    if practice.phone:
        return gettext("Please call %(number)s at that hour.") % {"number": spaced_phone(practice.phone)}
    return gettext("You are the one who calls; you hear the number from %(therapist)s.") % {
        "therapist": practice.therapist_name
    }


def _told_before(booking: Booking) -> dict[str, object]:
    """Return what some texts say of how it came about."""
    given_up = history.time_given_up(booking)
    entry = waiting.entry_of_offer(booking)
    done = {(event.act, event.by) for event in booking.events.all()}
    return {
        "earlier": say_moment(given_up, pages.places(booking.practitioner, booking.client_zone)[0]) if given_up else "",
        "is_again": was_offered_again(booking),
        "was_proposed": selectors.was_proposed(booking),
        "word": word_with(booking),
        "was_refused": Act.REFUSE in {act for act, _by in done},
        "keeps_place": entry is not None,
        "place_rests": entry is not None and entry.rests_since is not None,
        "goes_on": selectors.is_of_standing(booking),
        "space_url": site_address("space"),
        "by_practice": (Act.CANCEL, BookingEvent.By.PRACTICE)
        in {(event.act, event.by) for event in booking.events.all()},
        "other_time": _other_time(booking),
    }


def _other_time(booking: Booking) -> str:
    """Return the other time for a cancelled session that ended with it, by the client's clock; "" where none did."""
    row = ended_with(booking)
    home = home_of(Practice.load(), booking.practitioner.zone_name)
    return say_moment(row.starts_at, place_of(booking.client_zone, home=home)) if row else ""
