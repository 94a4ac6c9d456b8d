"""What the desk asks before an act on a session, and who tells the client of it: a message, or else the therapist."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.addresses import address_of
from bookings.models import Booking

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an act on a session, in the statuses in which the act is possible.

    `unsent` and `button_unsent` take the place of `words` and `button` where the client has no email address.
    """

    title: Words
    words: Words
    button: Words
    possible_while: str
    unsent: Words = ""
    button_unsent: Words = ""


CONFIRM = Question(
    gettext_lazy("Confirm this request"),
    gettext_lazy("The client is told and gets the calendar file."),
    gettext_lazy("Confirm all the same"),
    "requested",
    unsent=gettext_lazy("There is no email address, so nothing is sent: tell the client yourself."),
)
DECLINE = Question(
    gettext_lazy("Decline this request"),
    gettext_lazy(
        "The time is free again. The client is told kindly that this time is not possible, and that it is not about "
        "them, and is shown other times. It cannot be taken back."
    ),
    gettext_lazy("Decline and tell the client"),
    "requested",
    unsent=gettext_lazy(
        "The time is free again. There is no email address, so nothing is sent: tell the client yourself. It cannot "
        "be taken back."
    ),
    button_unsent=gettext_lazy("Decline it"),
)
CANCEL = Question(
    gettext_lazy("Cancel this session"),
    gettext_lazy("The client is told, and the calendar entry is taken out. It cannot be taken back."),
    gettext_lazy("Cancel it and tell the client"),
    "confirmed",
    unsent=gettext_lazy(
        "The time is free again. There is no email address, so nothing is sent: tell the client yourself. It cannot "
        "be taken back."
    ),
    button_unsent=gettext_lazy("Cancel it"),
)


def question_for(booking: Booking, question: Question) -> Question:
    """Return what is asked about this session: of one whose client has no address, in words that promise no message."""
    if address_of(booking):
        return question
    return replace(
        question,
        words=question.unsent or question.words,
        button=question.button_unsent or question.button,
    )


def with_told(done: str, told: str, *, address: str) -> str:
    """Return words about an act that was done, and after them who tells the client of it."""
    return f"{done} {told if address else unsent()}"


def unsent() -> str:
    """Return what the desk says where a message would tell the client, and there is no address for one."""
    return _("There is no email address, so nothing is sent: tell the client yourself.")
