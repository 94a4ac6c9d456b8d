"""The one message about the end of somebody's care: all that ends with it, written at the moment of sending."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from bookings.addresses import address_of
from bookings.emails import TIME_TO_ACT, site_address, words_of
from bookings.emails_together import cancel_files, say_date
from bookings.emails_waiting import was_told
from bookings.models import Booking
from bookings.reminders import zone_of_client
from bookings.services.caring import WITH_CARE, Ended, ended_with_care
from bookings.standing_words import say_rhythm
from bookings.waiting import is_from_list
from bookings.wording import wording_of, write_worded
from practice import mail
from practice.mail import Mail
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage


def register_kind() -> None:
    """Tell the outgoing messages how this one is written; it can wait for the morning."""
    mail.register(WITH_CARE, render, _("The end of somebody's care"), rest=rest_of)


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write the message; None where nothing ended that its client knew of, or nobody can be reached."""
    ended = ended_of(message)
    rows = ended.bookings if ended else []
    to = address_of(rows[0]) if rows else ""
    if ended is None or not to:
        return None
    words = words_of(rows[0], now) | words_of_ending(ended, rows[0], now)
    files = cancel_files(ended.sessions, now)
    return write_worded(WITH_CARE, words, wording_of(rows[0]), to=to, attachments=files)


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return where the client is, and until when it helps to know; None where nothing is to be said."""
    ended = ended_of(message)
    if ended is None or not ended.bookings:
        return None
    first = min(ended.bookings, key=lambda row: row.starts_at)
    return Recipient(zone_of_client(first), useful_until=first.starts_at - TIME_TO_ACT)


def ended_of(message: OutgoingMessage) -> Ended | None:
    """Return what a message is about, without the offers of the list that its client was never sent."""
    client = Client.objects.filter(pk=message.cause.partition(":")[2]).first()
    if client is None:
        return None
    ended = ended_with_care(client, message.due_at)
    return replace(ended, offers=[row for row in ended.offers if not is_from_list(row) or was_told(row)])


def words_of_ending(ended: Ended, first: Booking, now: datetime) -> dict[str, object]:
    """Return what the text says of all that ended, and whether something agreed is still to come."""
    agreed = Booking.objects.filter(client=first.client, status=Booking.Status.CONFIRMED, starts_at__gt=now)
    return {
        "dates": [say_date(row) for row in ended.sessions],
        "requests": [say_date(row) for row in ended.requests],
        "offers": [say_date(row) for row in ended.offers],
        "rhythms": [say_rhythm(each) for each in ended.standing],
        "places": ended.places,
        "keeps_some": agreed.exists(),
        "manage_url": site_address("space"),
        "contact_url": site_address("contact"),
    }
