"""What people are told about their place on the waiting list, decided and written at the moment of sending."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings import waiting
from bookings.emails import site_address
from bookings.emails_together import is_said_with_care
from bookings.models import Booking, WaitingDraft, WaitingEntry
from bookings.services.codes import CODE_LIFE, waiting_token
from bookings.wording import Wording, write_worded
from practice import mail
from practice.mail import Mail
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from practice.times import home_of, place_of, say_moment

CODE = "waiting_code"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message about a place: who gets it, and while what it is due; with `of_ended`, after its end too."""

    title: str | Promise
    to_client: bool
    is_due: Callable[[WaitingEntry], bool]
    can_wait: bool = True
    of_ended: bool = False


KINDS = {
    "waiting_joined": Kind(
        _("Somebody has joined the waiting list, to the client"), True, lambda entry: True, can_wait=False
    ),
    "waiting_paused": Kind(_("Whether somebody still waits"), True, lambda entry: entry.rests_since is not None),
    "waiting_taken_back": Kind(
        _("A time offered from the waiting list is taken back"), True, lambda entry: True, of_ended=True
    ),
    "waiting_new": Kind(_("Somebody new waits, to you"), False, waiting.is_new),
}


def register_kinds() -> None:
    """Tell the outgoing messages how each kind is written."""
    mail.register(CODE, render_code, _("Code for the waiting list"))
    for name, kind in KINDS.items():
        mail.register(name, render, kind.title, rest=rest_of if kind.can_wait else None)


def render_code(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write the message that carries a code; None once a newer one was sent, or this one has done its work."""
    draft = WaitingDraft.objects.filter(uuid=_reference(message), entry=None, code_sent_at=message.due_at).first()
    if draft is None or message.due_at + CODE_LIFE <= now:
        return None
    return write_worded(CODE, dict(message.body), Wording.DISCREET, to=draft.email)


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write a message about a place on the list; None where it is no longer due."""
    kind, entry = KINDS[message.kind], _entry_of(message)
    if entry is None or (entry.ended_at is not None and not kind.of_ended) or not kind.is_due(entry):
        return None
    if is_said_with_care(message, entry.client) or is_news_of_nothing(message, entry):
        return None
    to = _address(entry, kind)
    wording = entry.client.wording if kind.to_client else Wording.DISCREET
    return write_worded(message.kind, _words(entry), wording, to=to) if to else None


def is_news_of_nothing(message: OutgoingMessage, entry: WaitingEntry) -> bool:
    """Tell whether a message takes back a time that its client has never heard of: the offer had not gone out."""
    if message.kind != "waiting_taken_back":
        return False
    at_once = Booking.objects.filter(waiting_offer__entry=entry, events__at=message.due_at)
    return not any(was_told(offer) for offer in at_once.distinct())


def was_told(offer: Booking) -> bool:
    """Tell whether the message has gone out that offers a time from the list."""
    first = OutgoingMessage.objects.filter(kind="waiting_offer", cause=f"booking:{offer.uuid}")
    return first.filter(state=OutgoingMessage.State.SENT).exists()


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return where the one who gets a message is: none of them is of less use in the morning."""
    entry = _entry_of(message)
    if entry is None:
        return None
    return Recipient(entry.zone if KINDS[message.kind].to_client else entry.practitioner.zone)


def _address(entry: WaitingEntry, kind: Kind) -> str:
    if not kind.to_client:
        user = entry.practitioner.user
        return user.email if user else Practice.load().email
    return entry.client.user.email if entry.client.user else ""


def _reference(message: OutgoingMessage) -> str:
    return message.cause.partition(":")[2]


def _entry_of(message: OutgoingMessage) -> WaitingEntry | None:
    joined = ("practitioner__user", "client__user", "session_type")
    return WaitingEntry.objects.filter(uuid=_reference(message)).select_related(*joined).first()


def _words(entry: WaitingEntry) -> dict[str, object]:
    """Return what the texts may say; the kind of session is read on the page only."""
    practice = Practice.load()
    place = place_of(entry.zone_name, home=home_of(practice, entry.practitioner.zone_name))
    return {
        "name": entry.client.name,
        "therapist": practice.therapist_name,
        "is_new": waiting.is_new(entry),
        "has_ended": entry.ended_at is not None,
        "hours": entry.practitioner.waiting_offer_hours,
        "drops_at": say_moment(entry.drops_at, place) if entry.drops_at else "",
        "manage_url": site_address("book_place_link", waiting_token(entry.uuid)),
        "desk_url": site_address("admin:waiting"),
        "help_url": site_address("help"),
        "when": "",
    }
