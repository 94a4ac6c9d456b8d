"""A session that the therapist places herself: agreed by telephone or in person, and confirmed at once."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from accounts.models import Client, User
from bookings import selectors
from bookings.errors import KeyReusedError, NotInCareError, SlotTakenError
from bookings.models import Booking, SessionType
from bookings.scheduling import availability
from bookings.scheduling.intervals import Interval
from bookings.scheduling.lifecycle import has_started
from bookings.scheduling.policy import Asker, Reason
from bookings.services.answering import weigh
from bookings.services.calendar import locked_calendar
from bookings.services.recording import By, tell_of_confirmation
from bookings.services.writing import FirstEvent, Row, person_of, terms_of_today, write_row
from practice.texts import current_text

PLACE = "place"
OVERRIDE = "override"


def place_session(
    *,
    client: Client,
    session_type: SessionType,
    starts_at: datetime,
    mode: str,
    request_key: UUID,
    by: User,
    now: datetime,
    override_reason: str = "",
) -> Booking:
    """Write a session that was agreed by word of mouth: CONFIRMED, on the terms of today, with mail and reminders.

    Locks the calendar. `starts_at` is in UTC. The same `request_key` with the same words returns the session made.
    Notice, horizon, a pause and who may ask for the type do not bind the practice. Over its other rules it needs
    `override_reason`, which the history keeps; nothing goes over another session, what is held, or the time beside it.

    Raises:
        KeyReusedError: the key came before with other words.
        NotInCareError: the client's care has ended.
        SlotTakenError: the time is taken or past; nothing was written.
        NeedsOverrideError: one of the practice's own rules speaks against it.
        GuardianMissingError: the client is under 18, and no parent or guardian has agreed.
    """
    with locked_calendar(session_type.practitioner_id, now) as practitioner:
        if made := Booking.objects.filter(request_key=request_key).first():
            said = (client.pk, session_type.pk, mode, starts_at)
            if (made.client_id, made.session_type_id, made.mode, made.starts_at) != said:
                raise KeyReusedError(made)
            return made
        current = Client.objects.select_related("user").get(pk=client.pk)
        today = SessionType.objects.get(pk=session_type.pk)
        today.practitioner = practitioner
        if current.status == Client.Status.ENDED:
            raise NotInCareError
        reasons = _require_allowed(today, starts_at.astimezone(UTC), mode, now, override_reason)
        terms = terms_of_today(
            today,
            practitioner,
            cancellation_policy=current_text("cancellation"),
            notice_text=None,
            confidentiality_text=None,
        )
        row = Row(
            status=Booking.Status.CONFIRMED, mode=mode, starts_at=starts_at, hold_until=None, request_key=request_key
        )
        code = OVERRIDE if reasons else ""
        first = FirstEvent(act=PLACE, by=By.PRACTICE, user=by, reason_code=code, note=override_reason)
        booking = write_row(terms, person_of(current, zone=current.zone_name), row, first, now)
        tell_of_confirmation(booking, now)
    return booking


def _require_allowed(
    session_type: SessionType, start: datetime, mode: str, now: datetime, override_reason: str
) -> list[Reason]:
    """Return which of the practice's own rules speak against a start, over each of which it has said why.

    What neither a tick nor a word overrides is, besides what always binds it, a start that is past, and the time beside
    another session. Beside an entry of an outside calendar she may place a session, as she may over it.
    """
    reasons = selectors.reasons_against(
        session_type=session_type, start=start, mode=mode, now=now, asker=Asker.PRACTICE
    )
    final = [Reason.IN_THE_PAST] if has_started(now, start) else []
    if Reason.BUFFER in reasons and _is_beside_session(session_type, start, mode, now):
        final.append(Reason.BUFFER)
    if final:
        raise SlotTakenError(final)
    weigh(reasons, override_reason)
    return reasons


def _is_beside_session(session_type: SessionType, start: datetime, mode: str, now: datetime) -> bool:
    """Tell whether a start is too close to a session or a hold: the same question, without the outside calendars."""
    shape = selectors.shape_of(session_type)
    table = selectors.timetable_of(session_type.practitioner, Interval(start, start + shape.length), now)
    inside = replace(table, busy=tuple(each for each in table.busy if each.session_id is not None))
    found = availability.reasons_against(inside, shape=shape, start=start, mode=mode, now=now, asker=Asker.PRACTICE)
    return Reason.BUFFER in found
