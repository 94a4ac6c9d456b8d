"""The reminder to the therapist that the day of return that she named has come, while the pause goes on."""

from datetime import date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Practitioner
from practice import mail
from practice.mail import Mail
from practice.mail.letters import write_letter
from practice.models import OutgoingMessage, Practice

KIND = "pause_day_come"
MORNING = time(8)


def register_kind() -> None:
    """Tell the outgoing messages how it is written."""
    mail.register(KIND, render, _("The day of return has come"))


def remind_on(day: date, practitioner: Practitioner) -> None:
    """Queue the reminder for eight in the morning of a day, in the transaction that names it."""
    due_at = datetime.combine(day, MORNING, practitioner.zone)
    mail.queue(kind=KIND, cause=f"pause:{practitioner.uuid}", due_at=due_at)


def render(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write it; None where the pause has ended meanwhile, or another day was named."""
    row = Practitioner.objects.filter(uuid=message.cause.partition(":")[2]).select_related("user").first()
    if row is None or not row.is_paused or row.back_on is None or row.back_on > now.astimezone(row.zone).date():
        return None
    to = row.user.email if row.user else Practice.load().email
    if not to:
        return None
    words = {"desk_url": settings.SITE_URL + reverse("admin:index")}
    return write_letter("emails/bookings/pause_day_come.txt", words, to=to)
