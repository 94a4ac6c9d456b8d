"""The therapist's answers, each decided again inside its own transaction, on every path."""

from collections.abc import Sequence
from datetime import UTC, datetime

from accounts.models import User
from bookings import consent, selectors
from bookings.care import is_offer_void
from bookings.errors import GuardianMissingError, NeedsOverrideError, NotInCareError, SlotTakenError
from bookings.models import Booking, WaitingOffer
from bookings.scheduling.lifecycle import Act, Status, has_started
from bookings.scheduling.policy import Asker, Reason, Weight
from bookings.services.calendar import locked_calendar
from bookings.services.moving import OFFER_MOVE, end_predecessor, offer_deadline, require_movable, write_successor
from bookings.services.recording import By, fresh, move_on, record, tell, tell_of_confirmation
from bookings.services.settling import settle_offer
from bookings.services.writing import FirstEvent
from bookings.word_to_client import WORD


def confirm_booking(*, booking: Booking, by: User, now: datetime, override_reason: str = "") -> Booking:
    """Confirm a request whose deadline has not passed, if its time is still free of other sessions.

    Locks the calendar. Over the practice's own rules (time off, hours) it needs `override_reason`. Of a session
    that is being moved, the old time ends in the same transaction, just before.

    Raises:
        StatusError: it no longer waits for an answer.
        SlotTakenError: another session has the time.
        NeedsOverrideError: one of the practice's own rules speaks against it.
        GuardianMissingError: it is for somebody under 18, and no parent or guardian has agreed.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        _require_allowed(current, current.starts_at, now, override_reason)
        confirm_locked(current, by=by, now=now, override_reason=override_reason)
        tell_of_confirmation(current, now)
    return current


def confirm_locked(current: Booking, *, by: User, now: datetime, override_reason: str) -> None:
    """Confirm one date for a caller that holds the calendar, has read the row and looked at what speaks against it.

    Who is told, and of how many dates at once, is the caller's.
    """
    end_predecessor(current, Act.CONFIRM, by=By.PRACTICE, user=by, now=now)
    move_on(
        current,
        Act.CONFIRM,
        by=By.PRACTICE,
        now=now,
        user=by,
        reason_code="override" if override_reason else "",
        note=override_reason,
        hold_until=None,
    )


def decline_booking(*, booking: Booking, by: User, now: datetime, note: str = "", word: str = "") -> Booking:
    """Decline a request: its time is free at once, and the client is told with care. `note` stays with the practice.

    `word` is one sentence to the client, which follows the usual words of the message and stands on the page.

    Raises:
        StatusError: it no longer waits for an answer.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        decline_locked(current, by=by, now=now, note=note)
        if word:
            came_from = Status(current.status)
            record(current, WORD, by=By.PRACTICE, now=now, user=by, came_from=came_from, note=word)
    return current


def decline_locked(current: Booking, *, by: User, now: datetime, note: str = "", tells: bool = True) -> None:
    """Decline as `decline_booking` does, for a caller that holds the calendar and has read the row under the lock.

    Without `tells` the client is written to by the caller, of all that ends at once.
    """
    move_on(current, Act.DECLINE, by=By.PRACTICE, now=now, user=by, note=note, blocks=False, hold_until=None)
    if tells:
        tell(current, "booking_declined", now)


