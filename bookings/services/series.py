"""Several dates asked for together, answered together and taken back together: all of them or none."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from accounts.models import Client, User
from bookings import consent, selectors
from bookings.errors import KeyReusedError, NotInCareError, SeriesRefusedError, StatusError
from bookings.models import Booking, SessionType
from bookings.scheduling.intervals import Interval
from bookings.scheduling.lifecycle import Act
from bookings.scheduling.policy import Asker, Reason, Weight
from bookings.scheduling.series import reasons_in_turn
from bookings.services.answering import concerns, confirm_locked
from bookings.services.asking import RequestDetails, nudge, read_again, record_consent, supersede, write_booking
from bookings.services.calendar import locked_calendar
from bookings.services.caps import asker_of, require_room
from bookings.services.recording import By, move_on, remind, tell_together

FEWEST_DATES, MOST_DATES = 2, 12
type Refused = dict[datetime, Sequence[Reason]]


def request_series(
    *,
    session_type: SessionType,
    details: RequestDetails,
    starts: Collection[datetime],
    request_key: UUID,
    browser_key: str,
    now: datetime,
    client: Client,
) -> list[Booking]:
    """Ask for several dates at once, and return their rows in order of time: every one is written, or none.

    Locks the calendar. `starts` are in UTC; `details.starts_at` is not looked at. The dates wait for one answer, under
    one deadline, that of the earliest; where the session type confirms at once they are all confirmed. The same
    `request_key` with the same words returns the rows already made.

    Raises:
        SeriesRefusedError: some of the dates are not free, of the series itself or of others.
        KeyReusedError: the key came before with other words.
        TooManyOpenError: the client already has as many open requests as one person may; a series is one.
        NotInCareError: the client's care has ended or been paused meanwhile.
        TermsChangedError: `session_type` was read before its fee, its length or the time for cancelling changed.
        ValueError: no date, or too many.
    """
    ordered = sorted(starts)
    if not 1 <= len(ordered) <= MOST_DATES:
        raise ValueError("a series has from one date to a dozen")
    digest = series_digest(details, ordered)
    with locked_calendar(session_type.practitioner_id, now) as practitioner:
        if made := _already_made(request_key, digest, ordered):
            return made
        read_again(session_type, practitioner, client)
        if asker_of(client) is not Asker.CLIENT:
            raise NotInCareError
        supersede(browser_key, now)
        if refused := refused_dates(session_type, ordered, details.mode, now):
            raise SeriesRefusedError(refused)
        require_room(client, now)
        details = replace(details, is_minor=consent.is_under_age(client))  # known from her own earlier requests
        rows = [
            write_booking(
                session_type,
                replace(details, starts_at=start),
                _key_of(request_key, start),
                browser_key,
                client,
                now,
                series=request_key,
                held_as=ordered[0],
                digest=digest,
            )
            for start in ordered
        ]
        record_consent(client, details.agreed_now, now)
        _tell_of_series(request_key, rows, now)
    return rows


def refused_dates(session_type: SessionType, starts: Sequence[datetime], mode: str, now: datetime) -> Refused:
    """Return the reasons against those of `starts` that a client cannot have, with the series counted as a whole."""
    shape = selectors.offered_shape(session_type)
    window = Interval(min(starts), max(starts) + shape.length)
    judged = reasons_in_turn(
        selectors.timetable_of(session_type.practitioner, window, now),
        shape=shape,
        starts=starts,
        mode=mode,
        now=now,
        asker=Asker.CLIENT,
    )
    return {start: reasons for start, reasons in judged if reasons}


def series_digest(details: RequestDetails, starts: Sequence[datetime]) -> str:
    """Return a fingerprint of everything that the form of a series said."""
    dates = [start.isoformat() for start in starts]
    return hashlib.sha256("|".join([replace(details, starts_at=starts[0]).digest(), *dates]).encode()).hexdigest()


def answer_series(
    *,
    series: UUID,
    ticked: Collection[UUID],
    by: User,
    now: datetime,
    override_reason: str = "",
) -> list[Booking]:
    """Confirm the ticked dates of a series that waits and decline the others, in one commit; the client is told once.

    Locks the calendar. `ticked` are the `uuid` of bookings. Over the practice's own rules it needs `override_reason`.

    Raises:
        StatusError: the series, or a ticked date of it, no longer waits for an answer.
        SeriesRefusedError: another session has one of the ticked times, or a rule speaks against it.
        Booking.DoesNotExist: there is no such series.
    """
    first = Booking.objects.filter(series=series).earliest("pk")
    with locked_calendar(first.practitioner_id, now):
        waiting = list(selectors.waiting_rows(series, now))
        if not waiting or not set(ticked) <= {row.uuid for row in waiting}:
            first.refresh_from_db()
            raise StatusError(first)
        for row in waiting:
            if row.uuid not in ticked:
                move_on(row, Act.DECLINE, by=By.PRACTICE, now=now, user=by, blocks=False, hold_until=None)
        chosen = [row for row in waiting if row.uuid in ticked]
        _require_allowed(chosen, now, override_reason)
        for row in chosen:
            confirm_locked(row, by=by, now=now, override_reason=override_reason)
            remind(row, now)
        tell_together(series, "series_answered", now)
    return waiting


def withdraw_series(*, series: UUID, by: User | None, now: datetime) -> list[Booking]:
    """Take back every date of a series that still waits; the times are free at once, the therapist is told once.

    Locks the calendar, so that an answer and this never take the rows in each other's way.

    Raises:
        StatusError: nothing of it waits any more.
        Booking.DoesNotExist: there is no such series.
    """
    first = Booking.objects.filter(series=series).earliest("pk")
    with locked_calendar(first.practitioner_id, now):
        waiting = list(selectors.waiting_rows(series, now))
        if not waiting:
            first.refresh_from_db()
            raise StatusError(first)
        for row in waiting:
            move_on(row, Act.WITHDRAW, by=By.CLIENT, now=now, user=by, blocks=False, hold_until=None)
        tell_together(series, "series_withdrawn", now)
    return waiting


def _require_allowed(rows: Sequence[Booking], now: datetime, override_reason: str) -> None:
    found = {row.starts_at: concerns(row, now) for row in rows}
    refused: Refused = {start: reasons for start, reasons in found.items() if reasons}
    is_final = any(reason.binds_practice is Weight.FORBIDS for reasons in refused.values() for reason in reasons)
    if refused and (is_final or not override_reason):
        raise SeriesRefusedError(refused, can_override=not is_final)


def _already_made(request_key: UUID, digest: str, starts: Sequence[datetime]) -> list[Booking]:
    made = list(selectors.series_rows(request_key))
    if made and made[0].request_digest == digest:
        return made
    # A row of it may belong to a standing time since, and not to the series any more.
    taken = Booking.objects.filter(request_key__in=[_key_of(request_key, start) for start in starts])
    if rows := made or list(taken.order_by("pk")):
        raise KeyReusedError(rows[0])
    return []


def _key_of(request_key: UUID, start: datetime) -> UUID:
    return uuid5(request_key, start.isoformat())


def _tell_of_series(series: UUID, rows: Sequence[Booking], now: datetime) -> None:
    if rows[0].status == Booking.Status.CONFIRMED:
        for row in rows:
            remind(row, now)
        tell_together(series, "series_answered", now)
        tell_together(series, "series_at_once", now)
        return
    tell_together(series, "series_received", now)
    tell_together(series, "series_to_answer", now)
    nudge(rows[0], now)
