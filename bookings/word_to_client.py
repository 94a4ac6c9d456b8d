"""The one sentence that the therapist may add to a decline: kept as an event, read in the message and on the page."""

from django.utils.translation import gettext as _

from bookings.models import Booking
from practice.naming import therapist_in_sentence

WORD = "word"


def word_with(booking: Booking) -> str:
    """Return what she wrote to the client when she declined; "" where she wrote nothing."""
    words = [event for event in booking.events.all() if event.act == WORD]
    return str(words[-1].note) if words else ""


def say_word(booking: Booking) -> str:
    """Return the sentence as the client's page says it, named as hers; "" where there is none."""
    word = word_with(booking)
    return word and _("%(therapist)s adds: “%(word)s”") % {"therapist": therapist_in_sentence(), "word": word}
