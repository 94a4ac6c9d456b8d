"""The consent of a parent or guardian: asked for by the young person's own choice, or noted by the therapist."""

import base64
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.crypto import salted_hmac

from accounts.models import User
from bookings import consent
from bookings.errors import GuardianSettledError
from bookings.models import Booking, Guardian
from bookings.scheduling.lifecycle import OPEN
from bookings.services.calendar import locked_calendar
from bookings.services.codes import hash_token
from bookings.services.recording import By, fresh, record, tell
from practice import mail
from practice.texts import current_text

OF_AGE = consent.OF_AGE
ASK, AGREE, REFUSE, NOTE, END = "guardian_ask", "guardian_yes", "guardian_no", "guardian_note", "guardian_end"
ASKED = "guardian_asked"
TEXT = "guardian"


@dataclass(frozen=True, slots=True)
class GuardianDetails:
    """Who somebody's parent or guardian is, already checked for shape. `contact` is an address or a number."""

    name: str
    relation: str
    contact: str


def guardian_token(guardian: Guardian) -> str:
    """Return the token of a guardian's link: worked out from the secret key, so that no copy is stored."""
    digest = salted_hmac("bookings.guardian", str(guardian.uuid), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def ask_guardian(*, booking: Booking, details: GuardianDetails, by: User | None, now: datetime) -> Guardian:
    """Write to a parent or guardian, because the young person asks for it here; `details.contact` is an address.

    Only for a request that waits, which it does once its own address is proved. Whoever was asked before is asked no
    more; the same person again, who has not answered, is not written to a second time. Locks the calendar.

    Raises:
        GuardianSettledError: nothing is to be asked: the request has ended, or somebody has agreed.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if current.client is None or not is_to_ask(current, now):
            raise GuardianSettledError
        waiting = list(Guardian.objects.waiting().filter(client=current.client))
        same = [row for row in waiting if row.booking_id == current.pk and row.contact == details.contact]
        if same:
            return same[0]
        _end(waiting, now)
        row = Guardian(client=current.client, booking=current, how=Guardian.How.LINK, asked_at=now, **_words(details))
        row.token_hash = hash_token(guardian_token(row))
        row.save()
        record(current, ASK, by=By.CLIENT, now=now, user=by)
        mail.queue(kind=ASKED, cause=f"guardian:{row.uuid}", due_at=now)
    return row


def answer_as_guardian(*, guardian: Guardian, agrees: bool, today: date, now: datetime) -> Guardian:
    """Store what a parent or guardian said by the link, with the version of the text; both others are told.

    `today` is the day in the practice's zone. Locks the calendar.

    Raises:
        GuardianSettledError: the answer is not waited for any more: given already, replaced, or the request has ended.
    """
    with locked_calendar(guardian.booking.practitioner_id, now):
        row = Guardian.objects.select_related("booking").get(pk=guardian.pk)
        if not is_answer_awaited(row, now):
            raise GuardianSettledError
        row.answered_at, row.has_agreed = now, agrees
        row.given_on = today if agrees else None
        row.policy_text = current_text(TEXT)
        row.save(update_fields=["answered_at", "has_agreed", "given_on", "policy_text"])
        record(row.booking, AGREE if agrees else REFUSE, by=By.GUARDIAN, now=now)
        tell(row.booking, "booking_guardian_answered", now)
        tell(row.booking, "booking_guardian_news", now)
    return row


def note_guardian(
    *, booking: Booking, details: GuardianDetails, how: str, given_on: date, by: User, now: datetime
) -> Guardian:
    """Note consent that was given to the therapist herself: in person, on paper or by phone. Locks the calendar.

    Raises:
        GuardianSettledError: the booking is for an adult or not proved, or somebody has agreed already, with
            nothing to weigh.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if current.client is None or not can_note_consent(current):
            raise GuardianSettledError
        _end(list(Guardian.objects.waiting().filter(client=current.client)), now)
        row = Guardian.objects.create(
            client=current.client,
            booking=current,
            how=Guardian.How(how),
            policy_text=current_text(TEXT),
            answered_at=now,
            has_agreed=True,
            given_on=given_on,
            recorded_by=by,
            **_words(details),
        )
        record(current, NOTE, by=By.PRACTICE, now=now, user=by)
    return row


def end_guardian(*, booking: Booking, by: User, now: datetime) -> None:
    """Note that the consent for the client of a booking no longer counts: taken back, or noted by mistake.

    What is agreed already stays; nothing more is confirmed. Where nobody has agreed, nothing happens. Locks the
    calendar.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        agreeing = list(Guardian.objects.agreeing().filter(client=current.client))
        if agreeing:
            _end(agreeing, now)
            record(current, END, by=By.PRACTICE, now=now, user=by)


def note_of_age(*, booking: Booking, by: User, now: datetime) -> None:
    """Note that the client of a booking is 18 or older, whatever her requests said until now. Locks the calendar.

    A request made later that says under 18 counts again. For whom nothing says so, nothing happens.
    """
    with locked_calendar(booking.practitioner_id, now):
        current = fresh(booking)
        if current.client is not None and consent.is_under_age(current.client):
            record(current, OF_AGE, by=By.PRACTICE, now=now, user=by)


def can_note_consent(booking: Booking) -> bool:
    """Tell whether the therapist can note consent: nobody has agreed, or a yes by the link is hers to weigh."""
    is_open = consent.lacks_guardian(booking) or consent.is_to_weigh(booking)
    return booking.client is not None and is_open


def is_to_ask(booking: Booking, now: datetime) -> bool:
    """Tell whether a parent or guardian can be asked for a booking: it waits, and nobody has agreed."""
    is_waiting = booking.status in OPEN and booking.hold_until is not None and booking.hold_until > now
    return is_waiting and consent.lacks_guardian(booking)


def is_answer_awaited(guardian: Guardian, now: datetime) -> bool:
    """Tell whether what somebody would say by the link still counts."""
    is_open = guardian.answered_at is None and guardian.ended_at is None
    return is_open and is_to_ask(guardian.booking, now)


def _end(rows: list[Guardian], now: datetime) -> None:
    for row in rows:
        row.ended_at = now
        row.save(update_fields=["ended_at"])


def _words(details: GuardianDetails) -> dict[str, str]:
    return {"name": details.name, "relation": details.relation, "contact": details.contact}