def propose_time(
    *, booking: Booking, starts_at: datetime, by: User, now: datetime, override_reason: str = ""
) -> Booking:
    """Offer another time instead: the old one is free at once, the new one is held for the client.

    Locks the calendar. `starts_at` is in UTC.

    Raises:
        StatusError, SlotTakenError, NeedsOverrideError: as for `confirm_booking`.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if has_started(now, starts_at):
            raise SlotTakenError([Reason.IN_THE_PAST])  # no override: its hold would be over before the client reads
        _require_allowed(current, starts_at, now, override_reason)
        move_on(
            current,
            Act.PROPOSE,
            by=By.PRACTICE,
            now=now,
            user=by,
            note=override_reason,
            starts_at=starts_at,
            ends_at=starts_at + current.length,
            hold_until=offer_deadline(current.replaces or current, starts_at, now),
        )
        tell(current, "booking_proposed", now)
    return current


def offer_move(*, booking: Booking, starts_at: datetime, by: User, now: datetime, override_reason: str = "") -> Booking:
    """Offer another time for a confirmed session, and return the row that holds it; the old time stays the client's.

    Locks the calendar. `starts_at` is in UTC. The offer ends with its deadline, at the latest when the old time starts.

    Raises:
        StatusError, StartedError, MoveOpenError: the session cannot be moved, or a move of it waits already.
        SlotTakenError, NeedsOverrideError: as for `confirm_booking`.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        require_movable(current, starts_at, now)
        if has_started(now, starts_at):
            raise SlotTakenError([Reason.IN_THE_PAST])
        _require_allowed(current, starts_at, now, override_reason)
        deadline = offer_deadline(current, starts_at, now)
        first = FirstEvent(act=OFFER_MOVE, by=By.PRACTICE, user=by, note=override_reason)
        row = write_successor(current, starts_at, Booking.Status.PROPOSED, deadline, first, now)
        tell(row, "booking_move_offered", now)
    return row


def accept_proposal(*, booking: Booking, by: User | None, now: datetime) -> Booking:
    """Agree to the time that the practice proposed, if its deadline has not passed.

    Raises:
        StatusError: there is no proposal to accept any more.
        SlotTakenError: another session has the time.
        NotInCareError: the client's care has ended since the time was offered.
        GuardianMissingError: as for `confirm_booking`; and where the therapist has a yes by the link still to weigh.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if is_offer_void(current):
            raise NotInCareError
        if consent.is_to_weigh(current):
            raise GuardianMissingError  # the therapist offered the time, but has not weighed the yes
        _require_allowed(current, current.starts_at, now, "the practice proposed it")
        end_predecessor(current, Act.ACCEPT, by=By.CLIENT, user=by, now=now)
        move_on(current, Act.ACCEPT, by=By.CLIENT, now=now, user=by, hold_until=None)
        settle_offer(current, WaitingOffer.Outcome.ACCEPTED, now)
        tell_of_confirmation(current, now)
        tell(current, "booking_accepted", now)
    return current


def refuse_proposal(*, booking: Booking, by: User | None, now: datetime) -> Booking:
    """Say no to the proposed time, which ends the request; a confirmed session that it was to replace stays.

    Of a time offered from the waiting list the place on the list stays too.

    Raises:
        StatusError: there is no proposal to refuse any more.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        move_on(current, Act.REFUSE, by=By.CLIENT, now=now, user=by, blocks=False, hold_until=None)
        if settle_offer(current, WaitingOffer.Outcome.REFUSED, now) is None:  # a no on the list is read on the desk
            tell(current, "booking_move_refused" if current.replaces_id else "booking_withdrawn", now)
    return current


def concerns(booking: Booking, now: datetime, *, starts_at: datetime | None = None) -> list[Reason]:
    """Return what the practice should know before it agrees to a booking's time: what forbids it, what warns."""
    return selectors.reasons_against(
        session_type=booking.session_type,
        start=(starts_at or booking.starts_at).astimezone(UTC),
        mode=booking.mode,
        now=now,
        asker=Asker.PRACTICE,
        ignore_session=booking.session_id,
        shape=selectors.frozen_shape(booking),
    )


def _require_allowed(booking: Booking, starts_at: datetime, now: datetime, override_reason: str) -> None:
    weigh(concerns(booking, now, starts_at=starts_at), override_reason)


def weigh(reasons: Sequence[Reason], override_reason: str) -> None:
    """Refuse what the practice may not do in spite of `reasons`, or may only by saying why.

    Raises:
        SlotTakenError: some of them bind the practice too; it holds these alone.
        NeedsOverrideError: they are its own rules, and it has not said why one does not count.
    """
    if forbidding := [reason for reason in reasons if reason.binds_practice is Weight.FORBIDS]:
        raise SlotTakenError(forbidding)
    if reasons and not override_reason:
        raise NeedsOverrideError(reasons)
