"""Where a booking stands, in the client's words: what happened, what happens next, and by when."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.addresses import address_of
from bookings.calendar_queries import DRAFT_LIFE
from bookings.closed import words_if_closed
from bookings.models import Booking, BookingEvent, WaitingEntry
from bookings.pages import SessionView, session_view
from bookings.scheduling.lifecycle import Act
from bookings.scheduling.policy import Reason
from bookings.selectors import is_of_standing, was_proposed
from bookings.services.offering_again import was_offered_again
from bookings.waiting import entry_of_offer, is_from_list
from bookings.word_to_client import say_word
from practice.naming import therapist_in_sentence

Status = Booking.Status
WAITING_CHIP = "waiting"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    what: str
    more: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page of one booking says at its head."""

    title: str
    label: str
    kind: str = ""
    words: str = ""
    steps: list[Step] = field(default_factory=list)


def status_at(booking: Booking, now: datetime) -> str:
    """Return the status that holds at `now`: a deadline that has passed counts, whether or not a job has run."""
    is_over = booking.hold_until is not None and booking.hold_until <= now
    if booking.status == Status.DRAFT and is_over and booking.created_at + DRAFT_LIFE <= now:
        return Status.LAPSED
    waits = booking.status in {Status.REQUESTED, Status.PROPOSED}
    return Status.EXPIRED if waits and is_over else booking.status


def standing_of(view: SessionView, now: datetime) -> Standing:
    """Return where a booking stands at `now`."""
    booking = view.booking
    therapist = therapist_in_sentence()
    status = status_at(booking, now)
    if status == Status.REQUESTED:
        return _requested(view, therapist, now)
    if status == Status.PROPOSED and is_from_list(booking):
        return _from_list(view, therapist)
    if status == Status.PROPOSED and was_offered_again(booking):
        return _again(view, therapist)
    if status == Status.PROPOSED:
        words = _(
            "%(therapist)s cannot offer the time you asked for and suggests this one. It is held until %(until)s. "
            "The time you first asked for is no longer held. If you say no, this request ends, and you can choose "
            "another time."
        )
        return Standing(
            _("Another time for you"),
            _("Waiting for you"),
            WAITING_CHIP,
            words % {"therapist": therapist, "until": view.deadline},
        )
    if status == Status.CONFIRMED and now < booking.ends_at:
        return _confirmed(view)
    return _ended(booking, status, therapist)


def _from_list(view: SessionView, therapist: str) -> Standing:
    words = _(
        "This time is free, and it is offered to you from the waiting list. %(therapist)s holds it for you alone until "
        "%(until)s. A no needs no reason: the time is released, and you can keep your place. If you say nothing, it is "
        "released at that hour, and you keep your place too."
    )
    label = _("Waiting for you")
    return Standing(_("A time for you"), label, WAITING_CHIP, words % {"therapist": therapist, "until": view.deadline})


def _again(view: SessionView, therapist: str) -> Standing:
    """Return what is said of a time offered after a request that came to nothing: on which terms, above all."""
    words = _(
        "You asked for a time before, and %(therapist)s suggests this one now. It is held for you until %(until)s. The "
        "terms are those of today: %(minutes)s minutes, free to cancel until %(hours)s hours before. If you say no, "
        "nothing is held any more, and you can choose another time."
    )
    values = {
        "therapist": therapist,
        "until": view.deadline,
        "minutes": view.booking.length_minutes,
        "hours": view.booking.cancellation_hours,
    }
    return Standing(_("A time for you"), _("Waiting for you"), WAITING_CHIP, words % values)


def move_words(view: SessionView) -> str:
    """Return what is said of a move that waits, on the page of the session that is to be moved."""
    if view.booking.status == Status.REQUESTED:
        words = _(
            "You asked to move it to %(when)s. %(therapist)s answers by %(until)s. Until then, and if she cannot, "
            "your session stays as it is."
        )
    else:
        words = _(
            "%(therapist)s suggests another time: %(when)s. It is held for you until %(until)s. Your session stays "
            "as it is unless you say yes."
        )
    therapist = therapist_in_sentence()
    return words % {"when": view.when, "until": view.deadline, "therapist": therapist}


def past_move_words(booking: Booking, now: datetime) -> str:
    """Return what came of the last other time named for an agreed session that stays; "" from its start on."""
    rows = Booking.objects.filter(replaces=booking).select_related("practitioner", "session_type", "client")
    row = rows.order_by("-pk").first()
    if row is None or booking.starts_at <= now:
        return ""
    status = status_at(row, now)
    if status == Status.WITHDRAWN and row.events.filter(act=Act.REFUSE).exists():
        words = _("You said no to another time, %(when)s.")
    elif status == Status.WITHDRAWN:
        words = _("You withdrew the move to %(when)s.")
    elif status == Status.DECLINED:
        words = _("%(therapist)s cannot offer the other time that you asked for, %(when)s.")
    elif status == Status.EXPIRED:
        words = _("The other time, %(when)s, was not agreed in time and is released.")
    else:
        return ""
    said = words % {"when": session_view(row, now).when, "therapist": therapist_in_sentence()}
    return " ".join(filter(None, [said, _("Your session stays as it is."), say_word(row)]))


def _requested(view: SessionView, therapist: str, now: datetime) -> Standing:
    if view.booking.hold_left is None:
        answer = _("%(therapist)s answers by %(deadline)s") % {"therapist": therapist, "deadline": view.deadline}
    elif _is_back_too_late(view.booking):
        answer = _("%(therapist)s may not be back in time to answer") % {"therapist": therapist}
    else:
        answer = _("%(therapist)s answers after her pause") % {"therapist": therapist}
    steps = [
        Step(_("You asked"), view.asked_at, is_done=True),
        Step(answer, _told_either_way(view)),
        Step(_("Confirmed"), _("The calendar file arrives then.")),
    ]
    label = _("Waiting for %(therapist)s") % {"therapist": therapist}
    return Standing(_("Your time is held"), label, WAITING_CHIP, _pause_words(view, now), steps)


