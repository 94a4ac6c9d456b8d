"""How much a message about a session gives away to whoever sees the phone, as its client chose.

Discreet is the text of each kind as it stands, under a name that tells nothing. Plain adds with whom and when to what
a lock screen shows. Bare says only that there is news and for what time; the rest is read on the client's own page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from bookings.models import Booking
from practice.mail import Attachment, Mail
from practice.mail.compose import SUBJECT_LENGTH, clean_line
from practice.mail.letters import write_letter

Wording = Client.Wording
BARE_LETTER = "emails/bare.txt"


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a lock screen shows of one kind of message where the client chose other words than the discreet ones."""

    plain: str | Promise
    bare: str | Promise


OTHER = Subjects(_("Your time with %(therapist)s: %(moment)s"), _("News for you"))
SUBJECTS = {
    "booking_received": Subjects(_("Your request to %(therapist)s for %(moment)s"), _("Received")),
    "booking_proposed": Subjects(_("%(therapist)s suggests %(moment)s"), _("A question for you")),
    "booking_confirmed": Subjects(_("Your session with %(therapist)s on %(moment)s is confirmed"), _("Confirmed")),
    "booking_move_offered": Subjects(
        _("%(therapist)s suggests to move your session to %(moment)s"), _("A question for you")
    ),
    "booking_moved": Subjects(_("Your session with %(therapist)s is now on %(moment)s"), _("A change")),
    "booking_reminder": Subjects(_("Your session with %(therapist)s on %(moment)s"), _("A reminder")),
    "booking_reminder_near": Subjects(_("Soon: your session with %(therapist)s on %(moment)s"), _("A reminder")),
    "booking_declined": Subjects(_("An answer from %(therapist)s about %(moment)s"), _("An answer for you")),
    "booking_expired": Subjects(_("About the time with %(therapist)s on %(moment)s"), _("An answer for you")),
    "booking_guardian_news": Subjects(_("News about your time with %(therapist)s: %(moment)s"), _("News for you")),
    "series_received": Subjects(_("Your request to %(therapist)s: several dates, first %(moment)s"), _("Received")),
    "series_answered": Subjects(
        _("An answer from %(therapist)s about your dates, first %(moment)s"), _("An answer for you")
    ),
    "series_expired": Subjects(_("About your dates with %(therapist)s, first %(moment)s"), _("An answer for you")),
    "standing_started": Subjects(_("Your standing time with %(therapist)s, next %(moment)s"), _("Confirmed")),
    "standing_ended": Subjects(_("Your standing time with %(therapist)s ends from %(moment)s"), _("A change")),
    "booking_cancelled": Subjects(_("Your session with %(therapist)s on %(moment)s is cancelled"), _("A change")),
    "care_ended": Subjects(_("About your sessions with %(therapist)s"), _("News for you")),
    "waiting_offer": Subjects(_("%(therapist)s has a time for you: %(moment)s"), _("A question for you")),
    "waiting_taken_back": Subjects(_("A time with %(therapist)s is no longer held"), _("A change")),
    "waiting_joined": Subjects(_("You wait for a time with %(therapist)s"), _("Received")),
    "waiting_paused": Subjects(_("Do you still wait for a time with %(therapist)s?"), _("A question for you")),
}
DISCREET_ALWAYS = frozenset(
    {"booking_code", "waiting_code"}
)  # a code must be read at a glance, and it says nothing else


def wording_of(booking: Booking) -> str:
    """Return how messages about a booking are worded: discreetly, until its client chooses otherwise."""
    return booking.client.wording if booking.client else Wording.DISCREET


def write_worded(
    kind: str, words: Mapping[str, object], wording: str, *, to: str, attachments: Sequence[Attachment] = ()
) -> Mail:
    """Return the message of a kind in the wording that its recipient chose.

    `words` are what the texts may say, with `therapist` and `moment` for the subject.
    """
    subjects = SUBJECTS.get(kind, OTHER)
    if wording == Wording.BARE and kind not in DISCREET_ALWAYS:
        return write_letter(BARE_LETTER, {**words, "subject": subjects.bare}, to=to, attachments=attachments)
    mail = write_letter(f"emails/bookings/{kind}.txt", words, to=to, attachments=attachments)
    if wording != Wording.PLAIN or kind in DISCREET_ALWAYS:
        return mail
    subject = clean_line(str(subjects.plain) % words, SUBJECT_LENGTH)
    return replace(mail, subject=subject, from_name=str(words["therapist"]))
