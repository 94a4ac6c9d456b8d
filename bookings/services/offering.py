"""Offering free times to those who wait: one open offer a person, in the published order, held like any proposal.

An offer is a booking in PROPOSED, so accepting, refusing, its deadline and the guards against double booking are those
of every booking. When the job runs decides nothing but how soon a time is offered.
"""

from datetime import UTC, datetime

from accounts.models import Practitioner, User
from bookings import selectors, waiting
from bookings.errors import NoPlaceError, OfferOpenError, SlotTakenError
from bookings.models import Booking, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.models.waiting import ANSWER_BEFORE_DROPPED, MODE_ORDER
from bookings.scheduling.availability import Slot
from bookings.scheduling.lifecycle import has_started
from bookings.scheduling.policy import Asker, Reason
from bookings.services.answering import weigh
from bookings.services.calendar import locked_calendar
from bookings.services.joining import DRAFT_KEPT, give_up
from bookings.services.recording import By, tell
from bookings.services.writing import FirstEvent, Row, person_of, terms_of_today, write_row
from practice.texts import current_text

OFFER_FROM_LIST = "offer_from_list"
End = WaitingEntry.End


def offer_free_times(now: datetime) -> None:
    """Offer what is free to those who wait, and tidy the list: the worker's job. Running twice at once is no harm."""
    WaitingDraft.objects.filter(created_at__lte=now - DRAFT_KEPT).delete()
    for practitioner in Practitioner.objects.filter(pk__in=WaitingEntry.objects.live().values("practitioner")):
        offer_times_of(practitioner, now)


def offer_times_of(practitioner: Practitioner, now: datetime) -> list[WaitingOffer]:
    """Offer each person in turn the first free time that suits, and return the offers made. Locks the calendar."""
    made = []
    with locked_calendar(practitioner.pk, now) as current:
        for entry in waiting.waiting_for(current).filter(rests_since__lte=now - ANSWER_BEFORE_DROPPED):
            if waiting.open_offer_of(entry, now):
                continue  # offered by hand meanwhile: what was promised is held to its deadline
            give_up(entry, End.DROPPED, by=By.CLOCK, user=None, now=now)
        look = waiting.Look(current, now)
        for entry in waiting.waiting_for(current):
            choice = look.choice_for(entry)
            if isinstance(choice, Slot):
                mode = next(mode for mode in MODE_ORDER if mode in choice.modes & entry.wanted.modes)
                deadline = waiting.answer_by(entry, now)
                made.append(_offer(entry, choice.start, mode, deadline, by=None, now=now))
                look = waiting.Look(current, now)  # what was free is less by this time
    return made


def offer_by_hand(
    *, entry: WaitingEntry, starts_at: datetime, by: User, now: datetime, override_reason: str = "", mode: str = ""
) -> WaitingOffer:
    """Offer somebody a time out of turn: the practice may, also while it takes nobody new. Locks the calendar.

    `starts_at` is in UTC. `mode` is one of the ways that suit them; without it, that against which least speaks. The
    offer ends with its deadline, at the latest when the session would start.

    Raises:
        NoPlaceError: they no longer wait.
        OfferOpenError: a time is held for them already, or this one was offered to them before.
        SlotTakenError, NeedsOverrideError: as for `confirm_booking`.
    """
    with locked_calendar(entry.practitioner_id, now):
        current = waiting.waiting_for(entry.practitioner).filter(pk=entry.pk).first()
        if current is None or not current.client.has_address:
            raise NoPlaceError
        offers = current.offers.all()
        if waiting.open_offer_of(current, now) or offers.filter(starts_at=starts_at).exists():
            raise OfferOpenError
        if has_started(now, starts_at):
            raise SlotTakenError([Reason.IN_THE_PAST])
        wanted = [each for each in MODE_ORDER if each in current.wanted.modes]
        mode = _best_mode(current, [mode] if mode in wanted else wanted, starts_at, now, override_reason)
        deadline = min(waiting.answer_by(current, now), starts_at)
        return _offer(current, starts_at, mode, deadline, by=by, now=now, note=override_reason)


def let_in(*, entry: WaitingEntry, now: datetime) -> WaitingEntry:
    """Let the list offer times to somebody new from now on. Done before, it changes nothing."""
    WaitingEntry.objects.live().filter(pk=entry.pk, let_in_at=None).update(let_in_at=now)
    entry.refresh_from_db()
    return entry


def set_urgent(*, entry: WaitingEntry, is_urgent: bool, reason: str, now: datetime) -> WaitingEntry:
    """Put somebody first on the list, with a reason that stays with the practice; or back to the turn of their day.

    Raises:
        NoPlaceError: they no longer wait.
    """
    with locked_calendar(entry.practitioner_id, now):
        current = WaitingEntry.objects.live().filter(pk=entry.pk).first()
        if current is None:
            raise NoPlaceError
        current.is_urgent, current.urgent_reason = is_urgent, reason if is_urgent else ""
        current.save(update_fields=["is_urgent", "urgent_reason"])
    return current


def take_off_list(*, entry: WaitingEntry, by: User, now: datetime) -> WaitingEntry:
    """Take somebody off the list; a time held for them is free at once. Who has no place any more stays as is."""
    with locked_calendar(entry.practitioner_id, now):
        current = WaitingEntry.objects.get(pk=entry.pk)
        if current.ended_at is None:
            give_up(current, End.TAKEN_OFF, by=By.PRACTICE, user=by, now=now)
    return current


def _best_mode(entry: WaitingEntry, wanted: list[str], starts_at: datetime, now: datetime, override_reason: str) -> str:
    """Return the wanted way against which least speaks; refuse where the practice may not, or has to say why."""
    against = {mode: _reasons(entry, starts_at, mode, now) for mode in wanted}
    mode = min(wanted, key=lambda each: len(against[each]))
    weigh(against[mode], override_reason)
    return mode


def _reasons(entry: WaitingEntry, starts_at: datetime, mode: str, now: datetime) -> list[Reason]:
    return selectors.reasons_against(
        session_type=entry.session_type, start=starts_at.astimezone(UTC), mode=mode, now=now, asker=Asker.PRACTICE
    )


def _offer(
    entry: WaitingEntry,
    starts_at: datetime,
    mode: str,
    deadline: datetime,
    *,
    by: User | None,
    now: datetime,
    note: str = "",
) -> WaitingOffer:
    terms = terms_of_today(
        entry.session_type,
        entry.practitioner,
        cancellation_policy=current_text("cancellation"),
        notice_text=entry.notice_text,
        confidentiality_text=entry.confidentiality_text,
    )
    row = Row(status=Booking.Status.PROPOSED, mode=mode, starts_at=starts_at, hold_until=deadline)
    first = FirstEvent(act=OFFER_FROM_LIST, by=By.PRACTICE if by else By.CLOCK, user=by, note=note)
    booking = write_row(terms, person_of(entry.client, zone=entry.zone_name), row, first, now)
    offer = WaitingOffer.objects.create(
        entry=entry, booking=booking, starts_at=starts_at, made_at=now, by_hand=by is not None
    )
    tell(booking, "waiting_offer", now)
    return offer