def _pause_words(view: SessionView, now: datetime) -> str:
    """Return what a pause of the practice means for a request whose clock stands still; "" for any other."""
    if view.booking.hold_left is None:
        return ""
    closed = words_if_closed([Reason.PAUSED], view.booking.practitioner, now)
    kept = _(
        "Yours stays as it is: its deadline is put off by as long as the pause lasts, to %(until)s at the latest. "
        "Should it not be answered by then, the time is released and you are told."
    ) % {"until": view.deadline}
    if _is_back_too_late(view.booking):
        kept += " " + _("That is before the day named above, so an answer may not come in time, and we are sorry.")
    return f"{closed} {kept}"


def _is_back_too_late(booking: Booking) -> bool:
    """Tell whether the last hour to answer comes before the day on which the therapist hopes to be back."""
    day, until = booking.practitioner.back_on, booking.hold_until
    return day is not None and until is not None and until.astimezone(booking.practitioner.zone).date() < day


def _confirmed(view: SessionView) -> Standing:
    words = _("You can cancel online at any time until the start. It would be marked late: the free period is over.")
    if view.free_until:
        words = _("You can cancel online at any time until the start; it is free until %(until)s.") % {
            "until": view.free_until
        }
    return Standing(_("Your session is confirmed"), _("Confirmed"), "", words)


def _ended(booking: Booking, status: str, therapist: str) -> Standing:
    """Return what is said of what is over; how an agreed session went may not be noted yet."""
    if status == Status.DECLINED:
        words = _(
            "%(therapist)s cannot offer you this time. It says nothing about you or about what you wrote. "
            "You are welcome to choose another time, or to call."
        )
        said = f"{words % {'therapist': therapist}} {say_word(booking)}".strip()
        return Standing(_("This time cannot be offered"), _("Not possible"), "plain", said)
    if status in {Status.EXPIRED, Status.WITHDRAWN} and is_from_list(booking):
        return _let_pass(booking)
    if status == Status.EXPIRED and was_proposed(booking):
        words = _("The time that was suggested has been released. You are welcome to choose another one, or to call.")
        return Standing(_("This time is no longer held"), _("Released"), "plain", words)
    if status == Status.EXPIRED:
        words = _(
            "You were not answered before the hour that we named, and we are sorry. That is not a no, and it is not "
            "your fault. The time has been released; please choose another one, or call."
        )
        return Standing(_("No answer in time"), _("Released"), "plain", words)
    if status == Status.CANCELLED:
        return _cancelled(booking, therapist)
    if status == Status.WITHDRAWN:
        words = _("The time is free again, and nothing more will be sent about it.")
        return Standing(_("You withdrew this request"), _("Withdrawn"), "plain", words)
    if status in {Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW}:
        return Standing(_("This session is over"), _("Over"), "plain")
    return Standing(_("This request is closed"), _("Closed"), "plain", _("You are welcome to choose another time."))


def _let_pass(booking: Booking) -> Standing:
    """Return what is said of a time from the waiting list that was not taken: it is never held against anyone."""
    entry = entry_of_offer(booking)
    if entry and entry.rests_since:
        words = _(
            "You keep your place on the waiting list. The page of your place asks whether you still wait; until you "
            "say so, no further times are held for you."
        )
    elif entry:
        words = _("You keep your place on the waiting list, and the next time that suits you is offered to you.")
    elif booking.waiting_offer.entry.end == WaitingEntry.End.BOOKED:
        words = _("You said yes to another time since, and with that your place on the waiting list has ended.")
    else:
        words = _("You have no place on the waiting list any more. You can join again whenever you like.")
    return Standing(_("This time is no longer held"), _("Released"), "plain", words)


def _told_either_way(view: SessionView) -> str:
    words = _(
        "You get an email either way. If she cannot, or no answer has come by %(deadline)s, the time is released and "
        "we show you others."
    )
    if not address_of(view.booking):
        words = _(
            "This page says it. If she cannot, or no answer has come by %(deadline)s, the time is released and we show "
            "you others."
        )
    return words % {"deadline": view.deadline}


def _cancelled(booking: Booking, therapist: str) -> Standing:
    """Return what is said of a session that was cancelled, or of one date of a standing time, which goes on."""
    is_by_practice = booking.events.filter(act="cancel", by=BookingEvent.By.PRACTICE).exists()
    goes_on = is_of_standing(booking)
    title = _("You skipped this date") if goes_on and not is_by_practice else _("This session is cancelled")
    words = _cancelled_words(booking, therapist, is_by_practice=is_by_practice)
    if goes_on:
        words = (
            _("Only this date is given up: your standing time goes on, and the later dates stay yours.") + " " + words
        )
    return Standing(title, _("Cancelled"), "plain", words)


def _cancelled_words(booking: Booking, therapist: str, *, is_by_practice: bool) -> str:
    if is_by_practice:
        words = _("%(therapist)s had to cancel it, and we are sorry. You are welcome to choose another time.")
        return words % {"therapist": therapist}
    told = _("%(therapist)s is told, and an email takes it out of your calendar.") % {"therapist": therapist}
    words = _("You can ask for another time whenever you like.")
    if booking.is_late_cancellation:
        words = _("It was cancelled late. Nothing is charged automatically.") + " " + words
    return f"{told} {words}" if booking.email else words
