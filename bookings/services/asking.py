"""Asking for a session: from the form to a draft that holds the time while its address is being proved."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.mailboxes import is_same_mailbox
from accounts.models import Client, Consent, Practitioner
from accounts.reach import EMAIL_ONLY, ReachWishes
from bookings import consent, selectors
from bookings.errors import KeyReusedError, SlotTakenError, TermsChangedError
from bookings.models import Booking, SessionType
from bookings.scheduling.lifecycle import Act, deadline_in_pause, draft_hold_until, hold_deadline
from bookings.services.calendar import locked_calendar
from bookings.services.caps import asker_of, confirms_at_once, require_intake, require_room
from bookings.services.codes import put_new_code
from bookings.services.recording import By, move_on, tell, tell_of_confirmation, tell_together
from bookings.services.writing import FirstEvent, Person, Row, Terms, terms_of_today, write_row
from bookings.shown_terms import price_of
from practice.models import PolicyText

DRAFTS_AN_ADDRESS = 3
DRAFTS_A_PRACTITIONER = 6
NUDGES = (timedelta(hours=24), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """What someone asks for, as it left the form: already checked for shape."""

    starts_at: datetime
    mode: str
    name: str
    email: str
    client_zone: str
    note: str
    wishes: ReachWishes = EMAIL_ONLY
    notice_text: PolicyText | None = None
    cancellation_policy: PolicyText | None = None
    confidentiality_text: PolicyText | None = None
    is_minor: bool = False
    guardian_word: str = ""
    on_file: frozenset[PolicyText] = frozenset()

    @property
    def agreed_now(self) -> list[PolicyText]:
        """The texts that were agreed to with this request; not those `on_file`, which the form did not ask about."""
        texts = (self.notice_text, self.confidentiality_text)
        return [text for text in texts if text is not None and text not in self.on_file]

    def digest(self) -> str:
        """Return a fingerprint: the same words give the same one."""
        said = [self.starts_at.isoformat(), self.mode, self.name, self.email, self.client_zone, self.note]
        said += [str(value) for value in self.wishes.columns().values()]
        said += [str(self.is_minor), self.guardian_word]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def request_session(
    *,
    session_type: SessionType,
    details: RequestDetails,
    request_key: UUID,
    browser_key: str,
    now: datetime,
    client: Client | None = None,
) -> Booking:
    """Hold a time for someone. A stranger gets a DRAFT and a code by mail; a client known to be one, a request.

    A session type that confirms at once is CONFIRMED for a client in care, in the same transaction; for somebody under
    18 only once a parent or guardian has agreed, until then it is a request.

    Locks the calendar; messages are queued in the same transaction. The same `request_key` with the same words
    returns the booking already made. `browser_key` is a keyed hash of the browser's session.

    Raises:
        SlotTakenError: the time is not free; nothing was written.
        KeyReusedError: the key came before with other words.
        FullError: people who are no clients hold as many open requests as they may.
        TooManyOpenError: the client already has as many open requests as one person may.
        TermsChangedError: `session_type` was read before its fee, its length or the time for cancelling changed.
    """
    with locked_calendar(session_type.practitioner_id, now) as practitioner:
        if made := _already_made(request_key, details):
            return made
        read_again(session_type, practitioner, client)
        require_intake(practitioner, client, now)
        supersede(browser_key, now)
        _require_free(session_type, details, client, now)
        if client is not None:
            require_room(client, now)
        booking = write_booking(session_type, details, request_key, browser_key, client, now)
        if client is not None:
            record_consent(client, details.agreed_now, now)
            _tell_of_known(booking, now)
        else:
            send_code(booking, now)
    return booking


def has_made(*, session_type: SessionType, request_key: UUID, now: datetime) -> bool:
    """Tell whether a form has made a request or a series, once who writes at this moment has. Locks the calendar."""
    with locked_calendar(session_type.practitioner_id, now):
        return Booking.objects.filter(Q(request_key=request_key) | Q(series=request_key)).exists()


def read_again(session_type: SessionType, practitioner: Practitioner, client: Client | None) -> None:
    """Read under the lock what decides a request: care may have ended, the type changed since the page was opened.

    Raises:
        TermsChangedError: what `session_type` said of the terms, as it was handed in, no longer holds.
    """
    shown = price_of(session_type)
    session_type.refresh_from_db()
    session_type.practitioner = practitioner
    if price_of(session_type) != shown:
        raise TermsChangedError
    if client is not None:
        client.refresh_from_db()


def _tell_of_known(booking: Booking, now: datetime) -> None:
    """Queue what follows when someone known has asked."""
    if booking.status == Booking.Status.CONFIRMED:
        tell_of_confirmation(booking, now)
        tell(booking, "booking_at_once", now)
    else:
        tell_of_request(booking, now)


def send_code(booking: Booking, now: datetime) -> None:
    """Put a fresh code on a draft and queue the mail that carries it; the code itself is stored nowhere else."""
    tell(booking, "booking_code", now, body={"code": put_new_code(booking, now)})


def tell_of_request(booking: Booking, now: datetime) -> None:
    """Queue what follows when a request waits for the therapist: both are told, and she is nudged before the end."""
    tell(booking, "booking_received", now)
    tell(booking, "booking_to_answer", now)
    nudge(booking, now)


def nudge(booking: Booking, now: datetime) -> None:
    """Queue the reminders to the therapist before the deadline of a request, as far as they are still to come.

    For a series, whose dates have one deadline, they are the same from whichever of its rows they come.
    """
    for before in NUDGES:
        if booking.hold_until is None or booking.hold_until - before <= now:
            continue
        if series := booking.waiting_series:
            tell_together(series, "series_nudge", booking.hold_until - before)
        else:
            tell(booking, "booking_nudge", booking.hold_until - before)


def record_consent(client: Client, texts: Iterable[PolicyText | None], now: datetime) -> None:
    """Note which versions of the texts somebody agreed to just now, once it is known who; never what was not asked."""
    Consent.objects.bulk_create(Consent(client=client, policy_text=text, given_at=now) for text in texts if text)


def _already_made(request_key: UUID, details: RequestDetails) -> Booking | None:
    made = Booking.objects.filter(request_key=request_key).first()
    if made and made.request_digest != details.digest():
        raise KeyReusedError(made)
    return made


def _require_free(session_type: SessionType, details: RequestDetails, client: Client | None, now: datetime) -> None:
    reasons = selectors.reasons_against(
        session_type=session_type,
        start=details.starts_at,
        mode=details.mode,
        now=now,
        asker=asker_of(client),
        shape=selectors.offered_shape(session_type),
    )
    if reasons:
        raise SlotTakenError(reasons)


def supersede(browser_key: str, now: datetime) -> None:
    """End the earlier draft of the same browser, before deciding: someone mending an address wants the same time."""
    if browser_key:
        for draft in Booking.objects.filter(browser_key=browser_key, status=Booking.Status.DRAFT):
            move_on(draft, Act.LAPSE, by=By.CLIENT, now=now, reason_code="superseded", blocks=False, hold_until=None)


def _holds_time(practitioner: Practitioner, email: str, now: datetime) -> bool:
    """Tell whether one more draft may hold its time: beyond the caps it does not, so nobody can fill the diary."""
    live = Booking.objects.taking_time(now).filter(status=Booking.Status.DRAFT, practitioner=practitioner)
    holders = list(live.values_list("email", flat=True))
    own = [holder for holder in holders if is_same_mailbox(holder, email)]
    return len(holders) < DRAFTS_A_PRACTITIONER and len(own) < DRAFTS_AN_ADDRESS


def write_booking(
    session_type: SessionType,
    details: RequestDetails,
    request_key: UUID,
    browser_key: str,
    client: Client | None,
    now: datetime,
    *,
    series: UUID | None = None,
    held_as: datetime | None = None,
    digest: str = "",
) -> Booking:
    """Store one booking in the status in which it begins, with its first event.

    Of a series `held_as` is the earliest start, by which the deadline of all is reckoned, and `digest` the fingerprint
    of the whole form.
    """
    practitioner = session_type.practitioner
    start = details.starts_at
    known = client is not None
    at_once = confirms_at_once(session_type, client, now) and (not details.is_minor or consent.consent_stands(client))
    status, hold_until = _beginning(practitioner, held_as or start, now, known=known, at_once=at_once)
    row = Row(
        status=status,
        mode=details.mode,
        starts_at=start,
        hold_until=hold_until,
        blocks=known or _holds_time(practitioner, details.email, now),
        series=series,
        request_key=request_key,
        request_digest=digest or details.digest(),
        browser_key=browser_key,
    )
    first = FirstEvent(act="ask", by=By.CLIENT, user=client.user if client else None)
    return write_row(_terms_in(details, session_type), _person_in(details, client), row, first, now)


def _terms_in(details: RequestDetails, session_type: SessionType) -> Terms:
    """Return the terms of today, with the texts that the form showed."""
    return terms_of_today(
        session_type,
        session_type.practitioner,
        cancellation_policy=details.cancellation_policy,
        notice_text=details.notice_text,
        confidentiality_text=details.confidentiality_text,
    )


def _person_in(details: RequestDetails, client: Client | None) -> Person:
    """Return who asks, in the words of the form."""
    return Person(
        client=client,
        name=details.name,
        email=details.email,
        client_zone=details.client_zone,
        note=details.note,
        is_minor=details.is_minor,
        guardian_word=details.guardian_word,
        **details.wishes.columns(),
    )


def _beginning(
    practitioner: Practitioner, start: datetime, now: datetime, *, known: bool, at_once: bool
) -> tuple[Booking.Status, datetime | None]:
    """Return the status in which a booking begins, and until when it is held; None for one that is agreed."""
    if not known:
        return Booking.Status.DRAFT, draft_hold_until(now, start, hold=practitioner.draft_hold)
    if at_once:
        return Booking.Status.CONFIRMED, None
    return Booking.Status.REQUESTED, request_deadline(practitioner, start, now)


def request_deadline(practitioner: Practitioner, start: datetime, now: datetime) -> datetime:
    """Return until when the therapist may answer: the hold, never past the start less the notice.

    A request proved in the last minutes before that is still held for as long as a draft is, so that entering a
    code never loses a time that was shown as free.
    """
    deadline = hold_deadline(now, start, hold=practitioner.hold, notice=practitioner.notice)
    return max(deadline, draft_hold_until(now, start, hold=practitioner.draft_hold))


def hold_columns(practitioner: Practitioner, start: datetime, now: datetime) -> dict[str, Any]:
    """Return what is stored of a request's hold; in a pause its clock stands still from the beginning."""
    deadline = request_deadline(practitioner, start, now)
    if not practitioner.is_paused:
        return {"hold_until": deadline}
    latest = deadline_in_pause(deadline, start, notice=practitioner.notice)
    return {"hold_until": latest, "hold_left": deadline - now}
