"""What the pages say of the waiting list: its published rules, somebody's place, and why nothing is offered now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Practitioner
from bookings import pages, waiting
from bookings.models import PART_NAMES, Mode, WaitingEntry, WaitingOffer, WorkingHours
from bookings.models.waiting import ANSWER_BEFORE_DROPPED
from bookings.scheduling.availability import Slot
from bookings.scheduling.waiting import Part, Skip, cell
from bookings.services.settling import MOST_PASSED
from practice.naming import therapist_in_sentence
from practice.times import Place, say_moment, say_short

HOURS_OF = {
    Part.EARLY: gettext_lazy("before 9\u00a0am"),
    Part.MORNING: gettext_lazy("9\u00a0am to\u00a0noon"),
    Part.AFTERNOON: gettext_lazy("noon to 5\u00a0pm"),
    Part.EVENING: gettext_lazy("from 5\u00a0pm"),
}
TO_CLIENT = {
    Skip.HAS_OFFER: gettext_lazy("A time is held for you: please answer, then the list goes on."),
    Skip.RESTS: gettext_lazy("No times are held for you until you say that you still wait."),
    Skip.NO_ADDRESS: gettext_lazy("There is no address to write to. Please call."),
    Skip.NOT_LET_IN: gettext_lazy(
        "You are new here, so %(therapist)s looks at the list herself before the first time is offered to you."
    ),
    Skip.PAUSED: gettext_lazy("The practice is paused. Your place is kept, and the list goes on after the pause."),
    Skip.INTAKE_CLOSED: gettext_lazy(
        "No new clients can be taken on at present. Your place is kept until that changes."
    ),
    Skip.NOT_FOR_THEM: gettext_lazy("This kind of session is not open to you at present. Your place is kept."),
    Skip.HAS_REQUESTS: gettext_lazy("Two of your requests are open. Once one is answered, the list goes on for you."),
    Skip.NOTHING_FREE: gettext_lazy("No time is free that leaves you enough hours to answer."),
    Skip.NOTHING_FITS: gettext_lazy("No free time suits the days, hours and ways that you named."),
    Skip.ALL_OFFERED: gettext_lazy("Every free time that suits you was offered to you before."),
}
TO_PRACTICE = {
    Skip.HAS_OFFER: gettext_lazy("a time is held for them"),
    Skip.RESTS: gettext_lazy("three offers went unanswered; they were asked whether they still wait"),
    Skip.NO_ADDRESS: gettext_lazy("they have no login, so no address to write to"),
    Skip.NOT_LET_IN: gettext_lazy("they are new: let them in first"),
    Skip.PAUSED: gettext_lazy("the practice is paused"),
    Skip.INTAKE_CLOSED: gettext_lazy("new clients are not taken at present"),
    Skip.NOT_FOR_THEM: gettext_lazy("this session type is not offered, or not to them"),
    Skip.HAS_REQUESTS: gettext_lazy("two of their requests are open already"),
    Skip.NOTHING_FREE: gettext_lazy("no time is free that leaves enough hours to answer"),
    Skip.NOTHING_FITS: gettext_lazy("no free time suits what they named"),
    Skip.ALL_OFFERED: gettext_lazy("every free time that suits was offered to them before"),
}
End, Outcome = WaitingEntry.End, WaitingOffer.Outcome
ENDED = {
    End.BOOKED: gettext_lazy("You accepted a time that was offered to you."),
    End.LEFT: gettext_lazy("You left the list."),
    End.DROPPED: gettext_lazy(
        "You were asked whether you still wait, and no answer came. That is all right; you can join again whenever "
        "you like."
    ),
    End.TAKEN_OFF: gettext_lazy("%(therapist)s has ended this place. If you do not know why, please call."),
    End.CARE_ENDED: gettext_lazy("It ended with your care here. You are welcome to call."),
}
TO_CALL = frozenset({End.TAKEN_OFF, End.CARE_ENDED})
CAME_OF = {
    Outcome.OPEN: gettext_lazy("it waits for your answer"),
    Outcome.ACCEPTED: gettext_lazy("you said yes"),
    Outcome.REFUSED: gettext_lazy("you said no"),
    Outcome.PASSED: gettext_lazy("you did not answer in time, which is all right"),
    Outcome.TAKEN_BACK: gettext_lazy("it was released before you answered"),
}
NEXT_RUN = gettext_lazy("a time that suits is free, and is offered within the next minute")


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One time that was offered, and what came of it."""

    when: str
    made: str
    outcome: str
    to_client: str
    by_hand: bool
    booking_id: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Somebody's place, as its own page and the card in the space say it."""

    entry: WaitingEntry
    position: str
    ended: str
    is_booked: bool
    is_to_call: bool
    suits: list[str]
    suits_line: str
    why: str
    since: str
    drops_at: str
    zone: str
    offers: list[OfferLine]


