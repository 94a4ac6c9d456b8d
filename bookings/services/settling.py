"""What the answer to an offered time means for the place on the waiting list, in the transaction of the answer."""

from datetime import datetime

from bookings.models import Booking, WaitingEntry, WaitingOffer
from practice import mail

MOST_PASSED = 3
Outcome = WaitingOffer.Outcome


def settle_offer(booking: Booking, outcome: WaitingOffer.Outcome, now: datetime) -> WaitingOffer | None:
    """Note what came of an offer from the waiting list; None where the booking is none, or it was settled before.

    To be called inside the transaction that changes the booking. An accepted offer ends the place on the list; the
    third one in a row that nobody answers lets it rest until its owner says that she still waits, and asks her; a no
    to a later one, offered by hand, says so too.
    """
    offer = WaitingOffer.objects.select_related("entry").filter(booking=booking, outcome=Outcome.OPEN).first()
    if offer is None:
        return None
    offer.outcome = outcome
    offer.save(update_fields=["outcome"])
    if offer.entry.ended_at is None:
        _tell_entry(offer.entry, outcome, now)
    return offer


def _tell_entry(entry: WaitingEntry, outcome: WaitingOffer.Outcome, now: datetime) -> None:
    if outcome == Outcome.ACCEPTED:
        end_entry(entry, WaitingEntry.End.BOOKED, now)
    elif outcome == Outcome.REFUSED:
        entry.passed, entry.rests_since = 0, None
        entry.save(update_fields=["passed", "rests_since"])
    elif outcome == Outcome.PASSED:  # what the practice takes back is held against nobody
        entry.passed += 1
        if entry.passed >= MOST_PASSED:
            entry.rests_since = now
            tell_waiting(entry, "waiting_paused", now)
        entry.save(update_fields=["passed", "rests_since"])


def end_entry(entry: WaitingEntry, end: WaitingEntry.End, now: datetime) -> None:
    """End a place on the list; the reason why it stood first goes with it."""
    entry.end, entry.ended_at, entry.urgent_reason = end, now, ""
    entry.save(update_fields=["end", "ended_at", "urgent_reason"])


def tell_waiting(entry: WaitingEntry, kind: str, now: datetime) -> None:
    """Queue a message about a place on the list, in the transaction of its cause."""
    mail.queue(kind=kind, cause=f"waiting:{entry.uuid}", due_at=now)
