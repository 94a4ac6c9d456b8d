"""Messages about a session that did not arrive, as its page on the desk warns of them."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import emails, emails_together
from bookings.models import Booking
from practice.desk_health import failure_words
from practice.mail import registry
from practice.models import OutgoingMessage

NEWS: dict[str, Promise] = {
    "booking_received": gettext_lazy("that the request has arrived"),
    "booking_proposed": gettext_lazy("that another time is offered"),
    "booking_move_offered": gettext_lazy("that another time is offered"),
    "waiting_offer": gettext_lazy("that a time is offered"),
    "booking_confirmed": gettext_lazy("that it is confirmed"),
    "booking_moved": gettext_lazy("that it is moved"),
    "booking_reminder": gettext_lazy("that reminds of it"),
    "booking_reminder_near": gettext_lazy("that reminds of it"),
    "booking_declined": gettext_lazy("that it was declined"),
    "booking_expired": gettext_lazy("that it was not answered in time"),
    "booking_cancelled": gettext_lazy("that it was cancelled"),
    "booking_guardian_news": gettext_lazy("that a parent or guardian has answered"),
}


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One warning: what did not arrive, and why; `to_client` says whether it is the client who does not know."""

    uuid: UUID
    words: str
    why: str
    to_client: bool


def undelivered_of(booking: Booking) -> list[Undelivered]:
    """Return the messages about a session, and about the dates that belong to it, that could not be sent."""
    causes = [f"booking:{booking.uuid}", *(f"guardian:{each.uuid}" for each in booking.guardians.all())]
    if booking.series:
        causes.append(f"series:{booking.series}")
    dead = OutgoingMessage.objects.filter(cause__in=causes, state=OutgoingMessage.State.DEAD)
    return [
        Undelivered(each.uuid, words_of(each.kind), failure_words(each.failure), is_to_client(each.kind))
        for each in dead.order_by("due_at", "pk")
    ]


def words_of(kind: str) -> str:
    """Return which message did not arrive, in one sentence."""
    if kind in NEWS:
        return _("The message %(news)s did not arrive.") % {"news": NEWS[kind]}
    return _("A message did not arrive: “%(title)s”.") % {"title": registry.title_of(kind)}


def is_to_client(kind: str) -> bool:
    """Tell whether a message of this kind goes to the client; not one to the practice itself or to a guardian."""
    known = emails.KINDS.get(kind) or emails_together.KINDS.get(kind)
    return known is not None and known.to_client