def rules_of(practitioner: Practitioner) -> list[str]:
    """Return the published rules of the list, each as a sentence or two."""
    therapist = therapist_in_sentence()
    values = {
        "therapist": therapist,
        "hours": practitioner.waiting_offer_hours,
        "notice": practitioner.notice_hours,
        "passed": MOST_PASSED,
        "days": ANSWER_BEFORE_DROPPED.days,
    }
    rules = [
        _(
            "Whoever joined first comes first. %(therapist)s can put someone first where waiting would do harm; "
            "only she does so, and the reason stays with her."
        ),
        _(
            "A time that is free is offered to the first in this order whose days, hours and way it suits. It is held "
            "for that one person, and nobody else can take it meanwhile."
        ),
        _(
            "You have %(hours)s hours to say yes or no. Only hours between 8 am and 9 pm count, by the clock where "
            "you are. Times that would leave you less, or less than %(notice)s hours of notice, are not offered from "
            "the list."
        ),
        _(
            "After a no, or no answer, the time goes to the next. You keep your place, but the same time is not "
            "offered to you again. You hold one offer at a time."
        ),
        _(
            "After %(passed)s offers in a row without any answer you are asked whether you still wait. Your place is "
            "kept for %(days)s days; until you say so, no times are held for you."
        ),
        _(
            "If you are new, %(therapist)s looks at the list herself before the first time is offered to you. While no "
            "new clients are taken, new people are offered nothing unless she offers a time herself; their places are "
            "kept. In a pause nobody is offered anything."
        ),
        _(
            "She can also offer someone a time by her own hand, out of turn. Nobody else's place changes by that, and "
            "the list goes on in its order."
        ),
        _("Free times that are held for nobody are open to everyone: waiting need not keep you from asking for one."),
        _("You can leave whenever you like, without a reason. If you join again, you begin at the end of the list."),
    ]
    return [rule % values for rule in rules]


def place_words(entry: WaitingEntry, now: datetime) -> PlaceView:
    """Return what the owner of a place reads of it."""
    place, _home = pages.places(entry.practitioner, entry.zone_name)
    choice = waiting.Look(entry.practitioner, now).choice_for(entry) if entry.ended_at is None else None
    return PlaceView(
        entry=entry,
        position=position_words(entry),
        ended=ended_words(entry),
        is_booked=entry.end == End.BOOKED,
        is_to_call=entry.end in TO_CALL,
        suits=suits_words(entry),
        suits_line=suits_line(entry),
        why=why_words(choice),
        since=say_moment(entry.created_at, place),
        drops_at=say_moment(entry.drops_at, place) if entry.drops_at else "",
        zone=pages.zone_label(place, now),
        offers=offer_lines(entry, place, now),
    )


def position_words(entry: WaitingEntry) -> str:
    """Return how far up somebody is; "" for a place that has ended."""
    if entry.ended_at is not None:
        return ""
    place, count = waiting.position_of(entry)
    if place == 0:
        return ""
    if count == 1:
        return _("You are the only one on the list.")
    if place == 1:
        return _("You are the first of %(count)s on the list.") % {"count": count}
    before = place - 1
    words = ngettext(
        "%(before)s person is before you. %(count)s people are on the list.",
        "%(before)s people are before you. %(count)s people are on the list.",
        before,
    )
    return words % {"before": before, "count": count}


def ended_words(entry: WaitingEntry) -> str:
    """Return how a place ended, to whoever had it; "" while it goes on."""
    if entry.ended_at is None:
        return ""
    return str(ENDED[End(entry.end)]) % {"therapist": therapist_in_sentence()}


def why_words(choice: Slot | Skip | None) -> str:
    """Return why nothing is offered just now, to whoever waits; "" where something is about to be."""
    if choice is None:
        return ""
    if isinstance(choice, Slot):
        return _("A time that suits you is free, and is about to be offered to you.")
    return str(TO_CLIENT[choice]) % {"therapist": therapist_in_sentence()}


def suits_words(entry: WaitingEntry) -> list[str]:
    """Return what suits, in a line for the ways and one for each day."""
    ways = ", ".join(str(Mode(mode).label) for mode in entry.modes)
    if not entry.cells:
        return [ways, _("Any day, at any hour")]
    lines = []
    for weekday, label in WorkingHours.Weekday.choices:
        parts = [str(name).lower() for part, name in PART_NAMES.items() if cell(weekday, part) in entry.cells]
        if len(parts) == len(PART_NAMES):
            lines.append(_("%(day)s, all day") % {"day": label})
        elif parts:
            lines.append(_("%(day)s: %(parts)s") % {"day": label, "parts": ", ".join(parts)})
    return [ways, *lines]


def suits_line(entry: WaitingEntry) -> str:
    """Return what suits, in one line."""
    ways, *lines = suits_words(entry)
    return "; ".join([ways, *(lines if entry.cells else [_("any day, at any hour")])])


def offer_lines(entry: WaitingEntry, place: Place, now: datetime) -> list[OfferLine]:
    """Return every time that was offered, the newest first, with what came of it."""
    offers = entry.offers.select_related("booking")
    return [
        OfferLine(
            say_short(offer.starts_at, place),
            say_short(offer.made_at, place),
            str(outcome_at(offer, now).label),
            str(CAME_OF[outcome_at(offer, now)]),
            offer.by_hand,
            offer.booking_id,
        )
        for offer in offers
    ]


def outcome_at(offer: WaitingOffer, now: datetime) -> WaitingOffer.Outcome:
    """Return what came of an offer; a deadline that has passed counts, whether or not a job has run."""
    until = offer.booking.hold_until
    is_over = offer.outcome == Outcome.OPEN and until is not None and until <= now
    return Outcome.PASSED if is_over else Outcome(offer.outcome)
