"""The one message to a parent or guardian: that there is something to answer, and where. It names nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings import consent
from bookings.models import Booking, Guardian
from bookings.services.guardians import ASKED, guardian_token, is_answer_awaited
from practice import mail
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage, Practice
from practice.nearest_help import young_help_near

TIME_TO_ACT = timedelta(hours=1)


def register_kind() -> None:
    """Tell the outgoing messages how it is written, and that it can wait for the morning."""
    mail.register(ASKED, render, _("A parent or guardian is asked"), rest=rest_of)


def words_while_missing(booking: Booking) -> dict[str, object]:
    """Return what other messages about a booking say while it cannot be confirmed without somebody's consent.

    `needs_guardian`: it cannot be; `has_asked_at_home`: the young person has had somebody written to; `child_lines`:
    whom she can call, whether or not anyone at home knows.
    """
    if not consent.lacks_guardian(booking):
        return {"needs_guardian": False, "has_asked_at_home": False, "child_lines": []}
    asked = Guardian.objects.filter(client=booking.client, client__isnull=False).exclude(asked_at=None)
    help_lines = young_help_near(booking.client_zone)
    lines = help_lines.lines if help_lines else []
    numbers = [f"{line.name}: {line.number} ({line.country_name})" for line in lines]
    return {"needs_guardian": True, "has_asked_at_home": asked.exists(), "child_lines": numbers}


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write it; None where the answer is not waited for any more."""
    guardian = guardian_of(message)
    if guardian is None or not is_answer_awaited(guardian, now):
        return None
    words = {
        "name": guardian.booking.name,
        "therapist": Practice.load().therapist_name,
        "guardian_url": settings.SITE_URL + reverse("book_guardian_link", args=[guardian_token(guardian)]),
    }
    return write_letter("emails/bookings/guardian_asked.txt", words, to=guardian.contact)


def rest_of(message: OutgoingMessage) -> Recipient | None:
    """Return the practice's own clock, for nobody knows where a guardian is, and until when an answer is of use."""
    guardian = guardian_of(message)
    if guardian is None:
        return None
    booking = guardian.booking
    return Recipient(booking.practitioner.zone, useful_until=(booking.hold_until or booking.starts_at) - TIME_TO_ACT)


def guardian_of(message: OutgoingMessage) -> Guardian | None:
    """Return whom a message is about; None where the row has gone."""
    reference = message.cause.partition(":")[2]
    rows = Guardian.objects.select_related("booking__client", "booking__practitioner")
    return rows.filter(uuid=reference).first()
