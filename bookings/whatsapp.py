"""A neutral line for WhatsApp, sent by the therapist's own hand: a link opens the chat with the words filled in.

The words travel in an address, which browsers keep, so they hold nothing but a name, a time, and that there is mail.
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from bookings.addresses import address_of
from bookings.models import Booking
from practice.models import E164, Practice
from practice.times import home_of, place_of, say_moment

Status = Booking.Status


class Situation(StrEnum):
    """What the line is about."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that can be sent: what the therapist reads on the button, what the client would read, and the link."""

    label: str | Promise
    text: str
    url: str


LABELS = {
    Situation.CONFIRMED: _("It is confirmed"),
    Situation.CHANGED: _("Something has changed"),
    Situation.LOOK: _("Please look at your mail"),
}
TEXTS = {
    Situation.CONFIRMED: _("Hello %(name)s, %(when)s is confirmed. The details are in your mail."),
    Situation.CHANGED: _("Hello %(name)s, something has changed about %(when)s. Please look at your mail."),
    Situation.LOOK: _("Hello %(name)s, please look at your mail when you can."),
}
WITHOUT_MAIL = {
    Situation.CONFIRMED: _("Hello %(name)s, %(when)s is confirmed."),
    Situation.CHANGED: _("Hello %(name)s, something has changed about %(when)s. Please look at your page, or call."),
    Situation.LOOK: _("Hello %(name)s, please look at your page, or call, when you can."),
}
WITHOUT_PAGE = {
    Situation.CONFIRMED: WITHOUT_MAIL[Situation.CONFIRMED],
    Situation.CHANGED: _("Hello %(name)s, something has changed about %(when)s. Please call when you can."),
    Situation.LOOK: _("Hello %(name)s, please call when you can."),
}
LOOK_WITHOUT_MAIL, LOOK_WITHOUT_PAGE = _("Please look at your page"), _("Please call")
FITTING = {
    Status.REQUESTED: [Situation.LOOK],
    Status.PROPOSED: [Situation.CHANGED, Situation.LOOK],
    Status.CONFIRMED: [Situation.CONFIRMED, Situation.CHANGED, Situation.LOOK],
    Status.CANCELLED: [Situation.CHANGED, Situation.LOOK],
    Status.MOVED: [Situation.CHANGED, Situation.LOOK],
    Status.DECLINED: [Situation.LOOK],
    Status.EXPIRED: [Situation.LOOK],
}


def lines_for(booking: Booking) -> list[Line]:
    """Return the lines that fit where a booking stands; none unless its client chose WhatsApp and gave a number.

    A number without its country code gets none either: it would open a chat with somebody else.
    """
    number = number_of(booking.client)
    if not number:
        return []
    place = place_of(booking.client_zone, home=home_of(Practice.load(), booking.practitioner.zone_name))
    words = {"name": booking.name, "when": say_moment(booking.starts_at, place)}
    fitting = FITTING.get(Status(booking.status), [])
    return [_line(each, number, words, booking) for each in fitting]


def number_of(client: Client | None) -> str:
    """Return the digits of the number at which a client wants WhatsApp messages; empty where there is none."""
    if client is None or client.reach != Client.Reach.WHATSAPP:
        return ""
    number = "".join(client.phone.split()).replace("-", "")
    try:
        E164(number)
    except ValidationError:
        return ""
    return number.removeprefix("+")


def _line(situation: Situation, number: str, words: dict[str, str], booking: Booking) -> Line:
    texts, look = TEXTS, LABELS[Situation.LOOK]
    if not address_of(booking):
        has_page = booking.client is not None and booking.client.user is not None
        texts, look = (WITHOUT_MAIL, LOOK_WITHOUT_MAIL) if has_page else (WITHOUT_PAGE, LOOK_WITHOUT_PAGE)
    text = str(texts[situation]) % words
    label = look if situation == Situation.LOOK else LABELS[situation]
    return Line(label, text, f"https://wa.me/{number}?text={quote(text, safe='')}")
